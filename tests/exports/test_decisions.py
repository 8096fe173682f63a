"""A second person: who may decide, what they see, who is told, and when it ends by itself."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone

from foundation.audit.models import Event, Verb
from foundation.exports import gate
from foundation.exports.models import Export
from foundation.exports.reports import REPORTS
from foundation.jobs.queue import work_once
from projects.models import Project
from tests.factories import make_user
from tests.projects.factories import make_project

State = Export.State


@pytest.fixture(autouse=True)
def projects(mali, veloria, settings):
    settings.EXPORT_SECOND_PERSON_ROWS = 0
    make_project(mali, "MAL1", title="marker-mali")
    make_project(veloria, "VEL1", title="marker-veloria")
    make_project(veloria, "VEL2", title="marker-closed", classification="strict")


def ask(user, query="", slug="projects"):
    return gate.ask(REPORTS[slug], QueryDict(query), by=user, ending="csv", reason="Why & what")


def test_who_decides_holds_the_countries_of_the_file(donor, mali, veloria):
    of_mali = make_user("reviewer", mali)
    of_both = make_user("reviewer", mali, veloria)
    narrow, wide = ask(donor, "country=mali"), ask(donor)
    for export, user, may in (
        (narrow, of_mali, True),
        (narrow, of_both, True),
        (wide, of_mali, False),
        (wide, of_both, True),
    ):
        waiting = Export.objects.for_user(user, "approve").filter(pk=export.pk).exists()
        assert waiting is may
    with pytest.raises(PermissionDenied):
        gate.agree(wide, by=of_mali)
    with pytest.raises(PermissionDenied):
        gate.refuse(wide, by=of_mali, reason="No.")
    gate.agree(narrow, by=of_mali)
    gate.refuse(wide, by=of_both, reason="Ask for one country.")


def test_rows_of_no_one_country_need_somebody_who_is_everywhere(donor, reviewer, mali, veloria):
    make_project(None, "ALL1", title="marker-shared")
    export = ask(donor)
    assert not Export.objects.for_user(make_user("reviewer", mali, veloria), "approve").exists()
    assert export in Export.objects.for_user(reviewer, "approve")


def test_who_decides_may_see_as_far_as_the_file_goes(reviewer, programme_officer, donor):
    """A programme officer sees up to confidential, a reviewer everything."""
    other = make_user("reviewer", everywhere=True)
    strict, public = ask(other, "audience=strict"), ask(other, "audience=public")
    seen = Export.objects.for_user(programme_officer, "approve")
    assert public in seen
    assert strict not in seen
    assert strict in Export.objects.for_user(reviewer, "approve")


def test_the_page_tells_the_second_person_all_there_is_to_decide_on(client, donor, reviewer):
    export = ask(donor, "country=mali&audience=public")
    client.force_login(reviewer)
    page = client.get(export.get_absolute_url()).content.decode()
    for told in (
        str(REPORTS["projects"].title), donor.full_name, "Why &amp; what", "Mali", "Public",
        "at most Public", "<dd>1 ", "Agree", "Refuse",
    ):  # fmt: skip
        assert told in page, told
    client.force_login(make_user("reader", everywhere=True))
    assert client.get(export.get_absolute_url()).status_code == 404


def test_the_owner_is_told_of_the_decision_and_not_of_the_file(donor, reviewer, settings):
    settings.SITE_URL = "https://register.example"
    agreed, refused = ask(donor), ask(donor, "country=mali")
    donor.language = "fr"
    donor.save()
    gate.agree(agreed, by=reviewer)
    gate.refuse(Export.objects.get(pk=refused.pk), by=reviewer, reason="marker-reason")
    assert [message.to for message in mail.outbox] == [[donor.email]] * 2
    for message, export in zip(mail.outbox, (agreed, refused), strict=True):
        assert message.body.count("https://register.example/") == 1
        assert f"/reports/files/{export.reference}/" in message.body
        assert not any(word in message.body + message.subject for word in ("marker", "Mali"))
    assert mail.outbox[0].subject != mail.outbox[1].subject
    assert mail.outbox[1].extra_headers["Content-Language"] == "fr"


def test_a_mail_that_cannot_be_sent_undoes_no_decision(donor, reviewer, monkeypatch):
    def fail(*anything, **more):
        raise OSError("no network")

    monkeypatch.setattr("foundation.exports.notices.EmailMessage.send", fail)
    export = ask(donor)
    gate.agree(export, by=reviewer)
    export.refresh_from_db()
    assert export.state == State.WAITING


def test_what_nobody_decides_on_ends(donor, reviewer, settings):
    settings.EXPORT_DECISION_DAYS = 3
    late, early = ask(donor), ask(donor)
    for export, days in ((late, 3.1), (early, 2.9)):
        asked_at = timezone.now() - timedelta(days=days)
        Export.objects.filter(pk=export.pk).update(asked_at=asked_at)
    call_command("sweep_exports")
    assert Export.objects.get(pk=late.pk).state == State.LAPSED
    assert Export.objects.get(pk=early.pk).state == State.ASKED
    ended = Event.objects.get(verb=Verb.STATUS_CHANGED)
    assert (ended.target, ended.details["to"]) == (f"export {late.reference}", "lapsed")
    with pytest.raises(PermissionDenied):
        gate.agree(late, by=reviewer)
    gate.agree(early, by=reviewer)


def test_what_ended_by_itself_does_not_count_as_taken(donor, settings):
    settings.EXPORT_ROWS_A_DAY = 3
    export = ask(donor)
    Export.objects.filter(pk=export.pk).update(state=State.LAPSED)
    assert ask(donor)


@pytest.mark.parametrize("more", [False, True])
def test_what_comes_from_another_country_after_the_decision_is_not_made(
    donor, mali, veloria, more
):
    """Agreed for Mali; only somebody who also holds the other country could agree to more."""
    Project.objects.filter(country=veloria).delete()
    export = ask(donor)
    gate.agree(export, by=make_user("reviewer", mali))
    if more:
        make_project(veloria, "VEL5", title="marker-later")
    work_once()
    export.refresh_from_db()
    assert export.state == (State.FAILED if more else State.READY)
    assert bool(export.file) is not more


def test_who_lost_their_role_after_the_decision_has_not_decided(donor, reviewer):
    export = ask(donor)
    gate.agree(export, by=reviewer)
    reviewer.memberships.all().delete()
    work_once()
    export.refresh_from_db()
    assert (export.state, bool(export.file)) == (State.FAILED, False)
