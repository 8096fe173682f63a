from django.contrib import admin

from foundation.access.admin import ScopedAdmin

from ..forms import ActionForm, BudgetLineForm, CommitmentForm
from ..models import Action, BudgetLine, Commitment, Serving
from .parts import OnlySeen


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


@admin.register(Serving)
class ServingAdmin(OnlySeen, ScopedAdmin):
    """To be read: linked, and taken away, on the page of the commitment."""

    list_display = ["commitment", "instrument", "reason", "source"]
    list_select_related = ["commitment", "instrument", "source"]
    fields = ["commitment", "instrument", "reason", "source", "page"]
    readonly_fields = fields


@admin.register(BudgetLine)
class BudgetLineAdmin(ScopedAdmin):
    form = BudgetLineForm
    list_display = ["action", "kind", "amount", "currency", "source"]
    list_filter = ["kind"]
    list_select_related = ["action", "source"]

    def has_add_permission(self, request, *args):
        return False  # added on the page of the instrument's budget
