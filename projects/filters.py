import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user
from foundation.reference.models import Country, Organisation

from .models import Participation, Project

FIRST_YEAR, LAST_YEAR = 1990, 2100


class ProjectFilter(django_filters.FilterSet):
    """Every choice offered is taken from the projects that the reader may see."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    country = django_filters.ModelChoiceFilter(
        label=_("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        empty_label=_("All countries"),
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Agency"),
        queryset=Organisation.objects.all(),
        to_field_name="slug",
        empty_label=_("All agencies"),
        method="with_organisation",
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Project.Status.choices, empty_label=_("Any status")
    )
    year = django_filters.NumberFilter(
        label=_("Active in"),
        method="active_in",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        decimal_places=0,
    )

    class Meta:
        model = Project
        fields = ["q", "country", "organisation", "status", "year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        self.form.fields["q"].widget.input_type = "search"
        seen = for_user(Project.objects.all(), user)
        countries = self.form.fields["country"]
        countries.queryset = countries.queryset.filter(pk__in=seen.values("country"))
        parts = Participation.objects.for_user(user)
        agencies = self.form.fields["organisation"]
        agencies.queryset = agencies.queryset.filter(
            Q(pk__in=parts.values("organisation"))
            | Q(pk__in=parts.values("organisation__successor"))
        )

    def search(self, rows, name, value):
        for word in value.split():
            rows = rows.filter(
                Q(code__icontains=word)
                | Q(register_number__icontains=word)
                | Q(title__icontains=word)
                | Q(title_fr__icontains=word)
                | Q(short_title__icontains=word)
                | Q(partner_bodies__icontains=word)
            )
        return rows

    def with_organisation(self, rows, name, organisation):
        """An organisation, and those that became it: a project of UNIFEM is found by UN Women."""
        parts = Participation.objects.for_user(self.request.user).filter(
            Q(organisation=organisation) | Q(organisation__successor=organisation)
        )
        return rows.filter(pk__in=parts.values("project"))

    def active_in(self, rows, name, year):
        return rows.active_in(int(year))
