"""An IATI activity as plain values, in the order of the standard. Pure: no models, no XML."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Text:
    """Words; `language` only where it is not that of the file."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Organisation:
    name: str
    ref: str = ""
    type: str = ""
    role: str = ""


@dataclass(frozen=True)
class Day:
    """A day of the activity's life; `written` where the source does not write a day."""

    type: str
    day: date
    written: str = ""


@dataclass(frozen=True)
class Area:
    """A country by its code, or an area of our own list, which then has its name."""

    code: str
    name: str = ""
    is_country: bool = True


@dataclass(frozen=True)
class Sector:
    code: str
    share: Decimal | None = None


@dataclass(frozen=True)
class Budget:
    """What one source says was approved for one calendar year, or the part of it that is run."""

    type: str
    starts: date
    ends: date
    amount: Decimal
    currency: str
    value_day: date


@dataclass(frozen=True)
class Payment:
    """One commitment, disbursement or expenditure; below zero for a refund."""

    type: str
    day: date
    amount: Decimal
    currency: str
    value_day: date
    text: str
    provider: Organisation | None = None
    receiver: Organisation | None = None
    ref: str = ""


@dataclass(frozen=True)
class Document:
    url: str
    format: str
    title: str
    category: str
    language: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Period:
    starts: date
    ends: date
    target: Decimal | None = None
    actual: Decimal | None = None


@dataclass(frozen=True)
class Baseline:
    year: int
    value: Decimal


@dataclass(frozen=True)
class Indicator:
    title: str
    measure: str
    ascending: bool | None
    about: str = ""
    baseline: Baseline | None = None
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Result:
    type: str
    title: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Defaults:
    """What holds for the money of an activity unless it says otherwise; empty: not stated."""

    collaboration: str = ""
    flow: str = ""
    finance: str = ""
    aid: str = ""
    tied: str = ""


@dataclass(frozen=True)
class Activity:
    """One project as IATI knows it: public, complete enough to be valid."""

    identifier: str
    reporting: Organisation
    secondary: bool
    language: str
    currency: str
    titles: tuple[Text, ...]
    description: Text
    participants: tuple[Organisation, ...]
    other_identifier: str
    other_owner: str
    status: str
    days: tuple[Day, ...]
    areas: tuple[Area, ...]
    sectors: tuple[Sector, ...]
    targets: tuple[str, ...] = ()
    gender: str = ""
    defaults: Defaults = field(default_factory=Defaults)
    budgets: tuple[Budget, ...] = ()
    payments: tuple[Payment, ...] = ()
    documents: tuple[Document, ...] = ()
    related: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
