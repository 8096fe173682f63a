from django.contrib import admin

from foundation.access.admin import ScopedAdmin

from ..forms import ActionForm, CommitmentForm
from ..models import Action, Commitment


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
