"""One ledger worked out by hand, from the first budget to the certified close.

Three organisations, four years, one revision, one extension, one refund, interest. What stands
below was added up on paper; pages, admin and functions have to agree with it, now and on past
days. All of it is invented, in the country that does not exist.

    budget     A 100,000 staff + 20,000 travel + 8,400 indirect                      128,400.00
    2016       B  60,000 contracts + 4,200 indirect                                   64,200.00
               C  30,000 grants + 2,100 indirect                                      32,100.00
    revision   B 70,000 + 4,900, C 25,000 + 1,750: in all 5,350 more
    2018       A 128,400.00   B 74,900.00   C 26,750.00                              230,050.00

    transfers  A 80,000 (2016) + 48,400 (2017)                                       128,400.00
               B 40,000 (2016) + 24,200 (2017) + 10,700 (2018)                        74,900.00
               C 20,000 (2016)                                                        20,000.00
                                                                                     223,300.00
    spent             2016        2017        2018       2019
               A   32,207.37   51,360.00   36,380.00   4,815.54                      124,762.91
               B   16,050.00   21,400.00   32,100.00   5,243.00                       74,793.00
               C   10,700.00    9,300.00        0.00       0.00                       20,000.00
                   58,957.37   82,060.00   68,480.00  10,058.54                      219,555.91

    refund     A 3,637.09, so that A keeps nothing; interest B 120.55
    net funded 223,300.00 - 3,637.09                                                 219,662.91
    balance    219,662.91 + 120.55 - 219,555.91                                          227.55
"""

import html
import re
from datetime import date
from decimal import Decimal as D

import pytest
import time_machine
from django.urls import reverse

from projects import conditions, ledger, money, revisions
from projects.figures import figures_of, findings_of, portfolio_figures, statement_of
from projects.models import BudgetRevision, Extension, Project, Transaction
from tests.factories import make_organisation, make_source, make_user
from tests.projects.money_factories import make_category, make_funded, new_row

# day: approved, transferred, refunded, net funded, spent, interest, balance, delivery
EXPECTED = {
    "2016-12-31": ("224700.00", "140000.00", "0.00", "140000.00", "0.00", "0.00", "140000.00",
                   "0.0"),
    "2017-03-31": ("224700.00", "140000.00", "0.00", "140000.00", "58850.32", "0.00", "81149.68",
                   "42.0"),
    "2018-05-19": ("224700.00", "212600.00", "0.00", "212600.00", "141017.37", "0.00", "71582.63",
                   "66.3"),
    "2018-12-31": ("230050.00", "223300.00", "0.00", "223300.00", "141017.37", "0.00", "82282.63",
                   "63.2"),
    None: ("230050.00", "223300.00", "3637.09", "219662.91", "219555.91", "120.55", "227.55",
           "100.0"),
}  # fmt: skip
SPENT_BY_YEAR = {2016: "58957.37", 2017: "82060.00", 2018: "68480.00", 2019: "10058.54"}
BY_ORGANISATION = {  # approved, net funded, spent, balance
    "A": ("128400.00", "124762.91", "124762.91", "0.00"),
    "B": ("74900.00", "74900.00", "74793.00", "227.55"),
    "C": ("26750.00", "20000.00", "20000.00", "0.00"),
}
BY_CATEGORY = {  # approved, spent
    "staff": ("100000.00", "99600.65"), "travel": ("20000.00", "17000.20"),
    "contracts": ("70000.00", "69900.00"), "grants": ("25000.00", "18691.59"),
    "indirect": ("15050.00", "14363.47"),
}  # fmt: skip
FIRST_BUDGET = [
    ("A", "staff", "100000"), ("A", "travel", "20000"), ("A", "indirect", "8400"),
    ("B", "contracts", "60000"), ("B", "indirect", "4200"), ("C", "grants", "30000"),
    ("C", "indirect", "2100"),
]  # fmt: skip
SPENT = {
    2016: [("A", "staff", "25000.10"), ("A", "travel", "5000.20"), ("A", "indirect", "2100.02"),
           ("B", "contracts", "15000"), ("B", "indirect", "1050"), ("C", "grants", "10000"),
           ("C", "indirect", "700")],
    2017: [("A", "staff", "40000"), ("A", "travel", "8000"), ("A", "indirect", "3360"),
           ("B", "contracts", "20000"), ("B", "indirect", "1400"), ("C", "grants", "8691.59"),
           ("C", "indirect", "608.41")],
    2018: [("A", "staff", "30000"), ("A", "travel", "4000"), ("A", "indirect", "2380"),
           ("B", "contracts", "30000"), ("B", "indirect", "2100")],
    2019: [("A", "staff", "4500.50"), ("A", "indirect", "315.04"), ("B", "contracts", "4900"),
           ("B", "indirect", "343")],
}  # fmt: skip


class Example:
    """The story, day by day, by the people who would do it."""

    def __init__(self, country, officer, decider):
        self.officer, self.decider = officer, decider
        self.who = {name: make_organisation(acronym=name) for name in "ABC"}
        self.source = make_source(date_from=None, date_to=None)
        self.project = make_funded(
            country, *self.who.values(), code="XV900", ends_as_written="31 December 2018"
        )
        codes = ("staff", "travel", "contracts", "grants", "indirect")
        self.category = {code: make_category(code, n) for n, code in enumerate(codes)}

    def post(self, kind, who, amount, year, category=None, **fields):
        row = new_row(
            self.project, kind, amount, organisation=self.who[who], year=year,
            category=self.category.get(category), source=self.source, **fields,
        )  # fmt: skip
        return ledger.post(row, by=self.officer)

    def transfer(self, who, amount, day):
        self.post("transfer", who, amount, day.year, date=day)

    def spend(self, year, finality="final"):
        for who, category, amount in SPENT[year]:
            interim = year == 2016 and who == "A"
            said = "interim" if interim else finality
            self.post("expenditure", who, amount, year, category, finality=said)

    def correct(self, who, category, year, **values):
        row = Transaction.objects.standing().get(
            project=self.project, kind="expenditure", organisation=self.who[who],
            category=self.category[category], year=year,
        )  # fmt: skip
        ledger.correct(row, values, by=self.officer, reason="Year-end figures.")

    def revise(self):
        revision = BudgetRevision(
            project=self.project, reason="More contracts.", source=self.source,
            classification="public",
        )  # fmt: skip
        amounts = [
            ("B", "contracts", "70000"), ("B", "indirect", "4900"), ("C", "grants", "25000"),
            ("C", "indirect", "1750"),
        ]  # fmt: skip
        lines = [
            revisions.Line(self.who[who], self.category[category], D(amount))
            for who, category, amount in amounts
        ]
        return revisions.propose_revision(revision, lines, by=self.officer)

    def extend(self):
        extension = Extension.objects.create(
            project=self.project, new_end=date(2019, 12, 31), reason="Late start.",
            source=self.source, proposed_by=self.officer,
        )  # fmt: skip
        revisions.decide_extension(extension, approve=True, by=self.decider, note="")

    def certify(self):
        rows = Transaction.objects.standing().filter(project=self.project, kind="expenditure")
        for row in rows:
            ledger.correct(row, {"finality": "certified"}, by=self.officer, reason="Audited.")


def tell(example):
    def on(day):
        return time_machine.travel(f"{day} 12:00:00", tick=False)

    with on("2016-02-01"):
        for who, category, amount in FIRST_BUDGET:
            example.post("budget", who, amount, 2016, category)
    with on("2016-03-01"):
        for who, amount in [("A", "80000"), ("B", "40000"), ("C", "20000")]:
            example.transfer(who, amount, date(2016, 3, 1))
    with on("2017-02-10"):
        example.spend(2016)
    with on("2017-04-15"):
        final = {"finality": "final"}
        example.correct("A", "staff", 2016, amount=D("25100.15"), **final)
        example.correct("A", "travel", 2016, **final)
        example.correct("A", "indirect", 2016, amount=D("2107.02"), **final)
    with on("2017-09-01"):
        example.transfer("A", "48400", date(2017, 9, 1))
        example.transfer("B", "24200", date(2017, 9, 1))
    with on("2018-02-10"):
        example.spend(2017)
    with on("2018-05-02"):
        revision = example.revise()
    with on("2018-05-20"):
        revisions.decide_revision(revision, approve=True, by=example.decider)
    with on("2018-06-01"):
        example.transfer("B", "10700", date(2018, 6, 1))
    with on("2018-10-01"):
        example.extend()
    with on("2019-02-10"):
        example.spend(2018)
        example.post("interest", "B", "120.55", 2018)
    with on("2020-02-10"):
        example.spend(2019)
    with on("2020-06-01"):
        example.post("refund", "A", "-3637.09", 2020, date=date(2020, 5, 28))
    with on("2020-06-15"):
        example.certify()
    Project.objects.filter(pk=example.project.pk).update(status="financially-closed")
    example.project.refresh_from_db()


@pytest.fixture
def example(veloria, programme_officer, reviewer):
    for person in (programme_officer, reviewer):
        person.memberships.update(starts=date(2016, 1, 1))
    told = Example(veloria, programme_officer, reviewer)
    tell(told)
    return told


def as_day(text):
    return date.fromisoformat(text) if text else None


def printed(amount):
    return f"{D(amount):,.2f}"


def check(found, expected):
    names = (
        "approved", "transferred", "refunded", "net_funded", "spent", "interest", "balance",
    )  # fmt: skip
    assert [getattr(found, name) for name in names] == [D(amount) for amount in expected[:7]]
    assert f"{found.delivery_rate:.1f}" == expected[7]


def test_functions_give_the_figures_worked_out_by_hand(example, reader):
    project = example.project
    for day, expected in EXPECTED.items():
        for user in (None, example.officer, reader):
            check(figures_of(project, user, as_day(day)), expected)
            check(portfolio_figures([project], user, as_day(day))[project.pk], expected)
    statement = statement_of(project, reader)
    years = {y: str(f.spent) for y, f in statement.by("year").items() if f.spent_cents}
    assert years == SPENT_BY_YEAR
    for name, expected in BY_ORGANISATION.items():
        found = statement.by("organisation_id")[example.who[name].pk]
        amounts = [found.approved, found.net_funded, found.spent, found.balance]
        assert [str(amount) for amount in amounts] == list(expected)
    for code, expected in BY_CATEGORY.items():
        found = statement.by("category__code")[code]
        assert (str(found.approved), str(found.spent)) == expected
    assert f"{statement.total.indirect_share:.2f}" == "7.00"


def test_pure_figures_of_the_rows_are_the_same(example):
    """The rows read one by one and added without the database."""
    posted = [
        money.Posted(
            money.Row(
                row.kind, row.organisation.acronym,
                row.category.code if row.category else None, row.year, row.amount_usd,
                row.finality,
            ),
            row.posted_at.date(),
            row.superseded_by.posted_at.date() if hasattr(row, "superseded_by") else None,
        )
        for row in Transaction.objects.select_related("organisation", "category")
    ]  # fmt: skip
    for day, expected in EXPECTED.items():
        known = money.known_on(posted, as_day(day) or date(2026, 1, 1))
        check(money.figures(one.row for one in known), expected)


def test_the_page_prints_them_now_and_on_past_days(example, client, reader):
    client.force_login(reader)
    url = reverse("projects:money", args=["XV900"])
    for day, expected in EXPECTED.items():
        page = client.get(url, {"known": day} if day else {}).text
        text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
        approved, transferred, refunded, net, spent, interest, balance, rate = expected
        for amount, more in [(approved, " approved budget"), (transferred, " transferred")]:
            assert f"US$ {D(amount):,.0f}{more}" in text
        assert f"balance US$ {D(balance):,.2f}".removesuffix(".00") in text
        assert f"{rate} % delivery rate" in text
        row = re.search(r"Total ([\d., ]+?) By organisation", text).group(1)
        assert row == " ".join(
            printed(amount) for amount in (approved, transferred, refunded, interest, spent)
        )
        assert net
    for year, amount in SPENT_BY_YEAR.items():
        assert f"{year} in all" in page
        assert printed(amount) in page
    assert page.count("Certified") > 20
    assert "Interim" not in page.partition("</form>")[2]
    assert "Nothing stands out." in page


def test_before_the_extension_the_end_was_the_first_one(example, client, reader):
    client.force_login(reader)
    url = reverse("projects:money", args=["XV900"])
    assert "to end on 31 December 2018" in client.get(url, {"known": "2018-09-30"}).text
    assert "to end on 31 December 2019" in client.get(url, {"known": "2018-10-01"}).text
    assert Project.objects.get(code="XV900").ends == date(2019, 12, 31)


def test_the_project_page_prints_them(example, client, reader):
    client.force_login(reader)
    page = client.get(example.project.get_absolute_url()).text
    for amount in ("230,050", "223,300", "219,555.91", "227.55", "3,637.09", "120.55"):
        assert amount in page
    for approved, spent in BY_CATEGORY.values():
        assert printed(approved) in page
        assert printed(spent) in page
    assert "no amount recorded" not in page


ROW = re.compile(
    r'field-__str__"><a[^>]*>XV900, ([\w ]+), \d+</a>.*?field-amount_usd[^>]*>([\d,.]+)<'
    r'.*?icon-(yes|no)', re.DOTALL
)  # fmt: skip


def test_the_admin_holds_the_same_rows(example, client, programme_officer):
    client.force_login(programme_officer)
    url, sums, page_number = reverse("admin:projects_transaction_changelist"), {}, 1
    while True:
        page = client.get(url, {"q": "XV900", "p": page_number}).text
        found = ROW.findall(page)
        for kind, amount, stands in found:
            if stands == "yes":
                sums[kind] = sums.get(kind, 0) + D(amount.replace(",", ""))
        if f"?p={page_number + 1}" not in page.replace("&amp;", "&").replace("&p=", "?p="):
            break
        page_number += 1
    approved, transferred, refunded, _net, spent, interest, *_rest = EXPECTED[None]
    assert sums == {
        "Approved budget": D(approved), "Transfer": D(transferred), "Refund": D(refunded),
        "Expenditure": D(spent), "Interest": D(interest),
    }  # fmt: skip


def test_it_may_close(example):
    day = date(2020, 7, 1)
    assert conditions.no_balance(example.project, day) == []
    on_certified = conditions.all_years_certified(example.project, day)
    assert on_certified == []
    statement = statement_of(example.project, None)
    assert findings_of(example.project, None, statement) == []


def test_what_was_posted_later_does_not_change_what_was_known(example, veloria):
    """Corrections of everything, today, leave each past day as it was."""
    officer = make_user("programme-officer", veloria)
    for row in Transaction.objects.standing().filter(kind="expenditure"):
        ledger.correct(row, {"amount": row.amount + 1}, by=officer, reason="Anew.")
    for day, expected in EXPECTED.items():
        if day:
            check(figures_of(example.project, None, as_day(day)), expected)
    assert figures_of(example.project, None).spent == D("219555.91") + 23
