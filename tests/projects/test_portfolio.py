"""All projects together: sums of what the filters find, order by money, time, the fact sheet."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from projects.models import Project, ReportDue
from tests.factories import make_code
from tests.projects.factories import make_participation, make_project
from tests.projects.money_factories import make_category, post

PAGES = ["projects:list", "projects:timeline", "projects:figures"]


def make_funded(country, code, budget, transferred, spent, status="ongoing"):
    """A project of ten years with one row of each amount given; then it takes its status."""
    project = make_project(country, code, starts_as_written="2020", ends_as_written="2029")
    make_participation(project)
    for kind, amount in [("budget", budget), ("transfer", transferred), ("expenditure", spent)]:
        if amount:
            post(project, kind, amount, year=2020)
    Project.objects.filter(pk=project.pk).update(status=status)
    return project


@pytest.fixture
def portfolio(veloria):
    return [
        make_funded(veloria, "XV901", "1000.00", "1000.00", "250.50"),
        make_funded(veloria, "XV902", "3000.00", "2000.00", "1500.00"),
        make_funded(veloria, "XV903", None, None, None),
    ]


def codes(response):
    return [project.code for project in response.context["object_list"]]


def test_the_sums_are_of_all_that_the_filters_find(client, reader, portfolio, monkeypatch):
    client.force_login(reader)

    whole = client.get(reverse("projects:list"))
    one = client.get(reverse("projects:list"), {"q": "XV902"})
    monkeypatch.setattr("projects.views.portfolio.ProjectList.paginate_by", 1)
    paged = client.get(reverse("projects:list"))

    assert whole.context["total"].approved == 4000
    assert str(whole.context["total"].spent) == "1750.50"
    assert one.context["total"].approved == 3000
    assert paged.context["total"] == whole.context["total"]
    assert len(codes(paged)) == 1


def test_amounts_are_rounded_half_up_and_none_is_none(client, reader, portfolio):
    client.force_login(reader)
    page = client.get(reverse("projects:list"), {"col": ["budget", "spent"]}).content.decode()
    assert "251" in page
    assert "no amount recorded" in page


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("budget", ["XV903", "XV901", "XV902"]),
        ("-budget", ["XV902", "XV901", "XV903"]),
        ("delivery", ["XV903", "XV901", "XV902"]),
        ("-delivery", ["XV902", "XV901", "XV903"]),
    ],
)
def test_the_order_by_money(client, reader, portfolio, sort, order):
    client.force_login(reader)
    assert codes(client.get(reverse("projects:list"), {"sort": sort})) == order


def test_closed_with_a_balance_beyond_what_may_stay(client, reader, veloria, settings):
    settings.BALANCE_TOLERANCE = 250
    closed = {"status": Project.Status.OPERATIONALLY_CLOSED}
    make_funded(veloria, "XV911", "1000.00", "1000.00", "749.99", **closed)
    make_funded(veloria, "XV912", "1000.00", "1000.00", "750.00", **closed)
    make_funded(veloria, "XV913", "1000.00", "1000.00", "1300.00", **closed)
    make_funded(veloria, "XV914", "1000.00", "1000.00", "100.00", status="ongoing")
    make_funded(veloria, "XV915", None, None, None, **closed)
    client.force_login(reader)
    found = codes(client.get(reverse("projects:list"), {"needs": "balance"}))
    assert found == ["XV911", "XV913"]


def test_what_needs_somebody(client, reader, veloria):
    late, waiting, calm = (make_project(veloria, f"XV92{n}") for n in range(3))
    yesterday = localdate() - timedelta(days=1)
    kind = make_code()
    ReportDue.objects.create(
        project=late, kind=kind, due_on=yesterday, expected_since=yesterday - timedelta(days=60)
    )
    ReportDue.objects.create(project=waiting, kind=kind, due_on=yesterday, received_on=yesterday)
    ReportDue.objects.create(project=calm, kind=kind, due_on=yesterday)
    client.force_login(reader)
    for need, project in [("overdue", late), ("acceptance", waiting)]:
        found = codes(client.get(reverse("projects:list"), {"needs": need}))
        assert found == [project.code]


def test_a_reader_sees_sums_of_open_rows_only(client, reader, programme_officer, veloria):
    project = make_funded(veloria, "XV901", "1000.00", None, None)
    post(
        project, "budget", "77.00", year=2020, category=make_category(), classification="internal"
    )

    for person, approved in [(reader, 1000), (programme_officer, 1077)]:
        client.force_login(person)
        assert client.get(reverse("projects:list")).context["total"].approved == approved
        money = client.get(reverse("projects:figures")).context["money"]
        assert money.figures.approved == approved


def test_the_figures_page_adds_up_by_country_and_organisation(
    client, reader, portfolio, mali, veloria
):
    client.force_login(reader)
    page = client.get(reverse("projects:figures"))
    money = page.context["money"]
    assert sum(line.figures.spent_cents for line in money.of_countries()) == 175050
    assert sum(line.figures.spent_cents for line in money.of_organisations()) == 175050
    assert "Veloria spent" in page.content.decode()
    nothing = client.get(reverse("projects:figures"), {"q": "XV903"}).content.decode()
    assert "no amount recorded" in nothing


def test_projects_along_time(client, reader, veloria):
    make_project(veloria, "XV901", starts_as_written="2016-09-15", ends_as_written="2017-09-13")
    make_project(veloria, "XV902", starts_as_written="2027")
    make_project(veloria, "XV903")
    client.force_login(reader)

    page = client.get(reverse("projects:timeline"))

    assert codes(page) == ["XV901", "XV902", "XV903"]
    chart = page.context["chart"]
    assert (chart.first_year, chart.last_year) == (2016, 2027)
    spans = {lane.label: lane.events[0] for lane in chart.lanes}
    assert (spans["XV902"].first, spans["XV902"].last) == (date(2027, 1, 1), date(2027, 12, 31))
    assert spans["XV903"].first is None
    assert client.get(reverse("projects:timeline"), {"q": "none"}).context["chart"] is None


def test_the_fact_sheet_says_what_is_known_and_what_is_not(client, reader, portfolio):
    client.force_login(reader)
    with_money = client.get(reverse("projects:factsheet", args=["XV901"])).content.decode()
    without = client.get(reverse("projects:factsheet", args=["XV903"])).content.decode()
    assert "US$ </small>1,000" in with_money
    assert "no amount recorded" in without
    assert "No result recorded." in without


@pytest.mark.parametrize("name", PAGES)
def test_another_countrys_projects_are_nowhere(client, wpa_mali, portfolio, mali, name):
    make_project(mali, "ML900")
    client.force_login(wpa_mali)
    page = client.get(reverse(name)).content.decode()
    assert "XV90" not in page
    assert "1,000" not in page


@pytest.mark.parametrize("name", PAGES)
def test_queries_stay_the_same_at_any_number_of_projects(client, programme_officer, veloria, name):
    client.force_login(programme_officer)
    url = f"{reverse(name)}?needs=balance&sort=-budget"

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    closed = {"status": Project.Status.OPERATIONALLY_CLOSED}
    make_funded(veloria, "XV800", "1000.00", "1000.00", None, **closed)
    few = count()
    for number in range(12):
        make_funded(veloria, f"XV81{number}", "1000.00", "1000.00", "20.00", **closed)
    assert count() == few
