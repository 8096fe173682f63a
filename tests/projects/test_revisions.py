"""Budget revisions and extensions: proposed by one, decided by another, never taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from foundation.audit.models import Event
from foundation.audit.versions import EditConflictError
from projects import revisions
from projects.figures import figures_of
from projects.models import BudgetRevision, Extension, Project, Transaction
from projects.revisions import Line
from tests.factories import make_organisation, make_source, make_user
from tests.projects.factories import make_entry
from tests.projects.money_factories import make_category, make_funded, partner_of, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(veloria):
    project = make_funded(veloria)
    post(project, "budget", "100.00", category=make_category("staff"))
    post(project, "budget", "7.00", category=make_category("indirect"))
    return project


def new_revision(project, **fields):
    return BudgetRevision(
        project=project, reason="More staff.", source=fields.pop("source", None) or make_source(),
        **{"classification": "public", **fields},
    )  # fmt: skip


def line(project, amount="150.00", category="staff", organisation=None):
    return Line(
        organisation or partner_of(project), make_category(category) if category else None,
        Decimal(amount),
    )  # fmt: skip


def propose(project, by, *lines, **fields):
    lines = list(lines) or [line(project)]
    return revisions.propose_revision(new_revision(project, **fields), lines, by=by)


def refused(field, words, call, *args, **kwargs):
    with pytest.raises(ValidationError) as error, transaction.atomic():
        call(*args, **kwargs)
    messages = error.value.message_dict if hasattr(error.value, "error_dict") else {
        NON_FIELD_ERRORS: error.value.messages
    }  # fmt: skip
    assert words in " ".join(messages[field])


def test_an_approved_revision_takes_the_place_of_the_lines(project, programme_officer, reviewer):
    revision = propose(
        project, programme_officer, line(project), line(project, "5.00", "travel"),
        line(project, "0.00", "indirect"),
    )  # fmt: skip
    assert figures_of(project, None).approved == Decimal("107.00")

    revisions.decide_revision(revision, approve=True, by=reviewer)

    assert figures_of(project, None).approved == Decimal("155.00")
    rows = {row.category.code: row for row in Transaction.objects.standing()}
    assert rows["staff"].supersedes.amount == Decimal("100.00")
    assert rows["staff"].reason == f"Budget revision 1 of {project}"
    assert (rows["travel"].supersedes, rows["travel"].reason) == (None, "")
    assert {row.revision for row in rows.values()} == {revision}
    assert {row.posted_by for row in rows.values()} == {reviewer}
    assert Event.objects.filter(verb="approved", target=str(revision)).count() == 1


def test_who_decides_and_who_does_not(
    project, programme_officer, mali, reader, donor, wpa_veloria
):
    revision = propose(project, programme_officer)
    elsewhere = make_user("reviewer", mali)
    for person in (reader, donor, wpa_veloria, elsewhere):
        with pytest.raises(PermissionDenied):
            revisions.decide_revision(revision, approve=True, by=person)
    refused(NON_FIELD_ERRORS, "somebody else decides", revisions.decide_revision, revision,
            approve=True, by=programme_officer)  # fmt: skip
    other = make_user("programme-officer", everywhere=True)
    assert revisions.decide_revision(revision, approve=True, by=other).decision == "approved"


def test_a_refusal_says_why_and_posts_nothing(project, programme_officer, reviewer):
    revision = propose(project, programme_officer)
    refused("note", "Say why", revisions.decide_revision, revision, approve=False, by=reviewer)
    revisions.decide_revision(revision, approve=False, by=reviewer, note="No money.")
    assert figures_of(project, None).approved == Decimal("107.00")
    refused(NON_FIELD_ERRORS, "decided already", revisions.decide_revision, revision,
            approve=True, by=reviewer)  # fmt: skip
    assert propose(project, programme_officer).number == 2


def test_a_decision_is_on_what_was_read(project, programme_officer, reviewer):
    revision = propose(project, programme_officer)
    read_at = revision.version
    revisions.change_revision(
        revision, [line(project, "9999.00")], by=programme_officer, version=read_at
    )
    with pytest.raises(EditConflictError), transaction.atomic():
        revisions.decide_revision(revision, approve=True, by=reviewer, version=read_at)
    assert figures_of(project, None).approved == Decimal("107.00")


def test_a_proposal_is_changed_while_it_is_open(project, programme_officer, reviewer):
    revision = propose(project, programme_officer)
    revision.reason = "Even more."
    changed = revisions.change_revision(
        revision, [line(project, "160.00")], by=programme_officer, version=revision.version
    )
    assert [str(one.amount) for one in changed.lines.all()] == ["160.00"]
    with pytest.raises(PermissionDenied):
        revisions.change_revision(revision, [], by=reviewer, version=changed.version)
    revisions.decide_revision(changed, approve=True, by=reviewer)
    refused(NON_FIELD_ERRORS, "decided already", revisions.change_revision, revision,
            [line(project)], by=programme_officer, version=changed.version + 1)  # fmt: skip


def test_who_changes_a_proposal_does_not_decide_it(project, programme_officer):
    other = make_user("programme-officer", everywhere=True)
    revision = propose(project, programme_officer)
    changed = revisions.change_revision(revision, [line(project, "999.00")], by=other, version=1)
    refused(NON_FIELD_ERRORS, "somebody else decides", revisions.decide_revision, changed,
            approve=True, by=other)  # fmt: skip
    assert revisions.decide_revision(changed, approve=True, by=programme_officer).decided_at


def test_what_a_proposal_must_not_say(project, programme_officer):
    def no(field, words, *lines, **fields):
        refused(field, words, revisions.propose_revision, new_revision(project, **fields),
                list(lines), by=programme_officer)  # fmt: skip

    no("lines", "at least one line")
    no("lines", "given twice", line(project), line(project, "151.00"))
    no("lines", "same as the old", line(project, "100.00"))
    no("lines", "same as the old", line(project, "0.00", "travel"))
    no("lines", "not negative", line(project, "-1.00"))
    assert BudgetRevision.objects.count() == 0
    propose(project, programme_officer)
    no(NON_FIELD_ERRORS, "waiting for a decision", line(project))
    Project.objects.update(status="cancelled")
    no(NON_FIELD_ERRORS, "closed or cancelled", line(project))


def test_a_revision_is_as_closed_as_the_lines_it_changes(project, programme_officer, reader):
    post(project, "budget", "10.00", category=make_category("travel"), classification="internal")
    hidden = line(project, "20.00", "travel")
    refused("classification", "more closed", revisions.propose_revision, new_revision(project),
            [hidden], by=programme_officer)  # fmt: skip
    inside = propose(project, programme_officer, hidden, classification="internal")
    assert not BudgetRevision.objects.for_user(reader).filter(pk=inside.pk).exists()


def test_a_revision_cannot_take_away_what_was_transferred(project, programme_officer, reviewer):
    post(project, "transfer", "100.00")
    revision = propose(project, programme_officer, line(project, "92.99"))
    refused("lines", "below what was transferred", revisions.decide_revision, revision,
            approve=True, by=reviewer)  # fmt: skip
    revision.refresh_from_db()
    assert revision.is_open
    revisions.change_revision(revision, [line(project, "93.00")], by=None, version=1)
    assert revisions.decide_revision(revision, approve=True, by=reviewer).decision == "approved"


def test_money_may_move_between_lines_in_any_order(project, programme_officer, reviewer):
    post(project, "transfer", "107.00")
    revision = propose(
        project, programme_officer, line(project, "7.00"), line(project, "107.00", "indirect")
    )
    revisions.decide_revision(revision, approve=True, by=reviewer)
    assert figures_of(project, None).approved == Decimal("114.00")


def test_after_a_revision_more_may_be_transferred(project, programme_officer, reviewer):
    with pytest.raises(ValidationError), transaction.atomic():
        post(project, "transfer", "120.00")
    revision = propose(project, programme_officer)
    revisions.decide_revision(revision, approve=True, by=reviewer)
    assert post(project, "transfer", "120.00").pk


# Extensions


def new_extension(project, by, new_end=date(2020, 6, 30)):
    return Extension.objects.create(
        project=project, new_end=new_end, reason="Late start.", source=make_source(),
        proposed_by=by,
    )  # fmt: skip


def test_an_approved_extension_moves_the_end(project, programme_officer, reviewer):
    chosen = make_entry(
        project, "ends", "31 December 2019", chosen=True, chosen_reason="R",
        chosen_by=reviewer, chosen_at="2019-01-01T00:00Z",
    )  # fmt: skip
    extension = new_extension(project, programme_officer)

    revisions.decide_extension(extension, approve=True, by=reviewer, note="")

    project.refresh_from_db()
    extension.refresh_from_db()
    assert project.ends == date(2020, 6, 30)
    assert extension.previous_end == date(2019, 12, 31)
    assert project.history.first().history_change_reason == str(extension)
    chosen.refresh_from_db()
    assert not chosen.chosen
    assert post(project, "expenditure", year=2020).pk


def test_who_decides_an_extension(project, programme_officer, reader, mali, reviewer):
    extension = new_extension(project, programme_officer)
    for person in (reader, make_user("reviewer", mali)):
        with pytest.raises(PermissionDenied):
            revisions.decide_extension(extension, approve=True, by=person, note="")
    decide = revisions.decide_extension
    own = {"approve": True, "by": programme_officer, "note": ""}
    refused(NON_FIELD_ERRORS, "somebody else decides", decide, extension, **own)
    no = {"approve": False, "by": reviewer, "note": " "}
    refused("note", "Say why", decide, extension, **no)
    decide(extension, approve=False, by=reviewer, note="Not now.")
    project.refresh_from_db()
    assert project.ends == date(2019, 12, 31)


def test_an_extension_ends_later_and_finds_the_project_open(project, programme_officer, reviewer):
    early = new_extension(project, programme_officer, date(2019, 12, 31))
    yes = {"approve": True, "by": reviewer, "note": ""}
    refused(NON_FIELD_ERRORS, "ends later than this", revisions.decide_extension, early, **yes)
    Extension.objects.filter(pk=early.pk).update(new_end=date(2020, 1, 31))
    Project.objects.update(status="cancelled")
    refused(NON_FIELD_ERRORS, "Only an ongoing project", revisions.decide_extension, early, **yes)


# Pages


def url(name, project, *rest):
    return reverse(f"projects:{name}", args=[project.code, *rest])


def form_data(project, **lines):
    """What the form sends: amounts by category code, and lines of its own for new ones."""
    keys = {
        row.category.code: f"line-{row.organisation_id}-{row.category_id}-amount"
        for row in revisions.standing_budget(project).values()
    }
    data = {
        "reason": "More staff.", "source": make_source().pk, "classification": "public",
        "version": 1,
    }  # fmt: skip
    return data | {keys.get(name, name): amount for name, amount in lines.items()}


def test_a_revision_from_proposal_to_ledger_on_pages(
    client, project, programme_officer, reviewer, reader
):
    client.force_login(programme_officer)
    assert "approved now: US$ 100.00" in client.get(url("revision_add", project)).text
    data = form_data(project, staff="150.00") | {
        "new-0-organisation": partner_of(project).pk,
        "new-0-category": make_category("travel").pk, "new-0-amount": "12.00",
    }  # fmt: skip
    response = client.post(url("revision_add", project), data)
    revision = BudgetRevision.objects.get()
    assert response.url == url("revision", project, revision.pk)
    page = client.get(response.url).text
    assert "+62.00" in page
    assert "somebody else decides" in page
    own = {"decision": "approve", "version": revision.version}
    decide = url("revision_decide", project, revision.pk)
    assert "somebody else decides" in client.post(decide, own).text

    data = form_data(project, staff="151.00")
    edit = url("revision_edit", project, revision.pk)
    assert client.post(edit, data).status_code == 302

    client.force_login(reviewer)
    stale = client.post(decide, own)
    assert stale.status_code == 409
    assert "changed while you were reading" in stale.text
    assert client.post(decide, {"decision": "refuse", "version": 2}).status_code == 422
    assert client.post(decide, {"decision": "approve", "version": 2}).status_code == 302
    assert client.get(decide).status_code == 302
    assert client.post(decide, {"decision": "approve", "version": 3}).status_code == 422
    assert client.get(edit).status_code in {403, 404}

    client.force_login(reader)
    page = client.get(url("revision", project, revision.pk)).text
    assert "Approved" in page
    assert "Station of Reviewer" in page
    assert "+51.00" in page
    assert client.get(decide).status_code == 403


def test_what_was_typed_stays_when_a_line_is_wrong(client, project, programme_officer):
    client.force_login(programme_officer)
    for lines, words in [
        ({"staff": "-5"}, "greater than or equal to 0"), ({"staff": "abc"}, "Enter a number"),
        ({"new-1-amount": "5.00"}, "Say whose line"), ({}, "at least one line"),
        ({"new-0-organisation": str(partner_of(project).pk)}, "amount of the new line"),
    ]:  # fmt: skip
        data = form_data(project, indirect="8.25", **lines) if lines else form_data(project)
        response = client.post(url("revision_add", project), data)
        assert response.status_code == 422
        assert words in response.text
        assert not lines or 'value="8.25"' in response.text
    assert BudgetRevision.objects.count() == 0


def test_two_people_editing_a_proposal_see_it(client, project, programme_officer):
    revision = propose(project, None)
    client.force_login(programme_officer)
    edit = url("revision_edit", project, revision.pk)
    assert client.post(edit, form_data(project, staff="152.00")).status_code == 302
    assert client.post(edit, form_data(project, staff="153.00")).status_code == 409
    assert [str(one.amount) for one in revision.lines.all()] == ["152.00"]


def test_a_line_of_an_organisation_outside_is_not_offered(client, project, programme_officer):
    client.force_login(programme_officer)
    other = make_organisation()
    data = form_data(project) | {"new-0-organisation": other.pk, "new-0-amount": "5.00"}
    response = client.post(url("revision_add", project), data)
    assert response.status_code == 422
    assert "Select a valid choice" in response.text
