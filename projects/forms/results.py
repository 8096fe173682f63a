"""Results, how they are measured, and what is measured."""

from django import forms

from foundation.audit.versions import VersionedForm

from ..models import Result, ResultIndicator, ResultMeasurement
from ..results import report_measurement
from .parts import DayInput, OfProject

TALL = forms.Textarea({"rows": 3})


class ResultForm(OfProject, VersionedForm):
    class Meta:
        model = Result
        fields = ["kind", "outcome", "text", "source", "page", "carried_on_in", "order"]
        widgets = {"text": TALL}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "outcome" in self.fields:  # a page of the admin to look at has no fields
            outcomes = self.fields["outcome"].queryset.filter(kind=Result.Kind.OUTCOME)
            if self.instance.project_id:
                outcomes = outcomes.filter(project=self.instance.project_id)
            self.fields["outcome"].queryset = outcomes.exclude(pk=self.instance.pk)


class AnyResultForm(ResultForm):
    """In the admin, where the project is not in the address."""

    class Meta(ResultForm.Meta):
        fields = ["project", *ResultForm.Meta.fields]


class WithResult:
    """The result is given by the page, and checked with the rest."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"result", "indicator"}


class ResultIndicatorForm(WithResult, VersionedForm):
    class Meta:
        model = ResultIndicator
        fields = [
            "title", "unit", "unit_note", "direction", "adds_up", "baseline", "baseline_year",
            "target", "target_date", "source", "page", "order",
        ]  # fmt: skip
        widgets = {"target_date": DayInput}


class MeasurementForm(WithResult, VersionedForm):
    """A value; results.py checks and writes. The page sets `by`."""

    by = None

    class Meta:
        model = ResultMeasurement
        fields = [
            "period_from", "period_to", "value", "numerator", "denominator", "source", "page",
            "note",
        ]  # fmt: skip
        widgets = {"period_from": DayInput, "period_to": DayInput}

    def save(self, commit=True):
        if self.instance.pk:
            self.instance.claim_version(self.cleaned_data["version"])
        return report_measurement(self.instance, by=self.by)
