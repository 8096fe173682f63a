"""The kinds of page. Subclass one, name a model: access, audit and safe editing come along."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from foundation.access.forms import limit_choices
from foundation.access.querysets import for_user, require_in_scope
from foundation.access.scope import permission_name, scope_of
from foundation.audit.record import Verb, changed_fields, record
from foundation.audit.versions import EditConflictError, VersionedForm

from .models import SavedView, kept


@dataclass(frozen=True)
class Header:
    """A column head: its text, the name it sorts by in the URL, the fields that stands for."""

    label: str | Promise
    sort_key: str = ""
    order: tuple[str, ...] = ()
    css: str = ""
    column: str = ""  # by this name a reader may leave it out or take it in

    def ordering(self, descending: bool) -> list[str]:
        flip = {"": "-", "-": ""}
        return [
            f"{flip['-' if name.startswith('-') else '']}{name.lstrip('-')}"
            if descending
            else name
            for name in self.order or (self.sort_key,)
        ]


class ScopedPage(AccessMixin):
    """403 if the person may never do this anywhere; 404 if not to this object."""

    action = "view"

    def dispatch(self, request, *args, **kwargs):
        if not scope_of(request.user, permission_name(self.model, self.action)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return for_user(super().get_queryset(), self.request.user, self.action)


class SavedViewsMixin:
    """A page whose address people keep under a name: filters alone, never what they found."""

    can_be_saved = True
    ready_views: tuple[tuple[str | Promise, str], ...] = ()
    headers: tuple[Header, ...] = ()
    columns: frozenset[str] = frozenset()

    @property
    def kept_query(self) -> str:
        """What stands in the address beside the page number."""
        return kept(self.request.GET)

    def get_views(self) -> list[dict[str, Any]]:
        """The tabs over the list: everything, the ready-made views, the reader's own."""
        if not self.can_be_saved:
            return []
        here = self.kept_query
        page = self.request.resolver_match.view_name
        ready = [(_("All"), ""), *self.ready_views]
        mine = SavedView.objects.filter(user=self.request.user, page=page)
        tabs = [(name, query, None) for name, query in ready]
        tabs += [(view.name, view.query, view.pk) for view in mine]
        return [
            {
                "name": name,
                "href": f"{self.request.path}?{query}" if query else self.request.path,
                "current": kept(QueryDict(query)) == here,
                "pk": pk,
            }
            for name, query, pk in tabs
        ]


class ListPage(SavedViewsMixin, ScopedPage, ListView):
    """A list with filters, sorting and pages that live in the URL alone."""

    template_name = "pages/list.html"
    paginate_by = 50
    title: str | Promise = ""
    headers: tuple[Header, ...] = ()
    default_sort = ""
    filterset_class: Any = None
    filterset = None
    can_be_saved = False
    default_columns: tuple[str, ...] = ()

    def get_queryset(self):
        rows = super().get_queryset()
        if self.filterset_class:
            self.filterset = self.filterset_class(
                self.request.GET, queryset=rows, request=self.request
            )
            limit_choices(self.filterset.form, self.request.user)
            rows = self.filterset.qs if self.filterset.is_valid() else rows.none()
        return rows.order_by(*self.get_ordering_fields(), "pk")

    @property
    def columns(self) -> frozenset[str]:
        """The optional columns in view: those named in the address, else the usual ones."""
        known = {header.column for header in self.headers if header.column}
        wanted = known.intersection(self.request.GET.getlist("col"))
        return frozenset(wanted or self.default_columns or known)

    @property
    def shown_headers(self) -> list[Header]:
        return [header for header in self.headers if header.column in {"", *self.columns}]

    @property
    def sort(self) -> str:
        wanted = self.request.GET.get("sort", "")
        known = {header.sort_key for header in self.headers if header.sort_key}
        return wanted if wanted.removeprefix("-") in known else self.default_sort

    def get_ordering_fields(self):
        key = self.sort.removeprefix("-")
        for header in self.headers:
            if header.sort_key and header.sort_key == key:
                return header.ordering(descending=self.sort.startswith("-"))
        return list(self.model._meta.ordering)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter=self.filterset,
            chips=self.get_chips(),
            clear_url=self.request.path,
            sort=self.sort,
            title=self.title,
            columns=self.columns,
            views=self.get_views(),
            **kwargs,
        )

    @property
    def kept_query(self) -> str:
        """What stands in the address beside the page number and the usual order."""
        query = self.request.GET.copy()
        if self.sort == self.default_sort:
            query.pop("sort", None)
        return kept(query)

    def get_chips(self):
        """Each filter in force, and the address of the list without it."""
        if not self.filterset or not self.filterset.is_valid():
            return []
        chips = []
        for name, value in self.filterset.form.cleaned_data.items():
            if value in (None, "", []) or not hasattr(value, "__str__"):
                continue
            field = self.filterset.form.fields[name]
            query = self.request.GET.copy()
            for gone in (name, "page"):
                query.pop(gone, None)
            text = dict(getattr(field, "choices", [])).get(value, value)
            chips.append((f"{field.label}: {text}", f"{self.request.path}?{query.urlencode()}"))
        return chips


class DetailPage(ScopedPage, DetailView):
    pass


class FormPage(ScopedPage):
    """A form that offers only what is in scope, saves in one transaction and leaves a row."""

    template_name = "pages/form.html"
    verb = Verb.CHANGED
    title: str | Promise = ""
    submit_label: str | Promise = gettext_lazy("Save")
    saved_message: str | Promise = gettext_lazy("Saved.")
    how_recorded: Any = {}

    def get_form(self, form_class=None):
        return limit_choices(super().get_form(form_class), self.request.user, self.action)

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except EditConflictError:
            form = self.get_form()
            form.is_valid()  # says what differs by now
            return self.form_invalid(form)

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            require_in_scope(self.request.user, self.action, self.object)
            self.record(form)
        self.say_saved()
        return response

    def say_saved(self):
        messages.success(self.request, self.saved_message)

    def form_invalid(self, form) -> HttpResponse:
        conflict = getattr(form, "conflict", None)
        if conflict is None:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        context = self.get_context_data(form=form, differences=conflict)
        return self.response_class(
            request=self.request,
            template="pages/conflict.html",
            context=context,
            using=self.template_engine,
            status=409,
        )

    def record(self, form):
        record(
            actor=self.request.user,
            verb=self.verb,
            target=self.object,
            fields=changed_fields(form),
            **self.how_recorded,
        )

    def get_cancel_url(self):
        return self.object.get_absolute_url() if self.object else "../"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.title or self.get_title(),
            submit_label=self.submit_label,
            cancel_url=self.get_cancel_url(),
            **kwargs,
        )


class CreatePage(FormPage, CreateView):
    action = "add"
    verb = Verb.CREATED

    def get_title(self):
        return _("Add %(name)s") % {"name": self.model._meta.verbose_name}


class EditPage(FormPage, UpdateView):
    action = "change"

    def get_title(self):
        return _("Edit %(name)s") % {"name": self.object}


__all__ = [
    "CreatePage",
    "DetailPage",
    "EditPage",
    "FormPage",
    "Header",
    "ListPage",
    "SavedViewsMixin",
    "ScopedPage",
    "VersionedForm",
]
