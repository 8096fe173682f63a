"""Honest files, each in another shape or writing: all of them come in exactly as they are."""

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError

from foundation.imports import blanks
from foundation.imports.kinds import KINDS
from incidents.models import Cell, Status, Submission, Tabulation
from tests.imports.files import csv_file, xlsx_file

from .factories import make_draft
from .import_files import DESCRIBED, RECORD, added, counts, long_file, make_setting, planned, sent

NORTH, LAKE = ["Northern Region", "Women", 12], ["Lake Region", "Girls", 5]
BOTH = {("XV01", "women"): 12, ("XV02", "girls"): 5}
FRENCH = ["Pays", "Source", "Unité", "Vérification", "Période", "Région", "Survivantes", "Nombre"]


def cross(*rows, headings, record=RECORD):
    return csv_file([*DESCRIBED, *headings], *([*record, *row] for row in rows))


FILES = {
    "long": (long_file(NORTH, LAKE), BOTH),
    "french-headings-and-words": (
        csv_file(FRENCH, ["Vélorie", "XV/2024/1", "incidents", "signalés", "2024",
                          "Région du Nord", "Femmes", "12"],
                 ["Vélorie", *RECORD[1:], "Région du Lac", "Filles", "5"]), BOTH),
    "codes": (long_file(["XV01", "women", 12], ["XV02", "girls", 5]), BOTH),
    "semicolons": (long_file(NORTH, LAKE, delimiter=";"), BOTH),
    "byte-order-mark": (long_file(NORTH, LAKE, encoding="utf-8-sig"), BOTH),
    "utf-16": (long_file(NORTH, LAKE, encoding="utf-16"), BOTH),
    "windows-1252": (
        long_file(["Région du Nord", "Femmes", 12], ["Région du Lac", "Filles", 5],
                  encoding="cp1252"), BOTH),
    "no-break-spaces-between-thousands": (
        long_file(["XV01", "women", "1 234"], ["XV02", "girls", "5 678"]),
        {("XV01", "women"): 1234, ("XV02", "girls"): 5678}),
    "blank-is-not-zero": (
        cross(["Northern Region", "12", "0", ""], headings=["Region", "Women", "Girls", "Men"]),
        {("XV01", "women"): 12, ("XV01", "girls"): 0}),
    "reasons-why-there-is-no-number": (
        cross(["XV01", "12", "not stated"], ["XV02", "non collecté", "3"],
              headings=["Region", "Femmes", "Filles"]),
        {("XV01", "women"): 12, ("XV01", "girls"): None, ("XV02", "women"): None,
         ("XV02", "girls"): 3}),
    "across-by-survivor": (
        cross(["Northern Region", 12, 3], ["Lake Region", 4, 5],
              headings=["Region", "Women", "Girls"]),
        {("XV01", "women"): 12, ("XV01", "girls"): 3, ("XV02", "women"): 4,
         ("XV02", "girls"): 5}),
    "across-by-quarter": (
        cross(["State forces", 1, 2], headings=["Perpetrator", "Q1 2024", "T2 2024"]),
        {("2024-01", "state-forces"): 1, ("2024-04", "state-forces"): 2}),
    "across-by-region-codes": (
        cross(["women", 1, 2], headings=["Survivors", "XV01", "XV02"]),
        {("XV01", "women"): 1, ("XV02", "women"): 2}),
    "no-region-stated": (
        long_file(["XV01", "women", 12], ["not stated", "women", 5], ["Non précisée", "girls", 2]),
        {("XV01", "women"): 12, ("", "women"): 5, ("", "girls"): 2}),
    "no-region-stated-across": (
        cross(["women", 12, 5, 17], headings=["Survivors", "XV01", "Region not stated", "Total"]),
        {("XV01", "women"): 12, ("", "women"): 5}),
    "no-region-stated-in-the-code": (
        cross(["XV01", "women", 12], ["not-stated", "women", 5],
              headings=["P-code", "Survivors", "Count"]),
        {("XV01", "women"): 12, ("", "women"): 5}),
    "across-with-sums": (
        cross(["Northern Region", 12, 3, 15], ["Ensemble", 12, 3, 15],
              headings=["Region", "Femmes", "Filles", "Total"]),
        {("XV01", "women"): 12, ("XV01", "girls"): 3}),
    "tags-beside-headings": (
        csv_file([*DESCRIBED, "Place", "W", "G", "All"],
                 ["#country", "#meta+source", "#meta+unit", "#status", "#date+occurred",
                  "#adm1+name", "#affected+f+adults", "#affected+children+f", "#affected+ind"],
                 [*RECORD, "Lake Region", 7, 2, 9]),
        {("XV02", "women"): 7, ("XV02", "girls"): 2}),
    "tags-alone": (
        csv_file(["#country+code", "#meta+source", "#meta+unit", "#status+verification",
                  "#date+start", "#date+end", "#adm1+code+v_pcode", "#group+type",
                  "#indicator+num"],
                 ["XVE", "veloria-note", "incidents", "reported", "2024-01-01", "2024-12-31",
                  "XV03", "state-forces", "8"]),
        {("XV03", "state-forces"): 8}),
    "several-margins": (
        csv_file([*DESCRIBED, "Survivors", "Perpetrator", "Count"],
                 [*RECORD, "women", "", 5], [*RECORD, "girls", "", 2],
                 [*RECORD, "", "state-forces", 7]),
        {("women",): 5, ("girls",): 2, ("state-forces",): 7}),
    "party-and-group": (
        csv_file([*DESCRIBED, "Perpetrator", "Party", "Count"],
                 [*RECORD, "non-state", "NF", 5], [*RECORD, "unidentified", "", 2]),
        {("non-state", "northern-front"): 5, ("unidentified", ""): 2}),
}  # fmt: skip


@pytest.fixture
def setting(veloria):
    return make_setting(veloria)


@pytest.mark.parametrize("name", FILES)
def test_an_honest_file_comes_in_exactly(setting, name):
    data, expected = FILES[name]
    added(setting.wpa, data)
    assert counts() == expected
    record = Submission.objects.get()
    assert (record.status, record.author) == (Status.DRAFT, setting.wpa)
    assert (record.unit, record.verification) == ("incidents", "reported")
    assert (f"{record.occurred_from}", f"{record.occurred_to}") == ("2024-01-01", "2024-12-31")
    assert record.classification == "confidential"


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_twice_changes_nothing(setting, name):
    data, expected = FILES[name]
    added(setting.wpa, data)
    rows = {model: list(model.objects.values()) for model in (Submission, Tabulation, Cell)}
    again = added(setting.wpa, data)
    assert again.kind.counts(again) == {
        "new": 0, "changed": 0, "unchanged": len(expected), "wrong": 0,
    }  # fmt: skip
    assert {m: list(m.objects.values()) for m in (Submission, Tabulation, Cell)} == rows


def test_a_workbook_with_typed_cells(setting):
    rows = [[*DESCRIBED, "Region", "Women", "Girls"], [*RECORD[:4], 2024, "XV01", 12, 0.0]]
    added(setting.wpa, xlsx_file(*rows), "counts.xlsx")
    assert counts() == {("XV01", "women"): 12, ("XV01", "girls"): 0}


def test_sheets_beside_the_counts_keep_no_honest_file_out(setting):
    """What the template says of its columns, a list of codes, a note on methods."""

    def change(book, sheet):
        told = book.add_worksheet("Columns")
        blanks._columns_sheet(told, KINDS["submission"], book.add_format(), book.add_format())
        codes = book.add_worksheet("Codes")
        for number, row in enumerate(
            [
                ["P-code", "Name"],
                ["XV01", "Northern Region"],
                ["XV02", "Lake Region"],
                ["", "Malian Armed Forces"],
            ]
        ):
            codes.write_row(number, 0, row)  # fmt: skip
        book.add_worksheet("Notes").write(0, 0, "Verified in 2024; see S/2024/292, p. 12-15.")

    rows = [[*DESCRIBED, "Region", "Women", "Girls"], [*RECORD[:4], 2024, "XV01", 12, 0]]
    plan = added(setting.wpa, xlsx_file(*rows, change=change), "counts.xlsx")
    assert counts() == {("XV01", "women"): 12, ("XV01", "girls"): 0}
    assert "3 others were looked at for persons and left aside" in plan.notes[0]


def test_the_template_of_the_register_is_no_hostile_file(setting):
    """It has a second sheet, which says what the columns are."""
    with pytest.raises(ValidationError) as refused:
        sent(setting.wpa, blanks.as_xlsx(KINDS["submission"]), "counts.xlsx")
    assert refused.value.code == "no-rows"


def test_a_month_as_a_day_of_a_workbook_is_asked_about(setting):
    """Excel makes 1 January of “Jan 2024”: a day points at single cases."""
    rows = [[*DESCRIBED, "Month", "Count"], [*RECORD, datetime(2024, 1, 1), 3]]  # noqa: DTZ001 - a cell of a spreadsheet has no time zone
    plan = planned(sent(setting.wpa, xlsx_file(*rows), "counts.xlsx"))
    assert [told for _name, told in plan.wrong[0].errors] == [
        "A row is about a month or more: a day points at single cases. Write 2024-03."
    ]


def test_each_description_becomes_a_draft_of_its_own(setting):
    other = [*RECORD[:4], "2023"]
    data = csv_file([*DESCRIBED, "Survivors", "Count", "Stated total"],
                    [*RECORD, "women", 3, 10], [*other, "women", 4, 20],
                    [*RECORD, "girls", 5, ""])  # fmt: skip
    added(setting.wpa, data)
    drafts = Submission.objects.order_by("occurred_from")
    assert [(d.occurred_from.year, d.stated_total, d.tabulations.get().cells.count())
            for d in drafts] == [(2023, 20, 1), (2024, 10, 2)]  # fmt: skip


def test_a_printed_total_is_kept_as_printed_and_a_gap_is_told(setting):
    data = cross(["XV01", 12, 3, 15], ["Total", 12, 3, 18],
                 headings=["Region", "Women", "Girls", "Total"])  # fmt: skip
    plan = planned(sent(setting.wpa, data))
    told = plan.kind.told(plan)["records"][0]
    assert told["stated"] == 18
    assert told["findings"] == [
        "By region × survivors, the parts add up to 15; the stated total is 18: 3 not attributed."
    ]
    added(setting.wpa, data)
    assert Submission.objects.get().stated_total == 18
    assert sum(count or 0 for count in counts().values()) == 15


def test_a_sum_of_a_row_that_does_not_fit_is_told_and_not_kept(setting):
    data = cross(["XV01", 12, 3, 16], headings=["Region", "Women", "Girls", "Total"])
    plan = planned(sent(setting.wpa, data))
    assert plan.kind.told(plan)["records"][0]["findings"] == [
        "Row 2I prints 16 as the sum of Northern Region; its parts add up to 15."
    ]
    added(setting.wpa, data)
    assert counts() == {("XV01", "women"): 12, ("XV01", "girls"): 3}


def test_a_file_for_a_draft_says_what_is_new_changed_and_the_same(setting):
    added(setting.wpa, long_file(NORTH, LAKE))
    draft = Submission.objects.get()
    data = csv_file(["Region", "Survivors", "Count"], ["XV01", "women", 12], ["XV02", "girls", 6],
                    ["XV03", "women", 1])  # fmt: skip
    plan = planned(sent(setting.wpa, data, record=draft.reference))
    assert plan.kind.counts(plan) == {"new": 1, "changed": 1, "unchanged": 1, "wrong": 0}
    assert [plan.kind.mark_of(outcome) for outcome in plan.outcomes] == ["", "was 5", "new"]

    added(setting.wpa, data, record=draft.reference)
    assert counts() == {("XV01", "women"): 12, ("XV02", "girls"): 6, ("XV03", "women"): 1}
    assert Submission.objects.get().version == draft.version + 1


def test_the_stated_total_of_a_record_is_never_replaced(setting):
    draft = make_draft(setting.country, setting.wpa, stated_total=61, source=setting.source)
    data = csv_file(["Survivors", "Count"], ["women", 40], ["Total", 60])
    plan = planned(sent(setting.wpa, data, record=draft.reference))
    told = "The file prints 60 as the total, the record states 61. The record keeps its own."
    assert told in plan.kind.told(plan)["records"][0]["findings"]
    added(setting.wpa, data, record=draft.reference)
    draft.refresh_from_db()
    assert draft.stated_total == 61


@pytest.mark.parametrize(
    "written", ["mentioned", "Reported, no figure given", "Named, without a number"]
)
def test_what_is_reported_without_a_figure_is_said_in_declared_words(setting, written):
    added(setting.wpa, long_file(["XV01", "women", written], ["XV02", "women", 3]))
    assert list(Cell.objects.values_list("region__pcode", "count", "state")) == [
        ("XV01", None, "mentioned"), ("XV02", 3, "counted"),
    ]  # fmt: skip


def test_a_word_or_a_reason_alone_may_change_a_cell(setting):
    added(setting.wpa, long_file(["XV01", "women", 12]))
    data = csv_file(["Region", "Survivors", "Count", "State", "As written"],
                    ["XV01", "women", "", "not stated", "several women"])  # fmt: skip
    added(setting.wpa, data, record=Submission.objects.get().reference)
    cell = Cell.objects.get()
    assert (cell.count, cell.state, cell.as_written) == (None, "not-stated", "several women")
