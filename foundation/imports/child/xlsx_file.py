"""An XLSX file as rows: every part is counted and looked through before a library opens it."""

import io
import re
import zipfile
import zlib
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
            "Company", "lastPrinted", "revision", "v", "f"}  # fmt: skip
COVERS = {"About", "À propos"}  # the first sheet of a file of ours: what it says of itself
BOOK = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}  # read before the sheets they name
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, expat.ExpatError, ValueError, OSError,
    EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read_xlsx(data, limits):
    if data.startswith(OLD_OFFICE):
        secret = "EncryptedPackage".encode("utf-16-le") in data
        raise RefusedError("password" if secret else "old-excel")
    if not data.startswith(b"PK\x03\x04"):
        raise RefusedError("not-what-it-says")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            facts = check_package(package, len(data), limits)
    except DAMAGED as error:
        raise RefusedError("damaged") from error
    return open_sheets(data, facts, limits)


def open_sheets(data, facts, limits):
    """What is said of the file, the rows that may be let in, and the other sheets."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        kinds = [str(sheet.typ).rpartition(".")[2] for sheet in book.sheets_metadata]
        sheets = [place for place, kind in enumerate(kinds) if kind == "WorkSheet"]
        first = sheets[int(len(sheets) > 1 and book.sheet_names[sheets[0]] in COVERS)]
        others = [place for place in sheets if place != first]
        told = len([place for place in others if place > first])
        about = {"sheet": book.sheet_names[first], "sheets": 1 + told, **facts}
        return about, rows_of(book, first, limits), each_of(book, others, limits)
    except (RefusedError, MemoryError):
        raise
    except Exception as error:  # whatever the library says, the file is the reason
        raise RefusedError("damaged") from error


def each_of(book, places, limits):
    for place in places:
        name = book.sheet_names[place]
        try:
            yield place + 1, name, rows_of(book, place, limits)
        except RefusedError as refusal:
            refusal.facts["sheet"] = name[:60]
            raise
        except MemoryError:
            raise
        except Exception as error:
            raise RefusedError("damaged") from error


def rows_of(book, place, limits):
    sheet = book.get_sheet_by_index(place)
    if sheet.end is None:
        return []
    if (sheet.end[0] + 1) * (sheet.end[1] + 1) > 2 * limits["cells"]:
        raise RefusedError("far", cell=f"{letters(sheet.end[1])}{sheet.end[0] + 1}")
    return enumerate(sheet.to_python(skip_empty_area=False), start=1)


def check_package(package, size, limits):
    members = package.infolist()
    names = [member.filename.lower().replace("\\", "/") for member in members]
    if len(members) > limits["members"] or len(set(names)) < len(names):
        raise RefusedError("unpacked")
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError("password")
    unpacked = sum(member.file_size for member in members)
    if unpacked > min(limits["unpacked"], max(limits["ratio"] * size, 1024 * 1024)):
        raise RefusedError("unpacked")
    if "xl/workbook.xml" not in names:
        raise RefusedError("not-what-it-says")
    if any(part in f"/{name}" for part in limits["unsafe"] for name in names):
        raise RefusedError("macros")
    scan = scanned(package, zip(names, members, strict=True), limits)
    return {
        "comments": any("comments" in name for name in names),
        "merged": scan.merged,
        "beside": list(map(list, scan.beside.items())),
    }


def scanned(package, parts, limits):
    """Every part looked through; what is refused in one of several sheets names it."""
    scan = Scan(limits)
    for name, member in sorted(parts, key=lambda part: part[0] not in BOOK):
        if name.endswith((".xml", ".rels")):
            with package.open(member) as part:
                try:
                    scan.read(part)
                except RefusedError as refusal:
                    if len(scan.sheets) > 1 and (sheet := scan.sheet_at(name)):
                        refusal.facts.setdefault("sheet", sheet)
                    raise
    return scan


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

    def doctype(self, *_):
        raise RefusedError("doctype")

    def root(self, tag, _attributes):
        """The first element says what a part is; its place in the package may lie."""
        kind = tag.rpartition(" ")[2]
        self.origin = ORIGINS.get(kind, "other")
        handlers = {"workbook": self.workbook, "worksheet": self.sheet, "comments": self.comment,
                    "ThreadedComments": self.comment,
                    "Relationships": self.relation}  # fmt: skip
        self.parser.StartElementHandler = handlers.get(kind)
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
        if kind in NO_WORDS or len(text) < 5 or text in self.beside:
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
