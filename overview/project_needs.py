"""What projects need of a person: reports, documents, decisions, dates that are none."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.models import (
    BudgetRevision,
    Decision,
    Extension,
    Project,
    ProjectDocument,
    ReportDue,
    ResultMeasurement,
)

from .need import Need


def reports(user: Any) -> list[Need]:
    """Those past their day; whether they are overdue or merely without a receipt, they say."""
    late = ReportDue.objects.for_user(user, "change").filter(
        due_on__lt=timezone.localdate(), received_on=None
    )
    return [
        Need(
            "bad" if row.state == ReportDue.State.OVERDUE else "warn",
            str(row.get_state_display()),
            str(row),
            _("%(code)s. Was due %(due)s.")
            % {"code": row.project.code, "due": date_format(row.due_on)},
            reverse("projects:reports", args=[row.project.code]),
            pgettext("verb", "Record"),
        )
        for row in late.select_related("project", "kind").order_by("due_on")
    ]


def reports_to_accept(user: Any) -> list[Need]:
    waiting = ReportDue.objects.for_user(user, "accept").to_accept().exclude(received_by=user)
    return [
        Need(
            "warn",
            _("To accept"),
            str(row),
            _("%(code)s. Received on %(day)s.")
            % {"code": row.project.code, "day": date_format(row.received_on)},
            reverse("projects:reports", args=[row.project.code]),
            pgettext("verb", "Review"),
        )
        for row in waiting.select_related("project", "kind").order_by("received_on")
    ]


def proposals(user: Any) -> list[Need]:
    """Revisions and extensions that somebody else proposed."""
    found = []
    for model in (BudgetRevision, Extension):
        waiting = model.objects.for_user(user, "decide").filter(decision=Decision.PROPOSED)
        waiting = waiting.exclude(proposed_by=user).select_related("project")
        found += [
            Need("warn", _("To decide"), str(row), row.reason, row.get_absolute_url(), _("Decide"))
            for row in waiting.order_by("proposed_at")
        ]
    return found


def values_to_review(user: Any) -> list[Need]:
    waiting = ResultMeasurement.objects.for_user(user, "review").filter(
        review=ResultMeasurement.Review.REPORTED
    )
    waiting = waiting.exclude(reported_by=user).select_related("indicator__result__project")
    return [
        Need(
            "new",
            _("To review"),
            row.indicator.title,
            _("%(code)s. A value until %(day)s.")
            % {"code": row.indicator.result.project.code, "day": date_format(row.period_to)},
            reverse("projects:results", args=[row.indicator.result.project.code]),
            pgettext("verb", "Review"),
        )
        for row in waiting.order_by("period_to")
    ]


def documents(user: Any) -> list[Need]:
    missing = ProjectDocument.objects.for_user(user, "change").current().filter(state="missing")
    return [
        Need(
            "new",
            _("Missing"),
            row.title,
            _("%(code)s. Listed in a source, file not added yet.") % {"code": row.project.code},
            row.get_absolute_url(),
            _("Attach"),
        )
        for row in missing.select_related("project")
    ]


def impossible_dates(user) -> list[Need]:
    rows = Project.objects.for_user(user, "change").exclude(ends_as_written="")
    return [
        Need("warn", _("Check date"), _("%(code)s ends on “%(text)s”")
             % {"code": row.code, "text": row.ends_as_written},
             _("There is no such day. The text is kept as written."), row.get_absolute_url(),
             _("Open"))
        for row in rows
        if not row.written_end.is_date
    ]  # fmt: skip


FINDERS: tuple[Callable[[Any], list[Need]], ...] = (
    reports,
    reports_to_accept,
    proposals,
    values_to_review,
    documents,
    impossible_dates,
)
