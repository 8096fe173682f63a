"""What changed since a day: statuses, measurements and dates, each row as its reader may know it.

Two clocks: the day that a row is about, and the day on which it was recorded here. What happened
in March and was entered in May is news of March by the first and of May by the second.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from .counting import counting
from .models import Dispute, InstrumentDate, Measurement, StatusChange
from .progress import Progress
from .readings import Reading
from .standing import Measure
from .statements import told

ABOUT, RECORDED = "about", "recorded"
MOST = 300  # rows of each kind; beyond these a later day is asked for


@dataclass
class News:
    """What changed under one instrument (None: indicators of the country alone)."""

    instrument: Any
    changes: list[StatusChange] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    dates: list[InstrumentDate] = field(default_factory=list)
    before: Progress | None = None
    now: Progress | None = None

    @property
    def moved(self) -> bool:
        """Whether the counted share is another than it was."""
        return bool(self.before and self.now and self.before.share != self.now.share)


@dataclass(frozen=True)
class Found:
    """All of it, and whether some was left out."""

    news: list[News]
    cut: bool


def news(instruments: QuerySet, user: Any, since: date, clock: str, country: Any = None) -> Found:
    """What changed under these instruments from this day on; of a country, its indicators too."""
    keys = instruments.order_by().values("pk")
    kinds = {
        "changes": told(_changes(keys, user, since, clock), user, MOST + 1),
        "measurements": _said(_measurements(keys, user, since, clock, country)[: MOST + 1]),
        "dates": list(_dates(keys, user, since, clock)[: MOST + 1]),
    }
    found: dict[Any, News] = {}
    known = {row.pk: row for row in instruments.select_related("country")}
    for kind, rows in kinds.items():
        for row in rows[:MOST]:
            key = _instrument_of(row)
            entry = found.setdefault(key, News(known.get(key)))
            getattr(entry, kind).append(row)
    if clock == ABOUT:
        _compare(found, user, since)
    order = [*known, None]
    return Found(
        [found[key] for key in order if key in found],
        any(len(rows) > MOST for rows in kinds.values()),
    )


def _instrument_of(row):
    return row.indicator.instrument_id if isinstance(row, Measurement) else row.instrument_id


def _compare(found, user, since):
    """The counted share on the day before, and today."""
    counts = counting([key for key in found if key], user)
    promised = counts.commitments(user)
    before = Measure(promised, user, since - timedelta(days=1)).by_instrument(counts)
    now = Measure(promised, user).by_instrument(counts)
    for key, entry in found.items():
        entry.before, entry.now = before.get(key), now.get(key)


def _changes(keys, user, since, clock):
    rows = StatusChange.objects.for_user(user).filter(instrument__in=keys)
    if clock == ABOUT:
        rows = rows.filter(as_of__gte=since)
    else:
        # That a change is disputed is as open as the change: a dispute of late is news of it.
        late = Dispute.objects.filter(at__date__gte=since).values("change")
        rows = rows.filter(Q(at__date__gte=since) | Q(pk__in=late))
    return rows.select_related(
        "commitment__instrument__country", "action__commitment__instrument__country"
    )


def _measurements(keys, user, since, clock, country):
    under = Q(indicator__instrument__in=keys)
    if country:
        under |= Q(indicator__country=country, indicator__instrument=None)
    rows = Measurement.objects.for_user(user).filter(under)
    rows = rows.select_related("indicator__country", "source").order_by("-date_to", "-pk")
    return rows.filter(date_to__gte=since) if clock == ABOUT else _entered(rows, since)


def _said(measurements):
    """With .said: the value as written, or as the page of the indicator prints it."""
    rows = list(measurements)
    for row in rows:
        row.said = row.value_as_written or Reading(row.indicator, row).text
    return rows


def _dates(keys, user, since, clock):
    rows = InstrumentDate.objects.for_user(user).filter(instrument__in=keys)
    rows = rows.select_related("source").order_by("-date_to", "-pk")
    return rows.filter(date_to__gte=since) if clock == ABOUT else _entered(rows, since)


def _entered(rows, since):
    """Those whose first or any later save lies on or after the day."""
    saved = rows.model.history.filter(history_date__date__gte=since)
    return rows.filter(pk__in=saved.values("id"))
