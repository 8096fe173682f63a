"""Files that must not be read: refused with their reason, soon, and without much memory."""

import io
import time
import zipfile

import pytest
from django.core.exceptions import ValidationError

from foundation.imports.reading import MEGABYTE, Limits, read

from .files import csv_file, part_of, repacked, xlsx_file

# Half of what a child may take: who needs more fails with another reason than the expected one.
LITTLE = Limits(memory=210 * MEGABYTE)
HEAD, ROW = ["Title", "Amount"], ["x", 1]
GOOD = xlsx_file(HEAD, ROW)
SHEET = part_of(GOOD, "xl/worksheets/sheet1.xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
FAR = xlsx_file(HEAD, ROW, change=lambda book, sheet: sheet.write(1048575, 16383, "x"))


def with_sheet(text, at="xl/worksheets/sheet1.xml"):
    return repacked(GOOD, **{at.replace("/", "__").replace(".xml", "_xml"): text})


def package(**parts):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return output.getvalue()


def many_members():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as made:
        for number in range(5000):
            made.writestr(f"xl/{number}.xml", "<a/>")
        made.writestr("xl/workbook.xml", "<workbook/>")
    return output.getvalue()


def encrypted_member():
    data = bytearray(GOOD)
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying_about_its_size():
    """The directory says 100 bytes; what comes out is a hundred megabytes."""
    data = bytearray(package(xl__workbook_xml="<workbook/>", xl__a_xml=" " * 100_000_000))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def twice():
    output = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(output, "a") as made:
        made.writestr("xl/worksheets/sheet1.xml", SHEET)
    return output.getvalue()


def flood(rows):
    cells = "<row><c t='inlineStr'><is><t>x</t></is></c><c><v>1</v></c></row>" * rows
    return with_sheet(
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{cells}</sheetData></worksheet>"
    )


def wide():
    cells = "<c><v>1</v></c>" * 16000
    return with_sheet(
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"<row r='1'>{cells}</row></sheetData></worksheet>"
    )


def entities(text):
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "{text}">]>' + SHEET.split("?>", 1)[1]


def hide(what):
    return {
        "sheet": lambda book, sheet: book.add_worksheet("Names").hide(),
        "very": lambda book, sheet: book.add_worksheet("Names").very_hidden(),
        "row": lambda book, sheet: sheet.set_row(1, None, None, {"hidden": True}),
        "column": lambda book, sheet: sheet.set_column(0, 0, None, None, {"hidden": True}),
    }[what]


CASES = {
    # Not what the name says
    "pdf-as-csv": (b"%PDF-1.4\n1 0 obj", "a.csv", "not-what-it-says"),
    "xlsx-as-csv": (GOOD, "a.csv", "not-what-it-says"),
    "csv-as-xlsx": (csv_file(HEAD, ROW), "a.xlsx", "not-what-it-says"),
    "docx-as-xlsx": (package(word__document_xml="<a/>"), "a.xlsx", "not-what-it-says"),
    "xls-as-xlsx": (OLE, "a.xlsx", "old-excel"),
    "xls-as-csv": (OLE, "a.csv", "not-what-it-says"),
    "xls": (OLE, "a.xls", "old-excel"),
    "xlsm": (GOOD, "a.xlsm", "old-excel"),
    "ods": (GOOD, "a.ods", "old-excel"),
    "html": (b"<table><tr><td>x</td></tr></table>", "a.html", "ending"),
    "no-ending": (csv_file(HEAD, ROW), "rows", "ending"),
    "two-endings": (csv_file(HEAD, ROW), "rows.csv.exe", "ending"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "password"),
    "password-in-zip": (encrypted_member(), "a.xlsx", "password"),
    # Damaged or empty
    "empty": (b"", "a.csv", "empty"),
    "only-headings": (csv_file(HEAD), "a.csv", "no-rows"),
    "only-blanks": (b"\n\n ,\n", "a.csv", "no-rows"),
    "empty-sheet": (xlsx_file(), "a.xlsx", "no-rows"),
    "half": (GOOD[: len(GOOD) // 2], "a.xlsx", "damaged"),
    "flipped": (GOOD[:60] + b"\xff\xfe\xfd" + GOOD[63:], "a.xlsx", "damaged"),
    "open-element": (with_sheet(SHEET[: len(SHEET) // 2]), "a.xlsx", "damaged"),
    "no-sheet": (repacked(GOOD, without=["xl/worksheets/sheet1.xml"]), "a.xlsx", "damaged"),
    "magic-alone": (b"PK\x03\x04", "a.xlsx", "damaged"),
    # Too much
    "zip-bomb": (package(xl__workbook_xml="<a/>", xl__a_xml=" " * 210_000_000), "a.xlsx",
                 "unpacked"),
    "lying-zip": (lying_about_its_size(), "a.xlsx", "damaged"),
    "ratio": (package(xl__workbook_xml="<a/>", xl__a_xml=" " * 20_000_000), "a.xlsx", "unpacked"),
    "many-members": (many_members(), "a.xlsx", "unpacked"),
    "member-twice": (None, "a.xlsx", "unpacked"),
    "far-cell": (FAR, "a.xlsx", "far"),
    "row-flood": (flood(110_000), "a.xlsx", ("far", "unpacked")),
    "row-flood-csv": (b"a,b\n" + b"x,1\n" * 1_000_000, "a.csv", "rows"),
    "blank-flood-csv": (b"a,b\n" + b"\n" * 3_000_000, "a.csv", "no-rows"),
    "wide": (wide(), "a.xlsx", ("far", "columns")),
    "wide-csv": (b"a," * 200_000 + b"\n1\n", "a.csv", "columns"),
    "huge": (b"a,b\n" + b"x" * (11 * 1024 * 1024), "a.csv", "bytes"),
    "huge-cell": (csv_file(HEAD, ["x" * 30_000, "1"]), "a.csv", "cell"),
    "huge-cell-xlsx": (xlsx_file(HEAD, ["x" * 30_000, 1]), "a.xlsx", "cell"),
    # Formulas, hidden things, macros
    "formula": (xlsx_file(HEAD, ROW, change=lambda b, s: s.write_formula("B2", "=1+1")), "a.xlsx",
                "formula"),
    "formula-elsewhere": (xlsx_file(HEAD, ROW, change=lambda b, s:
                          b.add_worksheet().write_formula("A1", "=1+1")), "a.xlsx", "formula"),
    "formula-in-a-part-that-lies": (with_sheet(SHEET.replace("<v>1</v>", "<f>1+1</f><v>1</v>"),
                                    "xl/media/image1.xml"), "a.xlsx", "formula"),
    "formula-csv": (csv_file(HEAD, ["=cmd|' /c calc'!A1", "1"]), "a.csv", "formula"),
    "formula-text": (xlsx_file(HEAD, ["=1+1", 1]), "a.xlsx", "formula"),
    "dde": (csv_file(HEAD, ['=DDE("cmd";"x";"y")', "1"]), "a.csv", "formula"),
    "hidden-sheet": (xlsx_file(HEAD, ROW, change=hide("sheet")), "a.xlsx", "hidden-sheet"),
    "very-hidden-sheet": (xlsx_file(HEAD, ROW, change=hide("very")), "a.xlsx", "hidden-sheet"),
    "hidden-row": (xlsx_file(HEAD, ROW, change=hide("row")), "a.xlsx", "hidden-row"),
    "hidden-column": (xlsx_file(HEAD, ROW, change=hide("column")), "a.xlsx", "hidden-column"),
    "macro": (repacked(GOOD, **{"xl/vbaProject.bin": "x"}), "a.xlsx", "macros"),
    "ole-object": (repacked(GOOD, **{"xl/embeddings/oleObject1.bin": "x"}), "a.xlsx", "macros"),
    "external-link": (repacked(GOOD, **{"xl/externalLinks/externalLink1.xml": "<a/>"}), "a.xlsx",
                      "macros"),
    # XML
    "doctype": (with_sheet(entities("x")), "a.xlsx", "doctype"),
    "doctype-elsewhere": (repacked(GOOD, docProps__app_xml=entities("x")), "a.xlsx", "doctype"),
    "xxe": (with_sheet(entities('" SYSTEM "file:///etc/passwd')), "a.xlsx",
            ("doctype", "damaged")),
    # Text that is none
    "nul": (b"a,b\nx\x00y,1\n", "a.csv", "no-text-file"),
    "control": (b"a,b\nx\x07y,1\n", "a.csv", "no-text-file"),
    "utf-16-without-mark": ("a,b\nx,1\n".encode("utf-16-le"), "a.csv", "no-text-file"),
    "half-a-letter": ("a,b\n".encode("utf-16") + b"\x00", "a.csv", "no-text-file"),
    "no-encoding": (b"a,b\n\x81\x8d,1\n", "a.csv", "no-text-file"),
    "open-quote": (b'a,b\n"x,1\ny,2\n', "a.csv", "quotes"),
    "quote-inside": (b'a,b\n"x"y,1\n', "a.csv", "quotes"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_is_refused_within_limits(case):
    data, name, codes = CASES[case]
    began = time.perf_counter()
    with pytest.raises(ValidationError) as refused:
        read(twice() if data is None else data, name, LITTLE)

    assert refused.value.code in (codes if isinstance(codes, tuple) else (codes,))
    assert refused.value.messages[0].endswith(".")
    assert "%(" not in refused.value.messages[0]
    assert time.perf_counter() - began < 10


def test_the_honest_file_of_the_same_making_is_read():
    """The other side of the table above."""
    assert len(read(GOOD, "a.xlsx", LITTLE).lines) == 2
    assert len(read(with_sheet(SHEET), "a.xlsx").lines) == 2
    assert len(read(csv_file(HEAD, ROW), "a.csv").lines) == 2


@pytest.mark.parametrize("name", [
    "../../etc/passwd.csv", "..\\..\\x.csv", "a\x00.csv", "a\u202evsc.csv", "x" * 400 + ".csv",
    "CON.csv", '"><script>.csv', "a\r\nSet-Cookie: x.csv", ".csv",
])  # fmt: skip
def test_a_name_is_only_ever_shown_and_never_a_path(name):
    shown = read(csv_file(HEAD, ROW), name).name
    assert len(shown) <= 130
    assert not any(sign in shown for sign in '/\\\x00\u202e<>"\r\n')
