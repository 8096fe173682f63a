"""The list of projects as a file: the same filters and the same rows as on the screen.

What the import of projects reads has its headings, so that a list can be let in elsewhere.
"""

from itertools import islice

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user
from foundation.exports.content import Column, Kind
from foundation.exports.reports import TableReport, register
from foundation.reference.models import Source

from ..figures import portfolio_figures, standing
from ..filters import ProjectFilter
from ..imports import lookups
from ..imports.projects import COLUMNS as READ
from ..models import Participation, Project
from .made import note_summaries
from .names import Names, of_organisation, of_source

GROUP = gettext_lazy("Projects")
AT_ONCE = 500  # projects whose money is asked for in one go
HEADED = {column.name: column.label for column in READ}


class OverProjects:
    """A report over the projects that the filters of their list find."""

    permission = "projects.export_project"
    group = GROUP
    sources = gettext_lazy("The register; the ledger names the source of each amount.")
    filterset_class = ProjectFilter

    def projects(self, reader, choices):
        """What is here and what is missing beside them is asked with the reader's eyes."""
        rows = Project.objects.order_by("code").with_card(reader.user)
        return reader.rows(choices.filtered(rows, reader.user))

    def note_money(self, reader, projects):
        """Sums are as closed as the most closed amount in them."""
        reader.note_rows(
            standing(reader.user).filter(project__in=projects.order_by().values("pk"))
        )


@register
class ProjectList(OverProjects, TableReport):
    slug = "projects"
    title = gettext_lazy("Projects")
    about = gettext_lazy(
        "One row a project: who, where, when, its money in US dollars, its status."
    )
    columns = (
        Column("code", gettext_lazy("Code")),
        Column("register_number", gettext_lazy("Number at the fund"), on_paper=False),
        Column("title", HEADED["title"], wide=True),
        Column("title_fr", HEADED["title_fr"], wide=True, on_paper=False),
        Column("short_title", gettext_lazy("Short title"), on_paper=False),
        Column("fund", HEADED["fund"], on_paper=False),
        Column("country", HEADED["country"], help=gettext_lazy("Empty: several countries.")),
        Column("agencies", gettext_lazy("Carried out by"), help=gettext_lazy(
            "As one register or all list them.")),
        Column("organisations", HEADED["organisations"], on_paper=False, help=gettext_lazy(
            "Each with its part in brackets.")),
        Column("starts_as_written", HEADED["start"], on_paper=False,
               help=gettext_lazy("As the source writes it.")),
        Column("starts", gettext_lazy("First day"), Kind.DATE),
        Column("ends_as_written", HEADED["end"], on_paper=False,
               help=gettext_lazy("As the source writes it.")),
        Column("ends", gettext_lazy("Last day"), Kind.DATE),
        Column("dates_note", HEADED["dates_note"], on_paper=False),
        Column("approved", gettext_lazy("Approved, US$"), Kind.MONEY),
        Column("net_funded", gettext_lazy("Net funded, US$"), Kind.MONEY,
               help=gettext_lazy("Transfers less refunds.")),
        Column("spent", gettext_lazy("Spent, US$"), Kind.MONEY),
        Column("balance", gettext_lazy("Balance, US$"), Kind.MONEY,
               help=gettext_lazy("Net funding and interest, less expenditure.")),
        Column("delivery", gettext_lazy("Delivery"), Kind.SHARE,
               help=gettext_lazy("Expenditure over net funding; empty before a transfer.")),
        Column("status", gettext_lazy("Status now")),
        Column("missing_documents", gettext_lazy("Documents missing"), Kind.WHOLE),
        Column("classification", HEADED["classification"], on_paper=False),
        Column("summary", HEADED["summary"], wide=True, on_paper=False),
        Column("source", HEADED["source"], on_paper=False,
               help=gettext_lazy("Of the organisations; the first, where there are several.")),
    )  # fmt: skip

    def queryset(self, choices):
        return Project.objects.order_by("code")

    def narrowed(self, reader, choices):
        return self.projects(reader, choices)

    def content(self, reader, choices):
        rows = self.narrowed(reader, choices)
        self.note_money(reader, rows)
        keys = rows.order_by().values("pk")
        reader.note_rows(Participation.objects.for_user(reader.user).filter(project__in=keys))
        note_summaries(reader, rows)
        return super().content(reader, choices)

    def rows(self, rows, reader, choices):
        user = reader.user
        sources = for_user(Source.objects.all(), user)
        names = Names(lookups.organisations(user), of_organisation, in_a_list=True)
        cited = Names(lookups.sources(user), of_source)
        rows = rows.prefetch_related(Prefetch("summary_source", sources),
                                     Prefetch("participations__source", sources))  # fmt: skip
        projects = iter(rows.iterator(AT_ONCE))
        while some := list(islice(projects, AT_ONCE)):
            figures = portfolio_figures(some, user)
            for project in some:
                yield _row(project, figures.get(project.pk), names, cited)


def money(figures):
    """Approved, net funded, spent, balance, delivery; nothing where nothing is recorded."""
    if not figures:
        return [None] * 5
    funded = figures.net_funded
    share = round(figures.spent / funded, 4) if funded > 0 else None
    return [figures.approved, funded, figures.spent, figures.balance, share]


def _row(project, figures, names, cited):
    parts = list(project.participations.all())
    source = parts[0].source if parts else project.summary_source
    return (
        project.code,
        project.register_number,
        project.title,
        project.title_fr,
        project.short_title,
        project.fund.code,
        str(project.country) if project.country else "",
        ", ".join(agency.short for agency in project.agencies),
        "; ".join(f"{names.of(p.organisation)} ({p.get_role_display()})" for p in parts),
        project.starts_as_written or _day(project.starts),
        project.starts,
        project.ends_as_written or _day(project.ends),
        project.ends,
        project.dates_note,
        *money(figures),
        project.get_status_display(),
        project.missing_documents,
        project.get_classification_display(),
        project.shown_summary,
        cited.of(source),
    )


def _day(day):
    return day.isoformat() if day else ""
