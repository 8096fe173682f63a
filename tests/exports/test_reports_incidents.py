"""Files of the incidents room: numbers through one door, and nothing between the lines."""

from datetime import date

import pytest

from foundation.audit.models import Event, Verb
from incidents.actions import choose_main_figure, explain
from incidents.counts import show
from incidents.explained import findings_among, findings_of
from incidents.models import Status
from tests.factories import make_source
from tests.incidents.factories import (
    make_caseload,
    make_draft,
    make_published,
    make_submission,
    make_table,
)

from .world import content_of, count_of, rows_of

HIDDEN = 827364


@pytest.fixture
def rivals(veloria):
    """Two printed records of one measure, and a hidden one that differs from both."""
    first = make_published(veloria, make_source(short_title="One"), stated_total=27, unit="cases")
    make_table(first, [("women", 15), ("girls", 11)])
    make_published(veloria, make_source(short_title="Two"), stated_total=25, unit="cases")
    return first


@pytest.fixture
def hidden(veloria):
    row = make_submission(veloria, make_source(short_title="Three"), stated_total=HIDDEN,
                          unit="cases")  # fmt: skip
    make_table(row, [("women", HIDDEN - 3)])
    return row


def test_each_number_says_what_it_is_or_why_there_is_none(rivals, hidden, reader, reviewer):
    seen = rows_of("incident-records", reader)
    told = {(row["source"], row["part"]): (row["value"], row["value_status"]) for row in seen}
    assert told["One", ""] == (27, "as published")
    assert told["One", "Women"] == (15, "as published")
    assert told["Three", ""] == (None, "not released")
    assert not [row for row in seen if row["source"] == "Three" and row["part"]]
    assert [r["table"] for r in seen if r["source"] == "Three"] == ["", "Survivors"]

    exact = {
        (row["source"], row["part"]): (row["value"], row["value_status"])
        for row in rows_of("incident-records", reviewer)
    }
    assert exact["Three", ""] == (HIDDEN, "exact")
    assert exact["Three", "Women"] == (HIDDEN - 3, "exact")


def test_the_number_of_rows_is_that_of_the_file_and_says_nothing_of_hidden_cells(
    rivals, hidden, reader, reviewer
):
    for user in (reader, reviewer):
        assert count_of("incident-records", user) == len(rows_of("incident-records", user))
    before = count_of("incident-records", reader)
    make_table(hidden, [("women", 1), ("girls", 2)])
    # That there is one more table is known, as on the page of the record.
    assert count_of("incident-records", reader) == before + 1


def test_counting_rows_is_no_sight_and_a_file_is_one(hidden, reviewer, take):
    count_of("incident-records", reviewer)
    assert not Event.objects.filter(verb=Verb.SAW_EXACT).exists()
    export, _data = take("incident-records", reviewer, "json")
    assert Event.objects.filter(verb=Verb.SAW_EXACT, actor_id=reviewer.pk).count() == 1
    assert export.classification == "confidential"
    take("incident-records", reviewer, "json", "audience=internal")
    assert Event.objects.filter(verb=Verb.SAW_EXACT).count() == 1


def test_a_file_of_printed_numbers_is_public(rivals, reader, take):
    assert take("incident-records", reader, "json")[0].classification == "public"


def test_findings_say_nothing_of_hidden_numbers(rivals, hidden, reader, reviewer):
    for_reader = rows_of("incident-findings", reader)
    assert {row["difference"] for row in for_reader} == {1, 2}  # 26 of 27; 27 and 25
    assert "Three" not in str(for_reader)
    assert str(HIDDEN) not in str(for_reader)
    assert {row["what"] for row in for_reader} == {"as published"}

    for_reviewer = rows_of("incident-findings", reviewer)
    assert HIDDEN - 25 in {row["difference"] for row in for_reviewer}
    wide = rows_of("incident-findings", reviewer, audience="public")
    assert wide == for_reader


def _explained(record, by, text):
    finding = findings_of(show([record], by)[0])[0].finding
    explain(record, by=by, finding=finding, text=text)


def test_an_explanation_goes_with_its_finding(rivals, veloria, reader, reviewer):
    _explained(rivals, reviewer, "One is of unknown sex.")
    row = next(row for row in rows_of("incident-findings", reader) if row["added_up"])
    assert (row["difference"], row["explanation"]) == (1, "One is of unknown sex.")
    assert row["outdated"] == ""
    for slug, chosen in (("incident-records", ""), ("incident-comparison", "country=veloria")):
        told = {
            row["explained"] for row in rows_of(slug, reader, chosen) if row["source"] == "One"
        }
        assert any("1 not attributed. One is of unknown sex." in text for text in told), slug
    paper = content_of("incident-comparison", reader, "country=veloria").paper
    assert "One is of unknown sex." in str(paper)
    # Found between records as well, and in the words of the pages.
    between = [row for row in rows_of("incident-findings", reader) if row["added_up"] is None]
    assert [row["finding"].partition(":")[0] for row in between] == ["Totals differ by 2"]


def test_what_is_found_between_records_stands_beside_each_number_of_both(
    rivals, veloria, reader, reviewer
):
    """With its explanation; in a file without the other record there is nothing to say."""
    year = {"occurred_from": date(2018, 1, 1), "occurred_to": date(2018, 12, 31)}
    source = rivals.source
    before = make_published(veloria, source, stated_total=3, unit="cases", **year)
    found = {each.finding.kind.value: each.finding
             for each in findings_among(show([rivals, before], reviewer))}  # fmt: skip
    explain(rivals, by=reviewer, finding=found["unusual"], text="More teams in 2019.")

    rows = rows_of("incident-records", reader)
    one = [row for row in rows if row["record"] == rivals.reference]
    assert len(one) == 3
    for row in one:
        assert "Totals differ by 2: " in row["between"]  # sources come by the number of a record
        assert all(told in row["between"] for told in ("One: 27", "Two: 25"))
        assert "Unusual change, by 24: from 3 in 2018 to 27 in 2019" in row["between"]
        assert row["between_explained"].endswith("More teams in 2019.")
        assert "1 not attributed" not in row["between"]
    earlier = next(row for row in rows if row["record"] == before.reference)
    assert "Unusual change" in earlier["between"]
    alone = rows_of("incident-records", reader, "year=2018")
    assert {(row["between"], row["between_explained"]) for row in alone} == {("", "")}


def test_of_a_hidden_record_nothing_is_said_beside_others(rivals, hidden, reader, reviewer):
    told = [row["between"] for row in rows_of("incident-records", reader)]
    assert "Totals differ by 2" in str(told)
    assert not [text for text in told if "Three" in text or str(HIDDEN) in text]
    assert f"Three: {HIDDEN}" in str([r["between"] for r in rows_of("incident-records", reviewer)])


def test_words_that_may_name_a_number_of_another_record_close_the_file(
    rivals, hidden, reader, reviewer, take
):
    type(hidden).objects.filter(pk=hidden.pk).update(
        status=Status.WITHDRAWN, withdrawn_reason="Counted twice."
    )
    _explained(rivals, reviewer, f"Not {HIDDEN}.")
    assert str(HIDDEN) in str(rows_of("incident-findings", reviewer))
    for slug, chosen in (
        ("incident-findings", ""), ("incident-records", ""),
        ("incident-comparison", "country=veloria"),
    ):  # fmt: skip
        assert take(slug, reviewer, "json", chosen)[0].classification == "confidential"
        wide, data = take(slug, reviewer, "json", f"{chosen}&audience=internal")
        assert (wide.classification, str(HIDDEN) in data.decode()) == ("public", False)
    assert str(HIDDEN) not in str(rows_of("incident-findings", reader))


def test_sources_stand_line_by_line_with_the_one_shown_first(rivals, reader, reviewer):
    choose_main_figure(rivals, by=reviewer, reason="Its groups add up.")
    rows = rows_of("incident-comparison", reader, "country=veloria")
    total = [row for row in rows if row["line"] == "Stated total"]
    assert [(r["source"], r["value"], r["main"]) for r in total] == [
        ("One", 27, True), ("Two", 25, False),
    ]  # fmt: skip
    assert {row["remark"] for row in total} == {"Different by 2"}
    assert total[0]["reason"] == "Its groups add up."


def test_the_reason_is_left_out_where_it_may_speak_of_a_hidden_number(
    rivals, hidden, reader, reviewer
):
    choose_main_figure(rivals, by=reviewer, reason=f"Not {HIDDEN}.")
    rows = rows_of("incident-comparison", reader, "country=veloria")
    assert {row["reason"] for row in rows} == {""}
    assert [row["value_status"] for row in rows if row["source"] == "Three"] == ["not released"]
    paper = content_of("incident-comparison", reader, "country=veloria").paper
    assert str(HIDDEN) not in str(paper)
    exact = rows_of("incident-comparison", reviewer, "country=veloria")
    assert f"Not {HIDDEN}." in {row["reason"] for row in exact}


def test_drafts_and_withdrawn_records_are_for_the_cleared_who_ask(
    rivals, veloria, wpa_veloria, reader, reviewer
):
    make_draft(veloria, wpa_veloria, stated_total=736455)
    for user, status, number in ((reader, "", 0), (reviewer, "", 0), (reviewer, "which=all", 1)):
        rows = rows_of("incident-records", user, status)
        assert len([row for row in rows if row["status"] == "Draft"]) == number
    assert not [r for r in rows_of("incident-records", reader, "which=all")
                if r["status"] == "Draft"]  # fmt: skip


def test_a_year_holds_what_occurred_or_was_verified_in_it(rivals, veloria, reader):
    make_published(veloria, stated_total=7, occurred_from=date(2018, 1, 1),
                   occurred_to=date(2018, 12, 31), verified_from=date(2019, 1, 1),
                   verified_to=date(2019, 12, 31))  # fmt: skip
    for year, number in ((2018, 1), (2019, 3), (2017, 0)):
        found = {r["record"] for r in rows_of("incident-records", reader, f"year={year}")}
        assert len(found) == number


def test_courts_are_numbers_that_may_be_told(veloria, reader, reviewer, take):
    make_caseload(veloria, count=463728, note="Note with 463728")
    make_caseload(veloria, count=12, as_published=True, as_published_reason="Printed.")
    seen = rows_of("justice", reader)
    assert sorted((row["value"], row["value_status"]) for row in seen if row["value"]) == [
        (12, "as published")
    ]
    assert "463728" not in str(seen)
    assert "463728" in str(rows_of("justice", reviewer))
    assert "463728" not in str(rows_of("justice", reviewer, audience="internal"))
    assert take("justice", reviewer, "json")[0].classification == "confidential"


def test_each_report_says_how_small_numbers_are_kept(rivals, reader, take):
    for slug in ("incident-records", "incident-findings", "justice"):
        _export, data = take(slug, reader, "csv")
        assert "Small numbers" in data.decode("utf-8-sig")
