"""Evidence: three forms, for or against, open to some, known to more, no trace to the rest."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from commitments.models import Evidence
from commitments.statements import closed
from foundation.audit.models import Event
from foundation.reference.classification import ORDER
from tests.commitments.factories import make_action, make_commitment, make_instrument, report
from tests.factories import make_source, make_user

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"
NOTE = {
    "form": "note", "title": "A visit", "stance": "supports", "date": "2020-06-03",
    "text": "The office is open.", "classification": "public", "known_up_to": "public",
}  # fmt: skip


def make_evidence(commitment, **fields):
    piece = Evidence(
        commitment=commitment, state="not-expected",
        **{**NOTE, "date": date(2020, 6, 3), **fields},
    )  # fmt: skip
    piece.full_clean()
    piece.save()
    return piece


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_note_is_added_on_the_page_and_shown_with_what_it_supports(client, mali, wpa_mali):
    commitment = make_commitment(mali)
    change = report(make_action(commitment), wpa_mali)
    client.force_login(wpa_mali)

    answer = client.post(commitment.address("evidence_add"), {**NOTE, "change": change.pk})

    assert answer.status_code == 302
    piece = Evidence.objects.get()
    assert (piece.by, piece.state, piece.change) == (wpa_mali, "not-expected", change)
    assert Event.objects.filter(verb="created", target_id=piece.pk).exists()
    for address in (commitment.get_absolute_url(), commitment.instrument.page("evidence")):
        shown = page(client, address)
        assert "The office is open." in shown
        assert "Supports" in shown


def test_a_document_keeps_its_digest_and_leaves_by_its_own_address(client, mali, wpa_mali, reader):
    commitment = make_commitment(mali)
    client.force_login(wpa_mali)
    upload = SimpleUploadedFile("order.pdf", PDF, "application/pdf")
    client.post(
        commitment.address("evidence_add"),
        {**NOTE, "form": "document", "date": "", "classification": "internal", "file": upload},
    )
    piece = Evidence.objects.select_related("commitment__instrument__country").get()

    answer = client.get(piece.download_url)
    assert b"".join(answer.streaming_content) == PDF
    assert piece.sha256 in page(client, commitment.get_absolute_url())
    assert client.get(piece.download_url.replace("order", "other")).status_code == 404
    client.force_login(reader)
    assert client.get(piece.download_url).status_code == 404
    assert Event.objects.filter(verb="downloaded").count() == 1


def test_a_link_may_have_a_copy(client, mali, wpa_mali):
    commitment = make_commitment(mali)
    client.force_login(wpa_mali)
    link = {**NOTE, "form": "link", "url": "https://example.org/order"}
    client.post(commitment.address("evidence_add"), link)
    upload = SimpleUploadedFile("order.pdf", PDF, "application/pdf")
    client.post(commitment.address("evidence_add"), {**link, "title": "Copied", "file": upload})

    assert list(Evidence.objects.order_by("pk").values_list("state", flat=True)) == [
        "link", "here",
    ]  # fmt: skip
    shown = page(client, commitment.get_absolute_url())
    assert "the copy kept here" in shown


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"date": ""}, "A note needs a date"),
        ({"text": ""}, "A note needs a date"),
        ({"form": "link"}, "Give the address"),
        ({"form": "document"}, "Choose the file"),
        ({"known_up_to": "internal"}, "Who may read it may know"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(client, mali, wpa_mali, wrong, says):
    client.force_login(wpa_mali)

    answer = client.post(make_commitment(mali).address("evidence_add"), {**NOTE, **wrong})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Evidence.objects.exists()


def test_a_statement_about_something_else_is_not_offered_and_not_taken(client, mali, wpa_mali):
    commitment, other = make_commitment(mali), make_commitment(mali)
    change = report(other, wpa_mali)
    client.force_login(wpa_mali)

    answer = client.post(commitment.address("evidence_add"), {**NOTE, "change": change.pk})

    assert answer.status_code == 422
    with pytest.raises(ValidationError):
        make_evidence(commitment, change=change)


@pytest.mark.parametrize("known", ORDER)
@pytest.mark.parametrize("own", ORDER)
def test_who_may_read_it_may_know_of_it_in_the_database_too(mali, own, known):
    def save():
        with transaction.atomic():
            Evidence.objects.create(
                commitment=make_commitment(mali), **{**NOTE, "classification": own,
                "known_up_to": known, "date": date(2020, 6, 3), "state": "not-expected"},
            )  # fmt: skip

    if ORDER.index(known) <= ORDER.index(own):
        save()
    else:
        with pytest.raises(IntegrityError):
            save()


@pytest.fixture
def people(mali, reader, focal_point, wpa_mali, reviewer):
    """By ceiling: public, internal, confidential, strictly confidential."""
    return dict(zip(ORDER, (reader, focal_point, wpa_mali, reviewer), strict=True))


@pytest.mark.parametrize(
    ("own", "known", "may_open", "may_know"),
    [
        ("public", "public", ORDER, []),
        ("internal", "public", ORDER[1:], ["public"]),
        ("internal", "internal", ORDER[1:], []),
        ("confidential", "internal", ORDER[2:], ["internal"]),
        ("confidential", "public", ORDER[2:], ["public", "internal"]),
        ("strict", "strict", ["strict"], []),
    ],
)
def test_what_may_not_be_seen_shows_only_where_that_may_be_known(
    client, mali, people, own, known, may_open, may_know
):
    commitment = make_commitment(mali)
    make_evidence(commitment, classification=own, known_up_to=known)

    for ceiling, person in people.items():
        client.force_login(person)
        for address in (commitment.get_absolute_url(), commitment.instrument.page("evidence")):
            shown = page(client, address)
            assert ("The office is open." in shown) is (ceiling in may_open)
            assert ("not open to you" in shown) is (ceiling in may_know)
            if ceiling not in may_open:
                assert "A visit" not in shown


def test_evidence_of_a_closed_statement_is_closed(client, mali, wpa_mali, reader):
    commitment = make_commitment(mali)
    change = report(commitment, wpa_mali, classification="internal")
    make_evidence(commitment, change=change)
    client.force_login(reader)

    shown = page(client, commitment.get_absolute_url())

    assert "The office is open." not in shown
    assert "1 more piece of evidence that is not open to you." in shown


def test_another_country_knows_of_none(mali, wpa_veloria, wpa_mali):
    commitment = make_commitment(mali)
    make_evidence(commitment, classification="strict")

    assert not closed([commitment.pk], wpa_veloria)
    assert closed([commitment.pk], wpa_mali) == {commitment.pk: 1}


def test_evidence_known_of_a_commitment_out_of_sight_is_not_counted(mali, reader):
    hidden = make_commitment(mali, source=make_source(classification="internal"))
    make_evidence(hidden)

    assert not closed([hidden.pk], reader)


@pytest.mark.parametrize(
    ("person", "add", "edit"),
    [
        ("wpa_mali", 200, 200), ("focal_point", 200, 200), ("reviewer", 200, 200),
        ("reader", 403, 403), ("auditor", 403, 403), ("wpa_veloria", 404, 404),
        ("stranger", 403, 403),
    ],
)  # fmt: skip
def test_who_may_add_and_correct(client, request, mali, person, add, edit):
    piece = make_evidence(make_commitment(mali))
    client.force_login(request.getfixturevalue(person))

    assert client.get(piece.commitment.address("evidence_add")).status_code == add
    assert client.get(piece.edit_url).status_code == edit


def test_two_who_correct_at_once_are_told(client, mali, wpa_mali):
    piece = make_evidence(make_commitment(mali))
    client.force_login(wpa_mali)
    first = client.post(piece.edit_url, {**NOTE, "title": "First", "version": 1})
    second = client.post(piece.edit_url, {**NOTE, "title": "Second", "version": 1})

    assert (first.status_code, second.status_code) == (302, 409)
    piece.refresh_from_db()
    assert piece.title == "First"
    assert piece.history.count() == 2


def test_nobody_marks_it_above_what_they_may_see_themselves(client, mali, focal_point):
    client.force_login(focal_point)

    answer = client.post(
        make_commitment(mali).address("evidence_add"), {**NOTE, "classification": "strict"}
    )

    assert answer.status_code == 422


def test_evidence_of_an_international_commitment_is_known_to_all_and_added_by_few(
    client, wpa_mali, mali
):
    commitment = make_commitment(instrument=make_instrument(None))
    make_evidence(commitment, classification="strict", known_up_to="public")
    client.force_login(wpa_mali)

    assert "not open to you" in page(client, commitment.get_absolute_url())
    assert client.get(commitment.address("evidence_add")).status_code == 404
    client.force_login(make_user("wpa", everywhere=True))
    assert client.get(commitment.address("evidence_add")).status_code == 200
