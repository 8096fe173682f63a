"""One row of a file as what it says: of which record, at which place of which table, how many."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.imports import values
from foundation.imports.columns import Row
from foundation.imports.plan import Outcome, Reading
from foundation.imports.words import Words, plain, spellings
from foundation.reference.models import Country

from ..models import Cell
from ..models.tabulations import LISTS
from .columns import DIMENSIONS, FACTS
from .lists import Lists, chosen, is_total
from .periods import Span, is_shorter_than_a_month, span

MOST = 1_000_000  # no source has counted so many
TOTAL = object()
STATE_WORDS = {
    "not-stated": ("n/s", "not given", "non precise", "non indique"),
    "not-collected": ("non collecte", "not gathered"),
    "mentioned": (
        "mentioned",
        "named",
        "mentionne",
        "named, without a number",
        "reported without a figure",
        "signale sans chiffre",
    ),
    "counted": ("compte",),
}
YES = {"yes": True, "oui": True, "true": True, "1": True, "no": False, "non": False,
       "false": False, "0": False}  # fmt: skip
FACT_NAMES = tuple(column.name for column in FACTS)


@dataclass(frozen=True)
class Place:
    """Where a count stands: a value for each dimension, or nothing."""

    occurred: Span | None = None
    region: Any = None
    form: Any = None
    perpetrator: Any = None
    party: Any = None
    survivor: Any = None

    @property
    def dimensions(self) -> frozenset[str]:
        return frozenset(name for name in DIMENSIONS if getattr(self, name) is not None)

    @property
    def key(self) -> str:
        """The same text as `Cell.coordinates`."""
        parts = [*(self.occurred or ("", ""))]
        held = (self.region, self.form, self.perpetrator, self.party, self.survivor)
        parts += ["" if value is None else value.pk for value in held]
        return "|".join(map(str, parts))


@dataclass(frozen=True, eq=False)
class Said:
    """A row that could be read. `totals` are the dimensions over which it is a sum."""

    facts: Any
    table: str
    adds_up: bool | None
    place: Place
    totals: frozenset[str]
    count: int | None
    state: str
    as_written: str

    @property
    def is_total(self) -> bool:
        """A sum that the source prints, and no cell of a table."""
        return bool(self.totals) or not self.place.dimensions


class RowReader:
    """Reads rows one after another. What stands in thousands of rows is looked up once."""

    def __init__(self, lists: Lists, facts_of: Callable[[dict[str, Any]], Any]):
        self.lists, self.facts_of = lists, facts_of
        self.known: dict[tuple, tuple[Any, list]] = {}
        self.states = Words(
            (c.value, [c.value, *spellings(c.label), *STATE_WORDS[c.value]]) for c in Cell.State
        )
        self.parsers: dict[str, Callable] = {name: chosen(lists.codes[name]) for name in LISTS} | {
            "party": lists.parties.find,
            "occurred": _period,
        }

    def outcome(self, row: Row) -> Outcome:
        reading = Reading(row)
        facts = self._facts(row, reading)
        place, totals = self._place(row, reading, facts)
        count, state = self._number(row, reading)
        said = Said(
            facts,
            reading.read("table", values.text) or "",
            reading.read("adds_up", _yes_or_no),
            place,
            totals,
            count,
            state,
            _short(reading, "as_written", 120),
        )
        _short(reading, "table", 160)
        return Outcome(row, None if reading.errors else said, reading.errors)

    def _once(self, reading, key, work):
        """The value of a cell, or None and its errors, as worked out the first time."""
        if key not in self.known:
            try:
                self.known[key] = work(), []
            except ValidationError as error:
                named = error.error_dict if hasattr(error, "error_dict") else {key[0]: [error]}
                told = [(name, m) for name, e in named.items() for one in e for m in one.messages]
                self.known[key] = None, told
        value, errors = self.known[key]
        reading.errors.extend(errors)
        return value

    def _facts(self, row, reading):
        cells = {name: row[name] for name in FACT_NAMES}
        key = ("facts", *cells.values())
        return self._once(reading, key, lambda: self.facts_of(cells))

    def _place(self, row, reading, facts):
        found = {name: self._dimension(name, row[name], reading) for name in self.parsers}
        if facts is not None and facts.rows_have_days:
            days = (row["start"], row["end"])
            found["occurred"] = found["occurred"] or self._days(days, reading)
        if facts is not None:
            period = found["occurred"] if isinstance(found["occurred"], tuple) else facts.occurred
            found["region"] = self._region(row, reading, facts.country, period)
        totals = frozenset(name for name, value in found.items() if value is TOTAL)
        given = {name: value for name, value in found.items() if value is not TOTAL}
        return Place(**given), totals

    def _dimension(self, name, cell, reading):
        if cell is None:
            return None
        text = values.text(cell)
        if is_total(text):
            return TOTAL
        told = cell if isinstance(cell, date) else text
        return self._once(reading, (name, told), lambda: self.parsers[name](told))

    def _days(self, cells, reading):
        return self._once(reading, ("start", *cells), lambda: _checked(days_of(*cells)))

    def _region(self, row, reading, country: Country, period):
        """By name, by P-code, or by both where they agree."""
        found = []
        for name in ("region_code", "region"):
            text = values.text(row[name])
            if not text:
                continue
            if is_total(text):
                found.append(TOTAL)
                continue
            key = (name, text, country.pk, period)
            found.append(
                self._once(reading, key, lambda text=text: self.lists.region(
                    text, country, period))
            )  # fmt: skip
        if len(found) == 2 and None not in found and found[0] is not found[1]:
            reading.wrong("region", _("The name and the P-code are of two different regions."))
        return found[0] if found else None

    def _number(self, row, reading):
        cell, state = row["count"], self._state(row["state"], "state", reading)
        if isinstance(cell, str) and plain(cell) in self.states.values:
            state, cell = self._state(cell, "count", reading), None
        if cell is None:
            if state in (None, Cell.State.COUNTED.value):
                told = _("Give the number, 0 if there was none, or say why there is no number.")
                reading.wrong("count", told)
            return None, state
        if state not in (None, Cell.State.COUNTED.value):
            reading.wrong("state", _("There is a number, and a reason why there is none."))
        return reading.read("count", whole_count), Cell.State.COUNTED.value

    def _state(self, cell, name, reading):
        if cell is None:
            return None
        return self._once(reading, (name, cell), lambda: self.states.find(values.text(cell)))


def told_once(outcomes: list[Outcome]) -> list[Outcome]:
    """What is wrong with the first columns of a cross-table is told once for a row of the file."""
    number, told = 0, set()
    for outcome in outcomes:
        if outcome.row.number != number:
            number, told = outcome.row.number, set()
        if outcome.row.part and outcome.errors:
            outcome.errors = [e for e in outcome.errors if e[0] == "count" or e not in told]
            told.update(outcome.errors)
    return outcomes


def whole_count(cell: Any) -> int:
    """A count as it is written; ValidationError, with what to write, for anything else."""
    if isinstance(cell, date):
        raise values.wrong(_("A date stands here, where a count must be."))
    written = values.text(cell)
    if written in {"-", "–", "—", "−", ".", "..", "…"}:
        raise values.wrong(_("This can be read two ways. Write 0, or why there is no number."))
    try:
        number = values.amount(cell)
    except ValidationError as error:
        if "," in written and len(written) < 12 and written.replace(",", "").isdecimal():
            raise values.wrong(_("Write the number without a comma.")) from error
        raise values.wrong(_("Enter a whole number, 0 if there was none.")) from error
    if number != number.to_integral_value():
        raise values.wrong(_("A count is a whole number."))
    if number < 0:
        raise values.wrong(_("A count is never below zero."))
    if number > MOST:
        raise values.wrong(_("No source counts so many. Look at this number again."))
    return int(number)


def days_of(first: Any, last: Any) -> Span | None:
    """The period of two columns."""
    if first is None and last is None:
        return None
    try:
        days = values.day(first), values.day(last)
    except ValidationError as error:
        raise ValidationError({"start": error.messages}) from error
    if None in days or days[1] < days[0]:
        raise ValidationError({"end": _("Give the first and the last day, in this order.")})
    return days


def written_period(cell: Any) -> Span | None:
    """The period of one column; None where it is empty."""
    if cell is None:
        return None
    found = span(values.text(cell))
    if found is None:
        raise values.wrong(_("This is no period. Write 2024, 2024-03 or Q1 2024."))
    return found


def _period(cell):
    return _checked(written_period(cell))


def _checked(days):
    """Blank is no period; a day is too much."""
    if days and is_shorter_than_a_month(days):
        raise values.wrong(
            _("A row is about a month or more: a day points at single cases. Write 2024-03.")
        )
    return days


def _yes_or_no(cell):
    try:
        return YES[plain(values.text(cell))]
    except KeyError:
        raise values.wrong(_("Write yes or no.")) from None


def _short(reading, name, most):
    text = reading.read(name, values.text) or ""
    if len(text) > most:
        reading.wrong(name, _("At most %(most)d letters fit here.") % {"most": most})
    return text
