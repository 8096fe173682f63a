"""The reports that are due: of one project, and of all."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from foundation.access.querysets import may
from foundation.access.scope import scope_of
from foundation.ui.pages import CreatePage, DetailPage, EditPage, Header, ListPage, ScopedPage
from foundation.ui.steps import StepPage

from .. import reports
from ..forms import AcceptForm, ReceiveForm, ReportDueForm, SendBackForm
from ..models import Project, ProjectDocument, ReportDue
from ..report_filter import ReportFilter
from .parts import ByCode, OfProject

LABELS = {
    "receive": gettext_lazy("Note receipt"),
    "accept": gettext_lazy("Accept"),
    "send_back": gettext_lazy("Send back"),
}
ADDRESSES = {
    "receive": "projects:report_receive", "accept": "projects:report_accept",
    "send_back": "projects:report_return",
}  # fmt: skip


def rows(project, user):
    """The reports of a project with what the reader may know and do: three queries for all."""
    found = ReportDue.objects.for_user(user).filter(project=project)
    found = found.select_related("kind", "received_by", "accepted_by").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )
    keys = {
        action: set(
            ReportDue.objects.for_user(user, action)
            .filter(project=project)
            .values_list("pk", flat=True)
        )
        for action in ("change", "accept")
    }
    open_documents = ProjectDocument.objects.for_user(user).filter(project=project)
    documents = open_documents.in_bulk(
        [report.document_id for report in found if report.document_id]
    )
    for document in documents.values():
        document.project = project
    return [_row(report, project, user, keys, documents) for report in found]


def _row(report, project, user, keys, documents):
    report.project = project
    report.seen_document = documents.get(report.document_id)
    held = {action for action, those in keys.items() if report.pk in those}
    report.may_edit = "change" in held and report.accepted_on is None
    report.steps = [
        (LABELS[step], reverse(ADDRESSES[step], args=[project.code, report.pk]))
        for step in reports.steps(report, user, held)
    ]
    for name in ("received_by", "accepted_by"):
        person = getattr(report, name)
        setattr(report, f"{name}_whom", person.seen_by(user) if person else "")
    return report


class ProjectReports(ByCode, DetailPage):
    model = Project
    template_name = "projects/reports.html"

    def dispatch(self, request, *args, **kwargs):
        if not scope_of(request.user, "projects.view_reportdue"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        may_add = may(user, "change", project) and user.has_perm("projects.add_reportdue")
        return super().get_context_data(
            page_is_sample=project.is_sample,
            reports=rows(project, user),
            may_add=may_add,
            may_expect=may_add and reports.may_expect(project),
            **kwargs,
        )


class OnReports(OfProject):
    def get_success_url(self):
        return reverse("projects:reports", args=[self.project.code])

    get_cancel_url = get_success_url


class ReportAdd(OnReports, CreatePage):
    model, form_class = ReportDue, ReportDueForm
    template_name = "projects/part_form.html"
    title = gettext_lazy("Add a report that is due")


class ReportEdit(OnReports, EditPage):
    """An accepted report is closed."""

    model, form_class = ReportDue, ReportDueForm
    template_name = "projects/part_form.html"

    def get_queryset(self):
        return super().get_queryset().filter(accepted_on=None).select_related("kind")


class ReportExpect(OnReports, ScopedPage, View):
    """Brings the list in line with the calendar of the fund."""

    model = ReportDue
    action = "add"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        number = reports.expect_reports(self.project, by=request.user)
        said = ngettext(
            "%(n)d report brought in line with the calendar.",
            "%(n)d reports brought in line with the calendar.",
            number,
        )
        nothing = _("The list is in line with the calendar already.")
        messages.success(request, said % {"n": number} if number else nothing)
        return redirect(self.get_success_url())


class ReportStep(OnReports, ScopedPage, StepPage):
    """A step of one report; reports.py checks and writes."""

    model = ReportDue
    project_action = "view"
    template_name = "projects/report_step.html"
    step = ""
    title = ""

    def get_queryset(self):
        return super().get_queryset().select_related("kind", "project", "received_by")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "report": self.object}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=f"{LABELS[self.step]}: {self.object}",
            submit_label=LABELS[self.step],
            cancel_url=self.get_cancel_url(),
            why_not=reports.why_not(self.object, self.step, self.request.user),
            **kwargs,
        )


class ReportReceive(ReportStep):
    form_class = ReceiveForm
    action, step = "change", "receive"
    done_message = gettext_lazy("Receipt noted. Somebody else accepts the report.")

    def take_step(self, form):
        reports.receive(self.object, by=self.request.user, **form.cleaned_data)


class ReportAccept(ReportStep):
    form_class = AcceptForm
    action = step = "accept"
    done_message = gettext_lazy("Accepted.")

    def take_step(self, form):
        reports.accept(self.object, by=self.request.user, **form.cleaned_data)


class ReportReturn(ReportStep):
    form_class = SendBackForm
    action, step = "accept", "send_back"
    done_message = gettext_lazy("Sent back. It is owed again.")

    def take_step(self, form):
        reports.send_back(self.object, by=self.request.user, **form.cleaned_data)


class ReportList(ListPage):
    """Every report that is due, of all projects that the reader may see."""

    model = ReportDue
    template_name = "projects/report_list.html"
    title = gettext_lazy("Reports due")
    filterset_class = ReportFilter
    default_sort = "due"
    headers = (
        Header(gettext_lazy("Report"), "kind", ("kind__order", "period_year")),
        Header(gettext_lazy("Project"), "project", ("project__code",)),
        Header(gettext_lazy("Country"), "country", ("project__country__name_en", "project__code")),
        Header(gettext_lazy("Due"), "due", ("due_on",)),
        Header(gettext_lazy("Received"), "received", ("received_on",)),
        Header(gettext_lazy("Status")),
    )

    def get_queryset(self):
        self.queryset = ReportDue.objects.select_related("kind", "project__country")
        return super().get_queryset()
