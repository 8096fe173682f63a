"""Writing the audit trail: inside the transaction of a change, or before a sight is shown."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from .chain import head, seal
from .models import Event, Verb
from .request_id import current_request_id

__all__ = ["Verb", "changed_fields", "record", "record_now"]


def record(*, actor: Any, verb: Verb, target: models.Model | None = None, **details: Any) -> Event:
    """Write one event in the same transaction as the change it describes.

    `actor` is a user, or None for the register itself. `details` are names and numbers that are
    safe to read for an auditor: field names, row counts, digests; never a value that was entered.
    Raises RuntimeError outside a transaction: a change without its row must not be possible.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Record inside the transaction that makes the change.")
    event = Event(
        at=timezone.now(),
        actor_id=getattr(actor, "pk", None),
        actor=str(actor)[:200] if actor is not None else "",
        verb=verb,
        target_type=target._meta.label if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target=_name(target),
        details=details,
        request_id=current_request_id(),
    )
    event.seal = seal(event, head())
    event.save(force_insert=True)
    return event


def record_now(
    *, actor: Any, verb: Verb, target: models.Model | None = None, **details: Any
) -> Event:
    """Write one event in a transaction of its own, before what it describes is revealed."""
    with transaction.atomic():
        return record(actor=actor, verb=verb, target=target, **details)


def changed_fields(form: Any) -> list[str]:
    """Names of the fields a bound form changed. Values stay out of the audit trail."""
    return sorted(name for name in form.changed_data if name != "version")


def _name(target: models.Model | None) -> str:
    """How the trail names a record: its own audit_name where its text may say too much."""
    if target is None:
        return ""
    return str(getattr(target, "audit_name", target))[:200]
