"""A statement as tables and charts: what the pages about money print. Amounts in US dollars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from foundation.reference.models import Code
from foundation.ui.charts import Bar, BarChart, Target, TargetBar, TargetChart

from .figures import Statement, deadline
from .models import Transaction
from .money import FINAL, INTERIM, NOTHING, Figures, from_cents, shown_finality

FROM_LEAST = [INTERIM, FINAL, "certified"]
Finality = Transaction.Finality


@dataclass(frozen=True)
class Line:
    """One row of a table: what it is about, its figures, how final its expenditure reads."""

    label: Any
    figures: Figures
    finality: str = ""  # a label, or empty where nothing was spent
    by_year: Sequence[Decimal | None] = ()


@dataclass(frozen=True)
class YearBlock:
    """A year: a line for each organisation, and their sum."""

    year: int
    lines: Sequence[Line]
    sum: Line


class Shown:
    """The money of one project as one reader sees it on one day."""

    def __init__(self, statement: Statement, day: date):
        self.statement, self.day = statement, day
        self.figures = statement.total
        self.organisations, self.categories = statement.organisations, statement.categories

    def __bool__(self) -> bool:
        return bool(self.figures)

    @property
    def interim(self) -> Decimal:
        """What was spent and reads interim on that day, whatever was stored."""
        return from_cents(
            sum(
                figures.spent_cents
                for (year, stored), figures in self.statement.by("year", "finality").items()
                if self._shown(stored, year) == INTERIM
            )
        )

    @property
    def delivery_bar(self) -> TargetBar | None:
        return TargetBar(self.figures.spent, self.figures.net_funded)

    def years(self) -> list[YearBlock]:
        """By year, and in each by organisation, as the sums of the same cells."""
        blocks = []
        cells = self.statement.by("year", "organisation_id")
        for year in sorted({year for year, _organisation in cells}):
            lines = [
                Line(
                    organisation,
                    cells[year, key],
                    self._finality(year=year, organisation_id=key),
                )
                for key, organisation in self._by_name(self.organisations)
                if (year, key) in cells
            ]
            whole = sum((line.figures for line in lines), NOTHING)
            blocks.append(YearBlock(year, lines, Line(year, whole, self._finality(year=year))))
        return blocks

    def of_organisations(self) -> list[Line]:
        sums = self.statement.by("organisation_id")
        return [Line(name, sums[key]) for key, name in self._by_name(self.organisations)]

    def spent_years(self) -> list[Line]:
        """The years with expenditure: heads of the columns of the table by category."""
        return [
            Line(year, figures, self._finality(year=year))
            for year, figures in sorted(self.statement.by("year").items())
            if figures.spent_cents
        ]

    def of_categories(self) -> list[Line]:
        """Budget and expenditure by category, in the order of the list; the unstated ones last."""
        sums = self.statement.by("category__code")
        cells = self.statement.by("category__code", "year")
        years = [line.label for line in self.spent_years()]
        known = sorted(self.categories, key=lambda code: self.categories[code].order)
        return [
            Line(
                self.categories.get(code) or _("Not stated"),
                sums[code],
                by_year=[cells.get((code, year), NOTHING).spent for year in years],
            )
            for code in [*known, None]
            if code in sums and (sums[code].approved_cents or sums[code].spent_cents)
        ]

    def by_year_chart(self) -> BarChart | None:
        """Transferred and spent, year by year; none where neither is recorded."""
        bars = []
        for year, sums in sorted(self.statement.by("year").items()):
            said = {"year": year}
            if sums.transferred_cents:
                label = _("%(year)s transferred") % said
                bars.append(bar(label, sums.transferred, muted=True))
            if sums.spent_cents:
                interim = self._finality(year=year) == Finality.INTERIM.label
                label = _("%(year)s spent, interim") if interim else _("%(year)s spent")
                bars.append(bar(label % said, sums.spent))
        if not bars:
            return None
        return BarChart(
            _("Transferred and spent by year"), self.measure, bars, unit=_("US dollars")
        )

    def by_category_chart(self) -> TargetChart | None:
        """Spent, with a mark at the budget, by category."""
        rows = [
            Target(
                line.label,
                line.figures.spent,
                line.figures.approved or None,
                text=_whole(line.figures.spent),
            )
            for line in self.of_categories()
        ]
        if not rows or not any(isinstance(row.label, Code) for row in rows):
            return None
        return TargetChart(
            _("Spent by category, the line marks the budget"), self.measure, rows,
            unit=_("US dollars"), head=_("Category"),
        )  # fmt: skip

    @property
    def deadline(self) -> date:
        """Until this day of the next year, of whatever year, expenditure is interim."""
        return date(self.day.year, *deadline())

    @property
    def measure(self) -> str:
        return _("US dollars, rounded; the tables have the cents")

    def _finality(self, **about) -> str:
        """The least final of what was spent there, in words."""
        found = {
            self._shown(cell.about["finality"], cell.about["year"])
            for cell in self.statement.cells
            if cell.figures.spent_cents
            and all(cell.about[name] == value for name, value in about.items())
        }
        least = next((stored for stored in FROM_LEAST if stored in found), None)
        return str(Finality(least).label) if least else ""

    def _shown(self, stored, year):
        return shown_finality(stored, year, self.day, deadline())

    @staticmethod
    def _by_name(things: dict) -> Iterable[tuple[Any, Any]]:
        return sorted(things.items(), key=lambda item: item[1].short)


def bar(label, amount, **more):
    return Bar(label, amount, text=_whole(amount), **more)


def _whole(amount):
    """Beside a bar there is no room for cents on a phone."""
    rounded = amount.quantize(Decimal(1), ROUND_HALF_UP)
    return number_format(rounded, decimal_pos=0, force_grouping=True)
