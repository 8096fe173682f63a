"""The history of statuses, played from zero, gives today's board and that of any past day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments.models import Action, Commitment, Status, StatusChange
from commitments.replay import NOTHING_SAID, Standing, Stated, replay
from commitments.standing import standings
from commitments.transitions import Statement, state_from_source
from foundation.access.querysets import for_user
from tests.commitments.factories import make_action, make_commitment, report
from tests.factories import make_source, make_user

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
SAID = st.lists(
    st.tuples(
        st.integers(0, 2),  # which commitment or action
        st.sampled_from(["reporter", "reviewer", "source"]),
        st.sampled_from(Status.values),
        DAYS,
    ),
    max_size=14,
)


def at(number):
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=number)


def test_a_later_day_wins_then_what_was_said_later():
    rows = [
        Stated("a", "reported", "delayed", date(2020, 3, 1), at(1), 1),
        Stated("a", "reported", "stalled", date(2020, 3, 1), at(2), 2),
        Stated("a", "reported", "in-progress", date(2020, 1, 1), at(3), 3),
        Stated("a", "verified", "in-progress", date(2020, 2, 1), at(4), 4),
    ]

    assert replay(rows) == replay(rows[::-1]) == {"a": Standing("stalled", "in-progress")}
    assert replay(rows, date(2020, 2, 1)) == {"a": Standing("in-progress", "in-progress")}
    assert replay(rows, date(2019, 12, 31)) == {}


def _say(subject, who, to, day, people):
    """One statement through the one writer; whether it was taken."""
    try:
        with transaction.atomic():
            if who == "source":
                said = Statement(as_of=day, note="Held.", source=people["source"])
                return state_from_source(subject, to=to, said=said) is not None
            more = {"evidence": "A copy."}
            if who == "reviewer":
                more |= {"opinion": "verified", "method_note": "A visit."}
            report(subject, people[who], to, day, **more)
    except ValidationError:
        return False
    return True


def _expected(log, day):
    """By hand: the last word on the latest day that is not after `day`."""
    found = {}
    for number, (subject, opinion, to, as_of) in enumerate(log):
        if day is None or as_of <= day:
            rank = (as_of, number)
            if rank >= found.get((subject, opinion), ((date.min, -1), ""))[0]:
                found[subject, opinion] = (rank, to)
    return found


@pytest.fixture
def people(mali, db):
    return {
        "reporter": make_user("wpa", mali),
        "reviewer": make_user("reviewer", everywhere=True),
        "source": make_source(),
        "reader": make_user("reader", everywhere=True),
    }


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(SAID, DAYS)
def test_history_from_zero_gives_the_board_of_today_and_of_any_day(mali, people, said, day):
    with transaction.atomic():
        promise = make_commitment(mali)
        subjects = [promise, make_action(promise), make_action(promise)]
        log = [
            (place, "verified" if who == "reviewer" else "reported", to, as_of)
            for place, who, to, as_of in said
            if _say(subjects[place], who, to, as_of, people)
        ]
        _compare(subjects, log, day, people["reader"])
        transaction.set_rollback(True)


def _compare(subjects, log, day, reader):
    assert StatusChange.objects.count() == len(log)
    for when in (None, day):
        played = {}
        for model in (Commitment, Action):
            rows = for_user(model.objects.all(), reader)
            played |= {(model, key): row for key, row in standings(rows, when).items()}
        expected = _expected(log, when)
        for place, subject in enumerate(subjects):
            row = played.get((type(subject), subject.pk), NOTHING_SAID)
            reported = expected.get((place, "reported"), (None, "no-information"))[1]
            assert row == Standing(reported, expected.get((place, "verified"), (None, ""))[1])
            if when is None:  # what the board shows is what the history says
                subject.refresh_from_db()
                assert row == Standing(subject.reported_status, subject.verified_status)
