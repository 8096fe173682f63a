"""Reporting and verifying through the pages: what is offered, refused, kept and recorded."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from commitments.models import StatusChange
from tests.commitments.factories import make_action, make_commitment, report
from tests.factories import make_source


def _data(subject, **more):
    return {
        "to": "in-progress", "as_of": "2020-06-03", "note": "As seen.", "evidence": "",
        "page": "", "classification": "internal", "version": subject.version, **more,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["commitment", "action"])
def test_a_status_is_reported_on_its_page(client, mali, focal_point, kind):
    commitment = make_commitment(mali)
    subject = make_action(commitment) if kind == "action" else commitment
    keys = [subject.pk] if kind == "action" else []
    client.force_login(focal_point)

    answer = client.post(commitment.address(f"{kind}_status", *keys), _data(subject))

    subject.refresh_from_db()
    assert answer.status_code == 302
    assert answer.url == subject.get_absolute_url()
    assert subject.reported_status == "in-progress"


def test_what_is_refused_is_said_at_its_field_and_keeps_what_was_typed(client, mali, wpa_mali):
    commitment = make_commitment(mali)
    client.force_login(wpa_mali)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    address = commitment.address("commitment_status")

    answer = client.post(
        address, _data(commitment, to="implemented", note="It is done.", as_of=tomorrow)
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"as_of", "evidence"}
    assert "It is done." in answer.content.decode()
    right = _data(commitment, to="implemented", note="It is done.", evidence="A copy.")
    assert client.post(address, right).status_code == 302


def test_a_status_that_is_not_offered_is_refused(client, mali, wpa_mali):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali, "implemented", evidence="A copy.")
    client.force_login(wpa_mali)
    address = commitment.address("commitment_status")

    assert client.post(address, _data(commitment, to="stalled")).status_code == 422
    assert client.post(address, _data(commitment, as_of="2020-07-01")).status_code == 302


def test_what_was_so_on_an_earlier_day_is_reported_although_it_is_no_step_from_today(
    client, mali, wpa_mali
):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali, "implemented", evidence="A copy.")
    client.force_login(wpa_mali)
    address = commitment.address("commitment_status")
    assert "Only as of an earlier day" in client.get(address).content.decode()

    refused = client.post(address, _data(commitment, to="stalled", as_of="2020-06-04"))
    taken = client.post(address, _data(commitment, to="stalled", as_of="2019-01-01"))

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["to"])
    assert taken.status_code == 302
    commitment.refresh_from_db()
    assert commitment.reported_status == "implemented"
    assert [c.now for c in commitment.status_changes.all()] == ["implemented", "stalled"]


def test_a_reader_is_told_how_many_statements_are_closed_to_them(client, mali, wpa_mali, reader):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali)
    report(make_action(commitment), wpa_mali, "stalled", classification="public")
    hidden = make_action(commitment, source=make_source(classification="internal"))
    report(hidden, wpa_mali, "stalled", classification="public")
    for person, closed in ((reader, 1), (wpa_mali, 0)):
        client.force_login(person)
        page = client.get(commitment.get_absolute_url())
        assert page.context["closed_changes"] == closed
        assert ("1 more statement, whose reason" in page.text) == bool(closed)


def test_a_second_writer_is_told_and_decides_with_the_new_status_in_sight(
    client, mali, wpa_mali, focal_point
):
    commitment = make_commitment(mali)
    opened = _data(commitment, to="delayed", note="No building.")
    report(commitment, wpa_mali)
    client.force_login(focal_point)
    address = commitment.address("commitment_status")

    answer = client.post(address, opened)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "No building." in page
    assert "In progress" in page
    assert StatusChange.objects.count() == 1
    again = {**opened, "version": answer.context["form"].data["version"]}
    assert client.post(address, again).status_code == 302


def test_a_reviewer_verifies_on_a_page_of_its_own(client, mali, wpa_mali, reviewer):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali)
    client.force_login(reviewer)
    data = _data(commitment, to="delayed", method_note="A visit.")

    assert client.post(commitment.address("commitment_status"), data).status_code == 403
    assert client.post(commitment.address("commitment_verify"), data).status_code == 302

    commitment.refresh_from_db()
    assert (commitment.reported_status, commitment.verified_status) == ("in-progress", "delayed")


def test_a_reviewer_s_reason_is_asked_for_where_it_is_typed(client, mali, wpa_mali, reviewer):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali)
    commitment.refresh_from_db()
    address = commitment.address("commitment_verify")
    client.force_login(reviewer)

    assert client.get(address).context["form"]["note"].field.required
    without = _data(commitment, note=" ", method_note="A visit.")
    answer = client.post(address, without)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"note"})
    client.force_login(wpa_mali)
    own = client.get(commitment.address("commitment_status"))
    assert not own.context["form"]["note"].field.required  # it depends on the status


def test_the_page_says_why_nothing_can_be_verified(client, mali, reviewer):
    commitment = make_commitment(mali)
    client.force_login(reviewer)

    page = client.get(commitment.address("commitment_verify")).content.decode()

    assert "Nothing can be verified here now" in page


def test_only_sources_in_sight_can_be_cited(client, mali, focal_point):
    commitment = make_commitment(mali)
    closed, public = make_source(classification="strict"), make_source()
    client.force_login(focal_point)
    address = commitment.address("commitment_status")

    assert client.post(address, _data(commitment, source=closed.pk)).status_code == 422
    assert client.post(address, _data(commitment, source=public.pk)).status_code == 302


def test_nobody_writes_what_they_could_not_read(client, mali, focal_point):
    commitment = make_commitment(mali)
    client.force_login(focal_point)
    address = commitment.address("commitment_status")

    answer = client.post(address, _data(commitment, classification="confidential"))

    assert answer.status_code == 422
    assert client.post(address, _data(commitment)).status_code == 302


def test_a_report_after_a_verification_is_pointed_out(client, mali, wpa_mali, reviewer):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali)
    report(commitment, reviewer, opinion="verified", method_note="A visit.")
    client.force_login(wpa_mali)
    said = "reported after the last verification"

    assert said not in client.get(commitment.get_absolute_url()).content.decode()
    report(commitment, wpa_mali, "delayed")
    assert said in client.get(commitment.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("person", "form", "verify"),
    [("wpa_mali", True, False), ("reviewer", False, True), ("reader", False, False)],
)
def test_the_page_offers_what_the_person_may_do(client, request, mali, person, form, verify):
    commitment = make_commitment(mali)
    report(commitment, request.getfixturevalue("focal_point"))
    client.force_login(request.getfixturevalue(person))

    answer = client.get(commitment.get_absolute_url())

    assert bool(answer.context["status_form"]) is form
    assert (commitment.address("commitment_verify") in answer.content.decode()) is verify


@pytest.mark.parametrize("language", ["en", "fr"])
def test_days_are_chosen_in_a_calendar_and_come_back_as_days(client, mali, wpa_mali, language):
    commitment = make_commitment(mali, due_as_written="2019")
    commitment.full_clean()
    commitment.save()
    client.force_login(wpa_mali)

    with translation.override(language):
        form = client.get(commitment.address("commitment_edit")).context["form"]
        assert 'type="date"' in str(form["due_to"])
        assert 'value="2019-12-31"' in str(form["due_to"])


def test_the_date_field_holds_a_day_that_the_browser_reads_in_french_too(client, mali, wpa_mali):
    commitment = make_commitment(mali)
    client.force_login(wpa_mali)

    with translation.override("en"):  # puts back the language that the page switches
        page = client.get(f"/fr{commitment.address('commitment_status')}").content.decode()

    assert f'value="{timezone.localdate().isoformat()}"' in page
