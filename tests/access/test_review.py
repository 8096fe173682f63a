"""Values that another person reviews: the same steps for indicators and for results."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commitments.measurements import STEPS as OF_INDICATORS
from commitments.models import Measurement
from foundation.audit.versions import EditConflictError
from projects.results import STEPS as OF_RESULTS
from tests.commitments.factories import make_indicator
from tests.factories import give_role
from tests.projects.factories import make_project
from tests.projects.life_factories import make_outcome, make_result_indicator, new_value


@pytest.fixture
def author(veloria, wpa_veloria):
    """Who may report either kind of value and review both."""
    give_role(wpa_veloria, "programme-officer", veloria)
    give_role(wpa_veloria, "reviewer", veloria)
    return wpa_veloria


@pytest.fixture(params=["indicator", "result"])
def reported(request, veloria, author):
    if request.param == "indicator":
        indicator = make_indicator(veloria)
        value = Measurement(indicator=indicator, source=indicator.source, value=5)
        return OF_INDICATORS, OF_INDICATORS.report(value, by=author)
    project = make_project(veloria, "XV900")
    indicator = make_result_indicator(make_outcome(project))
    return OF_RESULTS, OF_RESULTS.report(new_value(indicator, 2017), by=author)


def test_another_person_accepts_and_the_author_does_not(reported, author, reviewer):
    steps, value = reported
    for step in (
        lambda: steps.accept(value, by=author),
        lambda: steps.send_back(value, note="Mine.", by=author),
    ):
        with pytest.raises(ValidationError, match="somebody else reviews"):
            step()

    accepted = steps.accept(value, by=reviewer)

    assert (accepted.review, accepted.reviewed_by) == ("accepted", reviewer)
    with pytest.raises(ValidationError, match="sent back first"):
        steps.report(value, by=author)


def test_who_may_not_review_is_refused(reported, reader, wpa_mali, auditor, reviewer):
    steps, value = reported
    for person in (reader, wpa_mali, auditor):
        with pytest.raises(PermissionDenied):
            steps.accept(value, by=person)
        with pytest.raises(PermissionDenied):
            steps.send_back(value, note="Why.", by=person)
        with pytest.raises(PermissionDenied):
            steps.report(value, by=person)

    assert steps.send_back(value, note="Which year?", by=reviewer).review == "returned"


def test_what_changed_since_it_was_read_is_not_accepted_unread(reported, author, reviewer):
    steps, value = reported
    read_at = value.version
    value.claim_version(read_at)  # as the form of a correction does
    value.value = 500
    steps.report(value, by=author)

    with pytest.raises(EditConflictError):
        steps.accept(value, by=reviewer, version=read_at)
    with pytest.raises(EditConflictError):
        steps.send_back(value, note="Too few.", by=reviewer, version=read_at)

    assert steps.accept(value, by=reviewer, version=read_at + 1).value == 500
