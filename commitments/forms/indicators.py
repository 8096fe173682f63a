"""Indicators, their values, and claims about progress."""

from foundation.audit.versions import VersionedForm

from ..models import Indicator, Measurement, StatedProgress
from .parts import WrittenDatesForm


class IndicatorForm(WrittenDatesForm, VersionedForm):
    written = ("target_by",)

    class Meta:
        model = Indicator
        fields = [
            "slug", "country", "name", "name_fr", "unit", "unit_note", "direction", "instrument",
            "commitment", "baseline_value", "baseline_numerator", "baseline_denominator",
            "baseline_as_written", "baseline_as_of", "target_value", "target_unit",
            "target_as_written", "target_by_as_written", "target_by_from", "target_by_to",
            "legal_basis", "body", "body_text", "source", "page", "note", "order",
            "classification",
        ]  # fmt: skip


class MeasurementForm(WrittenDatesForm):
    written = ("date",)

    class Meta:
        model = Measurement
        fields = [
            "date_as_written", "date_from", "date_to", "qualifier", "value", "numerator",
            "denominator", "value_as_written", "comparison", "source", "page", "note",
        ]  # fmt: skip


class StatedProgressForm(WrittenDatesForm):
    written = ("as_of",)

    class Meta:
        model = StatedProgress
        fields = [
            "country", "instruments", "claim", "share", "as_of_as_written", "as_of_from",
            "as_of_to", "source", "page",
        ]  # fmt: skip
