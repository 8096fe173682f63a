"""Fifty people change one status at once: history stays linear, nothing is lost. Real threads."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from commitments.models import Commitment, StatusChange
from foundation.audit.models import Event
from foundation.audit.versions import EditConflictError
from foundation.reference.models import Country
from tests.commitments.factories import make_commitment, report
from tests.factories import make_user

PEOPLE = 50
STATUSES = ["in-progress", "delayed", "stalled"]


def at_once(call):
    """Run call(number) for each of the people at the same moment; what each came to."""
    barrier, outcomes = threading.Barrier(PEOPLE), [None] * PEOPLE

    def run(number):
        try:
            barrier.wait(timeout=60)
            outcomes[number] = call(number)
        except EditConflictError:
            outcomes[number] = "refused"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes


@pytest.fixture
def commitment(transactional_db):
    country = Country.objects.create(
        iso2="XV", iso3="XVE", slug="veloria", name_en="Veloria", is_sample=True
    )
    return make_commitment(country)


def test_of_fifty_who_opened_the_same_form_one_is_recorded(commitment):
    person, opened_at = make_user("wpa", everywhere=True), commitment.version

    outcomes = at_once(
        lambda number: report(
            Commitment.objects.get(pk=commitment.pk), person, STATUSES[number % 3],
            timezone.localdate(), version=opened_at,
        ).now
    )  # fmt: skip

    commitment.refresh_from_db()
    (change,) = StatusChange.objects.all()
    assert outcomes.count("refused") == PEOPLE - 1
    assert commitment.reported_status == change.now
    assert commitment.version == opened_at + 1
    assert Event.objects.filter(verb="status-changed").count() == 1


def test_fifty_who_look_again_and_save_are_all_recorded_one_after_the_other(commitment):
    person, opened_at = make_user("wpa", everywhere=True), commitment.version

    def until_saved(number):
        mine = Commitment.objects.get(pk=commitment.pk)
        while True:
            try:
                return report(
                    mine, person, STATUSES[number % 3], timezone.localdate(), note=f"No. {number}"
                ).pk
            except EditConflictError:
                continue

    outcomes = at_once(until_saved)

    commitment.refresh_from_db()
    rows = list(StatusChange.objects.order_by("as_of", "at", "pk"))
    assert sorted(outcomes) == sorted(row.pk for row in rows)
    assert {row.note for row in rows} == {f"No. {number}" for number in range(PEOPLE)}
    assert [row.was for row in rows] == ["no-information", *(row.now for row in rows[:-1])]
    assert commitment.reported_status == rows[-1].now
    assert commitment.version == opened_at + PEOPLE
    assert Event.objects.filter(verb="status-changed").count() == PEOPLE
