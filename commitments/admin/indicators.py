from django.contrib import admin

from foundation.access.admin import ScopedAdmin, ScopedInline

from ..forms import IndicatorForm, MeasurementForm, StatedProgressForm
from ..models import Indicator, Measurement, StatedProgress


class MeasurementInline(ScopedInline):
    model, form = Measurement, MeasurementForm
    view_on_site = False  # the admin has no such route


@admin.register(Indicator)
class IndicatorAdmin(ScopedAdmin):
    form = IndicatorForm
    inlines = [MeasurementInline]
    list_display = ["name", "country", "unit", "instrument"]
    list_filter = ["country", "unit"]
    list_select_related = ["country", "instrument"]
    search_fields = ["name", "name_fr"]


@admin.register(StatedProgress)
class StatedProgressAdmin(ScopedAdmin):
    form = StatedProgressForm
    list_display = ["claim", "share", "source"]
    list_select_related = ["source"]
