"""The money of many projects as charts and tables. Amounts in US dollars."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation.reference.models import Country
from foundation.ui.charts import BarChart

from .figures import Statement
from .money import Figures
from .money_shown import Line, Shown, bar


class PortfolioMoney(Shown):
    """As the money of one project, and by country; `countries` by key, None is several."""

    def __init__(self, statement: Statement, day: date, countries: dict[int, Country]):
        super().__init__(statement, day)
        self.countries = countries

    def of_countries(self) -> list[Line]:
        sums = self.statement.by("project__country_id")
        named = [(str(self.countries.get(key) or _("Several countries")), key) for key in sums]
        return [Line(name, sums[key]) for name, key in sorted(named)]

    def by_country_chart(self) -> BarChart | None:
        return self._ranked(_("Approved and spent by country"), self.of_countries())

    def by_organisation_chart(self) -> BarChart | None:
        lines = [Line(line.label.short, line.figures) for line in self.of_organisations()]
        return self._ranked(_("Approved and spent by organisation"), lines)

    def _ranked(self, title: str, lines: Iterable[Line]) -> BarChart | None:
        """Two bars a name, the largest budget first; none where nothing is recorded."""
        ordered = sorted(lines, key=lambda line: -line.figures.approved_cents)
        bars = [bar for line in ordered for bar in _pair(line.label, line.figures)]
        return BarChart(title, self.measure, bars, unit=_("US dollars")) if bars else None


def _pair(name: Any, sums: Figures) -> list:
    said = {"name": name}
    return [
        bar(_("%(name)s approved") % said, sums.approved, muted=True),
        bar(_("%(name)s spent") % said, sums.spent),
    ]
