"""One record as one reader may see it: plain values, and never a count that is not theirs.

Made by counts.py alone. Templates, charts and comparisons work with these and not with models.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from . import findings
from .models.tabulations import Dimension


@dataclass(frozen=True)
class Count:
    """What `{% count %}` prints: a number that may be shown, or words in its place.

    threshold: below it counts are small, for the sign of one that is withheld.
    """

    value: int | None = None
    state: str = "not_released"
    shown: bool = False
    threshold: int | None = None


NOT_RELEASED = Count()


def number(value: int | None, state: str = "counted") -> Count:
    """A count that its reader may see; without a value, the reason why there is none."""
    if value is None:
        return Count(None, "mentioned" if state == "counted" else state.replace("-", "_"))
    return Count(value, "counted", shown=True)


@dataclass(frozen=True)
class Period:
    """When, as written and as understood. The words are told only with the counts."""

    first: date | None = None
    last: date | None = None
    as_written: str = ""

    @property
    def label(self) -> str:
        if self.first is None:
            return ""
        whole_years = (self.first.month, self.first.day) == (1, 1) and (
            (self.last.month, self.last.day) == (12, 31)
        )
        if not whole_years:
            return f"{self.first:%Y-%m-%d} – {self.last:%Y-%m-%d}"
        years = {self.first.year, self.last.year}
        return "–".join(str(year) for year in sorted(years))

    @property
    def span(self) -> findings.Span | None:
        return (self.first, self.last) if self.first else None


@dataclass(frozen=True)
class Row:
    """One row of a table: a label per dimension, the source's own words, the count."""

    dimensions: tuple[str, ...]
    labels: tuple[str, ...]
    codes: tuple[str, ...]
    as_written: str
    count: Count

    @property
    def label(self) -> str:
        """A named party says it all; a group without one is named by the group."""
        if "party" not in self.dimensions:
            return ", ".join(self.labels)
        at = self.dimensions.index("party")
        if self.codes[at]:
            return self.labels[at]
        return ", ".join(label for i, label in enumerate(self.labels) if i != at)


@dataclass(frozen=True)
class Table:
    """One table of a record whose counts may be shown."""

    pk: int
    title: str
    dimensions: tuple[str, ...]
    adds_up: bool
    rows: tuple[Row, ...]

    @property
    def heads(self) -> list:
        return [Dimension(name).label for name in self.dimensions]

    @property
    def name(self) -> str:
        return self.title or " × ".join(str(head) for head in self.heads)

    def figures(self) -> findings.Table:
        parts = tuple(
            findings.Part(
                row.codes,
                row.label,
                row.count.value,
                "counted" if row.count.shown else row.count.state,
            )
            for row in self.rows
        )
        return findings.Table(self.dimensions, parts, self.adds_up)


@dataclass(frozen=True)
class Note:
    """Somebody's explanation of a finding, as this reader may read it."""

    slug: str
    numbers: tuple[int | None, ...]
    text: str
    who: str
    when: datetime


@dataclass(frozen=True)
class Shown:
    """One record as one reader may see it. Carries no count that the reader may not see."""

    about: dict[str, Any]
    released: bool
    told: dict[str, Any] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    kept_back: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self.about[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def total(self) -> Count:
        if not self.released:
            return NOT_RELEASED
        total = self.told["stated_total"]
        return number(total, "not-stated" if total is None else "counted")

    @property
    def occurred(self) -> Period:
        return self._period("occurred")

    @property
    def verified(self) -> Period:
        return self._period("verified")

    @property
    def is_late(self) -> bool:
        return bool(
            self.occurred_to and self.verified_from and self.occurred_to < self.verified_from
        )

    @property
    def measure(self) -> tuple:
        """Records of one measure are rivals; the same text as a main figure's."""
        return (
            self.country.pk,
            self.occurred_from,
            self.occurred_to,
            self.unit,
            self.verification,
        )

    def figures(self) -> findings.Figures:
        """For the pure modules; only of a record whose counts are shown."""
        if not self.released:
            raise ValueError("Counts that are not released cannot be worked with.")
        return findings.Figures(
            key=self.reference,
            source=self.source.pk,
            country=self.country.pk,
            unit=self.unit,
            verification=self.verification,
            occurred=self.occurred.span,
            verified=self.verified.span,
            total=self.told["stated_total"],
            tables=tuple(table.figures() for table in self.tables),
            system=self.collecting_system,
            publisher=self.source.publisher,
        )

    def findings(self) -> list[findings.Finding]:
        return findings.check(self.figures()) if self.released else []

    def _period(self, name):
        first, last = self.about[f"{name}_from"], self.about[f"{name}_to"]
        return Period(first, last, self.told.get(f"{name}_as_written", ""))


@dataclass(frozen=True)
class ShownCaseload:
    """One number of court cases as one reader may see it."""

    pk: int
    court: str
    stage: str
    step: int  # how far along the pipeline the stage is
    unit: str
    as_of: str
    as_of_date: date | None
    source: Any
    page: str
    note: str
    count: Count
    is_printed: bool
    version: int
