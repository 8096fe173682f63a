"""What a source gives, as plain values, and what may be found in it."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from enum import Enum

Span = tuple[date, date]
NAMELESS = {"", "other", "not-stated"}  # words that name no collecting system


class Kind(Enum):
    """What was found."""

    PARTS_OVER = "parts-over"  # the parts give more than the stated total
    PARTS_SHORT = "parts-short"  # the parts leave some of the stated total out
    TABLES_DIFFER = "tables-differ"  # two tables of one source give different sums
    LATE = "late"  # all of it occurred before the period in which it was verified
    RIVALS = "rivals"  # sources give different totals for the same measure and period
    OTHER_LEVEL = "other-level"  # the same, at another level of verification: not comparable
    UNUSUAL = "unusual"  # far from the same source's figure of the period before
    FOLLOWED = "followed"  # the same, against another source of the same system or publisher
    OVERLAP = "overlap"  # periods of one source overlap: added up, they would count twice
    MISSING = "missing"  # a series of one source leaves periods out


# Who explains that the parts do not fit explains it whichever way they miss.
SUBJECTS = {Kind.PARTS_OVER: "parts", Kind.PARTS_SHORT: "parts"}


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
    system: str = ""
    publisher: str = ""

    @property
    def measure(self) -> tuple:
        """Only figures of one measure are rivals of each other."""
        return (self.country, self.occurred, self.unit, self.verification)

    @property
    def series(self) -> tuple:
        """What may be followed over time: one source, one collecting system, one measure."""
        return (self.country, self.source, self.system, self.unit, self.verification)

    @property
    def line(self) -> tuple | None:
        """What is followed from source to source: a named collecting system, else a publisher.

        Of one measure and one clock: what became known late is followed apart. None if neither
        is named.
        """
        by = (self.system, "") if self.system not in NAMELESS else ("", self.publisher)
        if not any(by):
            return None
        return (self.country, *by, self.unit, self.verification, self.is_late)

    @property
    def is_late(self) -> bool:
        return bool(self.occurred and self.verified and self.occurred[1] < self.verified[0])


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `difference` is what the parts have more (or, below zero, less).

    `keys` are the figures it is about, `totals` theirs where two or more are held side by side,
    `spans` the periods that are missing, `place` tells one table from another of one record.
    """

    kind: Kind
    keys: tuple[Hashable, ...]
    difference: int = 0
    stated: int | None = None
    added_up: int | None = None
    dimensions: tuple[str, ...] = ()
    has_gaps: bool = False
    totals: tuple[int | None, ...] = ()
    spans: tuple[Span, ...] = ()
    place: str = ""

    @property
    def slug(self) -> str:
        """Its name in an address and for its explanation; says no number."""
        about = self.place or "-".join(sorted(str(key) for key in self.keys))
        return f"{SUBJECTS.get(self.kind, self.kind.value)}_{about}"

    @property
    def numbers(self) -> list[int | None]:
        """What an explanation was written for: when these change, it has to be looked at."""
        if self.kind is Kind.OTHER_LEVEL:
            return []
        found = [self.difference, self.stated, self.added_up, *self.totals]
        return [*found, *(first.toordinal() for first, _last in self.spans)]
