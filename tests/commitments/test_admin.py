"""The admin keeps the same rules as the pages."""

import pytest
from django.urls import reverse

from commitments.models import Commitment, InstrumentDate
from tests.commitments.factories import (
    make_commitment,
    make_indicator,
    make_instrument,
    make_measurement,
    report,
)
from tests.factories import make_source


def test_a_status_cannot_be_written_in_the_admin(client, mali, wpa_mali):
    commitment = make_commitment(mali)
    change = report(commitment, wpa_mali)
    client.force_login(wpa_mali)
    address = reverse("admin:commitments_statuschange_change", args=[change.pk])
    data = {
        "reference": commitment.reference, "title": "Renamed", "order": 0,
        "version": commitment.version, "reported_status": "implemented",
    }  # fmt: skip

    page = reverse("admin:commitments_commitment_change", args=[commitment.pk])
    assert client.post(page, data).status_code == 302
    assert client.get(address).status_code == 200
    assert client.post(address, {"note": "Other."}).status_code == 403
    for what in ("add", "delete"):
        keys = [change.pk] if what == "delete" else []
        url = reverse(f"admin:commitments_statuschange_{what}", args=keys)
        assert client.get(url).status_code == 403

    commitment.refresh_from_db()
    assert (commitment.title, commitment.reported_status) == ("Renamed", "in-progress")


@pytest.mark.parametrize("person", ["wpa_mali", "focal_point"])
def test_an_indicator_with_values_opens_in_the_admin(client, request, mali, person):
    indicator = make_measurement(make_indicator(mali), value=9).indicator
    client.force_login(request.getfixturevalue(person))

    url = reverse("admin:commitments_indicator_change", args=[indicator.pk])

    assert client.get(url).status_code == 200


@pytest.mark.parametrize(("person", "answer"), [("wpa_mali", 200), ("wpa_veloria", 302)])
def test_an_instrument_is_kept_by_who_may_in_its_country(client, request, mali, person, answer):
    instrument = make_instrument(mali)
    client.force_login(request.getfixturevalue(person))

    url = reverse("admin:commitments_instrument_change", args=[instrument.pk])

    assert client.get(url).status_code == answer


def test_a_date_entered_in_the_admin_keeps_its_words(client, mali, wpa_mali):
    instrument, source = make_instrument(mali), make_source()
    client.force_login(wpa_mali)
    forms = {
        f"{prefix}-{name}": value
        for prefix in ("parties", "dates", "areas", "paragraphs")
        for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
    }
    data = {
        "slug": instrument.slug, "kind": "law", "title": "T", "short_title": "T", "version": 1,
        "country": mali.pk, "language": "en", "legal_status": "adopted",
        "classification": "public", **forms, "dates-TOTAL_FORMS": 1, "dates-0-event": "adopted",
        "dates-0-date_as_written": "March 2019", "dates-0-source": source.pk,
        "dates-0-instrument": instrument.pk,
    }  # fmt: skip

    url = reverse("admin:commitments_instrument_change", args=[instrument.pk])
    assert client.post(url, data).status_code == 302

    assert InstrumentDate.objects.get().date_to.isoformat() == "2019-03-31"
    assert Commitment.objects.count() == 0
