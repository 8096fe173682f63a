"""What may be added together, and what keeps the rest apart. Pure: no count is known here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

Span = tuple[date, date]
OCCURRED, VERIFIED = "occurred", "verified"
CLOCKS = (OCCURRED, VERIFIED)
IN_TIME, LATE = "in-time", "late"
TIMINGS = (IN_TIME, LATE)


@dataclass(frozen=True)
class Record:
    """What is known of one current record besides its counts."""

    pk: int
    reference: str
    source: str
    system: str
    unit: str
    verification: str
    occurred: Span | None = None
    verified: Span | None = None

    @property
    def timing(self) -> str:
        """Late: all of it occurred before the period in which it was verified or reported."""
        known = self.occurred and self.verified
        return LATE if known and self.occurred[1] < self.verified[0] else IN_TIME

    def span(self, clock: str) -> Span | None:
        return self.occurred if clock == OCCURRED else self.verified

    def is_on(self, clock: str) -> bool:
        """A record with no period at all stands on both clocks, and is added to nothing."""
        return self.span(clock) is not None or not (self.occurred or self.verified)


@dataclass(frozen=True, order=True)
class Measure:
    """One way of counting. Only figures of one measure are ever added."""

    source: str
    system: str
    unit: str
    verification: str
    clock: str
    timing: str


AXES = tuple(field.name for field in fields(Measure))
OF_RECORD = ("source", "system", "unit", "verification")


def narrow(
    records: Iterable[Record], asked: Mapping[str, Sequence[str]]
) -> dict[Measure, list[Record]]:
    """The measures that answer what is asked, each with its records.

    Where no clock is asked for, each way of counting goes by when the acts occurred if its source
    says so; where no timing is, late figures wait apart unless there are no others.
    """
    by_way = defaultdict(list)
    for record in records:
        way = tuple(getattr(record, name) for name in OF_RECORD)
        if all(not asked.get(n) or v in asked[n] for n, v in zip(OF_RECORD, way, strict=True)):
            by_way[way].append(record)
    found: dict[Measure, list[Record]] = {}
    for way in sorted(by_way):
        for clock in asked.get("clock") or [_usual_clock(by_way[way])]:
            on_clock = [record for record in by_way[way] if record.is_on(clock)]
            for timing in asked.get("timing") or [_usual_timing(on_clock)]:
                these = [record for record in on_clock if record.timing == timing]
                if these:
                    found[Measure(*way, clock, timing)] = in_time_order(these, clock)
    return found


def _usual_clock(records):
    return OCCURRED if any(record.occurred for record in records) else VERIFIED


def _usual_timing(records):
    return IN_TIME if any(record.timing == IN_TIME for record in records) else LATE


def in_time_order(records: Iterable[Record], clock: str) -> list[Record]:
    """Earliest first; those without a period last."""
    return sorted(records, key=lambda r: (r.span(clock) or (date.max, date.max), r.reference))


def differ(measures: Collection[Measure]) -> list[str]:
    """In what the measures differ: the reasons why they are not added."""
    return [name for name in AXES if len({getattr(measure, name) for measure in measures}) > 1]


def overlap(records: Sequence[Record], clock: str) -> list[tuple[Record, Record]]:
    """Pairs that cannot be added: their periods share a day, or one has no period."""
    ordered = in_time_order(records, clock)
    pairs, last = [], None
    for record in ordered:
        span = record.span(clock)
        if last is not None and (span is None or span[0] <= last.span(clock)[1]):
            pairs.append((last, record))
        if last is None or span is None or span[1] > last.span(clock)[1]:
            last = record
    return pairs


def latest(records: Sequence[Record], clock: str) -> list[Record]:
    """The record of the last period, alone."""
    dated = [record for record in records if record.span(clock)]
    return [max(dated or records, key=lambda r: (r.span(clock) or (date.min,) * 2)[::-1])]
