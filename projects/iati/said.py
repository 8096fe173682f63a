"""What an IATI file says of an activity beside single values: amounts, documents, results. Pure.

Only what the register has a place for; what is left aside is listed by `left.py`.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Body:
    """A body as the file names it; each part may be missing."""

    ref: str = ""
    name: str = ""

    def __str__(self):
        return self.name or self.ref


@dataclass(frozen=True)
class Amount:
    """One budget, transaction or planned disbursement. None or empty: not said, or none."""

    tag: str
    type: str
    line: int
    amount: Decimal | None
    currency: str
    day: date | None
    ends: date | None = None  # of the period of a budget
    body: Body = Body()
    voucher: str = ""


@dataclass(frozen=True)
class Link:
    """A document on the web."""

    line: int
    title: str
    url: str
    category: str
    language: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Value:
    line: int
    starts: date
    ends: date
    value: Decimal


@dataclass(frozen=True)
class Measure:
    """An indicator with the totals that the file gives; parts of a total are none."""

    line: int
    title: str
    measure: str
    ascending: str = ""
    about: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    target: Decimal | None = None
    target_day: date | None = None
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A result of the file."""

    line: int
    type: str
    title: str
    measures: tuple[Measure, ...] = ()


@dataclass
class Parts:
    """All of one activity."""

    amounts: list[Amount] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    carriers: list[Body] = field(default_factory=list)  # who carries the activity out

    def texts(self):
        """(text, line) of all that would be kept of these."""
        for link in self.links:
            yield link.title, link.line
        for outcome in self.outcomes:
            yield outcome.title, outcome.line
            for measure in outcome.measures:
                yield measure.title, measure.line
                yield measure.about, measure.line
        for amount in self.amounts:
            yield amount.voucher, amount.line
