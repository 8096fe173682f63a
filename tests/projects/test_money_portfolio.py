"""Sums over many projects: exact on both engines, in as many queries for 2,000 as for 20."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.reference.models import Country
from projects import ledger, money
from projects.figures import (
    figures_of,
    names_of,
    portfolio_figures,
    portfolio_statement,
    statement_of,
)
from projects.models import Project, Transaction
from tests.factories import make_organisation, make_source
from tests.projects.factories import make_fund
from tests.projects.money_factories import make_category, make_funded, new_row, partner_of, post

pytestmark = pytest.mark.django_db


def many_projects(country, number, prefix="XB"):
    """Projects with three rows each, written past the rules: only sums are asked of them."""
    fund = make_fund()
    projects = Project.objects.bulk_create(
        Project(
            code=f"{prefix}{n}", fund=fund, title=f"Project {n}", country=country,
            classification="public", status="ongoing",
        )
        for n in range(number)
    )  # fmt: skip
    whose, source = make_organisation(), make_source()
    rows = [
        Transaction(
            project=project, kind=kind, organisation=whose, source=source, year=2016,
            amount=Decimal(amount), amount_usd=Decimal(amount), line=kind,
            finality="final" if kind == "expenditure" else "", classification="public",
        )
        for n, project in enumerate(projects)
        for kind, amount in [
            ("budget", "100.10"), ("transfer", "90.05"), ("expenditure", f"{n % 50}.01"),
        ]
    ]  # fmt: skip
    Transaction.objects.bulk_create(rows, batch_size=500)
    return projects


def counted(call):
    with CaptureQueriesContext(connection) as found:
        call()
    return len(found)


def test_a_set_of_projects_is_summed_in_a_query_each(veloria, reader):
    counts = []
    for number, prefix in [(20, "XC"), (2000, "XD")]:
        many_projects(veloria, number, prefix)
        projects = Project.objects.for_user(reader).filter(code__startswith=prefix)
        portfolio_figures(projects, reader)  # the reader's memberships are read once
        counts.append(
            (
                counted(lambda rows=projects: portfolio_figures(rows, reader)),
                counted(lambda rows=projects: portfolio_statement(rows, reader)),
            )
        )
        by_project = portfolio_figures(projects, reader)
        statement = portfolio_statement(projects, reader)
        assert len(by_project) == number
        assert money.total(by_project.values()) == statement.total
        assert statement.total.approved == Decimal("100.10") * number
        for name in ("project__country_id", "organisation_id", "category__code", "year", "kind"):
            assert money.total(statement.by(name).values()) == statement.total
    assert counts == [(1, 1), (1, 1)]


def test_the_pages_of_a_project_ask_as_often_at_2000_as_at_20(client, veloria, reader):
    client.force_login(reader)
    pages = ["/projects/XE0/", "/projects/XE0/money/"]
    many_projects(veloria, 20, "XE")
    for page in pages:
        client.get(page)
    few = [counted(lambda page=page: client.get(page)) for page in pages]
    many_projects(veloria, 1980, "XF")
    assert [counted(lambda page=page: client.get(page)) for page in pages] == few
    assert max(few) <= 20  # what was counted, with room for one


@pytest.mark.parametrize("query", ["", "?sort=-budget", "?sort=delivery", "?needs=balance"])
def test_the_list_asks_as_often_at_2000_as_at_20(client, veloria, reader, query):
    client.force_login(reader)
    page = f"/projects/{query}"
    many_projects(veloria, 20, "XE")
    client.get(page)
    few = counted(lambda: client.get(page))
    many_projects(veloria, 1980, "XF")
    assert counted(lambda: client.get(page)) == few
    assert few <= 16


def test_the_money_page_asks_as_often_for_a_long_ledger(client, veloria, reader):
    client.force_login(reader)
    project = make_funded(veloria)
    whose, source = partner_of(project), make_source()
    post(project, "budget", "999999.00", organisation=whose, source=source)
    post(project, "expenditure", "1.00", organisation=whose, source=source,
         category=make_category("indirect"))  # fmt: skip
    post(project, "transfer", "1.00", organisation=whose, source=source)
    url = reverse("projects:money", args=[project.code])
    client.get(url)
    few = counted(lambda: client.get(url))
    rows = [
        new_row(project, "transfer", "1.00", organisation=whose, source=source)
        for _number in range(300)
    ]
    rows += [
        new_row(project, "expenditure", "1.00", organisation=whose, source=source, year=year,
                category=make_category(code))
        for year in (2016, 2017, 2018) for code in ("staff", "travel", "operating")
    ]  # fmt: skip
    ledger.post_many(rows, by=None)
    assert counted(lambda: client.get(url)) == few


def test_sums_are_of_what_the_reader_may_see(veloria, reader, reviewer, mali):
    project = make_funded(veloria)
    post(project, "expenditure", "10.00")
    post(project, "expenditure", "5.00", year=2017, classification="internal")
    for user, spent in [(reader, "10.00"), (reviewer, "15.00"), (None, "15.00")]:
        assert figures_of(project, user).spent == Decimal(spent)
        assert portfolio_figures([project], user)[project.pk].spent == Decimal(spent)
        assert portfolio_statement([project], user).total.spent == Decimal(spent)


def test_no_cent_is_lost_in_the_database(veloria):
    """Floats would show: 0.1 + 0.2, and a million rows of a third."""
    project = make_funded(veloria)
    for number, amount in enumerate(["0.10", "0.20", "9999999999.99", "0.07", "33333333.33"]):
        post(project, "interest", amount, voucher=f"I{number}")
    assert figures_of(project, None).interest == Decimal("10033333333.69")


def test_names_of_a_statement(veloria):
    project = make_funded(veloria)
    row = post(project, "expenditure", category=make_category("travel"))
    statement = portfolio_statement(Project.objects.all(), None)
    assert names_of(statement, "organisation_id") == {row.organisation_id: row.organisation}
    assert names_of(statement, "category__code") == {"travel": row.category}
    assert names_of(statement, "project__country_id") == {veloria.pk: Country.objects.get()}
    assert statement_of(project, None).by("year", "kind").keys() == {(2016, "expenditure")}


def test_a_sliced_set_and_an_empty_one(veloria, reader):
    projects = many_projects(veloria, 3)
    some = Project.objects.order_by("code")[:2]
    assert len(portfolio_figures(some, reader)) == 2
    assert portfolio_figures([], reader) == {}
    assert not portfolio_statement(Project.objects.none(), reader).total
    assert len(projects) == 3


def test_more_spent_than_ever_came_is_a_balance_too(client, reader, veloria):
    project = make_funded(veloria, code="XV1")
    post(project, "expenditure", "500.00")
    even = make_funded(veloria, code="XV2")
    post(even, "budget", "500.00")
    Project.objects.update(status="operationally-closed")
    client.force_login(reader)

    page = client.get(reverse("projects:list"), {"needs": "balance"})

    assert [found.code for found in page.context["object_list"]] == ["XV1"]


def test_a_project_that_gave_back_more_than_came_has_no_delivery_to_sort_by(reader, veloria):
    project = make_funded(veloria)
    post(project, "refund", "100.00")
    post(project, "expenditure", "500.00")
    assert Project.objects.with_money(reader).get().delivery is None
    assert figures_of(project, reader).delivery_rate is None
