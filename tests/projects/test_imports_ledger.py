"""A ledger from a file: posted under the same rules as by hand, all rows or none."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from foundation.audit.models import Event
from foundation.imports.actions import NotReadyError, commit, keep
from foundation.imports.kinds import KINDS, RefusedRowsError
from foundation.imports.plan import build
from foundation.imports.reading import read
from foundation.reference.models import Alias
from projects import ledger
from projects.imports.ledger import COLUMNS
from projects.models import Transaction
from tests.factories import make_organisation, make_source, make_user
from tests.imports.files import csv_file, xlsx_file
from tests.imports.ledger import (
    HEADINGS,
    budget,
    ledger_file,
    line,
    make_setting,
    many,
    sent,
    transfer,
)
from tests.projects.factories import make_project

LEDGER = KINDS["ledger"]


@pytest.fixture
def setting(veloria):
    return make_setting(veloria)


def planned(by, *rows, data=None, name="a.csv"):
    return build(LEDGER, read(data or ledger_file(*rows), name), by)


def told(plan):
    return [(p.row, p.column, p.sentence) for p in plan.problems]


def imported(by, *rows):
    return commit(sent(by, *rows), by=by)


def test_each_cell_reaches_its_field(setting, programme_officer):
    heads = [column.name for column in COLUMNS]
    cells = ["xv900", "Expenditure", "Agency of Veloria", "2", "2022", "30/06/2022", "1 234,50",
             "EUR", "1.0842", "1 June 2022", "final", "V 7", "veloria-ledger", "p. 3",
             "Seen twice", "Public"]  # fmt: skip
    plan = commit(
        keep(LEDGER, csv_file(heads, cells), "a.csv", by=programme_officer), by=programme_officer
    )

    row = Transaction.objects.get()
    assert len(plan.new) == 1
    assert row.project == setting.project
    assert row.organisation == setting.agency
    assert row.category.code == "travel"
    assert (row.kind, row.year, row.date) == ("expenditure", 2022, date(2022, 6, 30))
    assert (row.amount, row.currency, row.rate) == (Decimal("1234.50"), "EUR", Decimal("1.0842"))
    assert row.rate_date == date(2022, 6, 1)
    assert row.amount_usd == Decimal("1338.44")
    assert (row.finality, row.voucher, row.page) == ("final", "V 7", "p. 3")
    assert (row.source, row.note, row.classification) == (setting.source, "Seen twice", "public")
    assert row.posted_by == programme_officer


def test_a_workbook_in_french_gives_the_same(setting, programme_officer):
    with override("fr"):
        heads = [str(column.label) for column in COLUMNS[:7]] + ["Source"]
    rows = [["XV900", "budget", "AOV", "travel", 2020, None, 119840.35, "XV/2022/1"]]
    plan = planned(programme_officer, data=xlsx_file(heads, *rows), name="a.xlsx")
    assert told(plan) == []
    assert plan.new[0].ready.amount == Decimal("119840.35")


def test_what_is_left_empty_has_its_default(setting, programme_officer):
    heads = ["project", "kind", "organisation", "date", "amount", "source"]
    cells = ["XV900", "interest", "AOV", "2021-02-03", "5", "XV/2022/1"]
    row = planned(programme_officer, data=csv_file(heads, cells)).new[0].ready
    assert (row.year, row.currency, row.classification) == (2021, "USD", "internal")
    assert (row.category, row.rate, row.voucher) == (None, None, "")


@pytest.mark.parametrize("written", ["AOV", "agency-of-veloria", "Agency of Veloria", "Agence V."])
def test_an_organisation_is_known_by_each_of_its_names(setting, programme_officer, written):
    Alias.objects.create(organisation=setting.agency, name="Agence V.", source=setting.source)
    plan = planned(programme_officer, budget(organisation=written))
    assert plan.new[0].ready.organisation == setting.agency


def test_an_acronym_of_two_bodies_chooses_neither(setting, programme_officer):
    make_organisation(acronym="AOV")
    plan = planned(programme_officer, budget())
    assert told(plan) == [
        (2, "organisation", "This stands for more than one entry. Use its code.")
    ]


@pytest.mark.parametrize(("column", "row", "sentence"), [
    ("project", budget(code="XV99"), "not a project you may change"),
    ("kind", line("XV900", "gift", "5", year="2021"), "not in the list"),
    ("organisation", budget(organisation="Nobody"), "not in the list"),
    ("category", budget(category="9"), "not in the list"),
    ("year", line("XV900", "interest", "5", year="x"), "Enter a number"),
    ("year", line("XV900", "interest", "5"), "Give the year, or a date."),
    ("date", transfer(on="31/04/2021"), "no date"),
    ("date", line("XV900", "interest", "5", year="2020", date="2021-02-03"), "not in the year"),
    ("amount", budget("N/A"), "Enter a number"),
    ("amount", budget(""), "must not be empty"),
    ("amount", budget("-5"), "Only a refund"),
    ("amount", budget("1.005"), "2 decimal places"),
    ("finality", line("XV900", "expenditure", "5", year="2021", category="1"), "how final"),
    ("finality", budget(finality="final"), "Only expenditure"),
    ("source", budget(source="S/0/0"), "not in the list"),
    ("source", budget(source=""), "must not be empty"),
    ("classification", budget(classification="secret"), "not in the list"),
    ("voucher", transfer(voucher="x" * 61), "at most 60"),
])  # fmt: skip
def test_every_error_names_its_row_and_its_column(
    setting, programme_officer, column, row, sentence
):
    """The first row is right; the second has the error, in row 3 of the spreadsheet."""
    good = line("XV900", "interest", "1", date="2021-05-05")
    plan = planned(programme_officer, good, row)
    problems = told(plan)
    assert [(number, name) for number, name, _sentence in problems] == [(3, column)]
    assert sentence in problems[0][2]
    assert not plan.ready


def test_the_rules_of_the_ledger_hold_with_their_row_and_column(setting, programme_officer):
    plan = planned(programme_officer, budget("100.00"), transfer("60.00"),
                   transfer("60.00", voucher="V2"), budget("7.00"))  # fmt: skip
    assert [(row, column) for row, column, _s in told(plan)] == [(4, "amount"), (5, "category")]
    assert "above the approved budget" in told(plan)[0][2]


def test_a_row_that_cannot_be_read_does_not_make_others_look_wrong(setting, programme_officer):
    """Without its budget every transfer would be too high."""
    plan = planned(programme_officer, budget("x"), transfer(), transfer(voucher="V2"))
    assert [(row, column) for row, column, _s in told(plan)] == [(2, "amount")]


def test_the_same_row_twice_in_a_file_is_said(setting, programme_officer):
    plan = planned(programme_officer, budget(), transfer(), transfer())
    assert told(plan) == [(4, "", "This is the same as row 3.")]


def test_rows_that_stand_or_stood_in_the_ledger_are_unchanged(setting, programme_officer):
    refund = line("XV900", "refund", "-5.00", date="2022-01-02")
    imported(programme_officer, budget(), transfer("100.00"), refund)
    row = Transaction.objects.get(kind="transfer")
    ledger.correct(row, {"amount": Decimal("90.00")}, by=programme_officer, reason="Misread.")

    plan = planned(programme_officer, budget(), transfer("100.00"), refund,
                   transfer("90.00"), transfer("7.00", voucher="V9"))  # fmt: skip
    assert told(plan) == []
    assert [o.row.number for o in plan.unchanged] == [2, 3, 4, 5]
    assert [o.row.number for o in plan.new] == [6]


def test_the_line_of_another_amount_is_refused_and_not_replaced(setting, programme_officer):
    imported(programme_officer, budget(), transfer("100.00"))
    plan = planned(programme_officer, transfer("80.00"))
    assert [(row, column) for row, column, _s in told(plan)] == [(2, "voucher")]
    assert "Correct that row" in told(plan)[0][2]


def test_what_is_more_closed_than_its_writer_may_see_is_refused_at_its_cell(
    setting, programme_officer
):
    make_source("closed", classification="confidential")
    plan = planned(programme_officer, budget(classification="strict"),
                   budget(category="2", source="closed"))  # fmt: skip
    assert told(plan) == [(2, "classification", "You may not post what is so closed.")]


def test_a_source_one_may_not_see_is_not_in_the_list(setting, programme_officer):
    make_source("closed", classification="strict")
    plan = planned(programme_officer, budget(source="closed"))
    assert told(plan)[0][:2] == (2, "source")
    assert "not in the list" in told(plan)[0][2]


def test_another_country_answers_like_nothing(setting, mali):
    """The project of a country where one has no role, and one that does not exist."""
    officer = make_user("programme-officer", mali)
    make_project(mali, "ML900")
    rows = [budget(), budget(code="NONE1"), line("ML900", "interest", "1", year="2020", note="n")]
    assert [(row, column) for row, column, _s in told(planned(officer, *rows))] == [
        (2, "project"), (3, "project"),
    ]  # fmt: skip


def test_the_project_is_recorded_by_the_ledger_and_the_file_by_the_import(
    setting, programme_officer
):
    batch = sent(programme_officer, budget(), transfer())
    commit(batch, by=programme_officer)
    file = Event.objects.get(verb="imported", target_type="imports.Batch")
    assert file.details == {
        "kind": "ledger", "sha256": batch.sha256, "new": 2, "changed": 0, "unchanged": 0,
    }  # fmt: skip
    rows = Event.objects.get(verb="imported", details__records="ledger")
    assert rows.details["batch"] == batch.reference


def test_what_the_ledger_refuses_at_the_last_moment_comes_back_by_row(
    setting, programme_officer, monkeypatch
):
    batch = sent(programme_officer, budget(), transfer())

    def refuse(rows, *, by, batch=""):
        raise ledger.LedgerError([(1, "voucher", "Just now."), (0, "__all__", "Closed.")])

    monkeypatch.setattr("projects.imports.ledger.post_many", refuse)
    with pytest.raises(NotReadyError) as refused:
        commit(batch, by=programme_officer)
    assert told(refused.value.plan) == [(2, "", "Closed."), (3, "voucher", "Just now.")]
    batch.refresh_from_db()
    assert batch.waits
    assert isinstance(refused.value.__cause__, RefusedRowsError)


@pytest.fixture
def at_once(monkeypatch):
    """So many rows are let in by a worker otherwise; see tests/imports."""
    monkeypatch.setattr(type(LEDGER), "large", 20_000)


def test_ten_thousand_rows_are_added_in_one_transaction(
    setting, at_once, programme_officer, django_assert_max_num_queries
):
    batch = sent(programme_officer, *many(10_000))
    with django_assert_max_num_queries(400):
        plan = commit(batch, by=programme_officer)
    assert len(plan.new) == Transaction.objects.count() == 10_000
    assert Transaction.objects.filter(posted_at=Transaction.objects.first().posted_at).count() == (
        10_000
    )


def test_a_broken_row_9999_of_ten_thousand_leaves_nothing(setting, at_once, programme_officer):
    rows = many(10_000)
    rows[9998] = transfer("x", voucher="V9998")
    batch = sent(programme_officer, *rows)
    with pytest.raises(NotReadyError) as refused:
        commit(batch, by=programme_officer)
    assert told(refused.value.plan) == [
        (10_000, "amount", "Enter a number, such as 119840.35.")
    ]  # the heading is row 1
    assert not Transaction.objects.exists()
    assert not Event.objects.filter(verb="imported").exists()


def test_a_file_of_more_rows_than_a_ledger_takes_is_refused(
    setting, programme_officer, monkeypatch
):
    monkeypatch.setattr(type(LEDGER), "max_rows", 30)
    assert len(planned(programme_officer, *many(30)).new) == 30
    for rows in (31, 32, 33):
        with pytest.raises(ValidationError, match="more than 30 rows"):
            sent(programme_officer, *many(rows))


def test_the_headings_of_the_file_for_tests_are_those_of_the_template():
    known = {str(column.label) for column in COLUMNS}
    assert set(HEADINGS) <= known


def test_a_project_that_is_too_closed_answers_like_nothing(setting, veloria, programme_officer):
    make_project(veloria, "XV777", classification="strict")
    plan = planned(programme_officer, budget(code="XV777"), budget(code="NONE1"))
    assert told(plan) == [
        (2, "project", "This is not a project you may change."),
        (3, "project", "This is not a project you may change."),
    ]
