"""The list of projects as a file: the same filters and the same rows as on the screen."""

from itertools import islice

from django.utils.translation import gettext_lazy

from foundation.exports.content import Column, Kind
from foundation.exports.reports import TableReport, register

from ..figures import portfolio_figures
from ..filters import ProjectFilter
from ..models import Project

GROUP = gettext_lazy("Projects")
AT_ONCE = 500  # projects whose money is asked for in one go


@register
class ProjectList(TableReport):
    slug = "projects"
    title = gettext_lazy("Projects")
    about = gettext_lazy(
        "One row a project: who, where, when, its money in US dollars, its status."
    )
    permission = "projects.export_project"
    group = GROUP
    sources = gettext_lazy("The register; the ledger names the source of each amount.")
    filterset_class = ProjectFilter
    columns = (
        Column("code", gettext_lazy("Code")),
        Column("register_number", gettext_lazy("Number at the fund")),
        Column("title", gettext_lazy("Title"), wide=True),
        Column("country", gettext_lazy("Country"), help=gettext_lazy("Empty: several countries.")),
        Column("agencies", gettext_lazy("Agencies")),
        Column("starts", gettext_lazy("Start"), Kind.DATE),
        Column("starts_as_written", gettext_lazy("Start, as written"), on_paper=False),
        Column("ends", gettext_lazy("End"), Kind.DATE),
        Column("ends_as_written", gettext_lazy("End, as written"), on_paper=False),
        Column("approved", gettext_lazy("Approved, US$"), Kind.MONEY),
        Column("net_funded", gettext_lazy("Net funded, US$"), Kind.MONEY,
               help=gettext_lazy("Transfers less refunds.")),
        Column("spent", gettext_lazy("Spent, US$"), Kind.MONEY),
        Column("balance", gettext_lazy("Balance, US$"), Kind.MONEY),
        Column("delivery", gettext_lazy("Delivery"), Kind.SHARE,
               help=gettext_lazy("Expenditure over net funding; empty before a transfer.")),
        Column("status", gettext_lazy("Status")),
        Column("missing_documents", gettext_lazy("Documents missing"), Kind.WHOLE),
        Column("classification", gettext_lazy("Classification"), on_paper=False),
    )  # fmt: skip

    def queryset(self, choices):
        return Project.objects.order_by("code")

    def rows(self, rows, reader, choices):
        projects = iter(rows.with_card(reader.user).iterator(AT_ONCE))
        while some := list(islice(projects, AT_ONCE)):
            figures = portfolio_figures(some, reader.user)
            for project in some:
                yield _row(project, figures.get(project.pk))


def _row(project, figures):
    money = [None] * 5
    if figures:
        funded = figures.net_funded
        share = round(figures.spent / funded, 4) if funded > 0 else None
        money = [figures.approved, figures.net_funded, figures.spent, figures.balance, share]
    return (
        project.code,
        project.register_number,
        project.list_title,
        str(project.country) if project.country else "",
        ", ".join(agency.short for agency in project.agencies),
        project.starts,
        project.starts_as_written,
        project.ends,
        project.ends_as_written,
        *money,
        project.get_status_display(),
        project.missing_documents,
        project.get_classification_display(),
    )
