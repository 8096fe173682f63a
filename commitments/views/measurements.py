"""Values and targets of one indicator: entered, reviewed by another person, replaced."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from foundation.access.querysets import for_user
from foundation.audit.versions import EditConflictError
from foundation.ui.pages import CreatePage, EditPage, ScopedPage
from foundation.ui.steps import StepPage, WrittenElsewhere

from .. import measurements
from ..forms import MeasurementForm, ReviewForm, TargetForm
from ..models import Indicator, Measurement, Target
from ..readings import Reading, said
from .parts import UnderIndicator

Review = Measurement.Review


class MeasurementAdd(UnderIndicator, WrittenElsewhere, CreatePage):
    model, form_class = Measurement, MeasurementForm
    title = gettext_lazy("Add a measurement")
    saved_message = gettext_lazy("Reported. Somebody else reviews it.")


class MeasurementEdit(UnderIndicator, WrittenElsewhere, EditPage):
    """An accepted value is closed until it is sent back."""

    model, form_class = Measurement, MeasurementForm
    saved_message = MeasurementAdd.saved_message

    def get_object(self, queryset=None):
        rows = self.get_queryset().exclude(review=Review.ACCEPTED)
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class MeasurementReview(UnderIndicator, ScopedPage, StepPage):
    """By another person than the one who reported it; measurements.py checks and writes."""

    model, form_class = Measurement, ReviewForm
    action = "review"
    template_name = "commitments/measurement_review.html"
    done_message = gettext_lazy("Reviewed.")

    def get_object(self, queryset=None):
        rows = self.get_queryset().select_related("indicator", "source", "reported_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        """The decision is a plain form: it is given no row."""
        kwargs = FormView.get_form_kwargs(self)
        return {**kwargs, "initial": {"version": self.object.version}}

    def take_step(self, form):
        user, note = self.request.user, form.cleaned_data["note"]
        if form.cleaned_data["version"] != self.object.version:
            raise EditConflictError
        if form.cleaned_data["decision"] == "accept":
            measurements.accept_measurement(self.object, by=user)
        else:
            measurements.send_back_measurement(self.object, note=note, by=user)

    def get_context_data(self, **kwargs):
        user, value = self.request.user, self.object
        both = [measurements.why_not(value, step, user) for step in ("accept", "send_back")]
        return super().get_context_data(
            title=_("Review a value: %(indicator)s") % {"indicator": self.owner},
            submit_label=_("Decide"),
            cancel_url=self.get_cancel_url(),
            indicator=self.owner,
            reading=Reading(self.owner, value),
            who=value.reported_by.seen_by(user) if value.reported_by else _("The register"),
            why_not=both[0] if all(both) else "",
            **kwargs,
        )


class TargetAdd(UnderIndicator, WrittenElsewhere, CreatePage):
    model, form_class = Target, TargetForm
    title = gettext_lazy("Set a target")

    def owners(self, model):
        mine = for_user(Indicator.objects.all(), self.request.user, "change")
        return super().owners(model).filter(pk__in=mine.values("pk"))

    def get_success_url(self):
        return f"{self.owner.get_absolute_url()}#targets"


class TargetReplace(TargetAdd):
    """The old one stays, with when and why."""

    title = ""
    template_name = "commitments/target_replace.html"

    @cached_property
    def old(self):
        rows = Target.objects.for_user(self.request.user).filter(indicator=self.owner)
        return get_object_or_404(rows, pk=self.kwargs["pk"], superseded_by=None)

    def get_title(self):
        return _("Replace a target: %(indicator)s") % {"indicator": self.owner}

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        old = self.old
        kwargs["instance"] = Target(
            indicator=self.owner, stage=old.stage, unit=old.unit, supersedes=old
        )
        return kwargs

    def get_context_data(self, **kwargs):
        text = said(self.old, self.owner)
        return super().get_context_data(old=self.old, old_text=text, **kwargs)
