"""Documents of an instrument: never more open than it, downloaded by address and right alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commitments.models import InstrumentDocument
from foundation.audit.models import Event
from tests.commitments.factories import make_instrument
from tests.factories import make_code

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"


def _fetch(client, address):
    """The status of the answer; a file is read to its end, which closes it."""
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content) == PDF
    return answer.status_code


@pytest.fixture
def document(client, mali, wpa_mali):
    """Attached through the page by the adviser in Mali."""
    instrument = make_instrument(mali)
    client.force_login(wpa_mali)
    answer = client.post(
        instrument.page("document_add"),
        {
            "title": "Text as signed", "kind": make_code(code="signed-text").pk,
            "state": "missing", "classification": "public", "language": "fr",
            "file": SimpleUploadedFile("signed.pdf", PDF, "application/pdf"),
        },
    )  # fmt: skip
    assert answer.status_code == 302
    return InstrumentDocument.objects.select_related("instrument__country").get()


def test_an_attached_file_is_downloaded_and_recorded(client, document, reader, stranger):
    assert document.state == "here"
    for person, status in ((stranger, 403), (reader, 200)):
        client.force_login(person)
        assert _fetch(client, document.download_url) == status
    assert Event.objects.filter(verb="downloaded").count() == 1


def test_a_file_is_absent_in_another_country_and_under_another_name(
    client, document, wpa_mali, wpa_veloria
):
    client.force_login(wpa_veloria)
    assert _fetch(client, document.download_url) == 404
    client.force_login(wpa_mali)
    assert client.get(document.download_url.replace("signed", "other")).status_code == 404
    assert _fetch(client, document.download_url) == 200


def test_a_public_document_of_a_closed_instrument_is_closed(client, document, reader, wpa_mali):
    instrument = document.instrument
    instrument.classification = "internal"
    instrument.save()

    for person, status in ((reader, 404), (wpa_mali, 200)):
        client.force_login(person)
        assert _fetch(client, document.download_url) == status


def test_a_missing_document_is_listed_and_attached_later(client, mali, reader, wpa_mali):
    instrument = make_instrument(mali)
    instrument.documents.create(title="The plan", kind=make_code(), classification="public")
    edit = f"{instrument.page('instrument')}documents/{instrument.documents.get().pk}/edit/"

    for person, may in ((reader, False), (wpa_mali, True)):
        client.force_login(person)
        page = client.get(instrument.get_absolute_url()).content.decode()
        assert "The plan" in page
        assert "Missing" in page
        assert (edit in page) is may
        assert client.get(edit).status_code == (200 if may else 403)
