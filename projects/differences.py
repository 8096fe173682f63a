"""Where registers differ about a project: worked out, never stored.

Pure: entries and shown values in, differences out; no query.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.reference.written_dates import read

DATES = {"starts", "ends"}
WORDINGS = {"title", "title_fr", "description", "partner"}
LISTS = {"sectors", "targets"}  # the order says nothing


class Kind(StrEnum):
    """What is odd about a field."""

    WORDING = "wording"
    VALUE = "value"
    NOT_A_DATE = "not-a-date"

    @property
    def label(self):
        return LABELS[self]


LABELS = {
    Kind.WORDING: _("Different wording"),
    Kind.VALUE: _("Different value"),
    Kind.NOT_A_DATE: _("Not a date"),
}


@dataclass(frozen=True)
class Shown:
    """What the page says of a field. `also` are other spellings of the same value.

    Not `compared` where the page says it in another form than a register would.
    """

    text: str
    also: tuple[str, ...] = ()
    compared: bool = True


@dataclass(frozen=True)
class FieldDifference:
    """One field on which registers, or a register and the page, do not agree."""

    field: str
    entries: tuple[Any, ...]
    shown: str
    kinds: tuple[Kind, ...]

    @property
    def label(self) -> str:
        return self.entries[0].get_field_display()

    @property
    def to_choose(self) -> bool:
        """Whether there is anything to choose: a date that is none has no rival by itself."""
        return set(self.kinds) != {Kind.NOT_A_DATE}

    @property
    def chosen(self) -> Any:
        return next((entry for entry in self.entries if entry.chosen), None)


def find(
    entries: Iterable[Any], shown: Mapping[str, Shown], order: Sequence[str]
) -> list[FieldDifference]:
    """The fields that differ, in the order given. Entries have .field .value_as_written .chosen"""
    by_field: dict[str, list[Any]] = {}
    for entry in entries:
        by_field.setdefault(entry.field, []).append(entry)
    found = []
    for field in order:
        said = by_field.get(field, [])
        kinds = _kinds(field, [entry.value_as_written for entry in said], shown.get(field))
        if kinds:
            text = shown[field].text if field in shown else ""
            found.append(FieldDifference(field, tuple(said), text, kinds))
    return found


def _kinds(field, values, shown):
    kinds = []
    if field in DATES and any(not read(value).is_date for value in values):
        kinds.append(Kind.NOT_A_DATE)
    if _disagree(field, values, shown):
        kinds.append(Kind.WORDING if field in WORDINGS else Kind.VALUE)
    return tuple(kinds)


def _disagree(field, values, shown):
    said = {meaning(field, value) for value in values}
    if shown is None or not shown.compared or not shown.text:
        return len(said) > 1
    spellings = {meaning(field, text) for text in (shown.text, *shown.also)}
    if said & spellings:  # what is spelt in several ways there is one value
        return bool(said - spellings)
    return bool(said)


def meaning(field: str, value: str) -> Any:
    """What is compared: the days a date can mean, or letters and digits of a text.

    Upper and lower case, punctuation and spaces do not count, except in a title or name, where
    the wording itself is what registers differ in.
    """
    if field in DATES:
        written = read(value)
        if written.is_date:
            return written.first, written.last
    if field in WORDINGS:
        return " ".join(value.split())
    if field in LISTS:
        parts = re.split(r"[;,\n]", value.casefold()) if field == "targets" else value.split(";")
        return frozenset(" ".join(re.findall(r"[\w.]+", part)) for part in parts if part.strip())
    return " ".join(re.findall(r"\w+", value.casefold()))


def outlived(participations: Iterable[Any], starts: Any) -> list[Any]:
    """Participations of organisations that had become another before the project began."""
    return [
        part
        for part in participations
        if starts and part.organisation.ended and part.organisation.ended <= starts
    ]
