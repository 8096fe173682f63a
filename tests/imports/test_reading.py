"""CSV and XLSX as plain rows: what was written is what is read, and what was guessed is said."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError

from foundation.documents.escaping import with_quote, without_quote
from foundation.imports.reading import Limits, read, with_rows

from .files import csv_file, part_of, repacked, xlsx_file

HEAD = ["Title", "Amount"]
DAY = datetime.fromisoformat("2019-04-30")  # a spreadsheet knows no time zones


def rows_of(table):
    return [(line.number, line.cells) for line in table.lines]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_each_form_that_offices_save_it(delimiter, encoding):
    table = read(csv_file(HEAD, ["Été à Gao", "1.50"], delimiter=delimiter, encoding=encoding),
                 "été.csv")  # fmt: skip
    assert rows_of(table) == [(1, HEAD), (2, ["Été à Gao", "1.50"])]
    assert table.notes == []
    assert table.name == "été.csv"


def test_letters_that_had_to_be_guessed_are_said():
    table = read(csv_file(HEAD, ["Été", "1"], encoding="cp1252"), "a.csv")
    assert table.lines[1].cells[0] == "Été"
    assert "Windows-1252" in table.notes[0]


def test_a_line_for_excel_is_no_row():
    table = read(b"sep=;\r\nTitle;Amount\r\nx;1,5\r\n", "a.csv")
    assert rows_of(table) == [(1, HEAD), (2, ["x", "1,5"])]


def test_a_comma_inside_quotes_does_not_decide_the_delimiter():
    table = read(b'"Title, long, very long";Amount\nx;1\n', "a.csv")
    assert table.lines[0].cells == ["Title, long, very long", "Amount"]


def test_rows_are_numbered_as_the_spreadsheet_shows_them():
    """Empty rows count; a cell with two lines is one row."""
    assert [n for n, _c in rows_of(read(b'a,b\n\n"x\ny",1\n,\nz,2\n', "a.csv"))] == [1, 3, 5]
    table = read(xlsx_file(HEAD, [], [], ["x", 1]), "a.xlsx")
    assert [n for n, _c in rows_of(table)] == [1, 4]


def test_cells_are_trimmed_and_accents_are_one_letter():
    table = read("a\n\u00a0 e\u0301te\u0301 \n".encode(), "a.csv")
    assert table.lines[1].cells == ["été"]


def test_numbers_of_a_workbook_are_exact_and_days_are_days():
    rows = [["x", 119840.35, 12, 0.1 + 0.2, DAY, 1e14, -5, True]]
    cells = read(xlsx_file(["a"] * 8, *rows), "a.xlsx").lines[1].cells
    assert cells == [
        "x", Decimal("119840.35"), Decimal("12"), Decimal("0.3"), date(2019, 4, 30),
        Decimal("100000000000000"), Decimal("-5"), "true",
    ]  # fmt: skip
    assert str(cells[2]) == "12"


def test_a_day_with_an_hour_is_no_day():
    def hour(book, sheet):
        form = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_datetime(1, 0, DAY.replace(hour=14, minute=5), form)

    assert read(xlsx_file(["a"], change=hour), "a.xlsx").lines[1].cells == ["2019-04-30 14:05:00"]


def test_only_the_first_sheet_is_read_and_that_is_said():
    def second(book, sheet):
        book.add_worksheet("Else").write(0, 0, "Something")

    table = read(xlsx_file(HEAD, ["x", 1], change=second), "a.xlsx")
    assert len(table.lines) == 2
    assert "“Rows”" in table.notes[0]


def test_comments_are_said():
    data = xlsx_file(HEAD, ["x", 1], change=lambda book, sheet: sheet.write_comment(0, 0, "Hm"))
    table = read(data, "a.xlsx")
    assert table.has_comments
    assert table.notes == ["Comments on cells are not read."]


def test_a_workbook_of_another_program_is_read():
    """Parts in other places, elements with a prefix, cells without their address."""
    data = xlsx_file(HEAD, ["x", 1])
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<x:sheetData><x:row r='1'><x:c r='A1' t='inlineStr'><x:is><x:t>Title</x:t></x:is></x:c>"
        "</x:row><x:row r='2'><x:c r='A2' t='inlineStr'><x:is><x:t>Été</x:t></x:is></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    )
    table = read(repacked(data, xl__worksheets__sheet1_xml=sheet), "a.xlsx")
    assert rows_of(table) == [(1, ["Title"]), (2, ["Été"])]


def test_the_letters_of_a_heading_are_never_run_as_a_formula_and_come_back_unquoted():
    for text in ("=1+1", "+cmd", "-x", "@sum", " =1", "＝1", "\t=1", "'quoted"):
        assert with_quote(text) == f"'{text}"
        assert without_quote(with_quote(text)) == text
    for text in ("-5", "+5", "-5.5", "119,840.35", "12%", "a-b", "", "UNDP", "é", "5-6"):
        assert with_quote(text) == text
        assert without_quote(text) == text
    table = read(csv_file(HEAD, ["'=1+1", "-5"], ["'tis", "'+223"]), "a.csv")
    assert table.lines[1].cells == ["=1+1", "-5"]
    assert table.lines[2].cells == ["'tis", "'+223"]


@pytest.mark.parametrize(("limits", "code"), [
    (with_rows(3), "rows"), (Limits(columns=1), "columns"), (Limits(cells=5), "cells"),
    (Limits(cell=4), "cell"), (Limits(bytes=40), "bytes"),
])  # fmt: skip
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_each_limit_is_kept_and_said(limits, code, ending):
    rows = [HEAD, *([f"name {number}", number] for number in range(6))]
    data = (csv_file if ending == "csv" else xlsx_file)(*rows)
    with pytest.raises(ValidationError) as refused:
        read(data, f"a.{ending}", limits)
    assert refused.value.code == code
    assert "%" not in refused.value.messages[0]


def test_as_many_rows_as_allowed_are_read_beside_headings_and_tags():
    rows = [HEAD, ["#meta", "#value"], *(["x", number] for number in range(3))]
    assert len(read(xlsx_file(*rows), "a.xlsx", with_rows(3)).lines) == 5


def test_the_time_limit_ends_the_child(monkeypatch):
    rows = [HEAD, *(["x", number] for number in range(20_000))]
    with pytest.raises(ValidationError) as refused:
        read(xlsx_file(*rows), "a.xlsx", Limits(wall=0.05))
    assert refused.value.code == "effort"


def test_what_the_child_cannot_finish_is_not_taken_for_a_whole_file(monkeypatch):
    """The end of its answer is missing: nothing of it counts."""
    with pytest.raises(ValidationError) as refused:
        read(csv_file(HEAD, *(["x" * 100, "1"] for _n in range(2000))), "a.csv",
             Limits(output=20_000))  # fmt: skip
    assert refused.value.code in {"effort", "damaged"}


def test_the_child_knows_nothing_of_the_register(monkeypatch):
    from foundation.imports.reading import _environment

    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setenv("DATABASE_URL", "y")
    assert _environment().keys() <= {"SYSTEMROOT", "TEMP"}


def test_part_names_are_those_of_the_library():
    """The other tests replace this part of a workbook."""
    assert "sheetData" in part_of(xlsx_file(HEAD), "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("end", [["---"], ["---", "", ""]])
@pytest.mark.parametrize("blank", [[], ["", ""]])
def test_what_a_csv_file_of_ours_says_of_itself_is_no_row(end, blank):
    data = csv_file(["Name", "Year"], ["---", "2019"], ["", ""], ["x", "2020"], blank, end,
                    ["Title", "Projects"])  # fmt: skip
    found = read(data, "a.csv")
    assert [line.cells for line in found.lines] == [["Name", "Year"], ["---", "2019"],
                                                    ["x", "2020"]]  # fmt: skip


def test_what_stands_after_the_rows_is_looked_at_all_the_same():
    data = csv_file(["Name"], ["x"], [], ["---"], ["Told by", "+221 77 123 45 67"])
    assert any("+221 77 123 45 67" in text for text, _where in read(data, "a.csv").beside)
    assert read(csv_file(["Name"], ["x"], ["---"], ["y"]), "a.csv").beside == []


def test_a_line_of_dashes_after_a_row_is_a_row():
    data = csv_file(["Name"], ["x"], ["---"], ["y"])
    assert [line.cells for line in read(data, "a.csv").lines][-2:] == [["---"], ["y"]]


@pytest.mark.parametrize("cover", ["About", "À propos"])
def test_the_cover_of_a_spreadsheet_of_ours_is_passed_over(cover):
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        book.add_worksheet(cover).write(0, 0, "Projects")
        sheet = book.add_worksheet("Projects")
        sheet.write_row(0, 0, ["Name", "Year"])
        sheet.write_row(1, 0, ["x", 2020])
    found = read(output.getvalue(), "a.xlsx")
    assert found.lines[0].cells == ["Name", "Year"]
    assert found.notes == []


def test_a_first_sheet_of_another_name_is_the_one_read():
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        for name in ("Rows", "About"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Name", name])
            sheet.write_row(1, 0, ["x", 2020])
    found = read(output.getvalue(), "a.xlsx")
    assert found.lines[0].cells == ["Name", "Rows"]
    assert len(found.notes) == 1
