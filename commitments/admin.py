"""Instruments in the admin: parties, dates, areas and words, which the pages have no form for."""

from django.contrib import admin

from foundation.access.admin import ScopedAdmin, ScopedInline

from .forms import (
    ActionForm,
    AreaForm,
    CommitmentForm,
    DateForm,
    IndicatorForm,
    InstrumentDocumentForm,
    InstrumentForm,
    MeasurementForm,
    ParagraphForm,
    PartyForm,
    StatedProgressForm,
)
from .models import (
    Action,
    Area,
    Commitment,
    Indicator,
    Instrument,
    InstrumentDate,
    InstrumentDocument,
    InstrumentParty,
    Measurement,
    Paragraph,
    StatedProgress,
    StatusChange,
)


class PartyInline(ScopedInline):
    model, form = InstrumentParty, PartyForm


class DateInline(ScopedInline):
    model, form = InstrumentDate, DateForm


class AreaInline(ScopedInline):
    model, form = Area, AreaForm


class ParagraphInline(ScopedInline):
    model, form = Paragraph, ParagraphForm


class MeasurementInline(ScopedInline):
    model, form = Measurement, MeasurementForm


@admin.register(Instrument)
class InstrumentAdmin(ScopedAdmin):
    form = InstrumentForm
    inlines = [PartyInline, DateInline, AreaInline, ParagraphInline]
    list_display = ["short_title", "kind", "country", "legal_status", "classification"]
    list_filter = ["kind", "legal_status", "country"]
    list_select_related = ["country"]
    search_fields = ["title", "short_title", "symbol"]


@admin.register(InstrumentDocument)
class InstrumentDocumentAdmin(ScopedAdmin):
    form = InstrumentDocumentForm
    list_display = ["title", "instrument", "kind", "state", "classification"]
    list_filter = ["state", "kind"]
    list_select_related = ["instrument", "kind"]

    def has_add_permission(self, request, *args):
        return False  # added on the page of the instrument


@admin.register(Commitment)
class CommitmentAdmin(ScopedAdmin):
    """A status is reported on the page; here it is only seen."""

    form = CommitmentForm
    list_display = ["__str__", "instrument", "reported_status", "verified_status"]
    list_filter = ["reported_status", "verified_status"]
    list_select_related = ["instrument"]
    search_fields = ["reference", "title"]
    readonly_fields = ["reported_status", "verified_status"]

    def has_add_permission(self, request, *args):
        return False  # added on the page of the instrument


@admin.register(Action)
class ActionAdmin(ScopedAdmin):
    form = ActionForm
    list_display = ["title", "commitment", "reported_status", "verified_status"]
    list_filter = ["reported_status", "verified_status"]
    list_select_related = ["commitment"]
    search_fields = ["title"]
    readonly_fields = ["reported_status", "verified_status"]

    def has_add_permission(self, request, *args):
        return False  # added on the page of the commitment


@admin.register(StatusChange)
class StatusChangeAdmin(ScopedAdmin):
    """To be read: a change of status is made on the page and never altered."""

    list_display = ["as_of", "opinion", "commitment", "action", "now", "source"]
    list_filter = ["opinion", "now"]
    list_select_related = ["commitment", "action", "source"]
    fields = [
        "commitment", "action", "opinion", "was", "now", "as_of", "note", "evidence", "source",
        "page", "method_note", "classification",
    ]  # fmt: skip
    readonly_fields = fields

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


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
