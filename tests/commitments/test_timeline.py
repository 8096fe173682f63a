"""Along time: dates with their sources, disputes apart, the chain of what superseded what."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from commitments import timeline
from commitments.models import InstrumentDate
from tests.commitments.factories import make_commitment, make_instrument
from tests.factories import make_source


def keys(members):
    return [(member.key, member.depth, member.above) for member in members]


def test_a_chain_begins_with_the_first_and_shows_each_branch():
    links = {"c": "b", "b": "a", "a": None, "b2": "a", "alone": None}
    assert keys(timeline.chain(links, "b")) == [
        ("a", 0, None), ("b2", 1, "a"), ("b", 1, "a"), ("c", 2, "b"),
    ]  # fmt: skip
    assert keys(timeline.chain(links, "alone")) == [("alone", 0, None)]


def test_what_the_reader_may_not_see_cuts_the_chain():
    assert keys(timeline.chain({"c": "hidden", "d": "c"}, "d")) == [("c", 0, None), ("d", 1, "c")]


links = st.dictionaries(st.integers(0, 9), st.none() | st.integers(0, 9), min_size=1)


@given(links=links, data=st.data())
def test_whatever_points_where_each_stands_once(links, data):
    start = data.draw(st.sampled_from(sorted(links)))
    found = [member.key for member in timeline.chain(links, start)]
    assert start in found
    assert len(found) == len(set(found))
    assert set(found) <= links.keys()


def dated(instrument, day, source=None, event="signed"):
    one = InstrumentDate(
        instrument=instrument, event=event, date_as_written=day, source=source or make_source()
    )
    one.full_clean()
    one.save()
    return one


def test_sources_that_agree_share_an_event_and_rivals_stand_apart(mali):
    instrument = make_instrument(
        mali, period_as_written="2019-2021", period_from=date(2019, 1, 1),
        period_to=date(2021, 12, 31),
    )  # fmt: skip
    dated(instrument, "March 2019")
    dated(instrument, "March 2019")
    first, second = (
        dated(instrument, "2020", event="adopted"),
        dated(instrument, "2018", event="adopted"),
    )

    events = timeline.events_of(instrument)

    assert sorted(str(event.label) for event in events) == sorted([
        "Signed", f"Adopted, says {first.source}", f"Adopted, says {second.source}",
        "period 2019-2021",
    ])  # fmt: skip
    assert {str(e.label): e.rough for e in events}["Signed"] is False  # a month is a point


def test_what_is_due_on_one_day_stands_together():
    class Promise:
        due_from = due_to = date(2020, 6, 30)

        def __init__(self, code):
            self.code = code

    events = timeline.due_events([Promise(f"A{n}") for n in range(5)])
    assert [event.label for event in events] == ["A0, A1, A2 and 2 more"]


def test_the_page_of_an_instrument(client, mali, reader):
    old = make_instrument(mali, short_title="The old one", legal_status="superseded")
    hidden = make_instrument(mali, short_title="The hidden one", classification="internal")
    new = make_instrument(mali, short_title="The new one", supersedes=old)
    hidden.supersedes = new
    hidden.save()
    dated(old, "2015")
    dated(new, "14 November 2019")
    make_commitment(instrument=new, due_as_written="2020", due_from="2020-01-01",
                    due_to="2020-12-31")  # fmt: skip
    client.force_login(reader)

    answer = client.get(reverse("commitments:instrument_timeline", args=["mali", new.slug]))

    boxes = answer.context["chain"].boxes
    assert [(box.label, box.is_here) for box in boxes] == [
        ("The old one", False), ("The new one", True),
    ]  # fmt: skip
    text = answer.content.decode()
    assert "The hidden one" not in text
    assert "14 November 2019" in text
    assert len(answer.context["due"]) == 1


@pytest.mark.parametrize("country", ["", "mali"])
def test_the_page_of_a_country_asks_a_fixed_number_of_times(
    client, mali, veloria, reader, country
):
    client.force_login(reader)
    dated(make_instrument(veloria, short_title="Elsewhere"), "2015")

    def more(number):
        for _n in range(number):
            dated(make_instrument(mali, supersedes=make_instrument(mali)), "2016")

    def queries():
        with CaptureQueriesContext(connection) as found:
            answer = client.get(reverse("commitments:timeline"), {"country": country})
            assert answer.status_code == 200
            assert ("Elsewhere" in answer.content.decode()) is (country == "")
        return len(found)

    more(2)
    queries()
    few = queries()
    more(15)
    assert queries() == few
