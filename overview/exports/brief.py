"""One country on two to four pages: each figure with its unit, its period and its source."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from foundation.exports.content import Content, Heading
from foundation.exports.reports import Report, register
from foundation.reference.models import Country
from incidents.exports.records import PROTECTION
from projects.exports.made import CountedByMaking

from . import parts

GROUP = gettext_lazy("Countries")


class BriefForm(forms.Form):
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"),
        queryset=Country.objects.filter(is_followed=True),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose a country"),
    )


@register
class CountryBrief(CountedByMaking, Report):
    """Whoever may not take out a part gets the others, and the file names what is left out."""

    slug = "country-brief"
    title = gettext_lazy("Country brief")
    about = gettext_lazy(
        "Situation, key figures, projects, commitments and courts of one country, for the readers"
        " that you choose."
    )
    permission = "reference.export_country"
    endings = ("pdf", "xlsx", "json")
    group = GROUP
    form_class = BriefForm
    names_records = "country"
    protection = PROTECTION
    sources = gettext_lazy("As given in the notes and in the tables.")

    def edition(self, choices):
        return choices.values["country"].slug

    def content(self, reader, choices):
        country = in_reach(reader, [choices.values["country"]])[0]
        return Content((Heading(str(country)), *parts.of_country(country, reader)))


def in_reach(reader, countries) -> list[Country]:
    """The countries as this person may take them out; one out of reach is refused."""
    wanted = [country.pk for country in countries]
    found = list(reader.rows(Country.objects.filter(pk__in=wanted)))
    if len(found) < len(wanted):
        raise PermissionDenied
    return sorted(found, key=str)
