"""Charts draw what is known and nothing else."""

from datetime import date
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from foundation.ui.charts import (
    Bar,
    BarChart,
    Part,
    StackedBar,
    Target,
    TargetBar,
    TargetChart,
    plain,
    segments,
    ticks,
)
from foundation.ui.time_charts import Event, Lane, LineChart, Series, TimeChart

numbers = st.one_of(st.integers(0, 10**12), st.floats(0, 1e12), st.decimals(0, 10**9, places=2))
maybe = st.one_of(st.none(), numbers)


def chart(*values):
    return BarChart("", "", [Bar(str(i), value) for i, value in enumerate(values)])


@given(st.lists(maybe, max_size=30))
def test_bars_stay_within_the_drawing_and_keep_the_order_of_their_values(values):
    rows = chart(*values).rows()

    assert [row.width is None for row in rows] == [value is None for value in values]
    drawn = sorted((row.bar.value, float(row.width)) for row in rows if row.width is not None)
    widths = [width for _value, width in drawn]
    assert all(0 <= width <= 100 for width in widths)
    assert widths == sorted(widths)


@given(numbers)
def test_coordinates_have_a_point_in_every_language(value):
    with translation.override("fr"):
        text = plain(float(value))

    assert set(text) <= set("0123456789.")
    assert abs(float(text) - float(value)) <= 0.006 + float(value) * 1e-9


def test_bars_begin_at_zero_and_the_longest_fills_the_width():
    assert [row.width for row in chart(412, 206, 0).rows()] == ["100", "50", "0"]


def test_a_value_that_is_not_known_has_no_bar_and_no_part_in_the_scale():
    assert [row.width for row in chart(10, None, 5).rows()] == ["100", None, "50"]


def test_nothing_but_zeros_draws_nothing_and_does_not_fail():
    assert [row.width for row in chart(0, 0).rows()] == ["0", "0"]
    assert chart().rows() == []


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_what_cannot_be_a_length_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        chart(value).rows()


@pytest.mark.parametrize("state", ["withheld", "not_stated", "not_collected", ""])
def test_a_withheld_count_leaves_no_trace_in_any_length(state):
    shown = SimpleNamespace(shown=True, value=8, state="counted")
    hidden = SimpleNamespace(shown=False, value=734982, state=state)
    careless = SimpleNamespace(shown=True, value=734982, state=state)

    rows = BarChart("", "", [Bar("a", cell=shown), Bar("b", cell=hidden), Bar("c", cell=careless)])

    assert [row.width for row in rows.rows()] == ["100", None, None]


@given(st.floats(0, 1e15))
def test_an_axis_has_few_round_ticks_from_zero_and_covers_the_highest_value(highest):
    axis = ticks(highest)

    assert axis[0] == 0
    assert axis[-1] >= highest
    assert 2 <= len(axis) <= 7
    assert len({after - before for before, after in pairwise(axis)}) == 1


def test_ticks_are_numbers_people_use():
    assert ticks(44) == [0, 10, 20, 30, 40, 50]
    assert ticks(27) == [0, 5, 10, 15, 20, 25, 30]
    assert ticks(0) == [0, 1]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8))
def test_the_parts_of_a_stacked_bar_follow_one_another_and_fill_it(values):
    parts = list(StackedBar([Part(str(v), v) for v in values]).segments())

    assert len(parts) == sum(1 for value in values if value)
    ends = 0.0
    for part in parts:
        assert float(part.x) >= ends - 0.02
        ends = float(part.x) + float(part.width)
    assert not parts or ends == pytest.approx(100, abs=0.05)


def test_over_the_maximum_the_bar_is_full_and_the_number_says_how_much():
    bar = TargetBar(104, 100, 73)

    assert (bar.width, bar.mark, bar.percent, bar.over) == ("100", "73", 104.0, True)


def test_without_a_value_or_a_maximum_there_is_no_bar():
    assert TargetBar(None, 100).width is None
    assert TargetBar(5, 0).width is None
    assert TargetBar(5, None, 3).mark is None


def test_values_and_targets_share_one_scale():
    rows = TargetChart("", "", [Target("a", 20, 30), Target("b", None, 30)], maximum=40).drawn()

    assert [(row.width, row.mark) for row in rows] == [("50", "75"), (None, "75")]


@given(st.integers(0, 60), st.integers(0, 60))
def test_steps_stay_within_the_drawing(done, total):
    drawn = segments(min(done, total), total)

    assert all(float(x) >= 0 and float(x) + float(width) <= 100.1 for x, width, _ in drawn)
    if 0 < total <= 40:
        assert sum(filled for _x, _width, filled in drawn) == min(done, total)


@given(st.lists(maybe, min_size=1, max_size=20))
def test_a_line_stays_in_its_frame_and_breaks_where_nothing_is_known(values):
    drawing = LineChart("", "", list(range(len(values))), [Series("", values)])
    (line,) = drawing.lines()

    assert len(line.dots) == sum(value is not None for value in values)
    for x, y in line.dots:
        assert drawing.LEFT <= float(x) <= drawing.width - drawing.RIGHT
        assert drawing.TOP - 0.1 <= float(y) <= drawing.height - drawing.BOTTOM
    runs = sum(
        value is not None and (i == 0 or values[i - 1] is None) for i, value in enumerate(values)
    )
    assert line.path.count("M") == runs
    assert len(drawing.x_ticks()) <= 8


def test_a_series_must_have_one_value_for_each_period():
    with pytest.raises(ValueError, match="one value"):
        LineChart("", "", ["2018", "2019"], [Series("", [1])])


days = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(st.lists(st.tuples(days, days), max_size=12))
def test_events_stay_in_the_chart_and_never_cover_one_another_in_a_row(pairs):
    events = [Event("An event", min(pair), max(pair)) for pair in pairs]
    drawing = TimeChart("", [Lane("", events)], 2000, 2025)
    (lane,) = drawing.placed()

    assert len(drawing.years()) <= 12
    rows = {}
    for item in lane.events:
        x, width = float(item.x), float(item.width)
        assert drawing.LEFT <= x <= x + width <= drawing.WIDTH
        row = (float(item.y) - float(lane.top)) // drawing.ROW
        assert x >= rows.get(row, 0)
        rows[row] = x + width


def test_an_event_without_a_date_is_said_in_words_and_not_drawn():
    drawing = TimeChart.spanning("", [Lane("", [Event("a", date(2019, 3, 1)), Event("b", None)])])

    assert [item.event.label for item in drawing.placed()[0].events] == ["a"]
    assert [event.label for event in drawing.undated()] == ["b"]
    assert (drawing.first_year, drawing.last_year) == (2019, 2019)
