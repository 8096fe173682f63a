"""Cost, funding and gap of actions, source by source; the money of projects beside, in no sum."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from commitments.budget import Line, by_source, sums
from commitments.models import BudgetLine
from tests.commitments.factories import make_action, make_commitment
from tests.factories import make_organisation, make_source
from tests.projects.factories import make_project
from tests.projects.money_factories import make_funded, post


def line(action, amount, funder="", source="report", currency="USD"):
    return Line(action, not funder, D(amount), currency, source, funder)


def test_the_gap_is_the_cost_less_what_is_given():
    found = sums([line("a", 100), line("a", 30, "UN"), line("a", 20, "State"), line("a", 5, "UN")])
    assert (found.cost, found.funded, found.gap) == (100, 55, 45)
    assert found.by_funder == [("UN", 35), ("State", 20)]
    assert sums([line("a", 30, "UN")]).gap is None  # no cost is given
    assert sums([line("a", 30)]).gap == 30
    assert sums([line("a", 30), line("a", 40, "UN")]).gap == -10


def test_sources_and_currencies_are_never_added():
    found = by_source([
        line("a", 100), line("a", 120, source="note"), line("a", 90, currency="EUR"),
        line("b", 10, "UN", source="note"),
    ])  # fmt: skip
    assert [(one.source, one.currency, one.total.cost) for one in found] == [
        ("report", "USD", 100), ("note", "USD", 120), ("report", "EUR", 90),
    ]  # fmt: skip


def test_money_for_an_action_without_a_cost_fills_no_gap():
    one = by_source([line("a", 100), line("a", 40, "UN"), line("b", 60, "UN")])[0]
    assert (one.total.cost, one.total.funded, one.total.gap) == (100, 40, 60)
    assert one.without_cost == 1


amounts = st.decimals(0, 10**6, places=2)
lines = st.builds(
    line, st.sampled_from("abc"), amounts, st.sampled_from(["", "UN", "State"]),
    st.sampled_from(["report", "note"]), st.sampled_from(["USD", "EUR"]),
)  # fmt: skip


@given(st.lists(lines))
def test_totals_are_the_sums_of_their_rows(given_lines):
    for one in by_source(given_lines):
        costed = [found for _action, found in one.rows if found.cost is not None]
        assert (one.total.cost or 0) == sum(found.cost for found in costed)
        assert (one.total.funded or 0) == sum(found.funded or 0 for found in costed)


@pytest.fixture
def action(veloria):
    return make_action(make_commitment(veloria))


def budget_line(action, amount=100, kind="cost", **fields):
    fields = {"source": fields.pop("source", None) or make_source(), **fields}
    made = BudgetLine(action=action, kind=kind, amount=amount, **fields)
    made.full_clean()
    made.save()
    return made


def page_of(action):
    instrument = action.commitment.instrument
    return reverse("commitments:budget", args=[instrument.place, instrument.slug])


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": -1}, {"kind": "funding"}, {"funder_in_words": "State"}, {"currency": "usd"},
        {"kind": "funding", "funder_in_words": "State", "funder": True},
    ],
)  # fmt: skip
def test_what_a_line_needs(action, wrong):
    if "funder" in wrong:
        wrong = {**wrong, "funder": make_organisation()}
    with pytest.raises(ValidationError):
        budget_line(action, **wrong)


def test_the_money_of_projects_stands_beside_and_is_in_no_sum(client, veloria, donor, action):
    source = make_source()
    budget_line(action, 1000, source=source)
    project = make_funded(veloria, classification="public")
    post(project)
    post(project, kind="transfer", amount="777.00")
    action.projects.add(project)
    second = make_action(action.commitment)
    second.projects.add(project)  # named by two actions, shown once
    client.force_login(donor)

    answer = client.get(page_of(action))

    assert [one.total.cost for one in answer.context["said"]] == [1000]
    assert [(p.code, m.net_funded) for p, m in answer.context["projects"]] == [(project.code, 777)]


def test_closed_amounts_and_hidden_projects_are_absent(client, veloria, reader, action):
    budget_line(action, 1234, source=make_source(classification="internal"))
    action.projects.add(make_project(country=veloria, classification="internal"))
    client.force_login(reader)
    answer = client.get(page_of(action))
    assert (answer.context["said"], answer.context["projects"]) == ([], [])
    assert "1,234" not in answer.content.decode()


def test_an_amount_is_added_and_corrected_on_its_page(client, action, wpa_veloria):
    client.force_login(wpa_veloria)
    add = action.commitment.address("budget_add", action.pk)
    data = {"kind": "cost", "amount": "250", "currency": "USD", "source": make_source().pk}

    assert client.post(add, {**data, "kind": "funding"}).status_code == 422
    assert client.post(add, data).status_code == 302
    assert client.post(add, data).status_code == 422  # from this source already
    made = BudgetLine.objects.get()
    edit = action.commitment.address("budget_edit", action.pk, made.pk)
    assert client.post(edit, {**data, "amount": "300", "version": 1}).status_code == 302
    assert client.post(edit, {**data, "amount": "400", "version": 1}).status_code == 409
    made.refresh_from_db()
    assert made.amount == 300
    assert [row.amount for row in made.history.all()] == [300, 250]


@pytest.mark.parametrize(
    ("person", "see", "add"),
    [("reader", 200, 403), ("wpa_mali", 404, 404), ("wpa_veloria", 200, 200),
     ("stranger", 403, 403)],
)  # fmt: skip
def test_who_may_see_and_add(client, request, action, person, see, add):
    client.force_login(request.getfixturevalue(person))
    assert client.get(page_of(action)).status_code == see
    url = action.commitment.address("budget_add", action.pk)
    assert client.get(url).status_code == add


def test_more_rows_ask_no_more(client, wpa_veloria, action):
    client.force_login(wpa_veloria)
    budget_line(action)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(page_of(action)).status_code == 200
        return len(found)

    queries()
    few = queries()
    for _n in range(15):
        other = make_action(make_commitment(instrument=action.commitment.instrument))
        budget_line(other)
        budget_line(other, kind="funding", funder=make_organisation())
        other.projects.add(make_project(country=action.commitment.instrument.country))
    assert queries() <= few
