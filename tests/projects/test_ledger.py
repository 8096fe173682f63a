"""Posting: each rule with its refusal beside the permission, at the field it is about."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.audit.models import Event
from projects import ledger
from projects.models import Project, Transaction
from tests.factories import make_code, make_organisation, make_source, make_user
from tests.projects.factories import make_participation, make_project
from tests.projects.money_factories import (
    make_category,
    make_funded,
    new_row,
    partner_of,
    post,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(veloria):
    return make_funded(veloria)


def refused(row, field, words, **how):
    """The row is refused at this field in these words, and nothing is written."""
    before = Transaction.objects.count()
    with pytest.raises(ValidationError) as error, transaction.atomic():
        ledger.post(row, by=how.get("by"))
    assert words in " ".join(error.value.message_dict[field])
    assert Transaction.objects.count() == before


def correction_refused(row, values, field, words, reason="Misread."):
    with pytest.raises(ValidationError) as error, transaction.atomic():
        ledger.correct(row, values, by=None, reason=reason)
    assert words in " ".join(error.value.message_dict[field])


# Who may


def test_who_posts_and_corrects_and_who_does_not(
    project, mali, veloria, programme_officer, reviewer, wpa_veloria, reader, auditor, stranger
):
    here = make_user("programme-officer", veloria)
    for person in (programme_officer, here):
        row = post(project, "budget", by=person, category=make_category(f"c{person.pk}"))
        ledger.correct(row, {"page": "p. 2"}, by=person, reason="Page.")
    elsewhere = make_user("programme-officer", mali)
    for person in (reviewer, wpa_veloria, reader, auditor, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            post(project, "budget", by=person)
        with pytest.raises(PermissionDenied):
            ledger.post_many([new_row(project)], by=person)
        with pytest.raises(PermissionDenied):
            ledger.correct(Transaction.objects.last(), {"page": "3"}, by=person, reason="R")
    assert Transaction.objects.count() == 4


@pytest.mark.parametrize("closed", ["row", "source", "project"])
def test_nobody_posts_above_their_ceiling(veloria, programme_officer, closed):
    """A programme officer sees up to confidential."""
    project = make_funded(veloria, classification="strict" if closed == "project" else "public")
    fields = {
        "row": {"classification": "strict"},
        "source": {"source": make_source(classification="strict")},
        "project": {},
    }[closed]
    with pytest.raises(PermissionDenied):
        post(project, by=programme_officer, **fields)
    assert post(project, by=None, **fields).pk


def test_a_row_that_one_may_not_see_is_not_corrected(project, programme_officer, reviewer):
    row = post(project, "expenditure", classification="strict")
    opened = {"classification": "public"}
    for person in (programme_officer, reviewer):  # the one may not see it, the other not post
        with pytest.raises(PermissionDenied):
            ledger.correct(row, opened, by=person, reason="R")
    assert ledger.correct(row, opened, by=None, reason="R").classification == "public"


def test_posting_leaves_a_row_in_the_trail_without_its_amount(project, programme_officer):
    row = post(project, amount="4321.00", by=programme_officer)
    ledger.correct(row, {"page": "p. 9"}, by=programme_officer, reason="The page.")
    events = list(Event.objects.filter(verb__in=["created", "changed"]).order_by("id"))
    assert [event.target for event in events] == [
        f"{project} transaction {row.pk}", f"{project} transaction {row.pk + 1}",
    ]  # fmt: skip
    assert events[1].details == {"corrects": row.pk, "fields": ["page"]}
    assert "4321" not in str([event.details for event in events])


# The rules


def test_a_transfer_stays_within_the_approved_budget(project):
    post(project, "budget", "1000.00")
    post(project, "transfer", "999.99")
    refused(new_row(project, "transfer", "0.02"), "amount", "needs a budget revision first")
    post(project, "transfer", "0.01")


def test_a_transfer_needs_a_budget_at_all(project):
    refused(new_row(project, "transfer", "1.00"), "amount", "above the approved budget")


def test_where_several_have_a_budget_each_stays_within_its_own(veloria):
    first, second, third = (make_organisation() for _ in range(3))
    project = make_funded(veloria, first, second, third)
    post(project, "budget", "600.00", organisation=first)
    post(project, "budget", "400.00", organisation=second)
    over = new_row(project, "transfer", "401.00", organisation=second)
    refused(over, "amount", "to the organisation are above its approved budget")
    refused(new_row(project, "transfer", "1.00", organisation=third), "amount", "above its")
    post(project, "transfer", "400.00", organisation=second)
    post(project, "transfer", "600.00", organisation=first)


def test_one_budget_may_be_held_for_all(veloria):
    lead, partner = make_organisation(), make_organisation()
    project = make_funded(veloria, lead, partner)
    post(project, "budget", "1000.00", organisation=lead)
    assert post(project, "transfer", "1000.00", organisation=partner).pk


def test_a_correction_that_transfers_no_more_passes_whatever_the_budget(project):
    post(project, "budget", "1000.00")
    row = post(project, "transfer", "800.00")
    correction_refused(row, {"amount": Decimal("1000.01")}, "amount", "above the approved budget")
    assert ledger.correct(row, {"amount": Decimal("1000.00")}, by=None, reason="Misread.").pk


def test_outside_the_life_of_the_project_expenditure_needs_a_note(project):
    early = {"year": 2015}
    late = {"year": 2020, "date": date(2020, 1, 1)}
    for fields in (early, late):
        refused(new_row(project, "expenditure", **fields), "note", "outside the life")
        assert post(project, "expenditure", note="Paid before the start.", **fields).pk
    assert post(project, "expenditure", year=2019).pk


def test_a_project_without_dates_has_no_outside(veloria):
    project = make_project(veloria, status="ongoing")
    organisation = make_organisation()
    make_participation(project, organisation)
    assert post(project, "expenditure", year=1999, organisation=organisation).pk


@pytest.mark.parametrize("finality", ["final", "certified"])
def test_no_year_is_final_before_it_ended(project, finality):
    with time_machine.travel("2019-12-31 12:00"):
        row = new_row(project, "expenditure", year=2019, finality=finality)
        refused(row, "finality", "The year has not ended")
        assert post(project, "expenditure", year=2019).pk
    with time_machine.travel("2020-01-01 12:00"):
        row = Transaction.objects.get()
        assert ledger.correct(row, {"finality": finality}, by=None, reason="Year-end.").pk


def test_expenditure_and_nothing_else_says_how_final_it_is(project):
    refused(new_row(project, "expenditure", finality=""), "finality", "Say how final")
    refused(new_row(project, "budget", finality="final"), "finality", "Only expenditure")


def test_a_minus_is_for_refunds_and_is_stored_without(project):
    for kind in ("budget", "transfer", "expenditure", "interest"):
        refused(new_row(project, kind, "-5.00"), "amount", "Only a refund")
    refund = post(project, "refund", "-5.00")
    refund.refresh_from_db()
    assert (refund.amount, refund.amount_usd) == (Decimal("5.00"), Decimal("5.00"))
    assert post(project, "refund", "6.00", voucher="R2").amount == 6


def test_an_amount_of_0_says_something_of_a_budget_only(project):
    refused(new_row(project, "interest", "0.00"), "amount", "says nothing")
    assert post(project, "budget", "0.00").pk


def test_a_voucher_has_one_currency(project):
    post(project, "budget", "5000.00")
    post(project, "transfer", "100.00", voucher="V 9", date=date(2016, 3, 1))
    euro = {"currency": "EUR", "rate": Decimal("1.10"), "rate_date": date(2016, 3, 1)}
    other = new_row(project, "transfer", "100.00", voucher="v  9", date=date(2016, 3, 2), **euro)
    refused(other, "currency", "another currency")
    assert post(project, "transfer", "100.00", voucher="V 10", **euro).pk
    assert post(project, "transfer", "1.00", voucher="v  9", date=date(2016, 3, 2)).pk


def test_another_currency_has_its_rate_and_its_day(project):
    euro = {"currency": "EUR", "rate": Decimal("1.10"), "rate_date": date(2016, 3, 1)}
    for missing in ("rate", "rate_date"):
        refused(new_row(project, **{**euro, missing: None}), missing, "needs its rate")
        dollars = {missing: euro[missing]}
        refused(new_row(project, **dollars), missing, "US dollars need no rate")
    assert post(project, **euro).amount_usd == Decimal("1100.00")


@pytest.mark.parametrize(
    ("amount", "rate", "dollars"),
    [
        ("0.01", "0.5", "0.01"), ("0.01", "0.49999999", "0.00"), ("1.05", "1.1", "1.16"),
        ("99999999999999.99", "0.99999999", "99999998999999.99"), ("3.00", "0.00166667", "0.01"),
        ("2.50", "0.002", "0.01"),
    ],
)  # fmt: skip
def test_dollars_are_rounded_half_up_to_the_cent(project, amount, rate, dollars):
    rate = {"currency": "XOF", "rate": Decimal(rate), "rate_date": date(2016, 3, 1)}
    assert post(project, amount=amount, **rate).amount_usd == Decimal(dollars)


def test_an_amount_that_does_not_fit_is_refused_at_its_field(project):
    rate = {"currency": "XDR", "rate": Decimal("2"), "rate_date": date(2016, 3, 1)}
    for amount, more in [("99999999999999.99", rate), ("100000000000000.00", {}), ("1.001", {})]:
        with pytest.raises(ValidationError) as error:
            post(project, amount=amount, **more)
        assert list(error.value.message_dict) == ["amount"]


def test_a_day_is_in_the_year_of_its_row_and_not_to_come(project):
    post(project, "budget", "5000.00")
    refused(new_row(project, "transfer", date=date(2017, 1, 1)), "date", "not in the year")
    with time_machine.travel("2018-06-01 12:00"):
        later = new_row(project, "transfer", year=2018, date=date(2018, 6, 2))
        refused(later, "date", "still to come")
        refused(new_row(project, "interest", year=2019), "year", "still to come")
        assert post(project, "transfer", "1.00", year=2018, date=date(2018, 6, 1)).pk


def test_the_category_is_one_of_the_budget(project):
    refused(new_row(project, category=make_code()), "category", "no budget category")
    assert post(project, category=make_category()).pk


@pytest.mark.parametrize("status", ["cancelled", "financially-closed"])
def test_a_closed_project_takes_corrections_and_nothing_else(project, status):
    row = post(project, "expenditure", "10.00")
    Project.objects.filter(pk=project.pk).update(status=status)
    refused(new_row(project, "interest"), NON_FIELD_ERRORS, "only corrections")
    assert ledger.correct(row, {"amount": Decimal("9.00")}, by=None, reason="Audit.").pk


def test_an_organisation_takes_part_or_the_note_says_why(project):
    other = make_organisation()
    refused(new_row(project, organisation=other), "organisation", "does not take part")
    assert post(project, organisation=other, note="Named in the annex.").pk


def test_the_name_after_a_name_takes_part_as_well(veloria):
    after = make_organisation()
    before = make_organisation(successor=after, ended="2010-12-31")
    project = make_funded(veloria, before)
    assert post(project, organisation=after).pk


def test_the_budget_grows_by_revision_once_money_was_transferred(project):
    post(project, "budget", "100.00", category=make_category("staff"))
    assert post(project, "budget", "50.00", category=make_category("travel")).pk
    post(project, "transfer", "100.00")
    more = new_row(project, "budget", category=make_category("operating"))
    refused(more, "kind", "by a budget revision")


# Lines and corrections


@pytest.mark.parametrize(
    ("kind", "field", "other"),
    [
        ("budget", "category", {"category": True}), ("expenditure", "year", {"year": 2017}),
        ("refund", "voucher", {"voucher": "Another"}), ("interest", "voucher", {"year": 2017}),
        ("interest", "voucher", {"date": date(2016, 5, 1)}),
    ],
)  # fmt: skip
def test_of_one_line_one_row_stands(project, kind, field, other):
    post(project, kind)
    refused(new_row(project, kind), field, "has this line already")
    if "category" in other:
        other = {"category": make_category("travel")}
    assert post(project, kind, **other).pk


def test_a_correction_takes_the_place_of_a_row(project, programme_officer):
    row = post(project, "expenditure", "70.00", finality="interim")
    new = ledger.correct(
        row, {"amount": Decimal("75.50"), "finality": "final"}, by=programme_officer,
        reason=" Year-end figures. ",
    )  # fmt: skip
    assert (new.supersedes, new.sequence, new.line) == (row, 2, row.line)
    assert (new.reason, new.posted_by) == ("Year-end figures.", programme_officer)
    assert list(Transaction.objects.standing()) == [new]
    row.refresh_from_db()
    assert row.amount == Decimal("70.00")


def test_a_correction_is_refused_without_reason_without_change_or_twice(project):
    row = post(project, "expenditure", "70.00")
    correction_refused(row, {"amount": Decimal("71.00")}, "reason", "Say why", reason=" ")
    correction_refused(row, {"amount": Decimal("70.00")}, NON_FIELD_ERRORS, "Nothing is different")
    ledger.correct(row, {"amount": Decimal("71.00")}, by=None, reason="Misread.")
    values = {"amount": Decimal("72.00")}
    correction_refused(row, values, NON_FIELD_ERRORS, "was corrected already")


def test_a_correction_to_another_line_leaves_the_old_one_free(project):
    row = post(project, "expenditure", "70.00", category=make_category("staff"))
    post(project, "expenditure", "5.00", category=make_category("travel"))
    taken = {"category": make_category("travel")}
    correction_refused(row, taken, "year", "has this line already")
    moved = ledger.correct(row, {"category": make_category("operating")}, by=None, reason="M.")
    assert moved.sequence == 1
    again = post(project, "expenditure", "3.00", category=make_category("staff"))
    assert again.sequence == 2
    assert Transaction.objects.standing().count() == 3


def test_a_correction_to_0_takes_an_amount_out(project):
    row = post(project, "expenditure", "70.00", note="Elsewhere", organisation=make_organisation())
    void = ledger.correct(row, {"amount": Decimal(0), "note": ""}, by=None, reason="Not ours.")
    assert void.amount_usd == 0
    refused(new_row(project, "expenditure", note="N", organisation=row.organisation), "year",
            "Correct that row")  # fmt: skip
    assert ledger.correct(void, {"amount": Decimal(5), "note": "N"}, by=None, reason="Is ours.").pk


def test_an_approved_amount_is_not_changed_by_a_correction(project):
    row = post(project, "budget", "100.00")
    values = {"amount": Decimal("100.01")}
    correction_refused(row, values, "amount", "changed by a budget revision")
    correction_refused(row, {"category": make_category()}, "amount", "by a budget revision")
    correction_refused(row, {"kind": "interest"}, "kind", "cannot become something else")
    assert ledger.correct(row, {"note": "As signed."}, by=None, reason="Note.").amount == 100


def test_the_database_keeps_what_was_posted(project):
    row = post(project)
    for change in (
        lambda: Transaction.objects.filter(pk=row.pk).update(amount=1),
        lambda: Transaction.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    row.refresh_from_db()
    assert row.amount == Decimal("1000.00")


def test_unknown_names_are_no_correction(project):
    with pytest.raises(ValueError, match="posted_at"):
        ledger.correct(post(project), {"posted_at": None}, by=None, reason="R")


# Many at once


def many(project, number):
    organisation, source = partner_of(project), make_source()
    budget = new_row(project, "budget", "1000000.00", organisation=organisation, source=source)
    return [budget] + [
        new_row(project, "transfer", "1.00", organisation=organisation, source=source,
                voucher=f"M-{n}")
        for n in range(number)
    ]  # fmt: skip


def test_many_rows_are_posted_in_order_with_one_event(project, programme_officer):
    rows = ledger.post_many(many(project, 30), by=programme_officer, batch="file")
    assert [row.pk for row in rows] == list(
        Transaction.objects.order_by("pk").values_list("pk", flat=True)
    )
    event = Event.objects.get(verb="imported")
    assert event.details["rows"] == 31
    assert event.details["batch"] == "file"


def test_every_problem_of_many_rows_is_told_and_nothing_is_written(project):
    rows = many(project, 3)
    rows[1].amount = Decimal("-1.00")
    rows[2].voucher = rows[3].voucher
    rows.append(new_row(project, "transfer", "1000000.00"))
    with pytest.raises(ledger.LedgerError) as error:
        ledger.post_many(rows, by=None)
    assert [(index, field) for index, field, _text in error.value.errors] == [
        (1, "amount"), (3, "voucher"), (4, "amount"),
    ]  # fmt: skip
    assert ledger.check_many(rows) == error.value.errors
    assert Transaction.objects.count() == 0


def test_the_budget_of_a_file_counts_for_its_transfers_wherever_it_stands(project):
    rows = many(project, 2)
    assert len(ledger.post_many(rows[::-1], by=None)) == 3


def test_many_rows_cost_as_many_look_ups_as_few(veloria):
    def queries(number):
        project = make_funded(veloria)
        rows = [
            Transaction(
                project_id=row.project_id, kind=row.kind, amount=row.amount, year=row.year,
                organisation_id=row.organisation_id, source_id=row.source_id,
                voucher=row.voucher, classification="public",
            )
            for row in many(project, number)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as found:
            ledger.post_many(rows, by=None)
        return len([q for q in found if not q["sql"].startswith("INSERT")])

    assert queries(5) == queries(300)


def test_what_stands_is_found_by_an_index_whatever_the_database_has_counted(project):
    """A ledger of n rows was read n times once SQLite knew that hardly any corrects another."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL counts empty values apart.")
    for number in range(30):
        post(project, "interest", year=1991 + number, note="One line each.")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE projects_transaction")
    plan = Transaction.objects.standing().explain()
    assert "(supersedes_id=?)" in plan
