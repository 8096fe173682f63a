import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.reference.models import Country, Source

from .models import Release, Status, Submission, Unit, Verification


class SubmissionFilter(django_filters.FilterSet):
    """By what a record is about, never by a count: a filter on one would give it away."""

    country = django_filters.ModelChoiceFilter(
        label=_("Country"), queryset=Country.objects.all(), to_field_name="slug", empty_label=None
    )
    year = django_filters.ChoiceFilter(
        label=_("Period"), method="in_year", empty_label=_("All periods")
    )
    source = django_filters.ModelChoiceFilter(
        label=_("Source"),
        queryset=Source.objects.all(),
        to_field_name="slug",
        empty_label=_("All sources"),
    )
    unit = django_filters.ChoiceFilter(
        label=_("Unit"), choices=Unit.choices, empty_label=_("All units")
    )
    verification = django_filters.ChoiceFilter(
        label=_("Verification"), choices=Verification.choices, empty_label=_("All levels")
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Status.choices, empty_label=_("Any status")
    )

    class Meta:
        model = Submission
        fields = ["country", "year", "source", "unit", "verification", "status"]

    def __init__(self, *args, years=(), **kwargs):
        super().__init__(*args, **kwargs)
        seen = Submission.objects.visible_to(self.request.user)
        self.form.fields["year"].choices = [
            ("", _("All periods")),
            *((str(year), str(year)) for year in years),
        ]
        countries = self.form.fields["country"]
        released = Release.objects.for_user(self.request.user)
        known = Q(pk__in=seen.values("country")) | Q(pk__in=released.values("country"))
        countries.queryset = countries.queryset.filter(known)
        sources = self.form.fields["source"]
        sources.queryset = sources.queryset.filter(pk__in=seen.values("source"))

    def in_year(self, rows, name, value):
        return rows.in_year(int(value))
