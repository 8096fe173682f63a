"""The question of an address about one country, and what may be answered."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from foundation.reference.models import Country

from . import reading, wording
from .asking import Asked, address
from .controls import Control, control
from .measures import AXES, CLOCKS, OF_RECORD, TIMINGS, Measure, Record, differ, narrow
from .turned import Turned

ASKED_FIRST = ("source", "unit", "verification", "system", "clock", "timing")


class Exploration:
    """Which measures the address names; if one, that one turned; if several, why none is added."""

    def __init__(self, country: Country, user: Any, query: QueryDict):
        self.country, self.user, self.asked = country, user, Asked(query)
        self.records, self.about = reading.records_of(country, user)
        self.sources = {r.source: self.about[r.pk].source for r in self.records}
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.measures = self._measures()
        self.turned = self._turned()

    def _measures(self) -> dict[Measure, list[Record]]:
        """An axis that would leave nothing gives way to those before it, and the page says so."""
        found = narrow(self.records, {})
        for axis in ASKED_FIRST:
            values = self.asked.many(axis, self._values(axis))
            narrowed = narrow(self.records, {**self.chosen, axis: values})
            if values and not narrowed:
                self.asked.problems += [(axis, value) for value in values]
                values = ()
            self.chosen[axis] = values
            found = narrowed or found
        return found

    @property
    def differing(self) -> list[str]:
        return differ(self.measures) if len(self.measures) > 1 else []

    @property
    def wants_side_by_side(self) -> bool:
        return self.asked.one("side", ["by-side"]) == "by-side" and len(self.measures) > 1

    @property
    def measure_controls(self) -> list[Control]:
        """A drop-down for each thing that keeps figures apart."""
        one = next(iter(self.measures)) if len(self.measures) == 1 else None
        found = []
        for axis in AXES:
            values = self._values(axis)
            chosen = [getattr(one, axis)] if one else self.chosen.get(axis, ())
            choices = [(v, wording.axis_value(axis, v, self.sources)) for v in values]
            found.append(control(axis, wording.AXES[axis], choices, chosen))
        return found

    @property
    def source_line(self) -> str:
        """The source of the measure, and the pages of the records that answer."""
        source = self.sources[self.turned.measure.source]
        pages = dict.fromkeys(self.about[r.pk].page for r in self.turned.answering)
        known = [page for page in pages if page]
        if len(known) > 3:
            more = {"source": source, "first": known[0], "n": len(known) - 1}
            return _("%(source)s, %(first)s and %(n)d more places") % more
        return ", ".join([source, *known])

    @property
    def caption(self) -> str:
        """What a chart of the answer counts, when, and under which filters."""
        turned = self.turned
        periods = reading.periods_label(turned.answering or turned.used, turned.clock)
        said = [self.label(turned.measure), periods]
        for name, keys in turned.filters.items():
            labels = [place.label for place in turned.places[name] if place.key in keys]
            if labels:
                said.append(f"{wording.DIMENSIONS[name]}: {', '.join(labels)}")
        return ". ".join(said) + "."

    @property
    def unit(self) -> str:
        return wording.axis_value("unit", self.turned.measure.unit, {})

    def label(self, measure: Measure) -> str:
        return wording.measure(measure, self.sources)

    def link(self, measure: Measure) -> str:
        """The address of one measure, turned the way this address turns."""
        kept = {
            name: self.asked.query[name]
            for name in ("rows", "cols", "show", "order")
            if self.asked.query.get(name)
        }
        axes = {axis: getattr(measure, axis) for axis in AXES}
        return address(self.country.slug, **axes, **kept)

    def _turned(self):
        if len(self.measures) != 1:
            return None
        ((measure, records),) = self.measures.items()
        turned = Turned(self.asked, measure, records, self.user)
        turned.answer(beside=self.same_way(measure))
        return turned

    def same_way(self, measure: Measure):
        """All records counted this way, those known late included: for the trend."""
        way = {axis: (getattr(measure, axis),) for axis in (*OF_RECORD, "clock")}
        both = narrow(self.records, {**way, "timing": TIMINGS})
        return [record for records in both.values() for record in records]

    def _values(self, axis):
        if axis == "clock":
            return [clock for clock in CLOCKS if any(r.is_on(clock) for r in self.records)]
        if axis == "timing":
            return [t for t in TIMINGS if any(r.timing == t for r in self.records)]
        return sorted({getattr(record, axis) for record in self.records})
