from django.contrib import admin

from foundation.access.admin import ScopedAdmin

from ..forms import AnyResultForm, ResultIndicatorForm
from ..models import Result, ResultIndicator, ResultMeasurement
from .parts import OfOneProject, OnlySeen


@admin.register(Result)
class ResultAdmin(OfOneProject):
    form = AnyResultForm
    list_display = ["text", "project", "kind", "source"]
    list_filter = ["kind"]
    list_select_related = ["project", "source"]
    search_fields = ["text", "project__code"]


@admin.register(ResultIndicator)
class ResultIndicatorAdmin(ScopedAdmin):
    form = ResultIndicatorForm
    list_display = ["title", "result", "unit", "target"]
    list_filter = ["unit"]
    list_select_related = ["result"]
    search_fields = ["title", "result__project__code"]

    def has_add_permission(self, request, *args):
        return False  # added on the page of the project's results


@admin.register(ResultMeasurement)
class ResultMeasurementAdmin(OnlySeen, ScopedAdmin):
    """To be read: a value is reported and reviewed on the page of the project's results."""

    list_display = ["indicator", "period_from", "period_to", "review"]
    list_filter = ["review"]
    list_select_related = ["indicator"]
    fields = [
        "indicator", "period_from", "period_to", "value", "numerator", "denominator", "source",
        "page", "note", "review", "review_note", "reported_by", "reviewed_by", "reviewed_at",
    ]  # fmt: skip
    readonly_fields = fields
