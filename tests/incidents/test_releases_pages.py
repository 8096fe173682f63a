"""The pages of releases: what each reader finds, what is refused, what is kept while typing."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse

from foundation.audit.models import Event
from foundation.exports.models import Export
from incidents.models import Release
from incidents.releases import actions
from overview.searching import find
from tests.factories import make_user

from .release_factories import correct, make_record, make_release, printed, released, run

COUNTS = [[30, 12, 41, 8], [2, 27, 19, 11], [9, 14, 22, 3], [15, 25, 11, 17]]
LIST = "/incidents/releases/"


@pytest.fixture
def record(veloria, wpa_veloria):
    return make_record(veloria, COUNTS, author=wpa_veloria, reviewed_by=make_user(name="Other"))


@pytest.fixture
def approved(record, reviewer, second_reviewer):
    return released(record, reviewer, second_reviewer, "region", handling="Handle with care.")


@pytest.fixture
def waiting(approved, record, reviewer):
    return make_release(record, reviewer, audience="internal", title="Waiting table")


def url(name, release):
    return reverse(f"incidents:release_{name}", args=[release.reference])


def page(client, person, address, status=200):
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == status, address
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("person", ["reader", "donor", "programme_officer", "auditor"])
def test_what_is_released_is_read_by_everybody_and_what_waits_by_nobody_uncleared(
    client, request, approved, waiting, person
):
    by = request.getfixturevalue(person)
    text = page(client, by, approved.get_absolute_url())
    for words in (
        "Veloria 2023/1", "Sample table", "Sample source", "Handle with care.", "How to cite",
        approved.checksum, "fewer than 5", "Everybody who may sign in", "Reported, not verified",
    ):  # fmt: skip
        assert words in text
    assert "What is withheld, and why" not in text

    listed = page(client, by, LIST)
    assert ("Veloria 2023/1" in listed, "Waiting table" in listed) == (True, False)
    page(client, by, waiting.get_absolute_url(), 404)
    page(client, by, url("check", approved), 403)


def test_names_of_staff_are_for_staff(client, approved, reader, programme_officer):
    address = approved.get_absolute_url()
    assert "Second reviewer" in page(client, programme_officer, address)
    assert "Second reviewer" not in page(client, reader, address)


def test_a_release_for_staff_is_not_there_for_readers(
    client, record, reviewer, second_reviewer, reader, programme_officer
):
    release = released(record, reviewer, second_reviewer, "region", audience="internal")
    address = release.get_absolute_url()
    assert "Staff" in page(client, programme_officer, address)
    page(client, reader, address, 404)
    assert "Sample table" not in page(client, reader, LIST)


def test_another_country_s_release_does_not_exist(client, approved, waiting, wpa_mali, mali):
    abroad = make_user("reviewer", mali, name="Reviewer of Mali")
    for by in (wpa_mali, abroad):
        page(client, by, approved.get_absolute_url(), 404)
    for name in ("approve", "withdraw", "prepare", "edit", "edition", "check"):
        page(client, abroad, url(name, waiting), 404)
        page(client, wpa_mali, url(name, waiting), 404 if name == "check" else 403)


def test_the_cleared_see_the_preview_with_its_reasons_and_leave_a_row(
    client, waiting, wpa_veloria, second_reviewer
):
    for by in (wpa_veloria, second_reviewer):
        before = Event.objects.filter(verb="saw-exact").count()
        text = page(client, by, waiting.get_absolute_url())
        assert "Preview" in text
        assert "Shields a small number" in text
        assert "no withheld small number can be worked out" in text
        assert Event.objects.filter(verb="saw-exact").count() > before


def test_the_reasons_of_an_approved_release_have_a_page_of_their_own(
    client, approved, wpa_veloria
):
    assert "Shields" not in page(client, wpa_veloria, approved.get_absolute_url())
    before = Event.objects.filter(verb="saw-exact").count()
    assert "Small" in page(client, wpa_veloria, url("check", approved))
    assert Event.objects.filter(verb="saw-exact").count() == before + 1


def test_a_release_is_approved_by_another_on_its_page(client, waiting, reviewer, second_reviewer):
    client.force_login(reviewer)
    posted = {"version": waiting.version}
    assert "somebody else has to decide" in page(client, reviewer, url("approve", waiting))
    assert client.post(url("approve", waiting), posted).status_code == 403

    client.force_login(second_reviewer)
    assert client.post(url("approve", waiting), posted).status_code == 302
    waiting.refresh_from_db()
    assert str(waiting) == "Veloria 2023/2"
    assert client.post(url("approve", waiting), posted).status_code == 409


def test_what_is_outdated_is_said_and_prepared_again(
    client, record, waiting, reviewer, second_reviewer
):
    other = make_release(record, reviewer, "occurred")
    actions.approve(other, by=second_reviewer)
    client.force_login(second_reviewer)

    answer = client.post(url("approve", waiting), {"version": waiting.version})
    assert answer.status_code == 409
    assert "Prepare it again" in answer.content.decode()
    assert "prepared again" in page(client, second_reviewer, waiting.get_absolute_url())

    assert client.post(url("prepare", waiting), {"version": waiting.version}).status_code == 302
    assert "worked out" in page(client, second_reviewer, waiting.get_absolute_url())
    run(waiting)
    posted = {"version": waiting.version}
    assert client.post(url("approve", waiting), posted).status_code == 302


def test_a_withdrawn_release_keeps_its_page_and_its_reason_without_numbers(
    client, approved, reviewer, reader
):
    client.force_login(reviewer)
    posted = {"version": approved.version, "reason": ""}
    assert client.post(url("withdraw", approved), posted).status_code == 422
    posted["reason"] = "The source took it back."
    assert client.post(url("withdraw", approved), posted).status_code == 302
    assert client.post(url("withdraw", approved), posted).status_code == 409

    text = page(client, reader, approved.get_absolute_url())
    assert "The source took it back." in text
    for count in printed(approved).values():
        assert count is None or not re.search(rf">\s*{count}\s*<", text)


def typed(**changes):
    return {
        "title": "Typed title", "audience": "public", "source_as_cited": "Typed source",
        "handling": "", "threshold": 5, "by-1": ["region"], "step-1": "quarter", **changes,
    }  # fmt: skip


def test_a_release_is_made_from_a_record_on_its_page(client, record, reviewer, wpa_veloria):
    make = reverse("incidents:release_make", args=[record.reference])
    assert make in page(client, reviewer, record.get_absolute_url())
    page(client, wpa_veloria, make, 403)
    add = reverse("incidents:release_add")
    assert record.reference in page(client, reviewer, add)
    assert client.get(f"{add}?record={record.reference}").url == make

    client.force_login(reviewer)
    answer = client.post(make, typed())
    release = Release.objects.get()
    assert answer.url == release.get_absolute_url()
    assert (release.status, release.author, release.title) == ("draft", reviewer, "Typed title")
    assert "being worked out" in page(client, reviewer, release.get_absolute_url())
    assert run(release).status == "prepared"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"threshold": 4}, "at least 5"),
        ({"by-1": []}, "at least one table"),
        ({"by-1": ["occurred"], "step-1": "month"}, "month"),
        ({"title": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, record, reviewer, wrong, words):
    client.force_login(reviewer)
    make = reverse("incidents:release_make", args=[record.reference])
    answer = client.post(make, typed(**wrong))
    text = answer.content.decode()

    assert answer.status_code == 422
    assert words in text
    assert "Typed source" in text
    assert not Release.objects.exists()


def test_two_who_edit_are_both_shown(client, record, reviewer):
    release = make_release(record, reviewer)
    client.force_login(reviewer)
    edit, seen = url("edit", release), release.version
    assert client.get(edit).status_code == 200
    assert client.post(edit, typed(version=seen, title="First title")).status_code == 302

    answer = client.post(edit, typed(version=seen, title="Second title"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "First title" in text
    assert "Second title" in text
    release.refresh_from_db()
    assert release.title == "First title"
    assert run(release).status == "prepared"


def test_almost_nothing_printed_is_said_with_the_coarser_table(client, veloria, reviewer):
    few = [[1, 0, 1, 1], [1, 0, 0, 1], [0, 1, 1, 0], [1, 0, 1, 1]]
    release = make_release(make_record(veloria, few), reviewer)
    text = page(client, reviewer, release.get_absolute_url())
    assert "Almost nothing is printed." in text
    assert "of the cells would be printed" in text


def test_an_edition_shows_what_changed_and_leads_both_ways(
    client, approved, record, reviewer, second_reviewer, reader
):
    client.force_login(reviewer)
    assert client.get(url("edition", approved)).status_code == 404
    correct(record, [[row[0] + 30, *row[1:]] for row in COUNTS])
    client.force_login(reviewer)
    assert url("edition", approved) in page(client, reviewer, approved.get_absolute_url())
    assert client.post(url("edition", approved), typed()).status_code == 302
    edition = run(Release.objects.get(edition_of=approved))
    actions.approve(edition, by=second_reviewer)

    text = page(client, reader, edition.get_absolute_url())
    assert "Veloria 2023/1, edition 2" in text
    assert "Against the edition before" in text
    assert "+30" in text
    before = page(client, reader, approved.get_absolute_url())
    assert edition.get_absolute_url() in before
    listed = page(client, reader, "/incidents/?country=veloria")
    assert ("edition 2" in listed, listed.count("Veloria 2023/1")) == (True, 1)


def test_releases_are_found_by_how_they_are_cited(approved, waiting, reader, wpa_veloria):
    for words in ("2023/1", "veloria 2023/1", "XVE 2023/1"):
        hits = {hit.title for group in find(words, reader) for hit in group.hits}
        assert "Veloria 2023/1" in hits
    waits = {hit.title for group in find("waiting table", reader) for hit in group.hits}
    assert waits == set()
    assert {hit.title for group in find("waiting", wpa_veloria) for hit in group.hits}


def test_the_country_pages_lead_to_releases(client, approved, reader):
    for address in ("/incidents/?country=veloria", "/countries/veloria/"):
        assert approved.get_absolute_url() in page(client, reader, address)


def take(client, person, release, ending, report="released-tables"):
    client.force_login(person)
    answer = client.post(
        reverse("exports:report", args=[report]),
        {"release": release.reference, "audience": "public", "take": ending},
    )
    return b"".join(answer.streaming_content) if answer.streaming else answer


def test_a_file_holds_what_the_page_shows_and_says_what_it_is(client, approved, reader):
    text = take(client, reader, approved, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text.partition("---")[0])))
    cells = printed(approved)

    assert len([row for row in rows if row["Table"]]) == len(cells)
    for row, ((_table, code), count) in zip(rows, cells.items(), strict=False):
        assert row["Code"] == code
        assert row["Count"] == ("" if count is None else str(count))
        assert row["Status of the number"] == ("withheld" if count is None else "printed")
    for words in (
        "Veloria 2023/1", "Sample table", "Sample source", approved.checksum, "Incidents",
        "Reported, not verified", "counts below 5 are withheld", "Edition: 1",
    ):  # fmt: skip
        assert words in text
    told = json.loads(take(client, reader, approved, "json"))
    assert told["tables"][0]["count"] == len(cells)
    assert take(client, reader, approved, "xlsx")[:2] == b"PK"


def test_the_hxl_file_has_its_tags_under_the_heads_and_nothing_after_its_rows(
    client, approved, reader
):
    text = take(client, reader, approved, "csv", "released-tables-hxl").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    at = next(n for n, line in enumerate(lines) if "#value" in line)
    assert at < 25
    assert "#adm1+name" in lines[at]
    assert len(lines) == at + 1 + len(printed(approved))
    withheld = [line for line in lines[at + 1 :] if line[-1] == "withheld"]
    assert withheld
    assert all(line[-2] == "" for line in withheld)


def test_neither_a_draft_nor_what_was_withdrawn_is_taken_out(
    client, approved, waiting, reader, reviewer, second_reviewer
):
    for by in (reader, second_reviewer):
        assert take(client, by, waiting, "csv").status_code == 422
    offered = page(client, reader, reverse("exports:report", args=["released-tables"]))
    assert "Waiting table" not in offered
    assert waiting.reference not in offered
    actions.withdraw(approved, by=reviewer, reason="Wrong.")
    assert take(client, reader, approved, "csv").status_code == 422


def test_a_file_for_everybody_holds_nothing_that_is_for_staff(
    client, record, reviewer, second_reviewer, wpa_veloria
):
    staff = released(record, reviewer, second_reviewer, "region", audience="internal")
    answer = take(client, wpa_veloria, staff, "csv")
    assert (answer.status_code, Export.objects.exists()) == (422, False)
