"""How far an indicator has come: sums, newest values, shares, ways to a target."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.progress import (
    Aim,
    Measured,
    Trouble,
    amount,
    is_reached,
    level,
    percent_of_way,
    share,
)

YEAR = {year: (date(year, 1, 1), date(year, 12, 31)) for year in range(2000, 2060)}


def said(year, value=None, part=None, whole=None):
    return Measured(*YEAR[year], value if value is None else D(value), part, whole)


SUM, PERCENT = Aim(adds_up="sum"), Aim(unit="percent")


def test_nothing_is_measured_yet():
    for aim in (Aim(), SUM, PERCENT):
        assert (level([], aim).value, level([], aim).periods) == (None, 0)


def test_the_newest_value_counts_whatever_the_order():
    values = [said(2019, 7), said(2020, 9), said(2018, 30)]
    assert level(values, Aim()).value == 9
    assert level(reversed(values), Aim()).until == date(2020, 12, 31)


def test_values_of_periods_are_added():
    found = level([said(2019, "2.5"), said(2020, 4)], SUM)
    assert (found.value, found.periods, found.whole) == (D("6.5"), 2, None)


def test_shares_of_periods_are_added_part_by_part_and_never_averaged():
    """1 of 2 and 10 of 100: 11 of 102, not the mean of 50 % and 10 %."""
    found = level([said(2019, None, 1, 2), said(2020, None, 10, 100)], SUM)
    assert (found.part, found.whole, found.share) == (11, 102, D("10.8"))


def test_a_sum_has_no_share_if_one_value_has_no_whole():
    found = level([said(2019, None, 1, 2), said(2020, 10)], SUM)
    assert (found.value, found.share) == (11, None)


def test_a_percentage_is_its_part_of_its_whole():
    found = level([said(2019, None, 16, 301)], PERCENT)
    assert (found.part, found.whole, found.share) == (16, 301, D("5.3"))
    assert round(found.value, 3) == D("5.316")


def test_values_of_overlapping_periods_are_rivals_and_not_added():
    half = Measured(date(2019, 7, 1), date(2020, 6, 30), D(3))
    for values in ([said(2019, 1), half], [half, said(2019, 1)], [said(2019, 1), said(2019, 1)]):
        found = level(values, SUM)
        assert (found.value, found.trouble) == (None, Trouble.OVERLAP)


def test_two_newest_values_that_differ_are_rivals():
    assert level([said(2019, 1), said(2019, 2)], Aim()).trouble == Trouble.RIVALS
    assert level([said(2019, 2), said(2019, 2)], Aim()).value == 2
    with_whole = level([said(2019, 50), said(2019, None, 1, 2)], PERCENT)
    assert (with_whole.value, with_whole.whole) == (50, 2)


@pytest.mark.parametrize(
    ("baseline", "target", "direction", "reached", "way", "done"),
    [
        (0, 80, "up", 20, "25.0", False), (35, 80, "up", 35, "0.0", False),
        (35, 80, "up", 80, "100.0", True), (35, 80, "up", 26, "-20.0", False),
        (35, 80, "up", 89, "120.0", True), (None, 3, "up", 1, "33.3", False),
        (12, 4, "down", 7, "62.5", False), (12, 4, "down", 4, "100.0", True),
        (12, 4, "down", 14, "-25.0", False), (12, 4, "down", 2, "125.0", True),
        (None, 4, "down", 7, None, False), (None, 4, "down", 3, None, True),
        (5, 5, "up", 5, None, True), (5, 9, "none", 7, None, None), (5, None, "up", 7, None, None),
        (5, 9, "up", None, None, None),
    ],
)  # fmt: skip
def test_the_way_from_baseline_to_target(baseline, target, direction, reached, way, done):
    aim = Aim(
        direction=direction,
        baseline=None if baseline is None else D(baseline),
        target=None if target is None else D(target),
    )
    value = None if reached is None else D(reached)
    assert percent_of_way(value, aim) == (None if way is None else D(way))
    assert is_reached(value, aim) is done


@pytest.mark.parametrize(
    ("part", "whole", "found"),
    [(1, 3, "33.3"), (2, 3, "66.7"), (1, 16, "6.3"), (0, 5, "0.0"), (None, 5, None), (3, 0, None),
     (3, None, None)],
)  # fmt: skip
def test_a_share_is_rounded_halves_up(part, whole, found):
    assert share(part, whole) == (None if found is None else D(found))


numbers = st.decimals(0, 10**6, places=3, allow_nan=False, allow_infinity=False)
pairs = st.tuples(st.integers(0, 500), st.integers(1, 500)).filter(lambda p: p[0] <= p[1])
series = st.dictionaries(st.sampled_from(sorted(YEAR)), numbers, min_size=1, max_size=12)


@given(series, st.randoms())
def test_a_sum_is_the_sum_in_any_order(values, random):
    rows = [Measured(*YEAR[year], value) for year, value in values.items()]
    random.shuffle(rows)
    assert level(rows, SUM).value == sum(values.values())


@given(series)
def test_the_newest_is_one_of_the_values(values):
    rows = [Measured(*YEAR[year], value) for year, value in values.items()]
    assert level(rows, Aim()).value == values[max(values)]


@given(st.dictionaries(st.sampled_from(sorted(YEAR)), pairs, min_size=1, max_size=12))
def test_a_pooled_share_lies_between_the_shares_and_is_part_by_whole(values):
    rows = [Measured(*YEAR[year], None, *pair) for year, pair in values.items()]
    found = level(rows, SUM)
    parts, wholes = (sum(pair[n] for pair in values.values()) for n in (0, 1))
    assert (found.part, found.whole) == (parts, wholes)
    assert found.share == share(parts, wholes)
    shares = [share(*pair) for pair in values.values()]
    assert min(shares) <= found.share <= max(shares)


@given(numbers, numbers, numbers)
def test_down_is_up_mirrored(baseline, target, reached):
    up = Aim(direction="up", baseline=baseline, target=target)
    down = Aim(direction="down", baseline=-baseline, target=-target)
    assert percent_of_way(reached, up) == percent_of_way(-reached, down)
    assert is_reached(reached, up) is is_reached(-reached, down)


@given(series, st.sampled_from(sorted(YEAR)))
def test_a_second_value_for_a_day_that_is_counted_stops_the_sum(values, year):
    rows = [Measured(*YEAR[y], value) for y, value in values.items()]
    day = YEAR[max(values)][0] + timedelta(days=40)
    assert level([*rows, Measured(day, day, D(1))], SUM).trouble == Trouble.OVERLAP


def test_a_number_that_is_a_part_counts_as_that_number():
    assert amount(said(2019, None, 16, 301), "persons") == 16
    assert amount(said(2019, 12, 16, 301), "persons") == 12
