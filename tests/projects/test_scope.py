"""Who sees what of a project: by country, by role and by classification."""

import pytest
from django.urls import reverse

from projects.models import Participation, Project, ProjectDocument, RegisterEntry, ReportDue
from tests.factories import give_role, make_code, make_organisation, make_source, make_user
from tests.projects.factories import (
    make_document,
    make_entry,
    make_file,
    make_participation,
    make_project,
    make_result,
)

PEOPLE = {
    "programme_officer": (200, 200),
    "wpa_mali": (200, 403),
    "wpa_veloria": (404, 403),
    "reviewer": (200, 403),
    "focal_point": (200, 403),
    "reader": (200, 403),
    "donor": (200, 403),
    "auditor": (200, 403),
    "administrator": (403, 403),
    "stranger": (403, 403),
}


@pytest.fixture
def project(mali):
    return make_project(mali, "UNA900")


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_open_and_who_may_edit_a_public_project_in_mali(client, request, project, person):
    client.force_login(request.getfixturevalue(person))
    see, edit = PEOPLE[person]

    assert client.get(project.get_absolute_url()).status_code == see
    assert client.get(reverse("projects:register", args=[project.code])).status_code == see
    for name in ("edit", "document_add", "entry_add"):
        assert client.get(reverse(f"projects:{name}", args=[project.code])).status_code == edit


@pytest.mark.parametrize("person", ["reader", "focal_point", "wpa_mali", "auditor"])
@pytest.mark.parametrize("classification", ["public", "internal", "confidential", "strict"])
def test_a_ceiling_holds_for_the_project_and_all_below_it(
    client, request, mali, person, classification
):
    ceiling = {
        "reader": ["public"],
        "focal_point": ["public", "internal"],
        "wpa_mali": ["public", "internal", "confidential"],
        "auditor": ["public", "internal", "confidential", "strict"],
    }[person]
    project = make_project(mali, classification=classification)
    make_participation(project)
    make_entry(project)
    make_document(project)
    make_result(project)
    ReportDue.objects.create(project=project, kind=make_code())
    user = request.getfixturevalue(person)
    client.force_login(user)

    seen = classification in ceiling
    assert client.get(project.get_absolute_url()).status_code == (200 if seen else 404)
    for model in (Project, Participation, RegisterEntry, ProjectDocument, ReportDue):
        assert model.objects.for_user(user).exists() is seen


def test_what_an_internal_source_says_is_internal(client, reader, wpa_mali, project):
    inside = make_source(classification="internal", short_title="The internal note")
    make_entry(project, "country", "Elsewhere", register=inside)
    make_participation(project, make_organisation(acronym="Agency inside"), source=inside)
    make_result(project, source=inside, text="Done inside")
    make_document(project, title="A listed paper", listed_in=inside)
    Project.objects.filter(pk=project.pk).update(summary="Text.", summary_source=inside)

    client.force_login(reader)
    page = client.get(project.get_absolute_url()).content.decode()
    assert "A listed paper" in page
    for secret in ("The internal note", "Elsewhere", "Done inside", "Agency inside"):
        assert secret not in page
    assert "Elsewhere" not in client.get(f"{project.get_absolute_url()}register/").content.decode()

    client.force_login(wpa_mali)
    page = client.get(project.get_absolute_url()).content.decode()
    for known in ("The internal note", "Elsewhere", "Done inside", "Agency inside"):
        assert known in page


def test_a_project_of_several_countries_is_for_those_who_work_everywhere(client, reader, wpa_mali):
    project = make_project(None, "UNA901")

    client.force_login(wpa_mali)
    assert client.get(project.get_absolute_url()).status_code == 404
    client.force_login(reader)
    assert b"Several countries" in client.get(project.get_absolute_url()).content


def test_a_follow_up_out_of_sight_is_not_named(client, reader, programme_officer, project):
    make_project(project.country, "HIDDEN1", follows=project, classification="internal")

    client.force_login(reader)
    assert b"HIDDEN1" not in client.get(project.get_absolute_url()).content
    client.force_login(programme_officer)
    assert b"HIDDEN1" in client.get(project.get_absolute_url()).content


def test_holding_a_role_elsewhere_opens_no_form_here(client, veloria, project):
    person = make_user("programme-officer", veloria)
    give_role(person, "reader", everywhere=True)
    entry, document = make_entry(project), make_document(project)
    client.force_login(person)

    assert client.get(project.get_absolute_url()).status_code == 200
    for name, *rest in [
        ("edit",), ("document_add",), ("document_edit", document.pk), ("entry_add",),
        ("entry_choose", entry.pk),
    ]:  # fmt: skip
        path = reverse(f"projects:{name}", args=[project.code, *rest])
        assert client.get(path).status_code == 404
        assert client.post(path, {"reason": "x", "title": "x"}).status_code == 404


def test_the_history_is_for_those_who_may_read_it(client, project, wpa_mali, reader, wpa_veloria):
    path = reverse("projects:history", args=[project.code])

    for person, expected in [(wpa_mali, 200), (reader, 403), (wpa_veloria, 404)]:
        client.force_login(person)
        assert client.get(path).status_code == expected
    client.force_login(reader)
    assert b"/history/" not in client.get(project.get_absolute_url()).content


@pytest.mark.parametrize(
    ("person", "expected"),
    [("reader", 404), ("wpa_mali", 200), ("wpa_veloria", 404), ("stranger", 403)],
)
def test_who_may_take_an_internal_file(client, request, project, person, expected):
    document = make_file(project, classification="internal")
    client.force_login(request.getfixturevalue(person))

    assert _status(client, document.download_url) == expected


def test_a_public_file_of_a_confidential_project_stays_inside(client, mali, reader, wpa_mali):
    document = make_file(make_project(mali, classification="confidential"))

    client.force_login(reader)
    assert _status(client, document.download_url) == 404
    client.force_login(wpa_mali)
    assert _status(client, document.download_url) == 200


def _status(client, path):
    """The answer for a file; reading it to the end closes it."""
    response = client.get(path)
    b"".join(response)
    return response.status_code


def test_signed_out_people_are_sent_to_sign_in(client, project):
    assert client.get(project.get_absolute_url()).status_code == 302
    assert client.get(reverse("projects:list")).status_code == 302
