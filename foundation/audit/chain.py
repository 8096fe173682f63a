"""The seal of each audit row: HMAC-SHA-256 over the row and the seal of the row before it.

Whoever edits, removes or inserts a row breaks the chain from there on; cutting off the end is seen
by comparing with a checkpoint (number of rows, last seal) kept outside the database.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from .models import Event

SEALED = (
    "at", "actor_id", "actor", "verb", "target_type", "target_id", "target", "details",
    "request_id",
)  # fmt: skip


class Report(NamedTuple):
    """What a verification found: rows read, first broken row number or None, last seal."""

    rows: int
    broken_at: int | None
    head: str


def seal(event: Event, before: str) -> str:
    values = {name: getattr(event, name) for name in SEALED}
    values["at"] = event.at.isoformat(timespec="microseconds")
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    key = settings.AUDIT_KEY.encode()
    return hmac.new(key, (before + text).encode(), hashlib.sha256).hexdigest()


def head() -> str:
    """The last seal, read under a lock so that two writers never chain to the same row.

    SQLite's IMMEDIATE transaction already holds the one write lock; PostgreSQL takes an advisory
    lock that ends with the transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x43525356])
    return Event.objects.order_by("-id").values_list("seal", flat=True).first() or ""


def verify(events: Iterable[Event] | None = None) -> Report:
    """Read the whole chain from the first row."""
    if events is None:
        events = Event.objects.order_by("id").iterator(chunk_size=2000)
    before, rows = "", 0
    for event in events:
        rows += 1
        if not hmac.compare_digest(event.seal, seal(event, before)):
            return Report(rows, event.pk, before)
        before = event.seal
    return Report(rows, None, before)
