"""Which documents a project should have: by kind and year, what is there and what is not.

Pure: documents and expected reports in, a table out; no query.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

NO_YEAR = None
MOST_YEARS = 30


class State(StrEnum):
    """What a cell says; the order is that of the legend."""

    HERE = "here"
    LINK = "link"
    MISSING = "missing"
    LATE = "late"
    DUE = "due"
    NOT_EXPECTED = "not-expected"

    @property
    def label(self):
        return LABELS[self]

    @property
    def look(self):
        return LOOKS[self]


LABELS = {
    State.HERE: _("Here"),
    State.LINK: _("Link only"),
    State.MISSING: _("Missing"),
    State.LATE: _("Late"),
    State.DUE: _("Due"),
    State.NOT_EXPECTED: _("Not expected"),
}
LOOKS = {"here": "ok", "link": "go", "missing": "warn", "late": "late", "due": "new",
         "not-expected": "unk"}  # fmt: skip
# Of two documents in one cell the first of these is told.
RANK = [State.HERE, State.LINK, State.LATE, State.MISSING, State.DUE, State.NOT_EXPECTED]


@dataclass(frozen=True)
class Cell:
    """One kind in one year: its state, and the documents that make it so."""

    state: State
    documents: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Line:
    kind: Any
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """Kinds down, years across; the last column is for documents that are about no year."""

    years: tuple[int | None, ...]
    lines: tuple[Line, ...]

    @property
    def missing(self) -> int:
        lacking = {State.MISSING, State.LATE}
        return sum(cell.state in lacking for line in self.lines for cell in line.cells)


def build(
    documents: Iterable[Any], expected: Iterable[Any], starts: date | None, ends: date | None
) -> Matrix:
    """The table of a project that runs from `starts` to `ends`.

    Documents have .kind .year .state; expected reports have .kind .period_year and .state, worked
    out. A report that was received without its file is a missing document.
    """
    documents, expected = list(documents), list(expected)
    years = _years(documents, expected, starts, ends)
    kinds = {thing.kind.pk: thing.kind for thing in (*documents, *expected)}
    order = sorted(kinds.values(), key=lambda kind: (kind.order, kind.code))
    lines = [Line(kind, tuple(_cell(kind, year, documents, expected) for year in years))
             for kind in order]  # fmt: skip
    return Matrix(tuple(years), tuple(lines))


def _years(documents, expected, starts, ends) -> Sequence[int | None]:
    told = {document.year for document in documents} | {one.period_year for one in expected}
    years = told - {None}
    if starts:
        years.add(starts.year)
    if ends:
        years.add(ends.year)
    span = list(range(min(years), max(years) + 1)) if years else []
    if len(span) > MOST_YEARS:
        span = sorted(years)
    return [*span, NO_YEAR] if None in told or not span else span


def _cell(kind, year, documents, expected):
    here = tuple(d for d in documents if d.kind == kind and d.year == year)
    states = [State(document.state) for document in here]
    states += [
        _state(report) for report in expected if report.kind == kind and report.period_year == year
    ]
    state = min(states, key=RANK.index, default=State.NOT_EXPECTED)
    return Cell(state, here)


def _state(report):
    """An expected report by itself says only what lacks: the file is told by its document."""
    if report.state == "overdue":
        return State.LATE
    return State.DUE if report.state in {"due", "no-date"} else State.MISSING
