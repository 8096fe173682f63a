"""What a reader of several tables and releases can lay together, and what that must not refuse."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from foundation.reference.models import Code, Organisation, Region
from incidents.actions import mark_as_published
from incidents.models import Cell
from incidents.releases.actions import approve
from incidents.releases.definition import Chosen, Definition
from incidents.releases.differences import compare
from incidents.releases.shown import tables
from tests.factories import make_organisation, make_source
from tests.protection.attacker import Attack

from .factories import make_cell, make_submission, perpetrator
from .release_factories import PLACES, QUARTERS, YEAR, make_regions, make_release, printed

REST, ALL = "not-attributed", "all"
SMALL_ONE = {"state-forces": 30, "non-state": 40, "unidentified": 2}
FRONT = [
    ("front", "armed-group", None), ("north", "armed-group", "front"),
    ("south", "armed-group", "front"), ("east", "armed-group", None),
    ("army", "forces", None), ("guard", "forces", None),
]  # fmt: skip


@pytest.fixture(autouse=True)
def quick(settings):
    settings.RELEASE_SECONDS = 1


def record_of(country, span=YEAR, *, public=False, **fields):
    """An approved record of one system without a table and without a stated total."""
    source = fields.pop("source", None)
    source = source or make_source(classification="public" if public else "internal")
    first, last = span or (None, None)
    fields = {"stated_total": None, "collecting_system": "mara", **fields}
    return make_submission(country, source, occurred_from=first, occurred_to=last, **fields)


def by(record, dimensions, counts, edition="v01-sample"):
    """A table; counts are {code or codes: number, or the state of a row without one}."""
    if isinstance(dimensions, str):
        dimensions, counts = [dimensions], {(code,): count for code, count in counts.items()}
    order = record.tabulations.count() + 1
    table = record.tabulations.create(order=order, dimensions=list(dimensions))
    for codes, count in counts.items():
        coordinates = {}
        for name, code in zip(dimensions, codes, strict=True):
            coordinates |= _coordinate(name, code, record, edition)
        number = {"state": count} if isinstance(count, str) else {"count": count}
        if dimensions[-1] != "party" or "party" in coordinates or "perpetrator" in coordinates:
            make_cell(table, **coordinates, **number)
        else:  # in no named party
            cell = Cell(tabulation=table, order=99, **coordinates, **number)
            cell.key = cell.coordinates
            cell.save()
    return table


def _coordinate(name, code, record, edition):
    if name == "perpetrator":
        return {"perpetrator": perpetrator(code)}
    if not code:
        return {"region_not_stated": True} if name == "region" else {}
    if name == "party":
        return {"party": Organisation.objects.get(slug=code)}
    return {"region": Region.objects.get(country=record.country, pcode=code, vintage=edition)}


def release_of(record, author, *what, **typed):
    """`what`: (number of the table, *dimensions) for each table."""
    chosen = tuple(Chosen(number, tuple(names)) for number, *names in what)
    return make_release(record, author, definition=Definition(chosen).as_json(), **typed)


def parties(country, rows=FRONT):
    made = {}
    for slug, kind, parent in rows:
        above = made.get(parent)
        made[slug] = make_organisation(slug, kind=kind, country=country, parent=above)
    return made


def error(release):
    return release.prepared.report.get("error", "")


# --- what can be worked out ---


def test_two_editions_of_regions_in_one_release_are_not_laid_beside_one_another(veloria, reviewer):
    """30 in the old A and 28 in the new one tell of 2 in E, which was cut out of it."""
    for edition, codes in (("v1", "ABCD"), ("v2", "ABCDE")):
        for code in codes:
            Region.objects.create(country=veloria, pcode=code, vintage=edition,
                                  name_en=code, valid_from=date(2010, 1, 1))  # fmt: skip
    record = record_of(veloria)
    by(record, "region", {"A": 30, "B": 40, "C": 12, "D": 50}, "v1")
    by(record, "region", {"A": 28, "B": 40, "C": 12, "D": 50, "E": 2}, "v2")
    release = release_of(record, reviewer, (1, "region"), (2, "region"))
    cells = printed(release)

    assert release.status == "refused" or None in (cells[1, "A"], cells[2, "A"])


def test_what_a_period_leaves_of_a_longer_one_is_protected(veloria, reviewer, second_reviewer):
    """28 in the first quarter and 30 in the year are 2 in the three quarters after it."""
    make_regions(veloria)
    quarter, year = record_of(veloria, QUARTERS[0]), record_of(veloria)
    by(quarter, "region", dict(zip(PLACES, [28, 12, 9, 15], strict=True)))
    by(year, "region", dict(zip(PLACES, [30, 40, 50, 60], strict=True)))
    first = approve(release_of(quarter, reviewer, (1, "region")), by=second_reviewer)
    second = release_of(year, reviewer, (1, "region"))
    assert second.status == "prepared", error(second)

    before, now = printed(first), printed(second)
    told = [now[codes] - before[codes] for codes in now if None not in (now[codes], before[codes])]
    assert not [count for count in told if count < 5]


def test_a_release_gives_nothing_away_by_what_is_not_split(veloria, reviewer, second_reviewer):
    """By quarter 33 are printed, by party 35; a table by both says that their rests are one.

    So the third quarter has 2 at least. It is no excuse that small numbers "are public" which
    follow from this release alone: nobody could know them before.
    """
    parties(veloria, [*FRONT[4:], ("union", "armed-group", None)])
    record = record_of(veloria, stated_total=35)
    every = {"": [7, 4, 1, 0], "army": [4, 5, 1, 4], "union": [3, 3, 0, 3]}
    table = record.tabulations.create(order=1, dimensions=["occurred", "party"])
    for slug, row in every.items():
        for (first, last), count in zip(QUARTERS, row, strict=True):
            party = Organisation.objects.filter(slug=slug).first()
            cell = Cell(tabulation=table, occurred_from=first, occurred_to=last, party=party,
                        count=count, order=table.cells.count() + 1)  # fmt: skip
            cell.key = cell.coordinates
            cell.save()
    by(record, "party", {slug: sum(row) for slug, row in every.items()})
    chosen = [Chosen(1, ("occurred",), "quarter"), Chosen(2, ("party",))]
    finer = [Chosen(1, ("occurred", "party"), "quarter")]
    rows, ranges = {}, []
    for some in (chosen, finer):
        definition = Definition(tuple(some)).as_json()
        release = make_release(record, reviewer, definition=definition)
        if release.status == "prepared":
            approve(release, by=second_reviewer)
            rows |= _over(release, "occurred", "party")
        quarters = [f"{first}/{last}" for first, last in QUARTERS]
        lists = [[*quarters, REST], ["army", "guard", "union", "no-named-party", REST]]
        if some is finer and release.status == "prepared":
            rows |= {(REST, code): 0 for code in lists[1][:-1]}
            rows |= {(code, REST): 0 for code in lists[0][:-1]}
        attack = Attack([{"groups": {ALL: each}} for each in lists],
                        [[*codes, count] for codes, count in rows.items()])  # fmt: skip
        third = quarters[2], ALL
        ranges.append((attack.end(third, 1), attack.end(third, -1)))
    for low, high in ranges:
        assert low == 0
        assert high is None or high >= 4


def _over(release, *names):
    """{codes over these dimensions: count} of all its tables."""
    found = {}
    for table in release.prepared.tables.all():
        axes = [axis["name"] for axis in table.axes]
        for cell in table.cells.all():
            said = dict(zip(axes, cell.codes, strict=True))
            found[tuple(said.get(name, ALL) for name in names)] = cell.count
    return found


def states_of(release):
    return {
        tuple(cell.codes): (cell.state, cell.count)
        for table in release.prepared.tables.all()
        for cell in table.cells.all()
    }


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("named", [True, False])
def test_what_a_source_reports_without_a_figure_is_never_printed_as_none(
    veloria, reviewer, second_reviewer, at_once, named
):
    """By region XV01 is not stated; by region and group the one part of it is told of, as 0."""
    make_regions(veloria)
    record = record_of(veloria)
    for _copy in range(2):
        by(record, ("region", "perpetrator"), {
            **({("XV01", "state-forces"): "mentioned"} if named else {}),
            ("XV01", "non-state"): "not-stated",
            ("XV02", "state-forces"): 30, ("XV02", "non-state"): 20,
            ("XV03", "state-forces"): 12, ("XV03", "non-state"): 22,
            ("XV04", "state-forces"): 60,
        })  # fmt: skip
    coarse, fine = (1, "region"), (2, "region", "perpetrator")
    if at_once:
        release = release_of(record, reviewer, coarse, fine)
    else:
        approve(release_of(record, reviewer, coarse), by=second_reviewer)
        release = release_of(record, reviewer, fine)
    if release.status == "prepared":
        cells = states_of(release)
        assert cells["XV01", "state-forces"] != ("reported", 0)
        small = {c: cell for c, cell in cells.items() if cell[1] is not None and cell[1] < 5}
        assert small == {}


@pytest.mark.parametrize("other", ["another system", "another year"])
def test_that_another_source_happens_to_print_the_same_small_number_opens_nothing(
    veloria, reviewer, other
):
    """The other document has other numbers everywhere else: nobody takes its 2 for ours."""
    none = {"occurred_as_written": ""}
    if other == "another system":
        public = record_of(veloria, public=True, collecting_system="not-stated")
        record = record_of(veloria)
    else:
        days = {"verified_from": date(2021, 1, 1), "verified_to": date(2021, 12, 31)}
        public = record_of(veloria, None, public=True, **none, **days)
        days = {"verified_from": YEAR[0], "verified_to": YEAR[1]}
        record = record_of(veloria, None, **none, **days)
    by(public, "perpetrator", {"state-forces": 17, "non-state": 11, "unidentified": 2})
    mark_as_published(public, by=reviewer, reason="It is printed.")
    by(record, "perpetrator", SMALL_ONE)
    release = release_of(record, reviewer, (1, "perpetrator"))
    cells = {codes[1:]: count for codes, count in printed(release).items()}

    attack = Attack([{"groups": {ALL: list(SMALL_ONE)}}], [[*c, n] for c, n in cells.items()])
    assert release.status == "refused" or attack.end(["unidentified"], -1) >= 4


def test_one_party_of_an_unexpected_group_opens_no_other(veloria, reviewer):
    """A militia, listed as an armed group, is counted by the source among the unidentified."""
    kinds = {key: {"state-forces"} for key in ("army", "guard")}
    kinds |= {key: {"non-state"} for key in ("union", "league")}
    parties(veloria, [
        ("army", "forces", None), ("guard", "forces", None), ("union", "armed-group", None),
        ("league", "armed-group", None), ("militia", "armed-group", None),
    ])  # fmt: skip
    record = record_of(veloria)
    by(record, "perpetrator", {"state-forces": 30, "non-state": 40, "unidentified": 30})
    by(record, ("perpetrator", "party"), {
        ("state-forces", "army"): 28, ("state-forces", "guard"): 2, ("non-state", "union"): 25,
        ("non-state", "league"): 15, ("unidentified", "militia"): 20, ("unidentified", ""): 10,
    })  # fmt: skip
    release = release_of(record, reviewer, (1, "perpetrator"), (2, "party"))
    groups, listed = ["state-forces", "non-state", "unidentified"], [*kinds, "militia"]
    rows = [
        [code, ALL, count] if order == 1 else [ALL, code, count]
        for (order, code), count in printed(release).items()
    ]
    rows += [[g, p, 0] for p, fits in kinds.items() for g in groups if g not in fits]
    lists = [{ALL: groups}, {ALL: [*listed, "no-named-party"]}]
    attack = Attack([{"groups": each} for each in lists], rows)
    assert attack.end([ALL, "guard"], 1) == 0
    assert attack.end([ALL, "guard"], -1) >= 4


def test_a_code_added_to_a_list_since_is_not_told_to_have_none(veloria, reviewer, second_reviewer):
    """Without it the rows added up to the same total before."""
    make_regions(veloria)
    record = record_of(veloria)
    by(record, "region", dict(zip(PLACES, [30, 2, 3, 60], strict=True)))
    first = approve(release_of(record, reviewer, (1, "region")), by=second_reviewer)
    Region.objects.create(country=veloria, pcode="XV05", vintage="v01-sample", name_en="Fifth",
                          valid_from=date(2015, 1, 1))  # fmt: skip
    second = release_of(record, reviewer, (1, "region"))
    assert second.status == "refused"
    assert "list of regions has changed" in error(second)
    assert printed(first)[1, ALL] == 95


def test_a_party_that_was_given_another_whole_tells_nothing_of_its_parts(
    veloria, reviewer, second_reviewer
):
    """30 by the front, which was north and south; 28 by the north printed now are 2 more."""
    made = parties(veloria)
    record = record_of(veloria)
    by(record, "party", {"front": 30, "east": 14, "army": 40, "guard": 12})
    first = approve(release_of(record, reviewer, (1, "party")), by=second_reviewer)
    assert printed(first)[1, "front"] == 30
    later = record_of(veloria, supersedes=record, source=record.source)
    by(later, "party", {"north": 28, "south": 2, "east": 14, "army": 50, "guard": 12})
    assert printed(release_of(later, reviewer, (1, "party")))[1, "north"] is None

    Organisation.objects.filter(slug="east").update(parent=made["front"])
    release = release_of(later, reviewer, (1, "party"))
    assert release.status == "refused" or printed(release)[1, "north"] is None


def test_what_belongs_to_what_is_asked_again_at_the_approval(veloria, reviewer, second_reviewer):
    made = parties(veloria)
    record = record_of(veloria)
    by(record, "party", {"front": 30, "east": 14, "army": 40, "guard": 12})
    release = release_of(record, reviewer, (1, "party"))
    Organisation.objects.filter(slug="east").update(parent=made["front"])
    with pytest.raises(ValidationError, match="Prepare it again"):
        approve(release, by=second_reviewer)


# --- a decision is always made, and says what is true ---


def test_a_list_changed_since_a_release_leaves_no_later_one_without_a_decision(
    veloria, reviewer, second_reviewer
):
    made = parties(veloria)
    make_regions(veloria)
    record = record_of(veloria)
    by(record, "party", {"front": 30, "east": 14, "army": 40, "guard": 12})
    by(record, "region", dict(zip(PLACES, [30, 26, 20, 20], strict=True)))
    approve(release_of(record, reviewer, (1, "party")), by=second_reviewer)
    Organisation.objects.filter(slug="east").update(parent=made["front"])
    release = release_of(record, reviewer, (2, "region"))
    assert release.status != "draft"


def test_an_edition_with_two_tables_by_the_same_thing_is_compared_table_by_table(
    veloria, reviewer
):
    parties(veloria)
    record = record_of(veloria)
    by(record, "party", {"front": 50, "army": 40})
    by(record, "party", {"north": 28, "south": 22, "army": 40})
    release = release_of(record, reviewer, (1, "party"), (2, "party"))
    assert release.status == "prepared", error(release)
    shown = tables(release, reviewer)
    assert compare(shown, shown).changes == ()


# --- no refusal of what does not contradict itself ---


def test_a_party_with_more_than_those_that_belong_to_it_is_released_apart(veloria, reviewer):
    """Of 50 by the front the source gives 42 to its wings and 8 to none of them."""
    parties(veloria)
    record = record_of(veloria, stated_total=90)
    by(record, "party", {"front": 50, "army": 40})
    by(record, "party", {"north": 28, "south": 14, "army": 40})
    release = release_of(record, reviewer, (1, "party"), (2, "party"))
    assert "table 2: 2023-01-01/2023-12-31 / not-attributed is 8, but table 1" in error(release)
    assert release_of(record, reviewer, (2, "party")).status == "prepared"


def test_tables_of_which_one_is_partial_are_released_apart(veloria, reviewer):
    """By region one figure is not stated, so that its sum is less than that by group."""
    make_regions(veloria)
    record = record_of(veloria)
    by(record, "region", {"XV01": 30, "XV02": 40, "XV03": 12, "XV04": "not-stated"})
    by(record, "perpetrator", {"state-forces": 50, "non-state": 42})
    release = release_of(record, reviewer, (1, "region"), (2, "perpetrator"))
    assert "table 2: 2023-01-01/2023-12-31 / all is 92, but table 1" in error(release)
    assert release_of(record, reviewer, (1, "region")).status == "prepared"


def test_a_public_table_that_names_no_region_is_of_no_other_edition(veloria, reviewer):
    make_regions(veloria)
    public = record_of(veloria, public=True, collecting_system="not-stated")
    by(public, "region", {"": 120})
    mark_as_published(public, by=reviewer, reason="It is printed.")
    record = record_of(veloria)
    by(record, "region", dict(zip(PLACES, [30, 40, 2, 60], strict=True)))
    assert release_of(record, reviewer, (1, "region")).status == "prepared"


def test_what_no_party_can_have_done_keeps_no_other_record_from_being_released(
    veloria, reviewer, second_reviewer
):
    """Of the army no count is in the groups that it is not of: everybody knows these to be 0."""
    parties(veloria, [*FRONT[4:], ("union", "armed-group", None)])
    make_regions(veloria)
    year, quarter = record_of(veloria), record_of(veloria, QUARTERS[0])
    by(year, ("perpetrator", "party"), {
        ("state-forces", "army"): 40, ("state-forces", "guard"): 30, ("non-state", "union"): 50,
        ("unidentified", ""): 25,
    })  # fmt: skip
    by(quarter, "region", dict(zip(PLACES, [12, 9, 8, 15], strict=True)))
    first = release_of(year, reviewer, (1, "perpetrator", "party"))
    approve(first, by=second_reviewer)
    release = release_of(quarter, reviewer, (1, "region"))
    assert release.status == "prepared", release.prepared.report["found"]


def test_rows_that_add_up_to_their_total_do_so_whatever_another_table_has(
    veloria, reviewer, second_reviewer
):
    """The year has a rest, the quarter none: its rows are all of it, and give away the army's.

    All 5 of the year are in it then, and nothing is left for the rest of the year.
    """
    parties(veloria, [*FRONT[4:], ("union", "armed-group", None)])
    year, quarter = record_of(veloria, stated_total=116), record_of(veloria, QUARTERS[0])
    by(year, "party", {"army": 5, "guard": 30, "union": 50, "": 31})
    by(quarter, "party", {"army": 5, "guard": 14, "union": 20, "": 8})
    rows, codes = [], ["army", "guard", "union", "no-named-party", REST]
    for record, period in ((year, "year"), (quarter, "first")):
        release = release_of(record, reviewer, (1, "party"))
        if release.status == "prepared":
            approve(release, by=second_reviewer)
            rows += [[period, code, count] for (_table, code), count in printed(release).items()]
    lists = [{"year": ["first", "later"]}, {ALL: codes}]
    attack = Attack([{"groups": each} for each in lists], [*rows, ["first", REST, 0]])
    assert attack.end(["year", REST], 1) == 0
    assert attack.end(["year", REST], -1) >= 4


def test_nor_does_a_code_count_that_only_another_table_lists(veloria, reviewer, second_reviewer):
    """A group no longer used stands in the year alone; the quarter adds up without it."""
    perpetrator("old")
    Code.objects.filter(code="old").update(active=False)
    year, quarter = record_of(veloria), record_of(veloria, QUARTERS[0])
    by(year, "perpetrator", {"state-forces": 5, "non-state": 50, "unidentified": 31, "old": 0})
    by(quarter, "perpetrator", {"state-forces": 5, "non-state": 20, "unidentified": 8})
    rows, codes = [], ["state-forces", "non-state", "unidentified", "old"]
    for record, period in ((year, "year"), (quarter, "first")):
        release = release_of(record, reviewer, (1, "perpetrator"))
        if release.status == "prepared":
            approve(release, by=second_reviewer)
            rows += [[period, code, count] for (_table, code), count in printed(release).items()]
    lists = [{"year": ["first", "later"]}, {ALL: codes}]
    attack = Attack([{"groups": each} for each in lists], [*rows, ["first", "old", 0]])
    assert attack.end(["year", "old"], 1) == 0
    assert attack.end(["year", "old"], -1) >= 4
