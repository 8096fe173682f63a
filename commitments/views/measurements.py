"""Values and targets of one indicator: entered, reviewed by another person, replaced."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user
from foundation.ui.pages import CreatePage, EditPage, ScopedPage
from foundation.ui.reviewing import ReviewPage
from foundation.ui.steps import WrittenElsewhere

from ..forms import MeasurementForm, TargetForm
from ..measurements import STEPS
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


class MeasurementReview(UnderIndicator, ScopedPage, ReviewPage):
    model, steps = Measurement, STEPS
    action = "review"
    template_name = "commitments/measurement_review.html"

    def get_object(self, queryset=None):
        rows = self.get_queryset().select_related("indicator", "source", "reported_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return ReviewPage.get_form_kwargs(self)  # a decision is given no new row

    def get_context_data(self, **kwargs):
        user, value = self.request.user, self.object
        return super().get_context_data(
            title=_("Review a value: %(indicator)s") % {"indicator": self.owner},
            indicator=self.owner,
            reading=Reading(self.owner, value),
            who=value.reported_by.seen_by(user) if value.reported_by else _("The register"),
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
