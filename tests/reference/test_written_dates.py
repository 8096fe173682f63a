"""What counts as a date, and which days it can mean."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.reference.written_dates import read

ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]

DAYS = {
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d:%d/%m/}{d.year:04}",
    "dots": lambda d: f"{d.day}.{d.month}.{d.year:04}",
    "English": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year:04}",
    "English, short": lambda d: f"{d.day} {ENGLISH[d.month - 1][:3]} {d.year:04}",
    "French": lambda d: f"{d.day}{'er' * (d.day == 1)} {FRENCH[d.month - 1]} {d.year:04}",
}
MONTHS = {
    "iso": lambda d: f"{d.year:04}-{d.month:02}",
    "English": lambda d: f"{ENGLISH[d.month - 1]} {d.year:04}",
    "French": lambda d: f"{FRENCH[d.month - 1]} {d.year:04}",
}


def ranged(text):
    found = read(text)
    return found.first, found.last


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-09-15", date(2016, 9, 15)),
        ("15/09/2016", date(2016, 9, 15)),
        ("03/06/2020", date(2020, 6, 3)),
        ("3.6.2020", date(2020, 6, 3)),
        ("15 September 2016", date(2016, 9, 15)),
        ("15 Sep 2016", date(2016, 9, 15)),
        ("13 Sept. 2017", date(2017, 9, 13)),
        ("1st March 2019", date(2019, 3, 1)),
        ("22nd may 2019", date(2019, 5, 22)),
        ("1er janvier 2019", date(2019, 1, 1)),
        ("14 févr. 2019", date(2019, 2, 14)),
        ("15 AOÛT 2019", date(2019, 8, 15)),
        ("15 aout 2019", date(2019, 8, 15)),
        ("29 February 2020", date(2020, 2, 29)),
        ("  15   September\n2016 ", date(2016, 9, 15)),
    ],
)
def test_a_day_is_that_day(text, day):
    assert ranged(text) == (day, day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-03", date(2019, 3, 1), date(2019, 3, 31)),
        ("March 2019", date(2019, 3, 1), date(2019, 3, 31)),
        ("mars 2019", date(2019, 3, 1), date(2019, 3, 31)),
        ("déc. 2018", date(2018, 12, 1), date(2018, 12, 31)),
        ("de\u0301cembre 2018", date(2018, 12, 1), date(2018, 12, 31)),
        ("February 2019", date(2019, 2, 1), date(2019, 2, 28)),
        ("February 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2019-2023", date(2019, 1, 1), date(2023, 12, 31)),
        ("2012 – 2014", date(2012, 1, 1), date(2014, 12, 31)),
        ("2012/2013", date(2012, 1, 1), date(2013, 12, 31)),
        ("2019-2019", date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_a_month_a_year_or_a_span_is_every_day_in_it(text, first, last):
    assert ranged(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "31 April 2018",
        "31 avril 2018",
        "29 February 2019",
        "2018-04-31",
        "2018-13",
        "13/13/2018",
        "09/15/2016",
        "0 May 2018",
        "0000",
        "2023-2019",
        "15 Brumaire 2018",
        "mid-June",
        "between April and mid-June 2020",
        "15/09/16",
        "20160915",
        "unknown",
        "",
        " ",
    ],
)
def test_what_is_no_date_is_kept_as_written_and_says_so(text):
    found = read(text)

    assert not found.is_date
    assert (found.first, found.last) == (None, None)
    assert found.text == text.strip()


@given(st.dates(), st.sampled_from(sorted(DAYS)))
def test_any_day_reads_back_from_every_way_of_writing_it(day, way):
    assert ranged(DAYS[way](day)) == (day, day)


@given(st.dates(), st.sampled_from(sorted(MONTHS)))
def test_any_month_reads_back_as_its_first_to_its_last_day(day, way):
    first, last = ranged(MONTHS[way](day))

    assert first == day.replace(day=1)
    assert first <= day <= last
    assert last == date.max or (last + timedelta(days=1)).day == 1


@given(st.integers(1, 9999), st.integers(0, 50), st.sampled_from(["-", " - ", "–", " – ", "/"]))
def test_any_span_of_years_reads_back(year, length, dash):
    until = min(year + length, 9999)

    assert ranged(f"{year:04}{dash}{until:04}") == (date(year, 1, 1), date(until, 12, 31))


LIKE_DATES = st.text(alphabet="0123456789-/.–stndrher JanFévaoût²٣", max_size=24)


@given(st.text() | LIKE_DATES)
def test_no_text_at_all_makes_it_fail(text):
    found = read(text)

    assert found.is_date == (found.last is not None)
    assert not found.is_date or found.first <= found.last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("end of 2019", date(2019, 10, 1), date(2019, 12, 31)),
        ("By the end of 2019", date(2019, 10, 1), date(2019, 12, 31)),
        ("fin 2019", date(2019, 10, 1), date(2019, 12, 31)),
        ("la fin de 2019", date(2019, 10, 1), date(2019, 12, 31)),
        ("end of February 2020", date(2020, 2, 20), date(2020, 2, 29)),
        ("fin d'avril 2019", date(2019, 4, 21), date(2019, 4, 30)),
        ("the end of Nonsense 2019", None, None),
        ("the end", None, None),
        ("weekend of 2019", None, None),
    ],
)
def test_the_end_of_a_year_or_a_month(text, first, last):
    assert ranged(text) == (first, last)
