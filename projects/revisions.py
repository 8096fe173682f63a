"""Proposing and deciding what changes a project by approval: the only writer of a decision."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.access.querysets import may, require_in_scope
from foundation.audit.record import Verb, record
from foundation.reference.classification import ORDER, highest
from foundation.reference.models import Code, Organisation

from . import ledger
from .choices import stop_showing
from .models import (
    BudgetRevision,
    Decision,
    Extension,
    Project,
    RegisterEntry,
    RevisionLine,
    Transaction,
)
from .reports import expect_reports

Status = Project.Status
OVER = {Status.CANCELLED, Status.FINANCIALLY_CLOSED}
VALUES = ("reason", "approved_on", "document", "source", "classification")


class Line(NamedTuple):
    """The new amount, in US dollars, of one line of the budget."""

    organisation: Organisation
    category: Code | None
    amount: Decimal


def standing_budget(
    project: Project, user: Any = None
) -> dict[tuple[int, int | None], Transaction]:
    """The budget as it stands: the row of each line, by organisation and category.

    As far as `user` may see it; None is the register itself.
    """
    rows = Transaction.objects.all() if user is None else Transaction.objects.for_user(user)
    rows = rows.standing().filter(project=project, kind=Transaction.Kind.BUDGET)
    rows = rows.select_related("organisation", "category", "source")
    return {
        (row.organisation_id, row.category_id): row
        for row in rows.order_by("organisation__name_en", "category__order", "pk")
    }


@transaction.atomic
def propose_revision(
    revision: BudgetRevision, lines: list[Line], *, by: Any, at: datetime | None = None
) -> BudgetRevision:
    """Save a new proposal with its lines. ValidationError by field, or PermissionDenied."""
    project = _lock(revision.project_id)
    revision.project = project
    _not_over(project)
    _number(revision, BudgetRevision)
    revision.proposed_by, revision.proposed_at = by, ledger.moment(by, at)
    _save(revision, lines, by, "add")
    record(actor=by, verb=Verb.CREATED, target=revision, lines=len(lines))
    return revision


@transaction.atomic
def change_revision(
    revision: BudgetRevision, lines: list[Line], *, by: Any, version: int
) -> BudgetRevision:
    """Save an open proposal anew; EditConflictError if somebody else did since `version`.

    Who changes it becomes its author: nobody decides on amounts of their own.
    """
    _lock(revision.project_id)
    stored = BudgetRevision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    if by is not None and not may(by, "change", stored):
        raise PermissionDenied
    if not stored.is_open:
        raise ValidationError(_decided())
    stored.claim_version(version)
    for name in VALUES:
        setattr(stored, name, getattr(revision, name))
    stored.proposed_by = by
    stored.lines.all().delete()
    _save(stored, lines, by, "change")
    record(actor=by, verb=Verb.CHANGED, target=stored, lines=len(lines))
    return stored


@transaction.atomic
def decide_revision(
    revision: BudgetRevision,
    *,
    approve: bool,
    by: Any,
    note: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> BudgetRevision:
    """Approve, which posts its lines to the ledger, or refuse with a note; by another person.

    `version` is what the decider had read: a proposal that changed since is not decided. `at` is
    given by sample data only: a decision in the past.
    """
    at = ledger.moment(by, at)
    project = _lock(revision.project_id)
    revision = _open_proposal(BudgetRevision, revision, by, version)
    if approve:
        _not_over(project)
    _decide(revision, approve, by, note, at)
    if approve:
        _post_lines(revision, project, by, at)
    verb = Verb.APPROVED if approve else Verb.RETURNED
    record(actor=by, verb=verb, target=revision)
    return revision


@transaction.atomic
def decide_extension(
    extension: Extension, *, approve: bool, by: Any, note: str = "", version: int | None = None
) -> Extension:
    """Approve, which moves the end of the project, or refuse with a note; by another person."""
    project = _lock(extension.project_id)
    extension = _open_proposal(Extension, extension, by, version)
    if approve:
        if project.status != Status.ONGOING:
            raise ValidationError(_("Only an ongoing project is extended."))
        if project.ends is not None and extension.new_end <= project.ends:
            raise ValidationError(_("The project ends later than this already."))
        extension.previous_end = project.ends
    _decide(extension, approve, by, note, timezone.now())
    if approve:
        _move_end(project, extension, by)
    verb = Verb.APPROVED if approve else Verb.RETURNED
    record(actor=by, verb=verb, target=extension)
    return extension


def _lock(project):
    return Project.objects.select_for_update(of=("self",)).get(pk=project)


def _number(proposal, model):
    newest = model.objects.filter(project=proposal.project).aggregate(newest=Max("number"))
    proposal.number = (newest["newest"] or 0) + 1


def _not_over(project):
    if project.status in OVER:
        raise ValidationError(_("The project is closed or cancelled."))


def _decided():
    return _("It was decided already.")


def _save(revision, lines, by, action):
    revision.full_clean()
    if revision.document_id and revision.document.project_id != revision.project_id:
        raise ValidationError({"document": _("This document is of another project.")})
    if not lines:
        raise ValidationError({"lines": _("Give the new amount of at least one line.")})
    _check_lines(revision, lines)
    revision.save()
    RevisionLine.objects.bulk_create(
        [RevisionLine(revision=revision, **line._asdict()) for line in lines]
    )
    if by is not None:
        require_in_scope(by, action, revision)


def _check_lines(revision, lines):
    """Each line once, each a change; and no more open than the row that it replaces."""
    budget = standing_budget(revision.project)
    seen = set()
    for line in lines:
        key = line.organisation.pk, line.category.pk if line.category else None
        standing = budget.get(key)
        if key in seen:
            raise ValidationError({"lines": _("A line of the budget is given twice.")})
        seen.add(key)
        if line.amount < 0:
            raise ValidationError({"lines": _("A budget is not negative.")})
        if line.amount == (standing.amount_usd if standing else 0):
            raise ValidationError({"lines": _("A new amount is the same as the old one.")})
        if standing and _is_more_open(revision, standing):
            raise ValidationError(
                {"classification": _("A line that it changes is more closed than this.")}
            )


def _is_more_open(revision, row):
    closed = highest([row.classification, row.source.classification])
    own = highest([revision.classification, revision.source.classification])
    return ORDER.index(own) < ORDER.index(closed)


def _open_proposal(model, proposal, by, version):
    proposal = model.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if by is not None and not may(by, "decide", proposal):
        raise PermissionDenied
    if not proposal.is_open:
        raise ValidationError(_decided())
    proposal.claim_version(proposal.version if version is None else version)
    return proposal


def _decide(proposal, approve, by, note, at):
    if by is not None and proposal.proposed_by_id == by.pk:
        raise ValidationError(_("You proposed it; somebody else decides."))
    note = note.strip()
    if not approve and not note:
        raise ValidationError({"note": _("Say why it is refused.")})
    proposal.decision = Decision.APPROVED if approve else Decision.REFUSED
    proposal.decision_note = note
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save()


def _post_lines(revision, project, by, at):
    budget = standing_budget(project)
    day = revision.approved_on or timezone.localdate(at)
    pairs = [
        (line, budget.get((line.organisation_id, line.category_id)))
        for line in revision.lines.select_related("organisation", "category")
    ]
    # What grows comes first: a sum on the way must not fall below what was transferred.
    for line, standing in sorted(pairs, key=_smaller):
        if standing is not None and standing.amount_usd == line.amount:
            continue  # it was brought to this amount by an earlier revision
        row = _row(revision, project, line, standing, day)
        ledger.post_budget(row, by=by, replaces=standing, at=at)


def _smaller(pair):
    line, standing = pair
    return (standing.amount_usd if standing else 0) - line.amount


def _row(revision, project, line, standing, day: date):
    closed = [revision.classification, *([standing.classification] if standing else [])]
    return Transaction(
        project=project,
        kind=Transaction.Kind.BUDGET,
        organisation=line.organisation,
        category=line.category,
        year=standing.year if standing else day.year,
        date=None if standing else revision.approved_on,
        amount=line.amount,
        source=revision.source,
        classification=highest(closed),
        revision=revision,
        reason=str(revision)[:400] if standing else "",
    )


def _move_end(project, extension, by):
    """The end as written becomes that of the extension; what was written stays in the history."""
    project.ends = extension.new_end
    project.ends_as_written = extension.new_end.isoformat()
    project.full_clean()
    project.claim_version(project.version)
    project._history_user = by
    project._change_reason = str(extension)
    project.save()
    ends = RegisterEntry.Field.ENDS
    stop_showing(project, ends, by=by, reason=_("An extension was approved."))
    expect_reports(project, by=by)
