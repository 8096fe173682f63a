import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.reference.models import Code, Country

from .models import Project, ReportDue


class ReportFilter(django_filters.FilterSet):
    """Every choice offered is taken from the reports that the reader may see."""

    state = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=ReportDue.State.choices,
        empty_label=_("Any status"),
        method="in_state",
    )
    country = django_filters.ModelChoiceFilter(
        label=_("Country"),
        field_name="project__country",
        queryset=Country.objects.all(),
        to_field_name="slug",
        empty_label=_("All countries"),
    )
    kind = django_filters.ModelChoiceFilter(
        label=_("Report"),
        queryset=Code.objects.filter(list=Code.List.DOCUMENT_KIND),
        to_field_name="code",
        empty_label=_("All reports"),
    )
    due_before = django_filters.DateFilter(
        label=_("Due before"),
        field_name="due_on",
        lookup_expr="lt",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = ReportDue
        fields = ["state", "country", "kind", "due_before"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = ReportDue.objects.for_user(self.request.user)
        countries, kinds = self.form.fields["country"], self.form.fields["kind"]
        projects = Project.objects.filter(pk__in=seen.values("project"))
        countries.queryset = countries.queryset.filter(pk__in=projects.values("country"))
        kinds.queryset = kinds.queryset.filter(pk__in=seen.values("kind"))

    def in_state(self, rows, name, state):
        return rows.in_state(state, timezone.localdate())
