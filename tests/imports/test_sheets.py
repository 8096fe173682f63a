"""Every sheet of a workbook is looked at, also the others; honest ones are let be."""

import io

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError

from foundation.imports import person, plan
from foundation.imports.columns import Column
from foundation.imports.kinds import ImportKind
from foundation.imports.reading import Limits, read
from foundation.imports.refusals import sentence

REGIONS = {"northern region", "lake region", "eastern region", "green valley", "white river",
           "red hill"}  # fmt: skip
ROWS = [["Region", "Count"], ["Northern Region", 12], ["Lake Region", 7]]


class Counts(ImportKind):
    slug, title, about, permission = "x", "X", "X", "x.y_z"
    columns = (Column("region", "Region"), Column("count", "Count"))
    listed = frozenset({"region"})
    strict = True

    def is_listed(self, name, words):
        return name == "region" and words.casefold() in REGIONS


class Others(Counts):
    strict = False


def book(*rows, name="Notes", change=None):
    """The rows that come in, and a second sheet."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False}) as made:
        for title, lines in (("Rows", ROWS), (name, rows)):
            sheet = made.add_worksheet(title)
            for number, row in enumerate(lines):
                for place, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, place, cell)
        if change:
            change(made, made.worksheets()[0], sheet)
    return output.getvalue()


def told(data, kind=None, **limits):
    """What is said of the file, with the code of the reason; empty if it is let in."""
    try:
        plan.accept(kind or Counts(), read(data, "a.xlsx", Limits(**limits)))
    except ValidationError as error:
        return error.code, error.messages[0]
    return "", ""


BLANK = [[None]] * 3
HOSTILE = {
    "telephone": ([*BLANK, [None, "Call +223 66 12 34 56"]], "B4", "telephone"),
    "telephone-as-number": ([["Focal point", "x"], ["Ministry", 22366123456]], "B2", "telephone"),
    "mail": ([["Sent by"], ["aya.x@example.org"]], "A2", "e-mail"),
    "coordinates": ([["Site"], ["12.6392, -8.0029"]], "A2", "exact places"),
    "coordinates-as-numbers": ([["a", "b"], [12.6392, -8.0029], [12.7001, -8.1]], "A2", "places"),
    "birth": ([["She was born on 3 May 2001"]], "A1", "dates of birth"),
    "age": ([["Remark"], ["a 15-year-old girl"]], "A2", "dates of birth"),
    "case-code": ([["See case no. 0012 of the file"]], "A1", "codes of survivors"),
    "gbv-code": ([["See", "GBV/2019/0012"]], "B1", "codes of survivors"),
    "madam": ([["Mme Exemple has said so"]], "A1", "names of persons"),
    "names": ([["Who"], ["Aya Exemple"], ["Awa Exemple"], ["Fanta Exemple"]], "A2", "names"),
    "names-arabic": ([["x"], ["آية مثال"], ["سارة مثال"], ["منى مثال"]], "A2", "names"),
    "headings": ([["Phone", "Place"]], "A1", "telephone"),
    "headings-below-a-title": (
        [["Contacts of 2024"], [], ["Serial", "Survivor code"]], "B3", "codes"),
    "headings-arabic": ([["رقم الهاتف", "x"]], "A1", "telephone"),
    "recorder": ([["Marital status", "Type of GBV", "Consent given", "Count"]], "A1",
                 "single incidents"),
    "two-names": ([["Aya Exemple"], ["Awa Exemple"]], "A1", "names"),
    "names-in-a-row": ([["Aya Exemple", "Awa Exemple", "Fanta Exemple"], ["x", "y", "z"]], "A1",
                       "names"),
    "degrees-under-each-other": ([["x", 1], ["Latitude", -1.5], ["Longitude", 29.5]], "A2",
                                 "exact places"),
    "birth-before-a-day": ([["x"], ["Date of birth", 36526]], "A2", "dates of birth"),
    "far-down": ([["x"]] * 900 + [["aya.x@example.org"]], "A901", "e-mail"),
}  # fmt: skip
HONEST = {
    "methods": [["How the figures were made"], [],
                ["Figures are of incidents verified in 2024; blank cells are not zero."],
                ["The name of the source stands in column B. No survivor was asked."]],
    "list-of-regions": [["P-code", "Name", "Nom"], ["XV01", "Northern Region", "Région du Nord"],
                        ["XV02", "Green Valley", "x"], ["XV03", "White River", "x"]],
    "shares": [["Region", "Share"], ["Lake Region", 0.3684], ["Northern Region", 0.6316]],
    "counts": [["Region", "2022", "2023"], ["Lake Region", 120344, 7], ["Northern Region", 3, 1]],
    "codes": [["Code", "Meaning"], ["women", "18 and over"], ["girls", "under 18"]],
    "empty": [],
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_sheet_refuses_the_file_with_its_place_and_without_its_words(name):
    rows, cell, what = HOSTILE[name]
    code, text = told(book(*rows))
    assert code == "persons"
    assert f"Cell {cell} of sheet 2, “Notes”, looks like" in text
    assert what in text
    words = [str(c) for row in rows for c in row if c is not None and len(str(c)) > 1]
    assert not [w for w in words if w in text.replace("Notes", "")]


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_sheet_keeps_no_file_out(name):
    assert told(book(*HONEST[name])) == ("", "")


@pytest.mark.parametrize("name", ["telephone", "mail", "coordinates", "case", "headings", "names"])
def test_files_of_every_kind_are_looked_at_names_of_bodies_only_in_those_of_counts(name):
    rows = HOSTILE.get(name, [["See", "GBV/2019/0012"]])[0] if name in HOSTILE else [
        ["See", "GBV/2019/0012"]]  # fmt: skip
    assert told(book(*rows), Others())[0] == ("" if name == "names" else "persons")


def test_a_sheet_that_is_called_like_a_person_is_named_by_its_number():
    _code, text = told(book(["aya.x@example.org"], name="Aya Exemple"))
    assert "Cell A1 of sheet 2 looks like e-mail addresses." in text


def test_it_is_the_same_before_the_sheet_that_comes_in():
    """A file of ours has a cover; it is looked at like the others."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as made:
        made.add_worksheet("About").write(0, 0, "Told by aya.x@example.org")
        sheet = made.add_worksheet("Rows")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    assert "Cell A1 of sheet 1, “About”," in told(output.getvalue())[1]


def comment(made, first, sheet):
    sheet.write_comment("C7", "Ask for Mme Exemple", {"author": "x"})


def property_of(made, first, sheet):
    made.set_properties({"keywords": "aya.x@example.org"})


def custom_property(made, first, sheet):
    made.set_custom_property("Told by", "+223 66 12 34 56")


def drawing(made, first, sheet):
    sheet.insert_textbox("F5", "Write to aya.x@example.org")


@pytest.mark.parametrize(("change", "where"), [
    (comment, "The comment on cell C7"), (property_of, "A property of the file"),
    (custom_property, "A property of the file"), (drawing, "A text in a drawing"),
])  # fmt: skip
@pytest.mark.parametrize("kind", [Counts, Others])
def test_what_stands_in_no_cell_is_looked_at_and_named(kind, change, where):
    code, text = told(book(change=change), kind())
    assert (code, text.partition(" looks like")[0]) == ("persons", where)


def test_harmless_comments_are_refused_only_in_files_of_counts():
    data = book(change=lambda made, first, sheet: sheet.write_comment("C7", "Table 2, page 14"))
    assert told(data)[0] == "comments"
    assert told(data, Others()) == ("", "")


def hidden_row(made, first, sheet):
    sheet.set_row(1, None, None, {"hidden": True})


def formula(made, first, sheet):
    sheet.write_formula("H2", "=6+6", None, 12)


@pytest.mark.parametrize(("change", "code", "words"), [
    (formula, "formula", "On the sheet “Notes”: Cell H2 holds a formula."),
    (hidden_row, "hidden-row", "On the sheet “Notes”: Row 2 is hidden."),
])  # fmt: skip
def test_other_reasons_name_the_sheet_too(change, code, words):
    found = told(book(["a"], ["b"], change=change))
    assert (found[0], words in found[1]) == (code, True)


@pytest.mark.parametrize(("limits", "code"), [
    ({"others": 15}, "others"), ({"cells": 20}, "cells"), ({"columns": 3}, "columns"),
    ({"cell": 30}, "cell"),
])  # fmt: skip
def test_the_limits_hold_over_all_sheets(limits, code):
    rows = [["x", "y", "z", "a" * 31]] * 4
    assert told(book(*rows), **limits)[0] == code
    assert told(book(*rows)) == ("", "")


def test_a_sheet_of_charts_is_no_sheet_of_cells():
    def change(made, first, sheet):
        chart = made.add_chart({"type": "bar"})
        chart.add_series({"values": "=Rows!$B$2:$B$3"})
        made.add_chartsheet("Chart").set_chart(chart)

    assert told(book(["a"], change=change)) == ("", "")


def test_a_long_text_is_looked_through_in_pieces():
    """Patterns that take the square of a length would hold up whoever sends the file."""
    assert person.what_is_in("a" * 300_000) is None
    assert person.what_is_in("a" * 300_000 + "@home.org") == person.MAILS
    assert person.what_is_in("1" * 5_000 + " call +243 812 345 678 now") == person.PHONES
    edge = "x" * 1_990 + " +243 812 345 678 "
    assert person.what_is_in(edge + "y" * 5_000) == person.PHONES


def test_a_refusal_does_not_repeat_a_sheet_that_is_called_like_a_person():
    told = {"cell": "B2"}
    assert "Amina" not in sentence("formulas", Limits(), {**told, "sheet": "Amina Kabila"})
    assert "0812" not in sentence("hidden-sheet", Limits(), {**told, "sheet": "+243 812 345 678"})
    assert "Lists" in sentence("formulas", Limits(), {**told, "sheet": "Lists"})
