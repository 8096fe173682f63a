"""Which reports a fund expects of a project, and by when.

Pure: the days of a project and the fund's dates in, expected reports out; no query, no clock.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

# Codes of the list of document kinds.
ANNUAL_NARRATIVE = "annual-progress-report"
ANNUAL_FINANCIAL = "annual-financial-report"
END_OF_PROJECT = "end-of-project-report"
FINAL_FINANCIAL = "final-financial-report"
KINDS = (ANNUAL_NARRATIVE, ANNUAL_FINANCIAL, END_OF_PROJECT, FINAL_FINANCIAL)


class Day(NamedTuple):
    """A day of any year."""

    month: int
    day: int

    def of(self, year: int) -> date:
        """This day in one year; 29 February becomes the 28th where there is no 29th."""
        return date(year, self.month, min(self.day, _last_day(year, self.month)))


class Expected(NamedTuple):
    """One report: its kind, the year it is about (none for the last ones), the day it is due."""

    kind: str
    year: int | None
    due: date


@dataclass(frozen=True)
class Calendar:
    """The dates of a fund.

    Annual reports are due in the year after the one they are about. The end-of-project report is
    due a number of months after the end. The final financial report is due in the year after the
    closure: the operational one, since accounts are closed only when this report is accepted.
    """

    annual_narrative: Day
    annual_financial: Day
    end_of_project_months: int
    final_financial: Day

    @classmethod
    def of(cls, dates: Mapping[str, Any]) -> "Calendar":
        """From settings.REPORT_CALENDAR: days as (month, day)."""
        return cls(
            Day(*dates["annual_narrative"]),
            Day(*dates["annual_financial"]),
            dates["end_of_project_months"],
            Day(*dates["final_financial"]),
        )


def expected(
    starts: date | None,
    ends: date | None,
    calendar: Calendar,
    *,
    today: date,
    closed_on: date | None = None,
    cancelled_on: date | None = None,
) -> list[Expected]:
    """All reports of a project's life, in the order in which they are due.

    A cancelled project ends on that day, if it had not ended before. One without an end is
    followed year by year up to today's, and owes no last report yet. Without a start, nothing.
    """
    if starts is None:
        return []
    last = _last(ends, cancelled_on)
    found = list(_annual(starts, last or max(starts, today), calendar))
    if last is not None:
        due = months_after(last, calendar.end_of_project_months)
        found.append(Expected(END_OF_PROJECT, None, due))
        closure = closed_on or last
        due = calendar.final_financial.of(closure.year + 1)
        found.append(Expected(FINAL_FINANCIAL, None, due))
    return sorted(found, key=lambda report: (report.due, KINDS.index(report.kind)))


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month: 30 November + 3 is 28/29."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, _last_day(year, month)))


def _last(ends: date | None, cancelled_on: date | None) -> date | None:
    days = [day for day in (ends, cancelled_on) if day is not None]
    return min(days) if days else None


def _annual(starts: date, last: date, calendar: Calendar) -> Iterator[Expected]:
    """One of each for every calendar year that the project touches, if by a day only."""
    for year in range(starts.year, last.year + 1):
        yield Expected(ANNUAL_NARRATIVE, year, calendar.annual_narrative.of(year + 1))
        yield Expected(ANNUAL_FINANCIAL, year, calendar.annual_financial.of(year + 1))


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]
