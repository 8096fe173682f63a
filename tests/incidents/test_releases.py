"""A release from its making to its withdrawal: who may do what, and what stays as it was."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from config.env import number
from foundation.audit.models import Event
from foundation.jobs.models import Job
from foundation.jobs.queue import claim, enqueue, work_once
from incidents import actions as steps
from incidents.models import Cell, Preparation, Release, ReleasedCell, ReleasedTable
from incidents.protection import Exact, Report
from incidents.releases import actions
from incidents.releases.content import checksum, content, stored_tables
from incidents.releases.definition import Chosen, Definition
from incidents.releases.prepare import prepare
from tests.factories import make_source, make_user

from .release_factories import correct, make_record, make_release, printed, released, run

COUNTS = [[30, 12, 41, 8], [2, 27, 19, 11], [9, 14, 22, 3], [15, 25, 11, 17]]


@pytest.fixture
def record(veloria, wpa_veloria):
    return make_record(veloria, COUNTS, author=wpa_veloria, reviewed_by=make_user(name="Other"))


@pytest.fixture
def prepared(record, reviewer):
    return make_release(record, reviewer)


@pytest.fixture
def approved(prepared, second_reviewer):
    return actions.approve(prepared, by=second_reviewer)


def test_small_counts_are_withheld_with_others_and_what_is_printed_is_true(prepared):
    cells = printed(prepared)
    small = [codes for codes, count in cells.items() if count is not None and count < 5]

    assert prepared.status == "prepared"
    assert small == []
    assert cells[1, "all", "all"] == sum(map(sum, COUNTS))
    assert cells[1, "2023-01-01/2023-03-31", "XV02"] is None
    assert cells[1, "not-attributed", "not-attributed"] is None
    assert sum(count is None for count in cells.values()) > 2
    reasons = prepared.prepared.reasons
    assert {reason["why"] for reason in reasons} == {"small", "shields"}


def test_every_code_of_the_lists_has_a_row_whatever_was_counted(record, reviewer):
    Cell.objects.filter(tabulation__submission=record, region__pcode="XV04").delete()
    type(record).objects.filter(pk=record.pk).update(stated_total=sum(map(sum, COUNTS[:3])))
    record.refresh_from_db()
    cells = printed(make_release(record, reviewer, "region"))

    assert [codes[1] for codes in cells] == [
        "XV01", "XV02", "XV03", "XV04", "not-stated", "not-attributed", "all",
    ]  # fmt: skip
    assert cells[1, "XV04"] is None


def test_sums_without_what_is_not_stated_say_so_and_of_what_is_named_nothing_is_said(
    record, reviewer
):
    assert not make_release(record, reviewer, "region").prepared.tables.get().partial
    cell = Cell.objects.filter(tabulation__submission=record, count=17, region__pcode="XV04")
    changed = cell.get().pk
    assert cell.update(count=None, state="mentioned") == 1
    assert not make_release(record, reviewer, "region").prepared.tables.get().partial
    Cell.objects.filter(pk=changed).update(state="not-stated")
    assert make_release(record, reviewer, "region").prepared.tables.get().partial


def test_it_is_numbered_by_country_and_year_and_frozen(
    approved, record, reviewer, second_reviewer
):
    again = released(record, reviewer, second_reviewer, "region")

    assert (str(approved), str(again)) == ("Veloria 2023/1", "Veloria 2023/2")
    assert approved.approved_by == second_reviewer
    assert approved.checksum == checksum(content(approved, stored_tables(approved)))
    assert Event.objects.filter(verb="approved", target=f"release {approved.pk}").count() == 1
    with pytest.raises(ValidationError):
        actions.change(approved, by=reviewer, version=approved.version, **typed(approved))


def typed(release, **changes):
    return {name: getattr(release, name) for name in actions.TYPED} | changes


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE incidents_release SET title = 'x' WHERE id = %(release)s",
        "UPDATE incidents_release SET status = 'prepared' WHERE id = %(release)s",
        "UPDATE incidents_release SET approved_at = NULL WHERE id = %(release)s",
        (
            "UPDATE incidents_release SET status = 'withdrawn', withdrawn_reason = 'x', number = 9"
            " WHERE id = %(release)s"
        ),
        "DELETE FROM incidents_release WHERE id = %(release)s",
        "UPDATE incidents_releasedcell SET count = 1, state = 'reported'",
        "DELETE FROM incidents_releasedcell",
        "UPDATE incidents_releasedtable SET axes = '[]'",
        "DELETE FROM incidents_releasedtable",
        "UPDATE incidents_preparation SET reasons = '[]'",
        "DELETE FROM incidents_preparation",
        (
            'INSERT INTO incidents_releasedcell (table_id, "order", codes, state, count)'
            " VALUES (%(table)s, 999, '[]', 'reported', 2)"
        ),
        (
            'INSERT INTO incidents_releasedtable (preparation_id, "order", axes, partial)'
            " VALUES (%(preparation)s, 99, '[]', %(no)s)"
        ),
    ],
)
def test_the_database_itself_refuses_to_change_an_approved_release(approved, sql):
    values = {
        "release": approved.pk, "preparation": approved.prepared_id, "no": False,
        "table": approved.prepared.tables.first().pk,
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql, values)


def test_before_the_approval_its_author_may_change_it_and_nobody_else(
    prepared, reviewer, second_reviewer
):
    changes = typed(prepared, title="Another title")
    with pytest.raises(ValidationError) as refused:
        actions.change(prepared, by=second_reviewer, version=prepared.version, **changes)
    assert refused.value.code == "stale"

    prepared.refresh_from_db()
    actions.change(prepared, by=reviewer, version=prepared.version, **changes)
    assert (prepared.status, prepared.prepared) == ("draft", None)
    assert run(prepared).status == "prepared"
    assert ReleasedTable.objects.filter(preparation__release=prepared).count() == 2


def test_nobody_approves_what_they_prepared_or_what_they_entered(
    veloria, prepared, reviewer, second_reviewer, root
):
    with pytest.raises(PermissionDenied):
        actions.approve(prepared, by=reviewer)
    entered = make_record(veloria, COUNTS, author=root, reviewed_by=reviewer, unit="cases")
    waiting = make_release(entered, second_reviewer)
    with pytest.raises(PermissionDenied):
        actions.approve(waiting, by=root)
    for field, person in (("author", reviewer), ("figures_by", second_reviewer)):
        changes = {"approved_by": person, field: person}
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=prepared.pk).update(**changes)

    assert actions.approve(waiting, by=reviewer).status == "approved"
    assert actions.approve(prepared, by=second_reviewer).status == "approved"


@pytest.mark.parametrize("person", ["wpa_veloria", "programme_officer", "auditor", "reader"])
def test_others_neither_prepare_nor_approve_nor_withdraw(
    request, record, prepared, person, second_reviewer
):
    by = request.getfixturevalue(person)
    for step in (
        lambda: make_release(record, by),
        lambda: actions.approve(prepared, by=by),
        lambda: actions.prepare_again(prepared, by=by),
        lambda: actions.withdraw(prepared, by=by, reason="Why."),
    ):
        with pytest.raises(PermissionDenied):
            step()
    assert actions.approve(prepared, by=second_reviewer).status == "approved"


def test_a_reviewer_of_another_country_neither_prepares_nor_approves(mali, record, prepared):
    abroad = make_user("reviewer", mali, name="Reviewer of Mali")
    with pytest.raises(PermissionDenied):
        make_release(record, abroad)
    with pytest.raises(PermissionDenied):
        actions.approve(prepared, by=abroad)


def test_what_was_prepared_from_other_data_is_prepared_again_first(
    prepared, record, second_reviewer
):
    cell = Cell.objects.filter(tabulation__submission=record).first()
    Cell.objects.filter(pk=cell.pk).update(count=cell.count + 20)
    type(record).objects.filter(pk=record.pk).update(stated_total=record.stated_total + 20)

    with pytest.raises(ValidationError) as refused:
        actions.approve(prepared, by=second_reviewer)
    assert refused.value.code == "outdated"
    prepared.refresh_from_db()
    assert prepared.status == "prepared"

    actions.prepare_again(prepared, by=second_reviewer)
    assert actions.approve(run(prepared), by=second_reviewer).status == "approved"


def test_what_was_prepared_before_another_was_approved_is_prepared_again_first(
    record, reviewer, second_reviewer
):
    first, other = make_release(record, reviewer), make_release(record, reviewer, "region")
    actions.approve(first, by=second_reviewer)

    with pytest.raises(ValidationError) as refused:
        actions.approve(other, by=second_reviewer)
    assert refused.value.code == "outdated"

    actions.prepare_again(other, by=reviewer)
    assert str(actions.approve(run(other), by=second_reviewer)) == "Veloria 2023/2"


def test_a_withdrawn_record_or_a_corrected_one_is_released_no_more(
    prepared, record, reviewer, second_reviewer
):
    steps.withdraw(record, by=reviewer, reason="Wrong.")
    with pytest.raises(ValidationError) as refused:
        actions.approve(prepared, by=second_reviewer)
    assert refused.value.code == "outdated"
    with pytest.raises((ValidationError, PermissionDenied)):
        make_release(record, reviewer)


def test_only_the_first_of_two_approvals_counts(prepared, second_reviewer):
    seen = Release.objects.get(pk=prepared.pk)
    actions.approve(prepared, by=second_reviewer)
    with pytest.raises(ValidationError) as refused:
        actions.approve(seen, by=make_user("reviewer", everywhere=True), version=seen.version)
    assert refused.value.code == "stale"


def test_a_withdrawal_says_why_takes_the_numbers_away_and_forgets_nothing(
    approved, record, reviewer, second_reviewer, reader
):
    with pytest.raises(ValidationError):
        actions.withdraw(approved, by=reviewer, reason=" ")
    seen = ReleasedCell.objects.for_user(reader).filter(table__preparation=approved.prepared)
    assert seen.exists()

    actions.withdraw(approved, by=reviewer, reason="The source took it back.")
    assert approved.status == "withdrawn"
    assert not seen.exists()
    assert Release.objects.for_user(reader).filter(pk=approved.pk).exists()
    with pytest.raises(ValidationError) as refused:
        actions.withdraw(approved, by=reviewer, reason="Again.")
    assert refused.value.code == "stale"

    later = make_release(record, reviewer, "region", "occurred")
    reasons = {reason["why"] for reason in later.prepared.reasons}
    assert "earlier" in reasons


def test_the_threshold_may_be_raised_and_never_lowered(
    settings, record, reviewer, second_reviewer
):
    with pytest.raises(ValidationError):
        make_release(record, reviewer, threshold=4)
    high = released(record, reviewer, second_reviewer, threshold=10)
    shown = [count for count in printed(high).values() if count is not None]
    assert min(shown) >= 10
    for threshold in (5, 9):  # what was promised of the one before stays
        with pytest.raises(ValidationError, match="at least 10"):
            make_release(record, reviewer, "region", threshold=threshold)
    assert make_release(record, reviewer, "region", threshold=10).status == "prepared"

    settings.SMALL_COUNT_THRESHOLD = 12
    with pytest.raises(ValidationError):
        make_release(record, reviewer, "region", threshold=10)


def test_a_deployment_sets_no_threshold_below_three(monkeypatch):
    monkeypatch.setenv("SMALL_COUNT_THRESHOLD", "2")
    with pytest.raises(ImproperlyConfigured):
        number("SMALL_COUNT_THRESHOLD", 5, least=3)
    monkeypatch.setenv("SMALL_COUNT_THRESHOLD", "3")
    assert number("SMALL_COUNT_THRESHOLD", 5, least=3) == 3


def test_what_is_printed_in_public_anyway_is_not_released(veloria, reviewer):
    shown = {"as_published": True, "as_published_reason": "Printed.", "classification": "public"}
    record = make_record(veloria, COUNTS, source=make_source(), **shown)
    with pytest.raises((PermissionDenied, ValidationError)):
        make_release(record, reviewer)


def refusal(record, by, *what, **fields):
    release = make_release(record, by, *what, **fields)
    assert release.status == "refused"
    return release.prepared.report["error"]


def test_tables_that_do_not_add_up_are_refused_with_a_reason(record, reviewer):
    table = record.tabulations.get()
    type(table).objects.filter(pk=table.pk).update(adds_up=False)
    assert "several rows" in refusal(record, reviewer, "region")
    type(table).objects.filter(pk=table.pk).update(adds_up=True)
    type(record).objects.filter(pk=record.pk).update(stated_total=10)
    assert "more than the stated total" in refusal(record, reviewer, "region")
    type(record).objects.filter(pk=record.pk).update(stated_total=record.stated_total)
    assert "calendar steps" in refusal(record, reviewer, "occurred", step="month")
    assert "no such table" in refusal(
        record, reviewer, definition=Definition((Chosen(7, ("region",)),)).as_json()
    )
    assert make_release(record, reviewer, "region").status == "prepared"


def test_what_the_audit_finds_refuses_the_release_and_is_named_to_the_cleared(
    client, record, reviewer, second_reviewer, reader, monkeypatch
):
    """The method lets nothing through; so its attack is told here to find a cell."""
    found = Exact("this:1", ("2023-01-01/2023-12-31", "XV02"), 3, 3)
    reports = iter([Report((found,)), Report(())])  # after this release, and before it
    monkeypatch.setattr("incidents.releases.attack.audit", lambda *_given: next(reports))
    release = make_release(record, reviewer, "region")

    assert release.status == "refused"
    with pytest.raises(ValidationError):
        actions.approve(release, by=second_reviewer)
    client.force_login(second_reviewer)
    page = client.get(release.get_absolute_url()).content.decode()
    assert "By region: Region XV02 could be worked out as 3 to 3" in page
    client.force_login(reader)
    assert client.get(release.get_absolute_url()).status_code == 404


def test_a_record_without_a_period_is_not_released(veloria, reviewer):
    none = {"occurred_from": None, "occurred_to": None, "occurred_as_written": ""}
    record = make_record(veloria, COUNTS, **none)
    with pytest.raises(ValidationError, match="no period"):
        make_release(record, reviewer, "region")


def test_a_job_done_twice_or_taken_over_decides_once(record, reviewer):
    release = make_release(record, reviewer, prepare=False)
    dead = claim()  # its worker dies here
    Job.objects.filter(pk=dead.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert run(release).status == "prepared"
    assert Preparation.objects.filter(release=release).count() == 1

    enqueue(actions.TASK, release=release.pk, version=1)
    actions.keep(release, prepare(release))
    work_once()
    assert Preparation.objects.filter(release=release).count() == 1


def test_a_job_that_dies_half_way_leaves_nothing_behind(record, reviewer, monkeypatch):
    release = make_release(record, reviewer, prepare=False)

    def broken(*_arguments, **_more):
        raise RuntimeError("Power cut.")

    with monkeypatch.context() as patch:
        patch.setattr("incidents.releases.actions.write", broken)
        work_once()
    assert not ReleasedTable.objects.exists()
    assert not Preparation.objects.exists()
    Job.objects.update(run_after=timezone.now())
    assert run(release).status == "prepared"


def test_an_edition_follows_a_correction_and_changes_nothing_by_less_than_the_threshold(
    approved, record, reviewer, second_reviewer
):
    with pytest.raises(ValidationError):
        make_release(record, reviewer, edition_of=approved)
    counts = [row[:] for row in COUNTS]
    counts[0][0] += 1  # a late case: 30 becomes 31
    counts[3][3] += 9
    corrected = correct(record, counts)
    stranger = make_record(record.country, COUNTS)
    with pytest.raises(ValidationError):
        make_release(stranger, reviewer, edition_of=approved)

    edition = make_release(corrected, reviewer, edition_of=approved)
    assert edition.status == "prepared"
    before, now = printed(approved), printed(edition)
    assert now[1, "2023-01-01/2023-03-31", "XV01"] is None
    changed = [
        abs(now[codes] - before[codes])
        for codes in now
        if now[codes] is not None and before.get(codes) is not None
    ]
    assert all(change == 0 or change >= 5 for change in changed)
    edition = actions.approve(edition, by=second_reviewer)
    assert str(edition) == "Veloria 2023/1, edition 2"
    assert list(Release.objects.standing()) == [edition]
    with pytest.raises(ValidationError):
        make_release(corrected, reviewer, edition_of=approved)


def test_the_trail_and_the_texts_of_a_release_hold_no_digest_of_exact_counts(approved):
    texts = json.dumps([event.details for event in Event.objects.all()])
    texts += json.dumps(content(approved, stored_tables(approved)))
    assert approved.prepared.vintage not in texts
    assert approved.prepared.ledger not in texts
