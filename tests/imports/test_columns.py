"""Which column is which, and what stands in a cell: by label in both languages, name, HXL tag."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from foundation.imports import values
from foundation.imports.columns import Column, heading_key, match, recognise
from foundation.imports.reading import read
from foundation.imports.words import Words, plain
from projects.models import Transaction

from .files import table, xlsx_file

COLUMNS = (
    Column("title", "Title", required=True, aliases=("Intitulé",), hxl=("#activity+name",)),
    Column("start", "Start date"),
    Column("amount", "Amount", required=True, hxl=("#value+amount+usd",)),
)


def matched(*rows, strict=False, mapping=None, data=None):
    read_rows = read(data, "a.xlsx") if data else table(*rows)
    known = recognise(read_rows, COLUMNS, mapping)
    return match(read_rows, COLUMNS, known, strict=strict)


def names(found):
    return [column.name for _place, column in found.columns]


@pytest.mark.parametrize("heading", [
    "Start date", "start", "START  DATE", "start_date", "Start-Date ", "Stärt dâte", "startdate",
])  # fmt: skip
def test_a_heading_is_known_however_it_is_written(heading):
    found = matched(["Title", heading, "Amount"], ["x", "2019", "1"])
    assert names(found) == ["title", "start", "amount"]
    assert found.rows[0]["start"] == "2019"


def test_headings_may_stand_in_any_order_and_optional_ones_be_left_out():
    found = matched(["amount", "intitule"], ["1", "x"])
    assert found.rows[0].cells == {"amount": "1", "title": "x"}
    assert found.rows[0]["start"] is None


def test_labels_are_known_in_french_whatever_the_language_of_the_reader(monkeypatch):
    column = Column("kind", Transaction.Kind.REFUND.label)
    with override("fr"):
        english = plain("Refund") in column.words()
    assert english


def test_a_row_of_tags_is_no_data_and_names_columns():
    found = matched(
        ["A", "B", "C"], ["#activity+name", "#value +USD +amount", ""], ["x", "1", "y"]
    )
    assert names(found) == ["title", "amount"]
    assert [row.number for row in found.rows] == [3]
    assert found.unknown == ["C"]
    alone = matched(["#activity+name", "#value+amount+usd"], ["x", "1"])
    assert [row.number for row in alone.rows] == [2]


def test_a_hash_in_the_first_row_of_data_is_no_row_of_tags():
    assert [row.number for row in matched(["Title", "Amount"], ["#1", "2"]).rows] == [2]


def test_unknown_columns_are_named_and_ignored_or_refused():
    rows = (["Title", "Amount", "Remark 7"], ["x", "1", "y"])
    assert matched(*rows).unknown == ["Remark 7"]
    with pytest.raises(ValidationError, match="not known here: Remark 7") as refused:
        matched(*rows, strict=True)
    assert refused.value.code == "unknown"


@pytest.mark.parametrize(("rows", "code", "told"), [
    ((["Title"], ["x"]), "missing", "These columns are missing: Amount."),
    ((["Title", "title ", "Amount"], ["x", "y", "1"]), "duplicate", "both stand for “Title”"),
    ((["Title", "Intitulé", "Amount"], ["x", "y", "1"]), "duplicate", "“Intitulé”"),
    ((["What", "Ever"], ["x", "1"]), "nothing-known", "headings of the template"),
    ((["Title", "Amount"], ["#value+amount+usd", ""], ["x", "1"]), "contradiction", "Title"),
])  # fmt: skip
def test_columns_that_leave_a_doubt_refuse_the_file(rows, code, told):
    with pytest.raises(ValidationError, match=told) as refused:
        matched(*rows)
    assert refused.value.code == code


def test_a_mapping_goes_before_what_headings_say():
    """Also before a heading that is known: it is a person who said so."""
    found = matched(["Libellé", "Amount"], ["x", "1"], mapping={heading_key("Libellé"): "title"})
    assert names(found) == ["title", "amount"]


def test_cells_under_no_heading_are_kept_apart():
    found = matched(["Title", "Amount"], ["x", "1", "", "stray"])
    assert found.rows[0].stray == [("D", "stray")]


@pytest.mark.parametrize(("written", "meant"), [
    ("119840.35", "119840.35"), ("119 840,35", "119840.35"), ("119\u202f840,35", "119840.35"),
    ("119,840.35", "119840.35"), ("119.840,35", "119840.35"), ("1,234,567", "1234567"),
    ("1 234 567", "1234567"), ("1'234'567.10", "1234567.10"), ("-5", "-5"), ("5,5", "5.5"),
    ("+7.25", "7.25"), ("0.00000001", "0.00000001"), ("12,34", "12.34"), ("0", "0"),
])  # fmt: skip
def test_an_amount_is_read_exactly_as_written(written, meant):
    assert values.amount(written) == Decimal(meant)
    assert values.amount(Decimal(meant)) == Decimal(meant)


@pytest.mark.parametrize("written", [
    "N/A", "yes", "1e5", "12-3", "1,2,3", "1.2.3", "119,840.3.5", "12 34", "USD 5", "5 %", "∞",
    "NaN", "١٢", "1" * 50, "--5", "1,23,456",
])  # fmt: skip
def test_what_is_no_amount_is_said(written):
    with pytest.raises(ValidationError, match="Enter a number"):
        values.amount(written)


def test_a_comma_that_can_be_read_two_ways_is_asked_about_and_never_guessed():
    with pytest.raises(ValidationError, match=r"Write 119840 or 119.84\."):
        values.amount("119,840")


@pytest.mark.parametrize("written", [
    "2019-04-30", "30/04/2019", "30 April 2019", "30 avril 2019", date(2019, 4, 30),
])  # fmt: skip
def test_a_day_is_read_as_people_write_it(written):
    assert values.day(written) == date(2019, 4, 30)


@pytest.mark.parametrize(("written", "told"), [
    ("31/04/2019", "no date"), ("2019", "not one day"), ("April 2019", "not one day"),
    ("soon", "no date"), ("2019-04-30 14:05:00", "no date"),
])  # fmt: skip
def test_what_is_no_day_is_said(written, told):
    with pytest.raises(ValidationError, match=told):
        values.day(written)


def test_a_year_is_a_whole_number():
    assert values.whole("2019") == values.whole(Decimal("2019")) == 2019
    with pytest.raises(ValidationError, match="whole number"):
        values.whole("2019.5")


def test_words_are_found_by_code_and_by_label_and_the_nearest_is_offered():
    kinds = Words.of_choices(Transaction.Kind)
    assert kinds.find("TRANSFER") == kinds.find("transfer ") == "transfer"
    assert kinds.find("approved  budget") == "budget"
    with pytest.raises(ValidationError, match="Did you mean “Transfert”"):
        kinds.find("transfert 1")
    with pytest.raises(ValidationError, match="This is not in the list") as refused:
        kinds.find("something else")
    assert "mean" not in refused.value.messages[0]


def test_a_name_of_two_things_chooses_neither():
    words = Words([(1, ["one", "UN"]), (2, ["two", "un"])])
    with pytest.raises(ValidationError, match="more than one"):
        words.find("UN")
    assert words.find("two") == 2


def test_numbers_of_a_workbook_that_stand_for_codes_are_text():
    found = matched(data=xlsx_file(["Title", "Amount"], [2019, 1.5]))
    assert values.text(found.rows[0]["title"]) == "2019"
    assert values.text(Decimal("1E+2")) == "100"
    assert values.text(date(2019, 4, 30)) == "2019-04-30"
