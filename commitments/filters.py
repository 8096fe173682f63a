import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.reference.models import Country, Organisation

from .models import INTERNATIONAL, Indicator, Instrument, InstrumentParty


class InstrumentFilter(django_filters.FilterSet):
    """Every choice offered is taken from the instruments that the reader may see."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    country = django_filters.ModelChoiceFilter(
        label=_("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        empty_label=_("All countries"),
        null_label=_("International"),
        null_value=INTERNATIONAL,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Instrument.Kind.choices, empty_label=_("All kinds")
    )
    party = django_filters.ModelChoiceFilter(
        label=_("Party"),
        queryset=Organisation.objects.all(),
        to_field_name="slug",
        empty_label=_("All parties"),
        method="with_party",
    )
    status = django_filters.ChoiceFilter(
        label=_("Legal status"),
        field_name="legal_status",
        choices=Instrument.LegalStatus.choices,
        empty_label=_("Any status"),
    )

    class Meta:
        model = Instrument
        fields = ["q", "country", "kind", "party", "status"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        self.form.fields["q"].widget.input_type = "search"
        seen = Instrument.objects.for_user(user)
        countries = self.form.fields["country"]
        countries.queryset = countries.queryset.filter(pk__in=seen.values("country"))
        parts = InstrumentParty.objects.for_user(user)
        parties = self.form.fields["party"]
        parties.queryset = parties.queryset.filter(pk__in=parts.values("organisation"))

    def search(self, rows, name, value):
        for word in value.split():
            rows = rows.filter(
                Q(title__icontains=word)
                | Q(short_title__icontains=word)
                | Q(symbol__icontains=word)
                | Q(summary__icontains=word)
            )
        return rows

    def with_party(self, rows, name, organisation):
        parts = InstrumentParty.objects.for_user(self.request.user)
        return rows.filter(pk__in=parts.filter(organisation=organisation).values("instrument"))


class IndicatorFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), method="search")
    country = django_filters.ModelChoiceFilter(
        label=_("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        empty_label=_("All countries"),
    )

    class Meta:
        model = Indicator
        fields = ["q", "country"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["q"].widget.input_type = "search"
        seen = Indicator.objects.for_user(self.request.user)
        countries = self.form.fields["country"]
        countries.queryset = countries.queryset.filter(pk__in=seen.values("country"))

    def search(self, rows, name, value):
        for word in value.split():
            rows = rows.filter(Q(name__icontains=word) | Q(name_fr__icontains=word))
        return rows


class PartyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), method="search")
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Organisation.Kind.choices, empty_label=_("All kinds")
    )
    country = django_filters.ModelChoiceFilter(
        label=_("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        empty_label=_("All countries"),
    )

    class Meta:
        model = Organisation
        fields = ["q", "kind", "country"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["q"].widget.input_type = "search"

    def search(self, rows, name, value):
        for word in value.split():
            rows = rows.filter(
                Q(name_en__icontains=word)
                | Q(name_fr__icontains=word)
                | Q(acronym__icontains=word)
            )
        return rows
