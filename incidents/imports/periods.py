"""The period of a row as tables write it: also quarters and half-years. Pure."""

import calendar
import re
import unicodedata
from datetime import date

from foundation.reference.written_dates import read

PART = r"(?P<sign>[qths])(?P<part>[1-4])"
SHORT = (
    re.compile(rf"^{PART}[ \-/]?(?P<year>\d{{4}})$"),
    re.compile(rf"^(?P<year>\d{{4}})[ \-/]?{PART}$"),
)
LONG = re.compile(
    r"^(?P<part>[1-4]|first|second|third|fourth|premier|deuxieme|troisieme|quatrieme)"
    r" ?(?:st|nd|rd|th|er|e|eme|re)? (?P<sign>quarter|trimestre|half|semestre)(?: of| de)?"
    r" (?P<year>\d{4})$"
)
WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4,
    "premier": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4,
}  # fmt: skip
MONTHS = {"q": 3, "t": 3, "quarter": 3, "trimestre": 3, "h": 6, "s": 6, "half": 6, "semestre": 6}
Span = tuple[date, date]


def span(text: str) -> Span | None:
    """The first and last day; None if the words are no period."""
    plain = _plain(text)
    for pattern in (*SHORT, LONG):
        if match := pattern.match(plain):
            return _part_of_year(**match.groupdict())
    written = read(text)
    return (written.first, written.last) if written.is_date else None


def is_shorter_than_a_month(days: Span) -> bool:
    """A day or a week points at single cases."""
    first, last = days
    return (last - first).days + 1 < 28


def _part_of_year(sign, part, year):
    length = MONTHS[sign]
    number = WORDS.get(part) or int(part)
    last_month = number * length
    if last_month > 12 or int(year) < 1:
        return None
    last = date(int(year), last_month, calendar.monthrange(int(year), last_month)[1])
    return date(int(year), last_month - length + 1, 1), last


def _plain(text):
    parts = unicodedata.normalize("NFKD", " ".join(text.split()).lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
