"""Documents of a project: what is expected, editions, what a file says, who may look."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from foundation.audit.models import Event
from foundation.jobs.models import Job
from projects import matrix
from projects.editions import read_later
from projects.models import DocumentText, ProjectDocument, ReportDue
from tests.documents.test_reading import make_pdf
from tests.factories import make_code
from tests.projects.factories import PDF, make_document, make_file, make_project


@pytest.fixture
def project(veloria):
    return make_project(veloria, "XV900", starts_as_written="2023-02-01", ends_as_written="2024")


@pytest.fixture
def officer(client, programme_officer):
    client.force_login(programme_officer)
    return client


def path(name, project, *rest):
    return reverse(f"projects:{name}", args=[project.code, *rest])


def upload(content=PDF, name="report.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_the_matrix_says_what_is_here_linked_missing_late_and_not_expected(project):
    report, letter = make_code(name_en="Report", order=1), make_code(name_en="Letter", order=2)
    make_document(project, kind=letter, state="link", url="https://example.org/letter")
    make_document(project, kind=report, year=2023, state="missing")
    expect = {"project": project, "kind": report}
    ReportDue.objects.create(
        **expect, period_year=2024, due_on=date(2025, 3, 31), expected_since=date(2025, 1, 1)
    )
    ReportDue.objects.create(**expect, period_year=2022, due_on=date(2999, 3, 31))

    table = matrix.build(
        project.documents.all(), project.reports_due.all(), project.starts, project.ends
    )

    assert table.years == (2022, 2023, 2024, None)
    said = {line.kind.name_en: [str(cell.state) for cell in line.cells] for line in table.lines}
    assert said == {
        "Report": ["due", "missing", "late", "not-expected"],
        "Letter": ["not-expected", "not-expected", "not-expected", "link"],
    }
    assert table.missing == 2


def test_a_document_that_is_here_wins_over_the_report_that_was_due(project):
    report = make_code()
    make_file(project, kind=report, year=2023)
    ReportDue.objects.create(project=project, kind=report, period_year=2023)
    table = matrix.build(project.documents.all(), project.reports_due.all(), None, None)
    assert [str(cell.state) for cell in table.lines[0].cells] == ["here"]


def test_a_project_of_a_thousand_years_has_no_thousand_columns(project):
    make_document(project, year=1000)
    make_document(project, year=2020)
    table = matrix.build(project.documents.all(), [], project.starts, project.ends)
    assert len(table.years) < matrix.MOST_YEARS


def test_the_page_shows_the_matrix_and_the_list(officer, project):
    make_document(project, title="Proposal", state="missing")
    page = officer.get(path("documents", project)).content.decode()
    assert "What is expected, and what is here" in page
    assert "Proposal" in page


def test_a_new_edition_takes_the_place_and_the_earlier_one_stays(officer, project):
    old = make_file(project, title="Work plan", year=2023, sha256="0" * 64)
    data = {"file": upload(make_pdf("second")), "classification": "public", "note": "Corrected."}

    response = officer.post(path("document_replace", project, old.pk), data)

    new = ProjectDocument.objects.get(edition=2)
    assert response.url == new.get_absolute_url()
    assert (new.title, new.kind, new.year, new.replaces) == (old.title, old.kind, 2023, old)
    assert list(project.documents.current()) == [new]
    page = officer.get(new.get_absolute_url()).content.decode()
    assert "Edition 2" in page
    assert old.get_absolute_url() in page
    assert "newer edition" in officer.get(old.get_absolute_url()).content.decode()
    assert b"".join(officer.get(old.download_url).streaming_content) == PDF
    assert Event.objects.filter(verb="created", details__edition=2).exists()


def test_an_edition_is_replaced_once(officer, project):
    old = make_file(project, sha256="0" * 64)
    opened = path("document_replace", project, old.pk)
    data = {"classification": "public"}
    assert officer.post(opened, data | {"file": upload(make_pdf("second"))}).status_code == 302

    assert officer.post(opened, data | {"file": upload(make_pdf("third"))}).status_code == 404
    assert officer.get(path("document_edit", project, old.pk)).status_code == 404
    assert ProjectDocument.objects.count() == 2


def test_the_same_file_is_no_new_edition_and_a_hostile_one_neither(officer, project):
    old = make_file(project)
    form = {"classification": "public"}
    same = officer.post(path("document_replace", project, old.pk), form | {"file": upload()})
    assert same.status_code == 302  # its digest was never kept, so nobody knows
    newest = ProjectDocument.objects.get(edition=2)
    again = officer.post(path("document_replace", project, newest.pk), form | {"file": upload()})
    assert again.status_code == 422
    assert "This is the same file." in again.content.decode()
    script = upload(b"%PDF-1.4 /JavaScript (x)")
    hostile = officer.post(path("document_replace", project, newest.pk), form | {"file": script})
    assert hostile.status_code == 422
    nothing = officer.post(path("document_replace", project, newest.pk), form)
    assert nothing.status_code == 422
    assert ProjectDocument.objects.count() == 2


@pytest.mark.parametrize("person", ["reader", "donor", "wpa_veloria", "auditor", "reviewer"])
def test_only_who_keeps_projects_replaces(client, request, project, person):
    old = make_file(project)
    client.force_login(request.getfixturevalue(person))
    response = client.post(
        path("document_replace", project, old.pk), {"file": upload(make_pdf("x"))}
    )
    assert response.status_code == 403
    assert ProjectDocument.objects.count() == 1


def test_a_new_file_is_read_in_the_background_and_found_by_its_words(officer, project):
    data = {
        "title": "Evaluation", "kind": make_code().pk, "state": "here", "classification": "public",
        "file": upload(make_pdf("Les témoins ont été entendus")),
    }  # fmt: skip
    assert officer.post(path("document_add", project), data).status_code == 302
    document = ProjectDocument.objects.get()
    assert "Waiting to be read" in officer.get(document.get_absolute_url()).content.decode()

    call_command("work", until_empty=True)

    assert Job.objects.get().state == "done"
    page = officer.get(document.get_absolute_url()).content.decode()
    assert "Les témoins ont été entendus" in page
    picture = officer.get(path("document_preview", project, document.pk))
    assert picture["Content-Type"] == "image/png"
    assert "sandbox" in picture["Content-Security-Policy"]
    found = officer.get(reverse("projects:all_documents"), {"q": "TEMOINS entendus"})
    assert document.title in found.content.decode()
    nothing = officer.get(reverse("projects:all_documents"), {"q": "temoins absents"})
    assert document.title not in nothing.content.decode()


def test_a_file_that_cannot_be_read_says_so(officer, project):
    document = make_file(project)
    read_later(document)
    call_command("work", until_empty=True)
    assert "Could not be read" in officer.get(document.get_absolute_url()).content.decode()


def test_a_file_that_was_exchanged_meanwhile_leaves_no_old_text(project):
    document = make_file(project)
    read_later(document)
    ProjectDocument.objects.update(sha256="1" * 64)
    Job.objects.update(arguments={"document": document.pk + 999})
    call_command("work", until_empty=True)
    assert DocumentText.objects.get().state == "waiting"


def test_text_and_picture_are_as_closed_as_the_document(client, project, officer, reader):
    document = make_file(project, classification="confidential")
    DocumentText.objects.create(
        document=document, state="read", text="Closed words", words="closed words"
    )
    assert "Closed words" in officer.get(document.get_absolute_url()).content.decode()

    client.force_login(reader)
    assert client.get(document.get_absolute_url()).status_code == 404
    assert client.get(path("document_preview", project, document.pk)).status_code == 404
    everywhere = client.get(reverse("projects:all_documents"), {"q": "closed words"})
    assert document.title not in everywhere.content.decode()


def test_a_document_in_another_country_is_not_there(client, project, wpa_mali):
    document = make_file(project)
    client.force_login(wpa_mali)
    for name in ("document_page", "document_preview"):
        assert client.get(path(name, project, document.pk)).status_code == 404
    assert document.title not in client.get(reverse("projects:all_documents")).content.decode()


def test_a_file_that_is_here_is_not_overwritten_by_an_edit(officer, project):
    document = make_file(project, title="Work plan", sha256="0" * 64)
    opened = path("document_edit", project, document.pk)
    assert path("document_replace", project, document.pk) in officer.get(opened).content.decode()
    data = {
        "title": "Work plan", "kind": document.kind_id, "state": "here", "version": 1,
        "classification": "public", "note": "Seen.", "file": upload(make_pdf("other")),
    }  # fmt: skip

    assert officer.post(opened, data).status_code == 302

    document.refresh_from_db()
    assert (document.note, document.sha256) == ("Seen.", "0" * 64)
    assert b"".join(officer.get(document.download_url).streaming_content) == PDF


def test_a_later_edition_stays_with_the_earlier_ones(officer, project):
    old = make_file(project, title="Work plan")
    form = {"classification": "public", "file": upload(make_pdf("second"))}
    officer.post(path("document_replace", project, old.pk), form)
    new = ProjectDocument.objects.get(edition=2)
    data = {"title": "Plan", "kind": make_code().pk, "state": "here", "version": new.version,
            "classification": "public", "year": 2023}  # fmt: skip

    assert officer.post(path("document_edit", project, new.pk), data).status_code == 302

    new.refresh_from_db()
    assert (new.title, new.kind, new.year) == ("Work plan", old.kind, 2023)
    assert old.get_absolute_url() in officer.get(new.get_absolute_url()).content.decode()


def test_a_file_of_the_admin_is_read_too(officer, project):
    data = {"project": project.pk, "title": "Letter", "kind": make_code().pk, "state": "missing",
            "classification": "public", "file": upload(make_pdf("second"))}  # fmt: skip
    response = officer.post(reverse("admin:projects_projectdocument_add"), data)
    assert response.status_code == 302
    assert DocumentText.objects.get(document__title="Letter").state == "waiting"
    assert Job.objects.filter(kind="projects.read_document").exists()
