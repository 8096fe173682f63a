"""Every step of a project's life: with and without the right, and with each condition alone."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from foundation.audit.models import Event
from foundation.audit.versions import EditConflictError
from projects import life
from projects.actions import choose_entry
from projects.models import BudgetRevision, LifeStep, Project, RegisterEntry
from tests.factories import make_source, make_user
from tests.projects.factories import make_entry, make_project
from tests.projects.life_factories import (
    hand_in,
    make_closed,
    make_extension,
    make_kinds,
    make_ongoing,
    make_pipeline,
    make_report,
    spend,
)
from tests.projects.money_factories import make_funded, post

S = Project.Status
STARTS = {
    "pipeline": make_pipeline, "ongoing": make_ongoing, "operationally-closed": make_closed,
}  # fmt: skip


def move(project, to, by=None, on=date(2019, 5, 20), **more):
    project.refresh_from_db()
    more = {"version": project.version, "reason": "", **more}
    step = life.move(project, to, by=by, on=on, **more)
    project.refresh_from_db()
    return step


def ready(veloria, was, to):
    """A project for which this step lacks nothing."""
    project = STARTS[was](veloria)
    if to == S.OPERATIONALLY_CLOSED:
        hand_in(make_report(project, "end-of-project-report"), accepted=False)
    if (was, to) == (S.ONGOING, S.CANCELLED):
        spend(project)
    return project


ARROWS = sorted(life.ARROWS)
NO_ARROWS = sorted({(was, to) for was in S for to in S} - set(life.ARROWS))


@pytest.mark.parametrize(("was", "to"), ARROWS)
def test_each_step_by_who_may_leaves_its_row_and_its_line_in_the_trail(
    veloria, programme_officer, was, to
):
    project = ready(veloria, was, to)
    version = project.version

    step = move(project, to, by=programme_officer, reason="The committee said so.")

    assert (project.status, project.version) == (to, version + 1)
    assert (step.was, step.now, step.by, step.on) == (
        was,
        to,
        programme_officer,
        date(2019, 5, 20),
    )
    event = Event.objects.filter(verb="status-changed").latest("pk")
    assert event.details == {"was": was, "now": to, "step": step.pk}
    newest = project.history.latest()
    assert (newest.status, newest.history_user) == (to, programme_officer)
    assert newest.history_change_reason == "The committee said so."


@pytest.mark.parametrize(("was", "to"), ARROWS)
def test_each_step_is_refused_to_everybody_else(
    veloria, mali, was, to, reviewer, wpa_veloria, reader, donor, auditor, stranger
):
    project = ready(veloria, was, to)
    elsewhere = make_user("programme-officer", mali)
    for person in (reviewer, wpa_veloria, reader, donor, auditor, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            move(project, to, by=person, reason="I would like to.")
    project.refresh_from_db()
    assert project.status == was
    here = make_user("programme-officer", veloria)
    assert move(project, to, by=here, reason="I may.")


@pytest.mark.parametrize(("was", "to"), NO_ARROWS)
def test_there_is_no_other_step(veloria, programme_officer, was, to):
    project = make_project(veloria, status=was, starts_as_written="2016", ends_as_written="2017")
    with pytest.raises(ValidationError, match="cannot become this"):
        move(project, to, by=programme_officer, reason="Why.")
    assert not LifeStep.objects.exists()


def lacks(project, to, on=date(2019, 5, 20)):
    return {lack.text for lack in life.missing(project, to, on)}


def test_beginning_lacks_what_a_project_begins_with(veloria, programme_officer):
    project = make_project(veloria, status="pipeline")
    assert lacks(project, S.ONGOING) == {
        "A start date is not recorded.", "No approved budget is in the ledger.",
        "No organisation that carries it out is recorded.",
    }  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        move(project, S.ONGOING, by=programme_officer)
    assert set(refused.value.messages) == lacks(project, S.ONGOING)
    assert project.status == S.PIPELINE


@pytest.mark.parametrize("gone", ["start", "budget", "organisation"])
def test_each_condition_of_the_beginning_counts_alone(veloria, gone):
    project = make_pipeline(veloria)
    assert lacks(project, S.ONGOING) == set()
    if gone == "start":
        project.starts = None
    elif gone == "budget":
        project = make_funded(veloria, status="pipeline")
    else:
        project.participations.update(role="funding")
    assert len(lacks(project, S.ONGOING)) == 1


def test_operational_closure_waits_for_the_end_and_the_last_report(veloria):
    project = make_ongoing(veloria)
    assert lacks(project, S.OPERATIONALLY_CLOSED) == {"The end-of-project report is not received."}
    report = make_report(project, "end-of-project-report")
    assert lacks(project, S.OPERATIONALLY_CLOSED)
    hand_in(report, accepted=False)
    assert lacks(project, S.OPERATIONALLY_CLOSED, on=date(2017, 12, 31)) == set()
    assert lacks(project, S.OPERATIONALLY_CLOSED, on=date(2017, 12, 30)) == {
        "The end of the project has not come by that day."
    }
    project.ends = None
    assert lacks(project, S.OPERATIONALLY_CLOSED) == {"An end date is not recorded."}


def test_a_report_that_was_sent_back_is_not_received(veloria):
    project = make_ongoing(veloria)
    make_report(
        project, "end-of-project-report", received_on=date(2018, 1, 1), returned_reason="Annex."
    )
    assert lacks(project, S.OPERATIONALLY_CLOSED)


FINANCIAL = {
    "report": "The end-of-project report is not accepted.",
    "accounts": "The final financial report is not accepted.",
    "certified": "The expenditure of 2017 is not certified.",
    "balance": "A balance is left: refund it, or complete the ledger.",
    "overspent": "A balance is left: refund it, or complete the ledger.",
    "revision": "A budget revision waits for a decision.",
    "extension": "An extension waits for a decision.",
}


@pytest.mark.parametrize("gone", FINANCIAL)
def test_each_condition_of_the_financial_closure_counts_alone(veloria, gone):
    project = make_closed(veloria)
    assert lacks(project, S.FINANCIALLY_CLOSED) == set()
    if gone in {"report", "accounts"}:
        kind = {"report": "end-of-project-report", "accounts": "final-financial-report"}[gone]
        project.reports_due.filter(kind__code=kind).update(accepted_on=None)
    elif gone == "certified":
        spend(project, "0.01", "final", year=2017)
    elif gone == "balance":
        post(project, "interest", "250.01", year=2017)
    elif gone == "overspent":
        spend(project, "250.01", year=2017)
    elif gone == "revision":
        BudgetRevision.objects.create(project=project, reason="More.", source=make_source())
    else:
        make_extension(project)
    assert lacks(project, S.FINANCIALLY_CLOSED) == {FINANCIAL[gone]}


def test_a_balance_up_to_the_tolerance_need_not_be_refunded(veloria, settings):
    project = make_closed(veloria)
    post(project, "interest", "250.00", year=2017)
    assert lacks(project, S.FINANCIALLY_CLOSED) == set()
    settings.BALANCE_TOLERANCE = 0
    assert lacks(project, S.FINANCIALLY_CLOSED) == {FINANCIAL["balance"]}


def test_a_year_is_not_certified_before_its_deadline_has_passed(veloria):
    project = make_closed(veloria)
    spend(project, "0.01", year=2017)
    assert lacks(project, S.FINANCIALLY_CLOSED, on=date(2018, 4, 30)) == {FINANCIAL["certified"]}
    assert lacks(project, S.FINANCIALLY_CLOSED, on=date(2018, 5, 1)) == set()


def test_conditions_judge_rows_that_the_person_may_not_see(veloria, programme_officer):
    """The step is wrong for everybody; what is told names no amount."""
    project = make_closed(veloria)
    post(project, "interest", "900.00", year=2017, classification="strict")
    with pytest.raises(ValidationError, match="A balance is left") as refused:
        move(project, S.FINANCIALLY_CLOSED, by=programme_officer)
    assert "900" not in str(refused.value)


def test_cancelling_needs_a_reason_and_no_balance(veloria, programme_officer):
    project = make_ongoing(veloria)
    with pytest.raises(ValidationError) as refused:
        move(project, S.CANCELLED, by=programme_officer, reason="  ")
    assert "reason" in refused.value.message_dict
    with pytest.raises(ValidationError, match="A balance is left"):
        move(project, S.CANCELLED, by=programme_officer, reason="War.")
    post(project, "refund", "1000.00")
    assert move(project, S.CANCELLED, by=programme_officer, reason="War.").reason == "War."


def test_a_step_is_taken_on_a_day_that_has_come_and_not_before_the_last_step(veloria):
    project = make_pipeline(veloria)
    with time_machine.travel("2019-06-01"):
        with pytest.raises(ValidationError) as refused:
            move(project, S.ONGOING, on=date(2019, 6, 2))
        assert refused.value.message_dict["on"] == ["This day has not come yet."]
        move(project, S.ONGOING, on=date(2019, 5, 31))
        hand_in(make_report(project, "end-of-project-report"), accepted=False)
        with pytest.raises(ValidationError) as refused:
            move(project, S.CANCELLED, on=date(2019, 5, 30), reason="R")
        assert refused.value.message_dict["on"] == ["This is before the step taken last."]


def test_a_step_on_an_old_form_is_a_conflict(veloria, programme_officer):
    project = make_pipeline(veloria)
    opened = project.version
    project.claim_version(project.version)
    with pytest.raises(EditConflictError):
        move(project, S.ONGOING, by=programme_officer, version=opened)
    project.refresh_from_db()
    assert project.status == S.PIPELINE


def test_a_beginning_brings_the_reports_that_are_expected(veloria, programme_officer):
    make_kinds()
    project = make_pipeline(veloria)
    move(project, S.ONGOING, by=programme_officer)
    assert project.reports_due.count() == 10  # four years twice, and the two last ones
    assert set(project.reports_due.values_list("from_calendar", flat=True)) == {True}


def test_a_step_stays_in_the_database(veloria):
    move(make_pipeline(veloria), S.ONGOING)
    for change in (
        lambda: LifeStep.objects.update(reason="Other."),
        LifeStep.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "fields",
    [
        {"was": "ongoing", "now": "ongoing"}, {"was": "ongoing", "now": "cancelled"},
        {"was": "not-recorded", "now": "ongoing"},
        {"was": "ongoing", "now": "operationally-closed", "on": None},
    ],
)  # fmt: skip
def test_the_database_asks_for_a_day_and_a_reason(veloria, fields):
    project = make_project(veloria)
    with pytest.raises(IntegrityError), transaction.atomic():
        LifeStep.objects.create(**{"project": project, "on": date(2019, 1, 1), **fields})


# Taking over what a register says


def test_a_register_gives_the_status_that_is_not_recorded(mali, programme_officer):
    project = make_project(mali)
    entry = make_entry(project, "status", "Operationally Closed")
    choose_entry(entry, by=programme_officer, reason="The fund.")
    step = LifeStep.objects.get()
    assert (step.was, step.now, step.on) == ("not-recorded", "operationally-closed", None)
    assert (step.reason, step.by) == ("The fund.", programme_officer)


def test_a_status_kept_here_does_not_follow_a_register(mali, programme_officer):
    project = make_project(mali, status="pipeline")
    entry = make_entry(project, "status", "On Going")
    other = make_entry(project, "status", "Ongoing")
    for one in (entry, other):
        with pytest.raises(ValidationError):
            choose_entry(one, by=programme_officer, reason="The fund.")
    with pytest.raises(ValidationError, match="kept here, step by step"):
        choose_entry(other, by=programme_officer, reason="The fund.")
    same = make_entry(project, "status", "Pipeline")
    assert choose_entry(same, by=programme_officer, reason="They agree.").chosen
    project.refresh_from_db()
    assert project.status == "pipeline"
    assert not LifeStep.objects.exists()


def test_a_step_lets_go_of_the_register_that_was_followed(veloria, programme_officer):
    project = make_pipeline(veloria)
    entry = make_entry(project, "status", "Pipeline")
    choose_entry(entry, by=programme_officer, reason="They agree.")
    move(project, S.ONGOING, by=programme_officer)
    assert not RegisterEntry.objects.filter(chosen=True).exists()


def test_the_end_of_an_ongoing_project_does_not_follow_a_register(veloria, programme_officer):
    project = make_ongoing(veloria)
    entry = make_entry(project, "ends", "30 June 2018")
    with pytest.raises(ValidationError, match="changes by an extension"):
        choose_entry(entry, by=programme_officer, reason="Later.")
    project.refresh_from_db()
    assert project.ends == date(2017, 12, 31)
    without = make_funded(veloria, ends_as_written="")
    entry = make_entry(without, "ends", "30 June 2018")
    choose_entry(entry, by=programme_officer, reason="The first end there is.")
    without.refresh_from_db()
    assert without.ends == date(2018, 6, 30)
