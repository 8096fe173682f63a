"""The audit trail: written with the change or before the sight, never changed afterwards."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from foundation.audit.append_only import AUDIT_TRAIL
from foundation.audit.chain import verify
from foundation.audit.models import Event
from foundation.audit.record import Verb, record, record_now


def test_a_change_is_recorded_inside_its_transaction_or_not_at_all(reader, transactional_db):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(actor=reader, verb=Verb.CHANGED)
    with transaction.atomic():
        record(actor=reader, verb=Verb.CHANGED)
    assert Event.objects.count() == 1


def test_a_change_that_is_rolled_back_leaves_no_row(reader, transactional_db):
    class OopsError(Exception):
        pass

    with pytest.raises(OopsError), transaction.atomic():
        record(actor=reader, verb=Verb.CHANGED)
        raise OopsError
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("attempt", ["update", "delete", "raw"])
def test_the_database_refuses_to_change_or_remove_a_row(attempt):
    event = record_now(actor=None, verb=Verb.LOADED)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        if attempt == "update":
            Event.objects.filter(pk=event.pk).update(actor="somebody else")
        elif attempt == "delete":
            event.delete()
        else:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM audit_event")

    assert Event.objects.get().actor == ""


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_postgresql_refuses_to_empty_the_table_at_once():
    record_now(actor=None, verb=Verb.LOADED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE audit_event")


@pytest.fixture
def three_rows(db):
    return [record_now(actor=None, verb=Verb.LOADED, rows=n) for n in range(3)]


def tamper(sql):
    """What somebody with the database file can do: take the triggers off, edit, put them back."""
    AUDIT_TRAIL.unprotect(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    AUDIT_TRAIL.protect(connection)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET actor = 'x' WHERE id = {1}",
        "UPDATE audit_event SET details = '{{}}' WHERE id = {0}",
        "UPDATE audit_event SET verb = 'changed' WHERE id = {2}",
        "UPDATE audit_event SET seal = 'x' WHERE id = {1}",
        "DELETE FROM audit_event WHERE id = {0}",
        "DELETE FROM audit_event WHERE id = {1}",
    ],
)
def test_a_row_edited_behind_the_product_breaks_the_chain(three_rows, sql):
    assert verify().broken_at is None

    tamper(sql.format(*[row.pk for row in three_rows]))

    assert verify().broken_at is not None
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_a_cut_off_end_is_seen_by_the_checkpoint_kept_outside(three_rows, capsys):
    report = verify()
    checkpoint = f"{report.rows}:{report.head}"
    call_command("verify_audit", expect=checkpoint)

    tamper(f"DELETE FROM audit_event WHERE id = {three_rows[2].pk}")

    call_command("verify_audit")  # the chain that is left is whole
    with pytest.raises(CommandError, match="missing"):
        call_command("verify_audit", expect=checkpoint)


def test_a_key_of_ones_own_does_not_reseal_the_chain(three_rows, settings):
    settings.AUDIT_KEY = "another key"
    assert verify().broken_at == three_rows[0].pk


def test_many_writers_at_once_leave_one_unbroken_chain(transactional_db):
    def write():
        try:
            for _ in range(5):
                record_now(actor=None, verb=Verb.LOADED)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    report = verify()
    assert (report.rows, report.broken_at) == (20, None)


def test_each_refused_request_leaves_a_row_and_no_value(client, stranger):
    client.force_login(stranger)

    response = client.get("/audit/?who=marker-71")

    assert response.status_code == 403
    event = Event.objects.get(verb=Verb.DENIED)
    assert event.actor_id == stranger.pk
    assert event.details == {"page": "audit:events", "method": "GET"}
    assert response["X-Request-ID"] == event.request_id


def test_auditors_search_the_trail_and_others_may_not(client, auditor, reader):
    record_now(actor=reader, verb=Verb.EXPORTED, report="marker-72")
    client.force_login(auditor)
    assert "marker-72" in client.get("/audit/?verb=exported").text
    assert "marker-72" not in client.get("/audit/?verb=granted").text
    assert "marker-72" not in client.get("/audit/?verb=no-such-verb").text
    assert Event.objects.filter(verb=Verb.SAW_AUDIT, actor_id=auditor.pk).count() == 3

    client.force_login(reader)
    assert client.get("/audit/").status_code == 403
