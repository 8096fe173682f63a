"""How a commitment or an action moves from one status to another. The only writer of a status.

A change is a statement as of a day. The status in force is the newest statement by that day, then
by the time it was made; a statement about the past finds its place and leaves the present alone.
"""

from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.access.querysets import may
from foundation.audit.record import Verb, record
from foundation.reference.classification import highest
from foundation.reference.models import Source

from .models import CLOSED, Commitment, Opinion, Status, StatusChange

S = Status


class Arrow(NamedTuple):
    """What a step asks for."""

    needs_note: bool = False
    needs_evidence: bool = False


PLAIN, SAY_WHY, PROVE = (
    Arrow(),
    Arrow(needs_note=True),
    Arrow(needs_note=True, needs_evidence=True),
)

# From each status to the next. The same again, as of a later day, is news as well.
REPORTED = {
    S.NO_INFORMATION: {
        S.NOT_STARTED: PLAIN, S.IN_PROGRESS: PLAIN, S.DELAYED: SAY_WHY, S.STALLED: SAY_WHY,
        S.IMPLEMENTED: PROVE, S.DISCONTINUED: PROVE,
    },
    S.NOT_STARTED: {
        S.NOT_STARTED: PLAIN, S.IN_PROGRESS: PLAIN, S.DELAYED: SAY_WHY, S.STALLED: SAY_WHY,
        S.IMPLEMENTED: PROVE, S.DISCONTINUED: PROVE, S.NO_INFORMATION: SAY_WHY,
    },
    S.IN_PROGRESS: {
        S.IN_PROGRESS: PLAIN, S.DELAYED: SAY_WHY, S.STALLED: SAY_WHY, S.IMPLEMENTED: PROVE,
        S.DISCONTINUED: PROVE, S.NO_INFORMATION: SAY_WHY,
    },
    S.DELAYED: {
        S.IN_PROGRESS: PLAIN, S.DELAYED: SAY_WHY, S.STALLED: SAY_WHY, S.IMPLEMENTED: PROVE,
        S.DISCONTINUED: PROVE, S.NO_INFORMATION: SAY_WHY,
    },
    S.STALLED: {
        S.IN_PROGRESS: PLAIN, S.DELAYED: SAY_WHY, S.STALLED: SAY_WHY, S.IMPLEMENTED: PROVE,
        S.DISCONTINUED: PROVE, S.NO_INFORMATION: SAY_WHY,
    },
    S.IMPLEMENTED: {S.IN_PROGRESS: SAY_WHY},
    S.DISCONTINUED: {S.NOT_STARTED: SAY_WHY, S.IN_PROGRESS: SAY_WHY},
}  # fmt: skip
# A reviewer may confirm or contradict with any status; closing needs evidence here as well.
VERIFIED = {
    status: PROVE if status in CLOSED else SAY_WHY for status in S if status != S.NO_INFORMATION
}

ACTIONS = {Opinion.REPORTED: "update", Opinion.VERIFIED: "verify"}


class Statement(NamedTuple):
    """What is said of a status, apart from what it becomes and who says so."""

    as_of: date
    note: str = ""
    evidence: str = ""
    source: Source | None = None
    page: str = ""
    method_note: str = ""
    classification: str = "internal"
    as_of_from: date | None = None
    as_of_as_written: str = ""


def next_statuses(subject: Any, user: Any, opinion: str = Opinion.REPORTED) -> list[Status]:
    """The statuses that `user` may give this commitment or action, for buttons and forms."""
    if not may(user, ACTIONS[opinion], subject):
        return []
    if opinion == Opinion.REPORTED:
        # A statement about the past may begin from another status: its arrow is checked then.
        return list(REPORTED[Status(subject.reported_status)])
    newest = _newest(subject, Opinion.REPORTED)
    if newest is None or newest.by_id == user.pk:
        return []
    return list(VERIFIED)


@transaction.atomic
def change_status(
    subject: Any, *, to: str, by: Any, said: Statement, version: int, opinion: str = "reported"
) -> StatusChange:
    """Add a statement by a person and bring the status in line with the newest one.

    Raises PermissionDenied, ValidationError (what is missing, by field), or EditConflictError if
    somebody else changed the subject since it was opened at `version`.
    """
    subject = type(subject).objects.select_for_update(of=("self",)).get(pk=subject.pk)
    opinion = Opinion(opinion)
    if not may(by, ACTIONS[opinion], subject):
        raise PermissionDenied
    said = _as_open_as_its_source(said)
    before = _in_force(subject, opinion, said.as_of)
    verifies = _verifiable(subject, by, said.as_of) if opinion == Opinion.VERIFIED else None
    _check(_arrow(opinion, before, to), said, opinion)
    if opinion == Opinion.REPORTED:
        _leads_on(subject, to, said.as_of)
    subject.claim_version(version)
    change = _add(subject, opinion, before, to, said, by=by, verifies=verifies)
    record(
        actor=by, verb=Verb.STATUS_CHANGED, target=subject, opinion=str(opinion), was=change.was,
        now=change.now, change=change.pk,
    )  # fmt: skip
    return change


@transaction.atomic
def state_from_source(subject: Any, *, to: str, said: Statement) -> StatusChange | None:
    """Add what a source reports, on nobody's behalf; None if it is there already.

    Sources may contradict each other, so no arrow is asked for; a source is. ValidationError for
    a day to come: no source knows it.
    """
    if said.as_of > timezone.localdate():
        raise ValidationError({"as_of": _not_yet()})
    subject = type(subject).objects.select_for_update(of=("self",)).get(pk=subject.pk)
    known = subject.status_changes.filter(by=None, now=to, source=said.source, as_of=said.as_of)
    if known.exists():
        return None
    before = _in_force(subject, Opinion.REPORTED, said.as_of)
    return _add(
        subject, Opinion.REPORTED, before, to, _as_open_as_its_source(said), by=None, verifies=None
    )


def _not_yet():
    return _("A status as of a day to come is not known yet.")


def _newest(subject, opinion):
    return subject.status_changes.filter(opinion=opinion).first()


def _in_force(subject, opinion, day):
    """The status as of a day; nothing known before the first statement."""
    found = subject.status_changes.filter(opinion=opinion, as_of__lte=day).first()
    if found:
        return found.now
    return Status.NO_INFORMATION if opinion == Opinion.REPORTED else ""


def _verifiable(subject, by, day):
    """The report to be verified, in force on that day: there must be one, by somebody else."""
    reports = subject.status_changes.filter(opinion=Opinion.REPORTED)
    newest = reports.filter(as_of_from__lte=day).first()
    if newest is None:
        if reports.exists():
            raise ValidationError({"as_of": _("Nothing is reported as of this day or before.")})
        raise ValidationError(_("Nothing is reported yet, so there is nothing to verify."))
    if newest.by_id == by.pk:
        raise ValidationError(_("You reported this status; somebody else verifies it."))
    return newest


def _arrow(opinion, before, to):
    arrows = VERIFIED if opinion == Opinion.VERIFIED else REPORTED[Status(before)]
    arrow = arrows.get(to)
    if arrow is None:
        raise ValidationError({"to": _("The status cannot become this from what it was then.")})
    return arrow


def _leads_on(subject, to, day):
    """What a person said of the next later day must be a step from this as well."""
    later = subject.status_changes.filter(opinion=Opinion.REPORTED, as_of__gt=day)
    after = later.order_by("as_of", "-at", "-pk").first()
    if after is None or after.by_id is None or after.now in REPORTED[Status(to)]:
        return
    raise ValidationError({
        "to": _("As of %(day)s it is reported as “%(status)s”, which cannot follow this.")
        % {"day": date_format(after.as_of, "DATE_FORMAT"), "status": after.get_now_display()}
    })  # fmt: skip


def _check(arrow, said, opinion):
    errors = {}
    if said.as_of > timezone.localdate():
        errors["as_of"] = _not_yet()
    if arrow.needs_note and not said.note.strip():
        errors["note"] = _("Say why, in one or two sentences.")
    if arrow.needs_evidence and not (said.source or said.evidence.strip()):
        errors["evidence"] = _("This status needs a source or evidence.")
    if opinion == Opinion.VERIFIED and not said.method_note.strip():
        errors["method_note"] = _("Say how you verified it.")
    if errors:
        raise ValidationError(errors)


def _as_open_as_its_source(said):
    """A statement is never more open than the source it cites."""
    if said.source is None:
        return said
    return said._replace(classification=highest([said.classification, said.source.classification]))


def _add(subject, opinion, before, to, said, *, by, verifies):
    is_commitment = isinstance(subject, Commitment)
    change = StatusChange(
        instrument=subject.instrument if is_commitment else subject.commitment.instrument,
        commitment=subject if is_commitment else None,
        action=None if is_commitment else subject,
        opinion=opinion,
        was=before,
        now=to,
        by=by,
        verifies=verifies,
        **{**said._asdict(), "as_of_from": said.as_of_from or said.as_of},
    )
    change.full_clean()
    change.save(force_insert=True)
    _bring_in_line(subject, opinion, by, said)
    return change


def _bring_in_line(subject, opinion, by, said):
    newest = _newest(subject, opinion)
    if opinion == Opinion.REPORTED:
        subject.reported_status = newest.now
    else:
        subject.verified_status = newest.now
    # History keeps who and when; the note stays with the statement, which may be less open.
    subject._history_user = by
    subject.save(update_fields=["reported_status", "verified_status"])
