"""Files of the commitments room: two opinions side by side, progress with its method."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from commitments.models import BudgetLine, Serving, StatedProgress
from tests.commitments.factories import (
    make_action,
    make_area,
    make_commitment,
    make_indicator,
    make_instrument,
    make_measurement,
    report,
)
from tests.factories import make_organisation, make_source

from .world import asked, content_of, rows_of

DONE = {"to": "implemented", "classification": "public"}


def proved(**more):
    return {"source": make_source(), **DONE, **more}


def test_what_is_reported_stands_beside_what_is_verified(veloria, wpa_veloria, reviewer, reader):
    commitment = make_commitment(veloria, due_as_written="March 2020",
                                 due_from=date(2020, 3, 1), due_to=date(2020, 3, 31))  # fmt: skip
    make_commitment(instrument=commitment.instrument)
    report(commitment, wpa_veloria, **proved())
    report(commitment, reviewer, to="in-progress", opinion="verified", method_note="Visited.",
           classification="public")  # fmt: skip
    row, other = rows_of("commitments", reader)
    assert (row["reported"], row["verified"]) == ("Implemented", "In progress")
    assert row["disagreement"] == "report and verification differ"
    assert (row["due_as_written"], row["due_to"]) == ("March 2020", date(2020, 3, 31))
    assert row["reported_as_of"] == date(2020, 6, 3)
    assert (other["reported"], other["verified"], other["disagreement"]) == (
        "No information", "", "",
    )  # fmt: skip


def test_an_older_statement_never_lends_its_day_to_a_closed_one(veloria, wpa_veloria, reader):
    commitment = make_commitment(veloria)
    report(commitment, wpa_veloria, as_of=date(2019, 1, 1), classification="public")
    report(commitment, wpa_veloria, **proved(classification="confidential"))
    (row,) = rows_of("commitments", reader)
    assert row["reported"] == "Implemented"  # as open as the instrument
    assert (row["reported_as_of"], row["reported_by"]) == (None, "")
    (row,) = rows_of("commitments", wpa_veloria)
    assert row["reported_as_of"] == date(2020, 6, 3)


def test_the_filters_of_the_table_hold_for_its_file(veloria, mali, reader):
    body = make_organisation("a-body")
    commitment = make_commitment(veloria)
    commitment.duty_bearers.add(body)
    make_commitment(mali)
    assert len(rows_of("commitments", reader)) == 2
    for query in ("lead=a-body", "country=veloria", f"instrument={commitment.instrument_id}"):
        assert [row["title"] for row in rows_of("commitments", reader, query)] == [
            commitment.title
        ]


def test_progress_as_of_a_day_with_its_method_and_the_gap(veloria, wpa_veloria, reader):
    instrument = make_instrument(veloria)
    area = make_area(instrument)
    commitment = make_commitment(instrument=instrument, area=area)
    first, _second = make_action(commitment), make_action(commitment)
    report(first, wpa_veloria, as_of=date(2020, 6, 3), **proved())
    claim = StatedProgress.objects.create(claim="Most of it", share=80, source=make_source(),
                                          country=veloria)  # fmt: skip
    claim.instruments.add(instrument)
    for day, share in (("", Decimal("0.5")), ("2020-06-02", Decimal(0))):
        total, _by_instrument, by_area, _party, _country, stated = (
            rows_of("progress", reader, f"as_of={day}", table=place) for place in range(6)
        )
        assert total[0]["share"] == by_area[0]["share"] == share
        assert by_area[0]["by-area"].startswith("Area 1")
        assert stated[0]["stated"] == Decimal("0.8")
        assert stated[0]["gap"] == 80 - 100 * share
    told = [getattr(block, "text", "") for block in content_of("progress", reader).blocks]
    assert any(text.startswith("Counted share: actions reported as implemented") for text in told)


def test_what_changed_since_a_day_by_either_clock(veloria, wpa_veloria, reader):
    report(make_commitment(veloria), wpa_veloria, as_of=date(2019, 6, 3), classification="public")
    tomorrow = f"{date.today() + timedelta(days=1):%Y-%m-%d}"  # noqa: DTZ011 - the test's own day
    for query, number in (
        ("since=2019-01-01", 1), ("since=2019-07-01", 0),
        ("since=2019-07-01&clock=recorded", 1), (f"since={tomorrow}&clock=recorded", 0),
    ):  # fmt: skip
        tables = {table.name: table for table in content_of("what-changed", reader, query).tables}
        assert len(list(tables["statuses"].rows)) == number


def test_indicators_give_part_and_whole_and_their_target(veloria, reader):
    indicator = make_indicator(veloria, target=30)
    make_measurement(indicator, value=Decimal("29.5"), numerator=426, denominator=1447,
                     date_as_written="2019")  # fmt: skip
    make_indicator(veloria)
    first, second = rows_of("indicators", reader)
    assert (first["part"], first["whole"], first["value"]) == (426, 1447, Decimal("29.5"))
    assert (first["target"], first["status"]) == ("30\u00a0%", "Target not met")
    assert (second["value"], second["status"]) == (None, "No target recorded")


def test_amounts_of_two_sources_are_never_added(veloria, reader):
    action = make_action(make_commitment(veloria))
    for source, amount in ((make_source(), 100), (make_source(), 250)):
        BudgetLine.objects.create(action=action, kind="cost", amount=amount, source=source)
    tables = content_of("action-budget", reader).tables
    assert [rows[-1][1] for rows in (list(t.rows) for t in tables[:2])] == [100, 250]
    assert len(list(tables[2].rows)) == 2


@pytest.fixture
def served(mali, wpa_mali):
    """A law that a plan serves, an accord that the plan carries out, and a closed action."""
    accord = make_instrument(mali, short_title="Accord")
    law = make_instrument(mali, short_title="Law")
    plan = make_instrument(mali, short_title="Plan", implements=accord)
    promise = make_commitment(instrument=plan, area=make_area(plan))
    report(make_action(promise), wpa_mali, **proved())
    make_action(promise)
    make_action(make_commitment(instrument=law))
    Serving.objects.create(commitment=promise, instrument=law, reason="The same promise.")
    return accord


def as_counted(row):
    return row["done"], row["actions"]


def test_a_file_counts_as_the_page_does(client, served, veloria, reader):
    """What serves another instrument counts there too, a plan for its accord, nothing twice in
    the total; invented rows stand in no total of real ones."""
    make_action(make_commitment(veloria))
    client.force_login(reader)
    page = client.get("/commitments/progress/").context
    rows = rows_of("progress", reader, table=1)
    found = {row["by-instrument"]: as_counted(row) for row in rows}
    assert found == {"Accord": (1, 2), "Law": (1, 3), "Plan": (1, 2)}
    assert found == {str(one.short_title): (p.count.done, p.count.total)
                     for one, p in page["by_instrument"]}  # fmt: skip
    (total,) = rows_of("progress", reader)
    assert as_counted(total) == (page["whole"].count.done, page["whole"].count.total) == (1, 3)
    (total,) = rows_of("progress", reader, "country=veloria")
    assert as_counted(total) == (0, 1)
    (total,) = rows_of("progress", reader, f"instrument={served.pk}")
    assert as_counted(total) == (1, 2)


def test_the_brief_counts_as_the_page_does(served, mali, reader):
    tables = {t.name: t for t in content_of("country-brief", reader, "country=mali").tables}
    rows = tables["mali-commitments"].rows
    assert {row[0]: row[4:6] for row in rows} == {
        "Accord": (1, 2), "Law": (1, 3), "Plan": (1, 2),
    }  # fmt: skip


def test_a_file_is_as_closed_as_what_it_counts(mali, programme_officer, reader):
    instrument = make_instrument(mali)
    closed = make_source(classification="confidential")
    make_action(make_commitment(instrument=instrument), source=closed)
    for slug, query in (("progress", ""), ("country-brief", "country=mali")):
        for user, level in ((programme_officer, "confidential"), (reader, "public")):
            about, eyes, choices = asked(slug, user, query)
            about.content(eyes, choices)
            assert eyes.classification == level, slug
