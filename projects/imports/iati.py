"""IATI activities as what another register says of our projects. Nothing of a project is changed:
the values stand beside it, and where they differ its page says so.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user
from foundation.imports.kinds import ImportKind, RefusedRowsError, register
from foundation.reference.models import Source

from .. import differences
from ..iati.publisher import publisher
from ..iati.read import Field, Found, IatiFile, read_file
from ..models import Project, RegisterEntry
from ..shown import values

ON_THE_PAGE = 100  # faults, and activities about no project here
PAGE = RegisterEntry._meta.get_field("page").max_length


@dataclass
class Row:
    """One value on the preview: what the file says, what is shown, and what would become of it."""

    entry: RegisterEntry
    shown: str
    is_new: bool
    kinds: tuple = ()  # how it differs


@dataclass
class Match:
    """An activity and the project that it is about."""

    found: Found
    project: Project
    rows: list[Row] = field(default_factory=list)

    @property
    def differing(self) -> int:
        return sum(bool(row.kinds) for row in self.rows)


@dataclass
class IatiPlan:
    """A file as one person would let it in now, under one source."""

    file: IatiFile
    source: Source
    matches: list[Match]
    unmatched: list[Found]
    wrong: list[str] = field(default_factory=list)  # only what shows on writing

    def _entries(self, is_new):
        return [row.entry for match in self.matches for row in match.rows if row.is_new is is_new]

    @property
    def new(self) -> list[RegisterEntry]:
        return self._entries(True)

    @property
    def unchanged(self) -> list[RegisterEntry]:
        return self._entries(False)

    @property
    def ready(self) -> bool:
        return bool(self.matches) and not self.wrong

    def mark(self, row: int, column: str, told: str) -> None:
        self.wrong.append(told)

    @property
    def fault_count(self) -> int:
        return len(self.file.faults) + self.file.more_faults

    @property
    def faults_shown(self) -> list:
        return self.file.faults[:ON_THE_PAGE]

    @property
    def faults_more(self) -> int:
        return self.fault_count - len(self.faults_shown)

    @property
    def unmatched_shown(self) -> list[Found]:
        return self.unmatched[:ON_THE_PAGE]

    @property
    def unmatched_more(self) -> int:
        return len(self.unmatched) - len(self.unmatched_shown)


@register
class IatiImport(ImportKind):
    slug = "iati"
    title = gettext_lazy("IATI activities")
    about = gettext_lazy(
        "What an IATI 2.03 file says of projects here, kept beside them. It overwrites nothing."
    )
    permission = "projects.add_registerentry"
    accepts = (".xml",)
    file_help = gettext_lazy("XML, at most 10 MB. You can drop the file here.")
    what_it_holds = "projects/_iati_file.html"
    preview_template = "projects/iati_preview.html"
    where_label = gettext_lazy("See the projects")
    large = 1_000_000  # activities: the limits on XML are lower, its preview is made at once
    source: int | None = None  # the register that the file is from

    @property
    def where(self):
        return reverse("projects:list")

    def option_fields(self, user):
        return {
            "source": ModelChoiceField(
                for_user(Source.objects.order_by("short_title"), user),
                label=_("The register it is from"),
                help_text=_(
                    "A source, such as “IATI file of the fund, 3 March 2026”. Add it under Sources"
                    " first."
                ),
            )
        }

    def read(self, data, name):
        return read_file(data, name, self.limits)

    def bound(self, about, user):
        kind = copy(self)
        kind.source = about.get("options", {}).get("source")
        return kind

    def accept(self, table):
        """Reading has refused what is not to be kept."""
        return len(table.activities)

    def plan(self, table, user):
        source = for_user(Source.objects.all(), user).filter(pk=self.source).first()
        if source is None:
            raise ValidationError(_("The source is no longer there. Send the file again."))
        pairs = _Projects(user).of(table.activities)
        plan = IatiPlan(
            table, source,
            [Match(found, project) for found, project in pairs if project],
            [found for found, project in pairs if project is None],
        )  # fmt: skip
        _fill(plan, user)
        return plan

    def fault_rows(self, made):
        heads = [_("Line"), _("What is wrong")]
        return [heads, *([str(fault.line), fault.sentence] for fault in made.file.faults)]

    def write(self, plan, *, by, batch):
        """Entries as the page makes them, each with its history; then asked about as a whole."""
        reason = _("Imported, %(batch)s.") % {"batch": batch}
        new = plan.new
        for entry in new:
            entry._history_user, entry._change_reason = by, reason
            try:
                entry.full_clean()
                entry.save(force_insert=True)
            except ValidationError as error:
                raise RefusedRowsError([(0, "", " ".join(error.messages))]) from error
            except IntegrityError as error:
                told = _("Somebody else added this value just now.")
                raise RefusedRowsError([(0, "", told)]) from error
        keys = [entry.pk for entry in new]
        allowed = RegisterEntry.objects.for_user(by, "add").filter(pk__in=keys)
        if allowed.count() != len(keys):
            raise PermissionDenied


class _Projects:
    """The projects that a person may change, by what a file calls them; read once."""

    def __init__(self, user):
        self.user, self.prefix = user, publisher().prefix
        self.rows = Project.objects.for_user(user, "change")
        self.by_code: dict[str, int] = {}
        self.by_number: dict[str, list[int]] = {}
        for pk, code, number in self.rows.values_list("pk", "code", "register_number"):
            self.by_code[code] = pk
            if number:
                self.by_number.setdefault(number, []).append(pk)

    def of(self, activities: list[Found]) -> list[tuple[Found, Project | None]]:
        """Each activity with its project, or with None if it fits none, or several."""
        keys = [self._key(found) for found in activities]
        wanted = {key for key in keys if key}
        projects = self.rows.with_card(self.user).in_bulk(wanted)
        return [(found, projects.get(key)) for found, key in zip(activities, keys, strict=True)]

    def _key(self, found):
        """By our code among the other identifiers, or by the fund's number in its own."""
        fits = {self.by_code[ref.upper()] for ref in found.others if ref.upper() in self.by_code}
        for number in self._numbers(found):
            fits.update(self.by_number.get(number, []))
        return fits.pop() if len(fits) == 1 else None

    def _numbers(self, found):
        yield from found.others
        for prefix in {found.reporting, self.prefix} - {""}:
            if found.identifier.startswith(f"{prefix}-"):
                yield found.identifier.removeprefix(f"{prefix}-")


def _fill(plan: IatiPlan, user: Any) -> None:
    """Each value as an entry, and how it differs from what is shown and what others say."""
    projects = [match.project for match in plan.matches]
    held: dict[int, list[RegisterEntry]] = {}
    for entry in _held(projects, user):
        held.setdefault(entry.project_id, []).append(entry)
    seen = set()
    for match in plan.matches:
        there = held.setdefault(match.project.pk, [])
        known = {(e.field, e.value_as_written) for e in there if e.register_id == plan.source.pk}
        shown = values(match.project)
        for entry in _entries(match, plan.source):
            said = (entry.field, entry.value_as_written)
            if (match.project.pk, *said) in seen:
                continue
            seen.add((match.project.pk, *said))
            text = shown[entry.field].text if entry.field in shown else ""
            match.rows.append(Row(entry, text, said not in known))
        _mark(match, there, shown)


def _held(projects, user) -> QuerySet:
    return RegisterEntry.objects.for_user(user).filter(project__in=projects)


def _mark(match, there, shown):
    """The differences there would be, as the page of the project works them out."""
    entries = [*there, *(row.entry for row in match.rows if row.is_new)]
    found = differences.find(entries, shown, Field.values)
    kinds = {difference.field: difference.kinds for difference in found}
    for row in match.rows:
        row.kinds = kinds.get(row.entry.field, ())


def _entries(match: Match, source: Source) -> Iterable[RegisterEntry]:
    found, project = match.found, match.project
    number = project.register_number
    said = [(Field.NUMBER, number if number and found.identifier.endswith(f"-{number}")
             else found.identifier, found.line)]  # fmt: skip
    said += [(one.field, one.value, one.line) for one in found.said]
    for name, value, line in said:
        if not value:
            continue
        where = _("line %(line)d") % {"line": line}
        room = PAGE - len(where) - 2
        yield RegisterEntry(
            project=project, register=source, field=name, value_as_written=value,
            page=f"{found.identifier[:room]}, {where}", as_of=found.as_of,
        )  # fmt: skip
