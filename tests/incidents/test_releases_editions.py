"""Regions that were cut anew: one edition of codes for all that readers can lay together."""

from datetime import date

import pytest

from foundation.reference.models import Region
from incidents.actions import mark_as_published
from incidents.releases.actions import approve
from incidents.releases.definition import Chosen, Definition
from tests.factories import make_source

from .factories import make_cell, make_submission
from .release_factories import QUARTERS, YEAR, make_release, printed

BEFORE = {"A": 30, "B": 40, "C": 12, "D": 50}
AFTER = {"A": 28, "B": 40, "C": 12, "D": 50, "E": 2}  # E was cut out of A


@pytest.fixture
def regions(veloria):
    """A to D of the old edition, A to E of the new: A is not the same place in both."""
    days = {"v1": date(2010, 1, 1), "v2": date(2021, 1, 1)}
    return {
        (edition, code): Region.objects.create(
            country=veloria, pcode=code, vintage=edition, name_en=f"{code} of {edition}",
            valid_from=days[edition],
        )
        for edition, codes in (("v1", BEFORE), ("v2", AFTER)) for code in codes
    }  # fmt: skip


@pytest.fixture
def record(veloria, regions):
    """Counts by the regions of an edition, for a period; internal, of one system."""

    def make(edition, counts, span=YEAR, **fields):
        source = fields.pop("source", None) or make_source(classification="internal")
        made = make_submission(
            veloria, source, collecting_system="mara", occurred_from=span[0], occurred_to=span[1],
            **{"stated_total": None, **fields},
        )  # fmt: skip
        table = made.tabulations.create(order=1, dimensions=["region"])
        for code, count in counts.items():
            place = {"region": regions[edition, code]} if code else {"region_not_stated": True}
            make_cell(table, **place, count=count)
        return made

    return make


def release_of(record, author, by=("region",), **typed):
    chosen = () if by is None else (Chosen(1, by),)
    definition = Definition(chosen, total=by is None).as_json()
    return make_release(record, author, definition=definition, **typed)


def test_the_list_is_that_of_the_edition_the_table_uses(record, reviewer, second_reviewer, client):
    old = release_of(record("v1", BEFORE), reviewer)
    assert {codes[1] for codes in printed(old)} == {*BEFORE, "not-stated", "all"}
    (axis,) = old.prepared.tables.get().axes
    assert axis["edition"] == "v1"
    assert ["A", "A of v1", "A of v1"] in axis["entries"]
    approve(old, by=second_reviewer)
    client.force_login(reviewer)
    page = client.get(old.get_absolute_url()).content.decode()
    assert "Codes of regions: edition v1." in page


def test_where_no_region_is_named_the_newest_list_is_used(record, reviewer):
    release = release_of(record("v1", {"": 12}), reviewer)
    assert release.prepared.tables.get().axes[0]["edition"] == "v2"


def test_a_table_of_two_editions_is_refused(record, regions, reviewer):
    mixed = record("v1", BEFORE)
    make_cell(mixed.tabulations.get(), region=regions["v2", "E"], count=9)
    release = release_of(mixed, reviewer)
    assert release.status == "refused"
    assert "several editions: v1, v2" in release.prepared.report["error"]


@pytest.mark.parametrize("corrects", [True, False])
def test_two_editions_of_one_period_are_never_laid_beside_one_another(
    record, reviewer, second_reviewer, corrects
):
    """30 in the old A and 28 in the new one would tell of 2 in what was cut out of it."""
    first = record("v1", BEFORE)
    approve(release_of(first, reviewer), by=second_reviewer)
    more = {"supersedes": first, "source": first.source} if corrects else {}
    second = record("v2", AFTER, **more)
    refused = release_of(second, reviewer)
    assert refused.status == "refused"
    assert "another edition of codes" in refused.prepared.report["error"]

    alone = record("v2", AFTER, span=(date(2024, 1, 1), date(2024, 12, 31)))
    assert release_of(alone, reviewer).status == "prepared"  # no day is shared
    same = record("v1", BEFORE, span=QUARTERS[0])
    assert release_of(same, reviewer).status == "prepared"


def test_what_is_printed_in_public_by_another_edition_counts_too(record, reviewer):
    public = record("v1", BEFORE, source=make_source(classification="public"))
    mark_as_published(public, by=reviewer, reason="It is printed.")
    assert release_of(record("v2", AFTER), reviewer).status == "refused"


def test_without_regions_it_can_be_released(record, reviewer, second_reviewer):
    first = record("v1", BEFORE, stated_total=132)
    approve(release_of(first, reviewer), by=second_reviewer)
    second = record("v2", AFTER, stated_total=132, supersedes=first, source=first.source)
    release = release_of(second, reviewer, by=None)
    assert release.status == "prepared", release.prepared.report
    assert printed(release) == {(0,): 132}
