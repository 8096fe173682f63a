"""Reports due: expected by the calendar, received, sent back, accepted by another person."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from foundation.audit.models import Event
from projects import reports
from projects.models import LifeStep, Project, ReportDue
from tests.factories import make_user
from tests.projects.factories import make_document, make_project
from tests.projects.life_factories import hand_in, make_kinds, make_report

DAY = date(2019, 4, 2)


@pytest.fixture
def project(veloria):
    make_kinds()
    return make_project(
        veloria, status="ongoing", starts_as_written="1 March 2018", ends_as_written="30 June 2019"
    )


def expect(project, by=None):
    return reports.expect_reports(project, by=by)


def due(project):
    rows = project.reports_due.order_by("due_on", "kind__order")
    return [(row.kind.code, row.period_year, str(row.due_on)) for row in rows]


# What is expected


def test_the_calendar_fills_the_list_once(project, programme_officer):
    assert expect(project, programme_officer) == 6
    assert due(project) == [
        ("annual-progress-report", 2018, "2019-03-31"),
        ("annual-financial-report", 2018, "2019-04-30"),
        ("end-of-project-report", None, "2019-09-30"),
        ("annual-progress-report", 2019, "2020-03-31"),
        ("annual-financial-report", 2019, "2020-04-30"),
        ("final-financial-report", None, "2020-04-30"),
    ]
    event = Event.objects.latest("pk")
    assert event.details == {"fields": ["reports_due"], "rows": 6}
    assert (event.actor_id, event.target_id) == (programme_officer.pk, str(project.pk))
    assert expect(project) == 0
    assert Event.objects.latest("pk") == event


def move_end(project, end):
    Project.objects.filter(pk=project.pk).update(ends=end)


def test_a_later_end_moves_what_is_not_received_and_nothing_else(project):
    expect(project)
    received = project.reports_due.get(kind__code="end-of-project-report")
    hand_in_on = {"received_on": date(2019, 7, 1)}
    ReportDue.objects.filter(pk=received.pk).update(**hand_in_on)
    move_end(project, date(2020, 6, 30))

    assert expect(project) == 3

    assert due(project)[-3:] == [
        ("annual-progress-report", 2020, "2021-03-31"),
        ("annual-financial-report", 2020, "2021-04-30"),
        ("final-financial-report", None, "2021-04-30"),
    ]
    received.refresh_from_db()
    assert received.due_on == date(2019, 9, 30)
    moved = project.reports_due.get(kind__code="final-financial-report")
    assert (moved.version, moved.history.count()) == (2, 2)


def test_what_a_person_entered_or_dated_stays(project):
    own = make_report(project, "end-of-project-report", due_on=date(2019, 8, 15))
    other = make_report(project, "annual-progress-report", period_year=2030)
    expect(project)
    move_end(project, date(2020, 6, 30))
    expect(project)
    for row, day in ((own, date(2019, 8, 15)), (other, None)):
        row.refresh_from_db()
        assert row.due_on == day


def test_an_earlier_end_takes_out_only_what_the_calendar_put_there(project):
    move_end(project, date(2021, 6, 30))
    expect(project)
    handed = project.reports_due.get(kind__code="annual-progress-report", period_year=2021)
    ReportDue.objects.filter(pk=handed.pk).update(received_on=date(2019, 1, 1))
    own = make_report(project, "annual-progress-report", period_year=2022)
    move_end(project, date(2019, 6, 30))

    expect(project)

    assert set(project.reports_due.filter(period_year__gt=2019)) == {handed, own}
    assert ReportDue.history.filter(history_type="-").count() == 3


@pytest.mark.parametrize("status", ["pipeline", "not-recorded", "financially-closed"])
def test_nothing_is_expected_of_a_project_that_is_not_under_way(project, status):
    Project.objects.filter(pk=project.pk).update(status=status)
    assert expect(project) == 0
    assert not reports.may_expect(Project.objects.get(pk=project.pk))


def test_a_cancelled_project_owes_what_it_began_and_one_that_never_began_owes_nothing(
    project, veloria
):
    expect(project)
    Project.objects.filter(pk=project.pk).update(status="cancelled")
    LifeStep.objects.create(
        project=project, was="ongoing", now="cancelled", on=date(2018, 12, 1), reason="War."
    )
    expect(project)
    assert due(project) == [
        ("end-of-project-report", None, "2019-03-01"),
        ("annual-progress-report", 2018, "2019-03-31"),
        ("annual-financial-report", 2018, "2019-04-30"),
        ("final-financial-report", None, "2019-04-30"),
    ]
    never = make_project(veloria, status="cancelled", starts_as_written="2018")
    assert expect(never) == 0


def test_the_day_of_closure_moves_the_final_accounts(project):
    expect(project)
    Project.objects.filter(pk=project.pk).update(status="operationally-closed")
    LifeStep.objects.create(
        project=project, was="ongoing", now="operationally-closed", on=date(2020, 2, 1)
    )
    assert expect(project) == 1
    assert project.reports_due.get(kind__code="final-financial-report").due_on == date(2021, 4, 30)


def test_the_command_follows_what_is_ongoing_or_followed_already(project, mali, capsys):
    known = make_project(mali, status="operationally-closed", starts_as_written="2016")
    call_command("expect_reports")
    assert "6 changed, 1 projects." in capsys.readouterr().out
    assert not known.reports_due.exists()
    call_command("expect_reports")
    assert "0 changed" in capsys.readouterr().out


# How a report stands, as time goes by


def test_a_report_becomes_overdue_only_if_it_was_expected_in_time(project):
    with time_machine.travel("2019-03-30"):
        known = make_report(project, period_year=2018, due_on=date(2019, 3, 31))
        assert known.state == "due"
    with time_machine.travel("2019-03-31"):
        assert known.state == "due"
    with time_machine.travel("2019-04-01"):
        late = make_report(project, period_year=2017, due_on=date(2018, 3, 31))
        assert (known.state, late.state) == ("overdue", "no-receipt")
        received = reports.receive(known, on=date(2019, 4, 1), by=None)
        assert received.state == "received"
        returned = reports.send_back(received, reason="Annex.", by=None)
        assert returned.state == "returned"
        again = reports.receive(returned, on=date(2019, 4, 1), by=None)
        assert (again.state, again.returned_reason) == ("received", "")
        assert reports.accept(again, on=date(2019, 4, 1), by=None).state == "accepted"
    assert make_report(project, "end-of-project-report").state == "no-date"


@pytest.mark.parametrize("state", ReportDue.State.values)
def test_the_list_finds_the_states_that_the_rows_say(project, state):
    with time_machine.travel("2019-03-01"):
        rows = [
            make_report(project, period_year=year, due_on=date(year + 1, 3, 31))
            for year in range(2012, 2021)
        ]
        make_report(project, "end-of-project-report")
        hand_in(rows[0])
        hand_in(rows[1], accepted=False)
        reports.send_back(hand_in(rows[2], accepted=False), reason="Annex.", by=None)
    with time_machine.travel("2019-04-02"):
        day = date(2019, 4, 2)
        found = set(ReportDue.objects.in_state(state, day))
        assert found == {row for row in ReportDue.objects.all() if row.state == state}
        assert found


# Steps


def test_who_may_take_which_step(
    project, mali, veloria, programme_officer, reviewer, wpa_veloria, reader, auditor, stranger
):
    report = make_report(project, period_year=2018)
    elsewhere = make_user("programme-officer", mali)
    for person in (reviewer, wpa_veloria, reader, auditor, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            reports.receive(report, on=DAY, by=person)
    reports.receive(report, on=DAY, by=programme_officer)
    for person in (wpa_veloria, reader, auditor, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            reports.accept(report, on=DAY, by=person)
        with pytest.raises(PermissionDenied):
            reports.send_back(report, reason="Annex.", by=person)
    with pytest.raises(ValidationError, match="somebody else accepts"):
        reports.accept(report, on=DAY, by=programme_officer)
    assert reports.accept(report, on=DAY, by=reviewer).accepted_by == reviewer


def test_two_officers_are_two_people(project, veloria, programme_officer):
    other = make_user("programme-officer", veloria)
    report = reports.receive(make_report(project), on=DAY, by=programme_officer)
    assert reports.accept(report, on=DAY, by=other).accepted_by == other


def test_each_step_leaves_its_line_and_its_history(project, programme_officer, reviewer):
    report = reports.receive(make_report(project), on=DAY, by=programme_officer)
    reports.send_back(report, reason="The annex.", by=reviewer)
    reports.receive(report, on=date(2019, 5, 2), by=programme_officer)
    reports.accept(report, on=date(2019, 5, 3), by=reviewer)
    verbs = list(
        Event.objects.filter(target_type="projects.ReportDue")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert verbs == ["changed", "returned", "changed", "approved"]
    assert "annex" not in " ".join(str(event.details) for event in Event.objects.all())
    history = list(report.history.order_by("history_id"))
    assert [row.version for row in history] == [1, 2, 3, 4, 5]
    assert history[2].returned_reason == "The annex."
    assert history[2].history_user == reviewer


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2999, 1, 1), "has not come yet"), (date(2017, 12, 31), "before the year"),
    ],
)  # fmt: skip
def test_a_receipt_on_a_day_that_cannot_be(project, on, words):
    report = make_report(project, period_year=2018)
    with pytest.raises(ValidationError) as refused:
        reports.receive(report, on=on, by=None)
    assert words in " ".join(refused.value.message_dict["on"])


def test_what_steps_refuse(project, veloria):
    report = make_report(project)
    for step in (
        lambda: reports.accept(report, on=DAY, by=None),
        lambda: reports.send_back(report, reason="R", by=None),
    ):
        with pytest.raises(ValidationError, match="Only a received report"):
            step()
    foreign = make_document(make_project(veloria))
    with pytest.raises(ValidationError) as refused:
        reports.receive(report, on=DAY, by=None, document=foreign)
    assert "document" in refused.value.message_dict
    own = make_document(project)
    assert reports.receive(report, on=DAY, by=None, document=own).document == own
    with pytest.raises(ValidationError, match="received already"):
        reports.receive(report, on=DAY, by=None)
    for on, words in ((date(2019, 4, 1), "after it was received"), (date(2999, 1, 1), "not come")):
        with pytest.raises(ValidationError) as refused:
            reports.accept(report, on=on, by=None)
        assert words in " ".join(refused.value.message_dict["on"])
    with pytest.raises(ValidationError) as refused:
        reports.send_back(report, reason=" ", by=None)
    assert "reason" in refused.value.message_dict
    reports.send_back(report, reason="Annex.", by=None)
    with pytest.raises(ValidationError) as refused:
        reports.receive(report, on=date(2019, 4, 1), by=None)
    assert "on a later day" in " ".join(refused.value.message_dict["on"])
    with pytest.raises(ValidationError, match="Only a received report"):
        reports.accept(report, on=DAY, by=None)


def test_the_database_wants_two_people(project, programme_officer):
    report = make_report(project, received_on=DAY, received_by=programme_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportDue.objects.filter(pk=report.pk).update(
            accepted_on=DAY, accepted_by=programme_officer
        )
