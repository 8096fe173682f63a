"""Instruments along time, and which took the place of which. Works on what the views fetched.

The chain of supersession is pure: no models, no database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.ui.time_charts import Event, Lane, TimeChart

MONTH = 31  # a date known better than this is a point, else a line over all it can mean
LABEL = 20  # letters that fit before the first year
NAMED = 3  # commitments named at one due date


class Member(NamedTuple):
    """An instrument in a chain: its key, how deep it stands, the key of what it supersedes."""

    key: Any
    depth: int
    above: Any


@dataclass(frozen=True)
class Box:
    """A member of a chain as it is drawn; `arrow` leads to it from what it supersedes."""

    instrument: Any
    x: int
    y: int
    is_here: bool
    arrow: str
    label: str
    when: str

    WIDTH, HEIGHT, STEP, INDENT = 520, 46, 68, 28

    @property
    def text_x(self) -> int:
        return self.x + 12


@dataclass(frozen=True)
class Chain:
    """The instruments that supersede one another, the first one first."""

    boxes: Sequence[Box]

    @property
    def viewbox(self) -> str:
        deepest = max(box.x for box in self.boxes)
        return f"0 0 {deepest + Box.WIDTH} {len(self.boxes) * Box.STEP}"


def chain(supersedes: Mapping[Any, Any], start: Any) -> list[Member]:
    """Everything that is linked to `start`, the first one first, each below what it supersedes.

    `supersedes` gives the key of what each supersedes, or None. A ring is cut where it closes.
    """
    root, seen = start, {start}
    while (above := supersedes.get(root)) in supersedes and above not in seen:
        seen.add(above)
        root = above
    below: dict[Any, list[Any]] = {}
    for key, above in supersedes.items():
        below.setdefault(above, []).append(key)
    found: list[Member] = []
    placed = set()
    waiting = [Member(root, 0, None)]
    while waiting:
        member = waiting.pop()
        if member.key in placed:
            continue
        placed.add(member.key)
        found.append(member)
        waiting += [Member(key, member.depth + 1, member.key) for key in below.get(member.key, [])]
    return found


def drawn(members: Sequence[Member], instruments: Mapping[Any, Any], here: Any) -> Chain | None:
    """The chain as boxes; None if nothing supersedes anything."""
    if len(members) < 2:
        return None
    places = {m.key: (m.depth * Box.INDENT, i * Box.STEP) for i, m in enumerate(members)}
    return Chain([_box(member, instruments[member.key], places, here) for member in members])


def _box(member, instrument, places, here):
    x, y = places[member.key]
    arrow = ""
    if member.above is not None:
        from_x, from_y = places[member.above]
        arrow = f"M{from_x + 12} {from_y + Box.HEIGHT}V{y + Box.HEIGHT // 2}H{x}"
    label = Truncator(instrument.short_title).chars(62)
    main = instrument.main_date
    when = f"{main.get_event_display()} {main.date_as_written}" if main else ""
    return Box(instrument, x, y, member.key == here, arrow, label, when)


def events_of(instrument: Any) -> list[Event]:
    """Its dates and the period it covers. Sources that agree share one, rivals stand apart."""
    disputed = instrument.disputed_events
    agreed: dict[tuple, list] = {}
    for one in instrument.dates.all():
        rival = one.source_id if one.event in disputed else None
        agreed.setdefault((one.event, one.date_from, one.date_to, rival), []).append(one)
    events = [_dated(rows, event in disputed) for (event, *_rest), rows in agreed.items()]
    if instrument.period_from:
        label = _("period %(years)s") % {"years": instrument.period_as_written}
        events.append(Event(label, instrument.period_from, instrument.period_to, muted=True))
    return events


def _dated(rows, disputed):
    one = rows[0]
    label = str(one.get_event_display())
    if disputed:
        label = _("%(event)s, says %(source)s") % {"event": label, "source": one.source}
    first, last = one.date_from, one.date_to
    rough = bool(first and last and (last - first).days > MONTH)
    last = last if rough else first
    return Event(label, first, last, rough=rough)


def due_events(commitments: Iterable[Any]) -> list[Event]:
    """When commitments are due: those of one date together."""
    days: dict[tuple[date, date], list] = {}
    for one in commitments:
        if one.due_to:
            days.setdefault((one.due_from, one.due_to), []).append(one.code)
    return [_due(codes, first, last) for (first, last), codes in sorted(days.items())]


def _due(codes, first, last):
    label = ", ".join(codes[:NAMED])
    if len(codes) > NAMED:
        label = _("%(codes)s and %(n)d more") % {"codes": label, "n": len(codes) - NAMED}
    rough = (last - first).days > MONTH
    return Event(label, first, last if rough else first, rough=rough)


def chart_of(instruments: Sequence[Any], title: Any, commitments: Iterable[Any] = ()):
    """A lane for each instrument, and one for what is due; None while nothing has a date.

    What has no date is listed in words on the page.
    """
    rows = [(Truncator(i.short_title).chars(LABEL), events_of(i)) for i in instruments]
    rows.append((pgettext("date", "Due"), due_events(commitments)))
    dated = [(label, [event for event in events if event.first]) for label, events in rows]
    lanes = [Lane(label, events) for label, events in dated if events]
    return TimeChart.spanning(title, lanes) if lanes else None
