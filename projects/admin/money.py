from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.access.admin import ScopedAdmin
from foundation.access.querysets import require_in_scope

from ..figures import finality_on
from ..forms import AnyTransactionForm
from ..ledger import CORRECTABLE, corrected
from ..models import BudgetRevision, RevisionLine, Transaction


class ReadOnly(ScopedAdmin):
    """To be read: what is here is written by one function, and never altered."""

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Transaction)
class TransactionAdmin(ScopedAdmin):
    """Adding posts a row; a correction is added as well, in the place of the row it names."""

    form = AnyTransactionForm
    list_display = [
        "__str__", "organisation", "category", "amount_usd", "how_final", "posted_at", "stands",
    ]  # fmt: skip
    list_filter = ["kind", "finality"]
    list_select_related = ["project", "organisation", "category", "superseded_by"]
    search_fields = ["project__code", "voucher"]
    SHOWN = [
        "project", "kind", "organisation", "category", "in_year", "date", "amount", "currency",
        "rate", "rate_date", "amount_usd", "how_final", "voucher", "source", "page", "note",
        "classification", "posted_at", "stands",
    ]  # fmt: skip

    def get_queryset(self, request):
        """Where a correction is closed to the reader, so is the row that it replaced."""
        seen = Transaction.objects.for_user(request.user)
        unreplaced = Q(superseded_by__isnull=True) | Q(superseded_by__in=seen.values("pk"))
        return super().get_queryset(request).filter(unreplaced)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        if obj is None:
            return [*AnyTransactionForm.Meta.fields, "corrects", "why"]
        return [*self.SHOWN, *(["correct"] if self.has_add_permission(request) else [])]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj) if obj else []

    @admin.display(description=_("year"))
    def in_year(self, row):
        return str(row.year)

    @admin.display(description=_("how final"))
    def how_final(self, row):
        shown = finality_on(row, timezone.localdate())
        return Transaction.Finality(shown).label if shown else ""

    @admin.display(boolean=True, description=_("stands"))
    def stands(self, row):
        return not hasattr(row, "superseded_by")

    @admin.display(description=_("correction"))
    def correct(self, row):
        if not self.stands(row):
            return _("A row stands in its place.")
        address = reverse("admin:projects_transaction_add")
        return format_html('<a href="{}?corrects={}">{}</a>', address, row.pk, _("Correct"))

    def get_changeform_initial_data(self, request):
        """With ?corrects=… the form opens as the row stands, if it is one in sight."""
        wanted = request.GET.get("corrects", "")
        rows = Transaction.objects.for_user(request.user).standing()
        row = rows.filter(pk=wanted).first() if wanted.isdecimal() else None
        if row is None:
            return super().get_changeform_initial_data(request)
        kept = corrected(row, {}, reason="")
        return {"project": row.project_id, "corrects": row.pk} | {
            name: getattr(kept, name) for name in CORRECTABLE
        }

    def save_model(self, request, obj, form, change):
        """The ledger writes; the form then speaks of the row that it wrote."""
        form.instance = form.post(by=request.user)
        obj.pk = form.instance.pk

    def save_related(self, request, form, formsets, change):
        """The ledger recorded it already."""
        require_in_scope(request.user, "add", form.instance)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:  # somebody posted between the check and the posting
            messages.error(request, " ".join(error.messages))
            return redirect(request.get_full_path())


class RevisionLineInline(admin.TabularInline):
    model = RevisionLine
    extra = 0
    fields = readonly_fields = ["organisation", "category", "amount"]

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(BudgetRevision)
class BudgetRevisionAdmin(ReadOnly):
    """Proposed and decided on the pages, by two people."""

    inlines = [RevisionLineInline]
    list_display = ["__str__", "project", "decision", "proposed_at", "decided_at"]
    list_filter = ["decision"]
    list_select_related = ["project"]
    search_fields = ["project__code", "reason"]
    fields = [
        "project", "number", "reason", "approved_on", "source", "classification", "decision",
        "decision_note", "proposed_at", "decided_at", "on_the_page",
    ]  # fmt: skip
    readonly_fields = fields

    @admin.display(description=_("page"))
    def on_the_page(self, revision):
        return format_html('<a href="{}">{}</a>', revision.get_absolute_url(), revision)
