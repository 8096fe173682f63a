"""The pivot as a table ready to print: each number with its share, its way to the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..models.choices import one_state
from ..shown import Count, number
from . import reading, wording
from .answer import Exploration
from .pivot import Place, behind, share_of, shares_of, sums_of
from .tables import QUARTER, TIME
from .turned import Turned

EVERY = ""  # the sum over all rows, or over all columns


@dataclass(frozen=True)
class DrawnCell:
    """One place: its count or the word for its absence, its share, where it comes from."""

    count: Count
    share: Decimal | None = None
    href: str = ""
    missing: str = ""
    is_empty: bool = False


@dataclass(frozen=True)
class DrawnLine:
    key: str
    label: str
    cells: tuple[DrawnCell, ...]
    total: DrawnCell | None = None


@dataclass(frozen=True)
class DrawnPivot:
    """`heads` are empty if nothing is asked across; `foot` is the line of the sums."""

    corner: str
    across: str
    heads: tuple[str, ...]
    lines: tuple[DrawnLine, ...]
    foot: DrawnLine | None = None
    shows_shares: bool = False


@dataclass(frozen=True)
class Origin:
    """One table that a number comes from."""

    record: str
    period: str
    table: str
    href: str
    count: Count
    missing: str


@dataclass(frozen=True)
class Sums:
    """Under the table: what the source states, what the tables add up to, what is between."""

    stated: Count
    attributed: Count | None
    gap: Count | None = None
    excess: Count | None = None


def sums_under(turned: Turned) -> Sums | None:
    """None where there is nothing to hold against each other."""
    stated, attributed = turned.stated, turned.attributed
    if turned.pivot is None or stated is None:
        return None
    if attributed is None:
        return Sums(number(stated), None)
    gap = stated - attributed
    return Sums(
        number(stated),
        number(attributed),
        number(gap) if gap > 0 else None,
        number(-gap) if gap < 0 else None,
    )


def draw(exploration: Exploration) -> DrawnPivot | None:
    turned = exploration.turned
    if turned is None or turned.pivot is None:
        return None
    return _Drawing(exploration, turned).pivot()


def labels_of(turned: Turned, dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """The words for the keys of a dimension, in the order of its list."""
    keys = set(keys)
    if dimension in TIME:
        spans = {
            reading.period_key(r.span(turned.clock)): r.span(turned.clock) for r in turned.used
        }
        return {key: _time_label(dimension, key, spans) for key in _in_time_order(keys)}
    places = turned.places.get(dimension, [])
    return {place.key: place.label for place in places if place.key in keys}


def _in_time_order(keys):
    return sorted(keys, key=lambda key: (key == reading.NONE, key))


def _time_label(dimension, key, spans):
    if dimension == QUARTER:
        return wording.quarter(key)
    if dimension == "year":
        return key
    return reading.period_label(spans.get(key) or reading.span_of(key))


def count_of(place: Place) -> Count:
    """A number that its reader may see, or the word for what stands there without one."""
    if place.count is not None:
        return number(place.count)
    return number(None, one_state(place.states) if place.states else "not-stated")


class _Drawing:
    def __init__(self, exploration, turned):
        self.exploration, self.turned, self.seen = exploration, turned, turned.pivot
        self.rows = labels_of(turned, turned.rows, self.seen.rows)
        self.columns = (
            labels_of(turned, turned.columns, self.seen.columns) if turned.columns else {EVERY: ""}
        )
        self.shares, self.row_shares, self.column_shares = self._shares()

    def pivot(self):
        turned = self.turned
        lines = [self._line(key, label) for key, label in self._ordered()]
        return DrawnPivot(
            corner=str(wording.DIMENSIONS[turned.rows]),
            across=str(wording.DIMENSIONS[turned.columns]) if turned.columns else "",
            heads=tuple(self.columns.values()) if turned.columns else (),
            lines=tuple(lines),
            foot=self._foot(),
            shows_shares=self.shows_shares,
        )

    @property
    def shows_shares(self):
        if self.turned.show == "stated":
            return bool(self.turned.stated)
        return self.turned.show != "counts" and self.seen.adds_up

    def _shares(self):
        if self.turned.show in ("counts", "stated") or not self.seen.adds_up:
            return {}, {}, {}
        return shares_of(self.seen, self.turned.show), *sums_of(self.seen, self.turned.show)

    def _ordered(self):
        lines = list(self.rows.items())
        if self.turned.order != "size":
            return lines
        first = next(iter(self.columns), EVERY)

        def size(line):
            place = self.seen.by_row.get(line[0]) or self.seen.place(line[0], first)
            return -1 if place.count is None else place.count

        return sorted(lines, key=size, reverse=True)

    def _line(self, key, label):
        cells = [
            self._cell(self.seen.place(key, column), (key, column), self.shares.get((key, column)))
            for column in self.columns
        ]
        total = None
        if self.seen.adds_up and self.turned.columns:
            total = self._cell(self.seen.by_row[key], (key, EVERY), self.row_shares.get(key))
        return DrawnLine(key, label, tuple(cells), total)

    def _foot(self):
        if not self.seen.adds_up:
            return None
        cells = [
            self._cell(self.seen.by_column[key], (EVERY, key), self.column_shares.get(key))
            for key in self.columns
        ]
        total = None
        if self.turned.columns:
            whole = 1000 if self.shares else None
            total = self._cell(self.seen.total, (EVERY, EVERY), whole)
        return DrawnLine(EVERY, "", tuple(cells), total)

    def _cell(self, place, at, share):
        if place.is_empty:
            return DrawnCell(number(None, "not-stated"), is_empty=True)
        if self.turned.show == "stated" and self.turned.stated and place.count is not None:
            share = share_of(place.count, self.turned.stated)
        return DrawnCell(
            count_of(place),
            None if share is None else Decimal(share) / 10,
            self._href(place, at),
            wording.missing(place.missing),
        )

    def _href(self, place, at):
        """Straight to the table if there is one; else to the list of them on this page."""
        if len(place.tables) == 1:
            (pk,) = place.tables
            table = next(table for table in self.turned.chosen if table.pk == pk)
            return f"{self.exploration.about[table.record].url}#table-{pk}"
        asked = self.exploration.asked
        return asked.address(at_row=at[0] or None, at_col=at[1] or None, at="here") + "#origin"


def origins(exploration: Exploration) -> list[Origin]:
    """The tables behind the number that the address points at."""
    turned, query = exploration.turned, exploration.asked.query
    if turned is None or turned.pivot is None or not query.get("at"):
        return []
    at = (query.get("at_row", ""), query.get("at_col", ""))
    found = behind(turned.parts, turned.rows, turned.columns, at, turned.filters)
    by_record = {record.pk: record for record in turned.used}
    made = []
    for table in turned.chosen:
        if table.pk in found:
            about, place = exploration.about[table.record], found[table.pk]
            span = by_record[table.record].span(turned.clock)
            made.append(
                Origin(
                    f"{about.source}, {about.page}" if about.page else about.source,
                    reading.period_label(span),
                    table.title or wording.dimensions(table.dimensions),
                    f"{about.url}#table-{table.pk}",
                    count_of(place),
                    wording.missing(place.missing),
                )
            )
    return made


def pointed_at(exploration: Exploration) -> Any:
    """The words for the place that the address points at."""
    turned, query = exploration.turned, exploration.asked.query
    keys = [(turned.rows, query.get("at_row", "")), (turned.columns, query.get("at_col", ""))]
    words = [labels_of(turned, name, [key]).get(key, "") for name, key in keys if name and key]
    return ", ".join(word for word in words if word)
