"""The file to fill in: the headings of a kind, and what belongs under each."""

import csv
import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from foundation.documents.escaping import with_quotes

from .kinds import ImportKind

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS = 1000  # that offer a list to choose from
LONGEST_LIST = 250  # letters; Excel takes no longer one


def as_csv(kind: ImportKind) -> bytes:
    return csv_bytes([[column.label for column in kind.columns]])


def csv_bytes(rows: list[list[Any]]) -> bytes:
    """Rows as CSV that a spreadsheet program opens with its accents and runs nothing of."""
    output = io.StringIO()
    csv.writer(output, lineterminator="\r\n").writerows(
        [with_quotes(str(cell)) for cell in row] for row in rows
    )
    return output.getvalue().encode("utf-8-sig")


def as_xlsx(kind: ImportKind) -> bytes:
    """A sheet with the headings alone, and one that says what may stand in each column."""
    output = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, plain) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E6F0F6", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _rows_sheet(book.add_worksheet(_("Rows")), kind, bold)
        _columns_sheet(book.add_worksheet(_("Columns")), kind, bold, wrapped)
    return output.getvalue()


def _rows_sheet(sheet, kind, bold):
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(kind.columns):
        label = str(column.label)
        sheet.write_string(0, place, label, bold)
        sheet.set_column(place, place, max(12, len(label) + 2))
        codes = [code for code, _meaning in column.codes()] if column.codes else []
        if codes and len(",".join(codes)) <= LONGEST_LIST:
            sheet.data_validation(
                1, place, MOST_ROWS, place,
                {"validate": "list", "source": codes, "error_type": "information"},
            )  # fmt: skip


def _columns_sheet(sheet, kind, bold, wrapped):
    headings = [_("Column"), _("Needed"), _("What it is"), _("Example"), _("Codes")]
    for place, (heading, width) in enumerate(zip(headings, [24, 10, 60, 24, 60], strict=True)):
        sheet.write_string(0, place, heading, bold)
        sheet.set_column(place, place, width)
    for number, column in enumerate(kind.columns, start=1):
        codes = column.codes() if column.codes else []
        told = [
            str(column.label),
            _("yes") if column.required else _("no"),
            str(column.help),
            column.example,
            "\n".join(f"{code}: {meaning}" for code, meaning in codes),
        ]
        for place, text in enumerate(told):
            sheet.write_string(number, place, text, wrapped)
