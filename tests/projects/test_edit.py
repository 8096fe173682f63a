"""Editing a project: a code that is none, days that move what is due."""

import pytest
from django.urls import reverse

from projects import reports
from tests.factories import make_organisation, make_source
from tests.projects.factories import form_data, make_project
from tests.projects.life_factories import make_kinds


@pytest.fixture
def project(veloria):
    make_kinds()
    return make_project(
        veloria, "XV901", status="ongoing", starts_as_written="2018", ends_as_written="2019"
    )


@pytest.fixture
def officer(client, programme_officer):
    client.force_login(programme_officer)
    return client


def years(project):
    return {report.period_year for report in project.reports_due.all()} - {None}


@pytest.mark.parametrize("code", ["XV 901", "", "٣", "XV902"])
def test_a_wrong_code_is_told_and_the_page_still_leads_to_the_project(officer, project, code):
    make_project(project.country, "XV902")
    address = reverse("projects:edit", args=["XV901"])

    answer = officer.post(address, form_data(project, code=code))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="/projects/XV901/"' in page
    assert 'href="/projects/XV902/"' not in page
    assert "code" in answer.context["form"].errors


@pytest.mark.parametrize("door", ["page", "admin"])
def test_new_days_move_the_reports_that_are_due(officer, project, door):
    reports.expect_reports(project, by=None)
    assert years(project) == {2018, 2019}
    data = form_data(project, starts_as_written="2017", starts="")
    address = reverse("projects:edit", args=["XV901"])
    if door == "admin":
        address = reverse("admin:projects_project_change", args=[project.pk])
        data |= {"participations-TOTAL_FORMS": 0, "participations-INITIAL_FORMS": 0}

    assert officer.post(address, data).status_code == 302

    assert years(project) == {2017, 2018, 2019}


def test_an_organisation_can_be_added_without_javascript(officer, project):
    address = reverse("admin:projects_project_change", args=[project.pk])
    assert 'name="participations-0-organisation"' in officer.get(address).content.decode()


def test_an_organisation_is_added_and_corrected_on_the_projects_page(officer, project):
    organisation, source = make_organisation(), make_source()
    data = {"organisation": organisation.pk, "role": "implementing", "source": source.pk}
    add = reverse("projects:partner_add", args=["XV901"])
    assert add in officer.get(project.get_absolute_url()).content.decode()

    assert officer.post(add, data | {"source": ""}).status_code == 422
    assert officer.post(add, data).status_code == 302
    twice = officer.post(add, data)
    assert twice.status_code == 422
    assert "already entered" in twice.content.decode()

    part = project.participations.get()
    edit = reverse("projects:partner_edit", args=["XV901", part.pk])
    assert edit in officer.get(project.get_absolute_url()).content.decode()
    wrong = officer.post(edit, data | {"starts": "2019-01-02", "ends": "2019-01-01"})
    assert wrong.status_code == 422
    assert officer.post(edit, data | {"role": "accountable"}).status_code == 302
    assert project.participations.get().role == "accountable"


@pytest.mark.parametrize("person", ["reader", "donor", "reviewer", "wpa_veloria"])
def test_only_who_keeps_projects_adds_organisations(client, request, project, person):
    client.force_login(request.getfixturevalue(person))
    assert client.post(reverse("projects:partner_add", args=["XV901"]), {}).status_code == 403
    assert "organisations/add" not in client.get(project.get_absolute_url()).content.decode()
