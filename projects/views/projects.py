"""The list of projects and the pages of one."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user, may
from foundation.access.scope import scope_of
from foundation.reference.models import Country, Source
from foundation.ui.history import HistoryPage, entries
from foundation.ui.pages import CreatePage, DetailPage, EditPage, Header, ListPage

from .. import differences
from ..actions import can_be_chosen
from ..filters import ProjectFilter
from ..forms import ProjectForm
from ..models import Project, RegisterEntry
from ..shown import values
from .documents import rows
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
        Header(_("Missing"), "missing", ("missing_documents", "code"), css="n"),
        Header(_("Status"), "status", ("status", "code")),
    )

    def get_queryset(self):
        rows = Project.objects.with_card(self.request.user)
        self.queryset = rows.annotate(first_day=Coalesce("starts", LAST))
        return super().get_queryset()

    def get_context_data(self, **kwargs):
        may_add = self.request.user.has_perm("projects.add_project")
        return super().get_context_data(may_add=may_add, **kwargs)


class OneProject(ByCode):
    """One project with all that its reader may know of it."""

    model = Project

    def get_queryset(self):
        user = self.request.user
        visible = for_user(Source.objects.all(), user)
        related = Project.objects.for_user(user)
        return (
            super()
            .get_queryset()
            .with_card(user)
            .prefetch_related(
                Prefetch("summary_source", visible),
                Prefetch("background_source", visible),
                Prefetch("follows", related),
                Prefetch("follow_ups", related),
            )
        )

    def register_entries(self):
        rows = RegisterEntry.objects.for_user(self.request.user).filter(project=self.object)
        return list(rows.select_related("register", "chosen_by"))

    def get_context_data(self, **kwargs):
        project = self.object
        said = self.register_entries()
        return super().get_context_data(
            page_is_sample=project.is_sample,
            register_entries=said,
            differences=differences.find(said, values(project), RegisterEntry.Field.values),
            outlived=differences.outlived(project.participations.all(), project.starts),
            **kwargs,
        )


class ProjectDetail(OneProject, DetailPage):
    template_name = "projects/detail.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        visible = for_user(Source.objects.all(), user)
        documents = project.documents.for_user(user).select_related("kind")
        documents = documents.prefetch_related(Prefetch("listed_in", visible))
        see_history = may(user, "view_history", project)
        may_edit = may(user, "change", project)
        return super().get_context_data(
            may_edit=may_edit,
            documents=rows(documents, may_edit=may_edit),
            reports=project.reports_due.for_user(user).select_related("kind"),
            results=project.results.for_user(user).select_related("source"),
            see_history=see_history,
            recent=entries(project, user, limit=RECENT) if see_history else [],
            **kwargs,
        )


class ProjectRegister(OneProject, DetailPage):
    """What each register says, field by field, and which value is shown."""

    template_name = "projects/register.html"

    def dispatch(self, request, *args, **kwargs):
        if not scope_of(request.user, "projects.view_registerentry"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        user = self.request.user
        may_edit = may(user, "change", self.object)
        context = super().get_context_data(may_edit=may_edit, **kwargs)
        may_choose = may_edit and user.has_perm("projects.choose_registerentry")
        shown, order = values(self.object), RegisterEntry.Field.values
        groups = {field: [] for field in order}
        differing = {difference.field: difference for difference in context["differences"]}
        open_fields = {name for name, found in differing.items() if found.to_choose}
        for entry in context["register_entries"]:
            rival = entry.field in open_fields and not entry.chosen and can_be_chosen(entry)
            entry.who_chose = entry.chosen_by.seen_by(user) if entry.chosen_by else ""
            entry.choosable = may_choose and rival
            groups[entry.field].append(entry)
        context["groups"] = [
            {
                "label": RegisterEntry.Field(field).label,
                "entries": said,
                "shown": shown.get(field),
                "difference": differing.get(field),
            }
            for field, said in groups.items()
            if said
        ]
        return context


class ProjectHistory(ByCode, HistoryPage):
    model = Project
    template_name = "projects/history.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.object.is_sample, **kwargs)


class ProjectAdd(WithinReach, CreatePage):
    model, form_class = Project, ProjectForm
    title = _("Add a project")

    def get_initial(self):
        """From a country's page the country is given, if it is one in reach."""
        wanted = self.request.GET.get("country", "")
        country = for_user(Country.objects.all(), self.request.user).filter(slug=wanted).first()
        return {**super().get_initial(), **({"country": country} if country else {})}


class ProjectEdit(ByCode, WithinReach, EditPage):
    model, form_class = Project, ProjectForm
    template_name = "projects/edit.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.object.is_sample, **kwargs)
