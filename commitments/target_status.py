"""Whether an indicator is on its way to its target, worked out by one stated method.

Pure: no models, no database. The way is a straight line from the baseline to each target in
turn, each on the last day that its date can mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from .findings import Reached, reached

METHOD = _(
    "Met: the newest value reaches the final target. Reversed: it is worse than the baseline. "
    "On track or off track: it is, or is not, where a straight line from the baseline over each "
    "intermediate target to the final one stands on the last day of its date. Past the date of "
    "the target, what is not met is off track. Without a date for the target, or without a "
    "baseline and its date, only met or not met can be said. Not comparable: another unit, an "
    "approximate value, or sources that disagree on the newest date. Values sent back on review "
    "do not count."
)


class Standing(Enum):
    """How an indicator stands to its target."""

    MET = "met"
    ON_TRACK = "on-track"
    OFF_TRACK = "off-track"
    REVERSED = "reversed"
    NOT_MET = "not-met"
    NOT_COMPARABLE = "not-comparable"
    NO_TARGET = "no-target"


@dataclass(frozen=True)
class Point:
    """A value to be at, on a day; the day is None where none is known."""

    value: Decimal
    day: date | None = None


@dataclass(frozen=True)
class Value:
    """What was measured: None if not stated or in another unit; `qualifier` as in findings."""

    value: Decimal | None
    day: date | None = None
    qualifier: str = ""


@dataclass(frozen=True)
class Status:
    """The standing, and the value that the straight line asks for on that day, if there is one."""

    standing: Standing
    expected: Decimal | None = None


def status(
    newest: Sequence[Value],
    direction: str,
    baseline: Point | None,
    intermediate: Sequence[Point],
    final: Point | None,
) -> Status:
    """The status of the newest values, one of each source that has one of the newest date.

    Sources that lead to different standings are not comparable with the target.
    """
    if final is None:
        return Status(Standing.NO_TARGET)
    found = {_status_of(value, direction, baseline, intermediate, final) for value in newest}
    if len({one.standing for one in found}) != 1:
        return Status(Standing.NOT_COMPARABLE)
    return found.pop()


def expected(
    day: date | None,
    baseline: Point | None,
    intermediate: Sequence[Point],
    final: Point,
) -> Decimal | None:
    """Where the straight line stands on a day; None before it begins or where it has no days.

    After the date of the final target it stays there.
    """
    if day is None or final.day is None:
        return None
    given = [baseline] if baseline else []
    points = [p for p in [*given, *intermediate] if p.day is not None and p.day < final.day]
    points = sorted([*points, final], key=lambda point: point.day)
    if day >= points[-1].day:
        return points[-1].value
    for before, after in pairwise(points):
        if before.day <= day < after.day:
            passed = Decimal((day - before.day).days) / Decimal((after.day - before.day).days)
            return before.value + (after.value - before.value) * passed
    return None


def _status_of(value, direction, baseline, intermediate, final):
    said = reached(value.value, final.value, direction, value.qualifier)
    if said == Reached.MET:
        return Status(Standing.MET)
    if value.value is None or direction not in {"up", "down"} or value.qualifier == "about":
        return Status(Standing.NOT_COMPARABLE)
    if baseline and _is_worse(value, baseline.value, direction):
        return Status(Standing.REVERSED)
    line = expected(value.day, baseline, intermediate, final)
    if line is None:
        known = {Reached.NOT_MET: Standing.NOT_MET}
        return Status(known.get(said, Standing.NOT_COMPARABLE))
    return Status(_on_the_line(value, line, direction), line)


def _is_worse(value, than, direction):
    return reached(value.value, than, direction, value.qualifier) == Reached.NOT_MET


def _on_the_line(value, line, direction):
    return {
        Reached.MET: Standing.ON_TRACK,
        Reached.NOT_MET: Standing.OFF_TRACK,
    }.get(reached(value.value, line, direction, value.qualifier), Standing.NOT_COMPARABLE)
