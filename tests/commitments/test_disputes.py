"""A change of status is disputed by a row of its own; it stays, and the dispute stays with it."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from commitments.models import Commitment, Dispute
from foundation.audit.models import Event
from tests.commitments.factories import make_action, make_commitment, report
from tests.factories import make_source, make_user

REASON = {"reason": "No such office was found.", "classification": "public"}


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def make_dispute(change, by, **fields):
    return Dispute.objects.create(change=change, by=by, **{**REASON, **fields})


@pytest.fixture
def change(mali, wpa_mali):
    return report(
        make_commitment(mali), wpa_mali, "implemented", evidence="A copy.", classification="public"
    )


def address(change):
    return change.promise.address("dispute_add", change.pk)


def test_the_same_is_not_said_twice_by_one_person(client, change, focal_point, reviewer):
    for person in (focal_point, reviewer):
        client.force_login(person)
        assert client.post(address(change), REASON).status_code == 302
        assert client.post(address(change), REASON).status_code == 422
        assert client.post(address(change), {**REASON, "reason": person.pk}).status_code == 302
    assert change.disputes.count() == 4


def test_a_dispute_stands_beside_the_change_everywhere(client, change, focal_point, reader):
    client.force_login(focal_point)
    assert client.post(address(change), REASON).status_code == 302

    (dispute,) = change.disputes.all()
    assert dispute.by == focal_point
    assert Event.objects.filter(verb="created", target_id=dispute.pk).exists()
    change.commitment.refresh_from_db()
    assert change.commitment.reported_status == "implemented"  # nothing is taken away
    instrument = change.instrument
    for person in (reader, focal_point):
        client.force_login(person)
        assert "No such office was found." in page(client, change.promise.get_absolute_url())
        for tab in ("instrument", "table"):
            assert "Status disputed" in page(client, instrument.page(tab))
        assert "Disputed" in page(client, instrument.page("evidence"))


def test_a_closed_reason_leaves_that_it_is_disputed(client, change, focal_point, reader):
    make_dispute(change, focal_point, classification="internal")
    client.force_login(reader)

    shown = page(client, change.promise.get_absolute_url())

    assert "No such office" not in shown
    assert "The reason is not open to you." in shown


def test_a_dispute_of_what_is_no_longer_in_force_is_no_flag(client, change, focal_point, wpa_mali):
    make_dispute(change, focal_point)
    report(change.commitment, wpa_mali, "in-progress", date(2021, 1, 1), note="It was withdrawn.")

    row = Commitment.objects.with_dispute().get(pk=change.commitment_id)
    client.force_login(focal_point)

    assert not row.is_disputed
    assert "No such office" in page(client, row.get_absolute_url())


def test_a_verification_is_disputed_like_a_report(change, reviewer, focal_point):
    verified = report(
        change.commitment, reviewer, "delayed", opinion="verified", method_note="A visit."
    )
    make_dispute(verified, focal_point)

    assert Commitment.objects.with_dispute().get(pk=change.commitment_id).is_disputed


def test_nobody_disputes_their_own(client, change, wpa_mali):
    client.force_login(wpa_mali)

    answer = client.post(address(change), REASON)

    assert answer.status_code == 422
    assert "your own" in answer.content.decode()
    assert address(change) not in page(client, change.promise.get_absolute_url())


def test_a_reason_is_needed(client, change, focal_point):
    client.force_login(focal_point)
    assert client.post(address(change), {**REASON, "reason": " "}).status_code == 422
    assert not Dispute.objects.exists()


@pytest.mark.parametrize(
    ("person", "answer"),
    [
        ("focal_point", 200), ("reviewer", 200), ("reader", 403), ("auditor", 403),
        ("wpa_veloria", 404), ("stranger", 403),
    ],
)  # fmt: skip
def test_who_may_dispute(client, request, change, person, answer):
    client.force_login(request.getfixturevalue(person))
    assert client.get(address(change)).status_code == answer


def test_what_one_may_not_see_one_may_not_dispute(client, mali, focal_point, wpa_mali):
    hidden = report(make_commitment(mali), wpa_mali, classification="confidential")
    cited = report(
        make_action(make_commitment(mali)), wpa_mali,
        source=make_source(classification="confidential"),
    )  # fmt: skip
    client.force_login(focal_point)

    assert client.get(address(hidden)).status_code == 404
    assert client.get(address(cited)).status_code == 404


def test_a_dispute_is_never_changed_or_removed(change, focal_point):
    dispute = make_dispute(change, focal_point)

    for alter in (
        lambda: Dispute.objects.filter(pk=dispute.pk).update(reason="Other."),
        lambda: Dispute.objects.filter(pk=dispute.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            alter()


def test_a_change_under_another_commitment_is_not_there(client, mali, change, focal_point):
    other = make_commitment(mali)
    client.force_login(focal_point)

    assert client.get(other.address("dispute_add", change.pk)).status_code == 404


def test_the_name_of_who_disputes_is_for_staff(client, change, reader, mali):
    make_dispute(change, make_user("focal-point", mali, name="A. Name"))
    client.force_login(reader)

    shown = page(client, change.promise.get_absolute_url())

    assert "A. Name" not in shown.replace("Station of A. Name", "")
