"""Of two people at once, one wins and the other is told. Threads on real transactions."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from foundation.audit.models import Event
from foundation.reference.models import Country
from incidents import actions
from incidents.models import Status, Submission
from tests.factories import make_user
from tests.incidents.factories import make_draft, make_submitted

ROUNDS = 5


def at_once(*calls):
    """Run each in a thread of its own, all let go together; the outcomes in the same order."""
    barrier, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(position, call):
        try:
            barrier.wait(timeout=10)
            call()
            outcomes[position] = "done"
        except ValidationError as refused:
            outcomes[position] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


@pytest.fixture
def people(transactional_db):
    country = Country.objects.create(iso2="ML", iso3="MLI", slug="mali", name_en="Mali")
    reviewers = [make_user("reviewer", everywhere=True, name=f"Reviewer {n}") for n in range(3)]
    return country, make_user("wpa", country, name="Adviser"), reviewers


def test_of_several_approvals_at_once_exactly_one_counts(people):
    country, adviser, reviewers = people
    for _round in range(ROUNDS):
        record = make_submitted(country, adviser)
        copies = [Submission.objects.get(pk=record.pk) for _reviewer in reviewers]

        outcomes = at_once(
            *(
                lambda copy=copy, by=by: actions.approve(copy, by=by)
                for copy, by in zip(copies, reviewers, strict=True)
            )
        )

        assert sorted(outcomes) == ["done", "stale", "stale"]
        record.refresh_from_db()
        assert record.reviewed_by == reviewers[outcomes.index("done")]
        assert Event.objects.filter(verb="approved", target_id=str(record.pk)).count() == 1


def test_approval_and_return_at_once_end_in_one_of_the_two(people):
    country, adviser, (one, other, _third) = people
    for _round in range(ROUNDS):
        record = make_submitted(country, adviser)
        first, second = (Submission.objects.get(pk=record.pk) for _copy in range(2))

        outcomes = at_once(
            lambda first=first: actions.approve(first, by=one),
            lambda second=second: actions.return_(second, by=other, reason="Why."),
        )

        assert sorted(outcomes) == ["done", "stale"]
        record.refresh_from_db()
        expected = [Status.APPROVED, Status.RETURNED][outcomes.index("done")]
        assert record.status == expected


def test_a_table_cannot_slip_into_a_record_that_is_being_sent(people):
    country, adviser, _reviewers = people
    for _round in range(ROUNDS):
        record = make_draft(country, adviser)
        first, second = (Submission.objects.get(pk=record.pk) for _copy in range(2))

        outcomes = at_once(
            lambda first=first: actions.submit(first, by=adviser),
            lambda second=second: _hold(second, adviser),
        )

        assert sorted(outcomes) == ["done", "stale"]


def _hold(record, adviser):
    with transaction.atomic():
        actions.hold_open(record, by=adviser, version=record.version)
