"""Of two people at once one wins and the other is told. Threads on real transactions."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection

from foundation.audit.models import Event
from foundation.audit.versions import EditConflictError
from foundation.reference.models import Country
from projects import extensions, life, reports, results
from projects.models import Extension, LifeStep, Project, ReportDue, ResultMeasurement
from projects.revisions import decide_extension
from tests.factories import make_source, make_user
from tests.projects.life_factories import (
    make_extension,
    make_kinds,
    make_ongoing,
    make_outcome,
    make_pipeline,
    make_report,
    make_result_indicator,
    new_value,
)

ROUNDS = 4
REFUSED = (ValidationError, EditConflictError)


def at_once(*calls):
    """Run each in a thread of its own, all let go together; how many came through."""
    barrier, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(position, call):
        try:
            barrier.wait(timeout=10)
            call()
            outcomes[position] = "done"
        except REFUSED as refused:
            outcomes[position] = type(refused).__name__
        except OperationalError as error:
            outcomes[position] = str(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def one_of(outcomes):
    assert outcomes.count("done") == 1, outcomes
    others = set(outcomes) - {"done"}
    assert others <= {"ValidationError", "EditConflictError"}, outcomes


@pytest.fixture
def people(transactional_db):
    country = Country.objects.create(
        iso2="XV", iso3="XVE", slug="veloria", name_en="Veloria", is_sample=True
    )
    make_kinds()
    officers = [make_user("programme-officer", country, name=f"Officer {n}") for n in range(3)]
    return country, officers


def test_two_move_a_project_at_once(people):
    country, (one, other, _third) = people
    for _round in range(ROUNDS):
        project = make_pipeline(country)
        said = {"on": date(2019, 5, 20), "version": project.version}
        outcomes = at_once(
            lambda p=project, s=said: life.move(p, "ongoing", by=one, reason="", **s),
            lambda p=project, s=said: life.move(p, "cancelled", by=other, reason="War.", **s),
        )
        one_of(outcomes)
        project.refresh_from_db()
        assert project.status == ["ongoing", "cancelled"][outcomes.index("done")]
        assert LifeStep.objects.filter(project=project).count() == 1


def test_two_accept_a_report_at_once(people):
    country, (one, other, third) = people
    project = make_pipeline(country)
    for number in range(ROUNDS):
        report = make_report(project, period_year=2010 + number)
        reports.receive(report, on=date(2019, 1, 1), by=third)
        one_of(
            at_once(
                lambda r=report: reports.accept(r, on=date(2019, 1, 2), by=one),
                lambda r=report: reports.accept(r, on=date(2019, 1, 2), by=other),
            )
        )
        events = Event.objects.filter(verb="approved", target_id=str(report.pk))
        assert events.count() == 1


def test_accepted_or_sent_back_but_not_both(people):
    country, (one, other, third) = people
    project = make_pipeline(country)
    for number in range(ROUNDS):
        report = make_report(project, period_year=2010 + number)
        reports.receive(report, on=date(2019, 1, 1), by=third)
        one_of(
            at_once(
                lambda r=report: reports.accept(r, on=date(2019, 1, 2), by=one),
                lambda r=report: reports.send_back(r, reason="Annex.", by=other),
            )
        )
        report.refresh_from_db()
        assert bool(report.accepted_on) != bool(report.returned_reason)


def test_the_calendar_asked_for_twice_at_once_fills_the_list_once(people):
    country, (one, other, _third) = people
    project = make_ongoing(country)
    outcomes = at_once(
        lambda: reports.expect_reports(project, by=one),
        lambda: reports.expect_reports(project, by=other),
    )
    assert outcomes == ["done", "done"]
    assert ReportDue.objects.filter(project=project).count() == 6


def test_two_review_a_value_at_once(people):
    country, (one, other, third) = people
    indicator = make_result_indicator(make_outcome(make_pipeline(country)))
    for number in range(ROUNDS):
        value = results.report_measurement(new_value(indicator, 2010 + number), by=third)
        one_of(
            at_once(
                lambda v=value: results.accept_measurement(v, by=one),
                lambda v=value: results.accept_measurement(v, by=other),
            )
        )
    assert ResultMeasurement.objects.filter(review="accepted").count() == ROUNDS


def test_two_propose_and_two_decide_at_once(people):
    country, (one, other, third) = people
    for _round in range(ROUNDS):
        project, source = make_ongoing(country), make_source()
        drafts = [
            Extension(project=project, new_end=date(2018, 6, 30), reason="Rains.", source=source)
            for _n in range(2)
        ]
        one_of(
            at_once(
                lambda d=drafts: extensions.propose_extension(d[0], by=one),
                lambda d=drafts: extensions.propose_extension(d[1], by=other),
            )
        )
        decided = make_extension(make_ongoing(country), by=third)
        one_of(
            at_once(
                lambda e=decided: decide_extension(e, approve=True, by=one),
                lambda e=decided: decide_extension(e, approve=False, by=other, note="No."),
            )
        )
        decided.refresh_from_db()
        end = Project.objects.get(pk=decided.project_id).ends
        expected = {"approved": date(2018, 6, 30), "refused": date(2017, 12, 31)}
        assert end == expected[decided.decision]
