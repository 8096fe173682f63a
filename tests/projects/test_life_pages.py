"""The page about a project's life: the path, the next step, extensions; the form gives way."""

from datetime import date

import pytest
from django.urls import reverse

from foundation.audit.models import Event
from projects.actions import choose_entry
from projects.models import Extension, Project
from projects.revisions import decide_extension
from tests.factories import make_source, make_user
from tests.projects.factories import form_data, make_document, make_entry, make_project
from tests.projects.life_factories import (
    make_closed,
    make_extension,
    make_kinds,
    make_ongoing,
    make_pipeline,
    make_report,
)

S = Project.Status


@pytest.fixture
def officer(client, programme_officer):
    client.force_login(programme_officer)
    return client


def path(name, project, *rest):
    return reverse(f"projects:{name}", args=[project.code, *rest])


def test_the_path_is_drawn_and_says_what_is_missing(officer, veloria):
    project = make_ongoing(veloria)
    page = officer.get(path("life", project))
    stages = [(str(stage.label), stage.place) for stage in page.context["path"]]
    assert stages == [
        ("Pipeline", "done"), ("Ongoing", "current"), ("Operationally closed", ""),
        ("Financially closed", ""),
    ]  # fmt: skip
    assert "The end-of-project report is not received." in page.text
    assert path("reports", project) in page.text
    assert path("move", project, "operationally-closed") not in page.text
    assert path("move", project, "cancelled") not in page.text


def test_only_who_may_take_the_step_is_told_what_is_missing(client, veloria, reader, reviewer):
    project = make_ongoing(veloria)
    for person in (reader, reviewer):
        client.force_login(person)
        page = client.get(path("life", project))
        assert page.status_code == 200
        assert "Next step" not in page.text
        assert client.get(path("move", project, "cancelled")).status_code == 403


def test_a_step_is_taken_on_the_page(officer, veloria):
    make_kinds()
    project = make_pipeline(veloria)
    assert path("move", project, "ongoing") in officer.get(path("life", project)).text
    move = path("move", project, "ongoing")
    assert officer.get(move).status_code == 200
    data = {"on": "2019-05-20", "reason": "Approved.", "version": project.version}

    response = officer.post(move, data, follow=True)

    assert "The project is now: ongoing." in response.text
    assert "20 May 2019" in response.text
    assert "Approved." in response.text
    project.refresh_from_db()
    assert project.status == "ongoing"
    assert project.reports_due.exists()


def test_a_step_that_lacks_something_is_told_and_not_taken(officer, veloria):
    project = make_ongoing(veloria)
    move = path("move", project, "operationally-closed")
    assert "This step cannot be taken yet" in officer.get(move).text
    response = officer.post(move, {"on": "2019-05-20", "version": project.version})
    assert response.status_code == 422
    assert "The end-of-project report is not received." in response.text
    project.refresh_from_db()
    assert project.status == "ongoing"


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"on": ""}, "on", "This field is required"), ({"on": "31/31/2019"}, "on", "valid date"),
        ({"on": "2999-01-01"}, "on", "has not come yet"), ({"reason": ""}, "reason", "required"),
        ({"reason": "x" * 401}, "reason", "at most 400"), ({"version": ""}, "version", "required"),
    ],
)  # fmt: skip
def test_each_error_of_the_step_is_told_at_its_field(officer, veloria, data, field, words):
    project = make_pipeline(veloria)
    whole = {"on": "2019-05-20", "reason": "War.", "version": project.version, **data}
    response = officer.post(path("move", project, "cancelled"), whole)
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])
    project.refresh_from_db()
    assert project.status == "pipeline"


def test_two_people_on_one_step_see_each_other(officer, veloria):
    project = make_pipeline(veloria)
    data = {"on": "2019-05-20", "reason": "Mine.", "version": project.version}
    Project.objects.filter(pk=project.pk).update(version=project.version + 1)
    response = officer.post(path("move", project, "ongoing"), data)
    assert response.status_code == 409
    assert "Mine." in response.text
    assert response.context["form"]["version"].value() == project.version + 1


def test_a_step_that_leads_nowhere_has_no_page(officer, veloria):
    project = make_pipeline(veloria)
    assert officer.get(path("move", project, "financially-closed")).status_code == 404
    assert officer.get(path("move", project, "nonsense")).status_code == 404
    data = {"on": "2019-05-20", "version": project.version}
    stale = officer.post(path("move", project, "financially-closed"), data)
    assert stale.status_code == 422
    assert "cannot become this" in stale.text


# The form of the project


def test_a_new_project_begins_in_the_pipeline_or_without_a_status(officer):
    form = officer.get(reverse("projects:add")).context["form"]
    assert [value for value, _label in form.fields["status"].choices] == [
        "pipeline", "not-recorded"
    ]  # fmt: skip


def test_the_status_of_a_project_is_not_in_its_form(officer, veloria):
    project = make_pipeline(veloria)
    assert "status" not in officer.get(path("edit", project)).context["form"].fields
    officer.post(path("edit", project), form_data(project, status="ongoing", title="New"))
    project.refresh_from_db()
    assert (project.title, project.status) == ("New", "pipeline")


def test_the_end_is_locked_while_a_project_is_ongoing(officer, veloria):
    project = make_ongoing(veloria)
    page = officer.get(path("edit", project))
    assert "its end changes by an extension" in page.text
    assert path("life", project) in page.text
    data = form_data(project, ends_as_written="2030", ends="2030-12-31", title="New")
    assert officer.post(path("edit", project), data).status_code == 302
    project.refresh_from_db()
    assert (project.title, project.ends) == ("New", date(2017, 12, 31))
    before = make_pipeline(veloria)
    officer.post(path("edit", before), form_data(before, ends_as_written="2030", ends=""))
    before.refresh_from_db()
    assert before.ends == date(2030, 12, 31)


# Extensions


def proposal(**changes):
    return {"new_end": "2018-06-30", "reason": "Rains.", "source": make_source().pk, **changes}


def test_an_extension_is_proposed_by_one_and_decided_by_another(
    client, officer, veloria, reviewer
):
    make_kinds()
    project = make_ongoing(veloria)
    entry = make_entry(project, "starts", "1 January 2016")
    choose_entry(entry, by=make_user("programme-officer", everywhere=True), reason="Clear.")
    report = make_report(project, "end-of-project-report", from_calendar=True, due_on="2018-03-31")
    page = officer.post(path("extension_add", project), proposal(), follow=True)
    assert "Somebody else decides" in page.text
    extension = Extension.objects.get()
    decide = path("extension_decide", project, extension.pk)
    assert decide not in page.text
    own = officer.post(decide, {"decision": "approve", "version": extension.version})
    assert own.status_code == 422
    assert "somebody else decides" in own.text

    client.force_login(reviewer)
    assert decide in client.get(path("life", project)).text
    assert "30 June 2018" in client.get(decide).text
    assert (
        client.post(decide, {"decision": "approve", "version": extension.version}).status_code
        == 302
    )

    project.refresh_from_db()
    extension.refresh_from_db()
    report.refresh_from_db()
    assert (project.ends, extension.previous_end) == (date(2018, 6, 30), date(2017, 12, 31))
    assert report.due_on == date(2018, 9, 30)
    assert project.reports_due.filter(period_year=2018).count() == 2
    assert Event.objects.filter(verb="approved", target_type="projects.Extension").count() == 1
    assert "before: 31 December 2017" in client.get(path("life", project)).text


def test_an_extension_is_refused_with_a_note(client, veloria, reviewer):
    project = make_ongoing(veloria)
    extension = make_extension(project)
    client.force_login(reviewer)
    decide = path("extension_decide", project, extension.pk)
    data = {"decision": "refuse", "version": 1}
    assert client.post(decide, data).status_code == 422
    assert client.post(decide, {**data, "note": "Too late."}).status_code == 302
    again = client.post(decide, {"decision": "approve", "version": 2})
    assert again.status_code == 422
    project.refresh_from_db()
    assert project.ends == date(2017, 12, 31)
    assert "Too late." in client.get(path("life", project)).text


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"new_end": ""}, "new_end", "required"),
        ({"new_end": "2017-12-31"}, "new_end", "ends on this day or later already"),
        ({"reason": ""}, "reason", "required"), ({"source": ""}, "source", "required"),
        ({"approved_on": "soon"}, "approved_on", "valid date"),
        ({"document": "of another"}, "document", "Select a valid choice"),
    ],
)  # fmt: skip
def test_each_error_of_a_proposal_is_told_at_its_field(officer, veloria, changes, field, words):
    project = make_ongoing(veloria)
    if "document" in changes:
        changes = {"document": make_document(make_project(veloria)).pk}
    response = officer.post(path("extension_add", project), proposal(**changes))
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])
    assert not Extension.objects.exists()


def test_only_one_extension_waits_and_only_for_an_ongoing_project(officer, veloria):
    project = make_ongoing(veloria)
    make_extension(project)
    second = officer.post(path("extension_add", project), proposal(new_end="2019-01-31"))
    assert second.status_code == 422
    assert "waiting for a decision" in second.text
    for other in (make_closed(veloria), make_pipeline(veloria)):
        response = officer.post(path("extension_add", other), proposal(new_end="2030-01-31"))
        assert response.status_code == 422
        assert "Only an ongoing project is extended." in response.text
    assert Extension.objects.count() == 1


def test_whoever_changes_a_proposal_is_its_author(client, veloria, programme_officer):
    project = make_ongoing(veloria)
    other = make_user("programme-officer", veloria)
    extension = make_extension(project, by=other)
    client.force_login(programme_officer)
    edit = path("extension_edit", project, extension.pk)
    data = proposal(new_end="2018-09-30", version=1)
    assert client.post(edit, data).status_code == 302
    extension.refresh_from_db()
    assert (extension.new_end, extension.proposed_by) == (date(2018, 9, 30), programme_officer)
    assert client.post(edit, data).status_code == 409
    decide = path("extension_decide", project, extension.pk)
    assert client.post(decide, {"decision": "approve", "version": 2}).status_code == 422
    client.force_login(other)
    assert client.post(decide, {"decision": "approve", "version": 1}).status_code == 409
    assert client.post(decide, {"decision": "approve", "version": 2}).status_code == 302
    client.force_login(programme_officer)
    assert client.get(edit).status_code == 404


def test_an_extension_is_decided_only_while_the_project_is_ongoing(veloria, reviewer):
    project = make_ongoing(veloria)
    extension = make_extension(project)
    Project.objects.filter(pk=project.pk).update(status="operationally-closed")
    with pytest.raises(Exception, match="Only an ongoing project is extended"):
        decide_extension(extension, approve=True, by=reviewer)


def test_another_country_is_not_there(client, mali, veloria):
    project = make_ongoing(veloria)
    extension = make_extension(project)
    client.force_login(make_user("programme-officer", mali))
    for name, rest in [
        ("life", []), ("move", ["cancelled"]), ("extension_add", []),
        ("extension_edit", [extension.pk]), ("extension_decide", [extension.pk]),
    ]:  # fmt: skip
        url = path(name, project, *rest)
        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code in {404, 405}
