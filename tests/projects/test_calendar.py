"""The calendar as a table: the days of a project in, the reports that are expected out."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from projects.calendar import (
    ANNUAL_FINANCIAL,
    ANNUAL_NARRATIVE,
    END_OF_PROJECT,
    FINAL_FINANCIAL,
    Calendar,
    Day,
    expected,
    months_after,
)

FUND = Calendar(Day(3, 31), Day(4, 30), 3, Day(4, 30))
TODAY = date(2020, 6, 15)
N, F, E, L = "narrative", "financial", "end", "last"
SHORT = {ANNUAL_NARRATIVE: N, ANNUAL_FINANCIAL: F, END_OF_PROJECT: E, FINAL_FINANCIAL: L}


def told(starts, ends, **more):
    found = expected(starts, ends, FUND, today=more.pop("today", TODAY), **more)
    return [(SHORT[one.kind], one.year, one.due.isoformat()) for one in found]


def test_the_settings_hold_the_dates_of_the_fund():
    assert Calendar.of(settings.REPORT_CALENDAR) == FUND


TABLE = {
    "one year from January to December": (
        date(2018, 1, 1), date(2018, 12, 31), {},
        [(N, 2018, "2019-03-31"), (E, None, "2019-03-31"), (F, 2018, "2019-04-30"),
         (L, None, "2019-04-30")],
    ),
    "from the middle of a year into the next": (
        date(2016, 9, 15), date(2017, 9, 13), {},
        [(N, 2016, "2017-03-31"), (F, 2016, "2017-04-30"), (E, None, "2017-12-13"),
         (N, 2017, "2018-03-31"), (F, 2017, "2018-04-30"), (L, None, "2018-04-30")],
    ),
    "one day, the last of a year": (
        date(2019, 12, 31), date(2019, 12, 31), {},
        [(N, 2019, "2020-03-31"), (E, None, "2020-03-31"), (F, 2019, "2020-04-30"),
         (L, None, "2020-04-30")],
    ),
    "one day into a new year owes that year too": (
        date(2019, 12, 31), date(2020, 1, 1), {},
        [(N, 2019, "2020-03-31"), (E, None, "2020-04-01"), (F, 2019, "2020-04-30"),
         (N, 2020, "2021-03-31"), (F, 2020, "2021-04-30"), (L, None, "2021-04-30")],
    ),
    "an end in November, three months before a leap day": (
        date(2019, 11, 30), date(2019, 11, 30), {},
        [(E, None, "2020-02-29"), (N, 2019, "2020-03-31"), (F, 2019, "2020-04-30"),
         (L, None, "2020-04-30")],
    ),
    "the same before a year without one": (
        date(2018, 11, 30), date(2018, 11, 30), {},
        [(E, None, "2019-02-28"), (N, 2018, "2019-03-31"), (F, 2018, "2019-04-30"),
         (L, None, "2019-04-30")],
    ),
    "closed the year after it ended: the final accounts wait for the closure": (
        date(2018, 1, 1), date(2018, 6, 30), {"closed_on": date(2019, 2, 1)},
        [(E, None, "2018-09-30"), (N, 2018, "2019-03-31"), (F, 2018, "2019-04-30"),
         (L, None, "2020-04-30")],
    ),
    "cancelled half-way: it ended on that day": (
        date(2018, 1, 1), date(2020, 12, 31), {"cancelled_on": date(2018, 5, 2)},
        [(E, None, "2018-08-02"), (N, 2018, "2019-03-31"), (F, 2018, "2019-04-30"),
         (L, None, "2019-04-30")],
    ),
    "cancelled after its end: the end stands": (
        date(2018, 1, 1), date(2018, 3, 31), {"cancelled_on": date(2019, 5, 2)},
        [(E, None, "2018-06-30"), (N, 2018, "2019-03-31"), (F, 2018, "2019-04-30"),
         (L, None, "2019-04-30")],
    ),
    "without an end: year by year up to today's": (
        date(2019, 5, 1), None, {},
        [(N, 2019, "2020-03-31"), (F, 2019, "2020-04-30"), (N, 2020, "2021-03-31"),
         (F, 2020, "2021-04-30")],
    ),
    "not begun yet and without an end": (
        date(2021, 5, 1), None, {}, [(N, 2021, "2022-03-31"), (F, 2021, "2022-04-30")],
    ),
    "without a start": (None, date(2019, 5, 1), {}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_what_is_expected(name):
    starts, ends, more, found = TABLE[name]
    assert told(starts, ends, **more) == found


def test_an_extension_adds_years_and_moves_only_the_last_reports():
    before = expected(date(2018, 3, 1), date(2018, 12, 31), FUND, today=TODAY)
    after = expected(date(2018, 3, 1), date(2019, 6, 30), FUND, today=TODAY)

    annual = [one for one in before if one.year]
    assert [one for one in after if one.year == 2018] == annual
    assert [one.due for one in after if one.kind == END_OF_PROJECT] == [date(2019, 9, 30)]
    assert [one.due for one in after if one.kind == FINAL_FINANCIAL] == [date(2020, 4, 30)]
    assert {one.year for one in after} == {2018, 2019, None}


def test_a_day_that_a_year_lacks_becomes_the_last_of_its_month():
    assert Day(2, 29).of(2019) == date(2019, 2, 28)
    assert Day(2, 29).of(2020) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2019, 1, 31), 1, date(2019, 2, 28)), (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2019, 12, 15), 1, date(2020, 1, 15)), (date(2019, 10, 31), 14, date(2020, 12, 31)),
        (date(2019, 10, 31), 0, date(2019, 10, 31)),
    ],
)  # fmt: skip
def test_months_after_a_day(day, months, then):
    assert months_after(day, months) == then


days = st.dates(date(1995, 1, 1), date(2080, 12, 31))


@given(days, st.integers(0, 3000))
def test_each_report_once_and_none_due_before_the_project_began(starts, length):
    ends = starts + timedelta(days=length)
    found = expected(starts, ends, FUND, today=TODAY)

    keys = [(one.kind, one.year) for one in found]
    assert len(keys) == len(set(keys)) == 2 * (ends.year - starts.year + 1) + 2
    assert all(one.due >= starts for one in found)
    assert [one.due for one in found] == sorted(one.due for one in found)
    by_kind = {one.kind: one.due for one in found}
    assert by_kind[END_OF_PROJECT] < by_kind[FINAL_FINANCIAL]


@given(days, st.integers(0, 1000), st.integers(1, 1000))
def test_a_later_end_takes_no_report_away_and_makes_none_due_earlier(starts, length, more):
    before = expected(starts, starts + timedelta(days=length), FUND, today=TODAY)
    after = expected(starts, starts + timedelta(days=length + more), FUND, today=TODAY)

    later = {(one.kind, one.year): one.due for one in after}
    assert all(later[one.kind, one.year] >= one.due for one in before)
