"""What the rows and columns of a table may be: the values of each dimension, as tokens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.access.querysets import for_user
from foundation.reference.models import Code, Organisation, Region
from foundation.reference.written_dates import read

from .findings import Span, periods_within
from .models import Cell, Tabulation
from .models.tabulations import LISTS, name_of, name_without
from .shown import Period

NOBODY = NOWHERE = "none"
PARTIES = (Organisation.Kind.NATIONAL_FORCES, Organisation.Kind.ARMED_GROUP)
MOST_PERIODS = 40


@dataclass(frozen=True)
class Value:
    """One value of a dimension: its token in a form, its name, what it writes into a cell."""

    token: str
    label: str
    fields: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)
    group: str = ""
    closed: bool = field(default=False, compare=False)  # stands where it was used, nowhere anew


class Axes:
    """The values that this table may have, by dimension; each list is asked for once."""

    def __init__(self, table: Tabulation, user: Any):
        self.table, self.user = table, user
        self.dimensions = list(table.dimensions)
        self._known: dict[str, dict[str, Value]] = {}

    def __getitem__(self, dimension: str) -> dict[str, Value]:
        if dimension not in self._known:
            values = getattr(self, f"_{dimension}", None) or (lambda: self._codes(dimension))
            self._known[dimension] = {value.token: value for value in values()}
        return self._known[dimension]

    def admit(self, cells: Iterable[Cell]) -> None:
        """What a saved cell has stays a choice, even where the list offers it no longer."""
        for cell in cells:
            for dimension in self.dimensions:
                value = value_of(cell, dimension)
                self[dimension].setdefault(value.token, value)

    def find(self, dimension: str, token: str) -> Value | None:
        """The value, if it may be chosen; a period may be any."""
        found = self[dimension].get(token)
        if found is None and dimension == "occurred" and (span := _span(token)):
            found = self[dimension][token] = _period(span)
        return found

    def _codes(self, dimension):
        rows = for_user(Code.objects.filter(list=LISTS[dimension], active=True), self.user)
        return [Value(str(row.pk), row.name, {dimension: row}) for row in rows]

    def _region(self):
        """Of the edition that was in force when it happened."""
        record = self.table.submission
        rows = for_user(Region.objects.filter(country=record.country_id), self.user)
        if record.occurred_to:
            day = record.occurred_to
            in_force = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
            in_force = in_force.filter(valid_from__lte=day)
            rows = in_force if in_force.exists() else rows
        nowhere = Value(NOWHERE, name_without("region"), {"region": None})
        return [*(Value(str(row.pk), row.name, {"region": row}) for row in rows), nowhere]

    def _party(self):
        rows = for_user(Organisation.objects.filter(kind__in=PARTIES), self.user)
        nobody = [Value(NOBODY, name_without("party"), {"party": None})]
        if "perpetrator" not in self.dimensions:
            nobody = []  # a group says who, where no party is named
        return [*nobody, *(Value(str(row.pk), row.name, {"party": row}) for row in rows)]

    def _occurred(self):
        record = self.table.submission
        if not record.occurred_from:
            return
        span = (record.occurred_from, record.occurred_to)
        groups = {"year": _("Years"), "quarter": _("Quarters"), "month": _("Months")}
        for kind, name in groups.items():
            found = periods_within(span, kind)
            if len(found) <= MOST_PERIODS:
                yield from (_period(one, name) for one in found)


def periods_in(text: str) -> tuple[list[str], list[str]]:
    """Periods as people write them, parted by commas or lines: tokens, and what is no period."""
    tokens, wrong = [], []
    for part in text.replace("\n", ",").replace(";", ",").split(","):
        if part.strip():
            written = read(part)
            if written.is_date:
                tokens.append(_token(written.first, written.last))
            else:
                wrong.append(part.strip())
    return tokens, wrong


def value_of(cell: Cell, dimension: str) -> Value:
    """The value that a saved cell has."""
    if dimension == "occurred":
        return _period((cell.occurred_from, cell.occurred_to))
    related = getattr(cell, dimension)
    if related is None:
        return Value(NOBODY, name_without(dimension), {dimension: None})
    closed = isinstance(related, Code) and not related.active
    return Value(str(related.pk), name_of(related), {dimension: related}, closed=closed)


def _period(span: Span, group: str = "") -> Value:
    first, last = span
    fields = {"occurred_from": first, "occurred_to": last}
    return Value(_token(first, last), Period(first, last).label, fields, group)


def _token(first: date, last: date) -> str:
    return f"{first:%Y%m%d}to{last:%Y%m%d}"


def _span(token: str) -> Span | None:
    first, _to, last = token.partition("to")
    try:
        span = tuple(date.fromisoformat(day) for day in (first, last))
    except ValueError:
        return None
    return span if len(first) == len(last) == 8 and span[0] <= span[1] else None
