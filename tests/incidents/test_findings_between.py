"""What does not fit between records: the period before, overlaps, gaps, other levels."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.findings import (
    Kind,
    between,
    followed,
    kind_of,
    missing,
    other_levels,
    overlaps,
    periods_within,
    rivals,
    unusual,
)
from tests.incidents.test_findings import figures, table

QUARTERS = periods_within((date(2021, 1, 1), date(2023, 12, 31)), "quarter")
MONTHS = periods_within((date(2021, 1, 1), date(2021, 12, 31)), "month")


def series(*totals, spans=QUARTERS):
    """One source's figures, one period after the other; "-" leaves a period out."""
    return [
        figures(total, key=f"q{n}", occurred=span, verified=None, system="mara")
        for n, (total, span) in enumerate(zip(totals, spans, strict=False))
        if total != "-"
    ]


def test_a_change_that_chance_would_hardly_make_is_unusual():
    (found,) = unusual(series(40, 90))

    assert (found.kind, found.keys) == (Kind.UNUSUAL, ("q0", "q1"))
    assert (found.difference, found.totals) == (50, (40, 90))
    assert [f.difference for f in unusual(series(90, 40))] == [-50]


@pytest.mark.parametrize(
    "quiet",
    [(40, 58), (0, 4), (4, 0), (27, 22), (100, 100), (40, None), (None, 40), (40, "-", 99)],
)
def test_chance_small_counts_no_number_and_no_neighbour_are_not_unusual(quiet):
    assert unusual(series(*quiet)) == []


def test_from_none_to_many_is_unusual_and_exactly_at_the_bound_is_not():
    assert [f.difference for f in unusual(series(0, 10))] == [10]
    assert unusual(series(0, 9)) == []  # 9 squared is 9 times 9: not more than the bound


@pytest.mark.parametrize(
    "other",
    [
        {"source": "t"}, {"system": "gbvims"}, {"unit": "incidents"}, {"country": "XV"},
        {"verification": "reported"}, {"occurred": MONTHS[3]}, {"occurred": None},
    ],
)  # fmt: skip
def test_figures_of_another_source_system_measure_or_kind_of_period_are_never_compared(other):
    one, two = series(40, 90)

    assert unusual([one, replace(two, **other)]) == []


def test_a_system_is_followed_from_one_source_to_the_next():
    one, two = series(40, 90)
    two = replace(two, source="t")
    (found,) = followed([one, two])

    assert (found.kind, found.keys) == (Kind.FOLLOWED, ("q0", "q1"))
    assert (found.difference, found.totals) == (50, (40, 90))
    assert found in between([one, two])
    assert (found.stated, found.added_up) == (None, None)
    quiet = replace(two, total=58)
    assert followed([one, quiet]) == []


@pytest.mark.parametrize(
    "other",
    [
        {"system": "gbvims"}, {"system": "not-stated"}, {"unit": "incidents"}, {"country": "XV"},
        {"verification": "reported"}, {"occurred": MONTHS[3]}, {"occurred": None},
        {"total": None}, {"verified": (date(2022, 1, 1), date(2022, 12, 31))},
    ],
)  # fmt: skip
def test_only_the_same_system_measure_and_clock_are_one_line(other):
    one, two = series(40, 90)

    assert followed([one, replace(two, source="t", **other)]) == []


def test_where_no_system_is_named_its_publisher_is_followed():
    one, two = (replace(f, system="other") for f in series(40, 90))
    two = replace(two, source="t")
    for publishers, number in ((("A", "A"), 1), (("A", "B"), 0), (("", ""), 0)):
        pair = [replace(f, publisher=p) for f, p in zip((one, two), publishers, strict=True)]
        assert len(followed(pair)) == number


def test_a_source_with_a_figure_of_its_own_for_the_period_before_is_held_against_that_alone():
    one, two = series(40, 90)
    other = replace(one, key="other", source="t", total=5)

    assert followed([one, two, other]) == []
    assert [f.keys for f in followed([other, two])] == [("other", "q1")]


def test_periods_of_one_source_that_share_days_overlap():
    year = figures(100, key="year", occurred=(date(2021, 1, 1), date(2021, 12, 31)), system="un")
    quarter = series(30)[0]

    assert [f.keys for f in overlaps([year, quarter])] == [("year", "q0")]
    assert overlaps(series(1, 2, 3)) == []
    for different in ({"source": "t"}, {"unit": "incidents"}, {"verification": "reported"},
                      {"occurred": None}, {"country": "XV"}):  # fmt: skip
        assert overlaps([year, replace(quarter, **different)]) == []


def test_what_a_series_leaves_out_is_missing():
    (found,) = missing(series(4, "-", "-", 7, 8))

    assert (found.kind, found.keys, found.difference) == (Kind.MISSING, ("q0", "q3"), 2)
    assert found.spans == tuple(QUARTERS[1:3])
    assert missing(series(4, 5, 6)) == []
    assert missing(series(4)) == []


def test_months_quarters_and_years_are_series_of_their_own():
    years = [(date(y, 1, 1), date(y, 12, 31)) for y in (2018, 2020)]
    found = missing(series(1, 2, spans=years) + series(3, "-", 5, spans=MONTHS))

    assert [[kind_of(span) for span in f.spans] for f in found] == [["year"], ["month"]]
    odd = (date(2021, 1, 15), date(2021, 2, 3))
    assert kind_of(odd) == kind_of((date(2021, 2, 1), date(2021, 4, 30))) == ""
    assert missing(series(1, 2, spans=[odd, QUARTERS[5]])) == []


def test_another_level_of_verification_is_named_without_a_difference():
    one, other = figures(27), figures(90, key="b", source="t", verification="reported")
    (found,) = other_levels([one, other])

    assert (found.kind, found.difference, found.totals) == (Kind.OTHER_LEVEL, 0, ())
    assert other_levels([one, replace(other, source="s")]) == []
    assert other_levels([one, replace(other, total=None)]) == []
    assert rivals([one, other]) == []


def test_every_finding_has_a_name_that_says_no_number_and_stays_when_numbers_change():
    before = between([*series(40, 90, "-", 3), figures(27), figures(25, key="b", source="t")])
    after = between([*series(41, 95, "-", 3), figures(29), figures(25, key="b", source="t")])

    assert len({f.slug for f in before}) == len(before) >= 3
    assert [f.slug for f in before] == [f.slug for f in after]
    assert [f.numbers for f in before] != [f.numbers for f in after]


def test_too_many_and_too_few_are_one_subject_and_two_tables_are_two():
    from incidents.findings import check

    over, short = check(figures(10, table(12)))[0], check(figures(10, table(7)))[0]
    assert over.slug == short.slug
    twice = check(figures(10, table(12), table(13)))
    assert len({f.slug for f in twice}) == len(twice) == 3


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=6), st.randoms())
def test_the_order_in_which_records_come_changes_nothing(totals, chance):
    several = series(*totals)
    shuffled = chance.sample(several, len(several))

    assert {(f.slug, *f.numbers) for f in between(several)} == {
        (f.slug, *f.numbers) for f in between(shuffled)
    }


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 900))
def test_calendar_periods_lie_within_and_touch_one_another(first, days):
    span = (first, date.fromordinal(first.toordinal() + days))
    for kind in ("month", "quarter", "year"):
        found = periods_within(span, kind)
        assert all(
            kind_of(one) == kind and span[0] <= one[0] <= one[1] <= span[1] for one in found
        )
        for one, after in pairwise(found):
            assert (after[0] - one[1]).days == 1
