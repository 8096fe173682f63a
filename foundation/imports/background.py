"""Files too large for a page to wait for: checked and added by a worker, with their progress."""

import threading
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from foundation.jobs.models import Job
from foundation.jobs.queue import Progress, enqueue

from . import shown
from .actions import NotReadyError, StalePlanError, cancel, commit, kind_of, require_kind, table_of
from .models import Batch

TASKS = {Batch.State.CHECKING: "imports.check", Batch.State.ADDING: "imports.add"}


def check(batch: Batch, progress: Progress) -> None:
    """Work out what a file would do, for its preview."""
    report = Reporter(progress)
    report(5)
    try:
        kind = kind_of(batch)
        require_kind(batch.by, kind)
        table = table_of(batch)
        report(40)
        summary = shown.summary(kind.plan(table, batch.by))
    except ValidationError as error:
        summary = {"reasons": error.messages}
    except PermissionDenied:
        _throw_away(batch)
        return
    report(95)
    _show(batch, summary)


def add(batch: Batch, progress: Progress) -> None:
    """Let the rows in, or say why not."""
    report = Reporter(progress)
    report(5)
    try:
        commit(batch, by=batch.by, seen=batch.about.get("seen"), report=report)
    except (NotReadyError, StalePlanError) as error:
        summary = shown.summary(error.plan or kind_of(batch).plan(table_of(batch), batch.by))
        _show(batch, summary | {"stale": isinstance(error, StalePlanError)})
    except ValidationError as error:
        _show(batch, {"reasons": error.messages})
    except PermissionDenied:
        _throw_away(batch)


def _show(batch, summary):
    """Back to the person who sent it, unless it was thrown away meanwhile."""
    rows = Batch.objects.filter(pk=batch.pk, state=batch.state)
    rows.update(state=Batch.State.UPLOADED, summary=summary)


def _throw_away(batch):
    """The right to add such rows ended meanwhile."""
    try:
        cancel(batch, by=batch.by)
    except ValidationError:  # it was thrown away already
        return


class Reporter:
    """Reports how far a task is, also from inside its transaction.

    What a transaction writes nobody else sees before its end, so the report goes over a
    connection of its own. SQLite has one writer: there the bar stands still while it writes.
    """

    def __init__(self, progress: Progress):
        self.progress, self.error = progress, None

    def __call__(self, percent: int) -> None:
        if not connection.in_atomic_block:
            self.progress.report(percent)
        elif connection.vendor == "postgresql":
            thread = threading.Thread(target=self._report, args=[percent])
            thread.start()
            thread.join()
            if self.error:
                raise self.error

    def _report(self, percent):
        try:
            self.progress.report(percent)
        except Exception as error:  # noqa: BLE001 - raised again where the work is done
            self.error = error
        finally:
            connection.close()


def state_of(batch: Batch) -> dict[str, Any]:
    """How far the work on a file is, for the person who waits for it."""
    job = Job.objects.filter(kind=TASKS[batch.state], key=batch.reference).last()
    failed = job is None or job.state in (Job.State.FAILED, Job.State.DONE)
    waiting = job is not None and job.state == Job.State.WAITING
    adding = batch.state == Batch.State.ADDING
    return {
        "percent": 0 if failed or waiting else job.progress,
        "failed": failed,
        "waiting": waiting,
        "may_cancel": not adding or failed or waiting,
        "title": _("Adding the rows") if adding else _("Checking the rows"),
    }


def try_again(batch: Batch) -> None:
    """Ask for the work once more; if it is still under way, nothing changes."""
    with transaction.atomic():
        enqueue(TASKS[batch.state], key=batch.reference, owner=batch.by, batch=batch.reference)
