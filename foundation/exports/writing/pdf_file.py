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
from . import Tick, batches

CHILD = Path(__file__).parent / "typeset" / "child.py"
SECONDS = 120
WIDE_COLUMNS = 6  # more stand on a page that lies


class NotTypesetError(Exception):
    """The typesetter gave up; its words may quote the content and are not kept."""


def write(content: Content, about: About, path: Path, tick: Tick) -> int:
    blocks, count, notes = [], 0, _Notes()
    for block in content.blocks:
        blocks.append(_block(block, notes))
        if isinstance(block, Table):
            count += len(blocks[-1]["rows"])
            tick(count)
    _typeset(_page(content, about, blocks), path)
    return count


def _page(content, about, blocks):
    return {
        "language": about.language,
        "title": about.title,
        "number": about.number,
        "classification": about.classification,
        "made": about.made_at.strftime("%Y-%m-%d"),
        "facts": [list(fact) for fact in about.facts],
        "sources": list(content.sources),
        "blocks": blocks,
        "wide": any(
            sum(column.on_paper for column in table.columns) > WIDE_COLUMNS
            for table in content.tables
        ),
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
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Text):
        return {"kind": "text", "text": block.text, "note": notes.of(block.source)}
    if isinstance(block, Facts):
        rows = [[name, told, notes.of(source)] for name, told, source in block.rows]
        return {"kind": "facts", "rows": rows}
    if isinstance(block, Picture):
        return {"kind": "picture", "title": block.title, "svg": block.svg, "alt": block.alt,
                "note": notes.of(block.source)}  # fmt: skip
    shown = [place for place, column in enumerate(block.columns) if column.on_paper]
    kept = [block.columns[place] for place in shown]
    rows = [
        [printed(row[place], column.kind) for place, column in zip(shown, kept, strict=True)]
        for batch in batches(block.rows)
        for row in batch
    ]
    columns = [
        {"label": str(column.label), "right": column.kind in NUMBERS,
         "weight": _weight(str(column.label), [row[place] for row in rows])}
        for place, column in enumerate(kept)
    ]  # fmt: skip
    return {"kind": "table", "title": block.title, "note": block.note, "columns": columns,
            "rows": rows}  # fmt: skip


def _weight(label: str, texts: list[str]) -> float:
    """How much of the width a column gets: its longest word fits, long texts get more lines."""
    heads = [1.25 * len(word) for word in label.split()]
    words = [_width(word) for text in texts for word in text.split(" ")]
    mean = sum(len(text) for text in texts) / max(len(texts), 1)
    return max(max(heads + words, default=1) + 2.5, min(mean, 60))


def _width(word: str) -> float:
    """Capitals and digits take more room than small letters."""
    return sum(1.0 if sign.islower() else 1.25 for sign in word)


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
    if kind is Kind.SHARE:
        return f"{number_format(round(Decimal(value) * 100), 0)} %"
    places = {Kind.MONEY: 2, Kind.WHOLE: 0}.get(kind)
    return number_format(value, places, use_l10n=True, force_grouping=True)
