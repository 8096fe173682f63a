"""How a record moves. The only writers of a status, `as_published`, a main figure, an explanation.

Each asks for the permission on the record itself, changes the row in one conditional UPDATE (of
two people at once, one wins), and leaves its row in the audit trail in the same transaction.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.access.querysets import may, require_in_scope
from foundation.audit.record import Verb, record
from foundation.reference.classification import Classification

from .findings import Finding
from .models import Explanation, JusticeCaseload, MainFigure, Status, Submission
from .models.choices import OPEN_TO_CHANGE


@transaction.atomic
def submit(submission, *, by, version=None):
    """Send one's own open record for review. From here it cannot be edited."""
    _require(by, "change", submission)
    _require_content(submission)
    own = Submission.objects.editable_by(by)
    changes = {"status": Status.SUBMITTED, "submitted_at": timezone.now(), "author": by}
    _move(own, submission, OPEN_TO_CHANGE, version, **changes)
    record(actor=by, verb=Verb.SUBMITTED, target=submission)


@transaction.atomic
def approve(submission, *, by, version=None):
    """Accept what somebody else submitted. From here it is locked for good."""
    _require(by, "review", submission)
    changes = {"reviewed_by": by, "reviewed_at": timezone.now(), "status": Status.APPROVED}
    try:
        with transaction.atomic():
            _move(_of_others(submission, by), submission, (Status.SUBMITTED,), version, **changes)
    except IntegrityError:  # incidents_corrected_once
        raise ValidationError(
            _("The record that it corrects is corrected already. Send this one back.")
        ) from None
    record(actor=by, verb=Verb.APPROVED, target=submission)


@transaction.atomic
def return_(submission, *, by, reason, version=None):
    """Send back what somebody else submitted, saying why."""
    _require(by, "review", submission)
    _move(
        _of_others(submission, by),
        submission,
        (Status.SUBMITTED,),
        version,
        status=Status.RETURNED,
        reviewed_by=by,
        reviewed_at=timezone.now(),
        return_reason=given(reason),
    )
    record(actor=by, verb=Verb.RETURNED, target=submission)


@transaction.atomic
def withdraw(submission, *, by, reason, version=None):
    """Take a record out: an open one by its author, an approved one by a reviewer."""
    changes = {
        "status": Status.WITHDRAWN,
        "withdrawn_by": by,
        "withdrawn_at": timezone.now(),
        "withdrawn_reason": given(reason),
        "as_published": False,
    }
    if submission.status == Status.APPROVED:
        _require(by, "review", submission)
        _move(_of_others(submission, by), submission, (Status.APPROVED,), version, **changes)
    else:
        _require(by, "change", submission)
        open_to = (*OPEN_TO_CHANGE, Status.SUBMITTED)
        own = Submission.objects.filter(author=by)
        _move(own, submission, open_to, version, **changes)
    record(actor=by, verb=Verb.STATUS_CHANGED, target=submission, to=Status.WITHDRAWN.value)


@transaction.atomic
def mark_as_published(submission, *, by, reason, version=None):
    """Open the counts of an approved record to everybody, because a public source prints them."""
    _require(by, "publish", submission)
    _require_public(submission.source)
    _move(
        _of_others(submission, by).filter(as_published=False),
        submission,
        (Status.APPROVED,),
        version,
        **_published(by, reason),
    )
    record(actor=by, verb=Verb.MARKED_AS_PUBLISHED, target=submission)


@transaction.atomic
def mark_caseload_as_published(caseload, *, by, reason, version=None):
    """The same for a number of court cases."""
    _require(by, "publish", caseload)
    _require_public(caseload.source)
    rows = JusticeCaseload.objects.filter(as_published=False)
    write(rows, caseload, version, **_published(by, reason))
    record(actor=by, verb=Verb.MARKED_AS_PUBLISHED, target=caseload)


@transaction.atomic
def choose_main_figure(submission, *, by, reason):
    """Show this record first for its measure and period. The choices before stay in the list."""
    if not Submission.objects.current().exact_for(by).filter(pk=submission.pk).exists():
        raise PermissionDenied
    if submission.author_id == by.pk:
        raise PermissionDenied(_("Nobody chooses the figure that they entered."))
    standing = MainFigure.objects.standing_for(submission)
    if standing and standing.submission_id == submission.pk:
        raise ValidationError(_("It is the main figure already."))
    chosen = main_figure_of(submission, by=by, reason=given(reason))
    chosen.full_clean()
    chosen.save()
    require_in_scope(by, "add", chosen)
    record(actor=by, verb=Verb.CHOSE_MAIN, target=chosen, submission=submission.pk)
    return chosen


def main_figure_of(submission, *, by, reason):
    """The unsaved choice of a record for its own measure and period."""
    return MainFigure(
        country=submission.country,
        occurred_from=submission.occurred_from,
        occurred_to=submission.occurred_to,
        unit=submission.unit,
        verification=submission.verification,
        submission=submission,
        reason=reason,
        chosen_by=by,
    )


@transaction.atomic
def explain(submission, *, by, finding: Finding, text):
    """Say why something does not fit, for the numbers that were seen. What was said before stays.

    Its author does, or a reviewer; for a record that nobody entered, whoever may change one there.
    """
    _require_explainable(submission, by, finding)
    explanation = Explanation(
        submission=submission,
        finding=finding.slug,
        records=sorted(str(key) for key in finding.keys),
        numbers=finding.numbers,
        text=(text or "").strip(),
        by=by,
    )
    explanation.full_clean()
    explanation.save()
    require_in_scope(by, "add", explanation)
    details = {"submission": submission.pk, "finding": finding.kind.value}
    record(actor=by, verb=Verb.CREATED, target=explanation, **details)
    return explanation


def _require_explainable(submission, by, finding):
    exact = Submission.objects.exact_for(by).filter(reference__in=finding.keys)
    if exact.count() != len(finding.keys) or submission.status == Status.WITHDRAWN:
        raise PermissionDenied
    own = submission.author_id in (None, by.pk) and may(by, "change", submission)
    if not own and not may(by, "review", submission):
        raise PermissionDenied


def hold_open(submission, *, by, version):
    """Claim an open record of one's own before its tables are written; inside a transaction."""
    _move(Submission.objects.editable_by(by), submission, OPEN_TO_CHANGE, version, author=by)


def is_stale(error):
    """Whether somebody else was first: the answer is 409 then, and not 422."""
    return getattr(error, "code", "") == "stale"


def _move(rows, submission, was, version, **changes):
    write(rows.filter(status__in=was), submission, version, **changes)


def write(rows, thing, version, **changes):
    """One UPDATE that changes the row only if nobody changed it since it was looked at."""
    seen = thing.version if version is None else version
    changed = rows.filter(pk=thing.pk, version=seen).update(version=F("version") + 1, **changes)
    if not changed:
        raise ValidationError(
            _("Somebody else dealt with this record in the meantime. Look at it again."),
            code="stale",
        )
    thing.refresh_from_db()


def _require(by, action, thing):
    if not may(by, action, thing):
        raise PermissionDenied


def _of_others(submission, by):
    if submission.author_id == by.pk:
        raise PermissionDenied(_("Nobody reviews what they entered."))
    return Submission.objects.exclude(author=by)


def _require_public(source):
    if source.classification != Classification.PUBLIC:
        raise ValidationError(_("Its source is not public."))


def _require_content(submission):
    told = submission.stated_total is not None or submission.narrative
    if not told and not submission.tabulations.filter(cells__isnull=False).exists():
        raise ValidationError(_("Give a total, a table or what the source says in words."))


def _published(by, reason):
    return {
        "as_published": True,
        "as_published_reason": given(reason),
        "as_published_by": by,
        "as_published_at": timezone.now(),
        "classification": Classification.PUBLIC,
    }


def given(reason):
    reason = (reason or "").strip()
    if not reason:
        raise ValidationError(_("Say why."))
    return reason[:400]
