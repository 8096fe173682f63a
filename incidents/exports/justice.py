"""Cases before courts as numbers, each of one source as of one day."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.exports.content import Column, Kind
from foundation.exports.reports import TableReport, register
from foundation.reference.classification import Classification
from foundation.reference.models import Country

from ..counts import show_caseloads
from ..models import JusticeCaseload
from .records import GROUP, PROTECTION, value


class CaseloadsForm(forms.Form):
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("All countries"),
    )


COLUMNS = (
    Column("court", gettext_lazy("Court"), help=gettext_lazy("Empty: all courts.")),
    Column("stage", gettext_lazy("Stage")),
    Column("value", gettext_lazy("Count"), Kind.WHOLE),
    Column("unit", gettext_lazy("Unit, as written")),
    Column("value_status", gettext_lazy("What the number is")),
    Column("as_of", gettext_lazy("As of, as written")),
    Column("as_of_date", gettext_lazy("As of"), Kind.DATE),
    Column("source", gettext_lazy("Source")),
    Column("page", gettext_lazy("Page or paragraph"), on_paper=False),
    Column("note", gettext_lazy("Note"), wide=True, on_paper=False),
)


@register
class Caseloads(TableReport):
    slug = "justice"
    title = gettext_lazy("Cases before courts")
    about = gettext_lazy("How many cases stand at each stage, by source and day.")
    permission = "incidents.export_justicecaseload"
    group = GROUP
    form_class = CaseloadsForm
    protection = PROTECTION
    columns = (Column("country", gettext_lazy("Country")), *COLUMNS)

    def edition(self, choices):
        return choices.values["country"].slug if choices.values["country"] else ""

    def queryset(self, choices):
        rows = JusticeCaseload.objects.order_by("country__name_en", "court", "stage", "pk")
        country = choices.values["country"]
        return rows.filter(country=country) if country else rows

    def content(self, reader, choices):
        note_exact(reader, self.narrowed(reader, choices))
        return super().content(reader, choices)

    def rows(self, rows, reader, choices):
        where = dict(rows.values_list("pk", "country"))
        countries = Country.objects.in_bulk(set(where.values()))
        for shown in show_caseloads(rows, reader.user):
            yield str(countries[where[shown.pk]]), *caseload_row(shown)


def note_exact(reader, rows):
    """A file with numbers that no public source prints is for its reader alone."""
    exact = JusticeCaseload.objects.filter(pk__in=rows.order_by().values("pk"))
    if exact.exact_for(reader.user).exclude(JusticeCaseload.PRINTED).exists():
        reader.note([Classification.CONFIDENTIAL.value])


def caseload_row(shown) -> tuple:
    """One row under COLUMNS."""
    return (
        shown.court or _("All courts"), str(shown.stage), *_numbered(shown), shown.as_of,
        shown.as_of_date, str(shown.source), shown.page, shown.note,
    )  # fmt: skip


def _numbered(shown):
    number, what = value(shown.count, shown)
    return number, shown.unit, what
