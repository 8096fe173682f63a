"""How far an indicator has come, worked out from its measurements. Pure: no models, no database.

A value counts in the unit of its indicator. Part and whole stay together: a share is always part
/ whole, and of several periods sum of parts / sum of wholes; shares are never averaged. Values of
overlapping periods are rivals and are not added.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import pairwise

PERCENT, SUM = "percent", "sum"
UP, DOWN = "up", "down"
ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True)
class Measured:
    """One value as its source gives it: in the unit of its indicator, or as part and whole."""

    period_from: date
    period_to: date
    value: Decimal | None = None
    part: int | None = None
    whole: int | None = None


@dataclass(frozen=True)
class Aim:
    """What an indicator is held against."""

    unit: str = "number"
    direction: str = UP
    adds_up: str = "latest"
    baseline: Decimal | None = None
    target: Decimal | None = None


class Trouble(StrEnum):
    """Why nothing could be worked out."""

    OVERLAP = "overlap"
    RIVALS = "rivals"


@dataclass(frozen=True)
class Level:
    """Where an indicator stands: a value in its unit, with part and whole if each value has them.

    `value` is None if nothing is measured, or if values contradict one another: `trouble` says so.
    """

    value: Decimal | None = None
    part: int | None = None
    whole: int | None = None
    periods: int = 0
    until: date | None = None
    trouble: Trouble | None = None

    @property
    def share(self) -> Decimal | None:
        """Part of whole, in per cent to one decimal."""
        return share(self.part, self.whole)


NOTHING = Level()


def share(part: int | None, whole: int | None) -> Decimal | None:
    """`part` / `whole` in per cent to one decimal, halves up; None without a whole."""
    if part is None or not whole:
        return None
    return (Decimal(100 * part) / Decimal(whole)).quantize(ONE_DECIMAL, ROUND_HALF_UP)


def amount(measured: Measured, unit: str) -> Decimal:
    """A value in the unit of its indicator: a share of its whole, or the number that is a part."""
    if measured.value is not None:
        return measured.value
    if unit == PERCENT:
        return Decimal(100 * measured.part) / Decimal(measured.whole)
    return Decimal(measured.part)


def level(values: Iterable[Measured], aim: Aim) -> Level:
    """Where these values together put the indicator: their sum, or the newest of them."""
    values = sorted(values, key=lambda one: (one.period_to, one.period_from))
    if not values:
        return NOTHING
    return _added(values, aim.unit) if aim.adds_up == SUM else _newest(values, aim.unit)


def percent_of_way(reached: Decimal | None, aim: Aim) -> Decimal | None:
    """How much of the way from baseline to target is gone, in per cent to one decimal.

    Below 0 if it went the other way, over 100 beyond the target. None where there is no way: no
    direction, no target, target = baseline, or a value that should sink from an unknown height.
    """
    if reached is None or aim.target is None or aim.direction not in {UP, DOWN}:
        return None
    if aim.baseline is None and aim.direction == DOWN:
        return None
    start = aim.baseline or Decimal(0)
    if aim.target == start:
        return None
    way = 100 * (reached - start) / (aim.target - start)
    return way.quantize(ONE_DECIMAL, ROUND_HALF_UP)


def is_reached(reached: Decimal | None, aim: Aim) -> bool | None:
    """Whether the target is reached; None if that cannot be said."""
    if reached is None or aim.target is None:
        return None
    return {UP: reached >= aim.target, DOWN: reached <= aim.target}.get(aim.direction)


def _added(values: Sequence[Measured], unit: str) -> Level:
    until, periods = values[-1].period_to, len(values)
    if any(a.period_to >= b.period_from for a, b in pairwise(values)):
        return Level(periods=periods, until=until, trouble=Trouble.OVERLAP)
    total = sum((amount(one, unit) for one in values), Decimal(0))
    if any(one.whole is None for one in values):
        return Level(total, periods=periods, until=until)
    part, whole = sum(one.part for one in values), sum(one.whole for one in values)
    return Level(total, part, whole, periods, until)


def _newest(values: Sequence[Measured], unit: str) -> Level:
    until = values[-1].period_to
    newest = [one for one in values if one.period_to == until]
    said = {(amount(one, unit), one.part, one.whole) for one in newest}
    if len({value for value, _part, _whole in said}) > 1:
        return Level(periods=1, until=until, trouble=Trouble.RIVALS)
    value, part, whole = next(
        (one for one in sorted(said, key=_bare) if one[2] is not None), next(iter(said))
    )
    return Level(value, part, whole, 1, until)


def _bare(said):
    return (said[2] or 0, said[1] or 0)
