"""The pages that ask before a record moves. What may happen is decided in actions.py."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from foundation.access.scope import scope_of
from foundation.ui.pages import ScopedPage

from .. import actions
from ..explained import findings_of
from ..forms import ConfirmForm, ReasonForm
from ..groups import measure_label
from ..models import Status, Submission
from ..models.choices import OPEN_TO_CHANGE
from .records import show_beside
from .shared import record_or_404


class Step(ScopedPage, FormView):
    """GET says what will happen, POST does it. 409 if the record has moved on meanwhile."""

    model = Submission
    template_name = "incidents/step.html"
    form_class = ConfirmForm
    writer = ""
    was: tuple = ()
    title = text = submit_label = done = ""
    danger = False

    def dispatch(self, request, *args, **kwargs):
        if not scope_of(request.user, f"incidents.{self.action}_submission"):
            raise PermissionDenied
        self.submission = record_or_404(request.user, self.action, kwargs["reference"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"version": self.submission.version}

    def get_context_data(self, **kwargs):
        submission = self.submission
        record, *beside = show_beside(submission, self.request.user)
        return super().get_context_data(
            record=record,
            measure=measure_label(record),
            findings=findings_of(record, beside),
            title=self.title,
            text=self.text,
            submit_label=self.submit_label,
            danger=self.danger,
            cancel_url=record.url,
            is_late_to_act=submission.status not in self.was,
            is_own=self.action != "change" and submission.author_id == self.request.user.pk,
            page_is_sample=record.country.is_sample,
            **kwargs,
        )

    def form_valid(self, form):
        writer = getattr(actions, self.writer)
        try:
            writer(self.submission, by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form, status=409 if actions.is_stale(error) else 422)
        messages.success(self.request, self.done)
        return redirect(self.submission)

    def form_invalid(self, form, status=422):
        return self.render_to_response(self.get_context_data(form=form), status=status)


class Submit(Step):
    action = "change"
    writer = "submit"
    was = OPEN_TO_CHANGE
    title = _("Send for review?")
    text = _("It cannot be edited any more. Somebody else approves it or sends it back.")
    submit_label = _("Send for review")
    done = _("Sent for review.")


class Approve(Step):
    action = "review"
    writer = "approve"
    was = (Status.SUBMITTED,)
    title = _("Approve this record?")
    text = _("It is locked for good. A correction will be a new record that replaces it.")
    submit_label = _("Approve")
    done = _("Approved.")


class Return(Step):
    action = "review"
    writer = "return_"
    was = (Status.SUBMITTED,)
    form_class = ReasonForm
    title = _("Send this record back?")
    text = _("Its author can edit it and send it again.")
    submit_label = _("Send back")
    done = _("Sent back.")


class Publish(Step):
    action = "publish"
    writer = "mark_as_published"
    was = (Status.APPROVED,)
    form_class = ReasonForm
    title = _("Show these counts as printed?")
    text = _(
        "Everybody who may see records of this country will read the counts exactly. Do this only"
        " if the public source prints every one of them. The record becomes public."
    )
    submit_label = _("Show as printed")
    done = _("Now shown as printed.")


class Withdraw(Step):
    """One's own open record."""

    action = "change"
    writer = "withdraw"
    was = (*OPEN_TO_CHANGE, Status.SUBMITTED)
    form_class = ReasonForm
    title = _("Withdraw this record?")
    text = _("It will count nowhere any more. It stays here with the reason.")
    submit_label = _("Withdraw")
    done = _("Withdrawn.")
    danger = True


class Revoke(Withdraw):
    """An approved one, by a reviewer."""

    action = "review"
    was = (Status.APPROVED,)
