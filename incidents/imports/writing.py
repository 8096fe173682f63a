"""Writes what a file says of its records, in one transaction with the file's own event.

The plan was made before the transaction, so everything that it rests on is claimed here first: of
two windows of a person one waits for the other, and a record that moved meanwhile stops all.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from foundation.access.querysets import require_in_scope
from foundation.audit.record import Verb, record
from foundation.imports.actions import StalePlanError
from foundation.imports.plan import Plan

from ..actions import hold_open, is_stale
from ..models import Cell, Submission, Tabulation
from . import held
from .lists import NOWHERE
from .records import Change, FileRecord

AT_ONCE = 2_000
LOCK = 0x1C07  # a number of ours; with it goes the number of the person


def write(plan: Plan, records: list[FileRecord], *, by: Any, batch: str) -> None:
    """All of it, or nothing."""
    _claim(records, by)
    done, most = 0, max(1, len(plan.new))
    for file_record in records:
        submission = _submission(file_record, by)
        rows = 0
        for table in file_record.tables:
            changes = [o.ready for o, _said in table.rows if isinstance(o.ready, Change)]
            if not changes:
                continue
            for written in _write_table(submission, table, changes):
                rows, done = rows + written, done + written
                plan.report(55 + 44 * done // most)
        if rows or file_record.is_new or file_record.writes_total:
            require_in_scope(by, "add", submission)
            verb = Verb.CREATED if file_record.is_new else Verb.CHANGED
            record(actor=by, verb=verb, target=submission, rows=rows, batch=batch)


def _claim(records, by):
    """One file of a person at a time; then what the plan saw must be what is there."""
    _one_at_a_time(by)
    keys = {one.facts.key for one in records}
    seen = {stamp for one in records for stamp in one.seen}
    if {held.stamp_of(row) for row in held.rows_about(keys, by)} != seen:
        raise StalePlanError
    for one in records:
        if one.held is not None and one.held.is_own and one.will_write:
            try:
                hold_open(one.held.row, by=by, version=one.held.row.version)
            except ValidationError as error:
                if is_stale(error):
                    raise StalePlanError from error
                raise


def _one_at_a_time(by):
    """Held to the end of the transaction. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, by.pk])


def _submission(file_record, by) -> Submission:
    if file_record.held is not None:
        row = file_record.held.row
        if file_record.writes_total:
            Submission.objects.filter(pk=row.pk).update(stated_total=file_record.stated)
        return row
    file_record.form.instance.author = by
    return file_record.form.save()


def _write_table(submission, table, changes) -> Iterable[int]:
    """The rows of one table, some thousand at once; how many of them each time."""
    made = _tabulation(submission, table)
    order = len(table.held.cells) if table.held else 0
    for some in _in_parts(changes):
        new = [change for change in some if change.was is None]
        cells = [_cell(made, change, order + n) for n, change in enumerate(new, start=1)]
        order += len(new)
        Cell.objects.bulk_create(cells)
        _update([change for change in some if change.was is not None])
        yield len(some)


def _tabulation(submission, table):
    if table.held is not None:
        found = Tabulation.objects.get(pk=table.held.pk)
        found.submission = submission
        return found
    last = submission.tabulations.order_by("order").last()
    made = Tabulation(
        submission=submission,
        order=last.order + 1 if last else 1,
        title=table.title,
        dimensions=list(table.dimensions),
        adds_up=table.adds_up,
    )
    made.full_clean()
    made.save()
    return made


def _cell(table, change, order):
    said = change.said
    place = said.place
    first, last = place.occurred or (None, None)
    cell = Cell(
        tabulation=table, order=order, occurred_from=first, occurred_to=last,
        region=None if place.region is NOWHERE else place.region, form=place.form,
        perpetrator=place.perpetrator, party=place.party, survivor=place.survivor,
        as_written=said.as_written, state=said.state, count=said.count,
    )  # fmt: skip
    cell.region_not_stated = place.region is NOWHERE
    cell.clean()  # the model's own rules, and the key
    return cell


def _update(changes):
    rows = [
        Cell(pk=one.was.pk, count=one.said.count, state=one.said.state,
             as_written=one.said.as_written or one.was.as_written)
        for one in changes
    ]  # fmt: skip
    Cell.objects.bulk_update(rows, ["count", "state", "as_written"])


def _in_parts(changes):
    left = iter(changes)
    while some := list(islice(left, AT_ONCE)):
        yield some
