"""A reader who knows the rule attacks everything printed by overlapping releases.

The attack is tests/protection/attacker.py: it shares no code with what decides, and sees of each
release the stored cells alone.
"""

import random

import pytest

from incidents.actions import mark_as_published, withdraw
from incidents.releases import known
from incidents.releases.actions import approve
from incidents.releases.definition import Chosen, Definition
from tests.factories import make_organisation, make_source
from tests.protection.attacker import Attack

from .factories import make_cell, make_submission, perpetrator
from .release_factories import (
    GROUPS,
    PLACES,
    QUARTERS,
    YEAR,
    correct,
    fill,
    make_record,
    make_release,
    printed,
    released,
)

REST, ALL = "not-attributed", "all"
TIMES = [f"{first:%Y-%m-%d}/{last:%Y-%m-%d}" for first, last in QUARTERS]
REGIONS = [*PLACES, "not-stated"]
LISTS = {"occurred": TIMES, "region": REGIONS, "perpetrator": GROUPS}


def uneven(seed, columns=4):
    chance = random.Random(seed)  # noqa: S311 - the same tables each time, no secret
    return [[chance.choice([0, 1, 2, 3, 7, 12, 26, 40]) for _ in range(columns)] for _ in PLACES]


def truth(counts, second="occurred"):
    """Every cell over region and one other dimension, sums included."""
    across = LISTS[second]
    cells = {(ALL, ALL): sum(map(sum, counts)), (REST, REST): 0}
    for region, row in zip(PLACES, counts, strict=True):
        cells[region, ALL] = sum(row)
        for code, count in zip(across, row, strict=False):
            cells[region, code] = count
            cells[ALL, code] = cells.get((ALL, code), 0) + count
    cells["not-stated", ALL] = 0
    for code in across:
        cells.setdefault((ALL, code), 0)
        for region in REGIONS:
            cells.setdefault((region, code), 0)
    return cells


def seen(release, second="occurred"):
    """The cells of a release over region and the other dimension, as a reader reads them."""
    rows = {}
    for table in release.prepared.tables.all():
        names = [axis["name"] for axis in table.axes]
        for cell in table.cells.all():
            said = dict(zip(names, cell.codes, strict=True))
            if said and set(said.values()) == {REST} and len(said) < 2:
                key = tuple(REST if name in said else ALL for name in ("region", second))
            else:
                key = (said.get("region", ALL), said.get(second, ALL))
            rows[key] = cell.count
    return rows


def attack(rows, second="occurred"):
    groups = [{"name": name, "groups": {ALL: [*LISTS[name], REST]}} for name in ("region", second)]
    every = [[*codes, count] for codes, count in rows.items()]
    across, down = LISTS[second], REGIONS
    every += [[REST, code, 0] for code in across] + [[code, REST, 0] for code in down]
    return Attack(groups, every)


def leaks(rows, true, threshold=5, second="occurred"):
    """Withheld small cells that are known or narrowed, and printed ones that are not true."""
    attacked, found = attack(rows, second), []
    for codes, count in true.items():
        if rows.get(codes) is not None:
            if rows[codes] != count or count < threshold:
                found.append((codes, "printed", rows[codes], count))
        elif codes in rows and count < threshold:
            low, high = attacked.end(codes, 1), attacked.end(codes, -1)
            if low > 0 or (high is not None and high < threshold - 1):
                found.append((codes, low, high, count))
    return found


def together(*releases, second="occurred"):
    rows = {}
    for release in releases:
        for codes, count in seen(release, second).items():
            if rows.get(codes) is None:
                rows[codes] = count
    return rows


@pytest.mark.parametrize("seed", range(4))
def test_region_by_quarter_then_each_alone_to_two_audiences(
    veloria, reviewer, second_reviewer, seed
):
    counts = uneven(seed)
    record, true = make_record(veloria, counts), truth(counts)
    orders = [("region",), ("occurred", "region"), ("occurred",)]
    random.Random(seed).shuffle(orders)  # noqa: S311 - the same tables each time, no secret
    made = [
        released(record, reviewer, second_reviewer, *what, audience=audience)
        for what, audience in zip(orders, ["internal", "public", "public"], strict=True)
    ]
    for number in range(1, len(made) + 1):
        assert leaks(together(*made[:number]), true) == []


def test_a_cell_withheld_in_one_release_is_printed_in_no_other_of_the_same_data(
    veloria, reviewer, second_reviewer
):
    record = make_record(veloria, uneven(1))
    first = released(record, reviewer, second_reviewer)
    other = released(record, reviewer, second_reviewer, "region", "occurred", audience="internal")
    assert printed(first) == printed(other)


@pytest.mark.parametrize("seed", range(3))
def test_and_then_an_edition_after_a_correction(veloria, reviewer, second_reviewer, seed):
    counts = uneven(10 + seed)
    record = make_record(veloria, counts)
    old = [
        released(record, reviewer, second_reviewer, *what)
        for what in (("region",), ("occurred", "region"))
    ]
    chance = random.Random(seed)  # noqa: S311 - the same tables each time, no secret
    later = [row[:] for row in counts]
    for _case in range(3):
        later[chance.randrange(4)][chance.randrange(4)] += chance.choice([1, 2, 6])
    corrected, true = correct(record, later), truth(later)
    edition = make_release(corrected, reviewer, "occurred", "region", edition_of=old[1])
    assert edition.status == "prepared"
    new = seen(edition)

    before = together(*old)
    for codes, count in new.items():  # a printed number changes by nothing or enough
        if count is not None and before.get(codes) is not None:
            assert count == before[codes] or abs(count - before[codes]) >= 5
    # What still holds of the old is known beside the new.
    holding = {c: n for c, n in before.items() if n is not None and true[c] == n}
    assert leaks({**new, **holding}, true) == []
    # What waits is not given away by the sums around it.
    attacked = attack({**new, **holding})
    for codes in new:
        if new[codes] is None and before.get(codes) is not None and before[codes] != true[codes]:
            assert attacked.end(codes, 1) != attacked.end(codes, -1)


def test_two_sources_that_do_not_name_their_system_are_one_ledger(
    veloria, reviewer, second_reviewer
):
    counts = uneven(3)
    one = make_record(veloria, counts, collecting_system="not-stated")
    other = make_record(veloria, counts, collecting_system="mara")
    first = released(one, reviewer, second_reviewer)
    second = released(other, reviewer, second_reviewer, "region")

    assert leaks(together(first, second), truth(counts)) == []


def test_what_is_printed_in_public_counts_as_known(veloria, reviewer, second_reviewer):
    """A public document prints a region; with it a withheld one beside it must not follow."""
    counts = [[30], [2], [40], [60]]
    shown = {"as_published": True, "as_published_reason": "Printed.", "classification": "public"}
    make_record(
        veloria, [[0], [0], [40], [60]], ("region",), source=make_source(),
        stated_total=None, **shown,
    )  # fmt: skip
    record = make_record(veloria, counts, ("region",))
    release = make_release(record, reviewer, "region")
    rows = {(codes[1], ALL): n for codes, n in printed(release).items() if codes[1] != REST}
    rows[REST, REST] = printed(release)[1, REST]
    rows |= {("XV03", ALL): 40, ("XV04", ALL): 60}
    true = {key: n for key, n in truth(counts).items() if key[1] == ALL}

    assert rows["XV01", ALL] is None or rows[ALL, ALL] is None
    assert leaks(rows, {**true, (REST, REST): 0}) == []


def test_what_was_printed_stays_known_when_its_record_is_withdrawn(
    veloria, reviewer, second_reviewer
):
    wrong = make_record(
        veloria, [[0], [0], [40], [60]], ("region",), stated_total=None, classification="public",
        source=make_source(classification="public"),
    )  # fmt: skip
    record = make_record(veloria, [[30], [2], [40], [60]], ("region",))
    assert known.printed_about(record) == []
    mark_as_published(wrong, by=reviewer, reason="The document prints it.")
    before = known.digest(record)
    assert known.printed_about(record) == [wrong]
    withdraw(wrong, by=reviewer, reason="A row is wrong.")
    assert known.printed_about(record) == [wrong]
    assert known.digest(record) != before  # what was prepared before is decided again


def test_by_perpetrator_and_region_with_a_rest(veloria, reviewer, second_reviewer):
    counts = [row[:3] for row in uneven(7)]
    total = sum(map(sum, counts)) + 3  # three that no row has
    record = make_record(veloria, counts, ("region", "perpetrator"), stated_total=total)
    true = truth(counts, "perpetrator") | {(ALL, ALL): total, (REST, REST): 3}
    release = released(record, reviewer, second_reviewer, "region", "perpetrator")

    rows = seen(release, "perpetrator")
    assert rows[REST, REST] is None
    assert leaks(rows, true, second="perpetrator") == []


def by_group_and_by_party(country):
    """30 by the forces of the State: 28 by one of its forces, 2 by the other."""
    record = make_submission(country, make_source(classification="internal"), stated_total=None,
                             occurred_from=YEAR[0], occurred_to=YEAR[1])  # fmt: skip
    groups = record.tabulations.create(order=1, dimensions=["perpetrator"])
    for code, count in zip(GROUPS, [30, 40, 10], strict=True):
        make_cell(groups, perpetrator=perpetrator(code), count=count)
    both = record.tabulations.create(order=2, dimensions=["perpetrator", "party"])
    state, non_state, unidentified = map(perpetrator, GROUPS)
    for slug, kind, group, count in (
        ("army", "forces", state, 28), ("guard", "forces", state, 2),
        ("front", "armed-group", non_state, 25), ("union", "armed-group", non_state, 15),
    ):  # fmt: skip
        party = make_organisation(slug, kind=kind, country=country)
        make_cell(both, perpetrator=group, party=party, count=count)
    make_cell(both, perpetrator=unidentified, count=10)
    return record


@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_party_is_of_one_group_and_everybody_knows_it(
    veloria, reviewer, second_reviewer, one_by_one
):
    record = by_group_and_by_party(veloria)
    chosen = [Chosen(1, ("perpetrator",)), Chosen(2, ("party",))]
    sets = [[each] for each in chosen] if one_by_one else [chosen]
    cells = {}
    for some in sets:
        definition = Definition(tuple(some)).as_json()
        release = make_release(record, reviewer, definition=definition)
        approve(release, by=second_reviewer)
        cells |= {codes[1:]: count for codes, count in printed(release).items()}
    assert cells["guard",] is None
    assert cells["union",] is not None or cells["front",] is not None  # something is left
    # What the group leaves beside the one force must not tell of the other.
    assert cells["state-forces",] is None or cells["army",] is None


def test_tables_that_contradict_what_was_released_are_refused(veloria, reviewer, second_reviewer):
    """By region everything is attributed, by both not: their sums cannot both be printed."""
    record = make_record(veloria, [[30], [20], [40], [60]], ("region",))
    fill(record, [[20, 10, 0], [10, 8, 0], [20, 20, 0], [30, 30, 0]], ("region", "perpetrator"))
    released(record, reviewer, second_reviewer, "region")
    both = Definition((Chosen(2, ("region", "perpetrator")),)).as_json()
    release = make_release(record, reviewer, definition=both)
    assert release.status == "refused"
    assert (
        "add up" in release.prepared.report["error"] or "but" in release.prepared.report["error"]
    )


def test_a_lone_release_is_not_attacked_in_vain():
    """The attack finds what a careless print gives away: it can tell the difference."""
    counts = [[30, 12, 41, 8], [2, 27, 19, 11], [9, 14, 22, 30], [15, 25, 11, 17]]
    true = truth(counts)
    careless = {codes: (None if n < 5 else n) for codes, n in true.items()}
    assert leaks(careless, true)
