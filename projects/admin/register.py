from django.contrib import admin

from ..forms import AnyEntryForm
from ..models import RegisterEntry
from .parts import OfOneProject


@admin.register(RegisterEntry)
class RegisterEntryAdmin(OfOneProject):
    """A choice is made on the page, with its reason; here it is only seen."""

    form = AnyEntryForm
    list_display = ["project", "field", "value_as_written", "register", "chosen"]
    list_filter = ["field", "chosen"]
    list_select_related = ["project", "register"]
    search_fields = ["project__code", "value_as_written"]
    readonly_fields = ["chosen", "chosen_reason", "chosen_by", "chosen_at"]
