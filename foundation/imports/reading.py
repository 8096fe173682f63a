"""A spreadsheet as plain rows, or one sentence that says why it is not read.

`read(data, name)` takes the bytes of a CSV or XLSX file. The file is opened in a process of its
own (child/), with limits on memory and time; this process sees nothing but lines of JSON.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.documents.checks import UNSAFE_PARTS, safe_name
from foundation.documents.escaping import without_quote, without_quotes

from .refusals import sentence

Cell = str | Decimal | date | None
CHILD = Path(__file__).parent / "child"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much a file may hold. Everything is counted before it is parsed."""

    bytes: int = 10 * MEGABYTE
    rows: int = 20_000
    columns: int = 100
    cells: int = 1_500_000
    others: int = 60_000  # cells of sheets that are only looked at: a look takes its time too
    cell: int = 20_000
    members: int = 400
    unpacked: int = 200 * MEGABYTE
    ratio: int = 150
    last_row: int = 100_000
    last_column: int = 300
    memory: int = 420 * MEGABYTE
    cpu: int = 10
    wall: int = 20
    output: int = 128 * MEGABYTE
    elements: int = 200_000  # of an XML file, with how deep they may lie and what each may carry
    depth: int = 32
    attributes: int = 40


@dataclass(frozen=True)
class Line:
    """One row that holds something, numbered as the spreadsheet numbers it."""

    number: int
    cells: list[Cell]

    def at(self, place: int) -> Cell:
        return self.cells[place] if place < len(self.cells) else None


@dataclass(frozen=True)
class Table:
    """A file as read: its rows, headings first, and what its reader should know."""

    name: str
    sha256: str
    size: int
    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    has_comments: bool = False
    merged: str = ""  # the first merged cells, where there are some
    beside: list[tuple[str, str]] = field(default_factory=list)  # texts of no cell, where they are
    others: list["Table"] = field(default_factory=list)  # sheets that are only looked at
    place: int = 1  # of such a sheet in its workbook


def read(data: bytes, name: str, limits: Limits | None = None) -> Table:
    """The rows of a file, or ValidationError; `code` of the error names the reason."""
    limits = limits or Limits()
    name = safe_name(name)
    ending = name.rpartition(".")[2].lower()
    if ending not in {"csv", "xlsx"}:
        _refuse("old-excel" if ending in {"xls", "xlsb", "xlsm", "ods"} else "ending")
    if len(data) > limits.bytes:
        _refuse("bytes", limits=limits)
    if not data:
        _refuse("empty")
    about, messages = parsed(data, ending, limits)
    bare = without_quotes if ending == "csv" else without_quote
    lines, others = _sheets(messages, bare)
    if len(lines) < 2:
        _refuse("no-rows")
    return Table(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        lines=lines,
        notes=list(_notes(about)),
        has_comments=about.get("comments", False),
        merged=about.get("merged", ""),
        beside=[(text, origin) for text, origin in about.get("beside", [])],
        others=others,
    )


def with_rows(rows: int) -> Limits:
    """The limits of a kind that lets in at most so many rows."""
    plain = Limits()
    more = max(1, rows // plain.rows)  # for more rows more time and memory, in the same measure
    return replace(
        plain,
        rows=rows,
        last_row=max(plain.last_row, rows + 1_000),
        cells=max(plain.cells, 16 * rows),
        cpu=plain.cpu * min(more, 2),
        wall=plain.wall * min(more, 2),
    )


def parsed(data: bytes, ending: str, limits: Limits) -> tuple[dict, list[bytes]]:
    """What the child says of a file as a whole, and its lines of JSON. ValidationError if it
    refuses, takes too much, or dies."""
    with tempfile.TemporaryFile() as output:
        status = _run(data, ending, limits, output)
        output.seek(0)
        messages = [line for line in output.read(limits.output).split(b"\n") if line]
    try:
        first, last = json.loads(messages[0]), json.loads(messages[-1])
    except (IndexError, ValueError):
        first = last = {}
    if isinstance(last, dict) and "refused" in last:
        _refuse(last["refused"], limits=limits, **last["facts"])
    if status or not isinstance(last, dict) or last.get("end") != len(messages) - 2:
        _refuse("damaged" if status == 1 else "effort")
    return first, messages[1:-1]


def _run(data, ending, limits, output):
    """The exit status of the child; None if it took too long and was ended."""
    told = asdict(limits) | {"ending": ending, "unsafe": UNSAFE_PARTS}
    command = [sys.executable, "-I", str(CHILD), json.dumps(told)]
    pipes = {"stdin": subprocess.PIPE, "stdout": output, "stderr": subprocess.DEVNULL}
    # Our own program; nothing that the sender chose is in the command.
    with subprocess.Popen(command, **pipes, env=_environment()) as process:  # noqa: S603 - this Python with a module of ours; the file comes through a pipe
        try:
            process.communicate(data, timeout=limits.wall)
        except subprocess.TimeoutExpired:
            process.kill()
            return None
    return process.returncode


def _environment():
    """Nothing of ours: no key, no address of a database. Windows cannot start without its root."""
    return {key: os.environ[key] for key in ("SYSTEMROOT", "TEMP") if key in os.environ}


def _sheets(messages, bare):
    """The lines of the sheet that is let in, and the other sheets, each after its name."""
    first: list[Line] = []
    lines, others = first, []
    for message in map(json.loads, messages):
        if isinstance(message, dict):
            lines = []
            others.append(Table(message["sheet"], "", 0, lines, place=message["place"]))
        else:
            lines.append(_line(message, bare))
    return first, others


def _line(message, bare):
    number, *cells = message
    return Line(number, [_cell(cell, bare) for cell in cells])


def _cell(cell, bare):
    if isinstance(cell, dict):
        return Decimal(cell["n"]) if "n" in cell else date.fromisoformat(cell["d"])
    return bare(cell) if cell else None


def _notes(about):
    """What was guessed, and what was left aside."""
    if about.get("encoding") == "cp1252":
        yield _(
            "The file does not say how its letters are written; it was read as Windows-1252."
            " Look at the accents below. To be sure, save it as CSV UTF-8."
        )
    if (sheets := about.get("sheets", 1)) > 1:
        yield ngettext(
            "Only the first sheet, “%(sheet)s”, comes in; %(others)d other was looked at for"
            " persons and left aside.",
            "Only the first sheet, “%(sheet)s”, comes in; %(others)d others were looked at for"
            " persons and left aside.",
            sheets - 1,
        ) % {"sheet": about["sheet"], "others": sheets - 1}
    if about.get("comments"):
        yield _("Comments on cells are not read.")


def _refuse(code, limits=None, **facts):
    raise ValidationError(sentence(code, limits or Limits(), facts), code=code)
