"""Asking for work, and doing it.

`enqueue()` belongs into the transaction of the change that asks for it: what is rolled back asks
for nothing. A worker claims one job at a time with SKIP LOCKED, so that workers on several
machines share one queue; on SQLite the write lock of a short transaction does the same.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from .models import Job

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
PAUSE = timedelta(seconds=20)  # before the next try, longer each time

Task = Callable[..., None]
TASKS: dict[str, Task] = {}


class LostLeaseError(Exception):
    """The lease ran out and another worker has the job: stop, and write nothing more."""


def task(kind: str) -> Callable[[Task], Task]:
    """Register a function as the worker of jobs of this kind, in an app's own jobs.py.

    It is called with a Progress and the arguments of the job. It may be called again after a
    crash, so doing it twice must be the same as doing it once.
    """

    def register(function: Task) -> Task:
        TASKS[kind] = function
        return function

    return register


@dataclass
class Progress:
    """How a task tells how far it is; each report renews the lease."""

    job: Job

    def report(self, percent: int) -> None:
        """0 to 100. Raises LostLeaseError if another worker took the job meanwhile."""
        until = timezone.now() + LEASE
        held = _held(self.job).update(progress=min(100, max(0, percent)), leased_until=until)
        if not held:
            raise LostLeaseError


def enqueue(kind: str, *, key: str = "", owner: Any = None, **arguments: Any) -> Job:
    """Ask for a job. With a `key` there is one such job at a time: the one under way is given."""
    if kind not in TASKS:
        raise LookupError(f"No task is registered for {kind}.")
    under_way = Job.objects.filter(
        kind=kind, key=key, state__in=[Job.State.WAITING, Job.State.RUNNING]
    )
    if key and (found := under_way.first()):
        return found
    try:
        with transaction.atomic():
            return Job.objects.create(kind=kind, key=key, arguments=arguments, owner=owner)
    except IntegrityError:  # somebody else asked at the same moment
        return under_way.get()


def claim() -> Job | None:
    """Take the next job that waits, or whose worker died; None if there is none."""
    now = timezone.now()
    ready = Q(state=Job.State.WAITING, run_after__lte=now)
    dead = Q(state=Job.State.RUNNING, leased_until__lt=now)
    with transaction.atomic():
        rows = Job.objects.filter(ready | dead).order_by("run_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        job = rows.first()
        if job is None:
            return None
        if job.tries >= job.most_tries:
            _end(job, Job.State.FAILED, "The worker died.")
            return job
        job.state, job.tries = Job.State.RUNNING, job.tries + 1
        job.leased_until = now + LEASE
        job.save(update_fields=["state", "tries", "leased_until"])
    return job


def work_once() -> Job | None:
    """Claim a job and do it; the job, or None if there was nothing to do."""
    job = claim()
    if job is None or job.state != Job.State.RUNNING:
        return job
    try:
        TASKS[job.kind](Progress(job), **job.arguments)
    except LostLeaseError:
        log.warning("job %s was taken over", job.pk)
    except Exception as error:
        log.exception("job %s failed", job.pk)
        _again_or_never(job, type(error).__name__)
    else:
        with transaction.atomic():
            if _held(job).exists():
                _end(job, Job.State.DONE)
    return job


def _held(job):
    """The job's row, if this worker still holds it: another one would have raised `tries`."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, tries=job.tries)


def _again_or_never(job, error):
    """The name of the error only: its text may quote what nobody should read in a log table."""
    if job.tries >= job.most_tries:
        _end(job, Job.State.FAILED, error)
        return
    later = timezone.now() + PAUSE * (2**job.tries)
    _held(job).update(
        state=Job.State.WAITING, run_after=later, leased_until=None, error=error[:200]
    )


def _end(job, state, error=""):
    job.state, job.error = state, error[:200]
    job.ended_at, job.leased_until = timezone.now(), None
    if state == Job.State.DONE:
        job.progress = 100
    job.save(update_fields=["state", "error", "ended_at", "leased_until", "progress"])


def forget(older_than: timedelta) -> int:
    """Remove jobs that ended before; how many."""
    ended = Job.objects.filter(ended_at__lt=timezone.now() - older_than)
    return ended.filter(state__in=[Job.State.DONE, Job.State.FAILED]).delete()[0]


__all__ = ["Progress", "claim", "enqueue", "forget", "task", "work_once"]
