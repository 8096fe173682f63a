"""Activities as an IATI 2.03 file: one after the other, so that memory does not grow."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localtime
from lxml import etree

from foundation.exports.content import About, Content
from foundation.exports.writing import Tick

from .activity import Activity
from .codes import VERSION
from .elements import NO_XML, element_of

AT_ONCE = 100


def write(content: Content, about: About, path: Path, tick: Tick) -> int:
    """The writer of the report: what the file says of itself as a remark, then the activities."""
    found, said = content.extra["activities"], _remarks(content, about)
    with path.open("wb") as file:
        return write_activities(found, file, remarks=said, made_at=about.made_at, tick=tick)


def write_activities(
    activities: Iterable[Activity],
    file: Any,
    *,
    remarks: str = "",
    made_at: datetime | None = None,
    tick: Tick = lambda rows: None,
) -> int:
    """How many activities were written."""
    count = 0
    generated = (made_at or localtime()).isoformat(timespec="seconds")
    with etree.xmlfile(file, encoding="utf-8") as out:
        out.write_declaration()
        with out.element("iati-activities", {"version": VERSION, "generated-datetime": generated}):
            if remarks:
                out.write("\n", etree.Comment(remarks))
            for activity in activities:
                out.write("\n", element_of(activity))
                count += 1
                if count % AT_ONCE == 0:
                    tick(count)
    tick(count)
    return count


def _remarks(content: Content, about: About) -> str:
    """What the file is and what it leaves out. It is public: its maker is not named."""
    said = [("", about.title), ("", about.number), *content.facts]
    lines = [f" {name}: {value}" if name else f" {value}" for name, value in said]
    plain = NO_XML.sub(" ", "\n".join(lines))
    return f"\n{re.sub('-(?=-)', '- ', plain)}\n"
