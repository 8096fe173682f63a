"""A map shaded by counts: what is drawn, worked out in Python (see charts.py). Pure: no models.

Paths and coordinates are texts of whole numbers, the same in every language. An area without a
figure is hatched, which is not the ground of a zero.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .charts import shown_value, ticks

STEPS = 5
NO_FIGURE, ZERO, LEFT_OUT = "no", "0", "out"
ROOM = 34  # the least width in which a number can be read


@dataclass(frozen=True)
class Area:
    """One region: its count (a protected one is never drawn), its outline, where to write."""

    label: Any
    cell: Any
    path: str
    x: int
    y: int
    room: int = 0
    href: str = ""
    left_out: bool = False  # by a filter: it may have a figure


@dataclass(frozen=True)
class DrawnArea:
    area: Area
    look: str
    value: int | None
    x: str
    y: str


@dataclass(frozen=True)
class Shade:
    """One line of the legend: from, to (both included), or words."""

    look: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class AreaMap:
    """Areas shaded in at most five steps from 1 to the highest; also a table beside it."""

    title: Any
    measure: Any
    viewbox: str
    areas: Sequence[Area]
    unit: Any = ""
    head: Any = ""
    source: Any = ""
    source_url: str = ""
    note: Any = ""

    @property
    def limits(self) -> list[int]:
        """The last number of each shade."""
        values = [shown_value(area.cell) or 0 for area in self.areas]
        return [int(tick) for tick in ticks(max(values, default=0), most=STEPS)[1:]]

    def drawn(self) -> list[DrawnArea]:
        limits = self.limits
        return [self._drawn(area, limits) for area in self.areas]

    def _drawn(self, area, limits):
        value = shown_value(area.cell)
        look = NO_FIGURE if value is None else ZERO
        if value:
            look = str(bisect_left(limits, value) + 1)
        if area.left_out:
            look, value = LEFT_OUT, None
        written = value if area.room >= ROOM else None
        return DrawnArea(area, look, written, str(area.x), str(area.y))

    def legend(self) -> list[Shade]:
        """The shades that can occur, then zero and no figure if they do."""
        looks = {drawn.look for drawn in self.drawn()}
        starts = [1, *(limit + 1 for limit in self.limits[:-1])]
        shades = [
            Shade(str(n), first, last)
            for n, (first, last) in enumerate(zip(starts, self.limits, strict=True), start=1)
        ]
        others = (ZERO, NO_FIGURE, LEFT_OUT)
        if not looks.difference(others):
            shades = []
        return shades + [Shade(look) for look in others if look in looks]
