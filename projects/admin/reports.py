from django.contrib import admin

from ..forms import AnyReportDueForm
from ..models import ReportDue
from .parts import OfOneProject


@admin.register(ReportDue)
class ReportDueAdmin(OfOneProject):
    """What is expected is kept here too; receipt and acceptance are steps on the page."""

    form = AnyReportDueForm
    list_display = ["project", "kind", "period_year", "due_on", "received_on", "accepted_on"]
    list_filter = ["kind"]
    list_select_related = ["project", "kind"]
    search_fields = ["project__code"]
    readonly_fields = [
        "received_on", "received_by", "returned_reason", "accepted_on", "accepted_by",
        "expected_since", "from_calendar",
    ]  # fmt: skip
