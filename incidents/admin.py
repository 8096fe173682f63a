"""The admin's side door to records: for those who may read exact counts, and drafts only.

No column, filter, order or search looks at a count; a status moves on the pages alone.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from foundation.access.admin import ScopedAdmin, ScopedInline
from foundation.access.querysets import for_user
from foundation.access.scope import scope_of
from foundation.audit.record import Verb, record_now
from foundation.audit.versions import EditConflictError

from .actions import hold_open
from .counts import record_sight
from .forms import CaseloadForm, CellForm, CellFormSet, SubmissionForm, TabulationForm
from .models import Cell, JusticeCaseload, MainFigure, Release, Submission, Tabulation


def cleared(request):
    """Records whose exact counts this person may read."""
    return for_user(Submission.objects.all(), request.user, "view_exact")


def is_open(request, submission):
    return Submission.objects.editable_by(request.user).filter(pk=submission.pk).exists()


class OfOpenRecord(ScopedInline):
    """Rows inside a record or a table; written only while the record is open and one's own."""

    def has_view_permission(self, request, obj=None):
        return bool(scope_of(request.user, "incidents.view_exact_submission"))

    def has_add_permission(self, request, obj=None):
        return self._open(request, obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._open(request, obj) and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self._open(request, obj) and super().has_delete_permission(request)

    def _open(self, request, obj):
        if obj is None or obj.pk is None:
            return True
        return is_open(request, obj if isinstance(obj, Submission) else obj.submission)


class TabulationInline(OfOpenRecord):
    model = Tabulation
    form = TabulationForm
    fields = ["title", "dimensions", "adds_up"]
    show_change_link = True


class CellInline(OfOpenRecord):
    model = Cell
    form = CellForm
    formset = CellFormSet


class ClearedAdmin(ScopedAdmin):
    """Whoever may not read exact counts finds nothing here, not even a list."""

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Submission)
class SubmissionAdmin(ClearedAdmin):
    form = SubmissionForm
    inlines = [TabulationInline]
    list_display = [
        "reference", "country", "source", "unit", "verification", "occurred_from", "occurred_to",
        "status",
    ]  # fmt: skip
    list_filter = ["country", "status", "unit", "verification"]
    list_select_related = ["country", "source"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.filter(pk__in=cleared(request).values("pk"))

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view_exact", obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (
            obj is None or is_open(request, obj)
        )

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj is not None:
            record_sight(request.user, [obj.pk])
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        obj.author = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        last = form.instance.tabulations.aggregate(last=Max("order"))["last"] or 0
        for inner in formset.forms:
            if inner.has_changed() and inner.instance.pk is None:
                last += 1
                inner.instance.order = last
        formset.save()


class AdminTabulationForm(TabulationForm):
    """Names the version of its record: rows of a table are part of the record."""

    record_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["record_version"].initial = self.instance.submission.version


@admin.register(Tabulation)
class TabulationAdmin(ClearedAdmin):
    form = AdminTabulationForm
    inlines = [CellInline]
    list_display = ["__str__", "submission", "adds_up"]
    list_select_related = ["submission"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.filter(submission__in=cleared(request).values("pk"))

    def has_add_permission(self, request):
        return False  # a table is added in its record

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return bool(scope_of(request.user, "incidents.view_exact_submission"))
        return cleared(request).filter(pk=obj.submission_id).exists()

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (
            obj is None or is_open(request, obj.submission)
        )

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj is not None:
            record_sight(request.user, [obj.submission_id])
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        version = form.cleaned_data["record_version"]
        try:
            hold_open(obj.submission, by=request.user, version=version)
        except ValidationError:
            raise EditConflictError from None
        super().save_model(request, obj, form, change)


@admin.register(MainFigure)
class MainFigureAdmin(ClearedAdmin):
    """To read alone: a main figure is chosen on its page, and a choice is never taken back."""

    fields = [
        "country", "occurred_from", "occurred_to", "unit", "verification", "submission",
        "told_reason", "chosen_by", "chosen_at",
    ]  # fmt: skip
    readonly_fields = fields
    list_display = [
        "country", "unit", "verification", "occurred_from", "occurred_to", "submission",
        "chosen_at",
    ]  # fmt: skip
    list_filter = ["country", "unit", "verification"]
    list_select_related = ["country", "submission"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.filter(submission__in=cleared(request).values("pk"))

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return bool(scope_of(request.user, "incidents.view_exact_submission"))
        return cleared(request).filter(pk=obj.submission_id).exists()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def render_change_form(self, request, context, obj=None, **kwargs):
        record_sight(request.user, [obj.submission_id])
        obj.reason_is_told = not measure_is_kept(obj, request.user)
        return super().render_change_form(request, context, obj=obj, **kwargs)

    @admin.display(description=_("reason"))
    def told_reason(self, obj):
        """A reason may name a number: it is told only with all the counts that it chose among."""
        told = getattr(obj, "reason_is_told", False)
        return obj.reason if told else _("not released to you")


def measure_is_kept(choice, user):
    names = ["country", "occurred_from", "occurred_to", "unit", "verification"]
    same = Submission.objects.kept_from(user).filter(country=choice.country)
    return choice.measure in set(same.order_by().values_list(*names))


@admin.register(JusticeCaseload)
class JusticeCaseloadAdmin(ClearedAdmin):
    form = CaseloadForm
    list_display = ["country", "court", "stage", "source", "as_of", "classification"]
    list_filter = ["country", "stage", "classification"]
    list_select_related = ["country", "court", "source"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.exact_for(request.user).filter(
            pk__in=for_user(JusticeCaseload.objects.all(), request.user, "view_exact").values("pk")
        )

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view_exact", obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (
            obj is None or not obj.as_published
        )

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj is not None:
            record_now(actor=request.user, verb=Verb.SAW_EXACT, target=obj)
        return super().render_change_form(request, context, obj=obj, **kwargs)


@admin.register(Release)
class ReleaseAdmin(ScopedAdmin):
    """Only to look at, and only what the pages show: every step is taken there."""

    list_display = ["__str__", "title", "audience", "status"]
    list_filter = ["country", "audience", "status"]
    list_select_related = ["country"]
    fields = [
        "country", "year", "cited_as", "edition", "title", "audience", "source_as_cited",
        "handling", "threshold", "unit", "verification", "status", "author", "created_at",
        "approved_by", "approved_at", "checksum", "withdrawn_at", "withdrawn_reason",
    ]  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.filter(pk__in=Release.objects.for_user(request.user).values("pk"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
