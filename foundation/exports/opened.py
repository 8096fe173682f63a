"""Which rows were open when a file was made, and whether every one of them still is.

Keys are kept as runs of neighbours: a million rows without a gap are two numbers. What is open
beside them, or was added since, does not matter.
"""

import zlib
from base64 import b64decode, b64encode
from bisect import bisect_right
from itertools import accumulate, chain
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models

Runs = list[tuple[int, int]]  # first and last key of each, in order, no two of them touching

AT_ONCE = 10_000


class Opened:
    """What was asked for while a file is made: by kind of row and question, the runs of keys."""

    def __init__(self) -> None:
        self.found: dict[str, Runs] = {}

    def add(self, question: str, rows: models.QuerySet) -> None:
        name = f"{rows.model._meta.label_lower} {question}"
        self.found[name] = _joined([*self.found.get(name, []), *runs_of(rows)])

    @property
    def kinds(self) -> set[type[models.Model]]:
        return {apps.get_model(name.partition(" ")[0]) for name in self.found}

    def packed(self) -> dict[str, str]:
        """As it is kept with the export."""
        return {name: _packed(runs) for name, runs in self.found.items()}


def all_still_open(packed: dict[str, str], ask: Any) -> bool:
    """Whether each key of then is given now; `ask(name of the model, question)` gives the rows."""
    for name, kept in packed.items():
        try:
            now = runs_of(ask(*name.split(" ")))
        except (PermissionDenied, LookupError):
            return False
        if not _within(_unpacked(kept), now):
            return False
    return True


def runs_of(rows: models.QuerySet) -> Runs:
    """The keys of the rows as runs, in whatever order the database finds them: sorting a million
    first, or finding their runs itself, takes it longer than reading them here.
    """
    runs: Runs = []
    first = last = None
    keys = rows.order_by().prefetch_related(None).values_list("pk", flat=True)
    for key in keys.iterator(AT_ONCE):
        if last is None or key != last + 1:
            if first is not None:
                runs.append((first, last))
            first = key
        last = key
    return _joined(runs if first is None else [*runs, (first, last)])


def _joined(runs):
    """Runs in order, those that overlap or touch made one."""
    joined: Runs = []
    for first, last in sorted(runs):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _within(then, now):
    """Whether each run of then lies in one of now: runs of now never touch."""
    firsts = [first for first, _last in now]
    for first, last in then:
        at = bisect_right(firsts, first) - 1
        if at < 0 or now[at][1] < last:
            return False
    return True


def _packed(runs):
    """The distances from each end to the next."""
    ends = list(chain.from_iterable(runs))
    steps = " ".join(str(end - before) for before, end in zip([0, *ends], ends, strict=False))
    return b64encode(zlib.compress(steps.encode())).decode()


def _unpacked(text):
    ends = accumulate(map(int, zlib.decompress(b64decode(text)).split()))
    return list(zip(ends, ends, strict=True))
