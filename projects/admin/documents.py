from django.contrib import admin

from ..forms import AnyDocumentForm
from ..models import ProjectDocument
from .parts import OfOneProject


@admin.register(ProjectDocument)
class ProjectDocumentAdmin(OfOneProject):
    form = AnyDocumentForm
    list_display = ["title", "project", "kind", "state", "classification"]
    list_filter = ["state", "kind"]
    list_select_related = ["project", "kind"]
    search_fields = ["title", "project__code"]
