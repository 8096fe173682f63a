"""The formats: typed, harmless, complete, and nothing of other rows anywhere in a file."""

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from foundation.documents.escaping import without_quote, without_quotes
from foundation.exports.content import About, Column, Content, Facts, Heading, Kind, Table, Text
from foundation.exports.writing import pdf_file, writer

FORMULAS = [
    "=1+1", "=cmd|' /C calc'!A0", "+1+cmd", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
    " =1", "\u00a0=1", "＝1+1", "＋1", "－1", "＠x", "\x00=1", "'=1", "''", "'",
    '=HYPERLINK("http://x","y")', "=1;2", "@", "=", "+", "-x", "%0A=1", "=\u200b1", "\u200b=1",
    "\ufeff=1", "- list", "+223 is not enough", "=DDE()", "{=1}",
]  # fmt: skip
HARMLESS = ["-5", "+223", "1,5", "-1.5", "12 %", "a=b", "e@mail", "3-4", "", "Été", "日本", "😀"]
ABOUT = About(
    "Trial", "e123456789", "en", datetime(2026, 11, 27, 12, tzinfo=UTC),
    (("Title", "Trial"), ("Filters", "=none")), "Public", {"title": "Trial"},
)  # fmt: skip


def table(columns, rows, **more):
    return Table("trial", "Trial rows", columns, rows, **more)


def written(ending, content, tmp_path, tick=lambda rows: None):
    path = tmp_path / f"file.{ending}"
    count = writer(ending)(content, ABOUT, path, tick)
    return count, path.read_bytes()


def rows_of(data, ending):
    """What a spreadsheet program shows of the rows."""
    if ending == "csv":
        import csv

        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        return rows[1 : rows.index(["---"]) - 1]
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(1).to_python(skip_empty_area=False)[1:]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("text", FORMULAS + HARMLESS)
def test_text_is_text_and_comes_back_as_it_was(ending, text, tmp_path):
    content = Content((table((Column("a", "A"), Column("b", "B")), [("x", text)]),))
    _count, data = written(ending, content, tmp_path)
    cell = rows_of(data, ending)[0][1]

    if text in FORMULAS:
        assert cell.lstrip("\u200b\ufeff ")[:1] not in {"=", "+", "@", "\t", "\r", "\n", "＝"}
    kept = text.replace("\x00", "") if ending == "xlsx" else text  # XML knows no NUL
    bare = without_quotes if ending == "csv" else without_quote
    assert bare(cell) == kept
    if ending == "xlsx":
        sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet2.xml")
        assert b"<f>" not in sheet


def test_a_text_that_excel_cannot_hold_is_cut_and_the_file_says_so(tmp_path):
    whole, long = "x" * 32_767, "y" * 32_768
    columns = (Column("a", "A"), Column("b", "B", wide=True))
    rows = [(whole, "short"), ("=" + whole, long)]
    _count, data = written("xlsx", Content((table(columns, rows),)), tmp_path)
    cells = rows_of(data, "xlsx")
    assert cells[0] == [whole, "short"]
    assert [len(cell) for cell in cells[1]] == [32_767] * 2
    assert all(cell.endswith(" […]") for cell in cells[1])
    about = str(CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python())
    assert "Texts that are cut" in about
    assert "Trial rows A3, Trial rows B3." in about

    _count, data = written("csv", Content((table(columns, rows),)), tmp_path)
    assert rows_of(data, "csv")[1][1] == long
    _count, data = written("xlsx", Content((table(columns, rows[:1]),)), tmp_path)
    about = str(CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python())
    assert "Texts that are cut" not in about


def test_of_many_cut_texts_the_first_are_named(tmp_path):
    rows = [("y" * 32_768,)] * 25
    _count, data = written("xlsx", Content((table((Column("a", "A"),), rows),)), tmp_path)
    about = str(CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python())
    assert "Trial rows A21." in about
    assert "A22" not in about
    assert "And 5 more." in about


@pytest.mark.parametrize("text", [
    "a;=1+1", "a;\t=1", "a\n=1", "a\r\n+1", "a\t@x", "a; -1", "a;'=1", "a;''=1", "a;'b", "=1;=2",
    "a;\u200b=1", "- one\n- two", "a;＝1", "a;;=1", "\n'=1",
])  # fmt: skip
def test_no_cell_begins_within_a_text_of_a_csv(text, tmp_path):
    """A program that splits at other signs than ours finds no formula either."""
    columns = (Column("a", "A"), Column("b", "B"))
    _count, data = written("csv", Content((table(columns, [("x", text)]),)), tmp_path)
    cell = rows_of(data, "csv")[0][1]
    parts = [part.strip(" \u200b\ufeff") for part in re.split(r"[;\t\r\n]", cell)]
    assert not [part for part in parts if part[:1] in set("=+-@＝") and part]
    assert without_quotes(cell) == text


def test_cells_have_the_type_of_their_column(tmp_path):
    columns = (
        Column("n", "N", Kind.WHOLE), Column("m", "M", Kind.MONEY), Column("s", "S", Kind.SHARE),
        Column("d", "D", Kind.DATE), Column("t", "T", Kind.TRUTH), Column("w", "W", Kind.WHOLE),
    )  # fmt: skip
    rows = [(0, Decimal("1234.50"), Decimal("0.25"), date(2019, 4, 30), True, "withheld")] * 2
    _count, data = written("xlsx", Content((table(columns, rows),)), tmp_path)
    assert rows_of(data, "xlsx")[0] == [0, 1234.5, 0.25, date(2019, 4, 30), True, "withheld"]
    _count, data = written("csv", Content((table(columns, rows),)), tmp_path)
    assert rows_of(data, "csv")[0] == ["0", "1234.50", "0.25", "2019-04-30", "true", "withheld"]


def test_blank_is_not_zero(tmp_path):
    columns = (Column("a", "A"), Column("n", "N", Kind.WHOLE))
    content = Content((table(columns, [("x", None), ("y", 0)]),))
    for ending in ("csv", "xlsx"):
        blank, zero = rows_of(written(ending, content, tmp_path)[1], ending)
        assert blank[1] == ""
        assert str(zero[1]).rstrip(".0") == "" != str(zero[1])


def test_the_file_says_what_it_is_in_each_format(tmp_path):
    content = Content((table((Column("a", "A", help="What A means"),), [("x",)]),))
    csv = written("csv", content, tmp_path)[1].decode("utf-8-sig")
    assert csv.startswith("A\r\n")
    assert "\r\n---\r\nTitle,Trial\r\n" in csv
    assert json.loads(written("json", content, tmp_path)[1])["about"]["facts"][0][1] == "Trial"
    cover = CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx", content, tmp_path)[1]))
    told = [str(cell) for row in cover.get_sheet_by_index(0).to_python() for cell in row]
    assert {"Trial", "Title", "'=none", "What A means"} <= set(told)


def test_json_is_whole_also_with_nothing_in_it(tmp_path):
    columns = (Column("a", "A"), Column("m", "M", Kind.MONEY))
    rows = [("x", Decimal("0.10"))] * 2500
    for some in (rows, []):
        count, data = written("json", Content((table(columns, iter(some)),)), tmp_path)
        found = json.loads(data)["tables"][0]
        assert count == found["count"] == len(found["rows"]) == len(some)
    assert found["columns"][1]["kind"] == "money"


def test_a_long_table_goes_on_in_the_next_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr("foundation.exports.writing.xlsx_file.MOST_ROWS", 1500)
    content = Content((table((Column("n", "N", Kind.WHOLE),), ((n,) for n in range(3200))),))
    _count, data = written("xlsx", content, tmp_path)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["About", "Trial rows", "Trial rows 2", "Trial rows 3"]
    numbers = [row[0] for place in (1, 2, 3)
               for row in book.get_sheet_by_index(place).to_python()[1:]]  # fmt: skip
    assert numbers == list(range(3200))


def test_rows_are_asked_for_as_they_are_written(tmp_path):
    asked = []

    def rows():
        for number in range(5000):
            asked.append(number)
            yield (number,)

    def tick(written_rows):
        assert len(asked) <= written_rows + 1000

    for ending in ("csv", "xlsx", "json"):
        asked.clear()
        written(ending, Content((table((Column("n", "N", Kind.WHOLE),), rows()),)), tmp_path, tick)


def test_a_pdf_is_tagged_titled_and_set_as_data(tmp_path):
    content = Content((
        Heading("Situation"),
        Text("*not bold* #let x = 1 $x$ @ref <label> \\ // no comment", source="S/2020/487"),
        Facts((("Area", "12", ""),)),
        table((Column("a", "A"), Column("n", "N", Kind.WHOLE)), [("x", 1234)]),
    ))  # fmt: skip
    count, data = written("pdf", content, tmp_path)
    pdf = PdfReader(io.BytesIO(data))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert count == 1
    assert "*not bold* #let x = 1 $x$ @ref <label> \\ // no comment" in text.replace("\n", " ")
    assert "1,234" in text
    assert pdf.metadata.title == "Trial"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert kinds(pdf) >= {"/H1", "/H2", "/Table", "/TH", "/TD", "/P"}


def kinds(pdf):
    """Every structure type in the tags of a PDF."""
    found, left = set(), [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while left:
        node = left.pop().get_object()
        if isinstance(node, list):
            left += [child for child in node if not isinstance(child, int)]
        elif isinstance(node, dict):
            found.add(str(node.get("/S", "")))
            if "/K" in node and not isinstance(node["/K"], int):
                left.append(node["/K"])
    return found


def test_a_pdf_that_cannot_be_set_is_an_error_and_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_file, "CHILD", tmp_path / "nothing.py")
    with pytest.raises(pdf_file.NotTypesetError):
        written("pdf", Content((Text("x"),)), tmp_path)
