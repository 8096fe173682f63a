"""Budgets and payments of a project from the rows of its ledger that stand and are public.

Nothing is added up across sources or currencies: one budget is what one source says for one year,
one payment is one row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ..models import Project, Transaction
from . import codes
from .activity import Budget, Organisation, Payment

Kind = Transaction.Kind
ORIGINAL, REVISED = "1", "2"


def budgets_of(project: Project, rows: Iterable[Transaction]) -> tuple[Budget, ...]:
    """One for each year, source and currency; revised where a revision made a line of it."""
    sums: dict[tuple, Decimal] = {}
    days: dict[tuple, date] = {}
    revised = set()
    for row in rows:
        if row.kind != Kind.BUDGET or not row.amount:
            continue
        key = (row.year, row.source_id, row.currency)
        sums[key] = sums.get(key, Decimal(0)) + row.amount
        days[key] = max(days.get(key, date.min), _said_on(row))
        if row.revision_id:
            revised.add(key)
    return tuple(
        Budget(
            REVISED if (year, source, currency) in revised else ORIGINAL,
            *_part_of_year(project, year),
            sums[year, source, currency],
            currency,
            days[year, source, currency],
        )
        for year, source, currency in sorted(sums)
    )


def payments_of(
    rows: Iterable[Transaction], provider: Organisation, today: date
) -> tuple[Payment, ...]:
    """One for each row whose day has come. Interest earned has no type in the standard: left out.

    Where a source gives only the year, its last day stands for it, and the text says so.
    """
    found = []
    for row in rows:
        day = row.date or date(row.year, 12, 31)
        if row.kind in codes.PAYMENT and row.amount and day <= today:
            found.append(_payment(row, day, provider))
    return tuple(found)


def _payment(row, day, provider):
    agency = organisation_of(row.organisation)
    out = row.kind != Kind.EXPENDITURE
    return Payment(
        type=codes.PAYMENT[row.kind],
        day=day,
        amount=-row.amount if row.kind == Kind.REFUND else row.amount,
        currency=row.currency,
        value_day=min(row.rate_date or day, day),
        text=_text(row),
        provider=provider if out else agency,
        receiver=agency if out else None,
        ref=row.voucher,
    )


def _text(row):
    said = [row.get_kind_display()]
    if row.category:
        said.append(row.category.name)
    if row.finality:
        said.append(row.get_finality_display())
    told = ", ".join(str(part) for part in said)
    if row.date is None:
        told += ". " + _("The source gives the year %(year)d without a day.") % {"year": row.year}
    return told


def organisation_of(organisation, role: str = "", *, on: date | None = None) -> Organisation:
    """A body as the file names it; one that had ended by then has an identifier no longer."""
    gone = on is not None and organisation.ended is not None and organisation.ended <= on
    return Organisation(
        organisation.name_en,
        "" if gone else organisation.iati_identifier,
        codes.organisation_type(organisation),
        role,
    )


def _said_on(row):
    """The day a budget is worth its money: of the row, or its source, or the year's first."""
    return row.date or row.source.date_to or date(row.year, 1, 1)


@dataclass(frozen=True)
class Run:
    """From when to when a project is run, where the days are beyond doubt."""

    starts: date | None
    ends: date | None


def run_of(project: Project) -> Run:
    written = project.written_end
    ends = project.ends if not written.text or written.is_date else None
    return Run(project.starts, ends)


def _part_of_year(project, year):
    """The part of a calendar year in which the project is run; all of it if it is not run then."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    run = run_of(project)
    starts = max(first, run.starts or first)
    ends = min(last, run.ends or last)
    return (starts, ends) if starts <= ends else (first, last)
