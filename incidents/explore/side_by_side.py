"""Measures that are not added, each in a chart of its own; one scale for those of one unit."""

from collections import defaultdict

from django.utils.translation import gettext as _

from foundation.ui.charts import Bar, BarChart

from ..counts import stated_totals
from . import reading, wording
from .answer import Exploration
from .controls import Control, control
from .drawing import MOST_BARS, MOST_CHARTS, Multiples, scale_words
from .drawn import count_of
from .measures import OCCURRED, latest, overlap
from .pivot import DoesNotAddUpError, turn
from .tables import choose
from .turned import PREFERRED

DIMENSIONS = tuple(name for name in PREFERRED if name != "occurred")


class SideBySide:
    """The same rows for each measure; asks the database as often for two as for twelve."""

    def __init__(self, exploration: Exploration):
        self.exploration, self.user = exploration, exploration.user
        measures = list(exploration.measures.items())
        self.more = len(measures) - MOST_CHARTS
        self.used = {
            measure: latest(records, measure.clock) if overlap(records, measure.clock) else records
            for measure, records in measures[:MOST_CHARTS]
        }
        every = {record.pk: record for records in self.used.values() for record in records}
        tables = reading.tables_of(every.values(), self.user)
        self.by_record = defaultdict(list)
        for table in tables:
            self.by_record[table.record].append(table)
        held = set().union(*(table.dimensions for table in tables))
        self.offered = [name for name in DIMENSIONS if name in held]
        self.rows = exploration.asked.one("rows", self.offered, next(iter(self.offered), ""))
        if self.rows:
            self._load(every)

    def _load(self, every):
        stated_totals(every, self.user)  # the sight of all of them is recorded
        found = {pk: choose(own, [self.rows], OCCURRED) for pk, own in self.by_record.items()}
        self.chosen = {pk: table for pk, table in found.items() if table}
        tables = list(self.chosen.values())
        self.places = reading.places_of(self.rows, tables, self.user)
        self.parts = reading.parts_of(
            tables,
            [self.rows],
            {self.rows: self.places},
            OCCURRED,
            dict.fromkeys(every),
            self.user,
        )

    @property
    def control(self) -> Control:
        choices = [(name, wording.DIMENSIONS[name]) for name in self.offered]
        return control("rows", wording.PARAMETERS["rows"], choices, [self.rows])

    @property
    def label(self) -> str:
        return str(wording.DIMENSIONS[self.rows]) if self.rows else ""

    def by_unit(self) -> list[Multiples]:
        """One group of charts for each unit: bars of two units have no common scale."""
        turned = defaultdict(list)
        for measure, records in self.used.items():
            turned[measure.unit].append((measure, self._pivot(records)))
        return [self._group(several) for several in turned.values()] if self.rows else []

    def _pivot(self, records):
        chosen = [self.chosen[record.pk] for record in records if record.pk in self.chosen]
        numbers = {table.pk for table in chosen}
        parts = [part for part in self.parts if part.table in numbers]
        try:
            return turn(parts, self.rows, adds_up=all(table.adds_up for table in chosen))
        except DoesNotAddUpError:
            return None

    def _group(self, several):
        counts = [
            place.count or 0 for _m, pivot in several if pivot for place in pivot.places.values()
        ]
        highest = max(counts, default=0)
        charts = tuple(self._chart(measure, pivot, highest) for measure, pivot in several)
        return Multiples(charts, scale_words(highest))

    def _chart(self, measure, pivot, highest):
        answering = [record for record in self.used[measure] if record.pk in self.chosen]
        periods = reading.periods_label(answering, measure.clock)
        return BarChart(
            self.exploration.sources[measure.source],
            f"{self.exploration.label(measure)}. {periods}",
            self._bars(pivot),
            unit=wording.axis_value("unit", measure.unit, {}),
            head=self.label,
            source=self.exploration.sources[measure.source],
            source_url=self.exploration.link(measure),
            highest=highest,
        )

    def _bars(self, pivot):
        if pivot is None or not pivot.rows:
            words = _("does not add up") if pivot is None else _("no such table")
            return [Bar(self.label, text=words)]
        places = [place for place in self.places if place.key in pivot.rows][:MOST_BARS]
        cells = [(place, pivot.place(place.key, "")) for place in places]
        return [Bar(place.label, cell=count_of(here)) for place, here in cells]
