"""One project on one or two sheets of paper, each statement with its source as a note."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.utils.formats import date_format, number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user
from foundation.exports import pictures
from foundation.exports.content import Column, Content, Facts, Heading, Table, Text
from foundation.exports.reports import Report, register
from foundation.reference.models import Source

from .. import differences
from ..figures import standing, statement_of
from ..models import (
    Participation,
    Project,
    ProjectDocument,
    RegisterEntry,
    ReportDue,
    Result,
    ResultIndicator,
    ResultMeasurement,
)
from ..money_shown import Shown
from ..shown import values as shown_values
from ..tracks import results_of
from .documents import DocumentMatrix, matrix_rows
from .lists import GROUP
from .made import CountedByMaking, note_summaries
from .portfolio import FIGURES, values, years

# All that the sheet is made of beside the project and its ledger; how each leads to the project.
PARTS = {
    Participation: "project", ProjectDocument: "project", ReportDue: "project",
    RegisterEntry: "project", Result: "project", ResultIndicator: "result__project",
    ResultMeasurement: "indicator__result__project", Project: "follow_ups",
}  # fmt: skip
LEDGER = gettext_lazy("The ledger of the project: rows that stand on the day of the file.")


class FactsheetForm(forms.Form):
    project = forms.ModelChoiceField(
        label=gettext_lazy("Project"),
        queryset=Project.objects.order_by("code"),
        to_field_name="code",
        empty_label=gettext_lazy("Choose a project"),
    )


@register
class Factsheet(CountedByMaking, Report):
    slug = "project"
    title = gettext_lazy("Project fact sheet")
    about = gettext_lazy("One project: facts, money by year, results, documents, reports due.")
    permission = "projects.export_project"
    endings = ("pdf", "xlsx", "json")
    group = GROUP
    form_class = FactsheetForm
    names_records = "project"
    sources = gettext_lazy("As given in the notes.")

    def edition(self, choices):
        return choices.values["project"].code

    def content(self, reader, choices):
        project, user = _project(reader, choices), reader.user
        for model, path in PARTS.items():
            reader.note_rows(model.objects.for_user(user).filter(**{path: project}))
        reader.note_rows(standing(user).filter(project=project))
        return Content(
            (
                Heading(f"{project.code} · {project.shown_title}"),
                Facts(tuple(_facts(project))),
                *_summary(project),
                *_money(project, user),
                *_results(project, user),
                *_documents(project, user),
                *_differences(project, user),
            ),
            sources=tuple(_ledger_sources(project, user)),
        )


def _project(reader, choices):
    """The project with what its own page knows; one that may not be taken out is refused."""
    visible = for_user(Source.objects.all(), reader.user)
    rows = reader.rows(Project.objects.filter(pk=choices.values["project"].pk))
    reader.note_rows(rows)
    note_summaries(reader, rows)
    rows = rows.with_card(reader.user).prefetch_related(
        Prefetch("summary_source", visible),
        Prefetch("follows", Project.objects.for_user(reader.user)),
    )
    project = rows.first()
    if project is None:
        raise PermissionDenied
    return project


def _facts(project):
    where = str(project.country) if project.country else _("Several countries")
    yield _("Country"), where, ""
    yield _("Fund"), str(project.fund), ""
    yield _("Number at the fund"), project.register_number or _("not recorded"), ""
    agencies = ", ".join(agency.short for agency in project.agencies)
    yield _("Agencies"), agencies or _("not recorded"), ""
    yield _("National partner"), project.partner_bodies or _("not recorded"), ""
    yield _("Start"), _date(project.starts_as_written, project.starts), ""
    yield _("End"), _date(project.ends_as_written, project.ends), ""
    if project.dates_note:
        yield _("Note on the dates"), project.dates_note, ""
    yield _("Status"), str(project.get_status_display()), ""
    if project.goals:
        yield _("Goals"), project.goals, ""
    if project.follows:
        yield _("Follow-up of"), project.follows.code, ""


def _date(written, resolved):
    """As written, and the day it was resolved to where the text is not that day."""
    day = date_format(resolved, "DATE_FORMAT") if resolved else ""
    if written and day and written not in {day, resolved.isoformat()}:
        return f"{written} ({day})"
    return written or day or _("not recorded")


def _summary(project):
    if project.shown_summary:
        yield Heading(_("Summary"), 2)
        source = str(project.summary_source or "")
        paragraphs = [part for part in project.shown_summary.split("\n\n") if part.strip()]
        for paragraph in paragraphs:
            yield Text(" ".join(paragraph.split()), source)


def _money(project, user):
    money = Shown(statement_of(project, user), localdate())
    yield Heading(_("Money"), 2)
    if not money:
        yield Text(_("No amount is recorded."))
        return
    columns = (Column("year", _("Year")), *FIGURES)
    rows = [(label, *values(line.figures)) for label, line in years(money)]
    rows.append((_("All years"), *values(money.figures)))
    if money.by_year_chart():
        yield pictures.of_bars(money.by_year_chart(), str(LEDGER))
    interim = _("US dollars. Of what was spent, %(amount)s reads interim.")
    amount = number_format(money.interim, 2, force_grouping=True)
    note = interim % {"amount": amount} if money.interim else _("US dollars.")
    yield Table("money", _("By year"), columns, rows, note=note)
    lines = money.of_categories()
    if len(lines) > 1:
        columns = (Column("category", _("Budget category")), FIGURES[0], FIGURES[4])
        rows = [(str(line.label), line.figures.approved, line.figures.spent) for line in lines]
        yield Table("categories", _("By category"), columns, rows, note=_("US dollars."))


def _results(project, user):
    yield Heading(_("Results"), 2)
    found = results_of(project, user)
    if not found:
        yield Text(_("No result is recorded."))
        return
    yield Text(_("As reported by the sources; the register has not verified them."))
    columns = (
        Column("kind", _("Kind")), Column("result", _("Result"), wide=True),
        Column("source", _("Source")),
    )  # fmt: skip
    rows = [(str(r.result.get_kind_display()), r.result.text, _cited(r.result)) for r in found]
    yield Table("results", _("Results"), columns, rows)
    tracks = [(row.result, track) for row in found for track in row.tracks]
    if tracks:
        columns = (
            Column("indicator", _("Indicator"), wide=True), Column("unit", _("Unit")),
            Column("baseline", _("Baseline")), Column("target", _("Target")),
            Column("accepted", _("Accepted")),
            Column("reported", _("Reported"), help=_("Accepted or waiting for it.")),
            Column("result", _("Result"), wide=True, on_paper=False),
            Column("source", _("Source"), on_paper=False),
        )  # fmt: skip
        rows = [
            (
                track.indicator.title, str(track.unit), track.baseline, track.target,
                track.accepted_text, track.reported_text, result.text, _cited(track.indicator),
            )
            for result, track in tracks
        ]  # fmt: skip
        yield Table("indicators", _("Indicators"), columns, rows)


def _documents(project, user):
    documents = project.documents.for_user(user).current().select_related("kind")
    expected = list(project.reports_due.for_user(user).select_related("kind"))
    columns = DocumentMatrix.columns[2:]
    rows = [row[2:] for row in matrix_rows(project, list(documents), expected)]
    yield Heading(_("Documents and reports due"), 2)
    if rows:
        yield Table("documents", _("Documents and reports due"), columns, rows)
    else:
        yield Text(_("No document is recorded and no report is expected."))


def _differences(project, user):
    said = RegisterEntry.objects.for_user(user).filter(project=project)
    said = list(said.select_related("register", "chosen_by"))
    found = differences.find(said, shown_values(project), RegisterEntry.Field.values)
    if found:
        columns = (
            Column("field", _("Field")), Column("says", _("What it says"), wide=True),
            Column("register", _("Source")),
        )  # fmt: skip
        rows = [
            (str(one.label), entry.value_as_written, str(entry.register))
            for one in found
            for entry in one.entries
        ]
        yield Heading(_("Where sources differ"), 2)
        yield Table("differences", _("Where sources differ"), columns, rows)


def _cited(thing):
    return ", ".join(part for part in (str(thing.source), thing.page) if part)


def _ledger_sources(project, user):
    names = standing(user).filter(project=project).order_by("source__short_title")
    return names.values_list("source__short_title", flat=True).distinct()
