"""One measure turned over: which records, which tables, by what; or why there is no answer."""

from collections.abc import Iterable
from typing import Any

from ..counts import stated_totals
from ..models.tabulations import Dimension
from . import reading
from .asking import FILTER, ORDERS, SHOWS, Asked
from .measures import LATE, Measure, Record, latest, overlap
from .pivot import DoesNotAddUpError, Part, Pivot, turn
from .tables import PERIOD, QUARTER, TIME, YEAR, choose, together

PREFERRED = ("region", "perpetrator", "form", "survivor", "party", "occurred")
MOST_ROWS, MOST_COLUMNS = 200, 30


class Turned:
    """Worked out step by step; a step that cannot be done leaves its name in `refusal`.

    A refusal comes with no number at all, and what can be refused before a count is loaded is.
    """

    def __init__(self, asked: Asked, measure: Measure, records: list[Record], user: Any):
        self.asked, self.measure, self.user = asked, measure, user
        self.clock, self.records = measure.clock, records
        self.refusal = self.notice = ""
        self.pivot: Pivot | None = None
        self.parts: list[Part] = []
        self.totals: dict[int, int | None] = {}
        self.used = self._records()
        self.tables = reading.tables_of(self.used, user)
        self._dimensions()

    def answer(self, beside: Iterable[Record] = ()) -> None:
        """Load the counts and turn them; `beside` are records whose totals the page shows too."""
        if self.refusal:
            return
        seen = {record.pk for record in (*self.records, *beside)}
        self.totals = stated_totals(seen, self.user)
        if self.chosen:
            self._turn()

    @property
    def periods(self) -> list[tuple[str, str, Record]]:
        """(key, label, record): two records of one period are told apart by their reference."""
        keys = [reading.period_key(record.span(self.clock)) for record in self.records]
        found = []
        for record, key in zip(self.records, keys, strict=True):
            label = reading.period_label(record.span(self.clock))
            if keys.count(key) > 1:
                key, label = f"{key}.{record.reference}", f"{label} ({record.reference})"
            found.append((key, label, record))
        return found

    def _records(self):
        by_key = {key: record for key, _label, record in self.periods}
        self.chosen_periods = self.asked.many("period", by_key)
        these = [by_key[key] for key in self.chosen_periods] or self.records
        if not overlap(these, self.clock):
            return these
        if self.chosen_periods:
            self.refusal = "overlap"
            return these
        self.notice = "latest"
        return latest(self.records, self.clock)

    def _dimensions(self):
        held = set().union(*(table.held(self.clock) for table in self.tables))
        known = [name for name in (*PREFERRED, *TIME) if name in held or name in TIME]
        self.offered = known
        self.rows = self.asked.one("rows", known, next(iter(known)))
        self.columns = self.asked.one("cols", [n for n in known if n != self.rows])
        self.show = self.asked.one("show", SHOWS, "counts")
        self.order = self.asked.one("order", ORDERS, "list")
        filtered = [name for name in Dimension.values if self.asked.query.get(FILTER + name)]
        wanted = [name for name in dict.fromkeys([self.rows, self.columns, *filtered]) if name]
        self.wanted = [name for name in wanted if name not in TIME]
        self._choose_tables()
        self.places = self._places() if self.chosen else {}
        self.filters = {
            name: self.asked.many(FILTER + name, {place.key for place in self.places[name]})
            for name in self.places
        }

    def _choose_tables(self):
        """For each record the smallest table that holds all that is wanted."""
        by_record = {record.pk: [] for record in self.used}
        for table in self.tables:
            by_record[table.record].append(table)
        found = {pk: choose(own, self.wanted, self.clock) for pk, own in by_record.items()}
        self.chosen = [table for table in found.values() if table]
        self.left_out = [record for record in self.used if found[record.pk] is None]
        if self.tables and not self.chosen and not self.refusal:
            self.refusal = "not-together"

    def _places(self):
        """What can be filtered by: each dimension that a table holds beside what is wanted."""
        found = {}
        for name in together(self.tables, self.wanted, self.clock):
            holding = [t for t in self.tables if {*self.wanted, name} <= t.held(self.clock)]
            found[name] = reading.places_of(name, holding, self.user)
        return {name: found[name] for name in PREFERRED if name in found}

    def _turn(self):
        spans = {record.pk: record.span(self.clock) for record in self.used}
        self.parts = reading.parts_of(
            self.chosen, self.wanted, self.places, self.clock, spans, self.user
        )
        self.rows, self.columns = self._time(self.rows, "rows"), self._time(self.columns, "cols")
        if self.rows == self.columns:
            self.columns = ""
        try:
            pivot = turn(self.parts, self.rows, self.columns, self.filters, adds_up=self.adds_up)
        except DoesNotAddUpError:
            self._refuse("not-added-up")
            return
        if len(pivot.rows) > MOST_ROWS or len(pivot.columns) > MOST_COLUMNS:
            self._refuse("too-large")
            return
        self.pivot = pivot

    def _time(self, name, parameter):
        """Years and quarters only where each figure lies within one."""
        if name in (YEAR, QUARTER) and any(not part.at[name] for part in self.parts):
            self.asked.problems.append((parameter, name))
            return PERIOD
        return name

    def _refuse(self, why):
        self.refusal, self.parts, self.totals = why, [], {}

    @property
    def adds_up(self) -> bool:
        return all(table.adds_up for table in self.chosen)

    @property
    def is_late(self) -> bool:
        return self.measure.timing == LATE

    @property
    def is_filtered(self) -> bool:
        return any(self.filters.values())

    @property
    def answering(self) -> list[Record]:
        """The records whose tables are in the pivot."""
        known = {table.record for table in self.chosen}
        return [record for record in self.used if record.pk in known]

    @property
    def stated(self) -> int | None:
        """The stated totals of the records in the pivot; none if one of them states none."""
        totals = [self.totals.get(record.pk) for record in self.answering]
        return None if not totals or None in totals else sum(totals)

    @property
    def attributed(self) -> int | None:
        """What the tables add up to before any filter."""
        counts = [part.count for part in self.parts if part.count is not None]
        return sum(counts) if counts and self.adds_up else None
