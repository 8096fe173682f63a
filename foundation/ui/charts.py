"""Charts as numbers: what is drawn, worked out in Python so that a template only prints it.

Lengths are shares of 100 (`width`, `x`), as text with a decimal point in every language: an SVG
reads "12.5" and nothing else. Bars begin at zero. A value that is None, or a count withheld,
has no bar and takes no part in the scale; its row is still there, as text. Pure: no models.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Number = int | float | Decimal
GAP = 0.4  # between the parts of a stacked bar, in hundredths of its length
MOST_TICKS = 6
MOST_BARS = 400
PRINTED = {"counted", "reported"}  # the states of a count whose value may be printed


def plain(value: float) -> str:
    """At most two decimals, a point, no grouping: "12.5", "100", "0"."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def share(value: Number, whole: Number) -> float:
    """`value` of `whole` in per cent, cut to 0..100; 0 of nothing is 0."""
    if whole <= 0:
        return 0.0
    return min(100.0, max(0.0, float(value) / float(whole) * 100))


def ticks(highest: Number, most: int = MOST_TICKS) -> list[int | float]:
    """Round numbers from 0 to at least `highest`, evenly apart, at most `most` + 1 of them.

    Steps are 1, 2 or 5 times a power of ten and never below 1: counts have no halves.
    """
    highest = float(highest)
    if not math.isfinite(highest) or highest < 0:
        raise ValueError("An axis needs a finite number that is not below zero.")
    step = 1
    while highest / step > most:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return [step * i for i in range(math.ceil(highest / step) + 1)] if highest else [0, 1]


def shown_value(cell: Any) -> int | None:
    """The value of a protected count if it may be shown, else None. Closed by default.

    It is shown only when it says so and its state is a printed one; a misspelt state, a missing
    attribute or a value that is no whole number mean withheld.
    """
    value = getattr(cell, "value", None)
    marked = getattr(cell, "shown", False) is True
    return value if marked and cell.state in PRINTED and type(value) is int else None


def _checked(value: Number | None) -> Number | None:
    if value is None:
        return None
    if not math.isfinite(value) or value < 0:
        raise ValueError("A bar needs a finite number that is not below zero.")
    return value


@dataclass(frozen=True)
class Bar:
    """One row. `cell` is a protected count and wins over `value`; `muted` is grey ("not stated").

    `text` is printed in place of the value, `note` in a column of its own, such as a share.
    """

    label: Any
    value: Number | None = None
    cell: Any = None
    text: Any = ""
    note: Any = ""
    href: str = ""
    muted: bool = False

    @property
    def length(self) -> Number | None:
        """What may be drawn: never the value of a cell that is withheld."""
        return _checked(self.value if self.cell is None else shown_value(self.cell))


@dataclass(frozen=True)
class Drawn:
    """A bar with its geometry: `width` is None where nothing may be drawn."""

    bar: Any
    width: str | None
    mark: str | None = None


@dataclass(frozen=True)
class BarChart:
    """Bars from zero, the longest filling the width; `title` is the finding.

    The order is the caller's: longest first, except for grey rows and periods. `total` is a row
    without a bar, `highest` the length that fills the width where several charts share a scale.
    """

    title: Any
    measure: Any
    bars: Sequence[Bar]
    unit: Any = ""
    head: Any = ""
    source: Any = ""
    source_url: str = ""
    total: Bar | None = None
    highest: Number | None = None
    note: Any = ""

    def rows(self) -> list[Drawn]:
        if len(self.bars) > MOST_BARS:
            raise ValueError(f"A chart of more than {MOST_BARS} bars says nothing.")
        lengths = [bar.length for bar in self.bars if bar.length is not None]
        highest = max([*lengths, self.highest or 0])
        return [Drawn(b, _width(b.length, highest)) for b in self.bars]

    @property
    def has_notes(self) -> bool:
        return any(bar.note for bar in self.bars)


def _width(value: Number | None, highest: Number) -> str | None:
    return None if value is None else plain(share(value, highest))


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar; `look` is one of the seven looks of a status."""

    label: Any
    value: int
    look: str = "unk"
    href: str = ""


@dataclass(frozen=True)
class DrawnPart:
    part: Part
    x: str
    width: str


@dataclass(frozen=True)
class StackedBar:
    """Parts of one whole in a fixed order. Parts of 0 are in the legend and not in the bar."""

    parts: Sequence[Part]

    @property
    def total(self) -> int:
        return sum(_checked(part.value) or 0 for part in self.parts)

    def segments(self) -> Iterator[DrawnPart]:
        total, before = self.total, 0
        filled = [part for part in self.parts if part.value]
        for part in filled:
            gap = 0 if part is filled[-1] else GAP
            width = max(share(part.value, total) - gap, 0.1)
            yield DrawnPart(part, plain(share(before, total)), plain(width))
            before += part.value


@dataclass(frozen=True)
class TargetBar:
    """A value against a maximum, a mark at `target` (same unit); over the maximum it is full."""

    value: Number | None
    maximum: Number | None
    target: Number | None = None

    @property
    def width(self) -> str | None:
        if self.value is None or not self.maximum:
            return None
        return plain(share(max(self.value, 0), self.maximum))

    @property
    def mark(self) -> str | None:
        """Kept off the right edge, where half of the line would be cut."""
        if self.target is None or not self.maximum:
            return None
        return plain(min(share(self.target, self.maximum), 99.4))

    @property
    def percent(self) -> float | None:
        """The value in per cent of the maximum, not cut: 104 stays 104."""
        if self.value is None or not self.maximum:
            return None
        return float(self.value) / float(self.maximum) * 100

    @property
    def over(self) -> bool:
        return (self.percent or 0) > 100


@dataclass(frozen=True)
class Target:
    """One row of a target chart; `target` None draws no mark."""

    label: Any
    value: Number | None
    target: Number | None = None
    text: Any = ""
    href: str = ""


@dataclass(frozen=True)
class TargetChart:
    """Values, each against its target, on one scale from 0 to `maximum` (or the highest)."""

    title: Any
    measure: Any
    rows: Sequence[Target]
    maximum: Number | None = None
    unit: Any = ""
    head: Any = ""
    source: Any = ""
    source_url: str = ""

    def drawn(self) -> list[Drawn]:
        numbers = [n for row in self.rows for n in (row.value, row.target) if n is not None]
        top = self.maximum or max(numbers, default=0)
        bars = [(row, TargetBar(_checked(row.value), top, row.target)) for row in self.rows]
        return [Drawn(row, bar.width, bar.mark) for row, bar in bars]


def segments(done: int, total: int) -> list[tuple[str, str, bool]]:
    """(x, width, filled) of `total` steps, `done` of them filled; over 40 drawn as one."""
    if total <= 0:
        return []
    if total > 40:
        filled = share(done, total)
        return [("0", plain(filled), True), (plain(filled), plain(100 - filled), False)]
    step = (100 + 2) / total
    width = max(step - 2, 0.4)
    return [(plain(i * step), plain(width), i < done) for i in range(total)]
