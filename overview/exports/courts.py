"""Cases before courts of a country, as public sources print them."""

from django.utils.translation import gettext as _

from foundation.exports.content import Heading, Table, Text
from incidents.counts import show_caseloads
from incidents.exports.justice import COLUMNS, caseload_row
from incidents.models import JusticeCaseload


def blocks(country, reader, year):
    rows = reader.rows(JusticeCaseload.objects.filter(JusticeCaseload.PRINTED, country=country))
    rows = rows.filter(as_of__year=year) if year else rows
    reader.note_rows(rows)
    yield Heading(_("Cases before courts"), 2)
    found = show_caseloads(rows, reader.user)
    if not found:
        yield Text(_("No number of this period is printed by a public source recorded here."))
        return
    title = _("Cases before courts")
    yield Table(f"{country.slug}-courts", title, COLUMNS, [caseload_row(one) for one in found],
                sheet=f"{country.iso3} {title}")  # fmt: skip
