"""The ledger of the sample project: it comes in once, with its past, and marked as invented."""

from datetime import date
from decimal import Decimal

import pytest

from projects.figures import figures_of, findings_of, portfolio_statement, statement_of
from projects.models import BudgetRevision, Project, Transaction

pytestmark = pytest.mark.usefixtures("demo", "db")


def test_only_the_fictional_country_has_amounts():
    assert set(Transaction.objects.values_list("project__country__slug", flat=True)) == {"veloria"}
    mali = Project.objects.filter(country__slug="mali")
    assert mali.exists()
    assert not portfolio_statement(mali, None).total


def test_the_sample_ledger_adds_up_and_has_a_past(demo_cast):
    project = Project.objects.get(code="XV001")
    found = figures_of(project, None)
    assert (found.approved, found.net_funded) == (Decimal("339600.00"), Decimal("299700.00"))
    assert (found.spent, found.balance) == (Decimal("219066.78"), Decimal("80845.62"))
    before = figures_of(project, None, date(2025, 4, 1))
    assert before.spent == Decimal("218760.44")
    assert not figures_of(project, None, date(2024, 2, 25))
    assert figures_of(project, demo_cast["reader"]).approved == Decimal("299600.00")


def test_it_has_one_revision_of_each_kind_and_something_to_look_at():
    project = Project.objects.get(code="XV001")
    decisions = BudgetRevision.objects.filter(project=project).order_by("number")
    assert [revision.decision for revision in decisions] == ["approved", "proposed"]
    statement = statement_of(project, None)
    codes = {finding.code for finding in findings_of(project, None, statement)}
    assert codes == {"late-expenditure", "no-final-figure"}
