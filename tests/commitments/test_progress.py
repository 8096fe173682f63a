"""Progress: weights where a plan gives them, any day, each grouping, what a reader may know."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.counting import counting
from commitments.models import Commitment, Status
from commitments.progress import (
    BY_WEIGHT_OF_ACTIONS,
    BY_WEIGHT_OF_COMMITMENTS,
    METHOD,
    Step,
    counted,
    progress,
)
from commitments.standing import Measure
from tests.commitments.factories import (
    make_action,
    make_area,
    make_commitment,
    make_instrument,
    report,
)
from tests.factories import make_organisation, make_source

DONE, OPEN = "implemented", "in-progress"


def test_without_weights_each_action_counts_the_same():
    found = progress([Step(DONE), Step(OPEN), Step("discontinued")])

    assert (found.count.done, found.count.total, found.share) == (1, 3, D("33.3"))
    assert found.method is METHOD
    assert not found.is_weighted


def test_weights_of_actions_count_where_every_one_has_its_own():
    found = progress([Step(DONE, D(3)), Step(OPEN, D(1))])

    assert (found.share, found.method) == (D("75.0"), BY_WEIGHT_OF_ACTIONS)
    assert found.is_weighted


def test_no_weight_is_made_up_for_what_has_none():
    found = progress([Step(DONE, D(3)), Step(OPEN)])

    assert (found.share, found.method) == (D("50.0"), METHOD)


def test_weights_of_commitments_count_each_by_its_own_share():
    one = [Step(DONE, None, 1, D(4)), Step(OPEN, None, 1, D(4))]
    two = [Step(OPEN, D(9), 2, D(1)), Step(DONE, D(1), 2, D(1))]

    found = progress(one + two)

    assert found.share == D("42.0")  # (4 x 50 + 1 x 10) / 5
    assert found.method is BY_WEIGHT_OF_COMMITMENTS


def test_weights_of_two_plans_are_never_put_together():
    one = [Step(DONE, D(60), 1, D(60), "a"), Step(OPEN, D(40), 1, D(60), "a")]
    two = [Step(OPEN, D(1), 2, D(1), "b"), Step(OPEN, D(2), 2, D(1), "b")]

    assert progress(one).share == D("60.0")
    assert (progress(one + two).share, progress(one + two).method) == (D("25.0"), METHOD)


@pytest.mark.parametrize(
    ("done", "share"), [(0, "0.0"), (1, "0.1"), (1999, "99.9"), (2000, "100.0")]
)
def test_rounding_never_says_that_all_or_nothing_is_done(done, share):
    steps = [Step(DONE)] * done + [Step(OPEN)] * (2000 - done)

    assert counted(s.status for s in steps).share == progress(steps).share == D(share)


def test_nothing_has_no_share():
    assert progress([]).share is None


weights = st.one_of(st.none(), st.decimals("0.01", "999", places=2))
steps = st.lists(
    st.builds(
        lambda status, weight, key, whole: Step(status, weight, key, whole[key]),
        st.sampled_from(Status.values),
        weights,
        st.integers(0, 3),
        st.shared(st.lists(weights, min_size=4, max_size=4), key="whole"),
    ),
    max_size=30,
)


@given(steps)
def test_a_share_lies_between_0_and_100_and_is_whole_only_when_all_is_done(steps):
    found = progress(steps)

    assert found.count == counted(step.status for step in steps)
    if steps:
        assert 0 <= found.share <= 100
        if found.count.done == found.count.total:
            assert found.share == 100
        else:
            assert found.share < 100
        assert (found.share == 0) == (not found.count.done)


@given(steps, st.decimals("0.1", "50", places=1))
def test_weights_that_are_all_multiplied_by_the_same_change_nothing(steps, factor):
    scaled = [
        step._replace(
            weight=step.weight and step.weight * factor,
            commitment_weight=step.commitment_weight and step.commitment_weight * factor,
        )
        for step in steps
    ]

    assert progress(scaled).share == progress(steps).share


@pytest.fixture
def plan(mali, wpa_mali):
    """One action done in June 2020, one in June 2021, one open; two areas, two duty bearers."""
    instrument = make_instrument(mali)
    areas = [make_area(instrument, 1), make_area(instrument, 2)]
    promised = [make_commitment(instrument=instrument, area=area) for area in areas]
    bearers = [make_organisation("ministry"), make_organisation("movement")]
    promised[0].duty_bearers.set(bearers)
    promised[1].duty_bearers.set(bearers[1:])
    for commitment, day in ((promised[0], date(2020, 6, 3)), (promised[1], date(2021, 6, 3))):
        report(
            make_action(commitment), wpa_mali, DONE, day, evidence="A copy.",
            classification="confidential",
        )  # fmt: skip
    make_action(promised[1])
    return instrument


def shares(found):
    return {key: (row.count.done, row.count.total) for key, row in found.items()}


@pytest.mark.parametrize(
    ("day", "done"), [(None, 2), (date(2021, 6, 2), 1), (date(2020, 6, 2), 0)]
)
def test_as_of_a_day_what_was_said_of_that_day_counts(plan, reader, day, done):
    """The reasons are closed to a reader; the statuses of any day are not."""
    measure = Measure(Commitment.objects.for_user(reader), reader, day)

    assert measure.whole().count.done == done
    assert shares(measure.by_instrument(counting([plan.pk], reader))) == {plan.pk: (done, 3)}
    assert shares(measure.by("country")) == {plan.country_id: (done, 3)}


def test_by_area_and_by_duty_bearer(plan, reader):
    measure = Measure(Commitment.objects.for_user(reader), reader)
    ministry, movement = sorted(measure.by_party())

    assert sorted(shares(measure.by("area")).values()) == [(1, 1), (1, 2)]
    assert shares(measure.by_party()) == {ministry: (1, 1), movement: (2, 3)}


def test_what_a_reader_may_not_see_is_not_counted(plan, reader, wpa_mali):
    hidden = make_commitment(instrument=plan, source=make_source(classification="internal"))
    make_action(hidden)
    make_action(plan.commitments.first(), source=make_source(classification="internal"))

    totals = [
        Measure(Commitment.objects.for_user(user), user).whole().count.total
        for user in (reader, wpa_mali)
    ]

    assert totals == [3, 5]


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_pages_say_how_far_it_was_and_how_it_is_counted(client, plan, reader):
    client.force_login(reader)

    today = text(client, plan.page("instrument_progress"))
    then = text(client, plan.page("instrument_progress") + "?as_of=2020-12-31")
    all_of_them = text(client, "/commitments/progress/?country=mali&as_of=2020-12-31")

    assert "Counted: 2 of 3 actions recorded here (66.7" in today
    assert "Counted: 1 of 3 actions recorded here (33.3" in then
    assert "As of 31 December 2020" in then
    assert "Counted: 1 of 3 actions recorded here (33.3" in all_of_them
    for page in (today, then, all_of_them):
        assert str(METHOD)[:40] in page


def test_a_day_that_is_none_is_said_to_be_none(client, plan, reader):
    client.force_login(reader)
    for address in (plan.page("instrument_progress"), "/commitments/progress/"):
        page = text(client, f"{address}?as_of=2020-02-31")
        assert "Enter a valid date" in page
        assert "2 of 3" in page


def test_another_country_is_neither_offered_nor_counted(client, plan, wpa_veloria):
    client.force_login(wpa_veloria)

    page = text(client, "/commitments/progress/?country=mali")

    assert plan.short_title not in page
    assert "Select a valid choice" in page
