"""The projects of a country with their money: of their whole life, or of one year."""

from django.utils.translation import gettext as _

from foundation.exports.content import Chart, Column, Heading, Kind, Table, Text
from projects.exports.portfolio import FIGURES, values
from projects.figures import portfolio_figures, standing
from projects.models import Participation, Project
from projects.money import total

MONEY = [FIGURES[place] for place in (0, 3, 4, 7)]  # approved, net funded, spent, delivery
KEPT = (0, 3, 4, 7)


def blocks(country, reader, year):
    rows = reader.rows(Project.objects.filter(country=country)).order_by("code")
    rows = rows.active_in(year) if year else rows
    reader.note_rows(rows)
    keys = rows.order_by().values("pk")
    reader.note_rows(Participation.objects.for_user(reader.user).filter(project__in=keys))
    amounts = standing(reader.user).filter(project__in=keys)
    reader.note_rows(amounts.filter(year=year) if year else amounts)
    yield Heading(_("Projects"), 2)
    found = list(rows.with_card(reader.user))
    if not found:
        yield Text(_("No project of this period is recorded."))
        return
    money = portfolio_figures(found, reader.user, year=year)
    columns = (
        Column("code", _("Code")), Column("title", _("Title"), wide=True),
        Column("agencies", _("Carried out by"), on_paper=False),
        Column("starts", _("First day"), Kind.DATE, on_paper=False),
        Column("ends", _("Last day"), Kind.DATE), Column("status", _("Status")), *MONEY,
    )  # fmt: skip
    told = [_row(project, money.get(project.pk)) for project in found]
    whole = total(money.values())
    if whole:
        told.append((_("All"), "", "", None, None, "", *_kept(whole)))
    title = _("Projects")
    yield Table(
        f"{country.slug}-projects",
        title,
        columns,
        told,
        note=_note(year),
        chart=Chart(title, "code", ("approved", "spent")),
        sheet=f"{country.iso3} {title}",
    )


def _note(year):
    if year:
        said = _("US dollars, amounts of %(year)d that stand in the ledgers; the ledger names the"
                 " source of each.")  # fmt: skip
        return said % {"year": year}
    return _("US dollars, rows that stand in the ledgers; the ledger names the source of each.")


def _row(project, figures):
    return (
        project.code,
        project.list_title,
        ", ".join(agency.short for agency in project.agencies),
        project.starts,
        project.ends,
        str(project.get_status_display()),
        *_kept(figures),
    )


def _kept(figures):
    """Nothing where nothing is recorded: blank is not 0."""
    if not figures:
        return [None] * len(KEPT)
    row = values(figures)
    return [row[place] for place in KEPT]
