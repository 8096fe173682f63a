"""Turning parts: nothing lost, nothing added that does not add up, shares that make a whole."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.explore.measures import (
    Measure,
    Record,
    differ,
    latest,
    narrow,
    overlap,
)
from incidents.explore.pivot import (
    DoesNotAddUpError,
    Part,
    apportion,
    behind,
    share_of,
    shares_of,
    sums_of,
    turn,
)
from incidents.explore.tables import Table, choose, together
from incidents.explore.trend import trend

COUNTS = st.one_of(st.none(), st.integers(0, 10**6))
PLACES = st.fixed_dictionaries({"r": st.sampled_from("abc"), "c": st.sampled_from("xyz")})
PARTS = st.lists(
    st.builds(
        lambda table, at, count: Part(
            table, at, count, "counted" if count is not None else "not-stated"
        ),
        st.integers(1, 4), PLACES, COUNTS,
    )
)  # fmt: skip


def counted(parts):
    return sum(part.count for part in parts if part.count is not None)


@given(PARTS)
def test_totals_are_the_sums_of_the_places(parts):
    pivot = turn(parts, "r", "c")

    assert (pivot.total.count or 0) == counted(parts)
    assert (pivot.total.count is None) == all(part.count is None for part in parts)
    for lines, at in ((pivot.by_row, 0), (pivot.by_column, 1)):
        assert sum(place.count or 0 for place in lines.values()) == counted(parts)
        for key, place in lines.items():
            own = [
                p.count for k, p in pivot.places.items() if k[at] == key and p.count is not None
            ]
            assert place.count == (sum(own) if own else None)


@given(PARTS, st.sets(st.sampled_from("abc"), min_size=1))
def test_the_total_of_what_is_filtered_is_the_filtered_total(parts, asked):
    kept = [part for part in parts if part.at["r"] in asked]

    assert turn(parts, "c", "", {"r": tuple(asked)}).total == turn(kept, "c").total
    assert turn(parts, "r", "c", {"r": ()}).total == turn(parts, "r", "c").total


@given(PARTS)
def test_a_word_is_never_lost_beside_a_number(parts):
    pivot = turn(parts, "r", "c")

    for key, place in pivot.places.items():
        here = [part for part in parts if (part.at["r"], part.at["c"]) == key]
        assert place.states == {part.state for part in here if part.count is None}
        assert bool(place.missing) == (0 < sum(p.count is None for p in here) < len(here))
        assert behind(parts, "r", "c", key, {}).keys() == place.tables
    assert pivot.place("none", "here").is_empty


@given(st.dictionaries(st.integers(), st.integers(0, 10**9)))
def test_shares_of_one_whole_add_up_to_100_and_none_is_off_by_a_tenth(counts):
    shares = apportion(counts)

    if sum(counts.values()):
        assert sum(shares.values()) == 1000
        for key, count in counts.items():
            assert abs(shares[key] - count * 1000 / sum(counts.values())) < 1
    else:
        assert shares == {}


@given(PARTS, st.sampled_from(["row", "column", "all"]))
def test_shares_of_rows_columns_and_all_make_their_whole(parts, of):
    pivot = turn(parts, "r", "c")
    shares = shares_of(pivot, of)
    rows, columns = sums_of(pivot, of)

    at = {"row": 0, "column": 1}.get(of)
    wholes = {key[at] for key in shares} if at is not None else {None} if shares else set()
    for whole in wholes:
        own = [s for key, s in shares.items() if whole is None or key[at] == whole]
        assert sum(own) == 1000
    if counted(parts):
        assert sum(rows.values()) % 1000 == sum(columns.values()) % 1000 == 0


def test_a_share_of_the_stated_total_is_rounded_by_itself():
    assert [share_of(count, 745) for count in (264, 58, 412, 745)] == [354, 78, 553, 1000]
    assert share_of(1, 2000) == 1  # half up


def test_what_does_not_add_up_is_shown_and_never_summed():
    parts = [Part(1, {"r": "a", "c": "x"}, 3), Part(1, {"r": "a", "c": "y"}, 4)]

    pivot = turn(parts, "r", "c", adds_up=False)
    assert (pivot.total, pivot.by_row, pivot.by_column) == (None, {}, {})
    assert pivot.place("a", "x").count == 3
    with pytest.raises(DoesNotAddUpError):
        turn(parts, "r", adds_up=False)
    with pytest.raises(DoesNotAddUpError):  # added up by the database already
        turn([Part(1, {"r": "a"}, 7, of=2)], "r", adds_up=False)
    assert turn(parts, "r").place("a", "").count == 7


def test_twenty_thousand_parts_turn_at_once():
    parts = [
        Part(n % 60, {"r": str(n % 200), "c": str(n % 100), "f": str(n % 7)}, n)
        for n in range(20_000)
    ]
    began = time.perf_counter()

    pivot = turn(parts, "r", "c", {"f": ("1", "2", "3")})
    shares_of(pivot, "all")

    assert time.perf_counter() - began < 2


# Which figures are one measure


def year(number, last=None):
    return date(number, 1, 1), date(last or number, 12, 31)


def record(pk, occurred=None, verified=None, **fields):
    ways = {"source": "s", "system": "mara", "unit": "incidents", "verification": "verified"}
    return Record(pk, f"r{pk}", **{**ways, **fields}, occurred=occurred, verified=verified)


def test_each_thing_that_keeps_figures_apart_is_named():
    base = record(1, year(2023), year(2023))
    others = {
        "source": record(2, year(2022), year(2022), source="t"),
        "system": record(2, year(2022), year(2022), system="gbvims"),
        "unit": record(2, year(2022), year(2022), unit="cases"),
        "verification": record(2, year(2022), year(2022), verification="reported"),
    }
    for name, other in others.items():
        assert differ(narrow([base, other], {})) == [name]
    assert differ(narrow([base, record(2, year(2022), year(2022))], {})) == []
    assert differ(narrow([base], {"clock": ("occurred", "verified")})) == ["clock"]
    late = record(2, year(2022), year(2023))
    assert differ(narrow([base, late], {"timing": ("in-time", "late")})) == ["timing"]


def test_late_figures_wait_apart_unless_there_are_no_others():
    in_time, late = record(1, year(2023), year(2023)), record(2, year(2022), year(2023))

    ((measure, found),) = narrow([in_time, late], {}).items()
    assert (measure.timing, found) == ("in-time", [in_time])
    ((measure, found),) = narrow([late], {}).items()
    assert (measure.timing, found) == ("late", [late])


def test_a_source_that_does_not_say_when_acts_occurred_goes_by_the_other_clock():
    only_verified, no_period = record(1, verified=year(2023)), record(2, source="t")

    assert {m.source: m.clock for m in narrow([only_verified, no_period], {})} == {
        "s": "verified", "t": "verified",
    }  # fmt: skip
    assert narrow([only_verified], {"clock": ("occurred",)}) == {}
    assert Measure("t", "mara", "incidents", "verified", "occurred", "in-time") in narrow(
        [no_period], {"clock": ("occurred",)}
    )


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.tuples(st.integers(0, 40), st.integers(0, 6)).map(
                lambda pair: (date.fromordinal(738000 + pair[0]),
                              date.fromordinal(738000 + sum(pair)))
            ),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_periods_overlap_if_two_share_a_day_or_one_is_unknown(spans):
    records = [record(n, span) for n, span in enumerate(spans)]
    shared = any(
        one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])
        for at, one in enumerate(spans)
        for other in spans[:at]
    )

    assert bool(overlap(records, "occurred")) == shared
    if records:
        assert len(latest(records, "occurred")) == 1


# Which table answers


def test_the_smallest_table_that_holds_everything_answers_and_two_are_never_joined():
    region, form = Table(1, 7, ("region",)), Table(2, 7, ("form",))
    cross = Table(3, 7, ("region", "form", "survivor"))

    assert choose([cross, region, form], ["region"], "occurred") == region
    assert choose([cross, region, form], ["region", "form"], "occurred") == cross
    assert choose([region, form], ["region", "form"], "occurred") is None
    assert choose([region], ["region", "quarter"], "occurred") == region
    assert together([region, form], ["region"], "occurred") == {"region"}
    dated = Table(4, 7, ("occurred", "form"))
    assert dated.held("occurred") == {"form"}
    assert dated.held("verified") == {"form", "occurred"}


# Over the years


def test_a_year_is_whole_or_filled_by_its_parts_and_late_figures_have_a_line_of_their_own():
    quarters = [record(n, (date(2023, 3 * n + 1, 1), date(2023, 3 * n + 2, 28))) for n in range(4)]
    late = record(9, year(2022), year(2024))
    whole = record(10, year(2024), year(2024))
    totals = {**dict.fromkeys(range(4), 5), 9: 22, 10: 40}

    found = trend([*quarters, late, whole], totals, "occurred")

    assert found.years == (2022, 2023, 2024)
    assert [y.count for y in found.in_time] == [None, 20, 40]
    assert [y.is_part for y in found.in_time] == [False, True, False]
    assert [y.count for y in found.late] == [22, None, None]
    assert found.has_late


def test_a_year_whose_periods_overlap_has_no_figure_and_longer_ones_stand_in_none():
    halves = [record(1, (date(2023, 1, 1), date(2023, 7, 1))),
              record(2, (date(2023, 7, 1), date(2023, 12, 31)))]  # fmt: skip
    long = record(3, year(2021, 2022))

    found = trend([*halves, long], {1: 5, 2: 6, 3: 7}, "occurred")

    assert found.years == (2023,)
    assert (found.in_time[0].count, found.in_time[0].overlaps) == (None, True)
    assert found.longer == (3,)
    whole = record(4, year(2023))
    found = trend([*halves, whole], {1: 5, 2: 6, 4: 12}, "occurred")
    assert found.in_time[0].count == 12
