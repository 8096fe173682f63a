from django.contrib import admin

from foundation.access.admin import ScopedAdmin, ScopedInline

from .forms import DifferenceForm, KeyDateForm, KeyFigureForm, SituationForm
from .models import Difference, KeyDate, KeyFigure, Situation, Statement


class StatementInline(ScopedInline):
    model = Statement
    fields = ["source", "says", "page"]


@admin.register(Situation)
class SituationAdmin(ScopedAdmin):
    form = SituationForm
    list_display = ["title", "country", "as_of", "source", "classification"]
    list_filter = ["country", "classification"]
    search_fields = ["title"]


@admin.register(KeyFigure)
class KeyFigureAdmin(ScopedAdmin):
    form = KeyFigureForm
    list_display = ["label", "country", "value_as_written", "unit", "period_as_written", "source"]
    list_filter = ["country"]
    search_fields = ["label"]


@admin.register(KeyDate)
class KeyDateAdmin(ScopedAdmin):
    form = KeyDateForm
    list_display = ["what", "country", "date_as_written", "source"]
    list_filter = ["country"]
    search_fields = ["what"]


@admin.register(Difference)
class DifferenceAdmin(ScopedAdmin):
    form = DifferenceForm
    inlines = [StatementInline]
    list_display = ["topic", "country", "kind", "shown", "classification"]
    list_filter = ["country", "kind"]
    search_fields = ["topic", "reference"]
