"""Instruments: parties, dates, areas and words, which the pages have no form for."""

from django.contrib import admin

from foundation.access.admin import ScopedAdmin, ScopedInline

from ..forms import (
    AreaForm,
    DateForm,
    InstrumentDocumentForm,
    InstrumentForm,
    ParagraphForm,
    PartyForm,
)
from ..models import (
    Area,
    Instrument,
    InstrumentDate,
    InstrumentDocument,
    InstrumentParty,
    Paragraph,
)


class PartyInline(ScopedInline):
    model, form = InstrumentParty, PartyForm


class DateInline(ScopedInline):
    model, form = InstrumentDate, DateForm


class AreaInline(ScopedInline):
    model, form = Area, AreaForm


class ParagraphInline(ScopedInline):
    model, form = Paragraph, ParagraphForm


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
