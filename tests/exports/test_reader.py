"""Whose eyes a file is made with: no more than may go in, and no more than may be taken out."""

import pytest
from django.contrib.auth import get_user_model
from django.http import QueryDict

from commitments.models import Instrument
from foundation.access.scope import scope_of, taking_out
from foundation.exports.reader import Reader
from foundation.exports.reports import REPORTS
from incidents.models import JusticeCaseload, Submission
from projects.figures import figures_of
from projects.models import Project, Transaction
from tests.commitments.factories import make_commitment, make_instrument
from tests.factories import give_role, make_user
from tests.incidents.factories import make_caseload, make_published, make_submission
from tests.projects.factories import make_project
from tests.projects.money_factories import make_funded, post


def test_nothing_above_the_ceiling_of_the_file_is_seen(veloria, programme_officer):
    for level in ("public", "internal", "confidential"):
        make_project(veloria, classification=level)
    for most, number in (("public", 1), ("internal", 2), ("confidential", 3), ("strict", 3)):
        eyes = Reader(programme_officer, most).user
        assert Project.objects.for_user(eyes).count() == number
    assert Project.objects.for_user(programme_officer).count() == 3


def test_sums_are_made_with_the_same_eyes(veloria, programme_officer):
    project = make_funded(veloria)
    post(project, "budget", "10.00")
    post(project, "transfer", "3.00", classification="confidential")
    assert figures_of(project, Reader(programme_officer, "public").user).transferred == 0
    assert figures_of(project, Reader(programme_officer, "confidential").user).transferred == 3


def test_what_is_seen_by_a_role_that_takes_nothing_out_is_not_seen(veloria, mali):
    """An auditor sees all and takes out no project; as an adviser in Mali they take out Mali's."""
    user = make_user("auditor", everywhere=True)
    give_role(user, "wpa", mali)
    make_project(veloria, classification="strict")
    make_project(mali, classification="strict")
    project = make_project(mali, "MAL1", classification="internal")
    assert Project.objects.for_user(user).count() == 3
    eyes = Reader(user, "strict").user
    assert list(Project.objects.for_user(eyes)) == [project]
    assert scope_of(eyes, "projects.view_transaction").everywhere is False


def test_who_takes_no_incident_out_sees_none_in_a_file(veloria, programme_officer, wpa_veloria):
    make_published(veloria, stated_total=3)
    assert Submission.objects.visible_to(programme_officer).count() == 1
    assert Submission.objects.visible_to(Reader(programme_officer, "strict").user).count() == 0
    assert Submission.objects.visible_to(Reader(wpa_veloria, "public").user).count() == 1


@pytest.mark.parametrize(("most", "exact"), [("public", 0), ("internal", 0), ("confidential", 1)])
def test_exact_counts_are_seen_only_for_a_file_that_goes_no_further(
    veloria, reviewer, most, exact
):
    make_submission(veloria)
    make_caseload(veloria)
    eyes = Reader(reviewer, most).user
    assert Submission.objects.visible_to(eyes).count() == 1
    assert Submission.objects.all().exact_for(eyes).count() == exact
    assert JusticeCaseload.objects.all().exact_for(eyes).count() == exact


def test_a_break_glass_account_is_held_to_the_ceiling_as_well(veloria):
    user = get_user_model().objects.create_superuser("root@demo.example", "a long password here")
    make_instrument(veloria, classification="internal")
    make_submission(veloria)
    eyes = taking_out(user, "public")
    assert Instrument.objects.for_user(user).count() == 1
    assert Instrument.objects.for_user(eyes).count() == 0
    assert Submission.objects.all().exact_for(eyes).count() == 0
    assert Transaction.objects.for_user(eyes).count() == 0


def test_the_person_themselves_sees_as_before(veloria, reviewer):
    make_project(veloria, classification="strict")
    Reader(reviewer, "public")
    assert Project.objects.for_user(reviewer).count() == 1
    assert not scope_of(taking_out(reviewer, "public"), "incidents.view_exact_submission")
    assert scope_of(reviewer, "incidents.view_exact_submission")


@pytest.mark.parametrize(
    ("slug", "name"),
    [("progress", "instrument"), ("action-budget", "instrument"), ("commitments", "instrument")],
)
def test_what_the_readers_may_not_know_is_no_choice(veloria, wpa_veloria, slug, name):
    """Its name would stand among the filters, and in the name of the file."""
    closed = make_instrument(veloria, short_title="marker-closed", classification="confidential")
    make_commitment(instrument=closed)
    for audience, is_choice in (("public", False), ("confidential", True)):
        data = QueryDict(f"{name}={closed.pk}&audience={audience}")
        choices = REPORTS[slug].choices(data, wpa_veloria)
        assert choices.are_valid is is_choice
        assert ("marker-closed" in str(choices.said)) is is_choice
