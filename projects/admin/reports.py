from django.contrib import admin

from ..forms import ReportDueForm
from ..models import ReportDue
from .parts import OfOneProject


@admin.register(ReportDue)
class ReportDueAdmin(OfOneProject):
    form = ReportDueForm
    list_display = ["project", "kind", "period_year", "due_on", "received_on", "accepted_on"]
    list_filter = ["kind"]
    list_select_related = ["project", "kind"]
    search_fields = ["project__code"]
