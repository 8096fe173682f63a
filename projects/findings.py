"""What does not hold together in a project's money. Pure: no models, no database.

A finding is shown beside the figures and changes none of them. Amounts are in US dollars.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .money import (
    CENT,
    INTERIM,
    Figures,
    Posted,
    Row,
    by_category,
    by_organisation,
    by_year,
    deadline_of,
    figures,
    from_cents,
)

INDIRECT_PERCENT = 7  # at most, of the sum of categories 1 to 7


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `code` names it; the rest are the facts of its sentence.

    `amount` is what was found, `limit` what it was held against.
    """

    code: str
    organisation: Any = None
    category: Any = None
    year: int | None = None
    amount: Decimal | None = None
    limit: Decimal | None = None
    day: date | None = None


def indirect_limit(direct: Decimal) -> Decimal:
    """The highest indirect cost beside this much direct cost, to the cent, halves up."""
    return (direct * INDIRECT_PERCENT / 100).quantize(CENT, ROUND_HALF_UP)


def _limit_of(direct_cents):
    """Of several years: each was rounded for itself, and all of them may be used."""
    years = sum((indirect_limit(from_cents(cents)) for cents in direct_cents), Decimal(0))
    return max(years, indirect_limit(from_cents(sum(direct_cents))))


def of_rows(rows: Iterable[Row]) -> list[Finding]:
    """Indirect costs above 7 per cent, refunds above transfers, spent above funded or budget."""
    rows = list(rows)
    found = []
    for organisation, sums in by_organisation(rows).items():
        own = [row for row in rows if row.organisation == organisation]
        found += _of_organisation(organisation, sums, by_year(own).values())
    return found + _over_budget(rows)


def _of_organisation(organisation, sums: Figures, years: Iterable[Figures]):
    pairs = [
        ("indirect-budget", sums.approved_indirect_cents,
         _limit_of([year.approved_direct_cents for year in years])),
        ("indirect-spent", sums.spent_indirect_cents,
         _limit_of([year.spent_direct_cents for year in years])),
        ("refunds-above-transfers", sums.refunded_cents, sums.transferred),
        ("spent-above-funded", sums.spent_cents, max(sums.net_funded, Decimal(0))),
    ]  # fmt: skip
    return [
        Finding(code, organisation=organisation, amount=from_cents(cents), limit=limit)
        for code, cents, limit in pairs
        if from_cents(cents) > limit
    ]


def _over_budget(rows):
    """Only where the budget is given by category: against none, every category would be over."""
    budget = {row.category for row in rows if row.kind == "budget"} - {None}
    if not budget:
        return []
    return [
        Finding("spent-above-budget", category=category, amount=sums.spent, limit=sums.approved)
        for category, sums in by_category(rows).items()
        if category is not None and sums.spent > sums.approved
    ]


def of_time(posted: Iterable[Posted], day: date, deadline: tuple[int, int]) -> list[Finding]:
    """Final figures that came after the deadline of their year, and those that have not come.

    `posted` are the expenditure rows that stand on `day`.
    """
    found = []
    for one in posted:
        last = deadline_of(one.row.year, deadline)
        about = {"organisation": one.row.organisation, "year": one.row.year, "day": last}
        if one.row.finality == INTERIM and day > last:
            found.append(("no-final-figure", about))
        elif one.row.finality != INTERIM and (one.arrived_on or one.posted_on) > last:
            found.append(("late-expenditure", about))
    return [Finding(code, **about) for code, about in _once(found)]


def _once(found):
    """An organisation's year is named once, however many categories it has."""
    seen = {}
    for code, about in found:
        seen.setdefault((code, about["organisation"], about["year"]), (code, about))
    return seen.values()


def of_close(sums: Figures, *, closed: bool, tolerance: Decimal) -> list[Finding]:
    """A closed project keeps no balance above the tolerance, in either direction."""
    if closed and abs(sums.balance) > tolerance:
        return [Finding("closed-with-balance", amount=sums.balance, limit=tolerance)]
    return []


def find(
    rows: Iterable[Row],
    posted: Iterable[Posted],
    *,
    day: date,
    deadline: tuple[int, int],
    tolerance: Decimal,
    closed: bool = False,
) -> list[Finding]:
    """Everything there is to look at on `day`."""
    rows = list(rows)
    return [
        *of_close(figures(rows), closed=closed, tolerance=tolerance),
        *of_rows(rows),
        *of_time(posted, day, deadline),
    ]
