"""The pages: who may open them, what they show of what their reader may know, how many queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.models import Commitment, Instrument, InstrumentDate, StatedProgress
from tests.commitments.factories import (
    make_action,
    make_area,
    make_commitment,
    make_indicator,
    make_instrument,
    make_measurement,
    report,
)
from tests.factories import give_role, make_organisation, make_source

WHO = [("wpa_mali", 200, 200), ("focal_point", 200, 403), ("reader", 200, 403),
       ("reviewer", 200, 403), ("wpa_veloria", 404, 404), ("stranger", 403, 403),
       ("administrator", 403, 403)]  # fmt: skip


@pytest.mark.parametrize(("person", "see", "edit"), WHO)
def test_who_may_open_and_edit_an_instrument_of_mali(client, request, mali, person, see, edit):
    instrument = make_instrument(mali)
    client.force_login(request.getfixturevalue(person))

    for tab in ("instrument", "table", "indicators", "text"):
        assert client.get(instrument.page(tab)).status_code == see
    assert client.get(instrument.page("instrument_edit")).status_code == edit
    assert client.get(instrument.page("commitment_add")).status_code == edit


@pytest.mark.parametrize(
    ("person", "see", "edit", "status", "verify"),
    [
        ("wpa_mali", 200, 200, 200, 403),
        ("focal_point", 200, 200, 200, 403),
        ("reviewer", 200, 403, 403, 200),
        ("reader", 200, 403, 403, 403),
        ("wpa_veloria", 404, 404, 404, 403),
        ("stranger", 403, 403, 403, 403),
    ],
)
def test_who_may_do_what_to_a_commitment_of_mali(
    client, request, mali, person, see, edit, status, verify
):
    action = make_action(make_commitment(mali))
    commitment = action.commitment
    client.force_login(request.getfixturevalue(person))

    def answer(name, *more):
        return client.get(commitment.address(name, *more)).status_code

    assert answer("commitment") == see
    assert answer("commitment_edit") == edit
    assert answer("action_add") == edit
    assert answer("action_edit", action.pk) == edit
    assert answer("commitment_status") == answer("action_status", action.pk) == status
    assert answer("commitment_verify") == answer("action_verify", action.pk) == verify


def test_an_international_instrument_is_seen_by_all_and_changed_by_who_works_everywhere(
    client, mali, wpa_mali, reader
):
    instrument = make_instrument(None)
    for person in (wpa_mali, reader):
        client.force_login(person)
        assert client.get(instrument.get_absolute_url()).status_code == 200

    client.force_login(wpa_mali)
    assert client.get(instrument.page("instrument_edit")).status_code == 404
    assert client.get(instrument.page("commitment_add")).status_code == 404
    give_role(wpa_mali, "wpa", everywhere=True)
    assert client.get(instrument.page("instrument_edit")).status_code == 200
    assert client.get(instrument.page("commitment_add")).status_code == 200


def test_what_is_not_public_is_absent_for_a_reader(client, mali, reader, wpa_mali):
    closed = make_commitment(instrument=make_instrument(mali, classification="internal"))
    cited = make_commitment(mali, source=make_source(classification="confidential"))
    for person, answer in ((reader, 404), (wpa_mali, 200)):
        client.force_login(person)
        assert client.get(closed.get_absolute_url()).status_code == answer
        assert client.get(cited.get_absolute_url()).status_code == answer
        shown = cited.title in client.get(cited.instrument.get_absolute_url()).content.decode()
        assert shown is (answer == 200)


def test_a_note_and_its_evidence_are_hidden_while_the_status_is_seen(
    client, mali, reader, focal_point, wpa_mali
):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali, "delayed", note="Who said so.", classification="internal")

    for person, sees in ((reader, False), (focal_point, True)):
        client.force_login(person)
        page = client.get(commitment.get_absolute_url()).content.decode()
        assert "Delayed" in page
        assert ("Who said so." in page) is sees


def test_a_reader_sees_the_place_of_somebody_and_not_the_name(client, mali, reader, wpa_mali):
    commitment = make_commitment(mali)
    report(commitment, wpa_mali, classification="public")
    client.force_login(reader)

    page = client.get(commitment.get_absolute_url()).content.decode()

    assert "Adviser in Mali" not in page.replace("Station of Adviser in Mali", "")


def test_related_instruments_of_another_country_are_not_named(client, mali, veloria, wpa_mali):
    foreign = make_instrument(veloria, short_title="Foreign plan")
    home = make_instrument(mali, implements=foreign)
    claim = StatedProgress.objects.create(country=mali, claim="Half", source=make_source())
    claim.instruments.set([home, foreign])
    client.force_login(wpa_mali)

    assert "Foreign plan" not in client.get(home.get_absolute_url()).content.decode()
    give_role(wpa_mali, "reader", veloria)
    assert "Foreign plan" in client.get(home.get_absolute_url()).content.decode()


def test_the_board_has_a_column_for_each_area_and_says_what_is_missing(client, mali, reader):
    instrument = make_instrument(mali)
    first, _second = make_area(instrument, 1), make_area(instrument, 2)
    make_commitment(instrument=instrument, area=first, title="Placed")
    make_commitment(instrument=instrument, title="Without a place")
    client.force_login(reader)

    page = client.get(instrument.get_absolute_url()).content.decode()

    assert page.count('class="col"') == 3
    assert page.count("the text as signed is not in the documents") == 1


def test_without_areas_of_its_own_the_board_shows_those_of_its_plan(client, mali, reader):
    communique = make_instrument(mali)
    plan = make_instrument(mali, implements=communique, kind="action-plan")
    for number in range(1, 5):
        make_area(plan, number)
    client.force_login(reader)

    page = client.get(communique.get_absolute_url()).content.decode()

    assert page.count('class="col"') == 4
    assert plan.short_title in page


def test_a_claim_about_two_instruments_is_compared_with_the_count_of_both(client, mali, reader):
    one, two = (make_action(make_commitment(mali)).commitment.instrument for _n in range(2))
    claim = StatedProgress.objects.create(
        country=mali, claim="Half of it", share=50, source=make_source()
    )
    claim.instruments.set([one, two])
    client.force_login(reader)

    both = client.get(one.get_absolute_url()).content.decode()
    Instrument.objects.filter(pk=two.pk).update(classification="internal")
    one_is_closed = client.get(one.get_absolute_url()).content.decode()

    assert "Counted: 0 of 1 action" in both
    assert "Counted: 0 of 2 actions" in both
    assert "percentage points" in both
    assert "0 of 2" not in one_is_closed
    assert "percentage points" not in one_is_closed


def test_rival_dates_stand_side_by_side_with_their_sources(client, mali, reader):
    instrument = make_instrument(mali)
    for text in ("March 2019", "June 2019"):
        row = InstrumentDate(
            instrument=instrument, event="signed", date_as_written=text, source=make_source()
        )
        row.full_clean()
        row.save()
    client.force_login(reader)

    page = client.get(instrument.get_absolute_url()).content.decode()

    assert page.count("Sources differ") >= 2
    assert all(str(row.source) in page for row in instrument.dates.all())


@pytest.mark.parametrize(
    ("query", "found"),
    [("country=mali", 1), ("country=international", 1), ("kind=law", 1), ("party=signer", 1),
     ("status=draft", 1), ("q=Gamma", 1), ("country=nowhere", 0), ("", 3)],
)  # fmt: skip
def test_the_list_is_filtered(client, mali, veloria, reader, query, found):
    one = make_instrument(mali, kind="law", title="Alpha")
    make_instrument(veloria, legal_status="draft", title="Beta")
    make_instrument(None, title="Gamma")
    signer = make_organisation("signer")
    one.parties.create(organisation=signer, part="signatory")
    client.force_login(reader)

    assert len(client.get(f"/commitments/?{query}").context["object_list"]) == found


@pytest.mark.parametrize("sort", ["instrument", "country", "kind", "date", "status", "-date"])
def test_the_list_is_sorted_with_undated_instruments_last(client, mali, reader, sort):
    make_instrument(mali)
    dated = make_instrument(mali)
    InstrumentDate.objects.create(
        instrument=dated, event="signed", source=make_source(), date_as_written="2019",
        date_from=date(2019, 1, 1), date_to=date(2019, 12, 31),
    )  # fmt: skip
    client.force_login(reader)

    rows = client.get(f"/commitments/?sort={sort}").context["object_list"]

    assert len(rows) == 2
    if sort == "date":
        assert rows[0] == dated


def test_a_reference_in_capitals_leads_to_the_page(client, mali, reader):
    commitment = make_commitment(mali, reference="a2")
    client.force_login(reader)
    address = commitment.get_absolute_url()

    answer = client.get(address.replace("/a2/", "/A2/"))

    assert (answer.status_code, answer.url) == (301, address)


def test_a_commitment_is_added_under_its_instrument_and_recorded(client, mali, wpa_mali):
    instrument, foreign_area = make_instrument(mali), make_area(make_instrument(mali))
    client.force_login(wpa_mali)
    right = {"reference": "a1", "title": "A promise", "due_as_written": "June 2021", "order": 1}

    wrong = client.post(
        instrument.page("commitment_add"), {**right, "area": foreign_area.pk}
    ).status_code
    answer = client.post(instrument.page("commitment_add"), right)

    assert (wrong, answer.status_code) == (422, 302)
    commitment = Commitment.objects.get()
    assert commitment.due_to == date(2021, 6, 30)
    assert commitment.history.get().history_user == wpa_mali


def test_a_due_date_typed_anew_is_read_anew(client, mali, focal_point):
    commitment = make_commitment(mali, due_as_written="June 2021")
    commitment.full_clean()
    commitment.save()
    client.force_login(focal_point)

    client.post(
        commitment.address("commitment_edit"),
        {
            "reference": commitment.reference, "title": commitment.title, "order": 0,
            "due_as_written": "July 2022", "due_from": "2021-06-01", "due_to": "2021-06-30",
            "version": 1,
        },
    )  # fmt: skip

    commitment.refresh_from_db()
    assert commitment.due_to == date(2022, 7, 31)


def test_an_action_is_added_by_a_focal_point_and_never_in_another_country(
    client, mali, veloria, focal_point
):
    home, foreign = make_commitment(mali), make_commitment(veloria)
    client.force_login(focal_point)
    data = {"title": "A step", "order": 1}

    assert client.post(foreign.address("action_add"), data).status_code == 404
    assert client.post(home.address("action_add"), data).status_code == 302
    assert home.actions.get().title == "A step"
    assert not foreign.actions.exists()


def test_reading_a_history_is_for_staff(client, mali, wpa_mali, reader):
    commitment = make_commitment(mali)
    for person, answer in ((wpa_mali, 200), (reader, 403)):
        client.force_login(person)
        assert client.get(commitment.address("commitment_history")).status_code == answer
        assert client.get(commitment.instrument.page("instrument_history")).status_code == answer


def test_a_sample_says_so(client, mali, veloria, reader):
    client.force_login(reader)
    for country, says in ((veloria, True), (mali, False)):
        commitment = make_commitment(country)
        indicator = make_indicator(country)
        for address in (commitment.instrument, commitment, indicator):
            page = client.get(address.get_absolute_url()).content.decode()
            assert ("invented sample data" in page) is says


def _queries(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def _fill(country, source, wpa, instrument=None):
    """One more of everything that a page lists."""
    instrument = instrument or make_instrument(country)
    body = make_organisation()
    instrument.parties.create(organisation=body, part="signatory", source=source)
    instrument.dates.create(event="signed", source=source, page=body.slug)
    area = make_area(instrument, instrument.areas.count() + 1, source=source)
    commitment = make_commitment(instrument=instrument, area=area, source=source)
    commitment.duty_bearers.add(body)
    action = make_action(commitment, source=source)
    action.responsible.add(body)
    report(commitment, wpa, source=source)
    report(action, wpa, source=source)
    indicator = make_indicator(country, source=source, instrument=instrument, body=body)
    make_measurement(indicator, value=3, date_as_written="2019")
    make_measurement(indicator, value=4, date_as_written="2020")
    instrument.paragraphs.create(number=str(commitment.pk), summary="S", source=source)
    return commitment, indicator


def test_pages_ask_no_more_of_the_database_when_there_is_more(client, mali, wpa_mali, reader):
    source = make_source()
    commitment, indicator = _fill(mali, source, wpa_mali)
    instrument = commitment.instrument
    addresses = ["/commitments/", "/commitments/indicators/", indicator.get_absolute_url(),
                 commitment.get_absolute_url()]  # fmt: skip
    addresses += [instrument.page(tab) for tab in ("instrument", "table", "indicators", "text")]
    client.force_login(reader)
    client.get("/commitments/")
    before = {address: _queries(client, address) for address in addresses}

    for _more in range(3):
        _fill(mali, source, wpa_mali, instrument)
        _fill(mali, source, wpa_mali)
    make_measurement(indicator, value=5, date_as_written="2021")
    for _more in range(3):
        report(make_action(commitment, source=source), wpa_mali)
    after = {address: _queries(client, address) for address in addresses}

    assert after == before
    assert max(after.values()) <= 32
    assert Instrument.objects.count() == 4


@pytest.mark.parametrize(
    "name", ["action_add", "result_add", "serving_add", "evidence_add", "commitment_edit"]
)
def test_a_form_says_under_what_it_stands(client, mali, wpa_mali, name):
    commitment = make_commitment(mali, instrument=make_instrument(mali, short_title="The pact"))
    client.force_login(wpa_mali)

    page = client.get(commitment.address(name))

    assert '<nav class="crumb"' in page.text
    assert "The pact" in page.text
