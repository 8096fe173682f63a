"""New projects from a file, each through the same form as the page. Nothing is changed here.

A project that is here already stays as it is; one that differs is changed on its page.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.forms import limit_choices
from foundation.access.querysets import require_in_scope
from foundation.imports import values
from foundation.imports.columns import Column, Row
from foundation.imports.kinds import ImportKind, RefusedRowsError, register
from foundation.imports.plan import Outcome, Plan, Reading
from foundation.imports.words import Words
from foundation.reference.classification import Classification
from foundation.reference.written_dates import read as read_date

from .. import life
from ..forms import ProjectForm, limit_to_reach
from ..models import Participation, Project
from . import lookups

PART = re.compile(r"^(?P<name>.*?)\s*(?:\((?P<role>[^()]*)\))?$")
COLUMN_OF = {
    "starts_as_written": "start", "starts": "start", "ends_as_written": "end", "ends": "end",
    "summary_source": "source", "register_number": "number",
}  # fmt: skip


def _codes(choices):
    return lambda: [(choice.value, str(choice.label)) for choice in choices]


COLUMNS = (
    Column("code", gettext_lazy("Project code"), gettext_lazy("Capital letters and digits."),
           required=True, example="XV001", aliases=("code",), hxl=("#activity+code",)),
    Column("fund", gettext_lazy("Fund"), gettext_lazy("Code or name of the fund."), required=True,
           example="UNA"),
    Column("number", gettext_lazy("Number at the fund"), example="00102004",
           aliases=("register number", "fund number")),
    Column("title", gettext_lazy("Title"), required=True, aliases=("project title",),
           hxl=("#activity+name",)),
    Column("title_fr", gettext_lazy("Title in French")),
    Column("country", gettext_lazy("Country"),
           gettext_lazy("Name or ISO code. Empty: several countries."), example="XV",
           hxl=("#country", "#country+name", "#country+code")),
    Column("start", gettext_lazy("Start"), gettext_lazy("As the source writes it."),
           example="15 September 2016", aliases=("start date",), hxl=("#date+start",)),
    Column("end", gettext_lazy("End"), gettext_lazy("As the source writes it."),
           example="2018-04-30", aliases=("end date",), hxl=("#date+end",)),
    Column("dates_note", gettext_lazy("Note on the dates")),
    Column("organisations", gettext_lazy("Organisations"),
           gettext_lazy("Each with its part in brackets, with a semicolon between them. Without"
                        " brackets: implementing. Needs the source."),
           example="UNDP (accountable); UNICEF", codes=_codes(Participation.Role),
           aliases=("organizations", "agencies", "agences")),
    Column("status", gettext_lazy("Status"),
           gettext_lazy("Later steps are taken on the page of the project."), example="pipeline",
           codes=_codes(life.FIRST)),
    Column("classification", gettext_lazy("Classification"), gettext_lazy("Empty: internal."),
           example="internal", codes=_codes(Classification)),
    Column("summary", gettext_lazy("Summary")),
    Column("source", gettext_lazy("Source"),
           gettext_lazy("Symbol, or the last part of its address here: of the summary and the"
                        " organisations."), example="S/2020/487"),
)  # fmt: skip


@dataclass
class Candidate:
    """A row that could be read: the form of a new project and who takes part in it."""

    data: dict[str, Any]
    parts: list[tuple] = field(default_factory=list)  # organisation, role, name as written
    source: Any = None
    form: ProjectForm | None = None


@register
class ProjectsImport(ImportKind):
    slug = "projects"
    title = gettext_lazy("New projects")
    about = gettext_lazy("Projects with their dates and organisations. Those here already stay.")
    permission = "projects.add_project"
    columns = COLUMNS
    max_rows = 500
    where_label = gettext_lazy("See the projects")

    @property
    def where(self):
        return reverse("projects:list")

    def check(self, rows: list[Row], user: Any) -> list[Outcome]:
        reader = RowReader(user)
        return [reader.outcome(row) for row in rows]

    def write(self, plan: Plan, *, by: Any, batch: str) -> None:
        reason = _("Imported, %(batch)s.") % {"batch": batch}
        for outcome in plan.new:
            candidate = outcome.ready
            project = candidate.form.instance
            project._history_user, project._change_reason = by, reason
            try:
                with transaction.atomic():
                    candidate.form.save()
            except IntegrityError as error:
                told = _("Somebody else added this project just now.")
                raise RefusedRowsError([(outcome.row.number, "code", told)]) from error
            require_in_scope(by, "add", project)
            for organisation, role, written in candidate.parts:
                part = Participation(
                    project=project, organisation=organisation, role=role,
                    name_as_written=written, source=candidate.source,
                )  # fmt: skip
                part._history_user, part._change_reason = by, reason
                part.save()
                require_in_scope(by, "add", part)


class RowReader:
    """Judges rows one after another; every list is read once."""

    def __init__(self, user: Any):
        self.user, self.seen = user, {}
        visible = Project.objects.for_user(user).select_related("fund", "country")
        visible = visible.prefetch_related("participations")
        self.here = {project.code: project for project in visible}
        self.funds = lookups.funds(user)
        self.countries = lookups.countries(user, "projects.add_project")
        self.organisations = lookups.organisations(user)
        self.sources = lookups.sources(user)
        self.roles = Words.of_choices(Participation.Role)
        self.statuses = Words.of_choices(life.FIRST)
        self.classifications = Words.of_choices(Classification)

    def outcome(self, row: Row) -> Outcome:
        reading = Reading(row)
        candidate = self._candidate(reading)
        code = candidate.data["code"]
        if code and code in self.seen:
            told = _("Row %(number)d is about this project already.")
            reading.wrong("code", told % {"number": self.seen[code]})
        self.seen.setdefault(code, row.number)
        if code in self.here:
            self._compare(candidate, self.here[code], reading)
            return Outcome(row, None, reading.errors)
        if not reading.errors:
            self._check(candidate, reading)
        return Outcome(row, None if reading.errors else candidate, reading.errors)

    def _candidate(self, reading):
        read = reading.read
        data = {
            "code": (read("code", values.text, required=True) or "").upper(),
            "fund": read("fund", self._in(self.funds), required=True),
            "register_number": read("number", values.text) or "",
            "title": read("title", values.text, required=True) or "",
            "title_fr": read("title_fr", values.text) or "",
            "country": read("country", self._in(self.countries)),
            "starts_as_written": read("start", values.text) or "",
            "ends_as_written": read("end", values.text) or "",
            "dates_note": read("dates_note", values.text) or "",
            "status": read("status", self._in(self.statuses)),
            "classification": read("classification", self._in(self.classifications)),
            "summary": read("summary", values.long_text) or "",
        }
        source = read("source", self._in(self.sources))
        parts = read("organisations", self._parts) or []
        if parts and source is None and reading.row["source"] is None:
            reading.wrong("source", _("Say which source names the organisations."))
        return Candidate(data, parts, source)

    def _parts(self, cell):
        """“UNDP (accountable); UNICEF” as organisations with their parts, each once."""
        found = {}
        for text in re.split(r"[;\n]", cell if isinstance(cell, str) else values.text(cell)):
            if not text.strip():
                continue
            said = PART.match(" ".join(text.split()))
            organisation = self.organisations.find(said["name"])
            role = self.roles.find(said["role"]) if said["role"] else "implementing"
            found.setdefault((organisation.pk, role), (organisation, role, said["name"]))
        return list(found.values())

    def _check(self, candidate, reading):
        data = {name: getattr(value, "pk", value) for name, value in candidate.data.items()}
        data["status"] = data["status"] or Project.Status.NOT_RECORDED.value
        data["classification"] = data["classification"] or Classification.INTERNAL.value
        if candidate.data["summary"] and candidate.source:
            data["summary_source"] = candidate.source.pk
        form = limit_choices(ProjectForm(data), self.user, "add")
        candidate.form = limit_to_reach(form, self.user, "add")
        for name, messages in candidate.form.errors.items():
            for message in messages:
                column = COLUMN_OF.get(name, name)
                reading.wrong(column if column != "__all__" else "", message)

    def _compare(self, candidate, project, reading):
        """What the file says otherwise than the register; an empty cell says nothing."""
        told = _("The project is here with another value. Change it on its page.")
        for name, value in candidate.data.items():
            if value and not _agree(project, name, value):
                reading.wrong(COLUMN_OF.get(name, name), told)
        held = {(part.organisation_id, part.role) for part in project.participations.all()}
        if any((organisation.pk, role) not in held for organisation, role, _n in candidate.parts):
            reading.wrong("organisations", told)

    @staticmethod
    def _in(words):
        return lambda cell: words.find(values.text(cell))


def _agree(project, name, value):
    """Whether the register says the same; a date also where it is written otherwise."""
    if name in {"starts_as_written", "ends_as_written"}:
        resolved = name.removesuffix("_as_written")
        written, day = read_date(value), getattr(project, resolved)
        meant = written.first if resolved == "starts" else written.last
        if day is not None and day == meant:
            return True
    held = getattr(project, name)
    if isinstance(value, str):
        return " ".join(str(held).split()) == " ".join(value.split())
    return held == value
