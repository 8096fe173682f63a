"""Who moves a record, from where to where, and what is refused; each guard beside its pass."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from foundation.audit.models import Event
from incidents import actions
from incidents.models import MainFigure, Status, Submission
from tests.factories import give_role, make_source
from tests.incidents.factories import (
    MARKER,
    WORDS,
    make_caseload,
    make_draft,
    make_published,
    make_submission,
    make_submitted,
    make_table,
)


def verbs(thing):
    rows = Event.objects.filter(target_type=thing._meta.label, target_id=str(thing.pk))
    return [event.verb for event in rows.order_by("id")]


def test_a_record_goes_from_draft_to_approved_by_two_people(mali, wpa_mali, reviewer):
    draft = make_draft(mali, wpa_mali)

    actions.submit(draft, by=wpa_mali)
    assert (draft.status, draft.author) == (Status.SUBMITTED, wpa_mali)
    actions.approve(draft, by=reviewer)

    assert (draft.status, draft.reviewed_by) == (Status.APPROVED, reviewer)
    assert verbs(draft) == ["submitted", "approved"]


def test_a_record_sent_back_with_a_reason_comes_again(mali, wpa_mali, reviewer):
    record = make_submitted(mali, wpa_mali)

    with pytest.raises(ValidationError):
        actions.return_(record, by=reviewer, reason="  ")
    actions.return_(record, by=reviewer, reason="Check the region.")
    assert (record.status, record.return_reason) == (Status.RETURNED, "Check the region.")
    actions.submit(record, by=wpa_mali)
    assert record.status == Status.SUBMITTED


def test_the_trail_has_no_number_and_no_words_of_the_record(mali, wpa_mali, reviewer):
    record = make_draft(mali, wpa_mali)
    actions.submit(record, by=wpa_mali)
    actions.return_(record, by=reviewer, reason=f"Not {MARKER}")

    told = " ".join(f"{event.target} {event.details}" for event in Event.objects.all())
    assert f"submission {record.pk}" in told
    assert str(MARKER) not in told
    assert WORDS not in told


@pytest.mark.parametrize("step", ["approve", "return_"])
def test_nobody_reviews_what_they_entered(mali, step, reviewer, second_reviewer, root):
    reason = {"reason": "Why."} if step == "return_" else {}
    for author, other in ((reviewer, second_reviewer), (root, reviewer)):
        give_role(author, "wpa", mali)
        own = make_submitted(mali, author)
        with pytest.raises(PermissionDenied):
            getattr(actions, step)(own, by=author, **reason)
        own.author = other  # a stale or forged object does not help: the row itself is asked
        with pytest.raises((ValidationError, PermissionDenied)):
            getattr(actions, step)(own, by=author, **reason)
        own.refresh_from_db()
        assert own.status == Status.SUBMITTED
        getattr(actions, step)(own, by=other, **reason)


@pytest.mark.parametrize("step", ["approve", "return_"])
def test_only_a_reviewer_of_the_country_reviews(mali, veloria, wpa_mali, cast, step):
    reason = {"reason": "Why."} if step == "return_" else {}
    give_role(cast["focal_point"], "reviewer", veloria)
    for name, person in cast.items():
        record = make_submitted(mali, wpa_mali)
        if name == "reviewer":
            getattr(actions, step)(record, by=person, **reason)
            assert record.status != Status.SUBMITTED
            continue
        with pytest.raises(PermissionDenied):
            getattr(actions, step)(record, by=person, **reason)
        record.refresh_from_db()
        assert record.status == Status.SUBMITTED, name


def test_a_reviewer_without_the_ceiling_does_not_review(mali, wpa_mali, reviewer):
    record = make_submitted(mali, wpa_mali, classification="strict")

    assert not Submission.objects.for_user(wpa_mali, "view_exact").exists()
    with pytest.raises(PermissionDenied):
        actions.submit(make_draft(mali, wpa_mali, classification="strict"), by=wpa_mali)
    actions.approve(record, by=reviewer)


def test_only_the_author_sends_a_draft(mali, wpa_mali, second_wpa, wpa_veloria, reviewer):
    draft = make_draft(mali, wpa_mali)

    with pytest.raises(ValidationError):
        actions.submit(draft, by=second_wpa)
    for other in (wpa_veloria, reviewer):
        with pytest.raises(PermissionDenied):
            actions.submit(draft, by=other)
    actions.submit(draft, by=wpa_mali)


def test_an_empty_record_is_not_sent(mali, wpa_mali):
    empty = make_draft(mali, wpa_mali, stated_total=None, narrative="")

    with pytest.raises(ValidationError):
        actions.submit(empty, by=wpa_mali)
    make_table(empty)
    actions.submit(empty, by=wpa_mali)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED, Status.APPROVED])
def test_only_what_was_submitted_is_reviewed(mali, wpa_mali, reviewer, second_reviewer, status):
    by = second_reviewer if status == Status.APPROVED else None
    record = make_draft(mali, wpa_mali, status=status, return_reason="Why.", reviewed_by=by)

    with pytest.raises(ValidationError):
        actions.approve(record, by=reviewer)
    with pytest.raises(ValidationError):
        actions.return_(record, by=reviewer, reason="Why.")


def test_who_looked_at_an_older_version_approves_nothing(mali, wpa_mali, reviewer):
    record = make_submitted(mali, wpa_mali)
    seen = record.version
    actions.return_(record, by=reviewer, reason="Why.")
    actions.submit(record, by=wpa_mali)

    with pytest.raises(ValidationError) as refused:
        actions.approve(record, by=reviewer, version=seen)
    assert refused.value.code == "stale"
    actions.approve(record, by=reviewer, version=record.version)


def test_an_approved_record_cannot_be_claimed_for_an_edit(mali, wpa_mali, reviewer):
    draft = make_draft(mali, wpa_mali)
    actions.hold_open(draft, by=wpa_mali, version=draft.version)
    actions.submit(draft, by=wpa_mali)
    for _step in range(2):
        with pytest.raises(ValidationError):
            actions.hold_open(draft, by=wpa_mali, version=draft.version)
        if draft.status == Status.SUBMITTED:
            actions.approve(draft, by=reviewer)


def test_opening_counts_needs_approval_a_public_source_a_reason_and_another_person(
    mali, wpa_mali, reviewer, programme_officer
):
    give_role(reviewer, "wpa", mali)
    public, internal = make_source(), make_source(classification="internal")
    reason = {"reason": "Printed on page 4."}

    with pytest.raises(ValidationError):
        actions.mark_as_published(make_submitted(mali, wpa_mali), by=reviewer, **reason)
    closed = make_submission(mali, internal, classification="internal")
    with pytest.raises(ValidationError):
        actions.mark_as_published(closed, by=reviewer, **reason)
    own = make_submission(mali, public, author=reviewer, reviewed_by=wpa_mali)
    with pytest.raises(PermissionDenied):
        actions.mark_as_published(own, by=reviewer, **reason)
    record = make_submission(mali, public, classification="confidential")
    with pytest.raises(ValidationError):
        actions.mark_as_published(record, by=reviewer, reason="")
    for other in (wpa_mali, programme_officer):
        with pytest.raises(PermissionDenied):
            actions.mark_as_published(record, by=other, **reason)
    assert not Submission.objects.filter(as_published=True).exists()

    actions.mark_as_published(record, by=reviewer, **reason)
    assert record.as_published
    assert record.classification == "public"
    assert verbs(record) == ["marked-as-published"]


def test_an_open_record_is_withdrawn_by_its_author_an_approved_one_by_a_reviewer(
    mali, wpa_mali, second_wpa, reviewer
):
    draft = make_draft(mali, wpa_mali)
    for other in (second_wpa, reviewer):
        with pytest.raises((PermissionDenied, ValidationError)):
            actions.withdraw(draft, by=other, reason="Why.")
    with pytest.raises(ValidationError):
        actions.withdraw(draft, by=wpa_mali, reason="")
    actions.withdraw(draft, by=wpa_mali, reason="Entered twice.")
    assert draft.status == Status.WITHDRAWN

    approved = make_published(mali, author=wpa_mali, reviewed_by=reviewer)
    with pytest.raises(PermissionDenied):
        actions.withdraw(approved, by=wpa_mali, reason="Why.")
    actions.withdraw(approved, by=reviewer, reason="The source withdrew it.")
    assert (approved.status, approved.as_published) == (Status.WITHDRAWN, False)


def test_the_main_figure_is_chosen_by_a_reviewer_with_a_reason_and_never_overwritten(
    mali, wpa_mali, reviewer, reader
):
    one, other = make_published(mali), make_published(mali, stated_total=5)

    for person in (wpa_mali, reader):
        with pytest.raises(PermissionDenied):
            actions.choose_main_figure(one, by=person, reason="Why.")
    with pytest.raises(ValidationError):
        actions.choose_main_figure(one, by=reviewer, reason=" ")
    actions.choose_main_figure(one, by=reviewer, reason="Adds up.")
    last = actions.choose_main_figure(other, by=reviewer, reason="Later.")

    assert MainFigure.objects.count() == 2
    assert MainFigure.objects.first() == last
    assert verbs(last) == ["chose-main"]


def test_one_s_own_a_draft_and_a_replaced_record_cannot_be_chosen(mali, wpa_mali, reviewer):
    give_role(reviewer, "wpa", mali)
    own = make_published(mali, author=reviewer, reviewed_by=wpa_mali)
    replaced = make_published(mali)
    correction = make_published(mali, supersedes=replaced)

    for record in (own, make_submitted(mali, wpa_mali), replaced):
        with pytest.raises(PermissionDenied):
            actions.choose_main_figure(record, by=reviewer, reason="Why.")
    actions.choose_main_figure(correction, by=reviewer, reason="The correction.")
    assert MainFigure.objects.count() == 1


def test_a_reviewer_of_one_country_chooses_nothing_in_another(mali, veloria, focal_point):
    give_role(focal_point, "reviewer", veloria)
    there, here = make_published(veloria), make_published(mali)

    with pytest.raises(PermissionDenied):
        actions.choose_main_figure(here, by=focal_point, reason="Why.")
    actions.choose_main_figure(there, by=focal_point, reason="Why.")
    assert MainFigure.objects.get().country == veloria


def test_numbers_of_court_cases_are_opened_the_same_way(mali, wpa_mali, reviewer):
    row = make_caseload(mali, classification="confidential")
    closed = make_caseload(mali, make_source(classification="internal"), classification="internal")

    with pytest.raises(PermissionDenied):
        actions.mark_caseload_as_published(row, by=wpa_mali, reason="Printed.")
    with pytest.raises(ValidationError):
        actions.mark_caseload_as_published(closed, by=reviewer, reason="Printed.")
    actions.mark_caseload_as_published(row, by=reviewer, reason="Printed.")
    assert row.as_published
    with pytest.raises(ValidationError):
        actions.mark_caseload_as_published(row, by=reviewer, reason="Again.")
