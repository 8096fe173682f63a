"""Every part of an XLSX package looked through: what must not come in, and texts to be judged."""

import re
from html import unescape
from xml.parsers import expat

from cells import RefusedError, letters

CELL = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
MOST_BESIDE = 4_000_000  # letters; those of cells are read with their sheets anyway
# The element that holds a whole text, where others hold pieces of it.
COMMENTS, WHOLE = {"comment", "threadedComment"}, {"comment": "text", "drawing": "p"}
# What a part holds, by the first element in it; texts of anything else are texts beside.
ORIGINS = {
    "sst": "cells", "worksheet": "cells", "comments": "comment", "ThreadedComments": "comment",
    "personList": "comment", "Properties": "properties", "coreProperties": "properties",
    "wsDr": "drawing", "workbook": "names",
}  # fmt: skip
# Who made the file, and when, stands in every file and is not kept with its rows.
NO_WORDS = {"creator", "lastModifiedBy", "created", "modified", "Application", "AppVersion",
            "Company", "lastPrinted", "revision"}  # fmt: skip
# Numbers and formulas of a sheet; in a chart or a pivot table the same elements hold texts.
NUMBERS = {"v", "f"}
# Attributes in which a person says something: alternative texts, links, prompts.
SAYING = {"descr", "title", "alt", "tooltip", "display", "prompt", "promptTitle", "error",
          "errorTitle", "caption", "address"}  # fmt: skip
PIVOTS = {"pivotCacheDefinition", "pivotCacheRecords"}  # all rows once more, also of gone sheets
SPOKEN = re.compile(r"<[^>]*>")
SPOKEN_IN = re.compile(r"""\b(?:alt|title|href)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


class Scan:
    """Walks through every part once, counting, without keeping anything of it."""

    def __init__(self, limits):
        self.limits, self.cells, self.seen, self.bytes = limits, 0, 0, 0
        self.row = self.column = 0
        self.merged, self.beside, self.beside_size = "", {}, 0
        self.sheets, self.parts = {}, {}  # by the number of their relation
        self.in_sheet = {
            "c": self.cell, "v": self.count, "is": self.inline, "f": self.formula,
            "mergeCell": self.merge, "row": self.begin_row, "col": self.columns,
            "headerFooter": self.listen, "dataValidations": self.listen,
            "dataValidation": self.say, "hyperlink": self.say,
        }  # fmt: skip

    def read(self, part):
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartElementHandler = self.root
        self.words = []
        self.row = self.column = 0
        while chunk := part.read(1 << 16):
            self.bytes += len(chunk)
            if self.bytes > self.limits["unpacked"]:
                raise RefusedError("unpacked")
            parser.Parse(chunk)
        parser.Parse(b"", True)

    def read_raw(self, part):
        """A part that is no XML, such as an old drawing: what stands between its marks."""
        self.origin = "other"
        data = part.read(self.limits["unpacked"] - self.bytes + 1)
        self.bytes += len(data)
        if self.bytes > self.limits["unpacked"]:
            raise RefusedError("unpacked")
        text = data.decode("utf-8", "replace")
        for found in SPOKEN_IN.finditer(text):
            self.keep(unescape(found[1] or found[2] or ""))
        for line in SPOKEN.sub("\n", text).splitlines():
            self.keep(unescape(line.strip()))

    def doctype(self, *_):
        raise RefusedError("doctype")

    def root(self, tag, _attributes):
        """The first element says what a part is; its place in the package may lie."""
        kind = tag.rpartition(" ")[2]
        if kind in PIVOTS:
            raise RefusedError("pivot")
        self.origin = ORIGINS.get(kind, "other")
        handlers = {"workbook": self.workbook, "worksheet": self.sheet, "comments": self.comment,
                    "ThreadedComments": self.comment,
                    "Relationships": self.relation}  # fmt: skip
        self.parser.StartElementHandler = handlers.get(kind, self.said)
        if kind != "worksheet":  # its numbers and formulas are no texts
            self.listen()

    def listen(self, _attributes=None):
        self.parser.CharacterDataHandler = self.words.append
        self.parser.EndElementHandler = self.text_ends

    def text_ends(self, tag):
        """A text of a property, a defined name, a drawing, or of any sheet.

        In a comment and in a drawing it may lie in pieces, each in letters of another kind.
        """
        kind = tag.rpartition(" ")[2]
        if kind != WHOLE.get(self.origin.partition(" ")[0], kind):
            return
        text = "".join(self.words).strip()
        self.words.clear()
        if kind not in NO_WORDS and not (kind in NUMBERS and self.origin == "cells"):
            self.keep(text)

    def said(self, _tag, attributes):
        self.say(attributes)

    def say(self, attributes):
        for name, text in attributes.items():
            if name.rpartition(" ")[2] in SAYING:
                self.keep(text.strip())

    def keep(self, text):
        if len(text) < 5 or text in self.beside:
            return
        self.beside_size += len(text)
        if self.beside_size <= MOST_BESIDE:
            self.beside[text] = self.origin
        elif self.origin != "cells":
            raise RefusedError("effort")

    def comment(self, tag, attributes):
        if tag.rpartition(" ")[2] in COMMENTS:
            self.words.clear()  # who wrote it is no text
            self.origin = f"comment {attributes.get('ref', '')[:12]}"

    def workbook(self, tag, attributes):
        name = tag.rpartition(" ")[2]
        if name == "sheet":
            self.beside[attributes.get("name", "")[:200]] = "names"
            relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            self.sheets[relation] = attributes.get("name", "")[:60]
            if attributes.get("state", "visible") != "visible":
                raise RefusedError("hidden-sheet", sheet=attributes.get("name", "")[:60])
        elif name == "definedName":
            self.beside[attributes.get("name", "")[:200]] = "names"

    def relation(self, _tag, attributes):
        """Which part holds which sheet; those of other parts have numbers of their own."""
        if attributes.get("TargetMode") == "External":
            self.keep(attributes.get("Target", ""))
        place = attributes.get("Target", "").lower().rpartition("xl/")[2]
        if place.startswith("worksheets/"):
            self.parts.setdefault(f"xl/{place}", attributes.get("Id", ""))

    def sheet_at(self, part):
        return self.sheets.get(self.parts.get(part))

    def sheet(self, tag, attributes):
        handler = self.in_sheet.get(tag.rpartition(" ")[2])
        if handler:
            handler(attributes)

    def inline(self, _attributes):
        self.count()
        self.listen()

    def formula(self, _attributes):
        raise RefusedError("formula", cell=f"{letters(self.column - 1)}{self.row}")

    def merge(self, attributes):
        self.merged = self.merged or attributes.get("ref", "")[:40]

    def begin_row(self, attributes):
        self.row = number(attributes.get("r")) or self.row + 1
        self.column = 0
        if hidden(attributes):
            raise RefusedError("hidden-row", row=self.row)

    def columns(self, attributes):
        if hidden(attributes):
            place = number(attributes.get("min")) or 1
            raise RefusedError("hidden-column", column=letters(place - 1))

    def cell(self, attributes):
        found = CELL.match(attributes.get("r", ""))
        self.column = place_of(found[1]) if found else self.column + 1
        self.row = int(found[2]) if found else self.row
        self.seen += 1
        if self.seen > 4 * self.limits["cells"]:
            raise RefusedError("cells")

    def count(self, _attributes=None):
        self.cells += 1
        if self.cells > self.limits["cells"]:
            raise RefusedError("cells")
        if self.row > self.limits["last_row"] or self.column > self.limits["last_column"]:
            raise RefusedError("far", cell=f"{letters(self.column - 1)}{self.row}")


def hidden(attributes):
    return attributes.get("hidden", "0") in {"1", "true"}


def number(text):
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def place_of(text):
    place = 0
    for letter in text:
        place = place * 26 + ord(letter) - 64
    return place
