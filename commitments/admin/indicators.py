from django.contrib import admin

from foundation.access.admin import ScopedAdmin

from ..forms import IndicatorForm, StatedProgressForm
from ..models import Indicator, Measurement, StatedProgress, Target
from .parts import OnlySeen


@admin.register(Indicator)
class IndicatorAdmin(ScopedAdmin):
    form = IndicatorForm
    list_display = ["name", "country", "unit", "instrument"]
    list_filter = ["country", "unit"]
    list_select_related = ["country", "instrument"]
    search_fields = ["name", "name_fr"]


@admin.register(StatedProgress)
class StatedProgressAdmin(ScopedAdmin):
    form = StatedProgressForm
    list_display = ["claim", "share", "source"]
    list_select_related = ["source"]


@admin.register(Measurement)
class MeasurementAdmin(OnlySeen, ScopedAdmin):
    """To be read: a value is reported and reviewed on the page of its indicator."""

    list_display = ["indicator", "date_as_written", "source", "review"]
    list_filter = ["review"]
    list_select_related = ["indicator", "source"]
    fields = [
        "indicator", "date_as_written", "date_from", "date_to", "qualifier", "value", "numerator",
        "denominator", "value_as_written", "comparison", "source", "page", "note", "review",
        "review_note", "reported_by", "reviewed_by", "reviewed_at",
    ]  # fmt: skip
    readonly_fields = fields


@admin.register(Target)
class TargetAdmin(OnlySeen, ScopedAdmin):
    """To be read: a target is set, and replaced, on the page of its indicator."""

    list_display = ["indicator", "stage", "value", "by_as_written", "source"]
    list_filter = ["stage"]
    list_select_related = ["indicator", "source"]
    fields = [
        "indicator", "stage", "value", "unit", "as_written", "by_as_written", "by_from", "by_to",
        "source", "page", "supersedes", "reason", "set_by", "set_at",
    ]  # fmt: skip
    readonly_fields = fields
