"""Figures from rows, without a database: sums, groups, days, findings, and their laws."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import findings, money
from projects.money import Posted, Row

KINDS = list(money.SUMMED)
CATEGORIES = ["staff", "travel", "indirect", None]
DEADLINE = (4, 30)
GROUPINGS = [money.by_year, money.by_organisation, money.by_category, money.by_kind]

cents = st.integers(min_value=0, max_value=10**15)
rows = st.builds(
    Row,
    kind=st.sampled_from(KINDS),
    organisation=st.sampled_from(["a", "b", "c"]),
    category=st.sampled_from(CATEGORIES),
    year=st.integers(2015, 2022),
    amount=cents.map(money.from_cents),
    finality=st.sampled_from(["interim", "final", "certified"]),
)


def row(kind, amount, organisation="a", category=None, year=2016, finality=""):
    finality = finality or ("final" if kind == "expenditure" else "")
    return Row(kind, organisation, category, year, Decimal(amount), finality)


def test_the_figures_of_a_small_ledger():
    found = money.figures(
        [
            row("budget", "1000.00", category="staff"),
            row("budget", "70.00", category="indirect"),
            row("transfer", "900.00"), row("refund", "50.10"), row("interest", "0.35"),
            row("expenditure", "400.00", category="staff"),
            row("expenditure", "28.00", category="indirect", finality="interim"),
        ]
    )  # fmt: skip
    assert (found.approved, found.transferred, found.refunded) == (
        Decimal("1070.00"), Decimal("900.00"), Decimal("50.10"),
    )  # fmt: skip
    assert (found.net_funded, found.spent, found.interest, found.interim) == (
        Decimal("849.90"), Decimal("428.00"), Decimal("0.35"), Decimal("28.00"),
    )  # fmt: skip
    assert found.balance == Decimal("422.25")
    assert round(found.delivery_rate, 2) == Decimal("50.36")
    assert found.indirect_share == found.approved_indirect_share == 7


def test_nothing_is_not_zero():
    assert not money.figures([])
    assert money.figures([row("budget", "0.00")])
    assert money.figures([row("expenditure", "5.00")]).delivery_rate is None
    refunded = [row("transfer", "5.00"), row("refund", "5.00")]
    assert money.figures(refunded).delivery_rate is None
    assert money.figures(refunded).indirect_share is None


def test_parts_of_a_cent_are_refused():
    with pytest.raises(ValueError, match="whole cents"):
        money.to_cents(Decimal("0.001"))


@given(st.lists(rows, max_size=40))
def test_parts_add_up_to_the_whole(ledger):
    whole = money.figures(ledger)
    for grouping in GROUPINGS:
        assert money.total(grouping(ledger).values()) == whole
    halves = [money.figures(ledger[::2]), money.figures(ledger[1::2])]
    assert money.total(halves) == whole


def random_ledger(seed):
    chance = random.Random(seed)  # noqa: S311  a test, not a secret
    return [
        Row(
            chance.choice(KINDS), chance.choice("abc"), chance.choice(CATEGORIES),
            chance.randint(2015, 2022), Decimal(chance.randint(0, 10**9)).scaleb(-2),
            chance.choice(["interim", "final", "certified"]),
        )
        for _row in range(chance.randint(1, 8))
    ]  # fmt: skip


def test_no_cent_drifts_over_ten_thousand_ledgers():
    """Held against plain sums of whole numbers, made here in another way."""
    drift = 0
    for seed in range(10_000):
        ledger = random_ledger(seed)
        by_hand = dict.fromkeys(KINDS, 0)
        for one in ledger:
            by_hand[one.kind] += int(str(one.amount).replace(".", ""))
        whole = money.figures(ledger)
        expected = (
            by_hand["transfer"] - by_hand["refund"] + by_hand["interest"]
            - by_hand["expenditure"]
        )  # fmt: skip
        drift += abs(money.to_cents(whole.balance) - expected)
        drift += abs(whole.approved_cents - by_hand["budget"])
        for grouping in GROUPINGS:
            drift += money.total(grouping(ledger).values()) != whole
    assert drift == 0


@given(
    st.lists(st.tuples(rows, st.integers(0, 1000)), min_size=1, max_size=15),
    st.data(),
)
def test_superseding_never_changes_what_was_known_earlier(posted, data):
    first = date(2016, 1, 1)
    ledger = [Posted(one, first + timedelta(day)) for one, day in posted]
    number = data.draw(st.integers(0, len(ledger) - 1))
    later = data.draw(st.integers(0, 400))
    corrected_on = ledger[number].posted_on + timedelta(later)
    after = list(ledger)
    old = after[number] = Posted(ledger[number].row, ledger[number].posted_on, corrected_on)
    after.append(Posted(data.draw(rows), corrected_on))

    for back in (1, 2, 50, 500):
        day = corrected_on - timedelta(back)
        before, then = (money.known_on(one, day) for one in (ledger, after))
        assert money.figures(p.row for p in before) == money.figures(p.row for p in then)
    assert old not in money.known_on(after, corrected_on)
    assert after[-1] in money.known_on(after, corrected_on)


@given(cents, st.decimals("0.00000001", "9999999999", places=8))
def test_dollars_are_off_by_half_a_cent_at_most(amount, rate):
    exact = amount * int(rate.scaleb(8))  # in 10^-10 of a dollar
    found = money.to_cents(money.in_dollars(money.from_cents(amount), rate)) * 10**8
    assert -(10**8) < 2 * (found - exact) - 1 <= 10**8


# How final


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2019, 6, 1), "interim"), (date(2019, 12, 31), "interim"),
        (date(2020, 4, 30), "interim"), (date(2020, 5, 1), "certified"),
        (date(2026, 1, 1), "certified"),
    ],
)  # fmt: skip
def test_expenditure_reads_interim_until_the_end_of_april(day, shown):
    assert money.shown_finality("certified", 2019, day, DEADLINE) == shown
    assert money.shown_finality("interim", 2019, day, DEADLINE) == "interim"
    assert money.shown_finality("", 2019, day, DEADLINE) == ""


def test_the_deadline_is_given():
    assert money.shown_finality("final", 2019, date(2020, 6, 30), (6, 30)) == "interim"
    assert money.shown_finality("final", 2019, date(2020, 7, 1), (6, 30)) == "final"


# Findings


def codes(found):
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("direct", "indirect", "found"),
    [
        ("1000.00", "70.00", []), ("1000.00", "70.01", ["indirect-spent"]),
        ("48880.65", "3421.65", []), ("48880.65", "3421.66", ["indirect-spent"]),
        ("0.50", "0.04", []),  # 0.035 is 0.04 to the cent
        ("0.00", "0.01", ["indirect-spent"]),
    ],
)  # fmt: skip
def test_indirect_costs_are_seven_per_cent_to_the_cent(direct, indirect, found):
    ledger = [
        row("transfer", "99999.00"), row("expenditure", direct, category="staff"),
        row("expenditure", indirect, category="indirect"),
    ]  # fmt: skip
    assert codes(findings.of_rows(ledger)) == found


def test_each_year_may_round_for_itself():
    """0.50 a year allows 0.04 a year, though 1.00 allows 0.07."""
    ledger = [row("transfer", "9.00")] + [
        row("expenditure", amount, category=category, year=year)
        for year in (2016, 2017)
        for amount, category in [("0.50", "staff"), ("0.04", "indirect")]
    ]
    assert findings.of_rows(ledger) == []
    assert codes(findings.of_rows([*ledger, row("expenditure", "0.01", category="indirect")])) == [
        "indirect-spent"
    ]


def test_indirect_costs_of_the_budget_are_held_against_the_budget():
    ledger = [
        row("budget", "100.00", category="staff"), row("budget", "7.01", category="indirect"),
    ]  # fmt: skip
    (found,) = findings.of_rows(ledger)
    assert (found.code, found.organisation) == ("indirect-budget", "a")
    assert (found.amount, found.limit) == (Decimal("7.01"), Decimal("7.00"))


def test_refunds_and_expenditure_are_held_against_transfers():
    level = [row("transfer", "10.00"), row("refund", "4.00"), row("expenditure", "6.00")]
    assert findings.of_rows(level) == []
    assert codes(findings.of_rows([*level, row("expenditure", "0.01")])) == ["spent-above-funded"]
    over = [row("transfer", "10.00"), row("refund", "10.01")]
    assert codes(findings.of_rows(over)) == ["refunds-above-transfers"]
    assert codes(findings.of_rows([row("expenditure", "1.00", "b")])) == ["spent-above-funded"]


def test_a_category_is_held_against_its_budget_where_there_is_one():
    funded = row("transfer", "100.00")
    unstated = [funded, row("budget", "50.00"), row("expenditure", "60.00", category="staff")]
    assert findings.of_rows(unstated) == []
    stated = [*unstated, row("budget", "59.99", category="staff")]
    (found,) = findings.of_rows(stated)
    assert (found.code, found.category) == ("spent-above-budget", "staff")


def test_final_figures_are_due_by_the_deadline():
    def of(posted, day):
        return [(f.code, f.year) for f in findings.of_time(posted, day, DEADLINE)]

    interim = Posted(row("expenditure", "1.00", finality="interim"), date(2017, 1, 5))
    on_time = Posted(row("expenditure", "1.00"), date(2017, 4, 30))
    late = Posted(row("expenditure", "1.00"), date(2017, 5, 1))
    printed = Posted(row("expenditure", "1.00"), date(2020, 1, 1), arrived_on=date(2017, 4, 1))
    assert of([interim], date(2017, 4, 30)) == []
    assert of([interim, interim], date(2017, 5, 1)) == [("no-final-figure", 2016)]
    assert of([on_time, printed], date(2026, 1, 1)) == []
    assert of([late], date(2026, 1, 1)) == [("late-expenditure", 2016)]


@pytest.mark.parametrize(("left", "found"), [("250.00", False), ("250.01", True)])
def test_a_closed_project_keeps_no_balance_above_the_tolerance(left, found):
    sums = money.figures([row("transfer", left)])
    short = money.figures([row("expenditure", left)])
    for figures in (sums, short):
        for closed in (True, False):
            answer = findings.of_close(figures, closed=closed, tolerance=Decimal(250))
            assert bool(answer) == (found and closed)
