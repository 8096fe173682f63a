"""What counts for an instrument: its own, its plan's, and what serves it; once in each total."""

import pytest

from commitments.models import Commitment, Serving, StatedProgress
from commitments.standing import Measure
from tests.commitments.factories import (
    make_action,
    make_area,
    make_commitment,
    make_instrument,
    report,
)
from tests.factories import make_organisation, make_source, make_user


@pytest.fixture
def bearer(db):
    return make_organisation("ministry")


@pytest.fixture
def plan(mali, wpa_mali, bearer):
    """One action done, one open."""
    return instrument(mali, wpa_mali, bearer, short_title="The plan")


def instrument(country, person, bearer, **fields):
    found = make_instrument(country, **fields)
    promise = make_commitment(instrument=found, area=make_area(found))
    promise.duty_bearers.add(bearer)
    report(make_action(promise), person, "implemented", evidence="A copy.")
    make_action(promise)
    return found


def serve(commitment, instrument, **fields):
    return Serving.objects.create(
        commitment=commitment, instrument=instrument, reason="The same promise.", **fields
    )


def by_instrument(client, query=""):
    page = client.get(f"/commitments/progress/{query}")
    assert page.status_code == 200
    return {str(one): (p.count.done, p.count.total) for one, p in page.context["by_instrument"]}


def count(progress):
    return progress.count.done, progress.count.total


def test_what_serves_another_instrument_counts_there_too_and_once_in_totals(
    client, mali, plan, bearer, reader
):
    law = make_instrument(mali, short_title="The law")
    make_action(make_commitment(instrument=law))
    serve(plan.commitments.get(), law)
    client.force_login(reader)

    assert by_instrument(client) == {"The plan": (1, 2), "The law": (1, 3)}
    page = client.get("/commitments/progress/?country=mali")
    assert count(page.context["whole"]) == (1, 3)
    assert [count(row) for _place, row in page.context["by_party"]] == [(1, 2)]
    assert "in a total of a country or a duty bearer it counts once" in page.text
    assert [count(p) for _c, p in client.get("/commitments/progress/").context["by_country"]] == [
        (1, 3)
    ]
    of_law = client.get(law.page("instrument_progress"))
    assert (count(of_law.context["whole"]), count(of_law.context["served"])) == ((1, 3), (1, 2))
    assert [count(p) for _c, p in of_law.context["serving"]] == [(1, 2)]
    assert "2 of them are of commitments of other instruments" in of_law.text
    board = client.get(law.get_absolute_url())
    assert count(board.context["stated"]["whole"]) == (1, 3)
    assert "2 of them are of commitments of other instruments" in board.text
    assert count(client.get(plan.page("instrument_progress")).context["whole"]) == (1, 2)


def test_as_of_a_day_and_in_the_news_it_counts_as_well(client, mali, plan, reader):
    law = make_instrument(mali, short_title="The law")
    report(make_commitment(instrument=law), make_user("wpa", mali), classification="public")
    serve(plan.commitments.get(), law)
    client.force_login(reader)

    assert by_instrument(client, "?as_of=2020-06-02")["The law"] == (0, 2)
    news = client.get(f"{law.page('instrument_changes')}?since=2020-06-03").context["found"].news
    assert [(count(one.before), count(one.now)) for one in news] == [((0, 2), (1, 2))]


def test_a_link_that_a_reader_may_not_see_counts_nothing_for_them(
    client, mali, plan, reader, wpa_mali
):
    law = make_instrument(mali, short_title="The law")
    serve(plan.commitments.get(), law, source=make_source(classification="internal"))
    for person, expected in ((reader, None), (wpa_mali, (1, 2))):
        client.force_login(person)
        assert by_instrument(client).get("The law") == expected
        whole = client.get(law.page("instrument_progress")).context["whole"]
        assert count(whole) == (expected or (0, 0))


def test_what_a_plan_carries_out_counts_the_same_on_every_page(client, mali, plan, reader):
    signed = make_instrument(mali, short_title="The communiqué")
    plan.implements = signed
    plan.save()
    claim = StatedProgress.objects.create(
        country=mali, claim="Half of it", share=50, source=make_source()
    )
    claim.instruments.add(signed)
    serve(plan.commitments.get(), signed)  # said once more: still each action once
    client.force_login(reader)

    assert by_instrument(client) == {"The plan": (1, 2), "The communiqué": (1, 2)}
    for address in (
        "/commitments/progress/", signed.page("instrument_progress"), signed.get_absolute_url()
    ):  # fmt: skip
        context = client.get(address).context
        (said,) = context["claims"] if "claims" in context else context["stated"]["claims"]
        assert (count(said.counted), said.gap) == ((1, 2), 0), address


def test_a_claim_about_two_instruments_counts_what_serves_both_once(client, mali, plan, reader):
    law = make_instrument(mali)
    serve(plan.commitments.get(), law)
    claim = StatedProgress.objects.create(
        country=mali, claim="Half", share=50, source=make_source()
    )
    claim.instruments.add(law, plan)
    client.force_login(reader)

    (said,) = client.get("/commitments/progress/").context["claims"]

    assert count(said.counted) == (1, 2)


def test_invented_rows_stand_in_no_count_of_real_ones(
    client, mali, veloria, plan, bearer, reader, wpa_veloria
):
    invented = instrument(veloria, wpa_veloria, bearer, short_title="Invented")
    make_action(invented.commitments.get())
    shared = make_instrument(short_title="Of all countries")
    serve(invented.commitments.get(), shared)
    client.force_login(reader)

    page = client.get("/commitments/progress/")
    assert count(page.context["whole"]) == (1, 2)
    assert by_instrument(client) == {"The plan": (1, 2)}
    assert "Invented sample countries are left out" in page.text
    assert "invented sample data" not in page.text
    assert count(client.get(shared.page("instrument_progress")).context["whole"]) == (0, 0)
    assert count(client.get(shared.get_absolute_url()).context["stated"]["whole"]) == (0, 0)
    of_sample = client.get("/commitments/progress/?country=veloria")
    assert count(of_sample.context["whole"]) == (1, 3)
    assert "invented sample data" in of_sample.text
    party = client.get("/commitments/parties/ministry/")
    assert (party.context["statuses"].total, count(party.context["progress"])) == (1, (1, 2))

    client.force_login(wpa_veloria)
    for address in ("/commitments/progress/", "/commitments/parties/ministry/"):
        assert "invented sample data" in client.get(address).text
    assert count(client.get("/commitments/progress/").context["whole"]) == (1, 3)


def test_the_measure_of_a_part_leaves_the_rest_alone(mali, plan, reader):
    other = make_instrument(mali)
    make_action(make_commitment(instrument=other))
    measure = Measure(Commitment.objects.for_user(reader), reader)

    assert count(measure.under([other.pk]).whole()) == (0, 1)
    assert count(measure.under([other.pk], outside=True).whole()) == (1, 2)
    assert count(measure.whole()) == (1, 3)
