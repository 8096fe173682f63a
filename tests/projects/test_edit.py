"""Editing a project: a code that is none, days that move what is due."""

import pytest
from django.urls import reverse

from projects import reports
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
