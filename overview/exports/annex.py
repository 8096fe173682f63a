"""Several countries in one year: a section for each, on its own page, made in the same way."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.exports.content import Content, Heading, Text
from foundation.exports.reports import Report, register
from foundation.reference.models import Country
from incidents.exports.records import FIRST_YEAR, LAST_YEAR, PROTECTION
from projects.exports.made import CountedByMaking

from . import parts
from .brief import GROUP, in_reach


class AnnexForm(forms.Form):
    countries = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Countries"),
        queryset=Country.objects.filter(is_followed=True),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        help_text=gettext_lazy(
            "What happened, was spent or was the state at its end. Empty: last year."
        ),
    )


@register
class AnnualAnnex(CountedByMaking, Report):
    slug = "annual-annex"
    title = gettext_lazy("Annual annex")
    about = gettext_lazy("A section for each country about one year, all made in the same way.")
    permission = "reference.export_country"
    endings = ("pdf", "xlsx", "json")
    group = GROUP
    form_class = AnnexForm
    names_records = "countries"
    protection = PROTECTION
    sources = gettext_lazy("As given in the notes and in the tables.")

    def edition(self, choices):
        return str(_year(choices))

    def content(self, reader, choices):
        year = _year(choices)
        countries = in_reach(reader, choices.values["countries"])
        said = _("%(year)d. Countries: %(names)s. Nothing is added up over countries or sources.")
        blocks = [Text(said % {"year": year, "names": ", ".join(map(str, countries))})]
        for place, country in enumerate(countries):
            blocks.append(Heading(str(country), new_page=place > 0))
            blocks += parts.of_country(country, reader, year)
        return Content(tuple(blocks))


def _year(choices):
    return choices.values["year"] or localdate().year - 1
