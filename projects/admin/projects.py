from django.contrib import admin

from foundation.access.admin import ScopedAdmin, ScopedInline

from ..forms import FundForm, ParticipationForm, ProjectForm
from ..forms.projects import DAYS
from ..models import Fund, Participation, Project
from ..reports import expect_reports


class ParticipationInline(ScopedInline):
    model, form = Participation, ParticipationForm
    extra = 1  # one more can be added without JavaScript


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
    inlines = [ParticipationInline]
    list_display = ["code", "title", "country", "status", "classification"]
    list_filter = ["status", "country"]
    list_select_related = ["country"]
    search_fields = ["code", "title", "register_number"]

    def get_readonly_fields(self, request, obj=None):
        """The status is a step of the project's life, taken on its page."""
        return [*super().get_readonly_fields(request, obj), *(["status"] if obj else [])]

    def save_model(self, request, obj, form, change):
        """New days of a running project move the reports that are due, as on the page."""
        super().save_model(request, obj, form, change)
        if change and DAYS & set(form.changed_data):
            expect_reports(obj, by=request.user)
