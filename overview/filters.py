import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user
from foundation.reference.models import Alias, Organisation


class OrganisationFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label=_("Search"))
    kind = filters.ChoiceFilter(
        choices=Organisation.Kind.choices, label=_("Kind"), empty_label=_("Any kind")
    )

    class Meta:
        model = Organisation
        fields = ["q", "kind"]

    def by_text(self, rows, name, value):
        spelled = for_user(Alias.objects.filter(name__icontains=value), self.request.user)
        return rows.filter(
            Q(name_en__icontains=value)
            | Q(name_fr__icontains=value)
            | Q(acronym__icontains=value)
            | Q(pk__in=spelled.values("organisation"))
        )
