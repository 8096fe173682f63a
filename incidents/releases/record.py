"""A record's exact counts as plain values, for the protection alone: no page is given them."""

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from ..models import Cell, Submission, Tabulation
from ..models.tabulations import NO_REGION

Span = tuple[date, date]
NO_PARTY = "no-named-party"


class NotReleasableError(Exception):
    """Says in one sentence, without a count, why a table cannot be released."""


@dataclass(frozen=True)
class Row:
    """One row of a table: a code for each dimension (a period for "occurred"), its number."""

    codes: dict[str, str | Span]
    state: str
    count: int | None


@dataclass(frozen=True)
class Tabulated:
    order: int
    title: str
    dimensions: tuple[str, ...]
    adds_up: bool
    editions: tuple[str, ...]  # of the codes of its regions
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Record:
    """One source's counts for one country, period, unit and level of verification."""

    pk: int
    reference: str
    country: int
    unit: str
    verification: str
    system: str
    occurred: Span | None
    verified: Span | None
    total: int | None
    tables: tuple[Tabulated, ...]

    @property
    def year(self) -> int:
        """The year the figures are about: when it happened, else when it was verified."""
        span = self.occurred or self.verified
        if span is None:
            raise NotReleasableError(_("The record states no period: say when it happened first."))
        return span[1].year

    @property
    def vintage(self) -> str:
        """A digest of everything counted: equal for equal data. Never shown: it can be guessed."""
        text = json.dumps(asdict(self), default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def read(submission: Submission) -> Record:
    """The record with all its tables; for the caller to keep from pages."""
    return read_all([submission])[0]


def read_all(submissions) -> list[Record]:
    """Several records, in the same order, in two queries."""
    submissions = list(submissions)
    tables = defaultdict(tuple)
    rows = Tabulation.objects.filter(submission__in=[s.pk for s in submissions])
    cells = Cell.objects.filter(tabulation__in=rows).select_related(
        "region", "form", "perpetrator", "party", "survivor"
    )
    by_table = defaultdict(list)
    for cell in cells.order_by("tabulation", "key"):
        by_table[cell.tabulation_id].append(cell)
    for row in rows.order_by("submission", "order"):
        drawn = tuple(_row(cell, row.dimensions) for cell in by_table[row.pk])
        editions = {cell.region.vintage for cell in by_table[row.pk] if cell.region}
        tables[row.submission_id] += (
            Tabulated(
                row.order, row.title, tuple(row.dimensions), row.adds_up, tuple(sorted(editions)),
                drawn,
            ),
        )  # fmt: skip
    return [_record(submission, tables[submission.pk]) for submission in submissions]


def _record(submission, tables):
    return Record(
        pk=submission.pk,
        reference=submission.reference,
        country=submission.country_id,
        unit=submission.unit,
        verification=submission.verification,
        system=submission.collecting_system,
        occurred=_span(submission.occurred_from, submission.occurred_to),
        verified=_span(submission.verified_from, submission.verified_to),
        total=submission.stated_total,
        tables=tables,
    )


def _row(cell, dimensions):
    return Row({name: _code(cell, name) for name in dimensions}, cell.state, cell.count)


def _code(cell, name):
    if name == "occurred":
        return _span(cell.occurred_from, cell.occurred_to)
    value = getattr(cell, name)
    if value is None:
        return NO_REGION if name == "region" else NO_PARTY
    return getattr(value, {"region": "pcode", "party": "slug"}.get(name, "code"))


def _span(first, last):
    return (first, last) if first else None
