"""Kills processes while they let a file of counts in, at random moments of the writing.

    python -m tests.incidents.kill_imports ROOT PERSON ROUNDS ROWS

A child writes, its parent sends SIGKILL and looks at what is left. Prints one line of JSON: how
often nothing was left and how often everything, and what was neither. Run by test_import_kill.py.
"""

import json
import os
import random
import signal
import sys
import time
from itertools import product

import django

from tests import settings as plain

HEADS = ["Country", "Source", "Unit", "Verification", "Period", "Month", "Region", "Survivors",
         "Count"]  # fmt: skip


def main(root, person, rounds, rows):
    plain.DOCUMENTS_ROOT = root
    django.setup()
    from django.contrib.auth import get_user_model

    from incidents.imports import writing

    writing.AT_ONCE = 100  # several parts, so that a kill falls between them too
    user = get_user_model().objects.get(pk=person)
    lasts = _let_in_once(user, rows)
    chance, found, wrong = random.Random(), {"nothing": 0, "everything": 0}, []  # noqa: S311 - moments to kill at, no secret
    batch, year = None, 1900
    before = _state()
    for _round in range(rounds):
        if batch is None:
            year += 1
            batch = _sent(user, year, rows)
        _killed(batch, chance.uniform(0, 1.1 * lasts))
        after = _settled()
        batch.refresh_from_db()
        if after == before and batch.state == "uploaded":
            found["nothing"] += 1
        elif after == _with_one_more(before, rows) and batch.state == "committed":
            found["everything"] += 1
            before, batch = after, None
        else:
            wrong.append([before, after, batch.state])
            break
    if batch is not None and not wrong:
        _commit(batch)
        if _state() != _with_one_more(before, rows):
            wrong.append("what was killed cannot be done again")
    print(json.dumps({**found, "wrong": wrong, "lasts": lasts}))  # noqa: T201 - for the test


def _state():
    from foundation.audit.models import Event
    from incidents.models import Cell, Submission, Tabulation

    events = Event.objects.filter(verb="imported").count()
    created = Event.objects.filter(verb="created", target_type="incidents.Submission").count()
    counted = [model.objects.count() for model in (Submission, Tabulation, Cell)]
    return [*counted, events, created]


def _settled():
    """A server may still be about to commit when its client is gone: looked at till it rests."""
    before, after = None, _state()
    while before != after:
        time.sleep(0.05)
        before, after = after, _state()
    return after


def _with_one_more(state, rows):
    return [state[0] + 1, state[1] + 1, state[2] + rows, state[3] + 1, state[4] + 1]


def _let_in_once(user, rows):
    """Seconds from the plan to the end of a whole import."""
    moments = {}
    _commit(_sent(user, 1900, rows), lambda percent: moments.setdefault(percent, time.monotonic()))
    return time.monotonic() - moments[55]


def _sent(user, year, rows):
    from foundation.imports.actions import keep
    from foundation.imports.kinds import KINDS

    months = [f"{y}-{m:02d}" for y in range(1990, 2040) for m in range(1, 13)]
    places = list(product(months, ["XV01", "XV02", "XV03"], ["women", "girls"]))[:rows]
    lines = [",".join(HEADS)]
    lines += [f"XV,XV/2024/1,incidents,reported,{year},{','.join(place)},{n % 50}"
              for n, place in enumerate(places)]  # fmt: skip
    return keep(KINDS["submission"], "\n".join(lines).encode(), "counts.csv", by=user)


def _commit(batch, report=lambda percent: None):
    from foundation.imports.actions import commit

    commit(batch, by=batch.by, report=report)


def _killed(batch, after):
    """Forks a process that commits, and kills it so many seconds after its plan is ready."""
    from django.db import connection

    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # or both would speak over one connection
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _commit(batch, lambda percent: percent == 55 and os.write(tell, b"x"))
        finally:
            os._exit(0)
    os.close(tell)
    os.read(ready, 1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
