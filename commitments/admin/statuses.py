from django.contrib import admin

from foundation.access.admin import ScopedAdmin

from ..models import StatusChange


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
