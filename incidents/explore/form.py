"""The form of the page, and what the page says of what was asked. Nothing here is a count."""

from dataclasses import dataclass

from foundation.reference.models import Country

from . import reading, wording
from .answer import Exploration
from .asking import FILTER, ORDERS, SHOWS
from .controls import Control, control
from .measures import overlap
from .turned import Turned


@dataclass(frozen=True)
class Line:
    """One measure in the list of those that are not added."""

    source: str
    label: str
    system: str
    periods: str
    href: str


class ExploreForm:
    """Drop-downs, ticks, chips and sentences as plain values for the templates."""

    def __init__(self, exploration: Exploration, countries: list[Country]):
        self.exploration, self.turned = exploration, exploration.turned
        choices = [(country.slug, country) for country in countries]
        self.country = control("country", "", choices, [exploration.country.slug])
        self.measure = exploration.measure_controls
        self.turning = self._turning(self.turned) if self.turned else []
        self.ticks = self._ticks(self.turned) if self.turned else []

    @property
    def beside_url(self) -> str:
        return self.exploration.asked.address(side="by-side")

    @property
    def problems(self) -> list[str]:
        """What the address asks that is no choice; read last, when all has been asked."""
        asked = dict.fromkeys(self.exploration.asked.problems)
        return [wording.no_choice(name, value, self.exploration.sources) for name, value in asked]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a click on a smaller form must not lose."""
        query = self.exploration.asked.query
        return [(name, value) for name, values in query.lists() for value in values]

    @property
    def swap(self) -> str:
        """The address with rows and columns changed over."""
        turned = self.turned
        if not turned or not turned.columns:
            return ""
        return self._turn(rows=turned.columns, cols=turned.rows)

    @property
    def reasons(self) -> list[str]:
        return [str(wording.REASONS[axis]) for axis in self.exploration.differing]

    @property
    def lines(self) -> list[Line]:
        exploration = self.exploration
        return [
            Line(
                exploration.sources[measure.source],
                exploration.label(measure),
                wording.axis_value("system", measure.system, {}),
                reading.periods_label(records, measure.clock),
                exploration.link(measure),
            )
            for measure, records in exploration.measures.items()
        ]

    @property
    def heading(self) -> str:
        """What the table is turned by: "Region × form of violence"."""
        turned = self.turned
        names = wording.dimensions(name for name in (turned.rows, turned.columns) if name)
        return names[:1].upper() + names[1:]

    @property
    def measure_label(self) -> str:
        source = self.exploration.sources[self.turned.measure.source]
        return f"{source}. {self.exploration.label(self.turned.measure)}"

    @property
    def periods_label(self) -> str:
        turned = self.turned
        return reading.periods_label(turned.answering or turned.used, turned.clock)

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Each filter in force, and the address without it."""
        found = []
        for group in self.ticks:
            labels = [str(option.label) for option in group.chosen]
            if labels:
                text = f"{group.label}: {', '.join(labels)}"
                found.append((text, self._turn(**{group.name: None})))
        return found

    @property
    def wanted(self) -> str:
        return wording.dimensions(self.turned.wanted)

    @property
    def tables(self) -> list[tuple[str, str]]:
        """What the tables of the records can be turned by, each with its address."""
        turned = self.turned
        by = {table.dimensions: table for table in turned.tables}
        found = []
        for dimensions, table in by.items():
            held = [name for name in dimensions if name in table.held(turned.clock)]
            shown = (held or ["period"])[:2] if table.adds_up or len(held) < 3 else []
            values = dict(zip(("rows", "cols"), shown, strict=False))
            cleared = {
                name: None for name in self.exploration.asked.query if name.startswith(FILTER)
            }
            href = self._turn(**{**cleared, "rows": None, "cols": None, **values})
            found.append((wording.dimensions(held or ["period"]), href))
        return found

    @property
    def left_out(self) -> str:
        """Records that have no table for what is asked."""
        turned = self.turned
        labels = {record.pk: label for _key, label, record in turned.periods}
        return ", ".join(labels[record.pk] for record in turned.left_out)

    @property
    def overlapping(self) -> list[tuple[str, str]]:
        """Pairs of periods that keep the records from being added."""
        turned = self.turned
        labels = {record.pk: label for _key, label, record in turned.periods}
        pairs = overlap(turned.used, turned.clock)
        return [(labels[one.pk], labels[other.pk]) for one, other in pairs]

    def _turn(self, **changes):
        return self.exploration.asked.address(at=None, at_row=None, at_col=None, **changes)

    def _turning(self, turned: Turned) -> list[Control]:
        across = [name for name in turned.offered if name != turned.rows]
        shows = [name for name in SHOWS if name != "stated" or turned.stated]
        label = wording.DIMENSIONS
        groups = [
            ("rows", [(name, label[name]) for name in turned.offered], turned.rows),
            ("cols", [("", wording.NONE), *((name, label[name]) for name in across)],
             turned.columns),
            ("show", [(name, wording.SHOWS[name]) for name in shows], turned.show),
            ("order", [(name, wording.ORDERS[name]) for name in ORDERS], turned.order),
        ]  # fmt: skip
        return [
            control(name, wording.PARAMETERS[name], choices, [chosen])
            for name, choices, chosen in groups
        ]

    def _ticks(self, turned: Turned) -> list[Control]:
        """Periods and one group of ticks for each dimension that can be filtered by."""
        periods = [(key, label) for key, label, _record in turned.periods]
        found = []
        if len(periods) > 1:
            label = wording.PARAMETERS["period"]
            found = [control("period", label, periods, turned.chosen_periods)]
        for name, places in turned.places.items():
            choices = [(place.key, place.label) for place in places]
            label = wording.DIMENSIONS[name]
            found.append(control(FILTER + name, label, choices, turned.filters[name]))
        return found
