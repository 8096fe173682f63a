"""What a project is to bring about: results, indicators, values that another person reviews."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import may
from foundation.access.scope import scope_of
from foundation.ui.pages import CreatePage, DetailPage, EditPage, ScopedPage
from foundation.ui.reviewing import ReviewPage
from foundation.ui.steps import WrittenElsewhere

from .. import results
from ..forms import MeasurementForm, ResultForm, ResultIndicatorForm
from ..models import Project, Result, ResultIndicator, ResultMeasurement
from ..tracks import measured_text, results_of
from .parts import ByCode, OfProject

Review = ResultMeasurement.Review


class ProjectResults(ByCode, DetailPage):
    model = Project
    template_name = "projects/results.html"

    def dispatch(self, request, *args, **kwargs):
        if not scope_of(request.user, "projects.view_result"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        rows = results_of(project, user)
        reviewable = _keys(project, user, "review")
        for track in (track for row in rows for track in row.tracks):
            for value in track.measurements:
                _prepare(value, track.indicator, user, reviewable)
        return super().get_context_data(
            page_is_sample=project.is_sample,
            results=rows,
            may_edit=may(user, "change", project) and user.has_perm("projects.add_result"),
            **kwargs,
        )


def _keys(project, user, action):
    rows = ResultMeasurement.objects.for_user(user, action)
    return set(rows.filter(indicator__result__project=project).values_list("pk", flat=True))


def _prepare(value, indicator, user, reviewable):
    """A value as it is printed, and what the reader may do with it."""
    value.text = measured_text(value, indicator.unit)
    value.who = value.reported_by.seen_by(user) if value.reported_by else _("The register")
    steps = ("accept", "send_back")
    value.may_review = value.pk in reviewable and not all(
        results.why_not(value, step, user) for step in steps
    )
    value.may_edit = value.review != Review.ACCEPTED


class OnResults(OfProject):
    def get_success_url(self):
        return reverse("projects:results", args=[self.project.code])

    get_cancel_url = get_success_url


class ResultAdd(OnResults, CreatePage):
    model, form_class = Result, ResultForm
    template_name = "projects/part_form.html"
    title = gettext_lazy("Add a result")


class ResultEdit(OnResults, EditPage):
    model, form_class = Result, ResultForm
    template_name = "projects/part_form.html"
    title = gettext_lazy("Edit the result")


class BelowResult(OnResults):
    """A page about a row below a result of the project."""

    to_project = "result__project"
    owner_name, owner_model, owner_to_project = "result", Result, "project"
    template_name = "projects/part_form.html"

    def get_queryset(self):
        rows = super(OfProject, self).get_queryset()
        return rows.filter(**{self.to_project: self.project})

    @cached_property
    def owner(self):
        """What a new row is about, of those of the project that the reader may see."""
        rows = self.owner_model.objects.for_user(self.request.user)
        rows = rows.filter(**{self.owner_to_project: self.project})
        return get_object_or_404(rows, pk=self.kwargs["owner"])

    def get_form_kwargs(self):
        kwargs = super(OfProject, self).get_form_kwargs()
        if kwargs.get("instance", self) is None:
            kwargs["instance"] = self.model(**{self.owner_name: self.owner})
        return kwargs


class IndicatorAdd(BelowResult, CreatePage):
    model, form_class = ResultIndicator, ResultIndicatorForm
    title = gettext_lazy("Add an indicator")


class IndicatorEdit(BelowResult, EditPage):
    model, form_class = ResultIndicator, ResultIndicatorForm
    title = gettext_lazy("Edit the indicator")


class OfIndicator(BelowResult):
    to_project = "indicator__result__project"
    owner_name, owner_model, owner_to_project = "indicator", ResultIndicator, "result__project"


class MeasurementAdd(OfIndicator, WrittenElsewhere, CreatePage):
    model, form_class = ResultMeasurement, MeasurementForm
    saved_message = gettext_lazy("Reported. Somebody else reviews it.")

    def get_title(self):
        return _("Report a value: %(indicator)s") % {"indicator": self.owner}


class MeasurementEdit(OfIndicator, WrittenElsewhere, EditPage):
    """An accepted value is closed until it is sent back."""

    model, form_class = ResultMeasurement, MeasurementForm
    saved_message = MeasurementAdd.saved_message

    def get_queryset(self):
        return super().get_queryset().exclude(review=Review.ACCEPTED)

    def get_title(self):
        return _("Correct a value: %(indicator)s") % {"indicator": self.object.indicator}


class MeasurementReview(OfIndicator, ScopedPage, ReviewPage):
    model, steps = ResultMeasurement, results.STEPS
    action = "review"
    project_action = "view"
    template_name = "projects/result_review.html"

    def get_queryset(self):
        return super().get_queryset().select_related("indicator", "source", "reported_by")

    def get_context_data(self, **kwargs):
        value = self.object
        return super().get_context_data(
            title=_("Review a value: %(indicator)s") % {"indicator": value.indicator},
            text=measured_text(value, value.indicator.unit),
            **kwargs,
        )
