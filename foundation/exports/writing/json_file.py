"""JSON for programs: what the file is, its columns, its rows as objects; written row by row."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..content import About, Content, Facts, Heading, Table, Text
from . import Tick, batches


def write(content: Content, about: About, path: Path, tick: Tick) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"about": ')
        file.write(_dump({**about.keys, "facts": [list(fact) for fact in about.facts]}))
        if texts := [_said(block) for block in content.blocks if not isinstance(block, Table)]:
            file.write(',\n"text": ' + _dump([told for told in texts if told]))
        if content.sources:
            file.write(',\n"sources": ' + _dump(list(content.sources)))
        file.write(',\n"tables": [')
        for place, table in enumerate(content.tables):
            file.write(",\n" if place else "\n")
            count = _write_table(table, file, tick, count)
        file.write("\n]}\n")
    return count


def _write_table(table, file, tick, before):
    columns = [
        {"name": c.name, "label": str(c.label), "kind": c.kind.value, "help": str(c.help)}
        | ({"hxl": c.hxl} if c.hxl else {})
        for c in table.columns
    ]
    names = [column.name for column in table.columns]
    head = {"name": table.name, "title": table.title, "note": table.note, "columns": columns}
    file.write(_dump(head)[:-1] + ', "rows": [')
    count = 0
    for batch in batches(table.rows):
        lines = (_dump(dict(zip(names, row, strict=True))) for row in batch)
        file.write((",\n" if count else "\n") + ",\n".join(lines))
        count += len(batch)
        tick(before + count)
    file.write(f'\n], "count": {count}}}')
    return before + count


def _said(block) -> dict[str, Any] | None:
    if isinstance(block, Heading):
        return {"heading": block.text, "level": block.level}
    if isinstance(block, Text):
        return {"text": block.text, "source": block.source}
    if isinstance(block, Facts):
        return {"facts": [list(row) for row in block.rows]}
    return None


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value):
    """Amounts as text: a program that reads them as floats would lose cents."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
