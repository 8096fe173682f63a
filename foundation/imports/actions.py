"""Keeping a file, letting its rows in, throwing it away: the only writers of a batch."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.scope import permission_name, require
from foundation.audit.record import Verb, record, record_now

from .kinds import ImportKind, RefusedRowsError, kind_or_404
from .models import Batch
from .plan import Plan

KEPT = timedelta(hours=24)
# Refusals that leave a row in the audit trail; the others are slips of the pen.
SERIOUS = {"persons", "macros", "unpacked", "doctype", "far", "effort", "not-what-it-says"}
ADD = permission_name(Batch, "add")
logger = logging.getLogger(__name__)


class NotReadyError(Exception):
    """The plan has errors by now; nothing was written."""

    def __init__(self, plan: Plan):
        super().__init__("The plan has errors.")
        self.plan = plan


def require_kind(user: Any, kind: ImportKind) -> None:
    """403 for who may let nothing in, or nothing of this kind, anywhere."""
    require(user, ADD)
    require(user, kind.permission)


def keep(
    kind: ImportKind, data: bytes, name: str, *, by: Any, options: dict[str, Any] | None = None
) -> Batch:
    """Read a file and keep it for its preview. ValidationError refuses it whole: not kept."""
    require_kind(by, kind)
    try:
        table = kind.read(data, name)
        kind.accept(table)
    except ValidationError as error:
        if error.code in SERIOUS:
            record_now(actor=by, verb=Verb.DENIED, kind=kind.slug, reason=error.code)
        raise
    batch = Batch(kind=kind.slug, file_name=table.name, by=by, options=options or {})
    batch.sha256, batch.size = table.sha256, table.size
    batch.file.save("", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except BaseException:
        _remove(batch)
        raise
    return batch


def table_of(batch: Batch) -> Any:
    """A kept file as its kind reads it. ValidationError if the file is no longer what was sent."""
    try:
        with batch.file.open("rb") as file:
            data = file.read()
    except (FileNotFoundError, ValueError):
        raise ValidationError(_("The file is no longer here. Send it again.")) from None
    table = kind_or_404(batch.kind).read(data, batch.file_name)
    if table.sha256 != batch.sha256:
        raise ValidationError(_("The file is no longer what was sent. Send it again."))
    return table


def commit(batch: Batch, *, by: Any) -> Plan:
    """Let the rows in: planned again as things are now, all or nothing, one event for the file.

    NotReadyError if a row is wrong by now, ValidationError if the batch is no longer waiting,
    PermissionDenied if `by` did not send it or may no longer let rows of this kind in.
    """
    kind = kind_or_404(batch.kind)
    require_kind(by, kind)
    _require_waiting(Batch.objects.get(pk=batch.pk), by)
    table = table_of(batch)  # before the transaction: it takes a while, and nothing waits for it
    with transaction.atomic():
        batch = _locked(batch, by)
        plan = kind.plan(table, by, batch.options)
        if not plan.ready:
            raise NotReadyError(plan)
        if plan.new:
            _write(kind, plan, batch, by)
        _end(batch, Batch.State.COMMITTED, new=len(plan.new), unchanged=len(plan.unchanged))
        record(
            actor=by,
            verb=Verb.IMPORTED,
            target=batch,
            kind=batch.kind,
            sha256=batch.sha256,
            new=batch.new,
            unchanged=batch.unchanged,
        )
    return plan


def cancel(batch: Batch, *, by: Any) -> None:
    """Throw a file away. ValidationError if it is no longer waiting."""
    with transaction.atomic():
        _end(_locked(batch, by), Batch.State.CANCELLED)


def sweep() -> int:
    """Throw away what waited for a day, and files that a killed process left; how many."""
    old = Batch.objects.filter(state=Batch.State.UPLOADED, at__lt=timezone.now() - KEPT)
    swept = 0
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            batch = Batch.objects.select_for_update(of=("self",)).get(pk=pk)
            if batch.waits:
                _end(batch, Batch.State.EXPIRED)
                swept += 1
    for batch in Batch.objects.exclude(state=Batch.State.UPLOADED).exclude(file=""):
        _remove(batch)
        swept += 1
    return swept


def _locked(batch, by):
    """The batch, held until the end of the transaction; of two people at once one gets it."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    _require_waiting(batch, by)
    return batch


def _require_waiting(batch, by):
    if batch.by_id != by.pk:
        raise PermissionDenied
    if not batch.waits:
        raise ValidationError(_ENDED[batch.state])


_ENDED = {
    "committed": gettext_lazy("The rows of this file were added already."),
    "cancelled": gettext_lazy("This import was cancelled. Send the file again."),
    "expired": gettext_lazy("The file waited for a day and was thrown away. Send it again."),
}


def _write(kind, plan, batch, by):
    try:
        with transaction.atomic():
            kind.write(plan, by=by, batch=batch.reference)
    except RefusedRowsError as refusal:
        for row, column, told in refusal.problems:
            plan.mark(row, column, told)
        raise NotReadyError(plan) from refusal


def _end(batch, state, **counts):
    """The state and the row of a batch; its file goes once that is certain."""
    batch.state, batch.ended_at = state, timezone.now()
    for name, count in counts.items():
        setattr(batch, name, count)
    batch.save(update_fields=["state", "ended_at", *counts])
    transaction.on_commit(partial(_remove, batch))


def _remove(batch):
    """Remove the file; what fails here is found again by sweep()."""
    try:
        batch.file.delete(save=False)
        if batch.pk:
            Batch.objects.filter(pk=batch.pk).update(file="")
    except OSError:
        logger.exception("A file of an import could not be removed.")
