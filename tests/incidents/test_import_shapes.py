"""Long tables and cross-tables hold the same cells; periods as tables write them; editions."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.reference.models import Region
from incidents.imports.lists import Lists, editions, is_total
from incidents.imports.periods import is_shorter_than_a_month, span
from incidents.imports.shapes import Across, Cross, MixedShapeError, cross_of, pivot, unpivot

from .import_files import added, counts, long_file, make_setting
from .test_import_honest import cross as cross_file

# How busy the machine is says nothing about the cells.
CALMLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
REGIONS, GROUPS = ["XV01", "XV02", "XV03"], ["women", "girls", "men", "boys"]
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(REGIONS), st.sampled_from(GROUPS)), st.integers(0, 9999), min_size=1
)


def as_rows(table):
    return [{"region": r, "survivor": s, "count": n} for (r, s), n in table.items()]


def long_again(heads, rows):
    """The cells of a cross-table whose first column is the region."""
    cross = Cross("survivor", tuple(Across(p, h, h) for p, h in enumerate(heads) if p))
    read = ((n, {"region": row[0]}, row.__getitem__) for n, row in enumerate(rows, start=2))
    return [cells for _row, _place, cells in unpivot(read, cross, "count")]


@CALMLY
@given(TABLES)
def test_across_and_back_gives_the_same_cells(table):
    heads, rows = pivot(as_rows(table), "survivor", "count")
    found = {(c["region"], c["survivor"]): c["count"] for c in long_again(heads, rows)}
    assert found == table


@CALMLY
@given(TABLES)
def test_a_cell_is_there_once_and_an_empty_one_nowhere(table):
    heads, rows = pivot(as_rows(table), "survivor", "count")
    assert len(long_again(heads, rows)) == len(table)


@pytest.mark.parametrize("table", [
    {("XV01", "women"): 12}, {("XV01", "women"): 12, ("XV02", "girls"): 0, ("XV01", "girls"): 3},
])  # fmt: skip
def test_both_shapes_of_a_file_give_the_same_counts(veloria, table):
    setting = make_setting(veloria)
    heads, rows = pivot(as_rows(table), "survivor", "count")
    added(setting.wpa, cross_file(*rows, headings=heads))
    assert counts() == table
    again = added(setting.wpa, long_file(*([r, s, n] for (r, s), n in table.items())))
    assert again.kind.counts(again)["unchanged"] == len(table)


def meanings_of(known):
    return lambda place: known.get(place, [])


def test_headings_of_one_dimension_run_across_and_a_total_beside_them():
    known = {1: [("survivor", "Women")], 2: [("survivor", "Girls"), ("form", "Girls")]}
    texts = {1: "Women", 2: "Girls", 3: "Ensemble", 4: "Remark"}
    found = cross_of(texts, [], meanings_of(known), lambda place: is_total(texts[place]))
    assert found.dimension == "survivor"
    assert [(one.place, one.value) for one in found.headings] == [
        (1, "Women"), (2, "Girls"), (3, "total"),
    ]  # fmt: skip


def test_nothing_across_is_no_cross_table():
    assert cross_of({1: "Remark"}, [], meanings_of({}), lambda place: False) is None


@pytest.mark.parametrize(("known", "taken"), [
    ({1: [("survivor", "Women")], 2: [("form", "Rape")]}, []),
    ({1: [("survivor", "Women")]}, ["survivor"]),
])  # fmt: skip
def test_two_dimensions_across_or_one_that_has_a_column_is_refused(known, taken):
    with pytest.raises(MixedShapeError):
        cross_of(dict.fromkeys(known, "x"), taken, meanings_of(known), lambda place: False)


@pytest.mark.parametrize(("written", "first", "last"), [
    ("Q1 2024", (2024, 1, 1), (2024, 3, 31)), ("2024-Q4", (2024, 10, 1), (2024, 12, 31)),
    ("T2 2024", (2024, 4, 1), (2024, 6, 30)), ("2e trimestre 2024", (2024, 4, 1), (2024, 6, 30)),
    ("1er semestre 2024", (2024, 1, 1), (2024, 6, 30)), ("H2 2023", (2023, 7, 1), (2023, 12, 31)),
    ("third quarter of 2024", (2024, 7, 1), (2024, 9, 30)), ("2024", (2024, 1, 1), (2024, 12, 31)),
    ("février 2024", (2024, 2, 1), (2024, 2, 29)), ("2024-03", (2024, 3, 1), (2024, 3, 31)),
])  # fmt: skip
def test_a_period_is_read_as_tables_write_it(written, first, last):
    assert span(written) == (date(*first), date(*last))


@pytest.mark.parametrize("written", ["Q5 2024", "H3 2024", "soon", "T3", "31 April 2018", ""])
def test_what_is_no_period_is_none(written):
    assert span(written) is None


def test_a_day_or_a_week_is_shorter_than_a_month():
    assert is_shorter_than_a_month((date(2024, 3, 5), date(2024, 3, 5)))
    assert is_shorter_than_a_month((date(2024, 3, 4), date(2024, 3, 10)))
    assert not is_shorter_than_a_month(span("2023-02"))


@pytest.mark.parametrize("word", ["Total", "TOTAUX", "Ensemble", "Sous-total", "All", "Somme"])
def test_a_sum_is_known_in_both_languages(word):
    assert is_total(word)
    assert not is_total("Totally")


@pytest.fixture
def two_editions(veloria):
    setting = make_setting(veloria)
    Region.objects.filter(country=veloria).update(valid_to="2025-09-03")
    Region.objects.create(country=veloria, pcode="XV01", vintage="v2", name_en="Northern Region",
                          valid_from="2025-09-04")  # fmt: skip
    return setting


@pytest.mark.parametrize(("period", "vintage"), [
    ("2019", "v1"), ("2024", "v1"), ("2026", "v2"), ("2025", None),
])  # fmt: skip
def test_a_region_is_that_of_the_edition_in_force(two_editions, period, vintage):
    """Older than all: the oldest. Over a change: asked for, never guessed."""
    lists = Lists(two_editions.wpa)
    held = {region.vintage for region in editions(
        lists.all_regions, two_editions.country, span(period))}  # fmt: skip
    assert held == ({vintage} if vintage else {"v1", "v2"})
    if vintage:
        found = lists.region("Northern Region", two_editions.country, span(period))
        assert found.vintage == vintage
    else:
        with pytest.raises(Exception, match="Write it with its edition, such as “XV01 v2”"):
            lists.region("XV01", two_editions.country, span(period))
        assert lists.region("XV01 v1", two_editions.country, span(period)).vintage == "v1"
