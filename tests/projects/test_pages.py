"""The pages of one project: adding, editing together, entries, documents, history."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.audit.models import Event
from projects.models import Project, ProjectDocument, RegisterEntry
from tests.factories import make_code, make_organisation, make_source, make_user
from tests.projects.factories import (
    PDF,
    form_data,
    make_document,
    make_entry,
    make_file,
    make_fund,
    make_participation,
    make_project,
)


@pytest.fixture
def project(mali):
    return make_project(mali, "UNA900", title="Courts")


@pytest.fixture
def officer(client, programme_officer):
    client.force_login(programme_officer)
    return client


def path(name, project, *rest):
    return reverse(f"projects:{name}", args=[project.code, *rest])


def test_a_code_in_small_letters_leads_to_the_one_address(officer, project):
    for name in ("detail", "edit", "history", "register", "document_add"):
        right = path(name, project)
        response = officer.get(right.replace("UNA900", "una900") + "?a=b")
        assert response.status_code == 301
        assert response.url == f"{right}?a=b"


def test_a_project_is_added_and_recorded(officer, mali):
    fund = make_fund()
    data = {
        "code": "una901", "fund": fund.pk, "title": "Clinics", "country": mali.pk,
        "status": "pipeline", "starts_as_written": "March 2019", "classification": "internal",
    }  # fmt: skip

    response = officer.post(reverse("projects:add"), data)

    added = Project.objects.get(code="UNA901")
    assert response.status_code == 302
    assert str(added.starts) == "2019-03-01"
    assert Event.objects.get(verb="created").target_id == str(added.pk)


def test_bad_input_is_told_at_the_field_and_nothing_is_lost(officer, project):
    data = form_data(
        project, starts_as_written="2019", ends_as_written="2018", title="A longer title"
    )

    response = officer.post(path("edit", project), data)

    assert response.status_code == 422
    assert "The end is before the start." in response.content.decode()
    assert "A longer title" in response.content.decode()
    project.refresh_from_db()
    assert project.title == "Courts"


def test_a_day_for_an_impossible_date_without_a_note_is_told_at_its_field(officer, project):
    data = form_data(project, ends_as_written="31 April 2018", ends="2018-04-30")

    response = officer.post(path("edit", project), data)

    assert response.status_code == 422
    assert "ends" in response.context["form"].errors


def test_a_date_written_anew_is_resolved_anew(officer, mali):
    project = make_project(mali, starts_as_written="2016")

    officer.post(path("edit", project), form_data(project, starts_as_written="May 2017"))

    project.refresh_from_db()
    assert str(project.starts) == "2017-05-01"


def test_two_people_editing_see_both_texts(officer, project):
    opened = form_data(project, title="Mine")
    officer.post(path("edit", project), form_data(project, title="Theirs"))

    response = officer.post(path("edit", project), opened)

    assert response.status_code == 409
    assert "Mine" in response.content.decode()
    assert "Theirs" in response.content.decode()
    project.refresh_from_db()
    assert project.title == "Theirs"


def test_a_choice_and_an_open_form_do_not_overwrite_each_other(officer, project):
    opened = form_data(project, title="Mine")
    entry = make_entry(project, "title", "Chosen title")
    assert (
        officer.post(path("entry_choose", project, entry.pk), {"reason": "Why"}).status_code == 302
    )

    assert officer.post(path("edit", project), opened).status_code == 409


def test_who_works_in_one_country_adds_there_and_nowhere_else(client, mali, veloria):
    client.force_login(make_user("programme-officer", mali))
    data = {
        "code": "UNA902", "fund": make_fund().pk, "title": "T", "status": "pipeline",
        "classification": "internal",
    }  # fmt: skip

    form = client.get(reverse("projects:add")).context["form"]
    assert list(form.fields["country"].queryset) == [mali]
    assert "strict" not in dict(form.fields["classification"].choices)
    for country in ("", veloria.pk):
        response = client.post(reverse("projects:add"), {**data, "country": country})
        assert response.status_code == 422
        assert "country" in response.context["form"].errors
    response = client.post(
        reverse("projects:add"), {**data, "country": mali.pk, "classification": "strict"}
    )
    assert response.status_code == 422
    assert client.post(reverse("projects:add"), {**data, "country": mali.pk}).status_code == 302


def test_an_entry_is_added_once(officer, project):
    register = make_source()
    data = {
        "register": register.pk, "field": "country", "value_as_written": "United Nations",
        "page": "Country",
    }  # fmt: skip

    assert officer.post(path("entry_add", project), data).status_code == 302
    again = officer.post(path("entry_add", project), data)

    assert again.status_code == 422
    assert "already entered" in again.content.decode()
    assert RegisterEntry.objects.count() == 1


def test_a_value_is_chosen_on_the_page_with_a_reason(officer, project):
    make_entry(project, "title", "Courts")
    entry = make_entry(project, "title", "Courts of law")
    choose = path("entry_choose", project, entry.pk)

    assert "Courts of law" in officer.get(choose).content.decode()
    assert officer.post(choose, {"reason": ""}).status_code == 422
    assert officer.post(choose, {"reason": "The fund's words."}).status_code == 302
    assert officer.get(choose).status_code == 404

    project.refresh_from_db()
    assert project.title == "Courts of law"
    page = officer.get(path("register", project)).content.decode()
    assert "The fund&#x27;s words." in page


def test_a_value_that_cannot_be_shown_is_refused_in_words(officer, project):
    entry = make_entry(project, "country", "United Nations")

    response = officer.post(path("entry_choose", project, entry.pk), {"reason": "Because."})

    assert response.status_code == 422
    assert "is not a country" in response.content.decode()


def test_readers_know_the_place_and_not_the_name_of_who_chose(client, project, officer, reader):
    make_entry(project, "title", "Courts")
    entry = make_entry(project, "title", "Courts of law")
    officer.post(path("entry_choose", project, entry.pk), {"reason": "Why."})
    assert "Programme officer," in officer.get(path("register", project)).content.decode()

    client.force_login(reader)
    page = client.get(path("register", project)).content.decode()
    assert "Station of Programme officer" in page
    assert "Show this" not in page


def test_a_listed_document_gets_its_file_and_is_downloaded(officer, project):
    document = make_document(project, title="Report", state="missing")
    edit = path("document_edit", project, document.pk)
    page = officer.get(project.get_absolute_url()).content.decode()
    assert "file not added yet" in page
    assert edit in page

    data = {
        "title": "Report", "kind": document.kind_id, "state": "missing",
        "classification": "public", "version": document.version,
        "file": SimpleUploadedFile("End report.pdf", PDF, "application/pdf"),
    }  # fmt: skip
    assert officer.post(edit, data).status_code == 302

    document.refresh_from_db()
    assert document.state == "here"
    response = officer.get(document.download_url)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert Event.objects.get(verb="downloaded").target == f"document {document.pk}"


def test_a_document_is_given_by_its_own_name_in_its_own_project_only(officer, mali, project):
    document = make_file(project)
    other = make_project(mali)

    assert officer.get(path("document", project, document.pk, "another.pdf")).status_code == 404
    assert officer.get(path("document", other, document.pk, "report.pdf")).status_code == 404


def test_a_missing_file_has_no_address(officer, project):
    document = make_document(project, file_name="report.pdf")

    assert officer.get(path("document", project, document.pk, "report.pdf")).status_code == 404


def test_a_document_states_what_it_needs(officer, project):
    data = {"title": "R", "kind": make_code().pk, "classification": "public"}

    for state, message in [("link", "address of the link"), ("here", "Choose the file")]:
        response = officer.post(path("document_add", project), {**data, "state": state})
        assert response.status_code == 422
        assert message in response.content.decode()
    link = {**data, "state": "link", "url": "https://example.org/r"}
    assert officer.post(path("document_add", project), link).status_code == 302
    assert ProjectDocument.objects.get().project == project
    twice = officer.post(path("document_add", project), link)
    assert twice.status_code == 422
    assert "has this document already" in twice.content.decode()


def test_an_impossible_date_is_shown_as_written_with_its_flag(officer, mali):
    project = make_project(
        mali, ends_as_written="31 April 2018", ends="2018-04-30", dates_note="Thirty days."
    )

    page = officer.get(project.get_absolute_url()).content.decode()

    assert "“31 April 2018”" in page
    assert "Not a date" in page
    assert "sorted as 30 April 2018" in page
    assert "Not a date" in officer.get(reverse("projects:list")).content.decode()


def test_an_organisation_that_became_another_keeps_its_name(officer, mali):
    women = make_organisation(acronym="UN Women")
    before = make_organisation(acronym="UNIFEM", successor=women, ended="2010-12-31")
    project = make_project(mali, starts_as_written="2017")
    make_participation(project, before, name_as_written="UNIFEM")

    page = officer.get(project.get_absolute_url()).content.decode()

    assert "became UN Women in 2010" in page
    assert "before the project began" in page


def test_the_history_tells_what_changed_and_the_look_is_recorded(officer, project):
    officer.post(path("edit", project), form_data(project, title="Courts of law"))

    page = officer.get(path("history", project)).content.decode()

    assert "Courts of law" in page
    assert Event.objects.filter(verb="saw-history").count() == 1


def test_pages_in_french_keep_dates_as_written(officer, mali):
    project = make_project(
        mali, title_fr="Titre français", starts_as_written="1 September 2017",
        ends_as_written="31 April 2018",
    )  # fmt: skip
    make_entry(project, "starts", "1 Sep 2017")

    page = officer.get(f"/fr{project.get_absolute_url()}").content.decode()

    assert "Titre français" in page
    assert "“31 April 2018”" in page
    assert "1 septembre 2017" in page
