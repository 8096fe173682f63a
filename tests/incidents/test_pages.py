"""What the pages say, on the figures of the documents, and how a record moves through them."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

import incidents
from incidents.loading import load
from incidents.models import MainFigure, Status, Submission
from tests.incidents.factories import (
    load_lists,
    make_draft,
    make_published,
    make_submission,
    make_submitted,
    make_table,
)

DATA = Path(incidents.__file__).parent / "data"
MALI = "/incidents/?country=mali&year=2019"


def open_page(client, person, address):
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


@pytest.fixture
def documents(db):
    """Everything the documents say about Mali."""
    load_lists()
    load(json.loads((DATA / "mali.json").read_text("utf-8")), by=None)


def record_url(reference, step=""):
    return f"/incidents/records/{reference}/{step}"


def test_a_reader_sees_the_sources_differ_and_which_figure_was_chosen(client, documents, reader):
    page = open_page(client, reader, MALI)

    for text in (
        "Sources differ", "Different by 2", "Different by 8", "Does not add up",
        "main figure", "One source only", "Main figure chosen by The register",
    ):  # fmt: skip
        assert text in page


def test_the_eleven_that_no_group_has_are_drawn_as_worked_out(client, documents, reader):
    client.force_login(reader)
    response = client.get(MALI)
    (chart,) = response.context["charts"]

    assert [(str(bar.label), bar.cell.value, bar.muted) for bar in chart.bars] == [
        ("Unidentified armed elements", 412, False),
        ("Non-State armed groups, not split further", 264, False),
        ("State forces", 58, False),
        ("No group given", 11, True),
    ]
    assert chart.total.cell.value == 745
    assert "worked out here" in response.content.decode()


def test_late_figures_stand_apart_in_both_years(client, documents, reader):
    client.force_login(reader)
    for year in (2018, 2019):
        late = client.get(f"/incidents/?country=mali&year={year}").context["late_chart"]
        assert [bar.cell.value for bar in late.bars] == [22]


def test_a_record_shows_its_three_clocks_its_tables_and_what_does_not_fit(
    client, documents, reader
):
    page = open_page(client, reader, record_url("z6c5r2vj"))

    for text in ("Occurred", "Verified or reported", "Published", "add up to 35", "10 too many"):
        assert text in page
    late = open_page(client, reader, record_url("w4n8t3hb"))
    assert "later than it occurred" in late


def test_words_without_numbers_are_told_as_such(client, documents, reader):
    page = open_page(client, reader, record_url("d2v7g5wm"))

    assert "castration" in page
    assert "[c]" not in page
    assert "not stated" in page or "no figure given" in page


def test_one_measure_can_be_compared_alone_and_the_others_are_listed(client, documents, reviewer):
    client.force_login(reviewer)
    address = "/incidents/compare/?country=mali&year=2019"
    groups = client.get(address).context["groups"]
    assert [len(group.members) for group in groups] == [3, 2]

    one = client.get(f"{address}&measure={groups[0].slug}")
    assert [group.slug for group in one.context["groups"]] == [groups[0].slug]
    assert "745" in one.content.decode()
    assert client.get("/incidents/compare/?country=nowhere").status_code == 200
    assert client.get(f"{address[:-4]}1066").status_code == 200


def test_the_court_cases_of_both_sources_stand_side_by_side(client, documents, reader):
    client.force_login(reader)
    rows = client.get("/incidents/justice/?country=mali").context["caseloads"]

    assert [(row.count.value, row.unit) for row in rows if row.stage == "Pending"] == [
        (115, "investigations"),
        (115, "cases"),
    ]
    assert [row.count.value for row in rows if row.stage == "Brought to trial"] == [0, 0]


def test_a_country_one_may_not_know_is_like_one_that_does_not_exist(
    client, documents, wpa_veloria
):
    client.force_login(wpa_veloria)
    there, nowhere = (client.get(f"/incidents/?country={slug}") for slug in ("mali", "nowhere"))

    assert there.status_code == nowhere.status_code == 200
    assert "No record matches" in there.content.decode()
    assert client.get(record_url("k7m2q9xd")).status_code == 404
    assert client.get(record_url("nothing9")).status_code == 404


def test_status_tabs_are_for_those_who_may_see_drafts(client, mali, wpa_mali, reader, reviewer):
    make_published(mali)
    make_submitted(mali, wpa_mali)
    for person, expected in ((reader, []), (reviewer, ["All", "Draft", "To review"])):
        client.force_login(person)
        tabs = client.get(MALI).context["tabs"]
        assert [str(label) for label, *_rest in tabs][:3] == expected
    tabs = {str(label): n for label, _href, n, _here in tabs}
    assert (tabs["All"], tabs["To review"]) == (2, 1)


def test_filters_and_orders_are_of_what_a_record_is_about(client, mali, reader):
    make_published(mali, unit="cases")
    make_published(mali, unit="incidents")
    client.force_login(reader)

    assert len(client.get(f"{MALI}&unit=cases").context["records"]) == 1
    assert len(client.get(f"{MALI}&sort=source").context["records"]) == 2
    assert client.get(f"{MALI}&unit=nothing").context["records"] == []
    for odd in ("year=99999999999", "year=x", "page=9", "source=nothing", "status=nothing"):
        assert client.get(f"/incidents/?country=mali&{odd}").status_code == 200


def test_a_record_goes_through_its_pages_by_two_people(client, mali, wpa_mali, reviewer):
    record = make_draft(mali, wpa_mali)
    address = record_url(record.reference)

    client.force_login(wpa_mali)
    assert client.get(f"{address}submit/").status_code == 200
    assert client.post(f"{address}submit/", {"version": 1}).status_code == 302
    assert client.post(f"{address}approve/", {"version": 2}).status_code == 403
    client.force_login(reviewer)
    stale = client.post(f"{address}approve/", {"version": 1})
    assert (stale.status_code, "in the meantime" in stale.content.decode()) == (409, True)
    assert client.post(f"{address}return/", {"version": 2, "reason": ""}).status_code == 422
    assert client.post(f"{address}approve/", {"version": 2}).status_code == 302

    record.refresh_from_db()
    assert (record.status, record.reviewed_by) == (Status.APPROVED, reviewer)


def test_a_step_needs_a_post(client, mali, wpa_mali, reviewer):
    record = make_submitted(mali, wpa_mali)
    client.force_login(reviewer)
    for step in ("approve", "return", "publish", "revoke"):
        client.get(record_url(record.reference, f"{step}/"))
        record.refresh_from_db()
        assert (record.status, record.as_published) == (Status.SUBMITTED, False)


def test_whoever_entered_it_is_told_that_another_decides(client, mali, wpa_mali):
    record = make_submitted(mali, wpa_mali)

    page = open_page(client, wpa_mali, record.get_absolute_url())

    assert "A reviewer other than you" in page
    assert "Approve" not in page


def test_opening_counts_on_its_page_opens_them_to_readers(client, mali, reader, reviewer):
    record = make_submission(mali)
    client.force_login(reviewer)
    answer = client.post(
        record_url(record.reference, "publish/"), {"version": 1, "reason": "Printed on p. 3."}
    )
    assert answer.status_code == 302

    assert "734,982" in open_page(client, reader, record.get_absolute_url())


def test_the_main_figure_is_chosen_on_its_page(client, mali, reviewer, wpa_mali):
    record = make_published(mali)
    address = record_url(record.reference, "main-figure/")
    for person, status in ((wpa_mali, 403), (reviewer, 302)):
        client.force_login(person)
        assert client.post(address, {"reason": "It adds up."}).status_code == status
    assert client.post(address, {"reason": ""}).status_code == 422
    assert MainFigure.objects.get().chosen_by == reviewer


def test_the_reason_of_a_choice_goes_with_the_counts(client, mali, reader, reviewer):
    make_published(mali)
    hidden = make_submission(mali)
    MainFigure.objects.create(
        country=mali, submission=hidden, reason="It says more.", unit=hidden.unit,
        verification=hidden.verification, occurred_from=hidden.occurred_from,
        occurred_to=hidden.occurred_to, chosen_by=reviewer,
    )  # fmt: skip
    told, kept = (open_page(client, person, MALI) for person in (reviewer, reader))

    assert "It says more." in told
    assert "It says more." not in kept
    assert "chosen by Reviewer" in told
    assert "chosen by Station of Reviewer" in kept  # a reader knows no name


def test_who_did_what_is_read_by_those_who_may_see_the_counts(client, mali, wpa_mali, reader):
    record = make_published(mali)
    for person, expected in ((wpa_mali, True), (reader, False)):
        client.force_login(person)
        client.get(reverse("incidents:overview"))
        response = client.get(record.get_absolute_url())
        assert bool(response.context["steps"]) is False  # nothing was done yet
        assert ("Approved records are locked" in response.content.decode()) is expected


@pytest.mark.parametrize("person", ["reader", "reviewer"])
def test_queries_do_not_grow_with_the_records(
    client, request, mali, person, django_assert_max_num_queries
):
    client.force_login(request.getfixturevalue(person))
    compare = "/incidents/compare/?country=mali&year=2019"
    for rounds in (1, 12):
        for n in range(rounds):
            record = make_published(mali) if n % 2 else make_submission(mali)
            make_table(record)
            make_table(record, dimensions=["perpetrator"])
        for address, most in ((MALI, 33), (compare, 22), (record.get_absolute_url(), 24)):
            with django_assert_max_num_queries(most):
                client.get(address)


def test_pages_of_the_sample_country_say_so(client, veloria, mali, reader):
    sample, real = make_published(veloria), make_published(mali)
    for record, expected in ((sample, True), (real, False)):
        for address in (
            record.get_absolute_url(),
            f"/incidents/?country={record.country.slug}",
            f"/incidents/compare/?country={record.country.slug}",
        ):
            assert ("invented sample data" in open_page(client, reader, address)) is expected
    assert Submission.objects.count() == 2
