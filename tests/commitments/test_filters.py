"""Filters of the board and the tables: in the address, over what the reader may see."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.ui.models import SavedView
from tests.commitments.factories import make_action, make_commitment, make_instrument, report
from tests.commitments.test_disputes import make_dispute
from tests.factories import make_organisation, make_source

TITLES = ["Late", "Near", "Settled", "Questioned", "Rival", "Quiet"]


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def due(day):
    return {"due_as_written": f"{day:%d %B %Y}", "due_from": day, "due_to": day}


@pytest.fixture
def instrument(mali, wpa_mali, focal_point, reviewer):
    today = timezone.localdate()
    instrument = make_instrument(mali)
    made = {
        title: make_commitment(instrument=instrument, title=f"{title} promise", **more)
        for title, more in zip(
            TITLES,
            [due(today - timedelta(1)), due(today + timedelta(10)), {}, {}, {}, {}],
            strict=True,
        )
    }
    made["Near"].duty_bearers.add(make_organisation("ministry"))
    report(made["Late"], wpa_mali)
    for title in ("Settled", "Questioned"):
        report(made[title], wpa_mali, "implemented", evidence="A copy.", classification="public")
    how = {"opinion": "verified", "method_note": "A visit.", "evidence": "A copy."}
    report(made["Settled"], reviewer, "implemented", **how)
    report(made["Questioned"], reviewer, "delayed", **how)
    make_dispute(made["Questioned"].status_changes.get(opinion="reported"), focal_point)
    for to in ("in-progress", "stalled"):
        report(made["Rival"], wpa_mali, to, source=make_source(), classification="public")
    return instrument


CASES = [
    ("", TITLES),
    ("status=overdue", ["Late"]),
    ("status=in-progress", []),  # the late one is overdue, and that alone
    ("status=implemented", ["Settled", "Questioned"]),
    ("lead=ministry", ["Near"]),
    ("due=soon", ["Near"]),
    ("due=past", ["Late"]),
    ("due=none", ["Settled", "Questioned", "Rival", "Quiet"]),
    ("verified=yes", ["Settled", "Questioned"]),
    ("verified=no&due=none", ["Rival", "Quiet"]),
    ("differ=opinions", ["Questioned"]),
    ("differ=disputed", ["Questioned"]),
    ("differ=sources", ["Rival"]),
    ("status=no-such-status", []),
    ("lead=nobody", []),
]


@pytest.mark.parametrize(("query", "found"), CASES)
def test_what_each_filter_finds(client, instrument, reader, query, found):
    client.force_login(reader)
    for address in (
        instrument.get_absolute_url(), instrument.page("table"), "/commitments/table/",
    ):  # fmt: skip
        shown = page(client, f"{address}?{query}")
        assert [title for title in TITLES if f"{title} promise" in shown] == found


def test_a_filter_in_force_can_be_taken_away(client, instrument, reader):
    client.force_login(reader)

    shown = page(client, instrument.get_absolute_url() + "?status=overdue&verified=no")

    assert "Status: Overdue" in shown
    assert (
        'href="?verified=no"' in shown or f"{instrument.get_absolute_url()}?verified=no" in shown
    )
    assert "6 commitments are reported" in shown  # the sentence is about all of them


def test_a_rival_that_may_not_be_seen_is_no_disagreement(
    client, mali, reader, focal_point, wpa_mali
):
    commitment = make_commitment(mali, title="Contested")
    for to, openness in (("in-progress", "public"), ("stalled", "internal")):
        report(commitment, wpa_mali, to, source=make_source(classification=openness))
    for person, sees in ((reader, False), (focal_point, True)):
        client.force_login(person)
        shown = page(client, "/commitments/table/?differ=sources")
        assert ("Contested" in shown) is sees


def test_leads_and_instruments_of_another_country_are_not_offered(
    client, instrument, wpa_veloria, veloria
):
    make_commitment(veloria)
    client.force_login(wpa_veloria)

    shown = page(client, "/commitments/table/")

    assert "ministry" not in shown
    assert instrument.short_title not in shown
    assert 'value="mali"' not in shown


def test_a_view_of_the_table_is_kept_for_its_owner(client, instrument, reader, donor):
    client.force_login(reader)
    query = "differ=opinions"
    answer = client.post(
        reverse("ui:view_save"),
        {"list": "commitments:all", "query": query, "name": "Contested ones"},
    )
    assert answer.status_code == 302
    assert answer.url == f"/commitments/table/?{query}"
    assert SavedView.objects.get().user == reader
    assert "Contested ones" in page(client, "/commitments/table/")
    client.force_login(donor)
    assert "Contested ones" not in page(client, "/commitments/table/")


def test_columns_are_chosen_in_the_address(client, instrument, reader):
    client.force_login(reader)

    shown = page(client, "/commitments/table/?col=due")

    assert 'data-l="Due"' in shown
    assert 'data-l="Verified"' not in shown


@pytest.mark.parametrize("sort", ["commitment", "-due", "reported", "verified", "country"])
def test_every_order_is_one(client, instrument, reader, sort):
    client.force_login(reader)
    assert "Late promise" in page(client, f"/commitments/table/?sort={sort}")


def test_disagreement_is_seen_in_the_list_and_in_the_table(client, instrument, reader):
    client.force_login(reader)

    assert "1: report and verification differ" in page(client, "/commitments/")
    assert "Report and verification differ" in page(client, instrument.page("table"))
    assert "Report and verification differ" in page(client, "/commitments/table/")


def test_a_closed_commitment_is_found_by_no_filter(client, instrument, reader, wpa_mali):
    hidden = make_commitment(
        instrument=instrument, title="Hidden", source=make_source(classification="internal"),
        **due(date(2020, 1, 1)),
    )  # fmt: skip
    make_action(hidden)
    client.force_login(reader)
    for address in (instrument.get_absolute_url(), "/commitments/table/"):
        assert "Hidden" not in page(client, f"{address}?status=overdue")
