"""Figures from the database: sums of the ledger rows that a reader may see. US dollars.

`user` None is the register itself, for its own rules: all rows. `known` is a day: the figures as
they stood at its end; None is now. Queries do not grow with rows or projects.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Count, F, QuerySet, Sum
from django.db.models.functions import Cast, Round
from django.utils import timezone
from django.utils.functional import cached_property

from foundation.reference.models import Code, Country, Organisation

from . import findings
from .models import Project, Transaction
from .money import (
    CENT,
    INTERIM,
    NOTHING,
    SUMMED,
    Figures,
    Posted,
    Row,
    known_on,
    shown_finality,
    to_cents,
    total,
)

CLOSED = {Project.Status.OPERATIONALLY_CLOSED, Project.Status.FINANCIALLY_CLOSED}
# Whole cents, so that the sum is exact on both engines (SQLite would add floats).
CENTS = Sum(Cast(Round(F("amount_usd") * 100), BigIntegerField()))


def deadline() -> tuple[int, int]:
    """Month and day by which the expenditure of a year is final, in the next year."""
    return settings.REPORT_CALENDAR["annual_financial"]


def end_of(day: date) -> datetime:
    """The last moment of a day, local time."""
    return timezone.make_aware(datetime.combine(day, time.max))


def standing(user: Any, known: date | None = None) -> QuerySet:
    """The ledger rows open to `user` that stand, now or at the end of a day.

    What a correction that is closed to them replaced later is no answer for a past day either.
    """
    rows = Transaction.objects.all() if user is None else Transaction.objects.for_user(user)
    if known is None:
        return rows.standing()
    then = rows.standing(end_of(known))
    return then if user is None else then.exclude(pk__in=under_closed(rows))


def under_closed(rows: QuerySet) -> set[int]:
    """The rows of every chain of corrections whose newest row is not among these open ones."""
    corrections = Transaction.objects.filter(supersedes__isnull=False)
    before = dict(corrections.values_list("pk", "supersedes"))
    open_ones = set(rows.filter(supersedes__isnull=False).values_list("pk", flat=True))
    closed: set[int] = set()
    for pk in before.keys() - open_ones - set(before.values()):
        while pk in before:
            pk = before[pk]
            closed.add(pk)
    return closed


@dataclass(frozen=True)
class Cell:
    """One sum that the database made: what it is about, and its figures."""

    about: dict[str, Any]
    figures: Figures


@dataclass(frozen=True)
class Statement:
    """The sums of some ledger rows, cell by cell; every whole is the sum of its cells."""

    cells: tuple[Cell, ...]

    @property
    def total(self) -> Figures:
        return total(cell.figures for cell in self.cells)

    def by(self, *names: str) -> dict[Any, Figures]:
        """Figures by one name, or by several as a tuple: by("year"), by("year", "category")."""
        groups: dict[Any, Figures] = {}
        for cell in self.cells:
            key = tuple(cell.about[name] for name in names)
            key = key[0] if len(names) == 1 else key
            groups[key] = groups.get(key, NOTHING) + cell.figures
        return groups

    @cached_property
    def organisations(self) -> dict[int, Organisation]:
        return names_of(self, "organisation_id")

    @cached_property
    def categories(self) -> dict[str, Code]:
        return names_of(self, "category__code")


def _cells(rows: QuerySet, names: Iterable[str]) -> tuple[Cell, ...]:
    """Sums by these names in one query. Categories are told by their code."""
    names = [*names, *({"kind", "category__code", "finality"} - set(names))]
    found = rows.order_by().values(*names).annotate(cents=CENTS, number=Count("pk"))
    return tuple(
        Cell({name: one[name] for name in names}, _figures(one, int(one["cents"])))
        for one in found
    )


def _figures(one, cents):
    sums = {SUMMED[one["kind"]]: cents, "rows": one["number"]}
    side = {"budget": "approved", "expenditure": "spent"}.get(one["kind"])
    category = one["category__code"]
    if side and category is not None:
        sums[f"{side}_{'indirect' if category == 'indirect' else 'direct'}_cents"] = cents
    if one["finality"] == INTERIM:
        sums["interim_cents"] = cents
    return Figures(**sums)


def statement_of(project: Project, user: Any, known: date | None = None) -> Statement:
    """One project's sums by kind, organisation, category, year and stored finality; one query."""
    rows = standing(user, known).filter(project=project)
    return Statement(_cells(rows, ["organisation_id", "year"]))


def figures_of(project: Project, user: Any, known: date | None = None) -> Figures:
    """What one project's ledger adds up to, for this reader; one query."""
    return statement_of(project, user, known).total


def portfolio_figures(
    projects: QuerySet | Iterable[Project],
    user: Any,
    known: date | None = None,
    year: int | None = None,
) -> dict[int, Figures]:
    """The figures of each of these projects by its id, in one query; none for empty ledgers.

    Of all years, or of the amounts that are about one.
    """
    rows = standing(user, known).filter(project__in=_keys(projects))
    rows = rows if year is None else rows.filter(year=year)
    return Statement(_cells(rows, ["project_id"])).by("project_id")


def portfolio_statement(
    projects: QuerySet | Iterable[Project], user: Any, known: date | None = None
) -> Statement:
    """Sums of a set of projects, in one query: `.total`, and for charts `.by(...)`.

    Names: "project__country_id", "organisation_id", "category__code", "year", "kind". Their
    names on the screen come from `names_of`.
    """
    rows = standing(user, known).filter(project__in=_keys(projects))
    return Statement(_cells(rows, ["project__country_id", "organisation_id", "year"]))


def names_of(statement: Statement, name: str) -> dict[Any, Any]:
    """The countries, organisations or categories of a statement by their key; one query."""
    keys = {cell.about[name] for cell in statement.cells} - {None}
    if name == "category__code":
        codes = Code.objects.filter(list=Code.List.BUDGET_CATEGORY, code__in=keys)
        return {code.code: code for code in codes}
    model = Country if name == "project__country_id" else Organisation
    return model.objects.in_bulk(keys)


def _keys(projects):
    """A set of projects as a subquery; what was sliced or is a list, by its keys."""
    if isinstance(projects, QuerySet) and not projects.query.is_sliced:
        return projects.order_by().values("pk")
    return [project.pk for project in projects]


def expenditure_posted(project: Project, user: Any, day: date) -> list[Posted]:
    """The expenditure rows that stood on `day`, each with the day it was final by; one query.

    A figure arrives when its source is dated or, if earlier, when it was posted; a figure that
    was final and is corrected later arrived with the first.
    """
    rows = Transaction.objects.all() if user is None else Transaction.objects.for_user(user)
    rows = rows.filter(project=project, kind="expenditure", posted_at__lte=end_of(day))
    rows = rows.select_related("source", "organisation", "category")
    found = [
        (row, _local(row.posted_at), _local(row.superseded_at))
        for row in rows.annotate(superseded_at=F("superseded_by__posted_at"))
    ]
    arrived: dict[str, date] = {}
    for row, posted_on, _superseded_on in found:
        if row.finality != INTERIM:
            said = min(row.source.date_to or posted_on, posted_on)
            arrived[row.line] = min(arrived.get(row.line, said), said)
    posted = [
        Posted(_row(row), posted_on, superseded_on, arrived.get(row.line))
        for row, posted_on, superseded_on in found
    ]
    return known_on(posted, day)


def findings_of(
    project: Project, user: Any, statement: Statement, known: date | None = None
) -> list[findings.Finding]:
    """What to look at in the money of a project; the status counts only as it is now."""
    day = known or timezone.localdate()
    organisations, categories = statement.organisations, statement.categories
    rows = [
        Row(
            cell.about["kind"],
            organisations[cell.about["organisation_id"]],
            categories.get(cell.about["category__code"]),
            cell.about["year"],
            _amount(cell.figures, cell.about["kind"]),
            cell.about["finality"],
        )
        for cell in statement.cells
    ]
    return findings.find(
        rows,
        expenditure_posted(project, user, day),
        day=day,
        deadline=deadline(),
        tolerance=settings.BALANCE_TOLERANCE * CENT * 100,
        closed=known is None and project.status in CLOSED,
    )


def finality_on(row: Transaction, day: date) -> str:
    """How final a row reads on a day, as the code of its choice; empty for no expenditure."""
    return shown_finality(row.finality, row.year, day, deadline())


def _row(row):
    return Row(row.kind, row.organisation, row.category, row.year, row.amount_usd, row.finality)


def _amount(figures, kind):
    return getattr(figures, SUMMED[kind].removesuffix("_cents"))


def _local(moment):
    return timezone.localdate(moment) if moment else None


__all__ = [
    "Cell",
    "Statement",
    "deadline",
    "end_of",
    "expenditure_posted",
    "figures_of",
    "finality_on",
    "findings_of",
    "names_of",
    "portfolio_figures",
    "portfolio_statement",
    "standing",
    "statement_of",
    "to_cents",
]
