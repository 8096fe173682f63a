from django.contrib import admin

from foundation.access.admin import ScopedAdmin

from ..forms import AnyEvidenceForm
from ..models import Dispute, Evidence


@admin.register(Evidence)
class EvidenceAdmin(ScopedAdmin):
    form = AnyEvidenceForm
    list_display = ["title", "commitment", "form", "stance", "classification"]
    list_filter = ["form", "stance"]
    list_select_related = ["commitment"]
    search_fields = ["title"]

    def has_add_permission(self, request, *args):
        return False  # added on the page of the commitment


@admin.register(Dispute)
class DisputeAdmin(ScopedAdmin):
    """To be read: a change is disputed on the page, and a dispute never altered."""

    list_display = ["change", "at", "source", "classification"]
    list_filter = ["classification"]
    list_select_related = ["change", "source"]
    fields = ["change", "reason", "source", "page", "classification", "at"]
    readonly_fields = fields

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
