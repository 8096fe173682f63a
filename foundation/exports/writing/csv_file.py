"""CSV that a spreadsheet program opens with its accents and runs nothing of.

UTF-8 with a byte order mark, unless the file is wished bare; one row of headings, ISO dates, plain
numbers. After the rows a line `---` and what the file says of itself: reading it back in ends at
that line.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from itertools import repeat
from operator import sub
from pathlib import Path
from types import NoneType

from foundation.documents.escaping import with_quotes

from ..content import About, Column, Content, Kind, Value
from . import Tick, batches

END = "---"
# Between texts that are looked through as one. No text without these signs, begun by a letter or
# a figure, is a formula or needs quotation marks.
SEPARATOR = "\x1f"
SIGNS = re.compile('[,";\t\r\n]')
BEGINNING = re.compile("\x1f(?![^\\W_]|\x1f|\\Z)")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTES = [f"T{hour:02}:{minute:02}:" for hour in range(24) for minute in range(60)]
SECONDS = [f"{second:02}+00:00" for second in range(60)]


def write(content: Content, about: About, path: Path, tick: Tick) -> int:
    """The one table of the content; ValueError where there is more than one."""
    (table,) = content.tables
    return write_rows(table, about, path, tick, tags=bool(content.extra.get("hxl")))


def write_rows(table, about, path, tick, *, tags: bool = False) -> int:
    """One table; `tags` adds the row of HXL tags under the headings.

    A program takes all that follows the tags for data, so with them the facts stand above.
    """
    count, told = 0, _told(table, about)
    encoding = "utf-8-sig" if about.mark else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        if tags:
            out.writerows(told)
        out.writerow([with_quotes(str(column.label)) for column in table.columns])
        if tags:
            out.writerow([column.hxl for column in table.columns])
        for batch in batches(table.rows):
            file.write(lines(table.columns, batch))
            count += len(batch)
            tick(count)
        if not tags:
            out.writerows([[], [END], *told])
    return count


def _told(table, about):
    rows = [[with_quotes(name), with_quotes(told)] for name, told in about.facts]
    return [*rows, [with_quotes(table.note)]] if table.note else rows


def lines(columns: Sequence[Column], batch: Sequence[Sequence[Value]]) -> str:
    """Rows as lines of a CSV, spelt column by column: what a cell needs is decided once for each.

    A function called for each cell would take most of the time of a long file.
    """
    found = zip(columns, zip(*batch, strict=True), strict=True)
    cells = [_cells(column.kind, values) for column, values in found]
    if len(columns) == 1:  # a line of nothing would be no row
        cells = [[cell or '""' for cell in cells[0]]]
    return "\r\n".join([*map(",".join, zip(*cells, strict=True)), ""])


def _cells(kind: Kind, values: Sequence[Value]) -> Iterable[str]:
    """The cells of one column, by what is in it."""
    types = set(map(type, values))
    if types <= {str, NoneType}:
        return _texts(values)
    if len(types) == 1 and kind is not Kind.TEXT:
        (only,) = types
        if spell := SPELLERS.get((kind, only)) or SPELLERS.get(only):
            return spell(values)
    say = {Kind.TEXT: _text, Kind.NUMBER: _number}.get(kind, _plain)
    return [in_marks(say(value)) for value in values]


def _texts(values):
    """Most columns of a long file hold the same few texts, or none that needs a second look."""
    known = set(values)
    if 2 * len(known) > len(values) and None not in known:
        joined = SEPARATOR + SEPARATOR.join(known)
        if not (SIGNS.search(joined) or BEGINNING.search(joined)):
            return values
    cells = {text: in_marks(_text(text)) for text in known}
    return map(cells.__getitem__, values)


def in_marks(cell: str) -> str:
    """A cell as it stands between commas."""
    if "," in cell or '"' in cell or "\r" in cell or "\n" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _text(value: Value) -> str:
    return "" if value is None else with_quotes(str(value))


def _number(value: Value) -> str:
    """Without the zeros that a column of the database adds: 3.000 is read as three thousand."""
    if not isinstance(value, Decimal):
        return _plain(value)
    short = value.normalize()
    return format(short if short.as_tuple().exponent < 0 else value.quantize(1), "f")


def _moments(values):
    """Those of UTC by their days, minutes of a day and seconds, of which there are few."""
    if {value.tzinfo for value in values} != {UTC}:
        return map(datetime.isoformat, values, repeat("T"), repeat("seconds"))
    return [
        _day(since.days) + MINUTES[since.seconds // 60] + SECONDS[since.seconds % 60]
        for since in map(sub, values, repeat(EPOCH))
    ]


@cache
def _day(number):
    return (EPOCH + timedelta(number)).date().isoformat()


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


# How a column of one type is spelt in one go, where no cell of it can need a mark.
SPELLERS = {
    (Kind.NUMBER, Decimal): partial(map, _number),
    int: partial(map, str),
    Decimal: lambda values: map(format, values, repeat("f")),
    date: partial(map, cache(date.isoformat)),
    datetime: _moments,
}
