"""The board and the pages beside it ask the database as often at 1,000 commitments as at 10."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments.models import Action, Commitment, Dispute, Evidence, StatusChange
from tests.commitments.factories import make_area, make_instrument
from tests.factories import make_organisation, make_source

ADDRESSES = [
    "{board}", "{board}?status=in-progress&differ=sources", "{board}table/", "{board}evidence/",
    "{board}progress/?as_of=2021-01-01", "{board}changes/?since=2019-01-01",
    "/commitments/table/", "/commitments/table/?differ=disputed",
    "/commitments/progress/?as_of=2021-01-01", "/commitments/changes/?since=2019-01-01",
    "/commitments/due/?whose=all",
]  # fmt: skip


def fill(instrument, area, source, by, first, last):
    """Commitments, each with an action, two statements, a dispute and evidence, in a few rows."""
    organisation = make_organisation()
    promised = Commitment.objects.bulk_create(
        Commitment(
            instrument=instrument, area=area, reference=f"c{n}", title=f"Promise {n}",
            due_as_written="2020", due_from=date(2020, 1, 1), due_to=date(2020, 12, 31),
            reported_status="in-progress", source=source,
        )
        for n in range(first, last)
    )  # fmt: skip
    Commitment.duty_bearers.through.objects.bulk_create(
        Commitment.duty_bearers.through(commitment=row, organisation=organisation)
        for row in promised
    )
    steps = Action.objects.bulk_create(Action(commitment=row, title="A step") for row in promised)
    said = [
        StatusChange(
            instrument=instrument, opinion="reported", now="in-progress", as_of=date(2020, 6, 3),
            as_of_from=date(2020, 6, 3), by=by, source=source, classification="public",
            at=timezone.now(), **{name: row},
        )
        for name, rows in (("commitment", promised), ("action", steps))
        for row in rows
    ]  # fmt: skip
    changes = StatusChange.objects.bulk_create(said)
    Dispute.objects.bulk_create(
        Dispute(change=change, by=by, reason="No.", classification="public") for change in changes
    )
    Evidence.objects.bulk_create(
        Evidence(
            commitment=row, title="A note", form="note", stance="supports", text="Seen.",
            date=date(2020, 6, 3), state="not-expected", classification="public",
            known_up_to="public", by=by,
        )
        for row in promised
    )  # fmt: skip


def count(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_ten_commitments_and_a_thousand_ask_as_often(client, mali, reader, wpa_mali):
    instrument, source = make_instrument(mali), make_source()
    area = make_area(instrument)
    addresses = [a.format(board=instrument.get_absolute_url()) for a in ADDRESSES]
    client.force_login(reader)
    fill(instrument, area, source, wpa_mali, 0, 10)
    count(client, addresses[0])  # what is asked once and remembered
    at_ten = {address: count(client, address) for address in addresses}

    fill(instrument, area, source, wpa_mali, 10, 1000)
    at_a_thousand = {address: count(client, address) for address in addresses}

    assert at_a_thousand == at_ten
    assert max(at_ten.values()) <= 45, at_ten
    assert "1000 commitments are reported" in client.get(addresses[0]).content.decode().replace(
        ",", ""
    )


@pytest.mark.parametrize("address", ["/commitments/due/", "/"])
def test_who_reports_asks_as_often_too(client, mali, wpa_mali, address):
    instrument, source = make_instrument(mali), make_source()
    area = make_area(instrument)
    client.force_login(wpa_mali)
    fill(instrument, area, source, wpa_mali, 0, 10)
    count(client, address)
    few = count(client, address)
    fill(instrument, area, source, wpa_mali, 10, 100)

    assert count(client, address) == few
