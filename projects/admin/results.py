from django.contrib import admin

from ..forms import ResultForm
from ..models import Result
from .parts import OfOneProject


@admin.register(Result)
class ResultAdmin(OfOneProject):
    form = ResultForm
    list_display = ["text", "project", "kind", "source"]
    list_filter = ["kind"]
    list_select_related = ["project", "source"]
    search_fields = ["text", "project__code"]
