"""What a number says when it is worked out again, and whether it reaches its target.

Pure: no models, no database. A finding is shown beside a figure; it never changes the figure.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import NamedTuple

WHOLES = re.compile(r"\b(?:out of|sur|of)\s+(\d[\d, \u00a0\u202f]*\d|\d)", re.IGNORECASE)


class Reached(Enum):
    """How a value stands to its target."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_COMPARABLE = "not-comparable"
    NO_TARGET = "no-target"


def share(part: int | None, whole: int | None) -> Decimal | None:
    """`part` of `whole` in per cent, to a thousandth; None if one is missing or the whole is 0."""
    exact = _exact(part, whole)
    return None if exact is None else exact.quantize(Decimal("0.001"), ROUND_HALF_UP)


def recomputed(stated: Decimal | None, part: int | None, whole: int | None) -> Decimal | None:
    """The share worked out, as precisely as it was stated, if it is not the one stated.

    None if they agree or nothing can be worked out: 34 agrees with 11 of 32 (34.375).
    """
    computed = _exact(part, whole)
    if stated is None or computed is None:
        return None
    rounded = computed.quantize(_step(stated), ROUND_HALF_UP)
    if rounded == stated:
        return None
    return computed.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _exact(part, whole):
    """Rounded once, where it is shown: rounding twice would find what is not there."""
    return None if part is None or not whole else Decimal(100 * part) / Decimal(whole)


def _step(number: Decimal) -> Decimal:
    """One in the last decimal that is not a trailing zero: a column keeps 23 as 23.000."""
    exponent = min(Decimal(number).normalize().as_tuple().exponent, 0)
    return Decimal(1).scaleb(exponent)


def wholes_written(text: str) -> list[int]:
    """Each different whole in "9 women out of 703 mayors out of 301"; two are a finding."""
    found = [int(re.sub(r"\D", "", number)) for number in WHOLES.findall(text)]
    return list(dict.fromkeys(found))


def reached(
    value: Decimal | None, target: Decimal | None, direction: str, qualifier: str = ""
) -> Reached:
    """Whether `value` reaches `target`. "More than 28" may or may not reach 30: not comparable."""
    if target is None:
        return Reached.NO_TARGET
    if value is None or direction not in {"up", "down"} or qualifier == "about":
        return Reached.NOT_COMPARABLE
    met = value >= target if direction == "up" else value <= target
    if qualifier == "more-than" and met != (direction == "up"):
        return Reached.NOT_COMPARABLE
    if qualifier == "fewer-than" and met != (direction == "down"):
        return Reached.NOT_COMPARABLE
    return Reached.MET if met else Reached.NOT_MET


class Said(NamedTuple):
    """One statement about a status: what, when (the days it can mean), from which source."""

    status: str
    first: date
    last: date
    source: int | None


def rivals(said: Sequence[Said]) -> list[Said]:
    """Statements of other sources, about the same time as the newest, that say something else.

    `said` has the newest first. A later statement is news; one about the same days is a rival.
    """
    if not said or said[0].source is None:
        return []
    newest = said[0]
    return [
        other
        for other in said[1:]
        if other.source not in (None, newest.source)
        and other.status != newest.status
        and other.first <= newest.last
        and newest.first <= other.last
    ]


def contradictory(dates: Sequence[tuple[str, date | None, date | None, bool]]) -> set[str]:
    """Events on which sources disagree: marked so by a person, or dated to days that never meet.

    `dates`: (event, first day, last day, contradicts another).
    """
    marked = {event for event, _first, _last, contradicts in dates if contradicts}
    ranges: dict[str, list[tuple[date, date]]] = {}
    for event, first, last, _contradicts in dates:
        if first and last:
            ranges.setdefault(event, []).append((first, last))
    apart = {
        event
        for event, days in ranges.items()
        if max(first for first, _ in days) > min(last for _, last in days)
    }
    return marked | apart
