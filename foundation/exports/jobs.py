"""Making a large file in the background."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from foundation.jobs.queue import Progress, task

from . import gate

# A transaction lies idle while the last rows of a file are set or packed.
LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")
COLLECT_AFTER = 20_000  # new objects, in place of 700: a long file takes an eighth less


@task("exports.make")
def make(progress: Progress, export: str) -> None:
    """Doing it twice is the same as doing it once: a file that is ready is not made again."""
    with unhurried():
        gate.make(export, report_progress=progress.report)


@contextmanager
def unhurried() -> Iterator[None]:
    """No page waits here: neither the database nor Python need make haste."""
    with _unlimited(), _seldom_collecting():
        yield


@contextmanager
def _unlimited():
    """A query over a million rows may take longer than a page's may."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        for limit in LIMITS:
            cursor.execute(f"SET {limit} = '10min'")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                for limit in LIMITS:
                    cursor.execute(f"RESET {limit}")


@contextmanager
def _seldom_collecting():
    """Rows are no rubbish, but Python looks through the newest of them every few hundred."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] and max(before[0], COLLECT_AFTER), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
