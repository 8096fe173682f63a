"""Small forms in an address: which country, as of which day, since when."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.reference.models import Country, Organisation

from ..models import Action, Commitment, Instrument

RECORDED = "recorded"  # news.py: the day on which something was recorded


def day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class CountryForm(forms.Form):
    """Offers the countries of which the reader sees an instrument."""

    country = forms.ModelChoiceField(
        label=_("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("All countries"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Instrument.objects.for_user(user)
        countries = self.fields["country"]
        countries.queryset = countries.queryset.filter(pk__in=seen.values("country"))

    def value(self, name: str):
        """What was chosen; None if nothing was, or nothing that there is."""
        return self.cleaned_data.get(name) if self.is_bound and not self.errors else None


class ProgressForm(CountryForm):
    as_of = forms.DateField(label=_("As of"), required=False, widget=day_input())


class AsOfForm(forms.Form):
    as_of = forms.DateField(label=_("As of"), required=False, widget=day_input())


class Since(forms.Form):
    since = forms.DateField(label=_("Since"), required=False, widget=day_input())
    clock = forms.ChoiceField(
        label=pgettext_lazy("clock", "By"),
        required=False,
        choices=[("", _("the day it is about")), (RECORDED, _("the day it was recorded"))],
    )


class SinceForm(Since):
    """Of one instrument."""


class CountrySinceForm(CountryForm, Since):
    field_order = ["country", "since", "clock"]


class DueForm(CountryForm):
    lead = forms.ModelChoiceField(
        label=_("Lead"),
        queryset=Organisation.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("Everybody"),
    )
    whose = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("Those I report on")), ("all", _("All that I may see"))],
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        promised, steps = Commitment.objects.for_user(user), Action.objects.for_user(user)
        leads = self.fields["lead"]
        leads.queryset = leads.queryset.filter(
            Q(pk__in=Commitment.duty_bearers.through.objects.filter(
                commitment__in=promised.values("pk")).values("organisation"))
            | Q(pk__in=Action.responsible.through.objects.filter(
                action__in=steps.values("pk")).values("organisation"))
        )  # fmt: skip
