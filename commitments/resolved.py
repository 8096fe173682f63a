"""Who gave the days of a date that its text alone does not say, and when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from foundation.reference.written_dates import read


class Resolved(NamedTuple):
    """One date that was resolved: its text, who gave the days, and when that was."""

    text: str
    who: str  # empty: the register, from a file
    at: datetime | None


def resolved(things: Iterable[Any], names: Iterable[str], user: Any) -> dict[int, list[Resolved]]:
    """By key of each thing, its dates that were resolved; one query, if there is any at all."""
    names, things = list(names), list(things)
    found = {
        thing.pk: given for thing in things if (given := [n for n in names if _given(thing, n)])
    }
    if not found:
        return {}
    rows = type(things[0]).history.filter(id__in=found)
    saves: dict[int, list[Any]] = {}
    for row in rows.select_related("history_user").order_by("-history_date", "-history_id"):
        saves.setdefault(row.id, []).append(row)
    return {
        thing.pk: [_told(thing, name, saves.get(thing.pk, []), user) for name in found[thing.pk]]
        for thing in things
        if thing.pk in found
    }


def _facts(thing, name):
    return tuple(getattr(thing, f"{name}_{part}") for part in ("as_written", "from", "to"))


def _given(thing, name):
    text, first, last = _facts(thing, name)
    written = read(text)
    return first is not None and bool(text) and (first, last) != (written.first, written.last)


def _told(thing, name, saves, user):
    """The oldest of the saves since which the date has been what it is."""
    text, first, last = _facts(thing, name)
    origin = None
    for row in saves:
        if _facts(row, name) != (text, first, last):
            break
        origin = row
    person = origin and origin.history_user
    return Resolved(text, person.seen_by(user) if person else "", origin and origin.history_date)
