"""Files as people send them, honest and hostile. Nothing here is about a real country."""

import csv
import io
import zipfile
from datetime import datetime

import xlsxwriter

from foundation.imports.reading import Line, Table

HEADINGS = ["Name of list", "Year", "Day", "Amount"]


def csv_file(*rows, delimiter=",", encoding="utf-8"):
    output = io.StringIO()
    csv.writer(output, delimiter=delimiter).writerows(rows)
    return output.getvalue().encode(encoding)


def xlsx_file(*rows, change=None, **options):
    """A workbook with these rows; `change(book, sheet)` adds what the test is about."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False, **options}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Rows")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, place, cell, day)
                elif cell is not None:
                    sheet.write(number, place, cell)
        if change:
            change(book, sheet)
    return output.getvalue()


def repacked(data, *, without=(), **parts):
    """The same package with some parts replaced or added; __ stands for / in a name."""
    named = {name.replace("__", "/").replace("_xml", ".xml"): text for name, text in parts.items()}
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in without and name not in named:
                new.writestr(name, old.read(name))
        for name, text in named.items():
            new.writestr(name, text)
    return output.getvalue()


def table(*rows):
    """Rows as they come out of reading, without the work of it."""
    lines = [
        Line(number, [cell or None for cell in row]) for number, row in enumerate(rows, start=1)
    ]
    return Table(name="a.csv", sha256="0" * 64, size=1, lines=lines)


def part_of(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()
