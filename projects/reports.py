"""What becomes of the reports due: expected, received, sent back, accepted. Their only writer."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.access.querysets import may
from foundation.audit.record import Verb, record
from foundation.reference.models import Code

from .calendar import Calendar, Expected, expected
from .models import LifeStep, Project, ProjectDocument, ReportDue

Status = Project.Status
State = ReportDue.State
# What is expected of a project is known from the day on which it is ongoing.
EXPECTING = {Status.ONGOING, Status.OPERATIONALLY_CLOSED, Status.CANCELLED}


@transaction.atomic
def expect_reports(project: Project, *, by: Any) -> int:
    """Bring what is expected of a project in line with its days; how many rows that changed.

    Adds what the calendar asks for, moves the due days of what is not received yet, and takes out
    what the calendar put there and no longer asks for. What was received, and what a person
    entered or dated, stays. It follows from the project's days: `by` is only named in the trail.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if project.status not in EXPECTING:
        return 0
    rows = {(row.kind.code, row.period_year): row for row in _rows(project)}
    wanted = {(report.kind, report.year): report for report in _wanted(project)}
    kinds = {code.code: code for code in Code.objects.filter(list=Code.List.DOCUMENT_KIND)}
    changed = 0
    for key, report in wanted.items():
        if key in rows:
            changed += _moved(rows[key], report, by)
        elif report.kind in kinds and _may_begin(project):
            _expect(project, kinds[report.kind], report, by)
            changed += 1
    for key, row in rows.items():
        if key not in wanted and row.from_calendar and row.received_on is None:
            row._history_user = by
            row.delete()
            changed += 1
    if changed:
        record(actor=by, verb=Verb.CHANGED, target=project, fields=["reports_due"], rows=changed)
    return changed


def may_expect(project: Project) -> bool:
    """Whether the calendar has something to say of this project."""
    return project.status in EXPECTING and project.starts is not None and _may_begin(project)


@transaction.atomic
def receive(
    report: ReportDue, *, on: date, by: Any, document: ProjectDocument | None = None
) -> ReportDue:
    """Note that a report came in: the first time, or again after it was sent back."""
    report = _locked(report, by, "change")
    _refuse(why_not(report, "receive", by))
    errors = {}
    if on > timezone.localdate():
        errors["on"] = _("This day has not come yet.")
    elif report.period_year and on.year < report.period_year:
        errors["on"] = _("This is before the year that the report is about.")
    elif report.received_on and on < report.received_on:
        errors["on"] = _("It was received before, on a later day, and sent back.")
    if document is not None and document.project_id != report.project_id:
        errors["document"] = _("Choose a document of this project.")
    _refuse(errors)
    report.received_on, report.received_by, report.returned_reason = on, by, ""
    report.document = document or report.document
    return _save(report, by, Verb.CHANGED, _("Received."), step="received")


@transaction.atomic
def send_back(report: ReportDue, *, reason: str, by: Any) -> ReportDue:
    """Return a received report: it is owed again, and the reason says what is lacking."""
    report = _locked(report, by, "accept")
    _refuse(why_not(report, "send_back", by))
    if not reason.strip():
        raise ValidationError({"reason": _("Say what is lacking.")})
    report.returned_reason = reason.strip()
    return _save(report, by, Verb.RETURNED, reason)


@transaction.atomic
def accept(report: ReportDue, *, on: date, by: Any) -> ReportDue:
    """Accept a received report, as another person than the one who noted its receipt."""
    report = _locked(report, by, "accept")
    _refuse(why_not(report, "accept", by))
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day has not come yet.")})
    if on < report.received_on:
        raise ValidationError({"on": _("A report is accepted after it was received.")})
    report.accepted_on, report.accepted_by = on, by
    return _save(report, by, Verb.APPROVED, _("Accepted."))


NEEDS = {"receive": "change", "accept": "accept", "send_back": "accept"}


def why_not(report: ReportDue, step: str, by: Any) -> str:
    """Why this step cannot be taken now, whatever is typed; empty if it can."""
    if step == "receive":
        done = report.state in {State.RECEIVED, State.ACCEPTED}
        return _("This report is received already.") if done else ""
    if report.state != State.RECEIVED:
        return _("Only a received report, not yet accepted and not sent back, can be judged.")
    if step == "accept" and by is not None and report.received_by_id == by.pk:
        return _("You noted its receipt; somebody else accepts this report.")
    return ""


def steps(report: ReportDue, user: Any, held: set[str]) -> list[str]:
    """The steps that `user` could take, given the actions held on the report, for buttons."""
    return [
        step for step, action in NEEDS.items()
        if action in held and not why_not(report, step, user)
    ]  # fmt: skip


def _wanted(project) -> list[Expected]:
    days = dict(LifeStep.objects.filter(project=project).values_list("now", "on"))
    cancelled = project.status == Status.CANCELLED
    return expected(
        project.starts,
        project.ends,
        Calendar.of(settings.REPORT_CALENDAR),
        today=timezone.localdate(),
        closed_on=days.get(Status.OPERATIONALLY_CLOSED),
        cancelled_on=days.get(Status.CANCELLED) if cancelled else None,
    )


def _may_begin(project):
    """A project that was cancelled before it began owes nothing."""
    return (
        project.status != Status.CANCELLED
        or project.life_steps.filter(was=Status.ONGOING).exists()
    )


def _rows(project):
    return project.reports_due.select_for_update(of=("self",)).select_related("kind")


def _expect(project, kind, report, by):
    row = ReportDue(
        project=project, kind=kind, period_year=report.year, due_on=report.due, from_calendar=True
    )
    row.full_clean()
    row._history_user = by
    row.save(force_insert=True)


def _moved(row, report, by):
    if not row.from_calendar or row.received_on or row.due_on == report.due:
        return 0
    row.due_on = report.due
    row.claim_version(row.version)
    row._history_user, row._change_reason = by, _("The dates of the project changed.")
    row.save(update_fields=["due_on"])
    return 1


def _locked(report, by, action):
    Project.objects.select_for_update(of=("self",)).get(pk=report.project_id)
    rows = ReportDue.objects.select_for_update(of=("self",))
    report = rows.select_related("project", "kind").get(pk=report.pk)
    if by is not None and not may(by, action, report):
        raise PermissionDenied
    return report


def _refuse(errors):
    """A sentence, or sentences by field."""
    if errors:
        raise ValidationError(errors)


def _save(report, by, verb, reason, **details):
    report.claim_version(report.version)
    report.full_clean(exclude=["kind"])  # a kind that is no longer offered stays where it is
    report._history_user, report._change_reason = by, reason
    report.save()
    record(actor=by, verb=verb, target=report, **details)
    return report
