"""A grid ready to print: its fields, and what they add up to in words."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .models.tabulations import Dimension
from .sheet import Field, Head, Sheet
from .typed import CODES, separators, words_for_states


@dataclass(frozen=True)
class More:
    """A list from which rows or columns are added: its dimension and the choices by group."""

    dimension: str
    label: str
    groups: tuple[tuple[str, tuple], ...]


@dataclass(frozen=True)
class Cell:
    field: Field
    head: Head
    number: int


@dataclass(frozen=True)
class Row:
    head: Head
    number: int
    cells: tuple[Cell, ...]
    sum: str


def sentences(sheet: Sheet, stated: int | None) -> dict[str, str]:
    """The four things that can be said of the sum; the script says the same as the numbers move.

    `{sum}`, `{stated}` and `{n}` stand for numbers.
    """
    if not sheet.table.adds_up:
        only = _("The rows are not added: one incident may stand in several.")
        return dict.fromkeys(("none", "alone", "fits", "over", "short"), only)
    nothing = _("No number is entered yet.")
    if stated is None:
        return {"none": nothing, "alone": _("{sum} in all; the source states no total.")}
    return {
        "none": nothing,
        "fits": _("{sum} of {stated} stated: it adds up."),
        "over": _("{sum} of {stated} stated: {n} too many."),
        "short": _("{sum} of {stated} stated: {n} not attributed."),
    }


def standing(sheet: Sheet, stated: int | None) -> str:
    """What the fields add up to against the stated total."""
    said, added = sentences(sheet, stated), sheet.sum
    if added is None:
        return said["none"]
    if stated is None:
        return said["alone"].format(sum=_n(added), stated="", n="")
    which = "fits" if added == stated else "over" if added > stated else "short"
    return said[which].format(sum=_n(added), stated=_n(stated), n=_n(abs(added - stated)))


def drawn(sheet: Sheet, submission: Any) -> dict[str, Any]:
    """What the template prints."""
    stated, adds_up = submission.stated_total, sheet.table.adds_up
    heads = sheet.columns if sheet.over else [Head("", submission.get_unit_display(), ())]
    rows = [_row(line, heads, n, adds_up) for n, line in enumerate(sheet.lines, start=1)]
    return {
        "across": sheet.across,
        "turns": _turns(sheet),
        "corner": " × ".join(str(Dimension(name).label) for name in sheet.down),
        "heads": heads,
        "rows": rows,
        "row_tokens": [head.token for head in sheet.rows],
        "column_tokens": [head.token for head in sheet.columns],
        "has_words": sheet.has_words,
        "has_sums": bool(sheet.over) and adds_up,
        "column_sums": [_n(added) for added in sheet.column_sums],
        "sum": _n(sheet.sum),
        "stated": stated,
        "standing": standing(sheet, stated),
        "sentences": sentences(sheet, stated),
        "words": json.dumps(words_for_states()),
        "separators": separators(),
        "codes": [(code, state.label) for code, state in CODES.items()],
        "more_rows": [_more(sheet, name) for name in sheet.down],
        "more_columns": [_more(sheet, name) for name in sheet.over],
        "errors": sheet.errors,
        "wrong": [field for field in sheet.fields.values() if field.error],
        "is_typed": sheet.typed is not None,
    }


def _row(line, heads, number, adds_up):
    pairs = enumerate(zip(line.fields, heads, strict=True), start=1)
    cells = tuple(Cell(field, head, column) for column, (field, head) in pairs)
    return Row(line.head, number, cells, _n(line.sum) if adds_up else "")


def _turns(sheet):
    names = sheet.dimensions
    if len(names) < 2:
        return []
    none = ("none", _("one column, with the source's own words"), not sheet.across)
    return [*((name, Dimension(name).label, name == sheet.across) for name in names), none]


def _more(sheet, dimension):
    at = sheet.down.index(dimension) if dimension in sheet.down else 0
    heads = sheet.columns if dimension in sheet.over else sheet.rows
    single = dimension in sheet.over or len(sheet.down) == 1
    there = {head.values[at].token for head in heads} if single else set()
    groups = {}
    for value in sheet.axes[dimension].values():
        if value.token not in there and not value.closed:
            groups.setdefault(value.group, []).append(value)
    label = Dimension(dimension).label
    return More(dimension, label, tuple((name, tuple(vs)) for name, vs in groups.items()))


def _n(value: int | None) -> str:
    return "" if value is None else number_format(value, force_grouping=True)
