"""How a status changes: one writer, arrows, two opinions, evidence, the order of days."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from commitments.models import Opinion, Status, StatusChange
from commitments.transitions import (
    REPORTED,
    Statement,
    change_status,
    next_statuses,
    state_from_source,
)
from foundation.audit.models import Event
from foundation.audit.versions import EditConflictError
from tests.commitments.factories import make_action, make_commitment, make_instrument, report
from tests.factories import give_role, make_source, make_user


@pytest.mark.parametrize("make", ["commitment", "action"])
def test_who_may_report_reports_and_others_are_refused(make, mali, cast):
    subject = make_commitment(mali)
    subject = make_action(subject) if make == "action" else subject
    allowed = {"wpa_mali", "focal_point"}

    for name, person in cast.items():
        if name in allowed:
            report(subject, person)
        else:
            with pytest.raises(PermissionDenied):
                report(subject, person)

    assert {c.by.full_name for c in subject.status_changes.all()} == {
        "Adviser in Mali", "Focal point in Mali",
    }  # fmt: skip


def test_what_somebody_else_reported_a_reviewer_verifies(mali, wpa_mali, reviewer, focal_point):
    commitment = make_commitment(mali)
    reported = report(commitment, wpa_mali, "implemented", evidence="A copy of the order.")

    with pytest.raises(PermissionDenied):
        report(commitment, focal_point, "delayed", opinion="verified", method_note="A visit.")
    change = report(commitment, reviewer, "delayed", opinion="verified", method_note="A visit.")

    assert (commitment.reported_status, commitment.verified_status) == ("implemented", "delayed")
    assert change.verifies == reported
    assert commitment.opinions_differ


def test_nobody_verifies_what_they_reported_themselves(mali):
    both = make_user("wpa", mali)
    give_role(both, "reviewer", mali)
    commitment = make_commitment(mali)
    report(commitment, both)

    assert next_statuses(commitment, both, Opinion.VERIFIED) == []
    with pytest.raises(ValidationError, match="somebody else verifies"):
        report(commitment, both, opinion="verified", method_note="I know it.")


def test_nobody_verifies_as_of_a_day_on_which_their_own_report_was_in_force(mali, wpa_mali):
    both = make_user("wpa", mali)
    give_role(both, "reviewer", mali)
    commitment = make_commitment(mali)
    report(commitment, both, as_of=date(2020, 1, 1))
    theirs = report(commitment, wpa_mali, "delayed", date(2020, 6, 1))
    verify = {"opinion": "verified", "method_note": "A visit."}

    with pytest.raises(ValidationError, match="somebody else verifies"):
        report(commitment, both, "in-progress", date(2020, 3, 1), **verify)

    assert report(commitment, both, "delayed", date(2020, 7, 1), **verify).verifies == theirs


def test_a_verification_as_of_a_past_day_is_of_what_was_reported_then(mali, wpa_mali, reviewer):
    commitment = make_commitment(mali)
    first = report(commitment, wpa_mali, as_of=date(2020, 1, 1))
    report(commitment, wpa_mali, "delayed", date(2020, 6, 1))
    verify = {"opinion": "verified", "method_note": "A visit."}

    change = report(commitment, reviewer, "in-progress", date(2020, 3, 1), **verify)
    with pytest.raises(ValidationError) as refused:
        report(commitment, reviewer, "in-progress", date(2019, 12, 31), **verify)

    assert change.verifies == first
    assert list(refused.value.message_dict) == ["as_of"]


def test_what_is_said_of_the_past_must_lead_on_to_what_a_person_said_next(mali, wpa_mali):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali, "delayed", date(2020, 6, 3))
    proof = {"evidence": "A copy.", "as_of": date(2020, 1, 1)}

    with pytest.raises(ValidationError, match="cannot follow this") as refused:
        report(commitment, wpa_mali, "implemented", **proof)
    assert list(refused.value.message_dict) == ["to"]
    assert commitment.status_changes.count() == 1

    report(commitment, wpa_mali, "stalled", **proof)
    said = Statement(as_of=date(2020, 3, 1), note="Held.", source=make_source())
    state_from_source(commitment, to="not-started", said=said)  # sources may contradict
    report(commitment, wpa_mali, "implemented", evidence="A copy.", as_of=date(2020, 2, 1))


def test_there_is_nothing_to_verify_before_a_report(mali, reviewer):
    with pytest.raises(ValidationError, match="Nothing is reported"):
        report(make_commitment(mali), reviewer, opinion="verified", method_note="A visit.")


def test_a_verification_says_how(mali, wpa_mali, reviewer):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali)

    with pytest.raises(ValidationError) as refused:
        report(commitment, reviewer, opinion="verified")

    assert list(refused.value.message_dict) == ["method_note"]


@pytest.mark.parametrize("to", ["implemented", "discontinued"])
def test_the_end_needs_a_note_and_a_source_or_evidence(to, mali, wpa_mali):
    commitment = make_commitment(mali)

    with pytest.raises(ValidationError) as refused:
        report(commitment, wpa_mali, to, note=" ")
    assert set(refused.value.message_dict) == {"note", "evidence"}
    with pytest.raises(ValidationError):
        report(commitment, wpa_mali, to, note="Done.")

    report(commitment, wpa_mali, to, note="Done.", source=make_source())
    assert commitment.reported_status == to


@pytest.mark.parametrize("to", ["delayed", "stalled"])
def test_what_is_late_needs_a_reason(to, mali, wpa_mali):
    commitment = make_commitment(mali)

    with pytest.raises(ValidationError):
        report(commitment, wpa_mali, to, note="")
    report(commitment, wpa_mali, to, note="No building.")

    assert commitment.reported_status == to


def test_a_status_follows_the_arrows_only(mali, wpa_mali):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali, "implemented", evidence="A copy.")

    with pytest.raises(ValidationError, match="cannot become"):
        report(commitment, wpa_mali, "delayed", date(2020, 7, 1))
    report(commitment, wpa_mali, "in-progress", date(2020, 7, 1), note="It was withdrawn.")

    assert commitment.reported_status == "in-progress"


def test_every_status_has_its_arrows():
    assert set(REPORTED) == set(Status)


def test_nobody_knows_a_status_of_tomorrow(mali, wpa_mali):
    commitment = make_commitment(mali)
    today = timezone.localdate()

    with pytest.raises(ValidationError) as refused:
        report(commitment, wpa_mali, as_of=today + timedelta(days=1))
    assert list(refused.value.message_dict) == ["as_of"]

    report(commitment, wpa_mali, as_of=today)
    assert commitment.reported_status == "in-progress"


def test_a_statement_about_the_past_leaves_the_present_alone(mali, wpa_mali):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali, "delayed", date(2020, 6, 3))
    late = report(commitment, wpa_mali, "in-progress", date(2019, 1, 1))

    assert commitment.reported_status == "delayed"
    assert late.was == "no-information"  # as of 2019, not as of 2020
    assert [c.now for c in commitment.status_changes.all()] == ["delayed", "in-progress"]


def test_the_later_of_two_statements_as_of_one_day_counts(mali, wpa_mali):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali, "in-progress")
    report(commitment, wpa_mali, "stalled")

    assert commitment.reported_status == "stalled"


def test_a_status_reported_by_two_at_once_is_refused_the_second_time(mali, wpa_mali, focal_point):
    commitment = make_commitment(mali)
    opened_at = commitment.version
    report(commitment, wpa_mali)

    with pytest.raises(EditConflictError):
        report(commitment, focal_point, "delayed", version=opened_at)

    assert commitment.status_changes.count() == 1


def test_a_change_leaves_an_audit_row_without_what_was_written(mali, wpa_mali):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali, note="Not for the trail.")

    event = Event.objects.get(verb="status-changed")
    assert event.details["now"] == "in-progress"
    assert "Not for the trail" not in str(event.details)


def test_a_statement_is_never_more_open_than_its_source(mali, wpa_mali):
    source = make_source(classification="confidential")
    change = report(make_commitment(mali), wpa_mali, source=source, classification="public")

    assert change.classification == "confidential"


def test_an_international_commitment_is_reported_only_by_who_works_everywhere(mali, wpa_mali):
    commitment = make_commitment(instrument=make_instrument(None))
    everywhere = make_user("wpa", everywhere=True)

    assert next_statuses(commitment, wpa_mali) == []
    with pytest.raises(PermissionDenied):
        report(commitment, wpa_mali)
    report(commitment, everywhere)
    assert commitment.reported_status == "in-progress"


def test_the_register_states_what_a_source_says_once(mali):
    commitment = make_commitment(mali)
    said = Statement(as_of=date(2020, 6, 3), note="Held.", source=make_source())

    assert state_from_source(commitment, to="implemented", said=said)
    assert state_from_source(commitment, to="implemented", said=said) is None
    with pytest.raises(ValidationError):
        state_from_source(commitment, to="delayed", said=said._replace(source=None))


def test_no_source_knows_a_day_to_come(mali):
    commitment = make_commitment(mali)
    today = timezone.localdate()
    for day, told in [(today + timedelta(days=1), False), (today, True)]:
        said = Statement(as_of=day, source=make_source())
        if told:
            assert state_from_source(commitment, to="in-progress", said=said)
        else:
            with pytest.raises(ValidationError, match="not known yet"):
                state_from_source(commitment, to="in-progress", said=said)
            assert not commitment.status_changes.exists()


def test_a_change_of_status_is_never_changed_or_removed(mali, wpa_mali):
    change = report(make_commitment(mali), wpa_mali)

    for alter in (
        lambda: StatusChange.objects.filter(pk=change.pk).update(note="Other."),
        lambda: StatusChange.objects.filter(pk=change.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            alter()

    change.refresh_from_db()
    assert change.note == "As seen."


@pytest.mark.parametrize(
    "wrong",
    [
        {"commitment": None},
        {"both": True},
        {"now": "implemented", "note": "Done.", "evidence": ""},
        {"opinion": "verified", "method_note": "A visit."},
        {"by": None},
        {"as_of_from": date(2021, 1, 1)},
    ],
    ids=["no subject", "two subjects", "no evidence", "verifies nothing", "nobody", "disorder"],
)
def test_the_database_keeps_the_rules_when_the_writer_is_passed_by(wrong, mali, wpa_mali):
    commitment = make_commitment(mali)
    right = {
        "instrument": commitment.instrument, "commitment": commitment, "opinion": "reported",
        "now": "in-progress", "as_of_from": date(2020, 1, 1), "as_of": date(2020, 1, 1),
        "by": wpa_mali,
    }  # fmt: skip
    if wrong.pop("both", False):
        wrong["action"] = make_action(commitment)

    with pytest.raises(IntegrityError), transaction.atomic():
        StatusChange.objects.create(**{**right, **wrong})

    StatusChange.objects.create(**right)


def test_what_may_be_offered_depends_on_person_and_status(mali, wpa_mali, reader, reviewer):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali, "implemented", evidence="A copy.")

    assert next_statuses(commitment, wpa_mali) == ["in-progress"]
    assert next_statuses(commitment, reader) == []
    assert "implemented" in next_statuses(commitment, reviewer, Opinion.VERIFIED)


def test_change_status_ignores_the_status_the_caller_holds(mali, wpa_mali):
    """The row in the database counts, not the copy somebody read before."""
    commitment = make_commitment(mali)
    stale = type(commitment).objects.get(pk=commitment.pk)
    report(commitment, wpa_mali, "implemented", evidence="A copy.")

    with pytest.raises(ValidationError, match="cannot become"):
        change_status(
            stale,
            to="delayed",
            by=wpa_mali,
            said=Statement(as_of=date(2020, 6, 4), note="Late."),
            version=commitment.version,
        )
