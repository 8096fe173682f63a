"""What people decide about a file that is not made yet: its owner, a second person."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.audit.record import Verb, record
from foundation.jobs.queue import enqueue

from . import notices
from .models import Export
from .steps import State, step


def cancel(export: Export, *, by: Any) -> None:
    """The owner thinks better of it. ValidationError if it is made already."""
    if export.by_id != by.pk:
        raise PermissionDenied
    open_states = [State.ASKED, State.WAITING, State.RUNNING]
    with transaction.atomic():
        if not step(export, open_states, state=State.CANCELLED, ended_at=timezone.now()):
            raise ValidationError(_("It is made or ended already."), code="stale")
        record(actor=by, verb=Verb.STATUS_CHANGED, target=export, to=State.CANCELLED.value)


def agree(export: Export, *, by: Any) -> None:
    """A second person agrees to a large file. It is made with its owner's rights."""
    _require_decider(export, by)
    with transaction.atomic():
        if not _decide(export, by, state=State.WAITING):
            raise ValidationError(_("Somebody else decided already."), code="stale")
        export.job = enqueue("exports.make", key=export.reference, owner=export.by,
                             export=export.reference)  # fmt: skip
        export.save(update_fields=["job"])
        record(actor=by, verb=Verb.APPROVED, target=export, rows=export.expected)
    notices.decided(export, agreed=True)


def refuse(export: Export, *, by: Any, reason: str) -> None:
    """A second person refuses a large file and says why."""
    _require_decider(export, by)
    if not reason.strip():
        raise ValidationError(_("Say why."), code="reason")
    with transaction.atomic():
        ended = {"state": State.REFUSED, "decision": reason.strip()[:400]}
        if not _decide(export, by, ended_at=timezone.now(), **ended):
            raise ValidationError(_("Somebody else decided already."), code="stale")
        record(actor=by, verb=Verb.RETURNED, target=export)
    notices.decided(export, agreed=False)


def lapse() -> None:
    """End what was asked for so long ago that nobody will decide on it any more."""
    before = timezone.now() - timedelta(days=settings.EXPORT_DECISION_DAYS)
    for export in Export.objects.filter(state=State.ASKED, asked_at__lt=before):
        with transaction.atomic():
            if step(export, [State.ASKED], state=State.LAPSED, ended_at=timezone.now()):
                record(actor=None, verb=Verb.STATUS_CHANGED, target=export, to=State.LAPSED.value)


def _decide(export, by, **changes):
    return step(export, [State.ASKED], decided_by=by, decided_at=timezone.now(), **changes)


def _require_decider(export, by):
    if not Export.objects.for_user(by, "approve").filter(pk=export.pk).exists():
        raise PermissionDenied
