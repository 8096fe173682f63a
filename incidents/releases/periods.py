"""Calendar periods: the steps by which a table may be broken down in time. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

Span = tuple[date, date]
MONTH, QUARTER, YEAR = "month", "quarter", "year"
STEPS = {MONTH: 1, QUARTER: 3, YEAR: 12}
DAY = timedelta(days=1)


def code_of(span: Span) -> str:
    """A period as a code: 2019-01-01/2019-03-31."""
    return f"{span[0]:%Y-%m-%d}/{span[1]:%Y-%m-%d}"


def span_of(code: str) -> Span:
    first, last = code.split("/")
    return date.fromisoformat(first), date.fromisoformat(last)


def step_around(day: date, step: str) -> Span:
    """The month, quarter or year that a day is in."""
    months = STEPS[step]
    start = (day.month - 1) // months * months + 1
    after = day.year * 12 + start - 1 + months
    return date(day.year, start, 1), date(after // 12, after % 12 + 1, 1) - DAY


def steps_of(spans: Iterable[Span]) -> list[str]:
    """Those steps, finest first, in which each of the periods lies within one."""
    spans = list(spans)
    return [
        step for step in STEPS if all(last <= step_around(first, step)[1] for first, last in spans)
    ]


def calendar(span: Span, step: str) -> list[Span]:
    """Every month, quarter or year that a period touches."""
    found, day = [], span[0]
    while day <= span[1]:
        found.append(step_around(day, step))
        day = found[-1][1] + DAY
    return found


def is_whole(span: Span, step: str) -> bool:
    """Whether a period begins and ends with a step."""
    return step_around(span[0], step)[0] == span[0] and step_around(span[1], step)[1] == span[1]


def pieces(spans: Iterable[Span]) -> list[Span]:
    """The finest parts into which the periods cut the time they cover, in order."""
    spans = sorted(set(spans))
    cuts = sorted({s[0] for s in spans} | {s[1] + DAY for s in spans})
    between = [(a, b - DAY) for a, b in pairwise(cuts)]
    return [p for p in between if any(s[0] <= p[0] and p[1] <= s[1] for s in spans)]


def name(span: Span, *, french: bool = False) -> str:
    """A period as a reader knows it: 2019, 2019 Q1 (T1 2019), 2019-03, else both days."""
    if is_whole(span, YEAR):
        years = sorted({span[0].year, span[1].year})
        return "–".join(str(year) for year in years)
    if is_whole(span, QUARTER) and step_around(span[0], QUARTER) == span:
        quarter = (span[0].month + 2) // 3
        return f"T{quarter} {span[0].year}" if french else f"{span[0].year} Q{quarter}"
    if step_around(span[0], MONTH) == span:
        return f"{span[0]:%Y-%m}"
    return f"{span[0]:%Y-%m-%d} – {span[1]:%Y-%m-%d}"
