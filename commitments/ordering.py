"""The order of areas, commitments and actions on their pages. The only writer of `order`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from foundation.access.querysets import for_user, may
from foundation.audit.record import Verb, record

from .models import Action, Commitment, Instrument

UP, DOWN = "up", "down"


def siblings(thing: Any) -> Any:
    """All rows that are counted in one order with `thing`."""
    if isinstance(thing, Action):
        return Action.objects.filter(commitment=thing.commitment_id)
    return type(thing).objects.filter(instrument=thing.instrument_id)


def at_the_end(thing: Any) -> int:
    """The place of a new row."""
    return (siblings(thing).aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def move(thing: Any, direction: str, *, by: Any) -> bool:
    """Put a row before or after its neighbour, as `by` sees them; False at the end of the list.

    A commitment moves among those of its area. Rows that the person may not see keep their place
    among the others.
    """
    _lock(thing)
    thing = type(thing).objects.get(pk=thing.pk)
    if not may(by, "change", thing):
        raise PermissionDenied
    rows = list(siblings(thing))
    neighbour = _neighbour(thing, rows, direction, by)
    if neighbour is None:
        return False
    keys = [row.pk for row in rows]
    keys.remove(thing.pk)
    keys.insert(keys.index(neighbour) + (direction == DOWN), thing.pk)
    _renumber(rows, keys, by)
    record(actor=by, verb=Verb.CHANGED, target=thing, fields=["order"], moved=direction)
    return True


def _lock(thing):
    """Two people who move rows of one instrument take turns."""
    owner = thing.commitment if isinstance(thing, Action) else thing
    Instrument.objects.select_for_update(of=("self",)).get(pk=owner.instrument_id)


def _neighbour(thing, rows, direction, by):
    seen = set(for_user(siblings(thing), by).values_list("pk", flat=True))
    group = [row.pk for row in rows if row.pk in seen and _area(row) == _area(thing)]
    at = group.index(thing.pk) + (1 if direction == DOWN else -1)
    return group[at] if 0 <= at < len(group) else None


def _area(row):
    return row.area_id if isinstance(row, Commitment) else None


def _renumber(rows, keys, by):
    """Only rows whose number changes are saved, each with a row in its history."""
    by_key = {row.pk: row for row in rows}
    for number, key in enumerate(keys, start=1):
        row = by_key[key]
        if row.order != number:
            row.order, row._history_user = number, by
            row.save(update_fields=["order"])
