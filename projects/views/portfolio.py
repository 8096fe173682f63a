"""All projects: the list with its sums, and the same projects along time."""

from datetime import date

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation.ui.pages import Header, ListPage
from foundation.ui.time_charts import Event, Lane, TimeChart

from ..bulk import ACTIONS
from ..figures import names_of, portfolio_figures, portfolio_statement
from ..filters import CLOSED, ProjectFilter
from ..models import Project
from ..portfolio_shown import PortfolioMoney

LAST = Value(date.max)  # projects without a start stand last, on both engines
NOTHING_KNOWN = Value(-1)
MONEY_SORTS = {"budget", "delivery"}


class Portfolio(ListPage):
    """Projects as the filters in the address find them."""

    model = Project
    filterset_class = ProjectFilter
    default_sort = "code"

    def get_queryset(self):
        user = self.request.user
        rows = Project.objects.with_card(user).annotate(first_day=Coalesce("starts", LAST))
        if self.sort.removeprefix("-") in MONEY_SORTS:
            # Without an amount a project stands at the low end, on both engines.
            rows = rows.with_money(user).annotate(
                budget_rank=Coalesce("approved", NOTHING_KNOWN),
                delivery_rank=Coalesce("delivery", Value(-1.0)),
            )
        self.queryset = rows
        return super().get_queryset()


class ProjectList(Portfolio):
    template_name = "projects/list.html"
    title = _("Projects")
    can_be_saved = True
    ready_views = (
        (_("Ongoing"), "status=ongoing"),
        (_("Report overdue"), "needs=overdue"),
        (_("Document missing"), "needs=documents"),
        (_("Closed with a balance"), "needs=balance"),
    )
    default_columns = (
        "country", "agencies", "dates", "budget", "delivery", "report", "status",
    )  # fmt: skip
    headers = (
        Header(_("Project"), "code"),
        Header(_("Country"), "country", ("country__name_en", "code"), column="country"),
        Header(_("Agencies"), column="agencies"),
        Header(_("Dates"), "dates", ("first_day", "code"), column="dates"),
        Header(_("Budget, US$"), "budget", ("budget_rank", "code"), css="n", column="budget"),
        Header(_("Transferred, US$"), css="n", column="transferred"),
        Header(_("Spent, US$"), css="n", column="spent"),
        Header(_("Balance, US$"), css="n", column="balance"),
        Header(_("Delivery"), "delivery", ("delivery_rank", "code"), column="delivery"),
        Header(_("Next report"), column="report"),
        Header(_("Missing"), "missing", ("missing_documents", "code"), css="n", column="missing"),
        Header(_("Status"), "status", ("status", "code"), column="status"),
        Header(_("Classification"), column="classification"),
    )

    @property
    def shown_headers(self):
        select = [Header(_("Select"), css="sel")] if self.may_change else []
        return [*select, *super().shown_headers]

    @cached_property
    def may_change(self):
        return self.request.user.has_perm("projects.change_project")

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(
            may_add=user.has_perm("projects.add_project"),
            bulk_actions=ACTIONS.values() if self.may_change else [],
            query=self.request.GET.urlencode(),
            **kwargs,
        )
        figures = portfolio_figures(list(context["object_list"]), user)
        for project in context["object_list"]:
            project.money = figures.get(project.pk)
        total = portfolio_statement(self.object_list, user).total
        return context | {"total": total}


class Timeline(Portfolio):
    """The same projects as spans of time, in the order they begin."""

    template_name = "projects/timeline.html"
    title = _("Projects along time")
    default_sort = "dates"
    headers = (
        Header(_("Project"), "code"),
        Header(_("Country"), "country", ("country__name_en", "code")),
        Header(_("Start"), "dates", ("first_day", "code")),
        Header(_("End")),
        Header(_("Status"), "status", ("status", "code")),
    )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        lanes = [Lane(project.code, [_span(project)]) for project in context["object_list"]]
        chart = TimeChart.spanning(self.title, lanes) if lanes else None
        return context | {"chart": chart}


def _span(project):
    """A project as a span; without an end it is a line over what is known."""
    first, last = project.starts, project.ends
    if first is not None and last is None:
        written = project.written_start.last
        last = max(written or first, localdate()) if _running(project) else written
    return Event(
        project.list_title,
        first,
        last,
        rough=project.ends is None,
        muted=project.status in CLOSED,
        href=project.get_absolute_url(),
    )


def _running(project):
    return project.status == Project.Status.ONGOING


class PortfolioFigures(Portfolio):
    """What the projects that the filters find add up to: by country, organisation, year."""

    template_name = "projects/figures.html"
    title = _("Money of the projects")
    paginate_by = None

    def get_context_data(self, **kwargs):
        statement = portfolio_statement(self.object_list, self.request.user)
        countries = names_of(statement, "project__country_id")
        return super().get_context_data(
            money=PortfolioMoney(statement, localdate(), countries),
            number=self.object_list.count(),
            query=self.request.GET.urlencode(),
            **kwargs,
        )
