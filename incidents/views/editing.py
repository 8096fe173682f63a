"""Entering and correcting drafts: what a record says of itself. Its tables are in tables.py."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from foundation.access.scope import scope_of
from foundation.ui.pages import CreatePage, EditPage
from foundation.ui.self_saving import SelfSaving

from ..counts import record_sight
from ..forms import SubmissionForm
from ..models import Submission
from ..models.choices import OPEN_TO_CHANGE
from .shared import country_of, record_or_404


class AddRecord(CreatePage):
    model = Submission
    form_class = SubmissionForm
    title = gettext_lazy("Add an incident record")
    submit_label = gettext_lazy("Save the draft")
    saved_message = gettext_lazy("Saved as a draft. Add its tables, then send it for review.")

    def get_form_kwargs(self):
        own = Submission(author=self.request.user)
        return {**super().get_form_kwargs(), "instance": own}

    def get_initial(self):
        """A correction begins with what the record says of itself; the figures are typed anew.

        From a country's page the country is given.
        """
        wanted = self.request.GET.get("supersedes", "")
        current = Submission.objects.visible_to(self.request.user).current()
        before = current.filter(reference=wanted).first() if wanted else None
        if before is None:
            return {**super().get_initial(), "country": country_of(self.request)}
        names = ["country", "source", "page", "collecting_system", "collected_by", "unit"]
        names += ["verification", "occurred_from", "occurred_to", "verified_from", "verified_to"]
        return {**{name: getattr(before, name) for name in names}, "supersedes": before}

    def get_cancel_url(self):
        return reverse("incidents:overview")


class EditRecord(SelfSaving, EditPage):
    template_name = "incidents/record_form.html"
    model = Submission
    form_class = SubmissionForm
    slug_field = slug_url_kwarg = "reference"
    title = gettext_lazy("Edit an incident record")
    extra_context = {"cancel_label": gettext_lazy("Back to the record")}

    def dispatch(self, request, *args, **kwargs):
        self.require_permission()
        closed = refusal(request, "change", kwargs["reference"])
        return closed or super().dispatch(request, *args, **kwargs)

    def require_permission(self):
        if not scope_of(self.request.user, "incidents.change_submission"):
            raise PermissionDenied

    def get_queryset(self):
        return super().get_queryset().editable_by(self.request.user)

    def get_context_data(self, **kwargs):
        """Whatever shows the form shows the counts in it; a page that saves itself shows none."""
        record_sight(self.request.user, [self.object.pk])
        return super().get_context_data(**kwargs)

    def form_valid(self, form):
        form.instance.author = self.request.user
        return super().form_valid(form)


def refusal(request, action, reference):
    """The page that says why a record cannot be edited; None if it can."""
    submission = record_or_404(request.user, action, reference)
    own = submission.author_id in (None, request.user.pk)
    if submission.status in OPEN_TO_CHANGE and own:
        return None
    context = {"name": str(submission), "url": submission.get_absolute_url()}
    context["is_locked"] = submission.status not in OPEN_TO_CHANGE
    return render(request, "incidents/locked.html", context, status=403)
