"""Writes what is typed into a table of an open record: the only writer of its cells on the pages.

Each save claims the record at the version that was seen and leaves one row in the trail, whether a
person pressed the button or the page saved by itself.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from foundation.access.querysets import may
from foundation.audit.record import Verb, record

from .actions import hold_open
from .forms import check_overlap
from .grid import COUNTED, Change
from .models import Cell, Tabulation
from .sheet import Sheet


@transaction.atomic
def save_table(form: Any, sheet: Sheet | None, *, by: Any, version: int, by_itself: bool = False):
    """What the table is, and its cells: all of it or nothing.

    Raises ValidationError, with the code "stale" where somebody else was first.
    """
    table: Tabulation = form.instance
    hold_open(table.submission, by=by, version=version)
    verb = Verb.CHANGED if table.pk else Verb.CREATED
    form.save()
    found = sheet.changes() if sheet is not None else []
    if sheet is not None:
        _write(sheet, found)
    if not may(by, "change", table.submission):
        raise PermissionDenied
    how = {"by_itself": True} if by_itself else {}
    record(actor=by, verb=verb, target=table.submission, tables=1, rows=len(found), **how)


def _write(sheet: Sheet, found: list[Change]) -> None:
    new, changed, gone = [], [], []
    for change in found:
        cell = sheet.saved.get(change.place)
        if change.now is None:
            gone.append(cell.pk)
            continue
        (changed if cell is not None else new).append(_cell(sheet, change, cell))
    Cell.objects.filter(tabulation=sheet.table, pk__in=gone).delete()
    Cell.objects.bulk_update(changed, ["count", "state", "as_written"])
    Cell.objects.bulk_create(new)
    _put_in_order(sheet)
    if sheet.table.adds_up:
        cells = sheet.table.cells.select_related("perpetrator")
        check_overlap(cells)


def _cell(sheet: Sheet, change: Change, cell: Cell | None) -> Cell:
    """The cell with what is typed; a new one is checked as on every other way in."""
    if cell is None:
        cell = Cell(tabulation=sheet.table)
        for dimension in sheet.dimensions:
            for name, value in sheet.value(dimension, change.place).fields.items():
                setattr(cell, name, value)
    cell.region_not_stated = cell.region_id is None  # a place of the grid says where, or nowhere
    cell.count, cell.state = change.now.count, change.now.state
    if change.words is not None:
        cell.as_written = change.words
    if (cell.state == COUNTED) != (cell.count is not None):
        raise ValidationError("A count and a state exclude each other.")
    cell.clean()
    return cell


def _put_in_order(sheet: Sheet) -> None:
    """Cells lie in the order of the page, so that every page lists them so."""
    cells = {cell.key: cell for cell in sheet.table.cells.all()}
    wanted = []
    for order, place in enumerate(sheet.fields, start=1):
        cell = cells.get(_key(sheet, place))
        if cell is not None and cell.order != order:
            cell.order = order
            wanted.append(cell)
    Cell.objects.bulk_update(wanted, ["order"])


def _key(sheet: Sheet, place: tuple[str, ...]) -> str:
    cell = Cell()
    for dimension in sheet.dimensions:
        for name, value in sheet.value(dimension, place).fields.items():
            setattr(cell, name, value)
    return cell.coordinates
