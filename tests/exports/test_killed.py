"""A worker killed while it makes a file: no half file is offered, and the next worker ends it."""

import hashlib
import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.http import QueryDict
from django.utils import timezone

from foundation.exports import gate, store
from foundation.exports.models import Export
from foundation.exports.reports import REPORTS
from foundation.jobs.models import Job
from foundation.jobs.queue import work_once
from foundation.reference.models import Country
from projects.models import Transaction
from tests.factories import make_user
from tests.projects.money_factories import make_funded, partner_of, post

ROWS, TIMES = 2_500, 20


@pytest.fixture
def officer(transactional_db):
    country = Country.objects.create(
        iso2="XV", iso3="XVE", slug="veloria", name_en="Veloria", is_sample=True
    )
    project = make_funded(country)
    first = post(project, "budget", "10.00")
    Transaction.objects.bulk_create(
        Transaction(
            project=project, kind="transfer", organisation=partner_of(project), year=2019,
            amount=1, amount_usd=1, source=first.source, classification="public", line=str(place),
        )
        for place in range(ROWS - 1)
    )  # fmt: skip
    return make_user("programme-officer", everywhere=True)


def ask(officer):
    query = QueryDict("audience=public")
    return gate.ask(REPORTS["ledger"], query, by=officer, ending="csv", reason="All of it")


def worker(after):
    """A process of its own that does the job and is killed before its statement `after`.

    Gives how many statements were asked for, or None if it was killed.
    """
    connections.close_all()  # the child opens its own
    if connection.vendor == "postgresql":
        connection.close_pool()
    child = os.fork()
    if child == 0:
        left = [0]

        def count(execute, sql, params, many, context):
            left[0] += 1
            if left[0] == after:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            work_once()
        os._exit(min(left[0], 250))
    _child, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def what_is_offered_is_whole(folder):
    for export in Export.objects.filter(state="ready"):
        data = Path(folder, export.file.name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == export.sha256
        assert len(data) == export.size
        assert data.decode("utf-8-sig").count("\r\n---\r\n") == 1
        assert export.rows == ROWS


def test_killed_at_any_point_it_is_made_by_the_next_or_not_offered(officer, files_of_their_own):
    ask(officer)
    statements = worker(after=0)
    assert statements > 20
    what_is_offered_is_whole(files_of_their_own)

    points = random.Random(6)  # noqa: S311 - the same points each time
    killed = 0
    for _time in range(TIMES):
        export = ask(officer)
        killed += worker(points.randint(1, statements)) is None
        what_is_offered_is_whole(files_of_their_own)
        Job.objects.filter(state="running").update(
            leased_until=timezone.now() - timedelta(seconds=1)
        )
        assert work_once().state == "done"
        export.refresh_from_db()
        assert export.state == "ready"
        what_is_offered_is_whole(files_of_their_own)
    assert killed == TIMES


def test_a_job_that_kills_every_worker_says_so_and_offers_nothing(officer, files_of_their_own):
    export = ask(officer)
    for _time in range(Job._meta.get_field("most_tries").default):
        assert worker(after=12) is None
        Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert work_once().state == "failed"
    export = gate.settled(Export.objects.select_related("job", "by").get(pk=export.pk))
    assert export.state == "failed"
    assert not export.file


def test_what_killed_workers_left_is_swept_and_what_is_offered_stays(officer, files_of_their_own):
    ask(officer)
    statements = worker(after=0)
    kept = Export.objects.get()
    for after in (statements - 1, statements - 6, statements - 12):
        ask(officer)
        assert worker(after) is None
    before = time.time() - store.STRAY_SECONDS - 1
    for path in files_of_their_own.rglob("*"):
        os.utime(path, (before, before))
    Export.objects.exclude(pk=kept.pk).filter(state="ready").update(
        expires_at=timezone.now() - timedelta(days=1)
    )
    gate.sweep()
    left = [path for path in files_of_their_own.rglob("*") if path.is_file()]
    assert [path.relative_to(files_of_their_own).as_posix() for path in left] == [kept.file.name]
    what_is_offered_is_whole(files_of_their_own)
