"""What can be taken out. Each app declares its reports in its own exports.py.

A report says what and for whom. It never scopes, escapes, limits or records: the gate does, in one
order, and hands it a Reader through which alone it gets at rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType, SimpleNamespace
from typing import Any

from django import forms
from django.db import models
from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.access.forms import limit_choices
from foundation.access.querysets import for_user
from foundation.access.scope import scope_of
from foundation.reference.classification import Classification, up_to

from .content import Column, Content, Table, Value
from .reader import Reader
from .writing import Writer

REPORTS: dict[str, "Report"] = {}
SIGNED_IN = "signed-in"  # a report about oneself

ENDINGS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "pdf": "PDF", "iati": "IATI 2.03"}


class Audience(forms.Form):
    """How far the file may travel: nothing above goes in, whatever its maker may see."""

    audience = forms.ChoiceField(
        label=_("For"),
        choices=Classification.choices,
        help_text=_("Nothing that is closed further goes into the file."),
    )
    bare = forms.BooleanField(
        label=_("CSV without a byte order mark"),
        required=False,
        help_text=_("Excel reads accents by the mark; some other programs stumble over it."),
    )


@dataclass(frozen=True)
class Choices:
    """What somebody chose on the page of a report, checked. `said` is the same in words."""

    form: forms.BaseForm
    audience: Audience
    filterset: Any = None

    @property
    def are_valid(self) -> bool:
        return self.form.is_valid() and self.audience.is_valid()

    @property
    def values(self) -> dict[str, Any]:
        return self.form.cleaned_data

    def filtered(self, rows: models.QuerySet, user: Any) -> models.QuerySet:
        """Rows by the filters, which see as `user` what stands beside the rows."""
        if self.filterset is None:
            return rows
        self.filterset.request.user = user
        return self.filterset.filter_queryset(rows)

    @property
    def said(self) -> list[tuple[str, str]]:
        """Each choice in force as (its name, what was chosen)."""
        told = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, "", []):
                continue
            field = self.form.fields[name]
            names = dict(getattr(field, "choices", []))
            told.append((str(field.label or name), _in_words(value, names)))
        return told


def _is_scoped(field):
    """Whether a field of a form offers records that not everybody may see."""
    return hasattr(getattr(getattr(field, "queryset", None), "model", None), "scope_path")


def _in_words(value, names):
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, models.QuerySet):
        return ", ".join(map(str, value))
    return str(names.get(value, value))


class Report:
    """One thing that can be taken out. Subclass, declare, decorate with @register."""

    slug: str
    title: str | Promise
    about: str | Promise
    permission: str  # "app.export_model", or SIGNED_IN for what is about oneself
    endings: tuple[str, ...] = ("xlsx", "pdf", "json")
    form_class: type[forms.BaseForm] = forms.Form
    filterset_class: Any = None
    protection: str | Promise = ""  # how small numbers are kept; needed where there are counts
    sources: str | Promise = _("As given in the rows.")
    group: str | Promise = _("General")
    order = 0  # of its group in the list; equals stand as their apps do
    says: str | Promise = _(
        "Its title and number, who made it and when, the choices, the sources, for whom it is and"
        " how to handle it."
    )
    writers: Mapping[str, Writer] = MappingProxyType({})  # the app's own, by ending
    may_be_empty = True  # False where a file without rows is no file of its kind
    before: str = ""  # a template for what `remarks()` tells before the file is taken
    least = Classification.PUBLIC.value  # the widest readers that a file of this kind is for
    names_records = ""  # the field of the form with records that the file is about

    def is_open_to(self, user: Any) -> bool:
        if self.permission == SIGNED_IN:
            return bool(user.is_authenticated and user.is_active)
        return bool(scope_of(user, self.permission))

    def choices(self, data: QueryDict | None, user: Any) -> Choices:
        """The forms of a report's page, offering only what the person may see."""
        ceiling = self.ceiling(user)
        audience = Audience(_with_default(data, "audience", ceiling))
        offered = set(up_to(ceiling)) - set(up_to(self.least)[:-1])
        field = audience.fields["audience"]
        field.choices = [choice for choice in Classification.choices if choice[0] in offered]
        if "csv" not in self.endings:
            del audience.fields["bare"]
        if self.filterset_class:
            request = SimpleNamespace(user=user, GET=data)
            filterset = self.filterset_class(
                data or QueryDict(), queryset=self.choice_rows(user), request=request
            )
            limit_choices(filterset.form, user)
            return self._checked(Choices(filterset.form, audience, filterset), user)
        # A form that asks for something says so only after it was sent.
        asks = any(field.required for field in self.form_class.base_fields.values())
        form = self.form_class(data or (None if asks else QueryDict()))
        return self._checked(Choices(limit_choices(form, user), audience), user)

    def _checked(self, choices, user):
        """Refused where it was chosen: what may not be named to the readers of the file."""
        if not choices.are_valid:
            return choices
        reader = Reader(user, choices.audience.cleaned_data["audience"])
        for name in [name for name in choices.values if _is_scoped(choices.form.fields[name])]:
            self._check_reach(choices, name, reader)
        return choices

    def _check_reach(self, choices, name, reader):
        """The words of a choice stand in the file and in its name."""
        chosen, model = choices.values[name], choices.form.fields[name].queryset.model
        if not isinstance(chosen, models.Model | models.QuerySet):  # nothing, or "none of them"
            return
        wanted = chosen.values("pk") if isinstance(chosen, models.QuerySet) else [chosen.pk]
        rows = model._default_manager.filter(pk__in=wanted)
        is_subject = name == self.names_records
        seen = reader.rows(rows) if is_subject else for_user(rows, reader.user)
        if seen.count() < rows.count():
            told = _("Not for the readers you chose, or not yours to take out.")
            choices.form.add_error(name, told)

    def choice_rows(self, user: Any) -> models.QuerySet:
        """The rows that the drop-downs of the filters are taken from, where they ask for them."""
        return self.filterset_class._meta.model._default_manager.none()

    def ceiling(self, user: Any) -> str:
        """The highest classification this person may take out of here."""
        if self.permission == SIGNED_IN:
            return Classification.STRICTLY_CONFIDENTIAL.value
        return scope_of(user, self.permission).ceiling

    def count(self, reader: Reader, choices: Choices) -> int:
        """How many rows the file will have: for the page, the limits and the progress."""
        return 0

    def countries(self, reader: Reader, choices: Choices) -> set[int] | None:
        """The countries whose rows will be in the file; None where that may be any."""
        return None

    def content(self, reader: Reader, choices: Choices) -> Content:
        raise NotImplementedError

    def obstacles(self) -> list[str]:
        """Why no file can be made at present, whatever is chosen; a sentence each."""
        return []

    def remarks(self, reader: Reader, choices: Choices) -> dict[str, Any]:
        """What `before` needs to know."""
        return {}

    def edition(self, choices: Choices) -> str:
        """What distinguishes this file from others of the report, for its name: a country."""
        return ""


class TableReport(Report):
    """A report that is one table: a queryset and what each of its rows says."""

    endings = ("csv", "xlsx", "json", "pdf")
    columns: tuple[Column, ...] = ()

    def queryset(self, choices: Choices) -> models.QuerySet:
        """All rows there are, by the choices made. The gate narrows them to the reader's."""
        raise NotImplementedError

    def rows(
        self, rows: models.QuerySet, reader: Reader, choices: Choices
    ) -> Iterable[Sequence[Value]]:
        """The values of each row, in the order of the columns. `rows` are scoped already."""
        raise NotImplementedError

    def narrowed(self, reader: Reader, choices: Choices) -> models.QuerySet:
        """The rows of the reader, by the choices made."""
        return reader.rows(choices.filtered(self.queryset(choices), reader.user))

    def count(self, reader: Reader, choices: Choices) -> int:
        return self.narrowed(reader, choices).count()

    def countries(self, reader: Reader, choices: Choices) -> set[int] | None:
        """None also with rows of no country or of several."""
        rows = self.narrowed(reader, choices).order_by()
        path = getattr(rows.model, "scope_path", None)
        found = set(rows.values_list(path, flat=True).distinct()) if path else {None}
        return None if None in found else found

    def content(self, reader: Reader, choices: Choices) -> Content:
        rows = self.narrowed(reader, choices)
        reader.note_rows(rows, given=True)
        table = Table(self.slug, str(self.title), self.columns, self.rows(rows, reader, choices))
        return Content((table,))


def register(report: type[Report]) -> type[Report]:
    """Make a report known under its slug."""
    if report.slug in REPORTS:
        raise ValueError(f"There is a report “{report.slug}” already.")
    REPORTS[report.slug] = report()
    return report


def reports_of(user: Any) -> list[Report]:
    """The reports this person may take out somewhere, as they stand in the list."""
    found = [report for report in REPORTS.values() if report.is_open_to(user)]
    return sorted(found, key=lambda report: report.order)


def report_or_404(slug: str) -> Report:
    if slug not in REPORTS:
        raise Http404
    return REPORTS[slug]


def _with_default(data, name, value):
    """What was sent, with a value for what was not."""
    full = data.copy() if data is not None else QueryDict(mutable=True)
    if name not in full:
        full[name] = value
    return full
