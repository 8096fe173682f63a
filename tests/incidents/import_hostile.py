"""Hostile files of counts, each with the reason that must be given. All invented.

`REFUSED`: the file is refused whole: (data, name, code of the reason, words of the sentence).
`WRONG`: the file is shown with its problems and cannot be let in: (data, column, words).
"""

import io

from tests.imports.files import csv_file, repacked, xlsx_file

from .import_files import DESCRIBED, RECORD, long_file

HEADS = [*DESCRIBED, "Region", "Survivors", "Count"]
ROW = [*RECORD, "XV01", "women", 12]
GOOD = xlsx_file(HEADS, ROW)


def with_column(heading, *values):
    """An honest file with one more column."""
    return csv_file([*HEADS, heading], *([*ROW[:5], f"XV0{n}", "women", n, value]
                                         for n, value in enumerate(values, start=1)))  # fmt: skip


def under(heading, *values):
    """An honest file in which a known column of words holds something else."""
    return long_file(*(["XV01", code, 3, value]
                       for code, value in zip(("women", "girls", "men", "boys"), values,
                                              strict=False)),
                     headings=("Region", "Survivors", "Count", heading))  # fmt: skip


def book(change):
    return xlsx_file(HEADS, ROW, change=change)


def recorder(*headings):
    """One row for each incident, as an incident recorder writes it."""
    return csv_file([*DESCRIBED, *headings, "Count"],
                    [*RECORD, *(["x"] * len(headings)), 1])  # fmt: skip


def with_text_in(part, text):
    name = part.replace("/", "__").replace(".xml", "_xml")
    return repacked(GOOD, **{name: text})


def properties(**fields):
    def change(book, sheet):
        book.set_properties(fields)

    return book(change)


def defined_name(book, sheet):
    book.define_name("Call_22366123456", "=Rows!$A$1")


def second_sheet(book, sheet):
    more = book.add_worksheet("More")
    more.write_row(0, 0, ["Remark", "Call +223 66 12 34 56"])


def contacts(book, sheet):
    more = book.add_worksheet("Contacts")
    more.write_row(0, 0, ["Who", "Where"])
    for number, name in enumerate(("Aya Exemple", "Awa Exemple", "Fanta Exemple"), start=1):
        more.write_row(number, 0, [name, "XV01"])


def notes(book, sheet):
    book.add_worksheet("Notes").write(6, 2, "The third is SURV-0012, see GBV/2024/0012")


def sites(book, sheet):
    more = book.add_worksheet("Sites")
    more.write_row(0, 0, ["a", "b"])
    more.write_row(1, 0, [12.6392, -8.0029])


def recorder_sheet(book, sheet):
    more = book.add_worksheet("Data")
    more.write_row(0, 0, ["Marital status", "Type of GBV", "Referred by", "Month"])
    more.write_row(1, 0, ["x", "x", "x", "2024-03"])


def comment_on_a_person(book, sheet):
    sheet.write_comment("A2", "Ask Mme Exemple", {"author": "x"})


def second_formula(book, sheet):
    book.add_worksheet("More").write_formula("B2", "=6+6", None, 12)


def drawn_text(book, sheet):
    sheet.insert_textbox("F5", "Write to aya.x@example.org")


def comment(book, sheet):
    sheet.write_comment("A2", "harmless")


def merged(book, sheet):
    sheet.merge_range("J1:K1", "Survivors")


def formula(book, sheet):
    sheet.write_formula("H2", "=6+6", None, 12)


def header_text(book, sheet):
    sheet.set_header("&CCase no 0012 of the file")


def hidden(what):
    return {
        "sheet": lambda book, sheet: book.add_worksheet("Names").hide(),
        "row": lambda book, sheet: sheet.set_row(1, None, None, {"hidden": True}),
        "column": lambda book, sheet: sheet.set_column(2, 2, None, None, {"hidden": True}),
    }[what]


def two_heading_rows():
    return csv_file([*DESCRIBED, "Region", "Survivors", "", ""],
                    ["", "", "", "", "", "", "Women", "Girls", "Men"],
                    [*RECORD, "XV01", 1, 2, 3])  # fmt: skip


def tagged(*tags):
    return csv_file(HEADS, list(tags), ROW)


def flood():
    output = io.StringIO()
    output.write(",".join(HEADS) + "\n")
    line = ",".join(map(str, ROW)) + "\n"
    output.write(line * 100_001)
    return output.getvalue().encode()


PERSONS = {
    # Names, in many languages and places
    "name-arabic": with_column("الاسم", "x"),
    "name-of-survivor-arabic": with_column("اسم الناجية", "x"),
    "name-russian": with_column("Имя и фамилия", "x"),
    "name-chinese": with_column("姓名", "x"),
    "name-spanish": with_column("Apellidos", "x"),
    "name-spanish-full": with_column("Nombre y apellidos", "x"),
    "name-portuguese": with_column("Nome da sobrevivente", "x"),
    "name-swahili": with_column("Jina la mwathirika", "x"),
    "name-first": with_column("First name", "x"),
    "name-french": with_column("Nom et prénoms", "x"),
    "names-under-remark": with_column("Remark", "Aya Exemple", "Awa Exemple", "Fanta Exemple"),
    "names-arabic-under-remark": with_column("Remark", "آية مثال", "سارة مثال", "منى مثال"),
    "names-under-as-written": under("As written", "Aya Exemple", "Awa Exemple", "Fanta Exemple"),
    "names-under-region": csv_file(
        HEADS, *([*RECORD, name, "women", 1] for name in ("Aya Exemple", "Awa Exemple",
                                                           "Fanta Exemple"))),
    "names-under-party": long_file(["Aya Exemple", 1], ["Awa Exemple", 1], ["Fanta Exemple", 1],
                                   headings=("Party", "Count")),
    "madam-in-words": under("As written", "Mme Exemple has said so"),
    "daughter-of": under("As written", "daughter of Moussa"),
    # Telephone numbers and addresses
    "phone-column": with_column("WhatsApp", "x"),
    "phone-arabic": with_column("رقم الهاتف", "x"),
    "phone-international": under("As written", "Call +223 66 12 34 56"),
    "phone-zeros": under("As written", "0022366123456"),
    "phone-pairs": under("As written", "66 12 34 56"),
    "phone-arabic-digits": under("As written", "٦٦١٢٣٤٥٦"),
    "phone-as-number": xlsx_file([*HEADS, "Remark"], [*ROW, 22366123456]),
    "mail": under("Table", "aya.x@example.org"),
    "mail-column": with_column("Correo", "x"),
    # Births and ages
    "birth-column": with_column("DOB", "x"),
    "birth-russian": with_column("Дата рождения", "x"),
    "birth-in-words": under("As written", "born on 3 May 2001"),
    "age-column": with_column("Age", "16"),
    "age-spanish": with_column("Edad", "16"),
    "age-in-words": under("As written", "aged 16"),
    "age-in-french": under("As written", "âgée de 16 ans"),
    # Exact places
    "decimal-degrees": under("As written", "12.6392, -8.0029"),
    "degrees-and-minutes": under("As written", "12°38'21\" N"),
    "utm": under("As written", "29P 612345 1398765"),
    "geohash": under("As written", "ef3k7q9d"),
    "plus-code": under("As written", "6FG22222+22"),
    "latitude-under-remark": with_column("Remark", "12.6392", "12.7001", "12.8113"),
    "latitude-under-count": long_file(["XV01", "women", "12.6392"]),
    "what3words": under("As written", "///table.chair.lamp"),
    "village-column": with_column("Village", "x"),
    "village-arabic": with_column("قرية", "x"),
    "camp-column": with_column("Camp", "x"),
    # Codes of survivors and cases
    "survivor-code": with_column("Survivor code", "A1"),
    "survivor-code-arabic": with_column("رمز الناجية", "A1"),
    "case-number": with_column("Número de caso", "1"),
    "case-in-words": under("As written", "Case no. 0012"),
    "gbv-code": under("As written", "GBV/2019/0012"),
    # One row for each incident
    "incident-date": with_column("Date of incident", "x"),
    "interview-date-french": with_column("Date de l'entretien", "x"),
    "recorder-english": recorder("Marital status", "Displacement status", "Type of GBV",
                                 "Relationship to survivor"),
    "recorder-french": recorder("Statut matrimonial", "Statut de déplacement", "Type de VBG",
                                "Lien avec la survivante"),
    "recorder-arabic": recorder("الحالة الاجتماعية", "الجنسية", "نوع العنف", "إحالة"),
    "recorder-spanish": recorder("Estado civil", "Nacionalidad", "Tipo de VBG", "Remisión"),
    "recorder-mapped-away": recorder("Consent given", "Referred by", "Police", "Disability"),
}  # fmt: skip
BOOKS = {
    "persons-in-properties": (properties(subject="Call +223 66 12 34 56"), "persons"),
    "persons-in-a-defined-name": (book(defined_name), "persons"),
    "persons-on-a-second-sheet": (book(second_sheet), "persons"),
    "names-on-a-sheet-of-contacts": (book(contacts), "persons"),
    "case-codes-on-a-sheet-of-notes": (book(notes), "persons"),
    "coordinates-on-a-sheet-of-sites": (book(sites), "persons"),
    "one-row-for-each-incident-on-another-sheet": (book(recorder_sheet), "persons"),
    "persons-in-a-comment": (book(comment_on_a_person), "persons"),
    "formula-on-a-second-sheet": (book(second_formula), "formula"),
    "persons-in-a-drawn-text": (book(drawn_text), "persons"),
    "case-in-a-page-header": (book(header_text), "persons"),
    "comment": (book(comment), "comments"),
    "merged-cells": (book(merged), "merged"),
    "formula": (book(formula), "formula"),
    "hidden-sheet": (book(hidden("sheet")), "hidden-sheet"),
    "hidden-row": (book(hidden("row")), "hidden-row"),
    "hidden-column": (book(hidden("column")), "hidden-column"),
    "macro-renamed": (repacked(GOOD, **{"xl/vbaProject.bin": "x"}), "macros"),
    "external-link": (repacked(GOOD, **{"xl/externalLinks/externalLink1.xml": "<a/>"}), "macros"),
    "doctype": (with_text_in("docProps/app.xml",
                             '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
                "doctype"),
    "deep-xml": (with_text_in("docProps/app.xml", "<a>" * 200_000 + "</a>" * 200_000),
                 ("damaged", "unpacked")),
    "far-cell": (book(lambda b, s: s.write(1048575, 16383, 1)), "far"),
}  # fmt: skip
FILES = {
    "formula-csv": (long_file(["=1+1", "women", 1]), "formula"),
    "dde": (long_file(['=DDE("cmd";"x";"y")', "women", 1]), "formula"),
    "nul": (long_file(["XV01", "wo\x00men", 1]), "no-text-file"),
    "invalid-utf-8": (long_file(["XV01", "women", 1]) + b"\x81\x8d", "no-text-file"),
    "utf-16-without-mark": (long_file(["XV01", "women", 1]).decode().encode("utf-16-le"),
                            "no-text-file"),
    "open-quote": (long_file(["XV01", "women", 1]) + b'"x', "quotes"),
    "no-count": (csv_file([*DESCRIBED, "Region"], [*RECORD, "XV01"]), "missing"),
    "no-source": (csv_file(["Country", "Unit", "Verification", "Count"], ["XV", "cases",
                                                                          "verified", 1]),
                  "missing"),
    "same-heading-twice": (csv_file([*HEADS, "Count"], [*ROW, 1]), "duplicate"),
    "two-names-of-one-column": (csv_file([*HEADS, "Nombre"], [*ROW, 1]), "duplicate"),
    "two-heading-rows": (two_heading_rows(), "no-heading"),
    "cells-under-no-heading": (csv_file(HEADS, [*ROW, "stray"]), "no-heading"),
    "tag-contradicts-heading": (tagged("#country", "#meta+source", "#meta+unit", "#status",
                                       "#date+occurred", "#event+type", "", "#affected"),
                                "contradiction"),
    "two-dimensions-across": (csv_file([*DESCRIBED, "Women", "State forces"], [*RECORD, 1, 2]),
                              "mixed-shape"),
    "across-and-in-a-column": (csv_file([*DESCRIBED, "Survivors", "Women"], [*RECORD, "men", 2]),
                               "mixed-shape"),
    "counts-in-two-places": (csv_file([*DESCRIBED, "Region", "Count", "Women"],
                                      [*RECORD, "XV01", 1, 2]), "two-counts"),
    "too-many-rows": (flood(), "rows"),
    "a-million-columns": (b"a," * 400_000 + b"\n1\n", "columns"),
    "only-headings": (csv_file(HEADS), "no-rows"),
    "blank-cross-table": (csv_file([*DESCRIBED, "Region", "Women"], [*RECORD, "XV01", ""]),
                          "no-rows"),
}  # fmt: skip


def counted(written):
    return long_file(["XV01", "women", written])


WRONG = {
    "negative": (counted("-3"), "count", "never below zero"),
    "fraction": (counted("2.5"), "count", "a whole number"),
    "huge": (counted("123456789"), "count", "No source counts so many"),
    "exponent": (counted("1e3"), "count", "Enter a whole number"),
    "nan": (counted("NaN"), "count", "Enter a whole number"),
    "arabic-indic-digits": (counted("١٢"), "count", "Enter a whole number"),
    "percent": (counted("12 %"), "count", "Enter a whole number"),
    "date-as-count": (counted("2024-01-05"), "count", "Enter a whole number"),
    "less-than-five": (counted("<5"), "count", "Enter a whole number"),
    "comma": (counted("1,234"), "count", "without a comma"),
    "dash": (counted("–"), "count", "two ways"),
    "not-applicable": (counted("n/a"), "count", "Enter a whole number"),
    "several": (counted("several"), "count", "Enter a whole number"),
    "blank": (counted(""), "count", "say why there is no number"),
    "plus-formula": (counted("+1+1"), "count", "Enter a whole number"),
    "at-formula": (counted("@SUM(A1)"), "count", "Enter a whole number"),
    "number-and-reason": (
        long_file(["XV01", "women", 3, "not stated"],
                  headings=("Region", "Survivors", "Count", "State")), "state", "a reason why"),
    "unknown-code": (long_file(["XV01", "wommen", 3]), "survivor", "Did you mean"),
    "the-same-place-twice": (long_file(["XV01", "women", 3], ["Northern Region", "Femmes", 3]),
                             "", "the same place in the table as row 2"),
    "group-and-its-part": (
        long_file(["non-state", 3], ["non-state-other", 1], headings=("Perpetrator", "Count")),
        "perpetrator", "do not add up"),
    "party-and-one-of-it": (
        long_file(["NF", 3], ["NF West", 1], headings=("Party", "Count")), "party",
        "do not add up"),
    "party-and-one-two-levels-below": (
        long_file(["NF", 3], ["NF River", 1], headings=("Party", "Count")), "party",
        "do not add up"),
    "periods-that-share-days": (
        long_file(["Q1 2024", 3], ["2024-02", 1], ["2024-07", 1], headings=("Month", "Count")),
        "occurred", "share days"),
    "one-day": (long_file(["2024-03-05", 1], headings=("Month", "Count")), "occurred",
                "a day points at single cases"),
    "no-period": (long_file(["soon", 1], headings=("Month", "Count")), "occurred",
                  "This is no period"),
    "name-and-code-of-two-regions": (
        long_file(["Lake Region", "XV01", 1], headings=("Region", "P-code", "Count")), "region",
        "two different regions"),
    "a-sum-of-nothing": (long_file(["Total", "women", 3]), "", "no rows of which this is the sum"),
    "two-totals": (
        csv_file([*DESCRIBED, "Survivors", "Count", "Stated total"], [*RECORD, "women", 1, 5],
                 [*RECORD, "girls", 1, 6]), "stated_total", "another stated total"),
    "unknown-source": (long_file(["XV01", "women", 1], record=["XV", "S/1999/1", *RECORD[2:]]),
                       "source", "not in the list"),
    "unknown-unit": (long_file(["XV01", "women", 1], record=[*RECORD[:2], "victims", *RECORD[3:]]),
                     "unit", "not in the list"),
    "more-open-than-its-source": (
        csv_file([*HEADS, "Classification"], [*ROW, "public"]), "classification",
        "more open than its source"),
    "long-words": (under("As written", "so many words " * 12), "as_written", "At most 120"),
}  # fmt: skip
