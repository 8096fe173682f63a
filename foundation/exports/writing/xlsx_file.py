"""XLSX with typed cells: a sheet that says what the file is, then one sheet a table.

Rows are flushed as they come. Text is written as text whatever it looks like, so that no cell is
ever a formula.
"""

import re
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from django.utils.timezone import is_aware, make_naive
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from foundation.documents.escaping import with_quote

from ..content import NUMBERS, About, Content, Facts, Heading, Kind, Table, Text
from . import Tick, batches

MOST_ROWS = 1_000_000  # of a sheet; Excel has 1,048,576 lines
LONGEST = 32_767  # letters that Excel takes in a cell
CUT = " […]"
MOST_NAMED = 20
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
FORMATS = {
    Kind.WHOLE: "#,##0",
    Kind.PLAIN: "0",
    Kind.NUMBER: "#,##0.##",
    Kind.MONEY: "#,##0.00",
    Kind.SHARE: "0%",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
WIDTHS = {Kind.TEXT: 24, Kind.MONEY: 16, Kind.DATE: 12, Kind.MOMENT: 17}
PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False, "remove_timezone": True}  # fmt: skip


def write(content: Content, about: About, path: Path, tick: Tick) -> int:
    with xlsxwriter.Workbook(str(path), PLAIN) as book:
        _properties(book, about)
        looks = _looks(book)
        cover = book.add_worksheet(_("About"))
        line = _cover(cover, content, about, looks)
        count, names, cut = 0, {_("About").lower()}, []
        for table in content.tables:
            count = _Sheets(book, table, looks, names, cut).write(tick, count)
        _tell_cut(cover, line, cut, looks)
    return count


def _properties(book, about):
    book.set_properties({
        "title": about.title, "subject": about.number, "comments": about.classification,
        "created": about.made_at.replace(tzinfo=None), "author": "", "company": "",
    })  # fmt: skip


def _looks(book):
    looks = {
        kind: book.add_format({"num_format": form, "valign": "top"})
        for kind, form in FORMATS.items()
    }
    looks["head"] = book.add_format(
        {"bold": True, "bg_color": "#E6F0F6", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    looks["bold"] = book.add_format({"bold": True, "valign": "top"})
    looks["title"] = book.add_format({"bold": True, "font_size": 16})
    looks["wrap"] = book.add_format({"text_wrap": True, "valign": "top"})
    looks["text"] = book.add_format({"valign": "top"})
    return looks


def _cover(sheet, content, about, looks):
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, safe(about.title), looks["title"])
    line = 2
    for name, told in about.facts:
        sheet.write_string(line, 0, safe(name), looks["bold"])
        sheet.write_string(line, 1, safe(told), looks["wrap"])
        line += 1
    for name, told in _notes(content):
        line += 1
        sheet.write_string(line, 0, safe(name), looks["bold"])
        sheet.write_string(line, 1, safe(told), looks["wrap"])
    return line + 2


def _tell_cut(sheet, line, cut, looks):
    """Which texts do not end where their cell does; known once all are written."""
    if not cut:
        return
    told = _(
        "Excel takes %(most)d signs in a cell. These texts are longer and are cut there, which"
        " “%(sign)s” shows: %(cells)s. CSV and JSON have them whole."
    ) % {"most": LONGEST, "sign": CUT, "cells": ", ".join(cut[:MOST_NAMED])}
    if len(cut) > MOST_NAMED:
        told += " " + _("And %(number)d more.") % {"number": len(cut) - MOST_NAMED}
    sheet.write_string(line, 0, _("Texts that are cut"), looks["bold"])
    sheet.write_string(line, 1, safe(told), looks["wrap"])


def _notes(content):
    """What the file says in words: texts, facts, sources, and what each column means."""
    for block in content.blocks:
        if isinstance(block, Heading):
            yield block.text, ""
        elif isinstance(block, Text):
            yield "", _with_source(block.text, block.source)
        elif isinstance(block, Facts):
            yield from ((name, _with_source(told, source)) for name, told, source in block.rows)
        elif isinstance(block, Table):
            yield block.title, block.note
            yield from ((str(c.label), str(c.help)) for c in block.columns if c.help)
    for place, source in enumerate(content.sources):
        yield (_("Sources") if not place else ""), source


def _with_source(text, source):
    return f"{text} ({source})" if source else text


class _Sheets:
    """One table; where it is longer than a sheet it goes on in the next."""

    def __init__(self, book, table: Table, looks, names: set[str], cut: list[str]):
        """`names` are those of the sheets so far; `cut` the cells whose text was too long."""
        self.book, self.table, self.looks, self.names, self.cut = book, table, looks, names, cut

    def write(self, tick, before):
        written = 0
        sheet = self._new_sheet()
        puts = [_putter(column, self.looks, self.cut) for column in self.table.columns]
        line = 0
        for batch in batches(self.table.rows):
            for row in batch:
                if line == MOST_ROWS:
                    self._end(sheet, line)
                    sheet, line = self._new_sheet(), 0
                line += 1
                for place, (put, value) in enumerate(zip(puts, row, strict=True)):
                    if value is not None and value != "":
                        put(sheet, line, place, value)
            written += len(batch)
            tick(before + written)
        self._end(sheet, line)
        return before + written

    def _new_sheet(self):
        sheet = self.book.add_worksheet(self._name())
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(self.table.columns):
            label = safe(str(column.label))
            width = 60 if column.wide else max(WIDTHS.get(column.kind, 12), len(label) + 2)
            sheet.set_column(place, place, min(width, 60))
            sheet.write_string(0, place, label, self.looks["head"])
        return sheet

    def _name(self):
        """Known to Excel: 31 letters, without its signs, none twice."""
        base = (
            NOT_IN_A_NAME.sub(" ", self.table.sheet or self.table.title)[:26].strip()
            or self.table.name[:26]
        )
        name, place = base, 1
        while name.lower() in self.names:
            place += 1
            name = f"{base} {place}"
        self.names.add(name.lower())
        return name

    def _end(self, sheet, lines):
        sheet.autofilter(0, 0, max(lines, 1), len(self.table.columns) - 1)
        if self.table.chart and 0 < lines <= 200:
            _draw(self.book, sheet, self.table, lines)


def _draw(book, sheet, table, lines):
    """A chart of the program's own, so that it can be changed and copied there."""
    chart = book.add_chart({"type": "line" if table.chart.lines else "bar"})
    places = {column.name: place for place, column in enumerate(table.columns)}
    names = places[table.chart.names]
    for number in table.chart.numbers:
        at = places[number]
        chart.add_series({
            "name": safe(str(table.columns[at].label)),
            "categories": [sheet.name, 1, names, lines, names],
            "values": [sheet.name, 1, at, lines, at],
        })  # fmt: skip
    chart.set_title({"name": safe(table.chart.title), "name_font": {"size": 11}})
    if not table.chart.lines:
        chart.set_y_axis({"reverse": True})
    if len(table.chart.numbers) == 1:
        chart.set_legend({"none": True})
    sheet.insert_chart(1, len(table.columns) + 1, chart, {"description": table.chart.title})


def _putter(column, looks, cut):
    """The function that writes a value of this column: words stand as text in any column."""
    look = looks.get(column.kind, looks["wrap" if column.wide else "text"])

    def put(sheet, line, place, value):
        if isinstance(value, str):
            text = safe(value)
            if len(text) == LONGEST and text.endswith(CUT):
                cut.append(f"{sheet.name} {xl_rowcol_to_cell(line, place)}")
            sheet.write_string(line, place, text, looks["wrap"] if column.wide else None)
        elif isinstance(value, bool):
            sheet.write_boolean(line, place, value)
        elif column.kind in NUMBERS:
            sheet.write_number(line, place, float(value) if isinstance(value, Decimal) else value,
                               look)  # fmt: skip
        elif column.kind is Kind.MOMENT:
            sheet.write_datetime(
                line, place, make_naive(value) if is_aware(value) else value, look
            )
        elif column.kind is Kind.DATE:
            sheet.write_datetime(line, place, value, look)
        else:
            sheet.write_string(line, place, safe(str(value)))

    return put


def safe(text: str) -> str:
    """As it may stand in a cell: no signs that XML does not know, no formula, not too long."""
    text = with_quote(NOT_IN_XML.sub("", text))
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT
