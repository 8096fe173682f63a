"""What changed since a day: by two clocks, row by row as far as its reader may know it."""

from datetime import date

import pytest
import time_machine

from commitments.models import InstrumentDate
from tests.commitments.factories import (
    make_action,
    make_commitment,
    make_indicator,
    make_instrument,
    make_measurement,
    report,
)
from tests.commitments.test_disputes import make_dispute
from tests.factories import make_source

DONE = {"to": "implemented", "evidence": "A copy.", "classification": "public"}


def make_date(instrument, text, **fields):
    row = InstrumentDate(
        instrument=instrument, event="signed", date_as_written=text,
        source=fields.pop("source", None) or make_source(), **fields,
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


@pytest.fixture
def instrument(mali, wpa_mali):
    """About 2020 and 2022; all of it recorded on 1 May 2023."""
    with time_machine.travel("2023-05-01T08:00:00Z"):
        instrument = make_instrument(mali)
        commitment = make_commitment(instrument=instrument, title="Open an office")
        old, new = make_action(commitment), make_action(commitment)
        report(old, wpa_mali, as_of=date(2020, 1, 1), note="The old one.", **DONE)
        report(new, wpa_mali, as_of=date(2022, 1, 1), note="The new one.", **DONE)
        make_date(instrument, "March 2019", note="Signed early")
        make_date(instrument, "March 2022", note="Signed late")
        indicator = make_indicator(mali, instrument=instrument)
        make_measurement(indicator, value=1, date_as_written="2020", value_as_written="1 of 9")
        make_measurement(indicator, value=2, date_as_written="2022", value_as_written="2 of 9")
    return instrument


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


OLD, NEW = ("The old one.", "Signed early", "1 of 9"), ("The new one.", "Signed late", "2 of 9")


@pytest.mark.parametrize(
    ("query", "old", "new"),
    [
        ("since=2021-06-01", False, True),
        ("since=2019-01-01", True, True),
        ("since=2022-06-01&clock=recorded", True, True),
        ("since=2023-05-02&clock=recorded", False, False),
        ("since=2023-05-02", False, False),
    ],
)
def test_by_the_day_it_is_about_and_by_the_day_it_was_recorded(
    client, instrument, reader, query, old, new
):
    client.force_login(reader)
    for address in (instrument.page("instrument_changes"), "/commitments/changes/"):
        shown = page(client, f"{address}?{query}")
        assert [text in shown for text in OLD] == [old] * 3
        assert [text in shown for text in NEW] == [new] * 3


def test_the_counted_share_before_and_now(client, instrument, reader):
    client.force_login(reader)

    shown = page(client, "/commitments/changes/?country=mali&since=2021-06-01")
    still = page(client, "/commitments/changes/?country=mali&since=2022-02-01")

    assert "50.0\u00a0% to 100.0" in shown.replace("&nbsp;", "\u00a0")
    assert "Counted share unchanged: 100.0" in still


def test_each_row_is_as_open_as_it_is(client, instrument, reader, focal_point, wpa_mali):
    closed_source = make_source(classification="internal")
    action = make_action(instrument.commitments.get())
    report(action, wpa_mali, as_of=date(2022, 5, 1), note="Said in private.")
    make_date(instrument, "May 2022", note="Known to few", source=closed_source)
    make_measurement(
        instrument.indicators.get(), value=3, date_as_written="2022", value_as_written="3 of 9",
        source=closed_source,
    )  # fmt: skip
    address = instrument.page("instrument_changes") + "?since=2021-06-01"

    for person, sees in ((reader, False), (focal_point, True)):
        client.force_login(person)
        shown = page(client, address)
        for text in ("Said in private.", "Known to few", "3 of 9"):
            assert (text in shown) is sees


def test_a_dispute_of_late_is_news_of_an_old_change(client, instrument, reader, focal_point):
    change = instrument.status_changes.get(note="The old one.")
    make_dispute(change, focal_point)
    client.force_login(reader)

    shown = page(client, "/commitments/changes/?since=2023-05-02&clock=recorded")

    assert "The old one." in shown
    assert "No such office was found." in shown


def test_a_value_corrected_of_late_is_news(client, instrument, reader):
    row = instrument.dates.get(note="Signed early")
    row.page = "p. 3"
    row.save()
    client.force_login(reader)

    shown = page(client, "/commitments/changes/?since=2023-05-02&clock=recorded")

    assert "Signed early" in shown
    assert "Signed late" not in shown


def test_an_indicator_of_the_country_alone_stands_with_its_country(client, mali, reader):
    make_instrument(mali)
    make_measurement(make_indicator(mali), value=4, date_as_written="2022", value_as_written="4 x")
    client.force_login(reader)

    assert "4 x" in page(client, "/commitments/changes/?country=mali&since=2022-01-01")
    assert "4 x" not in page(client, "/commitments/changes/?since=2022-01-01")


def test_another_country_has_no_news_for_me(client, instrument, wpa_veloria):
    client.force_login(wpa_veloria)

    shown = page(client, "/commitments/changes/?since=2019-01-01")

    assert "Nothing changed since 1 January 2019" in shown
    assert instrument.short_title not in shown


def test_a_day_that_is_none_is_said_to_be_none(client, instrument, reader):
    client.force_login(reader)
    assert "Enter a valid date" in page(client, "/commitments/changes/?since=soon")
