"""The one way out: permission, scope, audience, limits, writing, recording, in this order.

A report says what (`reports.py`), a writer how (`writing/`); neither can leave out a step.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.audit.record import Verb, record, record_now
from foundation.jobs.models import Job
from foundation.jobs.queue import enqueue

from . import about, grants, limits, reading, store
from .decisions import agree, cancel, lapse, refuse
from .models import Export
from .opened import Opened, all_still_open
from .reader import Reader
from .reports import Choices, Report, report_or_404
from .steps import State, fail, step
from .writing import writer

AT_ONCE_ROWS = 2_000  # more than these go to the background
logger = logging.getLogger(__name__)


class StoppedError(Exception):
    """Cancelled, or no longer allowed, while it was being made."""


def require_report(user: Any, report: Report) -> None:
    """403 for who may take out nothing of this kind anywhere."""
    if not report.is_open_to(user):
        raise PermissionDenied


def rows_in(report: Report, choices: Choices, user: Any) -> int:
    """How many rows a file with these choices would have."""
    return report.count(_reader(choices, user), choices)


def remarks(report: Report, choices: Choices, user: Any) -> dict[str, Any]:
    """What a person should know of a file with these choices before taking it."""
    return report.remarks(_reader(choices, user), choices)


def ask(
    report: Report,
    data: QueryDict,
    *,
    by: Any,
    ending: str,
    reason: str = "",
    in_background: bool = False,
) -> Export:
    """Ask for a file: made at once if it is small, else by a worker, or after a second person.

    PermissionDenied without the right; ValidationError for choices that mean nothing, an unknown
    format, something that is not set up, nothing to write, or a limit (`code`: choices, format,
    obstacle, empty, pdf, reason, quota).
    """
    require_report(by, report)
    if ending not in report.endings:
        raise ValidationError(_("This report has no such format."), code="format")
    if obstacles := report.obstacles():
        raise ValidationError(" ".join(obstacles), code="obstacle")
    choices = report.choices(data, by)
    if not choices.are_valid:
        raise ValidationError(_("Some choices mean nothing here."), code="choices")
    rows = rows_in(report, choices, by)
    if not rows and not report.may_be_empty:
        raise ValidationError(_("With these choices nothing would be in the file."), code="empty")
    try:
        export = _take_down(report, choices, data, by, ending, reason, rows, in_background)
    except ValidationError as error:
        if error.code == "quota":
            record_now(actor=by, verb=Verb.DENIED, report=report.slug, reason="quota", rows=rows)
        raise
    if export.state == State.WAITING and export.job is None:
        make(export.reference)
        export.refresh_from_db()
    return export


def make(reference: str, report_progress: Callable[[int], None] = lambda percent: None) -> None:
    """Write the file of an export that waits. Whatever goes wrong leaves no file behind."""
    export = Export.objects.select_related("by", "decided_by").get(reference=reference)
    if not step(export, [State.WAITING, State.RUNNING], state=State.RUNNING):
        return
    try:
        with translation.override(export.language):
            _make(export, report_progress)
    except PermissionDenied:
        fail(export)
    except StoppedError:
        logger.info("export %s was stopped", export.reference)
    except BaseException:
        if export.job_id is None:
            fail(export)
        raise


def open_file(export: Export, *, by: Any) -> Any:
    """The file for its owner, whose rights are asked about once more; recorded first.

    PermissionDenied for anybody else, or if the owner holds less than when it was made;
    ValidationError if there is no file (any more), or something in it is no longer open to its
    owner and its readers (`code`: gone, closed).
    """
    if export.by_id != by.pk:
        raise PermissionDenied
    if not export.is_ready:
        raise ValidationError(_("The file is no longer kept."), code="gone")
    report = report_or_404(export.report)
    if not report.is_open_to(by) or not grants.still_held(export.scope, report, by):
        raise PermissionDenied
    if not _is_still_open(export, report, by):
        record_now(actor=by, verb=Verb.DENIED, target=export, reason="closed")
        raise ValidationError(
            _("Something in this file has since been closed to you or to its readers."),
            code="closed",
        )
    record_now(actor=by, verb=Verb.DOWNLOADED, target=export, sha256=export.sha256)
    try:
        return export.file.open("rb")
    except (FileNotFoundError, ValueError):
        raise ValidationError(_("The file is no longer kept."), code="gone") from None


def settled(export: Export) -> Export:
    """The export as it stands: one whose workers all died, or whose time is over, has ended."""
    if export.is_open and export.job and export.job.state == Job.State.FAILED:
        fail(export)
        export.refresh_from_db()
    return export


def sweep() -> int:
    """Throw away files whose time has passed, and those that a killed worker left; how many.

    What nobody decided on in time is asked for no longer.
    """
    lapse()
    old = Export.objects.filter(state=State.READY, expires_at__lte=timezone.now())
    for export in old:
        name = export.file.name
        with transaction.atomic():
            step(export, [State.READY], state=State.EXPIRED, ended_at=timezone.now(), file="",
                 opened={})  # fmt: skip
            transaction.on_commit(partial(store.remove, name))
    return len(old) + store.sweep_strays()


def _reader(choices, user, opened=None):
    return Reader(user, choices.audience.cleaned_data["audience"], opened)


def _is_still_open(export, report, by):
    """Whether all rows that the file was made from would be given today."""
    choices = report.choices(QueryDict(export.options), by)
    return choices.are_valid and all_still_open(export.opened, _reader(choices, by).asked_again)


def _take_down(report, choices, data, by, ending, reason, rows, in_background):
    """The row of an export, within the limits, with its job where it needs one."""
    with transaction.atomic():
        limits.check(rows, ending, user=by, reason=reason)
        export = Export(
            report=report.slug,
            ending=ending,
            options=_options(data, choices),
            said=[list(pair) for pair in choices.said],
            language=translation.get_language(),
            reason=reason.strip()[:400],
            by=by,
            expected=rows,
        )
        if limits.needs_second_person(rows):
            export.state = State.ASKED
            export.scope = grants.to_decide(report, _reader(choices, by), choices)
            export.save(force_insert=True)
            record(actor=by, verb=Verb.SUBMITTED, target=export, report=report.slug, rows=rows)
        else:
            if in_background or rows > AT_ONCE_ROWS:
                export.job = enqueue("exports.make", key=export.reference, owner=by,
                                     export=export.reference)  # fmt: skip
            export.save(force_insert=True)
    return export


def _options(data, choices):
    """What was chosen, as it stands in an address; nothing else that was sent."""
    kept = data.copy()
    for name in ("csrfmiddlewaretoken", "page", "sort", "col"):
        kept.pop(name, None)
    kept["audience"] = choices.audience.cleaned_data["audience"]  # also where it was not named
    return kept.urlencode()


def _make(export, report_progress):
    report = report_or_404(export.report)
    require_report(export.by, report)
    choices = report.choices(QueryDict(export.options), export.by)
    if not choices.are_valid:  # a country or an organisation is no longer in reach
        raise PermissionDenied
    if export.decided_by and not grants.still_decided(
        export.decided_by, grants.to_decide(report, _reader(choices, export.by), choices)
    ):
        raise PermissionDenied
    opened = Opened()
    reader = _reader(choices, export.by, opened)
    held = grants.of(report, export.by)
    content = report.content(reader, choices)
    if not reader.is_kept:
        raise PermissionDenied
    bare = choices.audience.cleaned_data.get("bare", False)
    made = about.of(export, report, reader, content, bare=bare)
    write = report.writers.get(export.ending) or writer(export.ending)
    with store.workbench() as folder:
        path = Path(folder) / "file"
        with reading.from_the_first_on(partial(_tick, export, report_progress)) as tick:
            rows = write(content, made, path, tick)
        reader.remember_beside()
        _keep(
            export, path, rows, reader.classification,
            scope=held, opened=opened.packed(), edition=report.edition(choices),
        )  # fmt: skip


def _tick(export, report_progress, rows):
    if not Export.objects.filter(pk=export.pk, state=State.RUNNING).exists():
        raise StoppedError
    report_progress(min(99, rows * 100 // max(export.expected, 1)))


def _keep(export, path, rows, classification, *, edition, **asked_again):
    """Put the finished file in its place; it is offered only once its row and its event stand."""
    name, digest = store.put(export, path)
    try:
        with transaction.atomic():
            now = timezone.now()
            kept = step(
                export,
                [State.RUNNING],
                state=State.READY,
                rows=rows,
                file=name,
                file_name=store.file_name(export, edition),
                size=path.stat().st_size,
                sha256=digest,
                classification=classification,
                **asked_again,
                ended_at=now,
                expires_at=now + timedelta(hours=settings.EXPORT_HOURS),
            )
            if not kept:
                raise StoppedError
            record(
                actor=export.by,
                verb=Verb.EXPORTED,
                target=export,
                report=export.report,
                ending=export.ending,
                rows=rows,
                sha256=digest,
                classification=classification,
            )
    except BaseException:
        store.remove(name)
        raise


__all__ = ["agree", "ask", "cancel", "make", "open_file", "refuse", "sweep"]
