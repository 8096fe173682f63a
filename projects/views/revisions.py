"""Budget revisions: proposed and changed by one person, decided by another."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import CreateView, FormView, UpdateView

from foundation.access.forms import limit_choices
from foundation.access.querysets import may
from foundation.audit.versions import EditConflictError
from foundation.ui.pages import DetailPage, FormPage, ScopedPage
from foundation.ui.steps import tell

from ..forms import DecisionForm, LineForms, RevisionForm
from ..models import BudgetRevision
from ..revision_shown import change_of, lines_of
from ..revisions import change_revision, decide_revision, propose_revision
from .parts import OfProject, WithinReach


class RevisionDetail(OfProject, DetailPage):
    model = BudgetRevision
    project_action = "view"
    template_name = "projects/revision.html"

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.select_related("project", "source", "document", "proposed_by", "decided_by")

    def get_context_data(self, **kwargs):
        user, revision = self.request.user, self.object
        lines = lines_of(revision, user)
        people = {
            name: person.seen_by(user) if person else ""
            for name, person in (
                ("proposed_by", revision.proposed_by), ("decided_by", revision.decided_by),
            )
        }  # fmt: skip
        return super().get_context_data(
            lines=lines,
            change=change_of(lines),
            who=people,
            own=revision.proposed_by_id == user.pk,
            may_edit=revision.is_open and may(user, "change", revision),
            may_decide=revision.is_open and may(user, "decide", revision),
            **kwargs,
        )


class RevisionForms(OfProject, WithinReach, FormPage):
    """What the proposal says and its lines, in one form."""

    model, form_class = BudgetRevision, RevisionForm
    template_name = "projects/revision_form.html"

    def get_lines(self):
        data = self.request.POST if self.request.method == "POST" else None
        said = self.object.lines.all() if self.object else ()
        lines = LineForms(self.project, self.request.user, data, said)
        for form in lines.forms:
            limit_choices(form, self.request.user)
        return lines

    def form_valid(self, form):
        lines = self.get_lines()
        if not lines.is_valid():
            return self.form_invalid(form, lines)
        try:
            self.object = self.save(form, lines.lines())
        except ValidationError as error:
            tell(form, error)
            return self.form_invalid(form, lines)
        messages.success(self.request, self.saved_message)
        return redirect(self.object.get_absolute_url())

    def form_invalid(self, form, lines=None):
        self.lines = lines or self.get_lines()
        self.lines.is_valid()
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        lines = getattr(self, "lines", None) or self.get_lines()
        return super().get_context_data(lines=lines, **kwargs)


class RevisionAdd(RevisionForms, CreateView):
    action = "add"
    title = gettext_lazy("Propose a budget revision")
    submit_label = gettext_lazy("Propose")
    saved_message = gettext_lazy("Proposed. Somebody else decides.")

    def save(self, form, lines):
        return propose_revision(form.instance, lines, by=self.request.user)

    def get_cancel_url(self):
        return reverse("projects:money", args=[self.project.code])


class RevisionEdit(RevisionForms, UpdateView):
    action = "change"

    def get_queryset(self):
        return super().get_queryset().filter(decision="proposed").select_related("project")

    def save(self, form, lines):
        version = form.cleaned_data["version"]
        return change_revision(form.instance, lines, by=self.request.user, version=version)

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_title(self):
        return _("Change %(name)s") % {"name": self.object}


class RevisionDecide(OfProject, ScopedPage, SingleObjectMixin, FormView):
    """Shows what would be posted; the decision itself is made by decide_revision()."""

    model, form_class = BudgetRevision, DecisionForm
    action = "decide"
    project_action = "view"
    template_name = "projects/revision_decide.html"

    def dispatch(self, request, *args, **kwargs):
        self.object = None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not self.object.is_open:
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def get_object(self, queryset=None):
        found = super().get_queryset().filter(pk=self.kwargs["pk"])
        revision = found.select_related("project", "source", "proposed_by").first()
        if revision is None:
            raise Http404
        return revision

    def get_initial(self):
        return {"version": self.object.version}

    def form_valid(self, form):
        said = form.cleaned_data
        try:
            decide_revision(
                self.object,
                approve=said["decision"] == "approve",
                by=self.request.user,
                note=said["note"],
                version=said["version"],
            )
        except ValidationError as error:
            tell(form, error)
            return self.form_invalid(form)
        except EditConflictError:
            return self.changed_meanwhile(form)
        messages.success(self.request, _("Decided."))
        return redirect(self.object.get_absolute_url())

    def form_invalid(self, form, status=422):
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def changed_meanwhile(self, form):
        """The proposal is shown anew; deciding again is a decision on what it says now."""
        self.object = self.get_object()
        form.data = form.data.copy()
        form.data["version"] = self.object.version
        form.add_error(
            None, _("The proposal was changed while you were reading. Read it again, then decide.")
        )
        return self.form_invalid(form, status=409)

    def get_context_data(self, **kwargs):
        lines = lines_of(self.object, self.request.user)
        return super().get_context_data(
            revision=self.object,
            title=_("Decide on %(name)s") % {"name": self.object},
            submit_label=_("Decide"),
            cancel_url=self.object.get_absolute_url(),
            lines=lines,
            change=change_of(lines),
            own=self.object.proposed_by_id == self.request.user.pk,
            proposed_by=self.object.proposed_by.seen_by(self.request.user)
            if self.object.proposed_by
            else "",
            **kwargs,
        )
