"""CSV that a spreadsheet program opens with its accents and runs nothing of.

UTF-8 with a byte order mark, one row of headings, ISO dates, plain numbers. After the rows a line
`---` and what the file says of itself: reading it back in ends at that line.
"""

import csv
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from foundation.documents.escaping import with_quotes

from ..content import About, Column, Content, Kind, Value
from . import Tick, batches

END = "---"
REMEMBERED = 1_000  # texts of a column, while its file is written


def write(content: Content, about: About, path: Path, tick: Tick) -> int:
    """The one table of the content; ValueError where there is more than one."""
    (table,) = content.tables
    return write_rows(table, about, path, tick, tags=bool(content.extra.get("hxl")))


def write_rows(table, about, path, tick, *, tags: bool = False) -> int:
    """One table; `tags` adds the row of HXL tags under the headings.

    A program takes all that follows the tags for data, so with them the facts stand above.
    """
    count, told = 0, _told(table, about)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        if tags:
            out.writerows(told)
        out.writerow([with_quotes(str(column.label)) for column in table.columns])
        if tags:
            out.writerow([column.hxl for column in table.columns])
        says = [sayer(column) for column in table.columns]
        for batch in batches(table.rows):
            out.writerows(
                [say(value) for say, value in zip(says, row, strict=True)] for row in batch
            )
            count += len(batch)
            tick(count)
        if not tags:
            out.writerows([[], [END], *told])
    return count


def _told(table, about):
    rows = [[with_quotes(name), with_quotes(told)] for name, told in about.facts]
    return [*rows, [with_quotes(table.note)]] if table.note else rows


def sayer(column: Column):
    """The function that spells the values of one column."""
    if column.kind is Kind.NUMBER:
        return _number
    return _texts() if column.kind is Kind.TEXT else _plain


def _texts():
    """Spells texts; most columns of a long file hold the same few, looked through once."""
    quoted = lru_cache(maxsize=REMEMBERED)(with_quotes)

    def text(value: Value) -> str:
        return "" if value is None else quoted(value if type(value) is str else str(value))

    return text


def _number(value: Value) -> str:
    """Without the zeros that a column of the database adds: 3.000 is read as three thousand."""
    if not isinstance(value, Decimal):
        return _plain(value)
    short = value.normalize()
    return format(short if short.as_tuple().exponent < 0 else value.quantize(1), "f")


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):  # words where a number should be: withheld, not stated
        return with_quotes(value)
    return str(value)
