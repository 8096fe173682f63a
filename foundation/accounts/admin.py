from django.contrib import admin
from django.contrib.auth import get_user_model

from foundation.access.admin import ScopedAdmin, ScopedInline
from foundation.access.models import Membership
from foundation.audit.record import Verb, record

from .forms import MembershipForm, PersonForm


class MembershipInline(ScopedInline):
    model = Membership
    form = MembershipForm
    fk_name = "user"
    fields = ["role", "everywhere", "countries", "starts", "ends"]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.granting = request.user
        return formset


@admin.register(get_user_model())
class PersonAdmin(ScopedAdmin):
    """People and their memberships. No permission field, no password: see access and allauth."""

    form = PersonForm
    inlines = [MembershipInline]
    list_display = ["full_name", "email", "organisation", "duty_station", "is_active"]
    search_fields = ["full_name", "email"]
    list_filter = ["is_active"]

    def has_change_permission(self, request, obj=None):
        kept = obj is None or obj.may_be_kept_by(request.user)
        return kept and super().has_change_permission(request, obj)

    def save_formset(self, request, form, formset, change):
        """A role given or changed leaves a row of its own."""
        for membership in formset.save(commit=False):
            new = membership.pk is None
            membership.save()
            verb = Verb.GRANTED if new else Verb.CHANGED
            record(actor=request.user, verb=verb, target=membership, role=membership.role)
        formset.save_m2m()
