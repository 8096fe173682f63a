"""Amounts of IATI files: rows of the ledger to come, posted by its rules or said why not."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction

from foundation.access.models import Membership
from foundation.imports import actions
from foundation.imports.kinds import RefusedRowsError
from projects import ledger
from projects.imports import iati_amounts, iati_parts
from projects.imports.iati_rows import State
from projects.models import Project, RegisterEntry, Transaction
from tests.factories import make_organisation, make_source
from tests.projects.factories import make_participation, make_project
from tests.projects.money_factories import make_category, post

from .test_import import file_of
from .wide import KIND, keep, let_in, make_register, make_wide, plan_of

MISSION = '<{tag}-org ref="XM-DAC-41310"><narrative>Mission</narrative></{tag}-org>'


def paid(kind, amount, day="2016-04-11", *, ref="", whose=None, currency="USD"):
    """One transaction; `whose` is the element that says it."""
    tag = "provider" if kind == "4" else "receiver"
    whose = MISSION.format(tag=tag) if whose is None else whose
    return (
        f"<transaction{f' ref={chr(34)}{ref}{chr(34)}' if ref else ''}>"
        f'<transaction-type code="{kind}"/><transaction-date iso-date="{day}"/>'
        f'<value currency="{currency}" value-date="{day}">{amount}</value>{whose}</transaction>'
    )


def budget(year, amount, currency="USD"):
    return (
        f'<budget type="1" status="2"><period-start iso-date="{year}-01-01"/>'
        f'<period-end iso-date="{year}-12-31"/>'
        f'<value currency="{currency}" value-date="{year}-01-01">{amount}</value></budget>'
    )


@pytest.fixture
def project(veloria):
    return make_wide(veloria, starts_as_written="1 March 2016", ends_as_written="30 June 2018",
                     status="ongoing")  # fmt: skip


@pytest.fixture
def mission(project):
    return project.participations.first().organisation


@pytest.fixture
def register(db):
    return make_register()


@pytest.fixture
def rows(programme_officer, register):
    """What a file with these amounts would do, row by row; nothing is written."""

    def run(*body, by=None, classification="public"):
        data = file_of(code="XV700", number="WIDE1", body="".join(body))
        return plan_of(data, by or programme_officer, register, classification).amounts

    return run


@pytest.fixture
def send(programme_officer, register):
    def run(*body, by=None):
        data = file_of(code="XV700", number="WIDE1", body="".join(body))
        return let_in(data, by or programme_officer, register)

    return run


def states(found):
    return [str(row.state) for row in found]


def ledger_rows():
    return list(Transaction.objects.order_by("pk").values())


def test_what_is_new_is_posted_with_the_source_of_the_file(
    project, mission, register, send, programme_officer
):
    send(paid("2", "5000", "2016-03-01", ref="C-1"), paid("3", "3000.50", ref="T-1"),
         paid("3", "-100", "2018-01-31"), paid("4", "2500", "2016-12-31"))  # fmt: skip
    posted = Transaction.objects.order_by("pk")
    assert [(row.kind, row.amount, row.date, row.voucher, row.finality) for row in posted] == [
        ("budget", 5000, date(2016, 3, 1), "C-1", ""),
        ("transfer", Decimal("3000.50"), date(2016, 4, 11), "T-1", ""),
        ("refund", 100, date(2018, 1, 31), "", ""),
        ("expenditure", 2500, date(2016, 12, 31), "", "interim"),
    ]  # fmt: skip
    for row in posted:
        assert (row.project, row.organisation, row.source) == (project, mission, register)
        assert row.page.startswith("XM-DAC-41401-WIDE1, line ")
        assert (row.classification, row.currency, row.note) == ("public", "USD", "")
        assert row.posted_by == programme_officer


def test_a_new_row_is_internal_unless_somebody_says_otherwise(
    project, programme_officer, register
):
    data = file_of(code="XV700", number="WIDE1", body=paid("2", "5000", "2016-03-01"))
    options = {"options": {"source": register.pk, "classification": ""}}
    batch = actions.keep(KIND, data, "a.xml", by=programme_officer, about=options)
    actions.commit(batch, by=programme_officer)
    assert Transaction.objects.get().classification == "internal"


def test_the_same_file_twice_posts_nothing(project, send):
    body = [paid("2", "5000", "2016-03-01"), paid("3", "3000", ref="T-1"),
            paid("4", "10", "2016-12-31"), paid("3", "-5", "2018-01-31")]  # fmt: skip
    first = send(*body)
    held = ledger_rows()
    second = send(*body)
    assert states(first.amounts) == ["new"] * 4
    assert states(second.amounts) == ["same"] * 4
    assert ledger_rows() == held


def test_what_the_ledger_has_otherwise_is_shown_and_stays(project, mission, rows, send):
    post(project, "budget", "5000", organisation=mission, category=make_category())
    post(project, "transfer", "3000", organisation=mission, date=date(2016, 4, 11), voucher="T-1")
    post(project, "expenditure", "2000", organisation=mission, category=make_category())
    held = ledger_rows()
    body = [paid("2", "5500", "2016-03-01"), paid("3", "3100", ref="T-1"),
            paid("3", "3100"), paid("4", "2100", "2016-12-31")]  # fmt: skip
    found = rows(*body)
    assert states(found) == ["different"] * 4
    assert "5,000.00 USD" in found[0].held
    assert "5,500.00 USD" in found[0].said
    assert "3,000.00 USD" in found[1].held
    assert "2,000.00 USD" in found[3].held
    assert "correct it there" in found[0].told
    send(*body)
    assert ledger_rows() == held
    # Other days, and on the same day another voucher, are other payments.
    assert states(rows(paid("3", "100", "2016-05-01"), paid("3", "100", ref="T-2"))) == [
        "new", "new",
    ]  # fmt: skip


def test_the_same_amount_of_another_source_is_there_already(project, mission, rows):
    """Of the rivals of one line one stands; a file is no second row beside it."""
    source = make_source(short_title="The fund's own page")
    post(project, "budget", "5000", organisation=mission, source=source)
    (row,) = rows(paid("2", "5000.00", "2016-03-01"))
    assert row.state == State.SAME
    assert "The fund's own page" in row.held


def test_a_year_without_a_day_is_its_last_one(project, mission, rows):
    post(project, "budget", "5000", organisation=mission)
    post(project, "transfer", "100", organisation=mission, year=2016)
    assert states(rows(paid("3", "100", "2016-12-31"), paid("3", "100", "2017-12-31"))) == [
        "same", "new",
    ]  # fmt: skip


def test_one_held_row_answers_for_one_row_of_the_file(project, mission, rows):
    post(project, "budget", "5000", organisation=mission)
    post(project, "transfer", "100", organisation=mission, date=date(2016, 4, 11), voucher="A")
    found = rows(paid("3", "100", ref="A"), paid("3", "100", ref="B"))
    assert states(found) == ["same", "new"]


def test_budgets_by_year_are_held_against_the_sum_of_a_source(project, mission, rows):
    source, other = make_source(), make_source()
    post(project, "budget", "3000", organisation=mission, source=source, category=make_category())
    post(project, "budget", "2000", organisation=mission, source=source)
    lawyers = project.participations.last().organisation
    post(project, "budget", "700", organisation=lawyers, source=other)
    found = rows(budget(2016, "5000"), budget(2016, "700"), budget(2016, "5700"))
    assert states(found)[:2] == ["same", "same"]
    assert found[2].state != State.NEW  # nothing is added up across sources


def test_beside_commitments_budgets_by_year_are_not_posted_again(project, rows):
    found = rows(budget(2016, "3000"), budget(2017, "2000"), paid("2", "5000", "2016-03-01"))
    assert states(found) == ["left", "left", "new"]
    assert "commitments of the file" in found[0].told


def test_a_budget_without_a_body_is_that_of_the_only_one_that_carries_it_out(project, rows):
    """file_of() names one implementing body; it has to be known here."""
    (row,) = rows(budget(2016, "3000"))
    assert (row.state, "Somebody" in row.told) == (State.LEFT, True)
    somebody = make_organisation(name_en="Somebody")
    make_participation(project, somebody)
    (row,) = rows(budget(2016, "3000"))
    assert (row.state, row.ready.organisation) == (State.NEW, somebody)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (paid("3", "100", whose=""), "does not know the organisation “Somebody”"),
        (paid("3", "100", whose='<receiver-org ref="XX-1"/>'), "“XX-1”"),
        (paid("1", "100"), "no amounts of this kind"),
        (paid("11", "100"), "no amounts of this kind"),
        (paid("3", "many"), "no amount that is a number"),
        (paid("3", "100", "31 April"), "no day"),
        (paid("2", "100", "2016-03-01", currency="EUR"), "holds EUR with its rate"),
        (paid("3", "9000"), "above the approved budget"),
        (paid("2", "-5", "2016-03-01"), "Only a refund may be written with a minus"),
        (paid("3", "10", "2099-01-01"), "still to come"),
        (paid("4", "10", "2019-12-31"), "outside the life of the project"),
        (
            budget(2016, "3000").replace("budget ", "planned-disbursement ")
            .replace("/budget", "/planned-disbursement"),
            "no planned payments",
        ),
    ],
)  # fmt: skip
def test_what_the_ledger_would_not_take_is_left_with_the_reason(project, body, told, rows, send):
    """A good amount beside it is posted; nothing else of the file is lost."""
    good = paid("2", "500", "2016-03-01")
    if 'code="2"' in body:
        good = paid("2", "500", "2016-03-01",
                    whose="<receiver-org><narrative>Valley lawyers (sample)</narrative>"
                    "</receiver-org>")  # fmt: skip
    found = rows(good, body)
    assert states(found) == ["new", "left"]
    assert told in found[1].told
    send(good, body)
    assert [row.amount for row in Transaction.objects.all()] == [500]
    assert RegisterEntry.objects.exists()


def test_several_amounts_of_one_line_are_left_to_a_person(project, rows):
    """Which stands is not for a file to say, and not for the order in it."""
    found = rows(paid("2", "500", "2016-03-01"), paid("2", "700", "2017-03-01"))
    assert states(found) == ["left", "left"]
    assert "one line of the ledger" in found[0].told
    found = rows(paid("2", "5000", "2016-03-01"), paid("3", "1"), paid("3", "2"))
    assert states(found) == ["new", "left", "left"]
    found = rows(paid("2", "5000", "2016-03-01"), paid("3", "1", ref="A"), paid("3", "2", ref="B"))
    assert states(found) == ["new", "new", "new"]


def test_after_the_first_transfer_the_budget_is_changed_by_revision_only(project, mission, rows):
    lawyers = "<receiver-org><narrative>Valley lawyers (sample)</narrative></receiver-org>"
    more = paid("2", "900", "2016-03-01", whose=lawyers)
    post(project, "budget", "5000", organisation=mission)
    assert states(rows(more)) == ["new"]
    post(project, "transfer", "3000", organisation=mission, date=date(2016, 4, 11))
    (row,) = rows(more)
    assert row.state == State.LEFT
    assert "revision" in row.told


def test_a_body_that_takes_no_part_needs_a_note_and_so_a_person(project, rows):
    make_organisation(name_en="A stranger (sample)")
    stranger = "<receiver-org><narrative>A stranger (sample)</narrative></receiver-org>"
    (row,) = rows(paid("2", "10", "2016-03-01", whose=stranger))
    assert row.state == State.LEFT
    assert "does not take part" in row.told


def test_a_closed_project_takes_no_amounts(project, rows):
    Project.objects.filter(pk=project.pk).update(status="cancelled")
    (row,) = rows(paid("2", "10", "2016-03-01"))
    assert row.state == State.LEFT
    assert "closed or cancelled" in row.told


def test_who_may_not_post_is_told_so_and_posts_nothing(project, rows, programme_officer):
    body = paid("2", "10", "2016-03-01")
    assert states(rows(body)) == ["new"]
    assert states(rows(body, classification="strict")) == ["left"]


def test_rights_that_end_meanwhile_let_nothing_in(project, programme_officer, register):
    data = file_of(code="XV700", number="WIDE1", body=paid("2", "10", "2016-03-01"))
    batch = keep(data, programme_officer, register)
    Membership.objects.filter(user=programme_officer).delete()
    again = get_user_model().objects.get(pk=programme_officer.pk)
    with pytest.raises(PermissionDenied):
        actions.commit(batch, by=again)
    assert not Transaction.objects.exists()


def test_all_or_nothing(project, send, monkeypatch):
    def refuse(*args, **kwargs):
        raise ledger.LedgerError([(0, "", "Somebody else posted this line just now.")])

    body = paid("2", "10", "2016-03-01")
    with monkeypatch.context() as patch:
        patch.setattr(iati_amounts, "post_many", refuse)
        with pytest.raises(actions.NotReadyError) as refusal:
            send(body)
    assert "just now" in refusal.value.plan.wrong[0]
    assert not RegisterEntry.objects.exists()
    send(body)
    assert Transaction.objects.count() == 1


def test_an_amount_that_was_refused_on_the_preview_is_not_posted_unseen(
    project, mission, programme_officer, register
):
    """In between somebody posts the budget: what nobody saw would pass."""
    data = file_of(code="XV700", number="WIDE1", body=paid("3", "100"))
    batch = keep(data, programme_officer, register)
    seen = KIND.seal(plan_of(data, programme_officer, register))
    post(project, "budget", "5000", organisation=mission)
    with pytest.raises(actions.StalePlanError):
        actions.commit(batch, by=programme_officer, seen=seen)
    assert Transaction.objects.count() == 1
    seen = KIND.seal(plan_of(data, programme_officer, register))
    actions.commit(batch, by=programme_officer, seen=seen)
    assert Transaction.objects.count() == 2


def test_a_second_activity_about_the_same_project_is_left_for_a_file_of_its_own(
    project, programme_officer, register
):
    data = file_of(code="XV700", number="WIDE1", body=paid("2", "500", "2016-03-01"))
    start, end = data.index(b"<iati-activity "), data.index(b"</iati-activities>")
    twice = data[:end] + data[start:end] + data[end:]
    plan = plan_of(twice, programme_officer, register)
    assert [match.again for match in plan.matches] == [False, True]
    assert states(plan.amounts) == ["new"]


def test_an_amount_that_is_closed_to_the_reader_is_not_shown(
    project, mission, rows, programme_officer
):
    hidden = post(project, "budget", "5000", organisation=mission, classification="strict")
    assert not Transaction.objects.for_user(programme_officer).filter(pk=hidden.pk).exists()
    (row,) = rows(paid("2", "777", "2016-03-01"))
    assert "5,000" not in f"{row.held}{row.told}"
    assert row.state == State.LEFT  # the line is taken, by what this person may not see


def test_money_that_stands_where_the_sender_cannot_see_it_is_not_posted_again(
    project, mission, send, programme_officer
):
    post(project, "budget", "500.00", organisation=mission)
    post(project, "transfer", "100.00", organisation=mission, date=date(2016, 4, 11),
         voucher="V-1", classification="strict")  # fmt: skip
    assert not Transaction.objects.for_user(programme_officer).filter(kind="transfer").exists()
    send(paid("3", "100"))
    assert Transaction.objects.filter(kind="transfer").count() == 1
    send(paid("3", "70", "2017-04-11"))
    assert Transaction.objects.filter(kind="transfer").count() == 2


def test_what_was_seen_for_one_project_is_not_written_to_another(
    project, mission, programme_officer, register, veloria
):
    other = make_project(veloria, "XV701", fund=project.fund, register_number="ZZ")
    make_participation(other, mission, role="extending")
    data = file_of(code="NOPE", number="WIDE1", body=paid("4", "100"))
    options = {"options": {"source": register.pk, "classification": "public"}}
    kind = KIND.bound(options, programme_officer)

    def seal():
        made = kind.plan(KIND.read(data, "a.xml"), programme_officer)
        return [match.project.code for match in made.matches], kind.seal(made)

    before = seal()
    Project.objects.filter(pk=project.pk).update(register_number="Q")
    Project.objects.filter(pk=other.pk).update(register_number="WIDE1")
    after = seal()
    assert (before[0], after[0]) == ([project.code], ["XV701"])
    assert before[1] != after[1]


def test_signs_that_only_look_like_figures_are_none(project, programme_officer, register):
    body = (
        '<result type="1"><title><narrative>R</narrative></title><indicator measure="1"><title>'
        '<narrative>I</narrative></title><baseline year="²²²²" value="1"/></indicator></result>'
    )
    keep(file_of(code="XV700", number="WIDE1", body=body), programme_officer, register)


def test_a_value_that_somebody_adds_at_the_same_moment_is_refused_with_a_sentence(
    project, programme_officer, register, monkeypatch
):
    """Two confirmations at once: the database lets one of them in."""
    body = '<result type="1"><title><narrative>Shelters open</narrative></title></result>'
    data = file_of(code="XV700", number="WIDE1", body=body)
    one, other = (plan_of(data, programme_officer, register) for _turn in range(2))
    iati_parts.save(one.parts, by=programme_officer, reason="x")
    monkeypatch.setattr("projects.models.Result.full_clean", lambda self: None)
    with pytest.raises(RefusedRowsError) as refused, transaction.atomic():
        iati_parts.save(other.parts, by=programme_officer, reason="x")
    assert "Somebody else added this value just now." in str(refused.value.problems)
