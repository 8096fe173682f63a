"""Key figures, and the counts of incidents that public sources print; none without its source."""

from datetime import date

from django.utils.formats import localize
from django.utils.translation import gettext as _

from foundation.exports import pictures
from foundation.exports.content import Column, Facts, Heading, Kind, Table, Text
from incidents import drawing
from incidents.counts import show
from incidents.groups import groups
from incidents.models import Submission

from ..models import KeyFigure
from .situation import cited


def of_country(country, reader, year):
    rows = reader.rows(KeyFigure.objects.filter(country=country)).select_related("source")
    if year:
        rows = rows.filter(period_from__lte=date(year, 12, 31), period_to__gte=date(year, 1, 1))
    reader.note_rows(rows)
    yield Heading(_("Key figures"), 2)
    found = list(rows)
    if not found:
        yield Text(_("No key figure of this period is recorded."))
        return
    yield Facts(tuple((row.label, _told(row), cited(row)) for row in found))
    columns = (
        Column("label", _("Figure"), wide=True), Column("value", _("Value"), Kind.NUMBER),
        Column("unit", _("Unit")), Column("period", _("Period")), Column("source", _("Source")),
    )  # fmt: skip
    values = [(r.label, r.shown_value, r.unit, r.period_as_written, cited(r)) for r in found]
    title = _("Key figures")
    yield Table(f"{country.slug}-figures", title, columns, values, on_paper=False,
                sheet=f"{country.iso3} {title}")  # fmt: skip


def _told(row):
    value = row.shown_value
    printed = row.value_as_written if value is None else f"{localize(value)}\u00a0{row.unit}"
    said = (printed.strip(), row.period_as_written, row.note)
    return ", ".join(part for part in said if part)


def of_incidents(country, reader, year):
    """Approved records in force whose numbers a public source prints, and no others."""
    rows = reader.rows(Submission.objects.current().filter(Submission.PRINTED, country=country))
    rows = rows.in_year(year) if year else rows
    reader.note_rows(rows)
    yield Heading(_("Incidents"), 2)
    printed = show(rows, reader.user)
    found = [group for group in groups(printed, reader.user) if _stated(group)]
    if not found:
        yield Text(_("No number of this period is printed by a public source recorded here."))
        return
    yield Text(_("As public sources print them. Measures and sources are never added up."))
    columns = (
        Column("measure", _("Measure and period"), wide=True),
        Column("value", _("Stated total"), Kind.WHOLE),
        Column("first", _("Shown first"), Kind.TRUTH, help=_("Chosen by a reviewer.")),
        Column("source", _("Source")),
    )
    title = _("Incidents")
    yield Table(f"{country.slug}-incidents", title, columns,
                [line for group in found for line in _lines(group)],
                sheet=f"{country.iso3} {title}")  # fmt: skip
    for chart in drawing.perpetrator_charts(printed):
        yield pictures.of_bars(chart, str(chart.source))


def _stated(group):
    return any(record.total.shown for record in group.columns)


def _lines(group):
    for record in group.columns:
        if record.total.shown:
            first = bool(group.main and group.main.reference == record.reference)
            label = group.label
            if record.is_late:
                label = _("%(measure)s (verified later)") % {"measure": label}
            yield label, record.total.value, first, _source(record)


def _source(record):
    parts = (str(record.source), record.page, record.source.date_as_written)
    return ", ".join(part for part in parts if part)
