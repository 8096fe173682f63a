"""PDF: typeset in a process of its own, tagged for screen readers (PDF/UA-1).

The typesetter keeps what it has set in memory for good, so each file gets a fresh process, with
limits on memory and time. What goes in is data (JSON), never text of the typesetter's language.
"""

import json
import os
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.utils.formats import date_format, number_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from ..content import NUMBERS, About, Content, Facts, Heading, Kind, Picture, Table, Text, Value
from . import Tick, batches, widths

CHILD = Path(__file__).parent / "typeset" / "child.py"
SECONDS = 120
UPRIGHT_COLUMNS, UPRIGHT_SIZE = 9, 7.0  # more, or smaller letters, want a page that lies


class NotTypesetError(Exception):
    """The typesetter gave up; its words may quote the content and are not kept."""


def write(content: Content, about: About, path: Path, tick: Tick) -> int:
    blocks, count, notes = [], 0, _Notes()
    for block in content.paper or content.blocks:
        if isinstance(block, Table) and not block.on_paper:
            continue
        blocks.append(_block(block, notes))
        if isinstance(block, Table):
            count += len(blocks[-1]["rows"])
            tick(count)
    page = _page(content, about, blocks)
    _lay_out(blocks, page["wide"])
    _typeset(page, path)
    return count


def _page(content, about, blocks):
    return {
        "language": about.language,
        "title": about.title,
        "number": about.number,
        "classification": about.classification,
        "made": about.made_at.strftime("%Y-%m-%d"),
        "facts": [list(fact) for fact in about.facts],
        "names": 38,
        "sources": list(content.sources),
        "blocks": blocks,
        "wide": any(_is_wide(block) for block in blocks if block["kind"] == "table"),
        "words": {
            "about": _("About this file"),
            "sources": _("Sources"),
            "page": _("Page"),
            "of": _("of"),
            "empty": _("No rows."),
        },
    }


def _typeset(page, path):
    data = json.dumps(page, ensure_ascii=True).encode()
    command = [sys.executable, "-I", str(CHILD), str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and program, no shell
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotTypesetError("timeout") from error
    if done.returncode:
        raise NotTypesetError(f"exit {done.returncode}")


def _environment():
    """Nothing of ours: no key, no address of a database. Windows cannot start without its root."""
    return {key: os.environ[key] for key in ("SYSTEMROOT", "TEMP") if key in os.environ}


class _Notes:
    """Sources as notes: each stands at the foot once, later mentions have its number."""

    def __init__(self):
        self.numbers: dict[str, int] = {}

    def of(self, source: str) -> dict[str, str | int] | None:
        if not source:
            return None
        known = source in self.numbers
        number = self.numbers.setdefault(source, len(self.numbers) + 1)
        return {"name": f"note-{number}", "text": "" if known else source}


def _block(block, notes):
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level,
                "new_page": block.new_page}  # fmt: skip
    if isinstance(block, Text):
        return {"kind": "text", "text": block.text, "note": notes.of(block.source)}
    if isinstance(block, Facts):
        rows = [[name, told, notes.of(source)] for name, told, source in block.rows]
        return {"kind": "facts", "rows": rows, "names": _names_width(block.rows)}
    if isinstance(block, Picture):
        return {"kind": "picture", "title": block.title, "svg": block.svg, "alt": block.alt,
                "note": notes.of(block.source)}  # fmt: skip
    return _table(block)


def _names_width(rows):
    """Of the names of facts, in millimetres: long ones get more, up to a limit."""
    longest = max((widths.length(name) for name, _told, _source in rows), default=0)
    return max(38, min(66, round(longest * 9.5 / 2.83) + 4))


def _table(block):
    shown = [place for place, column in enumerate(block.columns) if column.on_paper]
    kept = [block.columns[place] for place in shown]
    rows = [
        [printed(row[place], column.kind) for place, column in zip(shown, kept, strict=True)]
        for batch in batches(block.rows)
        for row in batch
    ]
    columns = [{"label": str(column.label), "right": column.kind in NUMBERS} for column in kept]
    return {"kind": "table", "title": block.title, "note": block.note, "columns": columns,
            "rows": rows}  # fmt: skip


def _is_wide(table):
    heads = [column["label"] for column in table["columns"]]
    found = widths.layout(heads, _texts(table), widths.PORTRAIT)
    return len(heads) > UPRIGHT_COLUMNS or found.size < UPRIGHT_SIZE


def _texts(table):
    return list(zip(*table["rows"], strict=True)) or [()] * len(table["columns"])


def _lay_out(blocks, wide):
    """Widths and the levels of headings, once all that stands on the page is known."""
    room = widths.LANDSCAPE if wide else widths.PORTRAIT
    above, said = 1, ""
    for block in blocks:
        if block["kind"] == "heading":
            block["level"] = min(block["level"] + 1, above + 1)
            above, said = block["level"], block["text"]
        elif block["kind"] == "table":
            heads = [column["label"] for column in block["columns"]]
            found = widths.layout(heads, _texts(block), room)
            block |= {"widths": found.widths, "size": found.size, "broken": found.broken,
                      "level": above + 1,
                      "title": "" if block["title"] == said else block["title"]}  # fmt: skip


def printed(value: Value, kind: Kind) -> str:
    """A value as people read it in the language in force."""
    if value is None or isinstance(value, str):
        return value or ""
    return _printed(value, kind).replace(" ", "\u00a0")  # a date or a number is one word


def _printed(value, kind):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value) if is_aware(value) else value, "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, int | Decimal) and kind in NUMBERS:
        return _number(value, kind)
    return str(value)


def _number(value, kind):
    if kind is Kind.PLAIN:
        return str(value)
    if kind is Kind.SHARE:
        return f"{number_format(round(Decimal(value) * 100), 0)} %"
    places = {Kind.MONEY: 2, Kind.WHOLE: 0}.get(kind)
    if isinstance(value, Decimal) and places is None:  # 3.000 would read as three thousand
        places = max(0, -value.normalize().as_tuple().exponent)
    return number_format(value, places, use_l10n=True, force_grouping=True)
