"""The audit trail as a searchable page. It lives here because the trail itself knows no pages."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from foundation.audit.models import Event, Verb
from foundation.audit.record import record_now
from foundation.ui.pages import Header, ListPage


class EventFilter(filters.FilterSet):
    who = filters.CharFilter(field_name="actor", lookup_expr="icontains", label=_("Who"))
    verb = filters.ChoiceFilter(choices=Verb.choices, label=_("What"), empty_label=_("Anything"))
    target = filters.CharFilter(field_name="target", lookup_expr="icontains", label=_("Record"))
    since = filters.DateFilter(field_name="at", lookup_expr="date__gte", label=_("From"))
    until = filters.DateFilter(field_name="at", lookup_expr="date__lte", label=_("Until"))
    request_id = filters.CharFilter(label=_("Request"))

    class Meta:
        model = Event
        fields = ["who", "verb", "target", "since", "until", "request_id"]


class EventList(ListPage):
    """Who did, saw and took what. Looking at it leaves a row too."""

    model = Event
    template_name = "overview/trail.html"
    filterset_class = EventFilter
    title = _("Audit trail")
    headers = (
        Header(_("When"), "at", ("at", "id")),
        Header(_("Who"), "who", ("actor",)),
        Header(_("What"), "verb"),
        Header(_("Record")),
        Header(_("Details")),
        Header(_("Request")),
    )
    default_sort = "-at"

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        record_now(actor=request.user, verb=Verb.SAW_AUDIT)
        return response
