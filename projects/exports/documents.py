"""Documents and reports due, by project, kind and year; and the list of reports due."""

from collections import defaultdict
from itertools import islice

from django.db.models import F
from django.utils.translation import gettext_lazy

from foundation.exports.content import Column, Kind
from foundation.exports.reports import TableReport, register

from .. import matrix
from ..models import ProjectDocument, ReportDue
from ..report_filter import ReportFilter
from .lists import AT_ONCE, GROUP, OverProjects


@register
class DocumentMatrix(OverProjects, TableReport):
    """What a project should have, is there, or lacks: a row for each kind and year."""

    slug = "project-documents"
    title = gettext_lazy("Documents and reports due")
    about = gettext_lazy("By project, kind and year: here, linked, missing, late or due.")
    permission = "projects.export_projectdocument"
    sources = gettext_lazy("The register; due dates by the calendar of the fund.")
    columns = (
        Column("project", gettext_lazy("Project code")),
        Column("country", gettext_lazy("Country")),
        Column("kind", gettext_lazy("Kind of document")),
        Column("year", gettext_lazy("Year"), Kind.PLAIN,
               help=gettext_lazy("The year it is about; empty: about no year.")),
        Column("state", gettext_lazy("State")),
        Column("documents", gettext_lazy("Documents"), wide=True),
        Column("due", gettext_lazy("Due"), Kind.DATE),
        Column("received", gettext_lazy("Received"), Kind.DATE),
        Column("accepted", gettext_lazy("Accepted"), Kind.DATE),
    )  # fmt: skip

    def narrowed(self, reader, choices):
        return self.projects(reader, choices)

    def count(self, reader, choices):
        """Two documents of one kind and year share a row, and what is missing has one."""
        rows = self.narrowed(reader, choices)
        return sum(1 for _row in self.rows(rows, reader, choices))

    def content(self, reader, choices):
        projects = self.narrowed(reader, choices).order_by().values("pk")
        for rows in _beside(reader.user):
            reader.note_rows(rows.filter(project__in=projects))
        return super().content(reader, choices)

    def rows(self, rows, reader, choices):
        projects = iter(rows.iterator(AT_ONCE))
        while some := list(islice(projects, AT_ONCE)):
            found = [_by_project(kind, some) for kind in _beside(reader.user)]
            for project in some:
                documents, expected = (kind[project.pk] for kind in found)
                yield from matrix_rows(project, documents, expected)


def matrix_rows(project, documents, expected):
    """One row for each kind and year that has or should have something."""
    table = matrix.build(documents, expected, project.starts, project.ends)
    due = {(report.kind.pk, report.period_year): report for report in expected}
    country = str(project.country) if project.country else ""
    for line in table.lines:
        for year, cell in zip(table.years, line.cells, strict=True):
            if cell.state == matrix.State.NOT_EXPECTED and not cell.documents:
                continue
            report = due.get((line.kind.pk, year))
            yield (
                project.code,
                country,
                str(line.kind),
                year,
                str(cell.state.label),
                "; ".join(document.title for document in cell.documents),
                report.due_on if report else None,
                report.received_on if report else None,
                report.accepted_on if report else None,
            )


def _beside(user):
    """Documents, newest editions alone, and reports, as the reader may know them."""
    return (
        ProjectDocument.objects.for_user(user).current().select_related("kind"),
        ReportDue.objects.for_user(user).select_related("kind"),
    )


def _by_project(rows, projects):
    found = defaultdict(list)
    for row in rows.filter(project__in=[project.pk for project in projects]):
        found[row.project_id].append(row)
    return found


@register
class ReportsDue(TableReport):
    slug = "reports-due"
    title = gettext_lazy("Reports due")
    about = gettext_lazy("The reports that the fund expects, and what became of each.")
    permission = "projects.export_reportdue"
    group = GROUP
    sources = gettext_lazy("The register; due dates by the calendar of the fund.")
    filterset_class = ReportFilter
    columns = (
        Column("project", gettext_lazy("Project code")),
        Column("country", gettext_lazy("Country")),
        Column("report", gettext_lazy("Report")),
        Column("year", gettext_lazy("Year it is about"), Kind.PLAIN),
        Column("due", gettext_lazy("Due"), Kind.DATE),
        Column("state", gettext_lazy("State"),
               help=gettext_lazy("Worked out from the days on the day of the file.")),
        Column("received", gettext_lazy("Received"), Kind.DATE),
        Column("accepted", gettext_lazy("Accepted"), Kind.DATE),
        Column("returned", gettext_lazy("Returned because"), wide=True, on_paper=False),
        Column("note", gettext_lazy("Note"), wide=True, on_paper=False),
    )  # fmt: skip

    def queryset(self, choices):
        rows = ReportDue.objects.select_related("project__country", "kind")
        return rows.order_by(F("due_on").asc(nulls_last=True), "project__code", "pk")

    def rows(self, rows, reader, choices):
        for report in rows.iterator(AT_ONCE):
            country = report.project.country
            yield (
                report.project.code, str(country) if country else "", str(report.kind),
                report.period_year, report.due_on, str(report.get_state_display()),
                report.received_on, report.accepted_on, report.returned_reason, report.note,
            )  # fmt: skip
