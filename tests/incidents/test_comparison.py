"""Sources line by line: what is the same, what differs and by how much, who says nothing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from incidents.comparison import LineKind, Remark, compare
from incidents.findings import Part, Table
from tests.incidents.test_findings import YEAR, figures

REPORT = figures(
    27,
    Table(
        ("survivor",),
        (
            Part(("women",), "Women", 15),
            Part(("girls",), "Girls", 11),
            Part(("men",), "Men", 1),
            Part(("boys",), "Boys", None, "not-stated"),
        ),
    ),
    Table(("party",), (Part(("cma",), "CMA", None, "mentioned"),), adds_up=False),
    key="report",
    source="report",
)
NOTE = figures(
    25,
    Table(
        ("survivor",),
        (
            Part(("women",), "Women", 15),
            Part(("girls",), "Girls", 19),
            Part(("men",), "Men", 1),
        ),
    ),
    key="note",
    source="note",
)
PAGE = figures(27, key="page", source="page")
LATE = figures(22, key="late", source="report", unit="incidents", occurred=YEAR[2018])


def lines(comparison):
    return {
        (line.kind, line.label): (line.remark, line.difference, [v.count for v in line.values])
        for line in comparison.lines
    }


def test_one_code_of_two_editions_is_two_places():
    """Gao before and after a part of it became a region of its own."""
    before = figures(30, Table(("region",), (Part(("X7 v1",), "Gao", 30),)), source="old")
    after = figures(
        30, Table(("region",), (Part(("X7 v2",), "Gao", 28), Part(("X9 v2",), "New", 2))),
        source="new",
    )  # fmt: skip
    found = [line for line in compare([before, after]).lines if line.kind is LineKind.PART]
    assert [(line.label, line.remark) for line in found] == [
        ("Gao (X7 v1)", Remark.ONE_SOURCE), ("Gao (X7 v2)", Remark.ONE_SOURCE),
        ("New", Remark.ONE_SOURCE),
    ]  # fmt: skip


def test_two_sources_for_mali_differ_where_the_documents_do():
    found = lines(compare([NOTE, REPORT], main="report", late=[LATE]))

    assert found == {
        (LineKind.TOTAL, ""): (Remark.DIFFERENT, 2, [27, 25]),
        (LineKind.PART, "Women"): (Remark.SAME, 0, [15, 15]),
        (LineKind.PART, "Girls"): (Remark.DIFFERENT, 8, [11, 19]),
        (LineKind.PART, "Men"): (Remark.SAME, 0, [1, 1]),
        (LineKind.PART, "Boys"): (Remark.NO_NUMBER, 0, [None, None]),
        (LineKind.ADDED_UP, ""): (Remark.NOT_ADDED_UP, 0, [27, 35]),
        (LineKind.PART, "CMA"): (Remark.ONE_SOURCE, 0, [None, None]),
        (LineKind.LATE, ""): (Remark.ONE_SOURCE, 0, [22, None]),
    }


def test_the_main_figure_stands_first_and_the_odd_ones_are_marked():
    compared = compare([PAGE, NOTE, REPORT], main="report")

    assert [column.key for column in compared.columns] == ["report", "page", "note"]
    assert compared.lines[0].odd == (2,)
    assert compared.differs


def test_different_units_or_periods_are_never_compared_by_number():
    other_unit = replace(NOTE, unit="incidents")
    other_period = replace(NOTE, occurred=YEAR[2018])

    assert compare([REPORT, other_unit]).lines[0].remark is Remark.OTHER_MEASURE
    assert compare([REPORT, other_period]).lines[0].remark is Remark.OTHER_PERIOD
    assert compare([REPORT, other_unit]).lines[0].difference == 0


def test_a_total_that_fits_and_one_source_alone_give_nothing_to_look_at():
    assert not compare([REPORT]).differs
    assert not compare([REPORT, PAGE]).differs
    assert compare([]).lines[0].remark is Remark.NO_NUMBER


@given(st.lists(st.none() | st.integers(0, 1000), min_size=2, max_size=5))
def test_a_line_differs_exactly_when_its_numbers_do_in_any_order(totals):
    several = [figures(total, key=i) for i, total in enumerate(totals)]
    line, turned = compare(several).lines[0], compare(several[::-1]).lines[0]
    known = [total for total in totals if total is not None]

    assert (line.remark, line.difference) == (turned.remark, turned.difference)
    assert (line.remark is Remark.DIFFERENT) == (len(set(known)) > 1)
    assert line.difference == (max(known) - min(known) if known else 0)
    assert sorted(v.count for v in line.values if v.count is not None) == sorted(known)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=5), st.integers(0, 4))
def test_the_chosen_column_comes_first_and_none_is_lost(totals, main):
    several = [figures(total, key=i) for i, total in enumerate(totals)]
    keys = [column.key for column in compare(several, main=main).columns]

    assert sorted(keys) == list(range(len(totals)))
    assert main >= len(totals) or keys[0] == main
