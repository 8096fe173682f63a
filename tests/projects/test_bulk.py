"""Several projects at once: named one by one before anything happens, and all or none."""

import pytest
from django.urls import reverse

from foundation.audit.models import Event
from foundation.audit.versions import EditConflictError
from projects import bulk
from projects.models import Project
from tests.factories import give_role, make_code, make_user
from tests.projects.factories import make_participation, make_project
from tests.projects.money_factories import post

BULK = "/projects/bulk/"


@pytest.fixture
def projects(veloria, mali):
    return [
        make_project(veloria, "XV901"),
        make_project(veloria, "XV902"),
        make_project(mali, "ML903"),
    ]


def confirm(client, *codes, agreed=None, **more):
    agreed = codes if agreed is None else agreed
    data = {"do": "classify", "pick": codes, "agreed": agreed, "classification": "internal"}
    return client.post(BULK, {**data, **more})


def classes():
    return dict(Project.objects.values_list("code", "classification"))


def test_nothing_happens_before_it_is_confirmed(client, programme_officer, projects):
    client.force_login(programme_officer)

    page = client.get(BULK, {"do": "classify", "pick": ["XV901", "ML903"]}).content.decode()

    assert "2 projects will be changed" in page
    assert "XV902" not in page
    assert set(classes().values()) == {"public"}
    answer = confirm(client, "ML903", "XV901", query="status=ongoing")
    assert answer.url == "/projects/?status=ongoing"
    assert classes() == {"XV901": "internal", "ML903": "internal", "XV902": "public"}
    changed = Event.objects.filter(verb="changed", details__door="list")
    assert changed.count() == 2
    project = Project.objects.get(code="XV901")
    assert project.version == 2
    assert project.history.first().history_user == programme_officer


def test_all_that_the_filters_find(client, programme_officer, projects):
    client.force_login(programme_officer)
    asked = {"do": "classify", "all": "1", "query": "country=veloria"}
    page = client.get(BULK, asked).content.decode()
    assert "2 projects will be changed" in page
    assert "ML903" not in page


def test_what_one_may_not_change_is_left_and_what_one_may_not_see_is_not_named(
    client, projects, mali, veloria
):
    officer = make_user("programme-officer", mali)
    give_role(officer, "reader", veloria)
    client.force_login(officer)
    hidden = make_project(veloria, "XV909", title="Closed", classification="confidential")

    picked = ["ML903", "XV901", "XV909"]
    page = client.get(BULK, {"do": "classify", "pick": picked}).content.decode()

    assert "1 project will be changed" in page
    assert "You may not change this project." in page
    assert hidden.title not in page
    forged = confirm(client, *picked, agreed=["ML903"])
    assert forged.status_code == 302
    assert classes() == {"ML903": "internal", "XV901": "public", "XV902": "public",
                         "XV909": "confidential"}  # fmt: skip


def test_what_changed_meanwhile_is_shown_again(client, programme_officer, projects):
    client.force_login(programme_officer)
    answer = confirm(client, "ML903", "XV901", agreed=["ML903"])
    assert answer.status_code == 422
    assert "Look at the list again" in answer.content.decode()
    assert set(classes().values()) == {"public"}


def test_a_refusal_half_way_leaves_nothing_changed(
    client, programme_officer, projects, monkeypatch
):
    done = []

    def fail_at_the_second(project, by, data):
        bulk._classify(project, by, data)
        done.append(project)
        if len(done) == 2:
            raise ValueError("killed")

    action = bulk.ACTIONS["classify"]
    monkeypatch.setitem(
        bulk.ACTIONS,
        "classify",
        bulk.BulkAction(
            action.slug, action.label, action.form_class, action.refuse, fail_at_the_second
        ),
    )
    client.force_login(programme_officer)
    client.raise_request_exception = False
    assert confirm(client, "ML903", "XV901").status_code == 500
    assert set(classes().values()) == {"public"}
    assert not Event.objects.filter(details__door="list").exists()


def test_a_class_above_ones_own_is_not_offered(client, programme_officer, projects):
    client.force_login(programme_officer)
    answer = confirm(client, "ML903", classification="strict")
    assert answer.status_code == 422
    assert classes()["ML903"] == "public"


@pytest.mark.parametrize("person", ["reader", "donor", "auditor", "wpa_mali", "reviewer"])
def test_only_who_keeps_projects(client, request, projects, person):
    client.force_login(request.getfixturevalue(person))
    assert confirm(client, "ML903").status_code == 403
    assert set(classes().values()) == {"public"}
    assert 'id="bulk"' not in client.get(reverse("projects:list")).content.decode()


def test_an_unknown_action_or_nothing_picked(client, programme_officer, projects):
    client.force_login(programme_officer)
    assert client.get(BULK, {"do": "erase"}).status_code == 404
    assert client.get(BULK).status_code == 404
    page = client.get(BULK, {"do": "classify"}).content.decode()
    assert "Nothing to change" in page


def test_steps_are_taken_together_by_those_that_can(client, programme_officer, veloria):
    ready = make_project(veloria, "XV931", status="pipeline", starts_as_written="2026-01-01")
    make_participation(ready)
    post(ready, "budget", "100.00", year=2026)
    bare = make_project(veloria, "XV932", status="pipeline")
    closed = make_project(veloria, "XV933", status="operationally-closed")
    client.force_login(programme_officer)
    picked = [project.code for project in (ready, bare, closed)]

    page = client.get(BULK, {"do": "start", "pick": picked}).content.decode()
    assert "1 project will be changed" in page
    assert "The status cannot become this" in page
    data = {"do": "start", "pick": picked, "agreed": ["XV931"]}
    nothing = client.post(BULK, data | {"on": "", "reason": ""})
    assert nothing.status_code == 422
    future = client.post(BULK, data | {"on": "2999-01-01", "reason": "Signed."})
    assert future.status_code == 422
    assert client.post(BULK, data | {"on": "2026-02-01", "reason": "Signed."}).status_code == 302

    statuses = dict(Project.objects.values_list("code", "status"))
    assert statuses == {"XV931": "ongoing", "XV932": "pipeline", "XV933": "operationally-closed"}
    assert ready.life_steps.get(now="ongoing").by == programme_officer


def test_reports_are_worked_out_for_those_that_expect_some(client, programme_officer, veloria):
    make_code(code="annual-progress-report")
    ongoing = make_project(veloria, "XV941", status="ongoing", starts_as_written="2024-01-01")
    make_project(veloria, "XV942", status="pipeline")
    client.force_login(programme_officer)
    data = {"do": "expect", "pick": ["XV941", "XV942"], "agreed": ["XV941"]}

    page = client.get(BULK, {"do": "expect", "pick": ["XV941", "XV942"]}).content.decode()
    assert "has not begun" in page
    assert client.post(BULK, data).status_code == 302
    first = ongoing.reports_due.count()
    assert first > 0
    assert client.post(BULK, data).status_code == 302
    assert ongoing.reports_due.count() == first


def test_more_than_can_be_done_at_once_is_said(client, programme_officer, projects, monkeypatch):
    monkeypatch.setattr("projects.views.bulk.MOST", 2)
    client.force_login(programme_officer)
    asked = {"do": "classify", "all": "1", "query": ""}
    page = client.get(BULK, asked).content.decode()
    assert "first 2 of the projects found" in page
    monkeypatch.setattr("projects.views.bulk.MOST", 3)
    assert "of the projects found" not in client.get(BULK, asked).content.decode()


def test_the_second_button_sends_only_what_is_agreed_to(client, programme_officer, projects):
    client.force_login(programme_officer)
    data = {"do": "classify", "agreed": ["XV901", "XV902"], "classification": "internal"}
    assert client.post(BULK, data).status_code == 302
    assert classes() == {"XV901": "internal", "XV902": "internal", "ML903": "public"}


def test_somebody_else_was_faster(client, programme_officer, projects, monkeypatch):
    def too_late(*args, **kwargs):
        raise EditConflictError

    monkeypatch.setattr("projects.views.bulk.run", too_late)
    client.force_login(programme_officer)
    answer = confirm(client, "XV901")
    assert answer.status_code == 422
    assert "Something changed meanwhile" in answer.content.decode()
