"""How a project moves from one status to the next. The only writer of the status of a project."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import may
from foundation.audit.record import Verb, record

from . import conditions
from .choices import stop_showing
from .conditions import Missing
from .models import LifeStep, Project, RegisterEntry
from .reports import expect_reports

Status = Project.Status
# Where a project begins here; everything later is a step of its life.
FIRST = (Status.PIPELINE, Status.NOT_RECORDED)
PATH = (
    Status.PIPELINE, Status.ONGOING, Status.OPERATIONALLY_CLOSED, Status.FINANCIALLY_CLOSED,
)  # fmt: skip

END_IS_FIXED = gettext_lazy("While a project is ongoing, its end changes by an extension.")


class Arrow(NamedTuple):
    """What a step asks for: each condition answers with what is missing."""

    conditions: tuple[Callable[[Project, date], list[Missing]], ...] = ()
    needs_reason: bool = False


CANCEL = Arrow((conditions.no_balance,), needs_reason=True)
ARROWS = {
    (Status.PIPELINE, Status.ONGOING): Arrow(
        (conditions.a_start, conditions.a_budget, conditions.an_organisation)
    ),
    (Status.ONGOING, Status.OPERATIONALLY_CLOSED): Arrow(
        (conditions.the_end_has_come, conditions.last_report_received)
    ),
    (Status.OPERATIONALLY_CLOSED, Status.FINANCIALLY_CLOSED): Arrow(
        (
            conditions.last_report_accepted,
            conditions.final_accounts_accepted,
            conditions.all_years_certified,
            conditions.no_balance,
            conditions.no_open_proposal,
        )
    ),
    (Status.PIPELINE, Status.CANCELLED): CANCEL,
    (Status.ONGOING, Status.CANCELLED): CANCEL,
}


def next_statuses(project: Project) -> list[Status]:
    """Where the arrows lead from here, whether or not their conditions are met."""
    return [to for was, to in ARROWS if was == project.status]


def missing(project: Project, to: str, on: date | None = None) -> list[Missing]:
    """What a step to `to` on this day still lacks; empty if it can be taken."""
    arrow, on = ARROWS[(Status(project.status), Status(to))], on or timezone.localdate()
    return [lack for condition in arrow.conditions for lack in condition(project, on)]


@transaction.atomic
def move(
    project: Project, to: str, *, by: Any, on: date, reason: str = "", version: int
) -> LifeStep:
    """Take a project to its next status, on a day.

    Raises PermissionDenied, ValidationError (everything that is missing, or by field), or
    EditConflictError if somebody else changed the project since it was opened at `version`.
    """
    project = _locked(project)
    if by is not None and not may(by, "move", project):
        raise PermissionDenied
    arrow = ARROWS.get((Status(project.status), to))
    if arrow is None:
        raise ValidationError(_("The status cannot become this from what it is now."))
    _check_words(project, arrow, on, reason)
    if lacks := missing(project, to, on):
        raise ValidationError([ValidationError(lack.text, code="missing") for lack in lacks])
    project.claim_version(version)
    step = _step(project, Status(to), by=by, on=on, reason=reason)
    _save(project, by, reason)
    stop_showing(project, RegisterEntry.Field.STATUS, by=by, reason=_("A step was taken."))
    expect_reports(project, by=by)
    return step


@transaction.atomic
def take_over(project: Project, to: str, *, by: Any, reason: str) -> None:
    """Take the status that a register or a file gives to a project that has none recorded yet.

    Sets it on `project` and leaves saving to the caller, who changes the project with it. The day
    stays open: a register says how a project stands, not since when. From then on the status is
    kept here, and another word of a register is refused.
    """
    if to == project.status:
        return
    if project.status != Status.NOT_RECORDED:
        raise ValidationError(
            _("The status of this project is kept here, step by step; a register's word does not"
              " change it. Take the next step on the page about the project's life.")
        )  # fmt: skip
    _step(project, Status(to), by=by, on=None, reason=reason)


@transaction.atomic
def begin(project: Project, status: str, *, by: Any, reason: str) -> Project:
    """Save a new project; a status beyond the beginning is one that was reached elsewhere."""
    project.status = Status(status)
    project.full_clean()
    project._history_user = by
    project.save(force_insert=True)
    if project.status not in FIRST:
        _record_step(project, Status.NOT_RECORDED, project.status, by=by, on=None, reason=reason)
    return project


def end_is_fixed(project: Project) -> bool:
    """Whether the end is an agreed one, which only an extension moves."""
    return project.status == Status.ONGOING and project.ends is not None


def _locked(project):
    return Project.objects.select_for_update(of=("self",)).get(pk=project.pk)


def _check_words(project, arrow, on, reason):
    errors = {}
    newest = project.life_steps.exclude(on=None).first()
    if on > timezone.localdate():
        errors["on"] = _("This day has not come yet.")
    elif newest and on < newest.on:
        errors["on"] = _("This is before the step taken last.")
    if arrow.needs_reason and not reason.strip():
        errors["reason"] = _("Say why.")
    if errors:
        raise ValidationError(errors)


def _step(project, to, **said):
    step = _record_step(project, project.status, to, **said)
    project.status = to
    return step


def _record_step(project, was, now, *, by, on, reason):
    """The row of the step and the line in the trail."""
    step = LifeStep(project=project, was=was, now=now, on=on, reason=reason.strip(), by=by)
    step.full_clean()
    step.save(force_insert=True)
    record(
        actor=by, verb=Verb.STATUS_CHANGED, target=project, was=step.was, now=step.now,
        step=step.pk,
    )  # fmt: skip
    return step


def _save(project, by, reason):
    project._history_user, project._change_reason = by, reason.strip() or None
    project.save(update_fields=["status"])
