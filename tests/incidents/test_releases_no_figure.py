"""What a source reports without a figure, in a release: it looks like a row that is not named.

"Reported" tells that there was something, where a withheld count may be nothing at all.
"""

import pytest

from incidents.models import Cell, ReleasedCell
from incidents.models.choices import NO_NUMBER, one_state

from .release_factories import PLACES, correct, make_record, make_release, printed, released
from .test_releases_attack import ALL, REST, TIMES, leaks, seen, truth, uneven
from .test_releases_pages import page, take

HERE, WHEN = "XV02", TIMES[1]
COUNTS = [[30, 12, 41, 18], [22, 27, 19, 11], [9, 14, 22, 13], [15, 25, 11, 17]]


def one_cell(record):
    place = {"region__pcode": HERE, "occurred_from": WHEN.partition("/")[0]}
    return Cell.objects.get(tabulation__submission=record, **place)


def without_it(record, *, in_total=False):
    """Of a row that is not there any more, the stated total may hold the count or not."""
    cell = one_cell(record)
    rows = type(record).objects.filter(pk=record.pk)
    rows.update(stated_total=record.stated_total - (0 if in_total else cell.count))
    record.refresh_from_db()
    return cell


def say_no_figure(record, *, in_total=False):
    cell = without_it(record, in_total=in_total)
    Cell.objects.filter(pk=cell.pk).update(count=None, state="mentioned")
    return cell.count


def name_nothing(record):
    without_it(record).delete()


def cells_of(release):
    return {
        tuple(cell.codes): (cell.state, cell.count)
        for cell in ReleasedCell.objects.filter(table__preparation=release.prepared)
    }


@pytest.mark.parametrize("by", [("occurred", "region"), ("region",)])
def test_its_cell_looks_like_one_of_a_row_that_is_not_named(
    client, veloria, reviewer, second_reviewer, reader, by
):
    found = []
    for make in (name_nothing, say_no_figure):
        record = make_record(veloria, COUNTS)
        make(record)
        release = released(record, reviewer, second_reviewer, *by)
        text = page(client, reader, release.get_absolute_url())
        assert "no figure" not in text
        assert "mentioned" not in take(client, reader, release, "csv").decode("utf-8-sig")
        table = release.prepared.tables.get()
        found.append((cells_of(release), table.partial, table.axes))
    assert found[0] == found[1]


def test_it_is_withheld_and_never_a_zero(veloria, reviewer):
    record = make_record(veloria, COUNTS)
    say_no_figure(record)
    release = make_release(record, reviewer)
    cells = cells_of(release)
    assert cells[WHEN, HERE] == ("withheld", None)
    assert ("reported", 0) not in cells.values()
    assert release.prepared.holds


def test_what_is_not_stated_or_not_collected_is_said(veloria, reviewer):
    record = make_record(veloria, COUNTS)
    say_no_figure(record)
    rows = Cell.objects.filter(tabulation__submission=record)
    rows.filter(region__pcode="XV03").update(count=None, state="not-collected")
    total = sum(map(sum, COUNTS)) - COUNTS[PLACES.index(HERE)][1] - sum(COUNTS[2])
    type(record).objects.filter(pk=record.pk).update(stated_total=total)
    record.refresh_from_db()
    release = make_release(record, reviewer, "region")
    assert cells_of(release)["XV03",] == ("not-collected", None)
    assert cells_of(release)[HERE,] in {("reported", 22 + 19 + 11), ("withheld", None)}
    assert release.prepared.tables.get().partial


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("in_total", [True, False])
def test_an_attack_finds_nothing(veloria, reviewer, second_reviewer, seed, in_total):
    counts = uneven(20 + seed)
    record = make_record(veloria, counts)
    kept = say_no_figure(record, in_total=in_total)
    counts[PLACES.index(HERE)][TIMES.index(WHEN)] = 0  # it is part of no sum
    true = truth(counts)
    if in_total:  # the source has it in its total: what nobody attributes is that
        true[REST, REST], true[ALL, ALL] = kept, true[ALL, ALL] + kept
    made = [released(record, reviewer, second_reviewer, *what)
            for what in (("occurred", "region"), ("region",))]  # fmt: skip
    assert all(release.prepared.holds for release in made)
    rows = {}
    for release in made:
        for codes, count in seen(release).items():
            rows[codes] = count if rows.get(codes) is None else rows[codes]
    assert rows[HERE, WHEN] is None
    assert leaks(rows, true) == []


def test_inside_reported_is_stronger_than_not_stated_than_not_collected():
    assert one_state(NO_NUMBER) == "mentioned"
    assert one_state({"not-stated", "not-collected"}) == "not-stated"
    assert one_state({"not-collected"}) == "not-collected"


def test_a_figure_given_later_is_an_edition_like_any_other_change(
    veloria, reviewer, second_reviewer
):
    """The sums before were made without the cell: it adds to them when it has a number."""
    record = make_record(veloria, COUNTS)
    say_no_figure(record)
    old = released(record, reviewer, second_reviewer)
    now = [row[:] for row in COUNTS]
    now[PLACES.index(HERE)][TIMES.index(WHEN)] = 10
    corrected = correct(record, now)
    edition = make_release(corrected, reviewer, "occurred", "region", edition_of=old)

    assert edition.status == "prepared"
    assert edition.prepared.holds
    assert printed(edition)[1, WHEN, HERE] in {10, None}
    assert printed(old)[1, WHEN, HERE] is None
    assert printed(edition)[1, ALL, HERE] in {printed(old)[1, ALL, HERE] + 10, None}
