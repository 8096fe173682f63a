"""The reports of one project and the list of all: what is shown, to whom, and the steps."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import ReportDue
from tests.factories import make_user
from tests.projects.factories import form_data, make_document, make_project
from tests.projects.life_factories import hand_in, make_kinds, make_report

LIST = "/projects/reports/"


@pytest.fixture
def project(veloria):
    return make_project(
        veloria, "XV900", status="ongoing", starts_as_written="2018", ends_as_written="2018"
    )


@pytest.fixture
def officer(client, programme_officer):
    client.force_login(programme_officer)
    return client


def path(name, project, *rest):
    return reverse(f"projects:{name}", args=[project.code, *rest])


def test_a_report_goes_its_way_through_the_pages(client, officer, project, reviewer):
    report = make_report(project, period_year=2018, due_on=date(2019, 3, 31))
    document = make_document(project, title="The report of 2018")
    receive, accept = (
        path("report_receive", project, report.pk),
        path("report_accept", project, report.pk),
    )
    assert receive in officer.get(path("reports", project)).text

    page = officer.post(receive, {"on": "2019-03-20", "document": document.pk}, follow=True)
    assert "Somebody else accepts" in page.text
    assert "The report of 2018" in page.text
    assert accept not in page.text
    own = officer.get(accept)
    assert "You noted its receipt" in own.text
    assert officer.post(accept, {"on": "2019-03-21"}).status_code == 422

    client.force_login(reviewer)
    back = path("report_return", project, report.pk)
    assert client.post(back, {"reason": ""}).status_code == 422
    assert (
        "The annex is missing."
        in client.post(back, {"reason": "The annex is missing."}, follow=True).text
    )
    assert client.post(receive, {"on": "2019-03-25"}).status_code == 403
    client.force_login(make_user("programme-officer", project.country))
    assert client.post(receive, {"on": "2019-03-25"}).status_code == 302
    client.force_login(reviewer)
    assert client.post(accept, {"on": "2019-03-24"}).status_code == 422
    assert "Accepted" in client.post(accept, {"on": "2019-03-26"}, follow=True).text
    report.refresh_from_db()
    assert (report.state, report.accepted_by, report.document) == ("accepted", reviewer, document)


@pytest.mark.parametrize(
    ("step", "data", "field", "words"),
    [
        ("receive", {"on": ""}, "on", "required"), ("receive", {"on": "x"}, "on", "valid date"),
        ("receive", {"on": "2999-01-01"}, "on", "not come yet"),
        ("receive", {"on": "2019-01-01", "document": 9}, "document", "valid choice"),
        ("return", {"reason": ""}, "reason", "required"),
        ("return", {"reason": "x" * 401}, "reason", "at most 400"),
        ("accept", {"on": ""}, "on", "required"), ("accept", {"on": "2017-01-01"}, "on", "after"),
    ],
)  # fmt: skip
def test_each_error_is_told_at_its_field(officer, project, step, data, field, words):
    report = make_report(project)
    if step != "receive":
        hand_in(report, accepted=False)
    response = officer.post(path(f"report_{step}", project, report.pk), data)
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])


def test_a_report_is_added_and_its_day_set_by_a_person(officer, project):
    kind = make_kinds()["annual-progress-report"]
    data = {"kind": kind.pk, "period_year": 2018, "due_on": "2019-05-15"}
    assert officer.post(path("report_add", project), data).status_code == 302
    again = officer.post(path("report_add", project), data)
    assert again.status_code == 422
    assert "already expected for this year" in again.text
    expect = path("report_expect", project)
    assert "3 reports brought in line" in officer.post(expect, follow=True).text
    assert "in line with the calendar already" in officer.post(expect, follow=True).text
    assert officer.get(expect).status_code == 405
    own, other = (
        project.reports_due.get(kind=kind),
        project.reports_due.filter(from_calendar=True)[0],
    )
    assert own.due_on == date(2019, 5, 15)
    edit = path("report_edit", project, other.pk)
    data = {
        "kind": other.kind_id,
        "period_year": other.period_year or "",
        "version": other.version,
    }
    assert (
        officer.post(edit, {**data, "due_on": "2020-01-31", "note": "Granted."}).status_code == 302
    )
    other.refresh_from_db()
    assert (other.due_on, other.from_calendar) == (date(2020, 1, 31), False)
    assert officer.post(edit, {**data, "due_on": "2020-02-28"}).status_code == 409
    hand_in(other)
    assert officer.get(edit).status_code == 404


def test_a_document_above_ones_ceiling_is_not_named(client, project, reader):
    document = make_document(project, title="Secret paper", classification="confidential")
    make_report(project, document=document, received_on=date(2019, 1, 1))
    client.force_login(reader)
    assert "Secret paper" not in client.get(path("reports", project)).text


def test_readers_see_no_button_and_no_name(client, project, reader, programme_officer):
    make_report(project, received_on=date(2019, 1, 1), received_by=programme_officer)
    client.force_login(reader)
    page = client.get(path("reports", project)).text
    assert "Station of Programme officer" in page
    assert "Accept</a>" not in page
    assert "Follow the calendar" not in page


def test_the_project_page_shows_the_reports_too(officer, project):
    make_report(project, period_year=2018)
    page = officer.get(project.get_absolute_url()).text
    assert "annual-progress-report 2018" in page.lower()
    assert path("reports", project) in page


# The list of all


def shown(client, **query):
    return [report.project.code for report in client.get(LIST, query).context["object_list"]]


def test_the_list_is_filtered_by_state_country_kind_and_day(officer, project, mali):
    other = make_project(mali, "ML900", status="ongoing")
    make_report(
        project, period_year=2018, due_on=date(2019, 3, 31), expected_since=date(2018, 1, 1)
    )
    make_report(other, "end-of-project-report", due_on=date(2999, 1, 1))
    hand_in(make_report(other, period_year=2016, due_on=date(2017, 3, 31)), accepted=False)
    assert shown(officer) == ["ML900", "XV900", "ML900"]
    assert shown(officer, state="overdue") == ["XV900"]
    assert shown(officer, state="received") == ["ML900"]
    assert shown(officer, country="veloria") == ["XV900"]
    assert shown(officer, kind="end-of-project-report") == ["ML900"]
    assert shown(officer, due_before="2019-03-31") == ["ML900"]
    assert shown(officer, due_before="2019-04-01", country="veloria") == ["XV900"]
    assert shown(officer, sort="-due")[0] == "ML900"
    assert shown(officer, state="nonsense") == []
    assert shown(officer, due_before="nonsense") == []
    assert LIST in officer.get("/projects/").text


def test_the_list_and_its_choices_end_where_the_reader_does(client, project, mali):
    make_report(project, "end-of-project-report")
    hidden = make_project(mali, "ML901", classification="strict")
    make_report(hidden, "final-financial-report")
    client.force_login(make_user("programme-officer", mali))
    page = client.get(LIST)
    assert list(page.context["object_list"]) == []
    assert "Veloria" not in page.text
    assert "end-of-project-report" not in page.text
    assert "final-financial-report" not in page.text


def queries(client, url):
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_queries_do_not_grow_with_the_rows(officer, veloria, programme_officer):
    def fill(number, project):
        for year in range(number):
            make_report(
                project, period_year=1990 + year, due_on=date(1991 + year, 3, 31),
                received_on=date(2020, 1, 1), received_by=programme_officer,
                document=make_document(project),
            )  # fmt: skip

    few, many = (make_project(veloria, status="ongoing") for _n in range(2))
    fill(2, few)
    before = queries(officer, LIST), queries(officer, path("reports", few))
    fill(30, many)
    after = queries(officer, LIST), queries(officer, path("reports", many))
    assert after == before
    assert before[0] <= 14
    assert before[1] <= 16


# The admin obeys the same rules


def test_the_admin_takes_no_step(officer, project):
    report = make_report(project, period_year=2018)
    url = reverse("admin:projects_reportdue_change", args=[report.pk])
    data = {
        "kind": report.kind_id, "period_year": 2018, "due_on": "2019-05-01", "note": "N",
        "version": 1, "received_on": "2019-01-01", "accepted_on": "2019-01-02",
        "returned_reason": "x",
    }  # fmt: skip
    assert officer.get(url).status_code == 200
    assert officer.post(url, data).status_code == 302
    report.refresh_from_db()
    assert (report.note, report.received_on, report.accepted_on) == ("N", None, None)
    add = reverse("admin:projects_reportdue_add")
    data = {"project": project.pk, "kind": report.kind_id, "period_year": 2019}
    assert officer.post(add, {**data, "accepted_on": "2019-01-02"}).status_code == 302
    assert ReportDue.objects.get(period_year=2019).accepted_on is None


def test_the_admin_takes_no_step_of_a_life_either(officer, project):
    url = reverse("admin:projects_project_change", args=[project.pk])
    inlines = {
        f"{prefix}-{name}": 0
        for prefix in ("participations", "results", "reports_due")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    data = {**form_data(project, status="financially-closed", title="New"), **inlines}
    assert officer.get(url).status_code == 200
    assert officer.post(url, {**data, "ends": "2030-01-01"}).status_code == 302
    project.refresh_from_db()
    assert (project.title, project.status, project.ends) == ("New", "ongoing", date(2018, 12, 31))
    for model in ("lifestep", "extension", "resultmeasurement"):
        assert officer.get(reverse(f"admin:projects_{model}_changelist")).status_code == 200
        assert officer.get(reverse(f"admin:projects_{model}_add")).status_code == 403
