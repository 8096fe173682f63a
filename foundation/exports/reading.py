"""Reading a great many rows: the first one soon, and what drivers do slowly once for a column."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection, connections, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

Tick = Callable[[int], None]
EVERY = 0.5  # seconds between two looks at whether a file is still wanted


@contextmanager
def from_the_first_on(tick: Tick) -> Iterator[Tick]:
    """Rows come while they are found; `tick` is to be told through what this gives.

    PostgreSQL does so within a transaction only, and without one finds all of them first. What is
    told within it nobody would see until its end, so that goes by a connection of its own.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield _now_and_then(tick)
        return
    with ThreadPoolExecutor(1) as outside:
        try:
            with transaction.atomic():
                yield _now_and_then(lambda rows: outside.submit(tick, rows).result())
        finally:
            outside.submit(connections.close_all).result()


def _now_and_then(tick: Tick) -> Tick:
    """Told seldom: asking the database and keeping what it is told takes as long as many rows."""
    last = float("-inf")

    def told(rows: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            tick(rows)
            last = time.monotonic()

    return told


def written(field: str) -> Cast:
    """A date or moment as the text of it, for `dates` and `moments`: the drivers of both databases
    make dates and moments in Python, one by one, which takes longer than all else in a row.
    """
    return Cast(field, TextField())


def dates(texts: Sequence[str | None]) -> Iterable[date | None]:
    known = {text: date.fromisoformat(text) for text in set(texts) if text}
    return map(known.get, texts)


def moments(texts: Sequence[str]) -> Iterable[datetime]:
    """SQLite keeps moments in UTC and does not say so."""
    told = texts if "+" in texts[0] else map("%s+00:00".__mod__, texts)
    return map(datetime.fromisoformat, told)
