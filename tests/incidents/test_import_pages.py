"""A file of counts as its sender meets it: the pages, what headings mean, the trail it leaves."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.audit.models import Event
from foundation.imports.actions import sweep
from foundation.imports.models import Batch, ColumnMapping
from incidents.models import Cell, Submission
from tests.factories import make_user
from tests.imports.files import csv_file

from .factories import make_draft
from .import_files import RECORD, added, counts, long_file, make_setting

UPLOAD = "/imports/submission/"
ROWS = [["XV01", "women", 12], ["XV02", "girls", 5]]
OWN_WORDS = ["Pays", "Quelle", "Was", "Stufe", "Jahr", "Gebiet", "F", "M"]
MEANT = ["country", "source", "unit", "verification", "happened", "region",
         "across:survivor:women", "across:survivor:men"]  # fmt: skip


@pytest.fixture
def setting(veloria):
    return make_setting(veloria)


@pytest.fixture
def wpa(client, setting):
    client.force_login(setting.wpa)
    return client


def upload(client, data, url=UPLOAD):
    return client.post(url, {"file": SimpleUploadedFile("counts.csv", data)})


def own_words(*rows):
    return csv_file(OWN_WORDS, *([*RECORD, *row] for row in rows))


def meant(**others):
    return {**{f"c{n}": name for n, name in enumerate(MEANT)}, **others}


def seal(page):
    return page.partition('name="seen" value="')[2].partition('"')[0]


def confirm(client, url):
    return client.post(f"{url}commit/", {"seen": seal(client.get(url).text)}, follow=True)


def test_a_file_is_shown_by_record_and_table_and_saved_as_a_draft(wpa, setting):
    url = upload(wpa, long_file(*ROWS)).url
    page = wpa.get(url).text
    assert "2 rows can be added" in page
    assert "a new draft" in page
    assert "region × survivors" in page
    assert "Sample." in page
    assert "Save as a draft" in page
    assert not Submission.objects.exists()

    assert "2 rows were added." in confirm(wpa, url).text
    record = Submission.objects.get()
    assert record.author == setting.wpa
    batch = Batch.objects.get()
    events = Event.objects.exclude(verb__in=["signed-in", "saw-exact"]).order_by("pk")
    assert [(e.verb, e.target_type) for e in events] == [
        ("created", "incidents.Submission"), ("imported", "imports.Batch"),
    ]  # fmt: skip
    assert events[1].details["sha256"] == batch.sha256
    assert "12" not in str(events[0].details)


def test_a_draft_has_a_page_to_bring_its_tables_in(wpa, setting):
    added(setting.wpa, long_file(*ROWS))
    record = Submission.objects.get()
    address = f"{record.get_absolute_url()}import/"
    assert address in wpa.get(record.get_absolute_url()).text
    assert "Bring in its tables from a file" in wpa.get(address).text
    data = csv_file(["Region", "Women", "Girls"], ["XV01", 13, ""], ["XV02", "", 5])
    url = upload(wpa, data, address).url
    seen = Event.objects.filter(verb="saw-exact").count()
    page = wpa.get(url).text
    assert "was 12" in page
    assert Event.objects.filter(verb="saw-exact", target_id=str(record.pk)).count() > seen
    response = confirm(wpa, url)
    assert "0 rows were added. 1 row was changed." in response.text
    assert "See the record" in response.text
    assert counts() == {("XV01", "women"): 13, ("XV02", "girls"): 5}


def test_only_ones_own_open_draft_has_such_a_page(client, wpa, setting, mali, programme_officer):
    record = make_draft(setting.country, setting.wpa)
    url = f"{record.get_absolute_url()}import/"
    assert wpa.get(url).status_code == 200
    for person, expected in (
        (make_user("wpa", setting.country), 403), (make_user("wpa", mali), 404),
        (programme_officer, 403),
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(url).status_code == expected
        assert upload(client, long_file(*ROWS), url).status_code == expected
    Submission.objects.update(status="submitted")
    client.force_login(setting.wpa)
    assert upload(client, long_file(*ROWS), url).status_code == 403
    assert not Batch.objects.exists()


def test_two_people_or_windows_get_409_and_both_texts(wpa, setting):
    added(setting.wpa, long_file(*ROWS))
    url = upload(wpa, long_file(["XV01", "women", 99])).url
    seen = seal(wpa.get(url).text)
    Submission.objects.update(version=7)
    Cell.objects.filter(count=12).update(count=14)
    response = wpa.post(f"{url}commit/", {"seen": seen})
    assert response.status_code == 409
    assert "the register changed since this file was checked" in response.text
    assert "was 14" in response.text
    assert "99" in response.text
    wpa.post(f"{url}commit/", {"seen": seal(response.text)})
    assert counts()["XV01", "women"] == 99


def test_a_confirmation_without_what_was_seen_is_not_believed(wpa):
    url = upload(wpa, long_file(*ROWS)).url
    for data in ({}, {"seen": "0" * 64}):
        assert wpa.post(f"{url}commit/", data).status_code == 409
    assert not Submission.objects.exists()


def test_unknown_headings_are_asked_about_and_remembered_for_the_source(wpa, setting):
    url = upload(wpa, own_words(["XV01", 12, 3])).url
    address = f"{url}columns/"
    assert wpa.get(url).url == address
    page = wpa.get(address).text
    assert page.count("<select") == len(OWN_WORDS)
    assert '<option value="country" selected>' in page
    response = wpa.post(address, meant())
    assert response.url == url
    assert "2 rows can be added" in wpa.get(url).text
    confirm(wpa, url)
    assert counts() == {("XV01", "women"): 12, ("XV01", "men"): 3}

    mapping = ColumnMapping.objects.get()
    assert (mapping.source, mapping.by) == (setting.source, setting.wpa)
    assert Event.objects.filter(target_type="imports.ColumnMapping").count() == 1
    next_url = upload(wpa, own_words(["XV02", 1, 1])).url
    assert "2 rows can be added" in wpa.get(next_url).text


def test_what_was_remembered_is_shown_and_can_be_changed(wpa):
    url = upload(wpa, own_words(["XV01", 12, 3])).url
    wpa.post(f"{url}columns/", meant())
    assert f"{url}columns/" in wpa.get(url).text
    wpa.post(f"{url}columns/", meant(c7="across:survivor:boys"))
    confirm(wpa, url)
    assert counts() == {("XV01", "women"): 12, ("XV01", "boys"): 3}
    assert ColumnMapping.objects.get().headings["m"] == "across:survivor:boys"


def test_what_has_no_place_makes_the_file_go(wpa):
    url = upload(wpa, own_words(["XV01", 12, 3])).url
    response = wpa.post(f"{url}columns/", meant(c7="-"), follow=True)
    assert "The file was thrown away" in response.text
    assert Batch.objects.get().state == "cancelled"
    assert not ColumnMapping.objects.exists()
    assert not Cell.objects.exists()


def test_a_heading_about_persons_cannot_be_explained_away(wpa):
    data = csv_file([*OWN_WORDS, "Survivor name"], [*RECORD, "XV01", 1, 2, "x"])
    response = upload(wpa, data)
    assert response.status_code == 422
    assert "looks like names of persons" in response.text
    assert not Batch.objects.exists()


def test_nor_by_what_was_said_of_it_for_the_source_before(wpa, setting):
    ColumnMapping.objects.create(kind="submission", source=setting.source, by=setting.wpa,
                                 headings={"survivor name": "as_written"})  # fmt: skip
    data = long_file(["XV01", "women", 1, "x"],
                     headings=("Region", "Survivors", "Count", "Survivor name"))  # fmt: skip
    assert "looks like names of persons" in upload(wpa, data).text
    assert not Batch.objects.exists()


def test_headings_that_nobody_explains_are_kept_for_an_hour_and_never_let_in(wpa):
    url = upload(wpa, own_words(["XV01", 12, 3])).url
    assert wpa.post(f"{url}commit/", {"seen": ""}).status_code == 302
    assert not Cell.objects.exists()
    assert "Choose" in wpa.post(f"{url}columns/", meant(c7="")).text
    assert Batch.objects.get().state == "mapping"
    assert sweep() == 0
    Batch.objects.update(at="2020-01-01T00:00Z")
    assert sweep() >= 1
    assert Batch.objects.get().state == "expired"


def test_headings_that_leave_something_out_are_told_on_the_page(wpa):
    url = upload(wpa, own_words(["XV01", 12, 3])).url
    response = wpa.post(f"{url}columns/", meant(c2="page"))
    assert response.status_code == 422
    assert "These columns are missing: Unit." in response.text


def test_headings_of_a_closed_source_help_nobody_else(client, wpa, setting, mali):
    url = upload(wpa, own_words(["XV01", 12, 3])).url
    wpa.post(f"{url}columns/", meant())
    setting.source.classification = "strict"
    setting.source.save()
    again = upload(wpa, own_words(["XV01", 12, 3])).url
    assert wpa.get(again).url == f"{again}columns/"
    assert not ColumnMapping.objects.for_user(setting.wpa).exists()
    assert ColumnMapping.objects.for_user(make_user("reviewer", everywhere=True)).exists()


def test_more_rows_ask_no_more(wpa):
    found = []
    for rows in (3, 300):
        data = long_file(*([f"{1900 + n}", 1] for n in range(rows)), headings=("Month", "Count"))
        url = upload(wpa, data).url
        with CaptureQueriesContext(connection) as queries:
            page = wpa.get(url).text
        assert f"{rows} rows can be added" in page
        found.append(len(queries))
        wpa.post(f"{url}cancel/")
    assert found[0] == found[1]
    assert found[0] <= 45


def test_who_may_not_add_records_has_no_such_page(client, setting, cast):
    for name, person in cast.items():
        client.force_login(person)
        expected = 200 if name.startswith("wpa") else 403
        assert client.get(UPLOAD).status_code == expected
