"""Work in the background: once, again after a crash, and never half."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from foundation.jobs import queue
from foundation.jobs.management.commands import work
from foundation.jobs.models import Job
from foundation.jobs.queue import LostLeaseError, claim, enqueue, forget, task, work_once


@pytest.fixture
def done(monkeypatch):
    """A task that remembers what it was asked for."""
    monkeypatch.setattr(queue, "TASKS", {})
    asked = []

    @task("remember")
    def remember(progress, **arguments):
        progress.report(50)
        asked.append(arguments)

    return asked


@pytest.mark.django_db
def test_a_job_is_done_with_its_arguments(done):
    job = enqueue("remember", document=7)

    assert work_once() == job
    assert work_once() is None

    job.refresh_from_db()
    assert (job.state, job.progress, done) == ("done", 100, [{"document": 7}])
    assert job.ended_at is not None


@pytest.mark.django_db
def test_what_nobody_can_do_is_not_asked_for(done):
    with pytest.raises(LookupError):
        enqueue("something else")


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_asks_for_nothing(done):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue("remember")
        raise ZeroDivisionError
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_the_same_work_waits_once_and_may_be_asked_for_again_later(done):
    first = enqueue("remember", key="a", document=1)
    assert enqueue("remember", key="a", document=1) == first
    assert enqueue("remember", key="b", document=2) != first

    claim()
    assert enqueue("remember", key="a", document=1) == first
    Job.objects.update(state="done", ended_at=timezone.now())
    assert enqueue("remember", key="a", document=1) != first


@pytest.mark.django_db
def test_a_task_that_fails_is_tried_again_later_and_then_never(monkeypatch):
    monkeypatch.setattr(queue, "TASKS", {})

    @task("fail")
    def fail(progress):
        raise ValueError("27 of a place")

    job = enqueue("fail")
    for tries in (1, 2, 3):
        assert work_once() == job
        job.refresh_from_db()
        assert job.tries == tries
        # The name of the error, and nothing that the work was about.
        assert job.error == "ValueError"
        if tries < 3:
            assert job.state == "waiting"
            assert job.run_after > timezone.now()
            assert work_once() is None
            Job.objects.update(run_after=timezone.now())
    assert job.state == "failed"
    assert work_once() is None


@pytest.mark.django_db
def test_the_job_of_a_dead_worker_is_taken_up_again_and_the_dead_one_stays_out(done):
    job = enqueue("remember")
    dead = claim()
    assert claim() is None

    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    living = claim()

    assert (living, living.tries) == (job, 2)
    with pytest.raises(LostLeaseError):
        queue.Progress(dead).report(60)
    queue.Progress(living).report(60)


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_every_time_is_given_up(done):
    job = enqueue("remember")
    for _ in range(3):
        assert claim().state == "running"
        Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert claim().state == "failed"
    job.refresh_from_db()
    assert job.error == "The worker died."
    assert claim() is None


@pytest.mark.django_db
def test_what_ended_long_ago_is_forgotten(done):
    old, fresh, waiting = enqueue("remember"), enqueue("remember"), enqueue("remember")
    long_ago = timezone.now() - timedelta(days=40)
    Job.objects.filter(pk=old.pk).update(state="done", ended_at=long_ago)
    Job.objects.filter(pk=fresh.pk).update(state="failed", ended_at=timezone.now())

    assert forget(timedelta(days=30)) == 1
    assert set(Job.objects.all()) == {fresh, waiting}


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_each_job_once(done):
    jobs = {enqueue("remember", number=number).pk for number in range(20)}
    took, errors = [], []

    def run():
        try:
            while job := work_once():
                took.append(job.pk)
        except Exception as error:  # noqa: BLE001  told below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not errors
    assert sorted(took) == sorted(jobs)
    assert sorted(one["number"] for one in done) == list(range(20))


@pytest.mark.django_db
def test_the_worker_stops_when_nothing_is_left(done):
    enqueue("remember", number=1)
    call_command("work", until_empty=True)
    assert done == [{"number": 1}]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_no_empty_queue(done, monkeypatch):
    enqueue("remember", number=1)
    answers = [OperationalError("locked")]

    def once():
        if answers:
            raise answers.pop()
        return work_once()

    monkeypatch.setattr(work, "work_once", once)
    monkeypatch.setattr(work, "REST", 0)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    call_command("work", until_empty=True, stderr=StringIO())
    assert done == [{"number": 1}]
