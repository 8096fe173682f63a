"""Stated totals by year, late ones apart. Pure.

A year takes the figure of the whole year if there is one; else the figures of periods within it
are added, if they do not overlap, and a year they do not fill is marked.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .measures import LATE, Record, overlap


@dataclass(frozen=True)
class Year:
    """One year of one line: its figure, if it is part of the year only, the records it is from."""

    count: int | None = None
    is_part: bool = False
    overlaps: bool = False
    records: tuple[int, ...] = ()


@dataclass(frozen=True)
class Trend:
    years: tuple[int, ...]
    in_time: tuple[Year, ...]
    late: tuple[Year, ...]
    longer: tuple[int, ...] = ()  # records that span several years, and so stand in none

    @property
    def has_late(self) -> bool:
        return any(year.records for year in self.late)


def trend(records: Sequence[Record], totals: Mapping[int, int | None], clock: str) -> Trend:
    """Every year from the first to the last that has a record; a year without one stays empty."""
    by_year: dict[tuple[int, str], list[Record]] = defaultdict(list)
    longer = []
    for record in records:
        span = record.span(clock)
        if span is None or span[0].year != span[1].year:
            longer.append(record.pk)
        else:
            by_year[span[0].year, record.timing].append(record)
    known = sorted({year for year, _timing in by_year})
    years = tuple(range(known[0], known[-1] + 1)) if known else ()
    lines = [
        tuple(_year(by_year.get((year, timing), []), totals, clock) for year in years)
        for timing in ("in-time", LATE)
    ]
    return Trend(years, lines[0], lines[1], tuple(longer))


def _year(records, totals, clock):
    if not records:
        return Year()
    numbers = tuple(record.pk for record in records)
    whole = [record for record in records if _days(record, clock) == _days_of_year(record, clock)]
    if len(whole) == 1:
        return Year(totals.get(whole[0].pk), records=(whole[0].pk,))
    if overlap(records, clock):
        return Year(overlaps=True, records=numbers)
    counts = [totals.get(number) for number in numbers]
    given = [count for count in counts if count is not None]
    filled = sum(_days(record, clock) for record in records) == _days_of_year(records[0], clock)
    is_part = not filled or len(given) < len(counts)
    return Year(sum(given) if given else None, is_part, records=numbers)


def _days(record, clock):
    first, last = record.span(clock)
    return (last - first).days + 1


def _days_of_year(record, clock):
    year = record.span(clock)[0].year
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1
