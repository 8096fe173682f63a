"""The admin is another door to the same rules."""

import pytest
from django.urls import reverse

from projects.models import Participation, Project, RegisterEntry
from tests.factories import make_organisation, make_source
from tests.projects.factories import (
    form_data,
    make_document,
    make_entry,
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


def change(obj):
    return reverse(f"admin:projects_{obj._meta.model_name}_change", args=[obj.pk])


def inlines(**rows):
    """The management forms of the inlines, with the rows given by prefix."""
    data = {}
    for prefix in ("participations", "results", "reports_due"):
        forms = rows.get(prefix, [])
        initial = sum(1 for form in forms if form.get("id"))
        data |= {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
        for number, form in enumerate(forms):
            data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def test_who_may_change_a_project_in_the_admin(client, request, project, wpa_mali, wpa_veloria):
    for person, expected in [("wpa_mali", 200), ("wpa_veloria", 302), ("reader", 302)]:
        client.force_login(request.getfixturevalue(person))
        assert client.get(change(project)).status_code == expected
    client.force_login(wpa_mali)
    assert client.post(change(project), form_data(project)).status_code == 403


def test_a_participation_is_added_below_its_project(officer, project):
    row = {
        "organisation": make_organisation().pk, "role": "implementing", "source": make_source().pk,
        "project": project.pk,
    }  # fmt: skip

    response = officer.post(change(project), form_data(project) | inlines(participations=[row]))

    assert response.status_code == 302, response.context["errors"]
    assert Participation.objects.get().project == project


def test_the_note_on_dates_is_asked_for_here_too(officer, project):
    data = form_data(project, ends_as_written="31 April 2018", ends="2018-04-30") | inlines()

    response = officer.post(change(project), data)

    assert response.status_code == 200
    assert "why this day stands" in response.content.decode()


def test_an_old_form_does_not_overwrite(officer, project):
    opened = form_data(project, title="Mine") | inlines()
    officer.post(change(project), form_data(project, title="Theirs") | inlines())

    officer.post(change(project), opened)

    project.refresh_from_db()
    assert project.title == "Theirs"


def test_a_choice_is_not_made_here(officer, project):
    entry = make_entry(project)
    data = {
        "register": entry.register_id, "field": "title", "value_as_written": "Anew",
        "chosen": "on", "chosen_reason": "By the side door",
    }  # fmt: skip

    assert officer.post(change(entry), data).status_code == 302

    entry.refresh_from_db()
    assert (entry.value_as_written, entry.chosen) == ("Anew", False)


def test_an_entry_and_a_document_are_added_to_a_project(officer, project):
    data = {
        "project": project.pk, "register": make_source().pk, "field": "title",
        "value_as_written": "Courts",
    }  # fmt: skip

    assert officer.post(reverse("admin:projects_registerentry_add"), data).status_code == 302
    assert RegisterEntry.objects.get().project == project
    again = officer.post(reverse("admin:projects_registerentry_add"), data)
    assert "already entered" in again.content.decode()

    kind = make_document(project).kind
    paper = {
        "project": project.pk, "title": "Report", "kind": kind.pk, "state": "missing",
        "classification": "public",
    }  # fmt: skip
    assert officer.post(reverse("admin:projects_projectdocument_add"), paper).status_code == 302


def test_lists_show_what_is_in_scope(client, wpa_mali, project, veloria):
    make_participation(make_project(veloria, "XV900"))
    hidden = make_project(project.country, "UNA999", classification="strict")
    make_entry(hidden)
    client.force_login(wpa_mali)

    page = client.get(reverse("admin:projects_project_changelist")).content.decode()
    assert "UNA900" in page
    assert "XV900" not in page
    assert "UNA999" not in page
    entries = client.get(reverse("admin:projects_registerentry_changelist")).content.decode()
    assert "UNA999" not in entries
    assert Project.objects.count() == 3
