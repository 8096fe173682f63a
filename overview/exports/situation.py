"""What a source says of the situation, and the points on which sources differ."""

from datetime import date

from django.utils.translation import gettext as _

from foundation.exports.content import Column, Heading, Table, Text

from ..differing import differences_for
from ..models import Difference, Situation, Statement

MOST_PARAGRAPHS = 6
MOST_DIFFERENCES = 8


def cited(thing) -> str:
    """The source of a statement with its page and its date, as a note prints them."""
    source = thing.source
    parts = (str(source), thing.page, source.date_as_written or str(source.date_to or ""))
    return ", ".join(part for part in parts if part)


def blocks(country, reader, year):
    rows = reader.rows(Situation.objects.filter(country=country)).select_related("source")
    if year:
        rows = rows.filter(as_of__lte=date(year, 12, 31))
    found = rows.first()
    yield Heading(_("Situation"), 2)
    if found is None:
        yield Text(_("No analysis is recorded."))
        return
    reader.note_rows(rows.filter(pk=found.pk))
    yield Text(_("%(title)s. As of %(day)s.") % {"title": found.title, "day": found.shown_as_of})
    for paragraph in found.paragraphs[:MOST_PARAGRAPHS]:
        yield Text(" ".join(paragraph.split()), cited(found))
    if len(found.paragraphs) > MOST_PARAGRAPHS:
        yield Text(_("The register has the rest of this analysis."))


def differences(country, reader, year):
    rows = reader.rows(Difference.objects.filter(country=country))
    if not rows.exists():
        return
    reader.note_rows(rows)
    said = Statement.objects.for_user(reader.user).filter(difference__in=rows.values("pk"))
    reader.note_rows(said)
    yield Heading(_("Where sources differ"), 2)
    columns = (
        Column("topic", _("Topic"), wide=True),
        Column("says", _("What each source says"), wide=True),
        Column("shown", _("What the register shows"), wide=True),
    )
    found = differences_for(country, reader.user)
    told = [
        (
            row.topic,
            "; ".join(f"{one.source}: {one.says}" for one in row.seen),
            ". ".join(part for part in (row.shown, row.reason) if part)
            or _("Both stand side by side."),
        )
        for row in found[:MOST_DIFFERENCES]
    ]
    title = _("Where sources differ")
    yield Table(f"{country.slug}-differences", title, columns, told,
                sheet=f"{country.iso3} {title}")  # fmt: skip
    if len(found) > MOST_DIFFERENCES:
        more = _("The page of the country has all %(number)d points.")
        yield Text(more % {"number": len(found)})
