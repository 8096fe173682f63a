import django_filters
from django.utils.translation import gettext_lazy as _

from foundation.reference.models import Country

from ..models import Release


class ReleaseFilter(django_filters.FilterSet):
    """By what a release is about. Every choice is taken from those that the reader may see."""

    country = django_filters.ModelChoiceFilter(
        label=_("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        empty_label=_("All countries"),
    )
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=_("All years"))
    audience = django_filters.ChoiceFilter(
        label=_("Audience"), choices=Release.Audience.choices, empty_label=_("Everybody's")
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Release.Status.choices, empty_label=_("Any status")
    )

    class Meta:
        model = Release
        fields = ["country", "year", "audience", "status"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Release.objects.for_user(self.request.user)
        countries = self.form.fields["country"]
        countries.queryset = countries.queryset.filter(pk__in=seen.values("country"))
        found = seen.order_by("-year").values_list("year", flat=True).distinct()
        self.form.fields["year"].choices = [
            ("", _("All years")),
            *((str(year), str(year)) for year in found),
        ]
        statuses = set(seen.order_by().values_list("status", flat=True))
        self.form.fields["status"].choices = [
            ("", _("Any status")),
            *(choice for choice in Release.Status.choices if choice[0] in statuses),
        ]
