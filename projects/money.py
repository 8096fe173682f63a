"""What a ledger adds up to. Pure: rows in, figures out; no models, no database.

Every amount is in US dollars, to the cent. Sums are made of whole cents, so nothing is rounded
on the way, and a whole is always the sum of its parts: it is never read from anywhere else.

| figure | how it is worked out |
| --- | --- |
| approved | budget rows |
| transferred, refunded, interest, spent | rows of that kind |
| net funded | transferred - refunded |
| balance | net funded + interest - spent |
| delivery rate | spent / net funded x 100, in per cent; none before a transfer |
| indirect share | category 8 / sum of categories 1 to 7 x 100, in per cent, of what was spent |

Rows are those that stand: a corrected row is no longer one of them.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import reduce
from operator import add
from typing import Any, TypeVar

CENT = Decimal("0.01")
INDIRECT = "indirect"  # the code of category 8
INTERIM, FINAL, CERTIFIED = "interim", "final", "certified"
SUMMED = {
    "budget": "approved_cents",
    "transfer": "transferred_cents",
    "refund": "refunded_cents",
    "expenditure": "spent_cents",
    "interest": "interest_cents",
}
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Row:
    """One amount that stands, or a sum of such. `amount` in US dollars, never negative.

    Names are whatever the caller groups by: keys, codes, objects. `category` None: not stated.
    """

    kind: str
    organisation: Any
    category: Any
    year: int
    amount: Decimal
    finality: str = ""

    @property
    def cents(self) -> int:
        return to_cents(self.amount)


@dataclass(frozen=True)
class Posted:
    """A row with its place in time: known from `posted_on` until a correction took its place.

    `arrived_on` is the day by which somebody had said the amount: of its source, or of posting.
    """

    row: Row
    posted_on: date
    superseded_on: date | None = None
    arrived_on: date | None = None


@dataclass(frozen=True)
class Figures:
    """Sums of some rows, in whole cents; amounts in US dollars, rates in per cent.

    Figures are added like numbers; those of a whole are the sum of those of its parts.
    """

    approved_cents: int = 0
    transferred_cents: int = 0
    refunded_cents: int = 0
    spent_cents: int = 0
    interest_cents: int = 0
    spent_indirect_cents: int = 0
    spent_direct_cents: int = 0
    approved_indirect_cents: int = 0
    approved_direct_cents: int = 0
    interim_cents: int = 0
    rows: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*map(add, self._numbers(), other._numbers()))

    def _numbers(self):
        return (getattr(self, field.name) for field in fields(self))

    def __bool__(self) -> bool:
        """Whether anything was recorded at all; a budget of 0 is something."""
        return self.rows > 0

    @property
    def approved(self) -> Decimal:
        return from_cents(self.approved_cents)

    @property
    def transferred(self) -> Decimal:
        return from_cents(self.transferred_cents)

    @property
    def refunded(self) -> Decimal:
        return from_cents(self.refunded_cents)

    @property
    def net_funded(self) -> Decimal:
        """Transferred less refunded."""
        return from_cents(self.net_funded_cents)

    @property
    def spent(self) -> Decimal:
        return from_cents(self.spent_cents)

    @property
    def interest(self) -> Decimal:
        return from_cents(self.interest_cents)

    @property
    def balance(self) -> Decimal:
        """Net funded and interest, less spent; below zero where more was spent."""
        return from_cents(self.net_funded_cents + self.interest_cents - self.spent_cents)

    @property
    def interim(self) -> Decimal:
        """The part of what was spent that is stored as interim."""
        return from_cents(self.interim_cents)

    @property
    def net_funded_cents(self) -> int:
        return self.transferred_cents - self.refunded_cents

    @property
    def delivery_rate(self) -> Decimal | None:
        """Spent of net funded, in per cent; None where nothing was funded."""
        return percent(self.spent_cents, self.net_funded_cents)

    @property
    def budget_rate(self) -> Decimal | None:
        """Spent of the approved budget, in per cent; None without a budget."""
        return percent(self.spent_cents, self.approved_cents)

    @property
    def indirect_share(self) -> Decimal | None:
        """Indirect costs spent, in per cent of the direct ones; None where no direct is stated."""
        return percent(self.spent_indirect_cents, self.spent_direct_cents)

    @property
    def approved_indirect_share(self) -> Decimal | None:
        """The same of the approved budget."""
        return percent(self.approved_indirect_cents, self.approved_direct_cents)


NOTHING = Figures()


def to_cents(amount: Decimal) -> int:
    """An amount in whole cents; one with parts of a cent is refused, never rounded away."""
    cents = amount.scaleb(2)
    if cents != cents.to_integral_value():
        raise ValueError(f"{amount} is not in whole cents.")
    return int(cents)


def from_cents(cents: int) -> Decimal:
    """Whole cents as an amount with two decimals."""
    return Decimal(cents).scaleb(-2)


def in_dollars(amount: Decimal, rate: Decimal | None) -> Decimal:
    """An amount of another currency in US dollars, to the cent, halves up; rate None: dollars."""
    if rate is None:
        return amount.quantize(CENT, ROUND_HALF_UP)
    with localcontext(prec=60):  # the product exactly; it is rounded once
        return (amount * rate).quantize(CENT, ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` x 100, not rounded; None if the whole is not above zero."""
    return Decimal(part) * 100 / Decimal(whole) if whole > 0 else None


def of_row(row: Row, is_indirect: Callable[[Any], bool] | None = None) -> Figures:
    """The figures of one row. `is_indirect` tells category 8; by default by its code."""
    cents = row.cents
    sums = {SUMMED[row.kind]: cents, "rows": 1}
    if row.kind in {"budget", "expenditure"} and row.category is not None:
        indirect = (is_indirect or _is_indirect)(row.category)
        name = "approved" if row.kind == "budget" else "spent"
        sums[f"{name}_{'indirect' if indirect else 'direct'}_cents"] = cents
    if row.kind == "expenditure" and row.finality == INTERIM:
        sums["interim_cents"] = cents
    return Figures(**sums)


def _is_indirect(category):
    return getattr(category, "code", category) == INDIRECT


def total(parts: Iterable[Figures]) -> Figures:
    """The whole: the sum of its parts, and nothing else."""
    return reduce(add, parts, NOTHING)


def figures(rows: Iterable[Row]) -> Figures:
    """The figures of all the rows together."""
    return total(of_row(row) for row in rows)


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, Figures]:
    """The figures of each group; their total() is that of all the rows."""
    groups: dict[Key, Figures] = {}
    for row in rows:
        name = key(row)
        groups[name] = groups.get(name, NOTHING) + of_row(row)
    return groups


def by_year(rows: Iterable[Row]) -> dict[int, Figures]:
    return dict(sorted(grouped(rows, lambda row: row.year).items()))


def by_organisation(rows: Iterable[Row]) -> dict[Any, Figures]:
    return grouped(rows, lambda row: row.organisation)


def by_category(rows: Iterable[Row]) -> dict[Any, Figures]:
    """None is the group of rows whose source states no category."""
    return grouped(rows, lambda row: row.category)


def by_kind(rows: Iterable[Row]) -> dict[str, Figures]:
    return grouped(rows, lambda row: row.kind)


def known_on(posted: Iterable[Posted], day: date) -> list[Posted]:
    """What stood at the end of that day: posted by then, and not corrected by then."""
    return [
        one
        for one in posted
        if one.posted_on <= day and (one.superseded_on is None or one.superseded_on > day)
    ]


def deadline_of(year: int, deadline: tuple[int, int]) -> date:
    """The last day for the final figures of a year: (4, 30) is 30 April of the next year."""
    return date(year + 1, *deadline)


def shown_finality(stored: str, year: int, day: date, deadline: tuple[int, int]) -> str:
    """How final expenditure of `year` reads on `day`, whatever was stored.

    Interim up to and including the deadline; from then on what was stored. What is no
    expenditure has no finality.
    """
    if stored and day <= deadline_of(year, deadline):
        return INTERIM
    return stored
