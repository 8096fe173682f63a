"""Whether an indicator is on its way to its target. Pure: no database."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.target_status import Point, Value, expected, status

BASE, FINAL = Point(D(10), date(2020, 12, 31)), Point(D(30), date(2024, 12, 31))
HALF = date(2022, 12, 31)


def standing(value, day=HALF, *, direction="up", qualifier="", base=BASE, between=(), final=FINAL):
    value = None if value is None else D(value)
    found = status([Value(value, day, qualifier)], direction, base, between, final)
    return found.standing.value


@pytest.mark.parametrize(
    ("value", "day", "said"),
    [
        (30, HALF, "met"), (31, date(2026, 1, 1), "met"),
        (20, HALF, "on-track"), (19, HALF, "off-track"),
        (10, HALF, "off-track"), (9, HALF, "reversed"),
        (29, date(2024, 12, 31), "off-track"), (29, date(2025, 6, 30), "off-track"),
        (None, HALF, "not-comparable"), (20, None, "not-met"), (20, date(2019, 1, 1), "not-met"),
    ],
)  # fmt: skip
def test_upwards(value, day, said):
    assert standing(value, day) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(3, "met"), (7, "on-track"), (9, "off-track"), (13, "reversed")],
)
def test_downwards(value, said):
    base, final = Point(D(12), BASE.day), Point(D(3), FINAL.day)
    assert standing(value, direction="down", base=base, final=final) == said


def test_an_intermediate_target_bends_the_line():
    between = [Point(D(14), HALF)]
    assert standing(15, between=between) == "on-track"
    assert standing(15) == "off-track"
    # Without a baseline the line begins at the intermediate target.
    assert standing(15, base=None, between=between) == "on-track"
    assert standing(15, date(2021, 12, 31), base=None, between=between) == "not-met"


def test_without_days_only_met_or_not_met_is_said():
    assert standing(20, final=Point(D(30))) == "not-met"
    assert standing(31, final=Point(D(30))) == "met"
    assert standing(20, base=Point(D(10))) == "not-met"
    assert standing(9, base=Point(D(10)), final=Point(D(30))) == "reversed"  # needs no day


@pytest.mark.parametrize(
    ("value", "qualifier", "said"),
    [
        (28, "more-than", "on-track"), (31, "more-than", "met"),
        (15, "more-than", "not-comparable"), (15, "fewer-than", "off-track"),
        (9, "fewer-than", "reversed"), (40, "about", "not-comparable"),
    ],
)  # fmt: skip
def test_what_is_not_exact_is_compared_only_as_far_as_it_goes(value, qualifier, said):
    assert standing(value, qualifier=qualifier) == said


def test_sources_that_lead_to_different_standings_are_not_comparable():
    rivals = [Value(D(31), HALF), Value(D(15), HALF)]
    assert status(rivals, "up", BASE, [], FINAL).standing.value == "not-comparable"
    agreed = [Value(D(21), HALF), Value(D(22), HALF)]
    assert status(agreed, "up", BASE, [], FINAL).standing.value == "on-track"


def test_nothing_measured_no_direction_and_no_target():
    assert status([], "up", BASE, [], FINAL).standing.value == "not-comparable"
    assert standing(20, direction="none") == "not-comparable"
    assert standing(20, final=None) == "no-target"


days = st.dates(date(2010, 1, 1), date(2040, 1, 1))
numbers = st.decimals(0, 1000, places=1)


@given(value=numbers, base=numbers, final=numbers, day=days)
def test_turned_upside_down_it_says_the_same(value, base, final, day):
    """A fall from -b to -f is a rise from b to f."""
    up = status([Value(value, day)], "up", Point(base, BASE.day), [], Point(final, FINAL.day))
    down = status(
        [Value(-value, day)], "down", Point(-base, BASE.day), [], Point(-final, FINAL.day)
    )
    assert up.standing == down.standing


@given(base=numbers, middle=numbers, final=numbers, day=days)
def test_the_line_stays_between_its_points(base, middle, final, day):
    line = expected(day, Point(base, BASE.day), [Point(middle, HALF)], Point(final, FINAL.day))
    if line is not None:
        assert min(base, middle, final) <= line <= max(base, middle, final)


@given(day=days, extra=days)
def test_a_better_value_never_stands_worse(day, extra):
    order = ["reversed", "off-track", "not-met", "on-track", "met"]
    found = [standing(value, day) for value in range(0, 40, 2)]
    ranks = [order.index(one) for one in found]
    assert ranks == sorted(ranks)
