"""Of two people at once, one wins and the other is told. Threads on real transactions."""

import threading
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import QueryDict

from foundation.audit.models import Event
from foundation.reference.models import Country
from incidents import actions
from incidents.entering import save_table
from incidents.forms import TabulationForm
from incidents.models import Status, Submission, Tabulation
from incidents.sheet import Sheet
from tests.factories import make_user
from tests.incidents.factories import group, make_draft, make_submitted, make_table

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


TABS = 5


def test_of_fifty_edits_at_once_exactly_one_wins_each_version_and_none_is_lost(people):
    """Two people on a draft that nobody entered, and several tabs of each, ten times over."""
    country, adviser, _reviewers = people
    other = make_user("wpa", country, name="Second adviser")
    women = group("women")
    for round_ in range(50 // TABS):
        record = make_draft(country, None)
        table = make_table(record, [], dimensions=["survivor"])
        typed = [round_ * 100 + tab for tab in range(TABS)]

        outcomes = at_once(
            *(
                partial(_save, table.pk, women, count, (adviser, other)[tab % 2])
                for tab, count in enumerate(typed)
            )
        )

        assert sorted(outcomes) == ["done", *["stale"] * (TABS - 1)]
        winner = outcomes.index("done")
        record.refresh_from_db()
        assert (record.version, record.author) == (2, (adviser, other)[winner % 2])
        assert [cell.count for cell in table.cells.all()] == [typed[winner]]
        events = Event.objects.filter(verb="changed", target_id=str(record.pk))
        assert [event.actor_id for event in events] == [record.author_id]


def _save(pk, women, count, by):
    """One tab: opened at the first version, one number typed, saved by itself."""
    table = Tabulation.objects.select_related("submission__country").get(pk=pk)
    sent = QueryDict(mutable=True)
    sent.update(
        {"adds_up": "on", "across": "none", "row": str(women.pk), f"n_{women.pk}": str(count)}
    )
    sent.setlist("dimensions", ["survivor"])
    sheet = Sheet(table, by, sent, sent)
    form = TabulationForm(sent, instance=table)
    assert form.is_valid()
    assert sheet.is_valid
    save_table(form, sheet, by=by, version=1, by_itself=True)
