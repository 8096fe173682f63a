"""An admin page that shows, offers, saves and records just as the site's pages do.

Each override closes one side door that ModelAdmin.get_queryset() alone leaves open; the tests in
tests/access/test_admin_doors.py go through them for every registered model.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation.audit.record import Verb, changed_fields, record
from foundation.audit.versions import EditConflictError, Versioned, VersionedForm

from .forms import limit_choices
from .querysets import for_user, may, require_in_scope
from .readonly import hide_out_of_sight
from .scope import permission_name, scope_of


class ScopedFilter(admin.RelatedFieldListFilter):
    """A filter over a related model offers only rows that its reader may see."""

    def field_choices(self, field, request, model_admin):
        related = field.remote_field.model
        rows = related._default_manager.all()
        if hasattr(related, "scope_path"):
            rows = for_user(rows, request.user)
        return [(row.pk, str(row)) for row in rows]


class ScopedOptions:
    """What a page and an inline share: rows and choices in scope, a permission per object."""

    def get_queryset(self, request):
        return for_user(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return self._narrow(super().formfield_for_foreignkey(db_field, request, **kwargs), request)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return self._narrow(super().formfield_for_manytomany(db_field, request, **kwargs), request)

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_add_permission(self, request, *args):
        return bool(scope_of(request.user, permission_name(self.model, "add")))

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete", obj)

    def _narrow(self, field, request):
        queryset = getattr(field, "queryset", None)
        if queryset is not None and hasattr(queryset.model, "scope_path"):
            field.queryset = for_user(queryset, request.user)
        return field

    def _may(self, request, action, obj):
        if obj is None or obj.pk is None or not isinstance(obj, self.model):
            return bool(scope_of(request.user, permission_name(self.model, action)))
        return may(request.user, action, obj)


class ScopedInline(ScopedOptions, admin.TabularInline):
    extra = 0
    show_change_link = False


class ScopedAdmin(ScopedOptions, admin.ModelAdmin):
    show_facets = admin.ShowFacets.NEVER
    raw_id_fields = ()
    autocomplete_fields = ()
    date_hierarchy = None
    view_on_site = False
    list_per_page = 50
    actions = None

    def get_inline_instances(self, request, obj=None):
        instances = super().get_inline_instances(request, obj)
        for inline in instances:
            if not isinstance(inline, ScopedOptions):
                kind = type(inline)
                inline.__class__ = type(kind.__name__, (ScopedOptions, kind), {})
        return instances

    def get_list_filter(self, request):
        return [self._scoped_filter(entry) for entry in super().get_list_filter(request)]

    def _scoped_filter(self, entry):
        if isinstance(entry, str) and self.opts.get_field(entry).is_relation:
            return (entry, ScopedFilter)
        return entry

    def lookup_allowed(self, lookup, value, request=None):
        """Only what list_filter shows; otherwise any field could be bisected by its address."""
        entries = super().get_list_filter(request)
        names = {entry if isinstance(entry, str) else entry[0] for entry in entries}
        allowed = {
            f"{name}{ending}"
            for name in names
            for ending in ("", "__exact", "__id__exact", "__pk__exact", "__in", "__isnull",
                           "__gte", "__lt", "__iso2__exact")
        }  # fmt: skip
        return lookup in allowed

    def get_form(self, request, obj=None, change=False, **kwargs):
        if issubclass(self.model, Versioned) and not issubclass(self.form, VersionedForm):
            kwargs["form"] = type(self.form.__name__, (VersionedForm, self.form), {})
        if kwargs.get("fields"):  # the version is declared on the form, not made from the model
            kwargs["fields"] = [name for name in kwargs["fields"] if name != "version"]
        form = super().get_form(request, obj, change=change, **kwargs)
        user = request.user

        class Limited(form):
            def __init__(self, *args, **inner):
                super().__init__(*args, **inner)
                limit_choices(self, user, "change" if change else "add")

        return Limited

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except EditConflictError:
            messages.error(request, _("Somebody else saved this record. Nothing was changed."))
            return redirect(request.path)

    def render_change_form(self, request, context, *args, **kwargs):
        hide_out_of_sight([context["adminform"].form], request.user)
        for inline in context["inline_admin_formsets"]:
            hide_out_of_sight(inline.formset.forms, request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        obj, action = form.instance, "change" if change else "add"
        require_in_scope(request.user, action, obj)
        verb = Verb.CHANGED if change else Verb.CREATED
        fields = changed_fields(form)
        rows = {
            formset.model._meta.label: sum(1 for inner in formset.forms if inner.has_changed())
            for formset in formsets
            if formset.has_changed()
        }
        for formset in formsets:
            for inner in formset.forms:
                if (
                    inner.has_changed()
                    and inner.instance.pk
                    and inner not in formset.deleted_forms
                ):
                    require_in_scope(request.user, "view", inner.instance)
        record(actor=request.user, verb=verb, target=obj, fields=fields, rows=rows, door="admin")

    def save_model(self, request, obj, form, change):
        if change and isinstance(obj, Versioned):
            obj.claim_version(form.cleaned_data["version"])
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        with transaction.atomic():
            record(actor=request.user, verb=Verb.DELETED, target=obj, door="admin")
            super().delete_model(request, obj)

    def get_deleted_objects(self, objs, request):
        """The confirmation names the object alone: its relatives may be out of scope."""
        _found, _counts, missing, protected = super().get_deleted_objects(objs, request)
        return (
            [str(obj) for obj in objs],
            {self.opts.verbose_name_plural: len(objs)},
            missing,
            [_("other records")] if protected else [],
        )

    # Django's own log keeps texts of records that may since have moved out of scope; the audit
    # trail has what is needed, so it stays empty and its page is closed.
    def log_addition(self, request, obj, message):
        pass

    def log_change(self, request, obj, message):
        pass

    def log_deletions(self, request, queryset):
        pass

    def history_view(self, request, object_id, extra_context=None):
        if not request.user.is_authenticated:
            raise PermissionDenied
        raise Http404
