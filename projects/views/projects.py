"""The list of projects and the pages of one."""

from datetime import date

from django.db.models import Prefetch, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user, may
from foundation.reference.models import Country, Source
from foundation.ui.history import HistoryPage, entries
from foundation.ui.pages import CreatePage, DetailPage, EditPage, Header, ListPage

from .. import differences
from ..filters import ProjectFilter
from ..forms import ProjectForm
from ..models import Project, RegisterEntry
from ..shown import values
from .parts import ByCode, WithinReach

LAST = Value(date.max)  # projects without a start stand last, on both engines
RECENT = 3


class ProjectList(ListPage):
    model = Project
    template_name = "projects/list.html"
    title = _("Projects")
    filterset_class = ProjectFilter
    default_sort = "code"
    headers = (
        Header(_("Project"), "code"),
        Header(_("Country"), "country", ("country__name_en", "code")),
        Header(_("Agencies")),
        Header(_("Dates"), "dates", ("first_day", "code")),
        Header(_("Money")),
        Header(_("Missing documents"), "missing", ("missing_documents", "code"), css="n"),
        Header(_("Status"), "status"),
    )

    def get_queryset(self):
        rows = super().get_queryset().annotate(first_day=Coalesce("starts", LAST))
        return rows.with_card(self.request.user).order_by(*self.get_ordering_fields(), "pk")

    def get_ordering_fields(self):
        # The page kind sorts first; what this list adds is not there yet at that moment.
        added = {"first_day", "missing_documents"}
        fields = super().get_ordering_fields()
        return fields
