"""Parties: what is listed, promised and attributed, each as far as its reader may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments import parties
from commitments.models import Action, Commitment, InstrumentParty
from foundation.audit.models import Event
from foundation.reference.models import Listing
from tests.commitments.factories import make_action, make_commitment, make_instrument, report
from tests.factories import make_organisation, make_source
from tests.incidents.factories import make_cell, make_submission, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(mali):
    return make_organisation("group", name_en="The Group", kind="armed-group", country=mali)


def page(client, person, group):
    client.force_login(person)
    return client.get(reverse("commitments:party", args=[group.slug]))


def borne(group, country, **fields):
    commitment = make_commitment(country, **fields)
    commitment.duty_bearers.add(group)
    return commitment


def test_its_listings_parts_commitments_and_progress(client, mali, wpa_mali, group):
    Listing.objects.create(organisation=group, source=make_source(), year=2019)
    instrument = make_instrument(mali, short_title="Its communiqué")
    InstrumentParty.objects.create(instrument=instrument, organisation=group, part="issuer")
    late = borne(group, mali, instrument=instrument, due_as_written="2019", due_from="2019-01-01",
                 due_to="2019-12-31")  # fmt: skip
    report(make_action(late), wpa_mali, "implemented", evidence="Seen.")
    make_action(late)
    report(borne(group, mali), wpa_mali, "implemented", evidence="Seen.")

    answer = page(client, wpa_mali, group)

    found = answer.context["statuses"]
    numbers = {part.look: part.value for part in found.bar.parts if part.value}
    assert (found.total, found.overdue, numbers) == (2, 1, {"bad": 1, "ok": 1})
    count = answer.context["progress"].count
    assert (count.done, count.total) == (1, 2)
    text = answer.content.decode()
    assert "2019" in text
    assert "Its communiqué" in text
    assert "Issuer" in text


def test_opinions_that_differ_are_counted_and_flagged(client, mali, wpa_mali, reviewer, group):
    commitment = borne(group, mali)
    report(commitment, wpa_mali, "implemented", evidence="Seen.")
    report(commitment, reviewer, "in-progress", opinion="verified", method_note="A visit.")

    answer = page(client, reviewer, group)

    assert (answer.context["statuses"].verified, answer.context["statuses"].differ) == (1, 1)
    assert "Report and verification differ" in answer.content.decode()


def test_others_see_nothing_of_another_country(client, mali, wpa_veloria, group):
    Listing.objects.create(
        organisation=group, source=make_source(classification="strict"), year=2019
    )
    borne(group, mali)
    answer = page(client, wpa_veloria, group)
    assert answer.context["statuses"].total == 0
    assert "Promise" not in answer.content.decode()
    assert list(answer.context["listings"]) == []
    assert not parties.parties(wpa_veloria).exists()


def test_who_may_open_it(client, mali, administrator, stranger, group):
    for person in (administrator, stranger):
        assert page(client, person, group).status_code == 403


def attributing(mali, group, count=7, **fields):
    record = make_submission(mali, **fields)
    make_cell(make_table(record, [], dimensions=["party"]), party=group, count=count)
    return record


def test_counts_are_shown_to_who_is_cleared_and_the_sight_is_recorded(
    client, mali, wpa_mali, group
):
    record = attributing(mali, group, 7777)
    other = make_organisation("other", kind="armed-group", country=mali)
    attributing(mali, other, 8888)

    text = page(client, wpa_mali, group).content.decode()

    assert "7,777" in text
    assert "8,888" not in text
    seen = Event.objects.filter(verb="saw-exact")
    assert [event.target_id for event in seen] == [str(record.pk)]


def test_for_others_records_exist_and_whom_they_name_is_not_told(client, mali, reader, group):
    attributing(mali, group, 7777)
    other = make_organisation("other", kind="armed-group", country=mali)
    texts = [page(client, reader, party).content.decode() for party in (group, other)]

    for text in texts:
        assert "7,777" not in text
        assert "not released to you" in text
        assert text.count("Its counts, and whom they name") == 1
    assert not Event.objects.filter(verb="saw-exact").exists()


def test_the_list_counts_what_the_reader_may_see(client, mali, veloria, wpa_mali, reader, group):
    borne(group, mali)
    borne(group, veloria)
    for person, number in ((wpa_mali, 1), (reader, 2)):
        client.force_login(person)
        rows = client.get(reverse("commitments:parties")).context["object_list"]
        assert [(row.slug, row.commitment_count) for row in rows] == [("group", number)]
    client.force_login(reader)
    nothing = client.get(reverse("commitments:parties"), {"kind": "court"})
    assert list(nothing.context["object_list"]) == []


def test_the_page_asks_no_more_for_a_thousand_commitments(client, mali, reader, group):
    instrument = make_instrument(mali)

    def more(first, last):
        made = Commitment.objects.bulk_create(
            Commitment(instrument=instrument, reference=f"x{n}", title=f"P{n}")
            for n in range(first, last)
        )
        through = Commitment.duty_bearers.through
        through.objects.bulk_create(
            through(commitment_id=c.pk, organisation_id=group.pk) for c in made
        )
        Action.objects.bulk_create(Action(commitment=c, title="A step") for c in made)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert page(client, reader, group).status_code == 200
        return len(found)

    more(0, 10)
    queries()
    few = queries()
    more(10, 1000)
    assert queries() <= few + 1  # the pages of the table are counted
    assert few <= 30
