"""Dates as people write them: kept as written, with the range of days they can mean.

`read("2019-03")` is the whole of March 2019; `read("31 April 2018")` is no date at all, and says
so.
Pure: no Django models, no database.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            ("january", "jan", "janvier", "janv"),
            ("february", "feb", "février", "fevrier", "févr"),
            ("march", "mar", "mars"),
            ("april", "apr", "avril", "avr"),
            ("may", "mai"),
            ("june", "jun", "juin"),
            ("july", "jul", "juillet", "juil"),
            ("august", "aug", "août", "aout"),
            ("september", "sep", "sept", "septembre"),
            ("october", "oct", "octobre"),
            ("november", "nov", "novembre"),
            ("december", "dec", "décembre", "decembre", "déc"),
        ],
        start=1,
    )
    for name in names
}

PATTERNS = [
    (re.compile(r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})$"), "day"),
    (re.compile(r"^(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})$"), "day"),
    (
        re.compile(r"^(?P<day>\d{1,2})(?:st|nd|rd|th|er)? (?P<name>[^\W\d]+)\.? (?P<year>\d{4})$"),
        "day",
    ),
    (
        re.compile(
            r"^(?:by )?(?:the |la )?(?:end|fin) (?:of |de |d['’])?"
            r"(?:(?P<name>[^\W\d]+)\.? )?(?P<year>\d{4})$"
        ),
        "end",
    ),
    (re.compile(r"^(?P<year>\d{4})-(?P<month>\d{1,2})$"), "month"),
    (re.compile(r"^(?P<name>[^\W\d]+)\.? (?P<year>\d{4})$"), "month"),
    (re.compile(r"^(?P<year>\d{4})$"), "year"),
    (re.compile(r"^(?P<year>\d{4}) ?[-–/] ?(?P<until>\d{4})$"), "years"),
]


@dataclass(frozen=True)
class WrittenDate:
    """What was written and the first and last day it can mean; both None if it is no date."""

    text: str
    first: date | None = None
    last: date | None = None

    @property
    def is_date(self) -> bool:
        return self.first is not None


def read(text: str) -> WrittenDate:
    """Read a day, a month, a year, a span of years or the end of one, in English or French.

    The end of a year is its last three months, the end of a month its last ten days.

    Day before month in 15/09/2016, as the United Nations writes. Never raises: what cannot be a
    date comes back with no range.
    """
    text = " ".join(text.split())
    # Some systems write é as e and an accent; the months above have it as one letter.
    plain = unicodedata.normalize("NFC", text.lower())
    for pattern, precision in PATTERNS:
        if match := pattern.match(plain):
            try:
                return WrittenDate(text, *_range(precision, match.groupdict()))
            except (ValueError, KeyError):
                return WrittenDate(text)
    return WrittenDate(text)


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _range(precision: str, parts: dict) -> tuple[date, date]:
    year = int(parts["year"])
    if precision == "year":
        return date(year, 1, 1), date(year, 12, 31)
    if precision == "years":
        first, last = date(year, 1, 1), date(int(parts["until"]), 12, 31)
        if last < first:
            raise ValueError
        return first, last
    if precision == "end" and not parts["name"]:
        return date(year, 10, 1), date(year, 12, 31)
    month = int(parts["month"]) if parts.get("month") else MONTHS[parts["name"]]
    if precision == "month":
        return date(year, month, 1), _last_of(year, month)
    if precision == "end":
        return _last_of(year, month) - timedelta(days=9), _last_of(year, month)
    day = date(year, month, int(parts["day"]))
    return day, day
