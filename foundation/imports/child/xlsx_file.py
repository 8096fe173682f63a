"""An XLSX file as rows: every part is counted and looked through before a library opens it."""

import io
import zipfile
import zlib
from xml.parsers import expat

from cells import RefusedError, letters
from scan import Scan

# Nothing to read in them; whatever else lies in a package is looked at as a text.
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".bin")
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
        try:
            look_through(package, name, member, scan)
        except RefusedError as refusal:
            if len(scan.sheets) > 1 and (sheet := scan.sheet_at(name)):
                refusal.facts.setdefault("sheet", sheet)
            raise
    return scan


def look_through(package, name, member, scan):
    """As XML where it is called or begins so: a sheet may lie under any name."""
    called = name.endswith((".xml", ".rels"))
    with package.open(member) as part:
        begin = part.peek(64)[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
        if called or begin.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
            try:
                return scan.read(part)
            except expat.ExpatError:
                if called:
                    raise
        elif name.endswith(PICTURES):
            return None
    with package.open(member) as part:
        return scan.read_raw(part)
