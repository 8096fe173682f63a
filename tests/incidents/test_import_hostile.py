"""Files of counts that must not come in: the reason is given, and nothing of them is kept."""

import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError

from foundation.audit.models import Event
from foundation.imports import actions
from foundation.imports.actions import NotReadyError, StalePlanError, commit
from foundation.imports.models import Batch
from foundation.reference.models import Code, Country, Region
from incidents.actions import submit
from incidents.models import Cell, Submission, Tabulation
from tests.factories import give_role, make_source, make_user
from tests.imports.files import csv_file

from .factories import make_draft, make_submission, make_submitted
from .import_files import DESCRIBED, RECORD, added, counts, long_file, make_setting, planned, sent
from .import_hostile import BOOKS, FILES, GOOD, PERSONS, WRONG

HONEST = ["XV01", "women", 12]


@pytest.fixture
def setting(veloria):
    return make_setting(veloria)


def files_kept():
    folder = Path(settings.DOCUMENTS_ROOT) / "imports"
    return [path for path in folder.rglob("*") if path.is_file()]


def nothing_is_kept(but_records=0):
    models = [Tabulation, Cell]
    return (
        not any(model.objects.exists() for model in models)
        and Submission.objects.count() == but_records
    )


def refused_whole(setting, data, name, codes):
    before, began = files_kept(), time.perf_counter()
    with pytest.raises(ValidationError) as refused:
        sent(setting.wpa, data, name)
    assert refused.value.code in (codes if isinstance(codes, tuple) else (codes,))
    assert refused.value.messages[0].endswith(".")
    assert time.perf_counter() - began < 20
    assert nothing_is_kept()
    assert not Batch.objects.exists()
    assert files_kept() == before
    return refused.value.messages[0]


@pytest.mark.parametrize("name", PERSONS)
def test_what_points_at_a_person_is_refused_whole(setting, name):
    told = refused_whole(setting, PERSONS[name], _named(PERSONS[name]), "persons")
    assert "Nothing about a single person may be kept here" in told
    assert "Exemple" not in told
    event = Event.objects.get(verb="denied")
    assert event.details == {"kind": "submission", "reason": "persons"}


@pytest.mark.parametrize("name", BOOKS)
def test_a_hostile_workbook_is_refused_whole(setting, name):
    data, code = BOOKS[name]
    refused_whole(setting, data, "counts.xlsx", code)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_whole(setting, name):
    data, code = FILES[name]
    refused_whole(setting, data, "counts.csv", code)


def _named(data):
    return "counts.xlsx" if data.startswith(b"PK") else "counts.csv"


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_row_keeps_the_whole_file_out(setting, name):
    data, column, words = WRONG[name]
    cannot_come_in(setting, sent(setting.wpa, data), column, words)


def cannot_come_in(setting, batch, column, words, records=0):
    """Shown with its problem, refused when confirmed, and gone when cancelled."""
    path = Path(settings.DOCUMENTS_ROOT) / batch.file.name
    assert path.exists()
    plan = planned(batch)
    told = [(name, text) for outcome in plan.wrong for name, text in outcome.errors]
    assert any(name == column and words in text for name, text in told), told
    with pytest.raises(NotReadyError):
        commit(batch, by=batch.by)
    assert nothing_is_kept(records)
    actions.cancel(batch, by=batch.by)
    actions.sweep()
    assert not path.exists()


def test_the_honest_files_of_the_same_making_come_in(setting):
    """The other side of the tables above."""
    added(setting.wpa, long_file(HONEST))
    again = added(setting.wpa, GOOD, "counts.xlsx")
    assert again.kind.counts(again)["unchanged"] == 1
    assert counts() == {("XV01", "women"): 12}


def test_a_code_that_was_closed_is_refused(setting):
    Code.objects.filter(code="women").update(active=False)
    cannot_come_in(
        setting, sent(setting.wpa, long_file(HONEST)), "survivor", "This code is closed"
    )


def test_a_region_of_another_country_is_refused(setting, mali):
    setting.wpa.memberships.get().countries.add(mali)
    Region.objects.create(country=mali, pcode="ML99", vintage="v1", name_en="Elsewhere",
                          valid_from="2020-01-01")  # fmt: skip
    batch = sent(setting.wpa, long_file(["ML99", "women", 1]))
    cannot_come_in(setting, batch, "region", "a region of another country")


def test_a_country_out_of_scope_reads_like_one_that_does_not_exist(setting, mali):
    """Also one that this person may look at, and adds nothing to."""
    give_role(setting.wpa, "reader", mali)
    for code in ("ML", "QQ"):
        batch = sent(setting.wpa, long_file(HONEST, record=[code, *RECORD[1:]]))
        cannot_come_in(setting, batch, "country", "This is not in the list.")


def test_a_source_out_of_reach_reads_like_one_that_does_not_exist(setting):
    make_source("closed", symbol="XV/2024/9", classification="strict")
    for symbol in ("XV/2024/9", "XV/2024/8"):
        batch = sent(setting.wpa, long_file(HONEST, record=["XV", symbol, *RECORD[2:]]))
        told = [t for o in planned(batch).wrong for n, t in o.errors if n == "source"]
        assert len(told) == 1
        assert told[0].startswith("This is not in the list.")
        assert "XV/2024/9" not in told[0]
        cannot_come_in(setting, batch, "source", "This is not in the list.")


def _same_measure(setting, maker, author, **fields):
    return maker(
        setting.country, author, source=setting.source, unit="incidents", verification="reported",
        occurred_from="2024-01-01", occurred_to="2024-12-31", classification="confidential",
        **fields,
    )  # fmt: skip


def test_the_draft_of_another_is_not_written_into(setting):
    other = make_user("wpa", setting.country)
    _same_measure(setting, make_draft, other)
    batch = sent(setting.wpa, long_file(HONEST))
    cannot_come_in(setting, batch, "", "Somebody else has an open record of this.", records=1)


def test_a_record_that_waits_for_review_is_not_written_into(setting):
    record = _same_measure(setting, make_submitted, setting.wpa)
    for about in ({}, {"record": record.reference}):
        data = long_file(HONEST)
        batch = sent(setting.wpa, data, **about)
        cannot_come_in(setting, batch, "", "waits for its review", records=1)


def test_an_approved_record_is_locked(setting):
    make_submission(setting.country, setting.source, occurred_from="2024-01-01",
                    occurred_to="2024-12-31", classification="internal")  # fmt: skip
    batch = sent(setting.wpa, long_file(HONEST))
    cannot_come_in(setting, batch, "", "approved and locked", records=1)


def test_two_drafts_of_the_same_leave_it_open_which_is_meant(setting):
    for _number in range(2):
        _same_measure(setting, make_draft, setting.wpa)
    batch = sent(setting.wpa, long_file(HONEST))
    cannot_come_in(setting, batch, "", "more than one draft", records=2)


def test_a_file_for_a_draft_that_says_another_record_is_refused(setting):
    draft = _same_measure(setting, make_draft, setting.wpa)
    data = long_file(HONEST, record=[*RECORD[:2], "cases", *RECORD[3:]])
    batch = sent(setting.wpa, data, record=draft.reference)
    cannot_come_in(setting, batch, "unit", "The record says something else", records=1)


def test_a_draft_that_is_out_of_reach_cannot_be_sent_to(setting, mali):
    foreign = make_draft(mali, make_user("wpa", mali))
    for reference in (foreign.reference, "nowhere2"):
        with pytest.raises(ValidationError) as refused:
            sent(setting.wpa, csv_file(["Survivors", "Count"], ["women", 1]), record=reference)
        assert refused.value.code == "no-record"
    assert not Batch.objects.exists()


def _waiting(setting):
    """A file that was looked at: its batch, and what the preview said."""
    added(setting.wpa, long_file(HONEST))
    batch = sent(setting.wpa, long_file(["XV01", "women", 99]))
    plan = planned(batch)
    return batch, plan.kind.seal(plan)


def test_a_draft_that_was_saved_meanwhile_is_stale(setting):
    batch, seen = _waiting(setting)
    Submission.objects.update(version=7)
    with pytest.raises(StalePlanError):
        commit(batch, by=setting.wpa, seen=seen)
    assert counts() == {("XV01", "women"): 12}
    again = planned(batch)
    commit(batch, by=setting.wpa, seen=again.kind.seal(again))
    assert counts() == {("XV01", "women"): 99}


def test_a_draft_that_moves_between_planning_and_writing_is_stale(setting, monkeypatch):
    batch, seen = _waiting(setting)
    ready = actions._ready

    def moved(*told):
        plan = ready(*told)
        Submission.objects.update(version=8)
        return plan

    monkeypatch.setattr(actions, "_ready", moved)
    with pytest.raises(StalePlanError):
        commit(batch, by=setting.wpa, seen=seen)
    assert counts() == {("XV01", "women"): 12}


def test_a_record_begun_between_planning_and_writing_is_stale(setting, monkeypatch):
    """The same file in two windows makes one draft."""
    first, second = (sent(setting.wpa, long_file(HONEST)) for _window in range(2))
    ready = actions._ready

    def meanwhile(*told):
        plan = ready(*told)
        monkeypatch.undo()
        commit(second, by=setting.wpa)
        return plan

    monkeypatch.setattr(actions, "_ready", meanwhile)
    with pytest.raises(StalePlanError):
        commit(first, by=setting.wpa)
    assert Submission.objects.count() == 1


def test_a_draft_sent_for_review_meanwhile_is_left_alone(setting):
    batch, seen = _waiting(setting)
    submit(Submission.objects.get(), by=setting.wpa)
    with pytest.raises(NotReadyError):
        commit(batch, by=setting.wpa, seen=seen)
    assert counts() == {("XV01", "women"): 12}


def test_a_file_that_was_changed_on_the_disk_is_not_believed(setting):
    batch = sent(setting.wpa, long_file(HONEST))
    path = Path(settings.DOCUMENTS_ROOT) / batch.file.name
    path.write_bytes(long_file(["XV01", "women", 99]))
    with pytest.raises(ValidationError, match="no longer what was sent"):
        commit(batch, by=setting.wpa)
    assert nothing_is_kept()


def test_a_right_that_ended_meanwhile_ends_the_import(setting):
    batch = sent(setting.wpa, long_file(HONEST))
    setting.wpa.memberships.all().delete()
    setting.wpa.__dict__.pop("_grants", None)
    with pytest.raises(PermissionDenied):
        commit(batch, by=setting.wpa)
    assert nothing_is_kept()


def test_too_many_records_in_one_file_are_refused(setting):
    rows = [[*RECORD[:4], f"{1900 + n}", "women", 1] for n in range(51)]
    data = csv_file([*DESCRIBED, "Survivors", "Count"], *rows)
    cannot_come_in(setting, sent(setting.wpa, data), "", "at most 50 records")
    assert Country.objects.count() == 1


def rows_told(setting, data, column, **about):
    """The rows of a file that are told of something wrong in a column; it cannot come in."""
    batch = sent(setting.wpa, data, **about)
    plan = planned(batch)
    with pytest.raises(NotReadyError):
        commit(batch, by=batch.by)
    return [o.row.number for o in plan.wrong if any(name == column for name, _text in o.errors)]


def test_whole_and_part_are_named_by_row_also_beside_what_is_there(setting):
    """Where rows are not added, and where a party stands alone, they come in."""
    heads = [*DESCRIBED, "Party", "Count", "Parts add up"]
    both = csv_file(heads, [*RECORD, "NF", 3, "no"], [*RECORD, "NF West", 1, "no"])
    added(setting.wpa, both)
    Submission.objects.all().delete()
    added(setting.wpa, long_file(["NF", 3], headings=("Party", "Count")))
    draft = Submission.objects.get()
    into = csv_file(["Party", "Count"], ["NF West", 1])
    assert rows_told(setting, into, "party", record=draft.reference) == [2]

    Submission.objects.all().delete()
    added(setting.wpa, long_file(["Q1 2024", 3], headings=("Month", "Count")))
    draft = Submission.objects.get()
    for month, told in (("2024-03", [2]), ("2024-04", None)):
        into = csv_file(["Month", "Count"], [month, 1])
        if told:
            assert rows_told(setting, into, "occurred", record=draft.reference) == told
        else:
            added(setting.wpa, into, record=draft.reference)
    three = long_file(["2024", 9], ["2024-03", 1], ["2024-05", 1], headings=("Month", "Count"),
                      record=[*RECORD[:3], "verified", "2024"])  # fmt: skip
    assert rows_told(setting, three, "occurred") == [2, 3, 4]
