"""Keeping a file, letting its rows in, throwing it away: the only writers of a batch."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from foundation.access.scope import permission_name, require
from foundation.audit.record import Verb, record, record_now
from foundation.jobs.queue import enqueue

from . import mappings
from .kinds import ImportKind, RefusedRowsError, kind_or_404
from .models import Batch
from .plan import Plan

KEPT = timedelta(hours=24)
UNEXPLAINED = timedelta(hours=1)  # a file with headings that nobody has explained
# Refusals that leave a row in the audit trail; the others are slips of the pen.
SERIOUS = {"persons", "macros", "unpacked", "doctype", "far", "effort", "not-what-it-says"}
ADD = permission_name(Batch, "add")
State = Batch.State
Report = Callable[[int], None]
logger = logging.getLogger(__name__)


class NotReadyError(Exception):
    """The plan has errors by now; nothing was written."""

    def __init__(self, plan: Plan):
        super().__init__("The plan has errors.")
        self.plan = plan


class StalePlanError(Exception):
    """The register changed since the preview was shown; nothing was written."""

    def __init__(self, plan: Plan | None = None):
        super().__init__("The plan is not what was shown.")
        self.plan = plan


def require_kind(user: Any, kind: ImportKind) -> None:
    """403 for who may let nothing in, or nothing of this kind, anywhere."""
    require(user, ADD)
    require(user, kind.permission)


def keep(
    kind: ImportKind, data: bytes, name: str, *, by: Any, about: dict[str, Any] | None = None
) -> Batch:
    """Read a file and keep it for its preview. ValidationError refuses it whole: not kept."""
    require_kind(by, kind)
    about = {**(about or {}), "language": get_language() or "en"}
    try:
        table = kind.read(data, name)
        state = _next_state(kind, table, about, by)
    except ValidationError as error:
        if error.code in SERIOUS:
            record_now(actor=by, verb=Verb.DENIED, kind=kind.slug, reason=error.code)
        raise
    batch = Batch(kind=kind.slug, file_name=table.name, by=by, about=about, state=state)
    batch.sha256, batch.size = table.sha256, table.size
    batch.file.save("", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            _ask_to_check(batch)
    except BaseException:
        _remove(batch)
        raise
    return batch


def explain(batch: Batch, headings: dict[str, str], *, by: Any) -> None:
    """Say what the headings of a kept file stand for; remembered for its source.

    ValidationError, as from accept(), if the file cannot be used so.
    """
    kind = kind_or_404(batch.kind)
    require_kind(by, kind)
    table = table_of(batch)
    about = {**batch.about, "mapping": headings}
    state = _next_state(kind, table, about, by, recalled=True)
    with transaction.atomic():
        batch = _locked(batch, by, State.MAPPING, State.UPLOADED)
        batch.about, batch.state, batch.summary = about, state, None
        batch.save(update_fields=["about", "state", "summary"])
        mappings.remember(kind.bound(about, by), table, headings, by=by)
        _ask_to_check(batch)


def _next_state(kind, table, about, by, *, recalled=False):
    """Where a file goes from here; `about` learns what its headings stand for."""
    if kind.maps and not recalled:
        about["mapping"] = mappings.recall(kind, table, about, by)
    try:
        rows = kind.bound(about, by).accept(table)
    except ValidationError as error:
        if not kind.maps or recalled or error.code != "unknown":
            raise
        return State.MAPPING
    about["large"] = rows > kind.large
    return State.CHECKING if about["large"] else State.UPLOADED


def _ask_to_check(batch):
    if batch.state == State.CHECKING:
        enqueue("imports.check", key=batch.reference, owner=batch.by, batch=batch.reference)


def kind_of(batch: Batch) -> ImportKind:
    """The kind of a kept file, bound to what was said when it was sent."""
    return kind_or_404(batch.kind).bound(batch.about, batch.by)


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


def ask_to_add(batch: Batch, *, by: Any, seen: str) -> None:
    """Let the rows of a large file in, in the background."""
    require_kind(by, kind_or_404(batch.kind))
    with transaction.atomic():
        batch = _locked(batch, by, State.UPLOADED)
        batch.about["seen"], batch.state = seen, State.ADDING
        batch.save(update_fields=["about", "state"])
        enqueue("imports.add", key=batch.reference, owner=by, batch=batch.reference)


def commit(
    batch: Batch, *, by: Any, seen: str | None = None, report: Report = lambda percent: None
) -> Plan:
    """Let the rows in: planned again as things are now, all or nothing, one event for the file.

    NotReadyError if a row is wrong by now, StalePlanError if it would not do what was `seen`,
    ValidationError if the batch is no longer waiting, PermissionDenied if `by` did not send it or
    may no longer let rows of this kind in.
    """
    kind = kind_of(batch)
    require_kind(by, kind)
    expected = State.ADDING if batch.state == State.ADDING else State.UPLOADED
    _require(Batch.objects.get(pk=batch.pk), by, expected)
    table = table_of(batch)  # before the transaction: it takes a while, and nothing waits for it
    report(25)
    plan = _ready(kind, table, by, seen) if kind.plans_ahead else None
    report(55)
    with transaction.atomic():
        batch = _locked(batch, by, expected)
        plan = plan or _ready(kind, table, by, seen)
        if kind.writes(plan):
            _write(kind, plan, batch, by, report)
        counts = kind.counts(plan)
        counts.pop("wrong")
        _end(batch, State.COMMITTED, **counts)
        record(
            actor=by,
            verb=Verb.IMPORTED,
            target=batch,
            kind=batch.kind,
            sha256=batch.sha256,
            **counts,
        )
    return plan


def _ready(kind, table, by, seen):
    plan = kind.plan(table, by)
    if not plan.ready:
        raise NotReadyError(plan)
    if seen is not None and seen != kind.seal(plan):
        raise StalePlanError(plan)
    return plan


def cancel(batch: Batch, *, by: Any) -> None:
    """Throw a file away. ValidationError if it is no longer waiting."""
    with transaction.atomic():
        _end(_locked(batch, by, *Batch.OPEN), State.CANCELLED)


def sweep() -> int:
    """Throw away what waited for a day, and files that a killed process left; how many."""
    now = timezone.now()
    old = Batch.objects.filter(state__in=Batch.OPEN, at__lt=now - KEPT)
    unexplained = Batch.objects.filter(state=State.MAPPING, at__lt=now - UNEXPLAINED)
    swept = 0
    for pk in list((old | unexplained).values_list("pk", flat=True)):
        with transaction.atomic():
            batch = Batch.objects.select_for_update(of=("self",)).get(pk=pk)
            if batch.is_open:
                _end(batch, State.EXPIRED)
                swept += 1
    for batch in Batch.objects.exclude(state__in=Batch.OPEN).exclude(file=""):
        _remove(batch)
        swept += 1
    return swept


def _locked(batch, by, *states):
    """The batch, held until the end of the transaction; of two people at once one gets it."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    _require(batch, by, *states)
    return batch


def _require(batch, by, *states):
    if batch.by_id != by.pk:
        raise PermissionDenied
    if batch.state not in states:
        raise ValidationError(_ENDED.get(batch.state, _NOT_NOW))


_NOT_NOW = gettext_lazy("That cannot be done with this file now. Look at it again.")
_ENDED = {
    "committed": gettext_lazy("The rows of this file were added already."),
    "cancelled": gettext_lazy("This import was cancelled. Send the file again."),
    "expired": gettext_lazy("The file waited for a day and was thrown away. Send it again."),
}


def _write(kind, plan, batch, by, report):
    plan.report = report
    try:
        with transaction.atomic():
            kind.write(plan, by=by, batch=batch.reference)
    except RefusedRowsError as refusal:
        for row, column, told in refusal.problems:
            plan.mark(row, column, told)
        raise NotReadyError(plan) from refusal


def _end(batch, state, **counts):
    """The state and the row of a batch; its file and what was seen in it go with that."""
    batch.state, batch.ended_at, batch.summary = state, timezone.now(), None
    for name, count in counts.items():
        setattr(batch, name, count)
    batch.save(update_fields=["state", "ended_at", "summary", *counts])
    transaction.on_commit(partial(_remove, batch))


def _remove(batch):
    """Remove the file; what fails here is found again by sweep()."""
    try:
        batch.file.delete(save=False)
        if batch.pk:
            Batch.objects.filter(pk=batch.pk).update(file="")
    except OSError:
        logger.exception("A file of an import could not be removed.")
