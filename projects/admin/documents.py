from django.contrib import admin

from ..editions import read_later
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

    def save_model(self, request, obj, form, change):
        """A new file is read in the background, as on the page."""
        super().save_model(request, obj, form, change)
        if form.found:
            read_later(obj)
