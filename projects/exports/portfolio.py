"""What the projects add up to: by country, by organisation, by year. US dollars."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.exports import pictures
from foundation.exports.content import Chart, Column, Content, Kind, Table, Text
from foundation.exports.reports import Report, register

from ..figures import names_of, portfolio_statement, standing
from ..money_shown import Line
from ..portfolio_shown import PortfolioMoney
from .lists import OverProjects
from .made import CountedByMaking

FIGURES = (
    Column("approved", gettext_lazy("Approved, US$"), Kind.MONEY),
    Column("transferred", gettext_lazy("Transferred, US$"), Kind.MONEY),
    Column("refunded", gettext_lazy("Refunded, US$"), Kind.MONEY),
    Column("net_funded", gettext_lazy("Net funded, US$"), Kind.MONEY,
           help=gettext_lazy("Transferred less refunded.")),
    Column("spent", gettext_lazy("Spent, US$"), Kind.MONEY),
    Column("interest", gettext_lazy("Interest, US$"), Kind.MONEY, on_paper=False),
    Column("balance", gettext_lazy("Balance, US$"), Kind.MONEY,
           help=gettext_lazy("Net funded and interest, less spent.")),
    Column("delivery", gettext_lazy("Delivery"), Kind.SHARE,
           help=gettext_lazy("Spent over net funded; empty before a transfer.")),
)  # fmt: skip
DRAWN = ("approved", "spent")
MOST_SOURCES = 60


@register
class Portfolio(OverProjects, CountedByMaking, Report):
    slug = "portfolio"
    title = gettext_lazy("Money of the projects")
    about = gettext_lazy("Sums by country, by organisation and by year, with charts.")
    permission = "projects.export_transaction"

    def content(self, reader, choices):
        projects = self.projects(reader, choices)
        self.note_money(reader, projects)
        money = self._money(reader, choices)
        said = _("%(number)d projects. US dollars, from the rows of the ledger that stand.")
        return Content(
            (
                Text(said % {"number": projects.count()}),
                Table("total", _("All projects"), FIGURES, [values(money.figures)]),
                *_part(
                    "by-country", _("By country"), _("Country"),
                    [(line.label, line) for line in money.of_countries()],
                    money.by_country_chart(),
                ),
                *_part(
                    "by-organisation", _("By organisation"), _("Organisation"),
                    [(line.label.short, line) for line in money.of_organisations()],
                    money.by_organisation_chart(),
                ),
                *_part("by-year", _("By year"), _("Year"), years(money), money.by_year_chart()),
            ),
            sources=sources_of(reader, projects),
        )  # fmt: skip

    def _money(self, reader, choices):
        statement = portfolio_statement(self.projects(reader, choices), reader.user)
        countries = names_of(statement, "project__country_id")
        return PortfolioMoney(statement, localdate(), countries)


def values(figures):
    """One row under FIGURES."""
    rate = figures.delivery_rate
    return (
        figures.approved, figures.transferred, figures.refunded, figures.net_funded,
        figures.spent, figures.interest, figures.balance,
        None if rate is None else round(rate / 100, 4),
    )  # fmt: skip


def years(money) -> list[tuple[str, Line]]:
    return [(str(block.year), block.sum) for block in money.years()]


def sources_of(reader, projects) -> tuple[str, ...]:
    """The sources of the amounts in these sums, as far as a page has room for them."""
    rows = standing(reader.user).filter(project__in=projects.order_by().values("pk"))
    names = rows.order_by("source__short_title").values_list("source__short_title", flat=True)
    found = list(names.distinct()[: MOST_SOURCES + 1])
    if len(found) > MOST_SOURCES:
        return (*found[:MOST_SOURCES], _("and others; the ledger names each"))
    return tuple(found)


def _part(name, title, head, lines, chart):
    """A table, and before it its picture where there is one."""
    columns = (Column(name, head), *FIGURES)
    rows = [(label, *values(line.figures)) for label, line in lines]
    if chart:
        yield pictures.of_bars(chart)
    drawn = Chart(title, name, DRAWN) if rows else None
    yield Table(name, title, columns, rows, chart=drawn)
