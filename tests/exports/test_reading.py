"""Rows of a long file come at once, progress is seen meanwhile, and they are what they were."""

import gc
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.exports import gate, jobs, reading
from foundation.exports.models import Export
from projects.models import Transaction
from tests.projects.money_factories import make_funded, post

from .test_killed import ask, officer  # noqa: F401 - a fixture
from .world import rows_of


def test_what_is_told_while_the_rows_come_is_seen_at_once(officer, files_of_their_own):  # noqa: F811 - the fixture that is imported, not another
    export, inside = ask(officer), []

    def cancel_meanwhile(_percent):
        inside.append(connection.in_atomic_block)
        gate.cancel(Export.objects.get(pk=export.pk), by=officer)

    gate.make(export.reference, report_progress=cancel_meanwhile)
    assert inside == [False]
    export.refresh_from_db()
    assert export.state == Export.State.CANCELLED


def test_no_file_waits_until_all_its_rows_are_found(officer, files_of_their_own):  # noqa: F811 - the fixture that is imported, not another
    export = ask(officer)
    with CaptureQueriesContext(connection) as asked:
        gate.make(export.reference)
    export.refresh_from_db()
    assert export.is_ready
    rows = [query["sql"] for query in asked if '"voucher"' in query["sql"]]
    cursors = [sql for sql in rows if "DECLARE" in sql]
    assert bool(cursors) is (connection.vendor == "postgresql")
    assert not [sql for sql in cursors if "WITH HOLD" in sql]


@pytest.mark.parametrize("is_quick", [True, False])
def test_who_waits_is_told_at_once_and_then_now_and_then(transactional_db, monkeypatch, is_quick):
    told = []
    if not is_quick:
        monkeypatch.setattr(reading, "EVERY", 0)
    with reading.from_the_first_on(told.append) as tick:
        for rows in range(50):
            tick(rows)
    assert told[0] == 0
    assert (len(told) < 50) is is_quick


@pytest.mark.parametrize("goes_wrong", [True, False])
def test_rubbish_is_collected_seldom_while_no_page_waits_and_then_as_before(db, goes_wrong):
    before = gc.get_threshold()
    with suppress(KeyError), jobs.unhurried():
        assert gc.get_threshold() == (jobs.COLLECT_AFTER, *before[1:])
        if goes_wrong:
            raise KeyError
    assert gc.get_threshold() == before


@pytest.mark.parametrize(
    "posted_at",
    [datetime(2020, 2, 3, 10, tzinfo=UTC), datetime(2020, 2, 3, 10, 0, 0, 123_456, tzinfo=UTC)],
)
def test_dates_and_moments_of_the_ledger_are_those_of_the_rows(veloria, donor, posted_at):
    project = make_funded(veloria, code="VEL1")
    post(project, "budget", "5.00")
    like = Transaction.objects.get()
    Transaction.objects.bulk_create([
        Transaction(
            project=project, kind="transfer", organisation=like.organisation, year=2019,
            amount=1, amount_usd=1, currency="EUR" if day else "USD", rate_date=day, date=day,
            rate=Decimal("1") if day else None,
            source=like.source, classification="public", line=f"{day}", posted_at=posted_at,
        )
        for day in (None, date(2019, 12, 31), date(2020, 2, 29))
    ])  # fmt: skip
    told = [(row["row"], row["date"], row["rate_date"], row["posted_at"])
            for row in rows_of("ledger", donor)]  # fmt: skip
    names = ("pk", "date", "rate_date", "posted_at")
    assert told == list(Transaction.objects.order_by("pk").values_list(*names))
