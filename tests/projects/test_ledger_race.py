"""Of two people at once one wins, on both engines. Threads on real transactions."""

import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from foundation.reference.models import Country
from projects import ledger, revisions
from projects.figures import figures_of
from projects.models import BudgetRevision, Transaction
from tests.factories import make_source, make_user
from tests.projects.money_factories import make_funded, new_row, partner_of, post

ROUNDS = 4


def at_once(*calls):
    barrier, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(position, call):
        try:
            barrier.wait(timeout=10)
            call()
            outcomes[position] = "done"
        except (ValidationError, ledger.LedgerError):
            outcomes[position] = "refused"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(map(str, outcomes))


@pytest.fixture
def project(transactional_db):
    country = Country.objects.create(
        iso2="XV", iso3="XVE", slug="veloria", name_en="Veloria", is_sample=True
    )
    return make_funded(country)


def test_of_one_line_posted_twice_one_stands(project):
    whose, source = partner_of(project), make_source()
    for year in range(2016, 2016 + ROUNDS):
        rows = [
            new_row(project, "expenditure", "10.00", year=year, organisation=whose, source=source)
            for _person in range(3)
        ]
        outcomes = at_once(*(lambda row=row: ledger.post(row, by=None) for row in rows))
        assert outcomes == ["done", "refused", "refused"]
        assert Transaction.objects.filter(year=year).count() == 1


def test_of_two_files_with_one_line_one_is_posted(project):
    whose, source = partner_of(project), make_source()
    files = [
        [new_row(project, "interest", "1.00", organisation=whose, source=source, voucher=voucher)
         for voucher in (f"own {number}", "the same")]
        for number in range(2)
    ]  # fmt: skip
    outcomes = at_once(*(lambda rows=rows: ledger.post_many(rows, by=None) for rows in files))
    assert outcomes == ["done", "refused"]
    assert Transaction.objects.count() == 2


def test_of_two_corrections_one_takes_the_place(project):
    row = post(project, "expenditure", "10.00")
    for number in range(ROUNDS):
        standing = Transaction.objects.standing().get()
        values = [{"amount": Decimal(20 + 2 * number + n)} for n in range(2)]
        outcomes = at_once(
            *(
                lambda v=v, row=standing: ledger.correct(row, v, by=None, reason="R.")
                for v in values
            )
        )
        assert outcomes == ["done", "refused"]
    assert Transaction.objects.count() == ROUNDS + 1
    assert row.pk


def test_two_transfers_together_do_not_pass_the_budget(project):
    post(project, "budget", "100.00")
    whose, source = partner_of(project), make_source()
    rows = [
        new_row(project, "transfer", "60.00", organisation=whose, source=source)
        for _person in range(2)
    ]
    assert at_once(*(lambda row=row: ledger.post(row, by=None) for row in rows)) == [
        "done", "refused",
    ]  # fmt: skip
    assert figures_of(project, None).transferred == Decimal("60.00")


def test_a_revision_is_decided_once(project):
    people = [make_user("reviewer", everywhere=True) for _n in range(2)]
    revision = BudgetRevision(project=project, reason="R.", source=make_source())
    lines = [revisions.Line(partner_of(project), None, Decimal("50.00"))]
    revision = revisions.propose_revision(revision, lines, by=None)
    outcomes = at_once(
        lambda: revisions.decide_revision(revision, approve=True, by=people[0]),
        lambda: revisions.decide_revision(revision, approve=False, by=people[1], note="No."),
    )
    assert outcomes == ["done", "refused"]
    revision.refresh_from_db()
    posted = Transaction.objects.count()
    assert posted == (1 if revision.decision == "approved" else 0)
