"""Projects in the admin: what the pages have no form for is kept here, under the same rules."""

from django.contrib import admin

from foundation.access.admin import ScopedAdmin, ScopedInline

from .forms import (
    AnyDocumentForm,
    AnyEntryForm,
    FundForm,
    ParticipationForm,
    ProjectForm,
    ReportDueForm,
    ResultForm,
)
from .models import (
    Fund,
    Participation,
    Project,
    ProjectDocument,
    RegisterEntry,
    ReportDue,
    Result,
)


class OfOneProject(ScopedAdmin):
    """What is added to a project stays with it."""

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["project"] if obj else [])]


class ParticipationInline(ScopedInline):
    model, form = Participation, ParticipationForm


class ReportDueInline(ScopedInline):
    model, form = ReportDue, ReportDueForm


class ResultInline(ScopedInline):
    model, form = Result, ResultForm


@admin.register(Fund)
class FundAdmin(ScopedAdmin):
    form = FundForm
    list_display = ["code", "name_en", "administrator"]
    list_select_related = ["administrator"]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []


@admin.register(Project)
class ProjectAdmin(ScopedAdmin):
    form = ProjectForm
    inlines = [ParticipationInline, ResultInline, ReportDueInline]
    list_display = ["code", "title", "country", "status", "classification"]
    list_filter = ["status", "country"]
    list_select_related = ["country"]
    search_fields = ["code", "title", "register_number"]


@admin.register(ProjectDocument)
class ProjectDocumentAdmin(OfOneProject):
    form = AnyDocumentForm
    list_display = ["title", "project", "kind", "state", "classification"]
    list_filter = ["state", "kind"]
    list_select_related = ["project", "kind"]
    search_fields = ["title", "project__code"]


@admin.register(RegisterEntry)
class RegisterEntryAdmin(OfOneProject):
    """A choice is made on the page, with its reason; here it is only seen."""

    form = AnyEntryForm
    list_display = ["project", "field", "value_as_written", "register", "chosen"]
    list_filter = ["field", "chosen"]
    list_select_related = ["project", "register"]
    search_fields = ["project__code", "value_as_written"]
    readonly_fields = ["chosen", "chosen_reason", "chosen_by", "chosen_at"]
