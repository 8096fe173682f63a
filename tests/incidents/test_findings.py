"""What does not fit in the figures of the documents is found, whatever the numbers are."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.findings import Figures, Kind, Part, Table, check, not_attributed, rivals

YEAR = {year: (date(year, 1, 1), date(year, 12, 31)) for year in (2018, 2019)}
COUNTS = st.lists(st.none() | st.integers(0, 10_000), max_size=8)


def table(*counts, adds_up=True, dimensions=("survivor",)):
    parts = tuple(Part((str(i),), str(i), count) for i, count in enumerate(counts))
    return Table(dimensions, parts, adds_up)


def figures(total, *tables, **more):
    known = {
        "key": "a", "source": "s", "country": "ML", "unit": "cases", "verification": "verified",
        "occurred": YEAR[2019], "verified": YEAR[2019], **more,
    }  # fmt: skip
    return Figures(total=total, tables=tables, **known)


def test_parts_that_give_more_than_the_total_are_found():
    (found,) = check(figures(25, table(15, 19, 1, None)))

    assert (found.kind, found.difference, found.stated) == (Kind.PARTS_OVER, 10, 25)
    assert found.added_up == 35


def test_what_no_part_has_is_found_and_never_spread():
    groups = table(264, 58, 412, dimensions=("perpetrator",))
    (found,) = check(figures(745, groups))

    assert (found.kind, found.difference, found.added_up) == (Kind.PARTS_SHORT, -11, 734)
    assert not_attributed(745, groups) == 11


def test_parts_that_fit_give_no_finding():
    assert check(figures(27, table(15, 11, 1, None))) == []


@pytest.mark.parametrize(
    "quiet",
    [
        figures(None, table(1, 2)),
        figures(10),
        figures(10, table(None, None)),
        figures(10, table(8, 7, adds_up=False)),
    ],
)
def test_where_a_sum_means_nothing_nothing_is_said(quiet):
    assert check(quiet) == []


def test_what_occurred_before_it_was_verified_is_late_and_the_year_itself_is_not():
    late = figures(22, occurred=YEAR[2018])

    assert [found.kind for found in check(late)] == [Kind.LATE]
    assert not figures(27).is_late
    assert not replace(late, verified=None).is_late
    assert not replace(late, occurred=None).is_late


def test_two_tables_of_one_source_are_held_against_each_other():
    found = check(figures(None, table(1, 2), table(4, dimensions=("form",))))

    assert [(f.kind, f.difference) for f in found] == [(Kind.TABLES_DIFFER, 1)]


def test_rivals_measure_the_same_thing_in_the_same_period():
    one, other = figures(27), figures(25, key="b", source="t")

    assert [(f.kind, f.difference, f.keys) for f in rivals([one, other])] == [
        (Kind.RIVALS, 2, ("a", "b"))
    ]
    for different in (
        {"unit": "incidents"},
        {"verification": "reported"},
        {"occurred": YEAR[2018]},
        {"country": "XV"},
        {"total": 27},
        {"total": None},
    ):
        assert rivals([one, replace(other, **different)]) == []


@given(st.none() | st.integers(0, 10_000), COUNTS)
def test_the_difference_is_exactly_what_the_parts_have_too_much_or_too_little(total, counts):
    made = figures(total, table(*counts))
    counted = [count for count in counts if count is not None]
    found = [f for f in check(made) if f.kind in {Kind.PARTS_OVER, Kind.PARTS_SHORT}]

    if total is None or not counted or sum(counted) == total:
        assert found == []
    else:
        assert [f.difference for f in found] == [sum(counted) - total]
        assert (found[0].kind is Kind.PARTS_OVER) == (sum(counted) > total)


@given(st.none() | st.integers(0, 10_000), COUNTS)
def test_the_parts_and_what_is_not_attributed_make_the_stated_total(total, counts):
    made = table(*counts)
    gap = not_attributed(total, made)

    assert gap is None or (gap > 0 and made.added_up + gap == total)


@given(st.lists(st.none() | st.integers(0, 500), max_size=6))
def test_rivals_are_found_in_any_order_and_exactly_when_totals_differ(totals):
    several = [figures(total, key=i) for i, total in enumerate(totals)]
    forth, back = rivals(several), rivals(several[::-1])

    assert bool(forth) == (len(set(totals) - {None}) > 1)
    assert [f.difference for f in forth] == [f.difference for f in back]
