"""The pages of one project."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import for_user, may
from foundation.access.scope import scope_of
from foundation.reference.models import Country
from foundation.ui.history import HistoryPage, entries
from foundation.ui.pages import CreatePage, DetailPage, EditPage

from ..actions import can_be_chosen
from ..forms import ProjectForm
from ..forms.projects import DAYS
from ..models import Project, RegisterEntry
from ..reports import expect_reports
from ..shown import values
from ..tracks import results_of
from .document_rows import document_rows, visible_documents
from .money import money_of, transfers_of
from .one_project import OneProject
from .parts import ByCode, WithinReach

RECENT = 3


class ProjectDetail(OneProject, DetailPage):
    template_name = "projects/detail.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        see_history = may(user, "view_history", project)
        may_edit = may(user, "change", project)
        return super().get_context_data(
            may_edit=may_edit,
            money=money_of(project, user),
            transfers=transfers_of(project, user),
            documents=document_rows(visible_documents(project, user), may_edit=may_edit),
            reports=project.reports_due.for_user(user).select_related("kind"),
            results=results_of(project, user),
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

    def form_valid(self, form):
        """New days of a running project move the reports that are due."""
        with transaction.atomic():
            response = super().form_valid(form)
            if DAYS & set(form.changed_data):
                expect_reports(self.object, by=self.request.user)
        return response

    def form_invalid(self, form):
        """The page around the form leads to the project as it is, not to a code just typed."""
        self.object.code = self.kwargs["code"]
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_is_sample=self.object.is_sample, **kwargs)
