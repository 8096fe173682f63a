"""What a source reports without a figure, in a release: named as that, in no sum, never a zero."""

import pytest

from incidents.models import Cell, ReleasedCell
from incidents.models.choices import NO_NUMBER, one_state
from tests.protection.attacker import Attack

from .release_factories import PLACES, correct, make_record, make_release, printed, released
from .test_releases_attack import ALL, REST, TIMES, leaks, seen, truth, uneven
from .test_releases_pages import page, take

HERE, WHEN = "XV02", TIMES[1]


def say_no_figure(record, *, in_total=False):
    """One cell of the table is reported without a figure; the stated total may hold it or not."""
    place = {"region__pcode": HERE, "occurred_from": WHEN.partition("/")[0]}
    cell = Cell.objects.get(tabulation__submission=record, **place)
    Cell.objects.filter(pk=cell.pk).update(count=None, state="mentioned")
    rows = type(record).objects.filter(pk=record.pk)
    rows.update(stated_total=record.stated_total - (0 if in_total else cell.count))
    record.refresh_from_db()
    return cell.count


def states(release):
    return {
        tuple(cell.codes): (cell.state, cell.count)
        for cell in ReleasedCell.objects.filter(table__preparation=release.prepared)
    }


def in_no_sum(counts):
    """The true counts where that cell is part of no sum."""
    counts = [row[:] for row in counts]
    counts[PLACES.index(HERE)][TIMES.index(WHEN)] = 0
    true = truth(counts)
    del true[HERE, WHEN]
    return true


def test_it_is_printed_as_what_it_is_and_is_never_a_zero(veloria, reviewer):
    counts = [[30, 12, 41, 18], [22, 27, 19, 11], [9, 14, 22, 13], [15, 25, 11, 17]]
    record = make_record(veloria, counts)
    say_no_figure(record)
    release = make_release(record, reviewer)
    cells = states(release)

    assert cells[WHEN, HERE] == ("mentioned", None)
    assert cells[TIMES[0], HERE] == ("reported", 22)
    assert cells[ALL, HERE] == ("reported", 22 + 19 + 11)
    assert ("reported", 0) not in cells.values()
    assert release.prepared.holds
    assert release.prepared.tables.get().partial
    assert all(reason["codes"] != [WHEN, HERE] for reason in release.prepared.reasons)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("in_total", [True, False])
def test_an_attack_that_knows_how_the_sums_are_made_finds_nothing(
    veloria, reviewer, second_reviewer, seed, in_total
):
    counts = uneven(20 + seed)
    record = make_record(veloria, counts)
    kept = say_no_figure(record, in_total=in_total)
    true = in_no_sum(counts)
    if in_total:  # the source has it in its total: what nobody attributes is that
        true[REST, REST], true[ALL, ALL] = kept, true[ALL, ALL] + kept
    made = [released(record, reviewer, second_reviewer, *what)
            for what in (("occurred", "region"), ("region",))]  # fmt: skip
    assert all(release.prepared.holds for release in made)

    rows = {}
    for release in made:
        for codes, count in seen(release).items():
            rows[codes] = count if rows.get(codes) is None else rows[codes]
    assert states(made[0])[WHEN, HERE] == ("mentioned", None)
    del rows[HERE, WHEN]
    assert leaks({**rows, (HERE, WHEN): 0}, true) == []  # it is part of no sum
    assert leaks(rows, true) == []  # and to whoever does not know that


def test_if_its_sum_were_left_out_of_the_protection_the_attack_would_find_more():
    """Why the equation stays: of 14 with 12 and a cell without a figure, 2 are left."""
    groups = [{"name": "region", "groups": {ALL: ["a", "b", "c"]}}]
    cells = [["a", 12], ["b", 0], ["c", None], [ALL, 14]]
    attacked = Attack(groups, cells)
    assert attacked.end(("c",), 1) == attacked.end(("c",), -1) == 2


def test_a_coarser_table_prints_what_is_counted_and_a_whole_without_any_as_reported(
    veloria, reviewer
):
    counts = [[30, 12, 41, 18], [22, 27, 19, 11], [9, 14, 22, 13], [15, 25, 11, 17]]
    record = make_record(veloria, counts)
    cells = Cell.objects.filter(tabulation__submission=record)
    cells.filter(region__pcode=HERE).update(count=None, state="not-collected")
    cells.filter(region__pcode="XV03").update(count=None, state="not-collected")
    cells.filter(region__pcode=HERE, occurred_from=WHEN[:10]).update(state="mentioned")
    type(record).objects.filter(pk=record.pk).update(stated_total=170 - 1)
    record.refresh_from_db()
    by_region = states(make_release(record, reviewer, "region"))

    assert by_region[HERE,] == ("mentioned", None)
    assert by_region["XV03",] == ("not-collected", None)
    assert by_region["XV01",] == ("reported", 101)


def test_reported_is_stronger_than_not_stated_than_not_collected():
    assert one_state(NO_NUMBER) == "mentioned"
    assert one_state({"not-stated", "not-collected"}) == "not-stated"
    assert one_state({"not-collected"}) == "not-collected"


def test_a_figure_given_later_is_an_edition_like_any_other_change(
    veloria, reviewer, second_reviewer
):
    """The sums before were made without the cell: it adds to them when it has a number."""
    counts = [[30, 12, 41, 18], [22, 27, 19, 11], [9, 14, 22, 13], [15, 25, 11, 17]]
    record = make_record(veloria, counts)
    say_no_figure(record)
    old = released(record, reviewer, second_reviewer)
    now = [row[:] for row in counts]
    now[PLACES.index(HERE)][TIMES.index(WHEN)] = 10
    corrected = correct(record, now)
    edition = make_release(corrected, reviewer, "occurred", "region", edition_of=old)

    assert edition.status == "prepared"
    assert printed(edition)[1, WHEN, HERE] == 10
    assert printed(edition)[1, ALL, HERE] == printed(old)[1, ALL, HERE] + 10


def test_page_and_files_say_it_and_that_the_sums_are_of_what_is_counted(
    client, veloria, reviewer, second_reviewer, reader
):
    counts = [[30, 12, 41, 18], [22, 27, 19, 11], [9, 14, 22, 13], [15, 25, 11, 17]]
    record = make_record(veloria, counts)
    before = released(record, reviewer, second_reviewer)
    said = ("reported, no figure given", "the sums hold what is counted")
    text = page(client, reader, before.get_absolute_url())
    assert not any(words in text for words in said)
    corrected = correct(record, counts)
    say_no_figure(corrected)
    after = released(corrected, reviewer, second_reviewer)
    text = page(client, reader, after.get_absolute_url())
    assert all(words in text for words in said)

    for release, words, row in (
        (before, "of all parts", f",{HERE},27,printed"),
        (after, "some parts have no number", f",{HERE},,mentioned"),
    ):
        file = take(client, reader, release, "csv").decode("utf-8-sig")
        assert (words in file, row in file) == (True, True)
