"""Calendar months, quarters and years, and which of them follow one another."""

import calendar
from datetime import date, timedelta

from .figures import Span

MONTHS = {1: "month", 3: "quarter", 12: "year"}


def kind_of(span: Span) -> str:
    """ "month", "quarter" or "year" if the days are exactly one; empty for any other period."""
    first, last = span
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1 or last != _end(last) or length not in MONTHS:
        return ""
    return MONTHS[length] if (first.month - 1) % length == 0 else ""


def follows(before: Span, after: Span) -> bool:
    """Two periods of one kind, the second beginning on the day after the first ends."""
    kind = kind_of(before)
    return bool(kind) and kind == kind_of(after) and before[1] + timedelta(days=1) == after[0]


def next_of(span: Span, kind: str) -> Span:
    """The calendar period of this kind that follows."""
    months = next(number for number, name in MONTHS.items() if name == kind)
    first = span[1] + timedelta(days=1)
    return first, _end(_later(first, months - 1))


def missing_between(before: Span, after: Span) -> tuple[Span, ...]:
    """The periods of the same kind that lie between two; none if they follow one another."""
    found, kind = [], kind_of(before)
    span = next_of(before, kind)
    while span[1] < after[0]:
        found.append(span)
        span = next_of(span, kind)
    return tuple(found)


def periods_within(span: Span, kind: str) -> list[Span]:
    """Every calendar period of this kind that lies wholly within the days."""
    months = next(number for number, name in MONTHS.items() if name == kind)
    start = date(span[0].year, (span[0].month - 1) // months * months + 1, 1)
    found, one = [], (start, _end(_later(start, months - 1)))
    while one[1] <= span[1]:
        if one[0] >= span[0]:
            found.append(one)
        one = next_of(one, kind)
    return found


def _later(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)


def _end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
