"""Choosing a file, looking at what it would do, letting it in: told as a person meets it."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import Event
from foundation.imports.models import Batch
from foundation.imports.reading import read
from projects.models import Transaction

from .files import csv_file, xlsx_file
from .ledger import HEADINGS, budget, ledger_file, make_setting, many, sent, transfer

UPLOAD = "/imports/ledger/"


@pytest.fixture
def setting(veloria):
    return make_setting(veloria)


@pytest.fixture
def officer(client, programme_officer, setting):
    client.force_login(programme_officer)
    return client


def files_kept():
    folder = Path(settings.DOCUMENTS_ROOT) / "imports"
    return {path for path in folder.rglob("*") if path.is_file()}


def upload(client, data, name="ledger.csv", url=UPLOAD):
    return client.post(url, {"file": SimpleUploadedFile(name, data)})


def test_the_list_names_what_one_may_import_and_ones_own_files(officer, programme_officer):
    sent(programme_officer, budget())
    page = officer.get("/imports/").text
    assert "Ledger of projects" in page
    assert "New projects" in page
    assert "ledger.csv" in page


def test_who_may_import_nothing_is_told_so(client, reader):
    client.force_login(reader)
    page = client.get("/imports/").text
    assert "Nothing can be imported with your roles" in page
    assert "Ledger of projects" not in page


def test_the_page_of_a_kind_says_what_each_column_is(officer):
    page = officer.get(UPLOAD).text
    for heading in HEADINGS:
        assert heading in page
    assert "certified" in page  # a code
    assert 'enctype="multipart/form-data"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["", "/fr"])
def test_a_template_filled_in_is_a_file_that_can_be_read(officer, ending, language):
    response = officer.get(f"{language}/imports/ledger/template.{ending}")
    assert response["Content-Disposition"] == f'attachment; filename="ledger.{ending}"'
    data = response.content
    if ending == "csv":
        data += b"XV900,budget,AOV,1,2020,,10,,,,,,XV/2022/1\r\n"
        assert read(data, "a.csv").lines[1].cells[0] == "XV900"
    else:
        assert data.startswith(b"PK")
        assert "Columns" in part(data, "xl/workbook.xml") or language
        assert "dataValidation" in part(data, "xl/worksheets/sheet1.xml")
        assert "certified: " in part(data, "xl/sharedStrings.xml")


def test_there_is_no_template_of_another_ending(officer):
    assert officer.get("/imports/ledger/template.exe").status_code == 404


def part(data, name):
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def test_a_good_file_is_shown_before_anything_is_added(officer):
    response = upload(officer, ledger_file(budget(), transfer("119840.35")))
    batch = Batch.objects.get()
    assert response.url == batch.get_absolute_url()
    assert re.fullmatch(r"imports/[0-9a-f]{2}/[0-9a-f]{32}", batch.file.name)

    page = officer.get(response.url).text
    assert "2 rows can be added" in page
    assert "2 new, 0 there already, 0 to correct" in page
    assert "119840.35" in page
    assert "Add 2 rows" in page
    assert not Transaction.objects.exists()


def test_confirming_adds_the_rows_once_and_leaves_one_event_with_the_digest(
    officer, django_capture_on_commit_callbacks
):
    url = upload(officer, ledger_file(budget(), transfer())).url
    files = files_kept()
    assert len(files) == 1
    with django_capture_on_commit_callbacks(execute=True):
        response = officer.post(f"{url}commit/", follow=True)

    batch = Batch.objects.get()
    assert Transaction.objects.count() == 2
    assert "2 rows were added." in response.text
    assert "See the projects" in response.text
    assert (batch.state, batch.new, batch.unchanged) == ("committed", 2, 0)
    assert files_kept() == set()
    events = Event.objects.filter(verb="imported", target_type="imports.Batch")
    assert [(e.details["sha256"], e.details["new"], e.details["unchanged"]) for e in events] == [
        (batch.sha256, 2, 0)
    ]
    again = officer.post(f"{url}commit/", follow=True)
    assert "The rows of this file were added already." in again.text
    assert Transaction.objects.count() == 2


def test_the_same_file_twice_changes_nothing_and_says_so(officer):
    data = ledger_file(budget(), transfer())
    officer.post(f"{upload(officer, data).url}commit/")
    before = list(Transaction.objects.values())
    url = upload(officer, data).url

    page = officer.get(url).text
    assert "Nothing is new in this file" in page
    assert "You added the rows of this very file on" in page
    assert "0 new, 2 there already, 0 to correct" in page
    response = officer.post(f"{url}commit/", follow=True)
    assert "Nothing was new: every row was there already. Nothing was changed." in response.text
    assert list(Transaction.objects.values()) == before
    assert list(Batch.objects.values_list("new", "unchanged").order_by("pk")) == [(2, 0), (0, 2)]


def test_every_error_names_its_row_and_column_and_what_stands_there(officer):
    rows = [budget(), transfer("N/A"), transfer("5,000", on="31/04/2021"), transfer(code="NONE")]
    page = officer.get(upload(officer, ledger_file(*rows)).url).text

    assert "3 rows need a correction" in page
    for told in (
        "Row 3, Amount, “N/A”: Enter a number, such as 119840.35.",
        "Row 4, Date, “31/04/2021”: This is no date. Write it as 2019-04-30.",
        "Row 4, Amount, “5,000”: The comma can be read two ways.",
        "Row 5, Project code, “NONE”: This is not a project you may change.",
    ):
        assert told in page
    links = set(re.findall(r'href="#(r\d+-\w+)"', page))
    assert links == {"r3-amount", "r4-date", "r4-amount", "r5-project"}
    assert all(f'id="{link}"' in page for link in links)
    assert "1 row is ready" in page
    assert "/commit/" not in page


def test_the_error_summary_takes_the_focus_and_the_title_says_what_is_wrong(officer):
    page = officer.get(upload(officer, ledger_file(transfer("x"))).url).text
    assert '<div class="esum msg" role="alert" tabindex="-1"' in page
    assert "<title>1 row needs a correction" in page


def test_the_wrong_rows_come_as_a_file_to_correct_and_nothing_in_it_is_run(officer):
    note = "'=HYPERLINK(1)"  # as our own files write such a text
    rows = [budget(), transfer("N/A", note=note), transfer("+x", voucher="-A")]
    url = upload(officer, ledger_file(*rows)).url
    response = officer.get(f"{url}errors.csv")

    assert response["Content-Type"].startswith("text/csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    heads, first, second = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert heads[:3] == ["Row in the file", "Reasons", "Project code"]
    assert first[:2] == ["3", "Amount: Enter a number, such as 119840.35."]
    assert "'=HYPERLINK(1)" in first
    assert {"'+x", "'-A"} <= set(second)
    again = upload(officer, response.content)
    assert "2 rows need a correction" in officer.get(again.url).text


def test_rows_with_errors_cannot_be_confirmed_by_address(officer):
    url = upload(officer, ledger_file(budget(), transfer("x"))).url
    response = officer.post(f"{url}commit/", follow=True)
    assert "Nothing was added" in response.text
    assert not Transaction.objects.exists()
    assert Batch.objects.get().waits


def test_a_file_that_is_refused_leaves_nothing(officer):
    before = files_kept()
    for data, name, told in (
        (b"", "a.csv", "The file is empty."),
        (csv_file(["A"], ["b"]), "a.csv", "None of the headings is known here."),
        (csv_file(["Project code"], ["b"]), "a.csv", "These columns are missing: Kind,"),
        (b"\x00\x01", "a.csv", "signs that are no text"),
        (b"PK\x03\x04", "a.xlsx", "damaged"),
    ):
        response = upload(officer, data, name)
        assert response.status_code == 422
        assert told in response.text
        assert '<a href="#id_file">' in response.text
    assert "This field is required" in officer.post(UPLOAD, {}).text
    assert not Batch.objects.exists()
    assert files_kept() == before
    assert not Event.objects.filter(verb="denied", details__has_key="reason").exists()


def test_a_file_about_persons_is_refused_whole_not_kept_and_leaves_a_row_in_the_trail(officer):
    before = files_kept()
    data = csv_file([*HEADINGS, "Survivor name"], [*budget(), "Aya"])
    response = upload(officer, data)
    assert response.status_code == 422
    assert "looks like names of persons" in response.text
    assert "Aya" not in response.text
    assert not Batch.objects.exists()
    assert files_kept() == before
    event = Event.objects.get(verb="denied")
    assert event.details == {"kind": "ledger", "reason": "persons"}


def test_what_was_left_aside_is_said(officer):
    rows = [[*HEADINGS, "Remark 7"], [*budget(), "x"]]
    data = xlsx_file(*rows, change=lambda book, sheet: book.add_worksheet("More"))
    page = officer.get(upload(officer, data, "a.xlsx").url).text
    assert "These columns are not known here and were left aside: Remark 7." in page
    assert (
        "Only the first sheet, “Rows”, comes in; 1 other was looked at for persons and left aside."
        in page
    )


def test_cancelling_throws_the_file_away(officer, django_capture_on_commit_callbacks):
    url = upload(officer, ledger_file(budget())).url
    with django_capture_on_commit_callbacks(execute=True):
        response = officer.post(f"{url}cancel/", follow=True)
    assert "Nothing was added." in response.text
    assert files_kept() == set()
    assert "This import was cancelled" in officer.get(url).text
    assert "Send the file again." in officer.post(f"{url}commit/", follow=True).text
    assert not Transaction.objects.exists()


def test_a_file_that_was_changed_on_the_disk_is_not_believed(officer):
    url = upload(officer, ledger_file(budget())).url
    path = Path(settings.DOCUMENTS_ROOT) / Batch.objects.get().file.name
    path.write_bytes(ledger_file(budget("5.00")))
    assert "no longer what was sent" in officer.get(url).text
    officer.post(f"{url}commit/")
    path.unlink()
    assert "no longer here" in officer.get(url).text
    assert officer.get(f"{url}errors.csv").status_code == 404
    officer.post(f"{url}commit/")
    assert not Transaction.objects.exists()


def test_a_long_file_comes_in_pages_and_with_the_same_number_of_queries(officer):
    few = upload(officer, ledger_file(*many(3))).url
    plenty = upload(officer, ledger_file(*many(300))).url
    counts = []
    for url in (few, plenty):
        with CaptureQueriesContext(connection) as queries:
            page = officer.get(url).text
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 30
    assert "300 rows can be added" in page
    assert page.count('<th scope="row"') == 50
    assert "Row 301" in officer.get(f"{plenty}?page=6").text


@pytest.mark.parametrize("name", ["commit", "cancel"])
def test_what_changes_something_is_posted(officer, programme_officer, name):
    batch = sent(programme_officer, budget())
    url = reverse(f"imports:{name}", args=["ledger", batch.reference])
    assert officer.get(url).status_code == 405
    assert Batch.objects.get().waits


def test_a_hostile_name_is_shown_as_text(officer):
    upload(officer, ledger_file(budget()), '<script>"x.csv')
    page = officer.get("/imports/").text
    assert "<script>" not in page.replace("<script src", "")
