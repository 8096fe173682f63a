"""What a file holds, apart from how it is written: typed columns, rows, and what stands around.

A report makes a Content; the writers turn it into CSV, XLSX, JSON or PDF. Rows come as they are
asked for, so that a long table is never held in memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.functional import Promise

Value = str | int | Decimal | date | datetime | bool | None


class Kind(Enum):
    """What stands in a column. One type to a column, so that a spreadsheet can reckon with it."""

    TEXT = "text"
    WHOLE = "whole"
    PLAIN = "plain"  # a whole number that names something, such as a year: never grouped
    NUMBER = "number"
    MONEY = "money"  # the currency is in the heading or in a column of its own
    SHARE = "share"  # a fraction; 0.25 is printed as 25 %
    DATE = "date"
    MOMENT = "moment"
    TRUTH = "truth"


NUMBERS = frozenset({Kind.WHOLE, Kind.PLAIN, Kind.NUMBER, Kind.MONEY, Kind.SHARE})


@dataclass(frozen=True)
class Column:
    """One column: the name programs read, the heading people read, its type, what it means."""

    name: str
    label: str | Promise
    kind: Kind = Kind.TEXT
    help: str | Promise = ""
    hxl: str = ""
    wide: bool = False  # long text: wrapped
    on_paper: bool = True  # False: only where there is room, in a spreadsheet


@dataclass(frozen=True)
class Table:
    """Rows under typed columns. `name` is short: a sheet, a key of JSON."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]
    note: str = ""  # source, unit and period, where the rows do not say them
    chart: "Chart | None" = None
    on_paper: bool = True  # False: a PDF says the same in another block
    sheet: str = ""  # the name of its sheet, where titles repeat


@dataclass(frozen=True)
class Chart:
    """A picture of a table: one column of names, one or more of numbers; bars or lines."""

    title: str
    names: str
    numbers: tuple[str, ...]
    lines: bool = False


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph; `source` becomes a note with a number."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Facts:
    """Names and values one below the other; each may have its source."""

    rows: tuple[tuple[str, str, str], ...]  # name, value, source


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG, with the words that stand for it."""

    title: str
    svg: str
    alt: str
    source: str = ""


Block = Table | Heading | Text | Facts | Picture


@dataclass(frozen=True)
class Content:
    """What a report says, in order."""

    blocks: tuple[Block, ...]
    sources: tuple[str, ...] = ()
    paper: tuple[Block, ...] = ()  # in place of the blocks where they are typeset
    extra: dict[str, Any] = field(default_factory=dict)  # for a writer of the app's own
    facts: tuple[tuple[str, str], ...] = ()  # for what the file says of itself

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]


@dataclass(frozen=True)
class About:
    """What every file says of itself; `facts` are (name, value) as people read them."""

    title: str
    number: str
    language: str
    made_at: datetime
    facts: tuple[tuple[str, str], ...]
    classification: str = ""
    keys: dict[str, str] = field(default_factory=dict)  # the same for programs
    mark: bool = True  # a CSV begins with a byte order mark
