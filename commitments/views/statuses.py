"""Saying how a commitment or an action stands: one page to report, one to verify."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from foundation.audit.versions import EditConflictError
from foundation.ui.pages import ScopedPage
from foundation.ui.steps import tell

from ..forms import StatusForm
from ..models import Action, Commitment, Instrument, Opinion
from ..transitions import next_statuses
from .parts import AtCommitment, SmallLetters


class StatusPage(ScopedPage, SingleObjectMixin, FormView):
    """The transition checks and writes; this page says what it answered."""

    form_class = StatusForm
    template_name = "commitments/status.html"
    action = "update"
    opinion = Opinion.REPORTED
    title = gettext_lazy("Report a status")
    submit_label = pgettext_lazy("verb", "Report")

    def dispatch(self, request, *args, **kwargs):
        self.object = None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "subject": self.object, "user": self.request.user, "opinion": self.opinion,
        }  # fmt: skip

    def form_valid(self, form):
        try:
            form.save()
        except ValidationError as error:
            tell(form, error)
            return self.form_invalid(form)
        except EditConflictError:
            return self.changed_meanwhile(form)
        messages.success(self.request, _("Status recorded."))
        return redirect(self.object)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def changed_meanwhile(self, form):
        """What was typed stays; saving again is a decision made with the new status in sight."""
        self.object.refresh_from_db()
        form.data = form.data.copy()
        form.data["version"] = self.object.version
        form.add_error(
            None, _("Somebody else changed this while you were writing. Look again, then save.")
        )
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def get_context_data(self, **kwargs):
        is_action = isinstance(self.object, Action)
        commitment = self.object.commitment if is_action else self.object
        return super().get_context_data(
            title=self.title,
            submit_label=self.submit_label,
            cancel_url=self.object.get_absolute_url(),
            subject=self.object,
            commitment=commitment,
            instrument=commitment.instrument,
            page_is_sample=commitment.instrument.is_sample,
            offered=next_statuses(self.object, self.request.user, self.opinion),
            verifying=self.opinion == Opinion.VERIFIED,
            **kwargs,
        )


class Verify:
    action = "verify"
    opinion = Opinion.VERIFIED
    title = gettext_lazy("Verify a status")
    submit_label = gettext_lazy("Verify")


class CommitmentStatus(AtCommitment, StatusPage):
    model = Commitment


class CommitmentVerify(Verify, CommitmentStatus):
    pass


class ActionStatus(SmallLetters, StatusPage):
    model = Action

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("commitment__instrument__country")
            .filter(
                commitment__instrument__in=Instrument.objects.at(self.kwargs["place"]),
                commitment__instrument__slug=self.kwargs["slug"],
                commitment__reference=self.kwargs["reference"],
            )
        )

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])


class ActionVerify(Verify, ActionStatus):
    pass
