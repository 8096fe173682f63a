"""What a step of a project's life asks for: each condition answers with what is missing, if so.

They judge the whole ledger, whoever takes the step: a step is right or wrong for everybody. What
they answer names no amount.
"""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import figures
from .calendar import END_OF_PROJECT, FINAL_FINANCIAL
from .models import (
    BudgetRevision,
    Decision,
    Extension,
    Participation,
    Project,
    ReportDue,
    Transaction,
)

CERTIFIED = Transaction.Finality.CERTIFIED


class Missing(NamedTuple):
    """One thing that is missing: a sentence, and the page where it can be seen to."""

    text: str
    href: str


def a_start(project: Project, on: date) -> list[Missing]:
    if project.starts is None:
        return [Missing(_("A start date is not recorded."), _page("edit", project))]
    return []


def a_budget(project: Project, on: date) -> list[Missing]:
    if not figures.figures_of(project, None).approved:
        return [Missing(_("No approved budget is in the ledger."), _page("money", project))]
    return []


def an_organisation(project: Project, on: date) -> list[Missing]:
    if project.participations.exclude(role=Participation.Role.FUNDING).exists():
        return []
    return [Missing(_("No organisation that carries it out is recorded."),
                    _page("partner_add", project))]  # fmt: skip


def the_end_has_come(project: Project, on: date) -> list[Missing]:
    if project.ends is None:
        return [Missing(_("An end date is not recorded."), _page("edit", project))]
    if project.ends > on:
        return [Missing(_("The end of the project has not come by that day."),
                        _page("life", project))]  # fmt: skip
    return []


def last_report_received(project: Project, on: date) -> list[Missing]:
    if _states(project, END_OF_PROJECT) & {ReportDue.State.RECEIVED, ReportDue.State.ACCEPTED}:
        return []
    return [Missing(_("The end-of-project report is not received."), _page("reports", project))]


def last_report_accepted(project: Project, on: date) -> list[Missing]:
    if ReportDue.State.ACCEPTED in _states(project, END_OF_PROJECT):
        return []
    return [Missing(_("The end-of-project report is not accepted."), _page("reports", project))]


def final_accounts_accepted(project: Project, on: date) -> list[Missing]:
    if ReportDue.State.ACCEPTED in _states(project, FINAL_FINANCIAL):
        return []
    return [Missing(_("The final financial report is not accepted."), _page("reports", project))]


def all_years_certified(project: Project, on: date) -> list[Missing]:
    """As the pages show it: until its deadline has passed, a year is interim.

    What was taken out by a correction to 0 is no expenditure any more.
    """
    rows = figures.standing(None).filter(project=project, kind=Transaction.Kind.EXPENDITURE)
    rows = rows.exclude(amount=0)
    years = {row.year for row in rows if figures.finality_on(row, on) != CERTIFIED}
    if not years:
        return []
    said = ngettext(
        "The expenditure of %(years)s is not certified.",
        "The expenditure of these years is not certified: %(years)s.",
        len(years),
    )
    return [Missing(said % {"years": ", ".join(map(str, sorted(years)))}, _page("money", project))]


def no_balance(project: Project, on: date) -> list[Missing]:
    """Up to the tolerance of the fund, a balance need not be paid back."""
    if abs(figures.figures_of(project, None).balance) <= settings.BALANCE_TOLERANCE:
        return []
    return [Missing(_("A balance is left: refund it, or complete the ledger."),
                    _page("money", project))]  # fmt: skip


def no_open_proposal(project: Project, on: date) -> list[Missing]:
    waiting = {
        BudgetRevision: (_("A budget revision waits for a decision."), "money"),
        Extension: (_("An extension waits for a decision."), "life"),
    }
    return [
        Missing(text, _page(page, project))
        for model, (text, page) in waiting.items()
        if model.objects.filter(project=project, decision=Decision.PROPOSED).exists()
    ]


def _states(project, kind):
    """How the reports of a kind stand; none if no such report is expected."""
    return {report.state for report in project.reports_due.filter(kind__code=kind)}


def _page(name, project):
    return reverse(f"projects:{name}", args=[project.code])
