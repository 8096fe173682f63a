from django.contrib import admin

from foundation.access.admin import ScopedAdmin

from ..models import Extension, LifeStep
from .parts import OnlySeen


@admin.register(LifeStep)
class LifeStepAdmin(OnlySeen, ScopedAdmin):
    """To be read: a step is taken on the page about the project's life and never altered."""

    list_display = ["project", "was", "now", "on", "at"]
    list_filter = ["now"]
    list_select_related = ["project"]
    search_fields = ["project__code"]
    fields = ["project", "was", "now", "on", "reason", "by", "at"]
    readonly_fields = fields


@admin.register(Extension)
class ExtensionAdmin(OnlySeen, ScopedAdmin):
    """To be read: an extension is proposed and decided on the page about the project's life."""

    list_display = ["project", "number", "new_end", "decision", "proposed_at"]
    list_filter = ["decision"]
    list_select_related = ["project"]
    search_fields = ["project__code"]
    fields = [
        "project", "number", "new_end", "previous_end", "reason", "approved_on", "source",
        "decision", "decision_note", "proposed_by", "proposed_at", "decided_by", "decided_at",
    ]  # fmt: skip
    readonly_fields = fields
