"""The ledgers of some projects as the rules ask about them, read once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from foundation.reference.models import Code

from .models import Participation, Project, Transaction

Kind = Transaction.Kind


def line_of(row: Transaction) -> str:
    """What a row is about, in one text: of all rows with the same one stands.

    Budget by organisation and category; expenditure by year as well; payments by day (or year)
    and voucher, so that a voucher tells two payments of one day apart.
    """
    parts = [row.kind, row.organisation_id, row.category_id]
    if row.kind == Kind.EXPENDITURE:
        parts.append(row.year)
    elif row.kind != Kind.BUDGET:
        parts += [row.date or row.year, squeezed(row.voucher).casefold()]
    return "|".join("" if part is None else str(part) for part in parts)


def squeezed(text):
    return " ".join((text or "").split())


@dataclass
class Sums:
    """What stands in one project, as far as the rules ask. Amounts in US dollars."""

    project: Project | None = None
    partners: set[int] = field(default_factory=set)
    standing: dict[str, int | None] = field(default_factory=dict)  # line: the row that stands
    highest: dict[str, int] = field(default_factory=dict)  # line: its last sequence
    money: dict = field(default_factory=lambda: defaultdict(Decimal))  # (kind, organisation)
    budgeted: set[int] = field(default_factory=set)  # organisations with a budget of their own
    vouchers: dict = field(default_factory=lambda: defaultdict(set))  # voucher: (row, currency)
    has_transfer: bool = False

    def of(self, kind, organisation=None):
        return sum(
            (
                amount
                for (its, whose), amount in self.money.items()
                if its == kind and organisation in {None, whose}
            ),
            Decimal(0),
        )


class Book:
    """The ledgers of some projects, read once. Rows checked one after another are added to it."""

    def __init__(self):
        self.projects: dict[int, Sums] = defaultdict(Sums)
        self.categories: set[int | None] = {None}

    @classmethod
    def of(cls, projects: Iterable[int]) -> "Book":
        """Four queries, whatever the number of projects and rows."""
        book, projects = cls(), list(projects)
        codes = Code.objects.filter(list=Code.List.BUDGET_CATEGORY)
        book.categories.update(codes.values_list("pk", flat=True))
        for project in Project.objects.filter(pk__in=projects):
            book.projects[project.pk].project = project
        parts = Participation.objects.filter(project__in=projects)
        for pk, *whose in parts.values_list("project", "organisation", "organisation__successor"):
            book.projects[pk].partners.update(whose)
        names = (
            "pk", "project_id", "line", "sequence", "kind", "organisation_id", "amount_usd",
            "voucher", "currency", "superseded_by",
        )  # fmt: skip
        for row in Transaction.objects.filter(project__in=projects).values_list(*names):
            book._read(*row)
        return book

    def _read(self, pk, project, line, sequence, kind, organisation, amount, voucher, currency,
              superseded):  # fmt: skip
        sums = self.projects[project]
        sums.highest[line] = max(sums.highest.get(line, 0), sequence)
        if superseded is None:
            self._enter(sums, pk, line, kind, organisation, amount, voucher, currency)

    def add(self, row: Transaction) -> None:
        """Count a row that was checked, for those after it."""
        sums = self.projects[row.project_id]
        sums.highest[row.line] = row.sequence
        self._enter(
            sums, None, row.line, row.kind, row.organisation_id, row.amount_usd, row.voucher,
            row.currency,
        )  # fmt: skip

    @staticmethod
    def _enter(sums, pk, line, kind, organisation, amount, voucher, currency):
        sums.standing[line] = pk
        sums.money[kind, organisation] += amount
        if kind == Kind.BUDGET:
            sums.budgeted.add(organisation)
        if kind == Kind.TRANSFER and pk is not None and amount:
            sums.has_transfer = True
        if voucher and amount:
            sums.vouchers[voucher.casefold()].add((pk, currency))

    def next_sequence(self, row: Transaction) -> int:
        return self.projects[row.project_id].highest.get(row.line, 0) + 1
