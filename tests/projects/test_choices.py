"""Choosing between registers: one writer, a reason, the rivals kept."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from foundation.audit.models import Event
from projects.actions import choose_entry
from projects.models import RegisterEntry
from tests.factories import give_role, make_organisation, make_source, make_user
from tests.projects.factories import make_entry, make_participation, make_project


@pytest.fixture
def project(mali):
    return make_project(mali, starts_as_written="1 September 2017")


def test_the_chosen_value_is_shown_and_the_rival_kept(project, programme_officer):
    first = make_entry(project, "starts", "1 September 2017")
    second = make_entry(project, "starts", "9 Oct 2017")

    choose_entry(first, by=programme_officer, reason="The page of the programme.")
    choose_entry(second, by=programme_officer, reason="The fund keeps the dates.")

    project.refresh_from_db()
    assert (project.starts_as_written, project.starts) == ("9 Oct 2017", date(2017, 10, 9))
    assert list(RegisterEntry.objects.filter(chosen=True)) == [second]
    assert RegisterEntry.objects.count() == 2


def test_a_choice_is_recorded_and_stays_in_the_history(project, programme_officer):
    entry = make_entry(project, "starts", "9 Oct 2017")

    choose_entry(entry, by=programme_officer, reason="The fund keeps the dates.")

    event = Event.objects.get(verb="chose-value")
    assert event.target_id == str(project.pk)
    assert event.details == {"field": "starts", "entry": entry.pk}
    saved = project.history.latest()
    assert saved.history_change_reason == "Start: The fund keeps the dates."
    assert saved.history_user == programme_officer
    assert entry.history.latest().chosen_reason == "The fund keeps the dates."


def test_a_choice_takes_the_next_version(project, programme_officer):
    choose_entry(make_entry(project, "title", "Another"), by=programme_officer, reason="Clearer.")

    project.refresh_from_db()
    assert (project.title, project.version) == ("Another", 2)


def test_a_choice_needs_a_reason(project, programme_officer):
    entry = make_entry(project, "title", "Another")

    with pytest.raises(ValidationError, match="Say why"):
        choose_entry(entry, by=programme_officer, reason="  ")

    entry.refresh_from_db()
    assert not entry.chosen


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("country", "United Nations", "not a country"),
        ("status", "Nearly done", "not a known status"),
        ("description", "UNA052 Support", "kept for the record"),
        ("ends", "31 August 2017", "before the start"),
    ],
)
def test_what_no_page_could_show_is_refused_and_nothing_changes(
    project, programme_officer, field, value, message
):
    entry = make_entry(project, field, value)

    with pytest.raises(ValidationError, match=message):
        choose_entry(entry, by=programme_officer, reason="Because.")

    entry.refresh_from_db()
    project.refresh_from_db()
    assert not entry.chosen
    assert project.version == 1


def test_a_date_that_is_none_can_be_chosen_and_keeps_no_day(project, programme_officer):
    entry = make_entry(project, "ends", "31 April 2018")

    choose_entry(entry, by=programme_officer, reason="As printed.")

    project.refresh_from_db()
    assert (project.ends_as_written, project.ends) == ("31 April 2018", None)


@pytest.mark.parametrize(("value", "status"), [("Operationally Closed", "operationally-closed")])
def test_a_status_is_understood_as_registers_write_it(project, programme_officer, value, status):
    choose_entry(make_entry(project, "status", value), by=programme_officer, reason="The fund.")

    project.refresh_from_db()
    assert project.status == status


def test_choosing_a_list_of_organisations_shows_those_of_its_register(project, programme_officer):
    page, factsheet = make_source(), make_source()
    four, one = make_organisation(acronym="FOUR"), make_organisation(acronym="ONE")
    make_participation(project, four, source=page)
    make_participation(project, one, source=page)
    make_participation(project, one, source=factsheet)
    entry = make_entry(project, "organisations", "ONE", register=factsheet)

    def agencies():
        (row,) = type(project).objects.with_card(programme_officer)
        return [organisation.acronym for organisation in row.agencies]

    assert agencies() == ["FOUR", "ONE"]
    choose_entry(entry, by=programme_officer, reason="The fund's own list.")
    assert agencies() == ["ONE"]


def test_only_who_holds_it_here_may_choose(project, veloria, programme_officer, wpa_mali, reader):
    entry = make_entry(project, "title", "Another")
    elsewhere = make_user("programme-officer", veloria)
    give_role(elsewhere, "reader", everywhere=True)

    for person in (wpa_mali, reader, elsewhere):
        with pytest.raises(PermissionDenied):
            choose_entry(entry, by=person, reason="I would like to.")
    assert choose_entry(entry, by=programme_officer, reason="I may.").chosen


def test_a_choice_may_not_carry_the_project_out_of_sight(mali, veloria, project):
    entry = make_entry(project, "country", "Veloria")
    officer = make_user("programme-officer", mali)

    with pytest.raises(PermissionDenied):
        choose_entry(entry, by=officer, reason="Wrong country.")

    project.refresh_from_db()
    assert project.country == mali


def test_the_database_keeps_one_choice_with_its_reason(project, programme_officer):
    first, second = make_entry(project, value="One"), make_entry(project, value="Two")
    choose_entry(first, by=programme_officer, reason="The first.")

    for values in ({"chosen": True}, {"chosen_reason": "Without a choice."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RegisterEntry.objects.filter(pk=second.pk).update(**values)
    whole = {"chosen": True, "chosen_reason": "Too.", "chosen_by": programme_officer}
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.filter(pk=second.pk).update(
            **whole, chosen_at=first.history.latest().history_date
        )
