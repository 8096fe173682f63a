"""The one way out: who may, what goes in, how much, who else agrees, what is recorded."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.utils import timezone

from foundation.access.models import Membership
from foundation.audit.models import Event, Verb
from foundation.exports import gate
from foundation.exports.models import Export
from foundation.exports.reports import REPORTS
from foundation.jobs.queue import work_once
from tests.factories import give_role, make_user
from tests.projects.factories import make_project

State = Export.State


@pytest.fixture
def projects(mali, veloria):
    make_project(mali, "MAL1", title="marker-mali")
    make_project(veloria, "VEL1", title="marker-veloria")
    make_project(mali, "MAL2", title="marker-secret", classification="confidential")
    make_project(None, "ALL1", title="marker-shared")


def codes(data):
    lines = data.decode("utf-8-sig").split("\r\n\r\n---")[0].splitlines()[1:]
    return [line.split(",")[0] for line in lines]


def test_a_file_holds_what_its_maker_may_see_and_take_out(
    projects, take, programme_officer, focal_point, donor
):
    assert codes(take("projects", programme_officer)[1]) == ["ALL1", "MAL1", "MAL2", "VEL1"]
    assert codes(take("projects", donor)[1]) == ["ALL1", "MAL1", "VEL1"]
    assert codes(take("projects", focal_point)[1]) == ["MAL1"]


def test_who_may_take_nothing_of_the_kind_is_refused(projects, take, auditor, stranger):
    for user in (auditor, stranger):
        with pytest.raises(PermissionDenied):
            take("projects", user)
    assert not Export.objects.exists()


def test_nothing_above_the_audience_goes_in(projects, take, programme_officer):
    export, data = take("projects", programme_officer, query="audience=public")
    assert codes(data) == ["ALL1", "MAL1", "VEL1"]
    assert export.classification == "public"
    assert take("projects", programme_officer)[0].classification == "confidential"


def test_a_report_that_says_more_than_its_readers_may_know_makes_no_file(
    projects, take, programme_officer, monkeypatch
):
    report, content = REPORTS["projects"], REPORTS["projects"].content

    def says_more(reader, choices):
        reader.note(["internal"])
        return content(reader, choices)

    monkeypatch.setattr(report, "content", says_more)
    assert take("projects", programme_officer, query="audience=public")[0].state == State.FAILED
    assert take("projects", programme_officer, query="audience=internal")[0].is_ready


@pytest.mark.parametrize(
    ("slug", "refused", "taken"),
    [("audit-extract", "internal", "confidential"), ("own-data", "public", "internal")],
)
def test_what_is_about_people_is_not_for_everybody(take, auditor, slug, refused, taken):
    with pytest.raises(ValidationError) as refusal:
        take(slug, auditor, "json", f"audience={refused}")
    assert refusal.value.code == "choices"
    export, data = take(slug, auditor, "json", f"audience={taken}")
    assert export.classification == taken
    assert json.loads(data)["about"]["audience"] == taken


def test_an_audience_above_ones_own_is_no_choice(projects, take, donor):
    with pytest.raises(ValidationError) as refusal:
        take("projects", donor, query="audience=confidential")
    assert refusal.value.code == "choices"


def test_what_was_taken_is_recorded_before_it_is_offered(projects, take, donor):
    export, _data = take("projects", donor)
    made, fetched = Event.objects.order_by("-pk")[:2][::-1]
    assert (made.verb, fetched.verb) == (Verb.EXPORTED, Verb.DOWNLOADED)
    assert made.target == f"export {export.reference}"
    assert made.details["sha256"] == export.sha256
    assert made.details["rows"] == export.rows == 3
    assert "marker" not in str(made.details)


def test_without_its_event_there_is_no_file(
    projects, take, donor, monkeypatch, files_of_their_own
):
    def refuse(**anything):
        raise RuntimeError("The trail cannot be written.")

    monkeypatch.setattr(gate, "record", refuse)
    with pytest.raises(RuntimeError):
        take("projects", donor)
    assert not Export.objects.filter(state=State.READY).exists()
    assert not [path for path in files_of_their_own.rglob("*") if path.is_file()]


def test_a_large_file_needs_a_reason(projects, take, donor, settings):
    settings.EXPORT_REASON_ROWS = 2
    with pytest.raises(ValidationError) as refusal:
        take("projects", donor)
    assert refusal.value.code == "reason"
    assert take("projects", donor, reason="The annual report")[0].is_ready


def test_the_rows_of_a_day_count_over_all_formats(projects, take, donor, reader, settings):
    settings.EXPORT_ROWS_A_DAY = 7
    take("projects", donor)
    take("projects", donor, "json")
    with pytest.raises(ValidationError) as refusal:
        take("projects", donor, "xlsx")
    assert refusal.value.code == "quota"
    assert Event.objects.filter(verb=Verb.DENIED, details__reason="quota").count() == 1
    assert take("projects", reader)[0].is_ready

    Export.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert take("projects", donor, "xlsx")[0].is_ready


def test_a_very_large_file_needs_a_second_person(
    projects, take, donor, reviewer, reader, settings
):
    settings.EXPORT_SECOND_PERSON_ROWS = 2
    export, _nothing = take("projects", donor, reason="All of it")
    assert export.state == State.ASKED
    for user in (donor, reader):
        with pytest.raises(PermissionDenied):
            gate.agree(export, by=user)

    gate.agree(export, by=reviewer)
    assert work_once().state == "done"
    export.refresh_from_db()
    assert export.is_ready
    assert export.decided_by == reviewer
    with gate.open_file(export, by=donor) as file:
        assert codes(file.read()) == ["ALL1", "MAL1", "VEL1"]


def test_a_second_person_decides_once_and_says_why(projects, take, donor, reviewer, settings):
    settings.EXPORT_SECOND_PERSON_ROWS = 2
    other = make_user("reviewer", everywhere=True)
    export, _nothing = take("projects", donor, reason="All of it")
    with pytest.raises(ValidationError):
        gate.refuse(export, by=reviewer, reason=" ")
    gate.refuse(export, by=reviewer, reason="Ask for one country.")
    with pytest.raises(PermissionDenied):
        gate.agree(export, by=other)
    export.refresh_from_db()
    assert (export.state, export.decision) == (State.REFUSED, "Ask for one country.")


def test_nobody_agrees_to_their_own_file_even_past_the_gate(projects, take, reviewer):
    export, _data = take("projects", reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(decided_by=reviewer)


def test_a_file_is_for_its_owner_alone(projects, take, donor, reader):
    export, _data = take("projects", donor)
    with pytest.raises(PermissionDenied):
        gate.open_file(export, by=reader)


def test_who_holds_less_by_now_does_not_get_the_file(projects, take, mali, veloria):
    user = make_user("wpa", mali, veloria)
    export, _data = take("projects", user)
    with gate.open_file(export, by=user):
        pass

    user.memberships.first().countries.remove(veloria)
    user.__dict__.pop("_grants")
    with pytest.raises(PermissionDenied):
        gate.open_file(export, by=user)

    give_role(user, "wpa", veloria)
    with gate.open_file(export, by=user):
        pass
    Membership.objects.update(role="reader")  # the countries are the same, the ceiling is not
    user.__dict__.pop("_grants")
    with pytest.raises(PermissionDenied):
        gate.open_file(export, by=user)


def test_a_file_is_kept_for_a_day(projects, take, donor, files_of_their_own):
    export, _data = take("projects", donor)
    assert [path for path in files_of_their_own.rglob("*") if path.is_file()]
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    export.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        gate.open_file(export, by=donor)
    assert refusal.value.code == "gone"

    with transaction.atomic():
        pass
    assert gate.sweep() == 1
    export.refresh_from_db()
    assert export.state == State.EXPIRED


def test_what_is_cancelled_is_not_made(projects, donor, reader):
    export = gate.ask(REPORTS["projects"], QueryDict(), by=donor, ending="csv", in_background=True)
    with pytest.raises(PermissionDenied):
        gate.cancel(export, by=reader)
    gate.cancel(export, by=donor)
    work_once()
    export.refresh_from_db()
    assert export.state == State.CANCELLED
    assert not export.file
    with pytest.raises(ValidationError):
        gate.cancel(export, by=donor)


def test_cancelled_while_it_is_written(projects, donor, monkeypatch, files_of_their_own):
    export = gate.ask(REPORTS["projects"], QueryDict(), by=donor, ending="csv", in_background=True)

    def cancel_then_go_on(percent):
        gate.cancel(Export.objects.get(pk=export.pk), by=donor)

    gate.make(export.reference, report_progress=cancel_then_go_on)
    export.refresh_from_db()
    assert export.state == State.CANCELLED
    assert not [path for path in files_of_their_own.rglob("*") if path.is_file()]


def test_rights_lost_while_it_waits_make_no_file(projects, donor):
    export = gate.ask(REPORTS["projects"], QueryDict(), by=donor, ending="csv", in_background=True)
    donor.memberships.all().delete()
    work_once()
    export.refresh_from_db()
    assert export.state == State.FAILED


def test_a_file_whose_workers_all_died_says_so(projects, donor):
    export = gate.ask(REPORTS["projects"], QueryDict(), by=donor, ending="csv", in_background=True)
    Export.objects.filter(pk=export.pk).update(state=State.RUNNING)
    export.job.state = "failed"
    export.job.save()
    assert gate.settled(Export.objects.select_related("job").get(pk=export.pk)).state == (
        State.FAILED
    )


def test_made_twice_is_made_once(projects, take, donor):
    export, _data = take("projects", donor)
    gate.make(export.reference)
    again = Export.objects.get(pk=export.pk)
    assert again.file.name == export.file.name
    assert Event.objects.filter(verb=Verb.EXPORTED).count() == 1


def test_an_unknown_format_is_refused(projects, take, donor):
    with pytest.raises(ValidationError) as refusal:
        take("projects", donor, "exe")
    assert refusal.value.code == "format"


def most_time():
    """How long a query may take; SQLite knows no limit."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


def test_a_worker_lets_a_long_query_take_its_time(projects, donor, monkeypatch):
    before, seen = most_time(), []
    monkeypatch.setattr(gate, "make", lambda *_args, **_more: seen.append(most_time()))
    gate.ask(REPORTS["projects"], QueryDict(), by=donor, ending="csv", in_background=True)
    work_once()
    assert seen == ["10min" if connection.vendor == "postgresql" else ""]
    assert most_time() == before
