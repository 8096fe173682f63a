"""All rows or none: when something breaks, when a process is killed, when two come at once."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from foundation.audit.models import Event
from foundation.imports import actions
from foundation.imports.models import Batch
from foundation.reference.models import Country
from projects.models import Transaction
from tests.factories import make_user

from .ledger import budget, ledger_file, make_setting, many, sent, transfer

ROOT = Path(__file__).resolve().parents[2]
KILLED = """
import os, signal, sys
from tests import settings as plain
plain.DOCUMENTS_ROOT = sys.argv[1]
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection
from foundation.imports import actions
from foundation.imports.models import Batch

left = [int(sys.argv[3])]

def end_it(execute, sql, params, many, context):
    if sql.lstrip().upper().startswith(("INSERT", "UPDATE")):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

batch = Batch.objects.get(reference=sys.argv[2])
with connection.execute_wrapper(end_it):
    actions.commit(batch, by=batch.by)
"""


@pytest.fixture
def officer(transactional_db):
    country = Country.objects.create(
        iso2="XV", iso3="XVE", slug="veloria", name_en="Veloria", is_sample=True
    )
    make_setting(country)
    return make_user("programme-officer", everywhere=True)


def files_kept():
    folder = Path(settings.DOCUMENTS_ROOT) / "imports"
    return [path for path in folder.rglob("*") if path.is_file()]


def nothing_happened(batch):
    batch.refresh_from_db()
    return (
        batch.waits
        and not Transaction.objects.exists()
        and not Event.objects.filter(verb="imported").exists()
    )


@pytest.mark.parametrize("broken", ["projects.ledger.record", "foundation.imports.actions.record"])
def test_what_breaks_in_the_middle_leaves_nothing(officer, monkeypatch, broken):
    batch = sent(officer, *many(20))

    def fail(**_details):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(broken, fail)
    with pytest.raises(RuntimeError):
        actions.commit(batch, by=officer)
    assert nothing_happened(batch)
    monkeypatch.undo()
    assert len(actions.commit(batch, by=officer).new) == 20
    assert Transaction.objects.count() == 20
    assert files_kept() == []


@pytest.mark.parametrize("writes", [0, 1, 2, 3, 4])
def test_a_process_killed_half_way_leaves_nothing_and_can_be_done_again(officer, writes):
    """SIGKILL before the first, second, … write of the commit, in a process of its own."""
    batch = sent(officer, *many(1200))
    told = connection.settings_dict
    url = f"sqlite:///{told['NAME']}"
    if connection.vendor == "postgresql":
        user, host, port = (told[key] for key in ("USER", "HOST", "PORT"))
        secret = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
        url = f"postgres://{user}{secret}@{host}:{port}/{told['NAME']}"
    arguments = [settings.DOCUMENTS_ROOT, batch.reference, str(writes)]
    result = subprocess.run(
        [sys.executable, "-c", KILLED, *map(str, arguments)], cwd=ROOT, check=False,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == -9, result.stderr
    assert nothing_happened(batch)

    actions.commit(batch, by=officer)
    assert Transaction.objects.count() == 1200
    assert Event.objects.filter(target_type="imports.Batch").count() == 1


def at_once(*calls):
    barrier, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        try:
            barrier.wait(timeout=10)
            call()
            outcomes.append("added")
        except ValidationError as error:
            outcomes.append(error.messages[0])
        except actions.NotReadyError as error:
            outcomes.append(f"{len(error.plan.wrong)} wrong")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(outcomes)


def test_of_two_confirmations_at_once_one_counts(officer):
    for round_ in range(3):
        batch = sent(officer, *many(3), transfer(voucher=f"R{round_}"))
        copies = [Batch.objects.get(pk=batch.pk) for _copy in range(3)]
        outcomes = at_once(*(lambda one=one: actions.commit(one, by=officer) for one in copies))
        assert outcomes.count("added") == 1
        assert len(outcomes) == 3
    assert Transaction.objects.count() == 3 + 3
    assert Event.objects.filter(target_type="imports.Batch").count() == 3


def test_of_two_people_with_the_same_file_each_row_is_added_once(officer):
    other = make_user("programme-officer", everywhere=True)
    batches = [(sent(by, *many(30)), by) for by in (officer, other)]
    outcomes = at_once(*(lambda b=b, by=by: actions.commit(b, by=by) for b, by in batches))
    assert "added" in outcomes  # the other was told, or found every row there already
    assert Transaction.objects.count() == 30
    for batch, by in batches:
        batch.refresh_from_db()
        if batch.waits:
            assert len(actions.commit(batch, by=by).unchanged) == 30


def test_confirming_and_cancelling_at_once_do_one_of_the_two(officer):
    batch = sent(officer, *many(10))
    copies = [Batch.objects.get(pk=batch.pk) for _copy in range(2)]
    outcomes = at_once(
        lambda: actions.commit(copies[0], by=officer),
        lambda: actions.cancel(copies[1], by=officer),
    )
    assert outcomes.count("added") == 1
    batch.refresh_from_db()
    assert Transaction.objects.count() == (10 if batch.state == "committed" else 0)
    assert files_kept() == []


def test_files_that_waited_a_day_are_thrown_away(officer, capsys):
    old, young = sent(officer, budget()), sent(officer, budget())
    Batch.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(hours=25))
    call_command("sweep_imports")
    assert capsys.readouterr().out.startswith("1 ")
    assert [batch.state for batch in Batch.objects.order_by("pk")] == ["expired", "uploaded"]
    assert len(files_kept()) == 1
    with pytest.raises(ValidationError, match="thrown away"):
        actions.commit(old, by=officer)
    actions.cancel(young, by=officer)


def test_a_file_left_by_a_killed_process_is_swept(officer, monkeypatch):
    batch = sent(officer, budget())
    monkeypatch.setattr(actions, "_remove", lambda batch: None)
    actions.commit(batch, by=officer)
    assert len(files_kept()) == 1
    monkeypatch.undo()
    assert actions.sweep() == 1
    assert files_kept() == []
    assert Batch.objects.get().state == "committed"


def test_a_file_whose_row_could_not_be_written_is_not_left_behind(officer, monkeypatch):
    def fail(self, **options):
        raise RuntimeError("no connection")

    monkeypatch.setattr(Batch, "save", fail)
    with pytest.raises(RuntimeError):
        actions.keep(actions.kind_or_404("ledger"), ledger_file(budget()), "a.csv", by=officer)
    assert files_kept() == []
