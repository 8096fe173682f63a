"""What does not fit in figures, worked out: nothing is corrected, nothing is spread. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

Span = tuple[date, date]


class Kind(Enum):
    """What was found."""

    PARTS_OVER = "parts-over"  # the parts give more than the stated total
    PARTS_SHORT = "parts-short"  # the parts leave some of the stated total out
    TABLES_DIFFER = "tables-differ"  # two tables of one source give different sums
    LATE = "late"  # all of it occurred before the period in which it was verified
    RIVALS = "rivals"  # two sources give different totals for the same measure and period


@dataclass(frozen=True)
class Part:
    """One row of a table: what it is about, and its number, or none with the reason."""

    key: tuple[str, ...]
    label: str
    count: int | None
    state: str = "counted"


@dataclass(frozen=True)
class Table:
    """One table as the source prints it, over named dimensions."""

    dimensions: tuple[str, ...]
    parts: tuple[Part, ...]
    adds_up: bool = True

    @property
    def added_up(self) -> int | None:
        """The sum of what is counted; None where a sum would mean nothing."""
        counts = [part.count for part in self.parts if part.count is not None]
        return sum(counts) if self.adds_up and counts else None

    @property
    def has_gaps(self) -> bool:
        return any(part.count is None for part in self.parts)


@dataclass(frozen=True)
class Figures:
    """One source's figures for one country, period, unit and level of verification."""

    key: Hashable
    source: Hashable
    country: Hashable
    unit: str
    verification: str
    occurred: Span | None
    verified: Span | None
    total: int | None
    tables: tuple[Table, ...] = ()

    @property
    def measure(self) -> tuple:
        """Only figures of one measure are rivals of each other."""
        return (self.country, self.occurred, self.unit, self.verification)

    @property
    def is_late(self) -> bool:
        return bool(self.occurred and self.verified and self.occurred[1] < self.verified[0])


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `difference` is what the parts have more (or, below zero, less)."""

    kind: Kind
    keys: tuple[Hashable, ...]
    difference: int = 0
    stated: int | None = None
    added_up: int | None = None
    dimensions: tuple[str, ...] = ()
    has_gaps: bool = False


def check(figures: Figures) -> list[Finding]:
    """What does not fit within one record."""
    found = [_parts(figures, table) for table in figures.tables]
    found.append(_tables(figures))
    if figures.is_late:
        found.append(Finding(Kind.LATE, (figures.key,)))
    return [finding for finding in found if finding is not None]


def rivals(several: Iterable[Figures]) -> list[Finding]:
    """Where sources give different totals for the same measure and period."""
    groups = defaultdict(list)
    for figures in several:
        groups[figures.measure].append(figures)
    return [
        Finding(Kind.RIVALS, tuple(f.key for f in group), max(totals) - min(totals))
        for group in groups.values()
        if len(totals := {f.total for f in group if f.total is not None}) > 1
    ]


def not_attributed(total: int | None, table: Table) -> int | None:
    """How much of the stated total no part of the table has; None if that cannot be said."""
    if total is None or table.added_up is None or table.added_up >= total:
        return None
    return total - table.added_up


def _parts(figures: Figures, table: Table) -> Finding | None:
    added_up = table.added_up
    if figures.total is None or added_up is None or added_up == figures.total:
        return None
    return Finding(
        Kind.PARTS_OVER if added_up > figures.total else Kind.PARTS_SHORT,
        (figures.key,),
        added_up - figures.total,
        figures.total,
        added_up,
        table.dimensions,
        table.has_gaps,
    )


def _tables(figures: Figures) -> Finding | None:
    sums = {table.added_up for table in figures.tables} - {None}
    if len(sums) < 2:
        return None
    return Finding(Kind.TABLES_DIFFER, (figures.key,), max(sums) - min(sums))
