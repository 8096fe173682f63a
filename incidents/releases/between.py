"""What one period leaves of a longer one: 28 in a quarter and 30 in the year tell of 2 after it.

Such a difference is in no table, yet it follows from two of them, and the counts of the time in
between are small when it is. So a small one is protected like a cell, where a table of today has
a part in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .known import Known
from .periods import Span, code_of, span_of
from .tables import ALL, REST, Codes, Whole

TIME = "occurred"
About = frozenset[tuple[str, str]]  # (dimension, code), time left out
Axes = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Told:
    """A count of a period: what it is about, whether a table of today has it."""

    period: Span
    about: About
    count: int
    ours: bool


@dataclass(frozen=True)
class Left:
    """What some periods leave of the whole one that they are in."""

    whole: Span
    parts: tuple[Span, ...]
    about: About
    count: int

    @property
    def code(self) -> str:
        return " less ".join([code_of(self.whole), *(code_of(part) for part in self.parts)])


def left_over(
    wholes: Iterable[Whole], span: Span | None, known: Iterable[Known], threshold: int
) -> list[Left]:
    """The small differences that today's tables would tell, each once, in a fixed order."""
    told: dict[About, dict[Span, Told]] = defaultdict(dict)
    for each in known:
        _keep(told, _told(each.axes, each.cells, each.span, ours=False))
    for table in wholes:
        axes = tuple((axis.dimension, axis.codes) for axis in table.axes)
        _keep(told, _told(axes, table.counts, span, ours=True))
    found = [
        left
        for about, counts in told.items()
        for left in _between(about, counts)
        if 0 <= left.count < threshold
    ]
    return sorted(found, key=lambda left: (left.code, sorted(left.about)))


def _keep(told, counts):
    for each in counts:
        told[each.about][each.period] = each


def _told(
    axes: Axes, cells: Mapping[Codes, int | None], span: Span | None, *, ours: bool
) -> Iterator[Told]:
    for codes, count in cells.items():
        about = {name: code for (name, _list), code in zip(axes, codes, strict=True)}
        when = about.pop(TIME, ALL)
        if count is None or span is None or REST in {when, *about.values()}:
            continue
        period = span if when == ALL else span_of(when)
        parts = frozenset((name, code) for name, code in about.items() if code != ALL)
        yield Told(period, parts, count, ours)


def _between(about: About, counts: Mapping[Span, Told]) -> Iterator[Left]:
    for period, told in counts.items():
        inside = sorted(each for each in counts if each != period and _is_in(each, period))
        apart = _apart(inside)
        for parts in dict.fromkeys([*((each,) for each in inside), tuple(apart)]):
            if parts and (told.ours or any(counts[part].ours for part in parts)):
                left = told.count - sum(counts[part].count for part in parts)
                yield Left(period, parts, about, left)


def _is_in(part: Span, whole: Span) -> bool:
    return whole[0] <= part[0] and part[1] <= whole[1]


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Of periods that share days those that end first: as many as there can be."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: (each[1], each[0])):
        if not found or span[0] > found[-1][1]:
            found.append(span)
    return sorted(found)
