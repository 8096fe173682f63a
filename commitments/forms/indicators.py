"""Indicators, their targets and values, and claims about progress."""

from foundation.audit.versions import VersionedForm

from ..measurements import report_measurement
from ..models import Indicator, Measurement, StatedProgress, Target
from ..targets import set_target
from .parts import SHORT, WrittenDatesForm


class WithIndicator:
    """The page gives the indicator, and it is checked with the rest; `by` is set by the page."""

    by = None

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"indicator"}


class IndicatorForm(VersionedForm):
    class Meta:
        model = Indicator
        fields = [
            "slug", "country", "name", "name_fr", "unit", "unit_note", "direction", "instrument",
            "commitment", "baseline_value", "baseline_numerator", "baseline_denominator",
            "baseline_as_written", "baseline_as_of", "legal_basis", "body", "body_text", "source",
            "page", "note", "order", "classification",
        ]  # fmt: skip


class TargetForm(WithIndicator, WrittenDatesForm):
    """A new target, or the one that takes the place of the one it supersedes."""

    written = ("by",)

    class Meta:
        model = Target
        fields = [
            "stage", "value", "unit", "as_written", "by_as_written", "by_from", "by_to", "source",
            "page", "reason",
        ]  # fmt: skip
        widgets = {"reason": SHORT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.supersedes_id:
            del self.fields["stage"]
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    def save(self, commit=True):
        return set_target(self.instance, by=self.by)


class MeasurementForm(WithIndicator, WrittenDatesForm, VersionedForm):
    """A value; measurements.py checks and writes."""

    written = ("date",)

    class Meta:
        model = Measurement
        fields = [
            "date_as_written", "date_from", "date_to", "qualifier", "value", "numerator",
            "denominator", "value_as_written", "comparison", "source", "page", "note",
        ]  # fmt: skip

    def save(self, commit=True):
        if self.instance.pk:
            self.instance.claim_version(self.cleaned_data["version"])
        return report_measurement(self.instance, by=self.by)


class StatedProgressForm(WrittenDatesForm):
    written = ("as_of",)

    class Meta:
        model = StatedProgress
        fields = [
            "country", "instruments", "claim", "share", "as_of_as_written", "as_of_from",
            "as_of_to", "source", "page",
        ]  # fmt: skip
