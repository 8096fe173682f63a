"""Charts along time: a line through periods, and lanes of dates over years.

Coordinates are in the units of the viewBox, as text with a point (see charts.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .charts import Number, _checked, plain, share, ticks

LETTER = 7.2  # width of a letter of 13 px, on the generous side


@dataclass(frozen=True)
class Series:
    """One line: a value or None for each period. None breaks the line."""

    label: Any
    values: Sequence[Number | None]
    muted: bool = False


@dataclass(frozen=True)
class Line:
    series: Series
    path: str
    dots: list[tuple[str, str]]


@dataclass(frozen=True)
class Tick:
    at: str
    label: Any
    anchor: str = "middle"


@dataclass(frozen=True)
class LineChart:
    """At most three lines over the same `periods`, from zero, in one `unit`; also a table.

    Periods stand evenly apart, or at `days` if each of them is a day. Raises ValueError if a
    series has not one value (or None) for each period.
    """

    title: Any
    measure: Any
    periods: Sequence[Any]
    series: Sequence[Series]
    unit: Any = ""
    source: Any = ""
    source_url: str = ""
    width: int = 640
    height: int = 220
    days: Sequence[date] = ()

    LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 28

    def __post_init__(self):
        if len(self.series) > 3:
            raise ValueError("More than three lines cannot be told apart.")
        if any(len(s.values) != len(self.periods) for s in self.series):
            raise ValueError("Each series needs one value, or None, for each period.")

    @property
    def viewbox(self) -> str:
        return f"0 0 {self.width} {self.height}"

    @property
    def right(self) -> str:
        return str(self.width - self.RIGHT)

    def _axis(self) -> list:
        values = [_checked(v) for s in self.series for v in s.values if v is not None]
        return ticks(max(values, default=0))

    def _x(self, index: int) -> float:
        inner = self.width - self.LEFT - self.RIGHT
        if len(self.days) > 1:
            passed, all_of_them = (self.days[i] - self.days[0] for i in (index, -1))
            return self.LEFT + share(passed.days, all_of_them.days) / 100 * inner
        return (
            self.LEFT
            + (inner / 2 if len(self.periods) == 1 else 0)
            + (index * inner / max(len(self.periods) - 1, 1))
        )

    def _y(self, value: Number, top: Number) -> float:
        inner = self.height - self.TOP - self.BOTTOM
        return self.height - self.BOTTOM - share(value, top) / 100 * inner

    def y_ticks(self) -> list[Tick]:
        axis = self._axis()
        return [Tick(plain(self._y(value, axis[-1])), value) for value in axis]

    def x_ticks(self) -> list[Tick]:
        """At most eight, so that the labels do not touch."""
        last = len(self.periods) - 1
        step = max(1, -(-len(self.periods) // 8))
        places = [i for i in range(0, len(self.periods), step) if self._has_room(i)]
        return [
            Tick(plain(self._x(i)), self.periods[i], "end" if i == last and last else "middle")
            for i in places
        ]

    def _has_room(self, index: int) -> bool:
        """Days stand unevenly: one that is close to the next has no label but that of the next."""
        if not self.days or index >= len(self.days) - 1:
            return True
        text = len(str(self.periods[index])) * LETTER
        return self._x(index + 1) - self._x(index) > text

    def lines(self) -> list[Line]:
        top = self._axis()[-1]
        return [self._line(series, top) for series in self.series]

    def _line(self, series: Series, top: Number) -> Line:
        path, dots, pen_down = [], [], False
        for index, value in enumerate(series.values):
            if value is None:
                pen_down = False
                continue
            x, y = plain(self._x(index)), plain(self._y(value, top))
            path.append(f"{'L' if pen_down else 'M'}{x} {y}")
            dots.append((x, y))
            pen_down = True
        return Line(series, "".join(path), dots)

    def table(self) -> list[tuple[Any, list[Number | None]]]:
        """The same values as rows: a period and its value in each series."""
        return [(p, [s.values[i] for s in self.series]) for i, p in enumerate(self.periods)]


@dataclass(frozen=True)
class Event:
    """A date, a span, or a date known only roughly (`rough`: a line over all it can mean).

    `first` None: not drawn, listed as text.
    """

    label: Any
    first: date | None
    last: date | None = None
    rough: bool = False
    muted: bool = False
    href: str = ""
    note: Any = ""


@dataclass(frozen=True)
class Lane:
    label: Any
    events: Sequence[Event]


@dataclass(frozen=True)
class Placed:
    """An event with its place: `shape` is span (`y`: top), line or point (`y`: middle)."""

    event: Event
    shape: str
    x: str
    width: str
    y: str
    height: str
    label_x: str
    label_y: str
    anchor: str
    inside: bool


@dataclass(frozen=True)
class PlacedLane:
    label: Any
    top: str
    middle: str
    bottom: str
    events: list[Placed] = field(default_factory=list)


@dataclass(frozen=True)
class TimeChart:
    """Lanes of events over whole years. What lies outside the years is cut or not drawn.

    Raises ValueError if the last year is before the first.
    """

    title: Any
    lanes: Sequence[Lane]
    first_year: int
    last_year: int
    source: Any = ""
    source_url: str = ""

    WIDTH, LEFT, RIGHT, ROW, PAD = 1150, 150, 10, 34, 8

    def __post_init__(self):
        if self.last_year < self.first_year:
            raise ValueError("The last year is before the first.")

    @classmethod
    def spanning(cls, title: Any, lanes: Sequence[Lane], **more: Any) -> "TimeChart":
        """A chart over the years that its events touch."""
        days = [d for lane in lanes for e in lane.events for d in (e.first, e.last) if d]
        years = [day.year for day in days] or [date.today().year]  # noqa: DTZ011  a calendar year
        return cls(title, lanes, min(years), max(years), **more)

    def x(self, day: date) -> float:
        days = (date(self.last_year, 12, 31) - date(self.first_year, 1, 1)).days + 1
        passed = (day - date(self.first_year, 1, 1)).days
        return self.LEFT + share(passed, days) / 100 * (self.WIDTH - self.LEFT - self.RIGHT)

    def years(self) -> list[Tick]:
        """The first of January of at most twelve years."""
        count = self.last_year - self.first_year + 1
        step = max(1, -(-count // 12))
        span = range(self.first_year, self.last_year + 1, step)
        return [Tick(plain(self.x(date(year, 1, 1))), str(year)) for year in span]

    def placed(self) -> list[PlacedLane]:
        lanes, top = [], self.PAD
        for lane in self.lanes:
            drawn, rows = self._place(lane, top)
            bottom = top + rows * self.ROW + self.PAD
            lanes.append(
                PlacedLane(lane.label, str(top), plain((top + bottom) / 2), str(bottom), drawn)
            )
            top = bottom
        return lanes

    @property
    def bottom(self) -> str:
        return self.placed()[-1].bottom if self.lanes else str(self.PAD)

    @property
    def viewbox(self) -> str:
        return f"0 0 {self.WIDTH} {int(self.bottom) + 28}"

    @property
    def year_y(self) -> str:
        return str(int(self.bottom) + 20)

    def _place(self, lane: Lane, top: int) -> tuple[list[Placed], int]:
        """Put each event in the first row where neither it nor its label touches another."""
        ends: list[float] = []
        drawn = []
        for event in sorted(filter(self._visible, lane.events), key=lambda e: e.first):
            start, stop = self._reach(event)
            row = next((i for i, end in enumerate(ends) if start >= end), len(ends))
            ends[row : row + 1] = [stop + 12]
            drawn.append(self._placed(event, top + row * self.ROW))
        return drawn, max(len(ends), 1)

    def _visible(self, event: Event) -> bool:
        if event.first is None:
            return False
        last = event.last or event.first
        return event.first.year <= self.last_year and last.year >= self.first_year

    def _ends(self, event: Event) -> tuple[float, float]:
        last = event.last or event.first
        return self.x(event.first), max(self.x(last), self.x(event.first) + 2)

    def _reach(self, event: Event) -> tuple[float, float]:
        start, stop = self._ends(event)
        text = len(str(event.label)) * LETTER + 20
        if start + text > self.WIDTH:  # the label then stands to the left
            return min(start, stop - text), stop
        return start, max(stop, start + text)

    def _placed(self, event: Event, top: int) -> Placed:
        start, stop = self._ends(event)
        text = len(str(event.label)) * LETTER + 20
        span = bool(event.last and event.last != event.first)
        shape = "point" if not span else "line" if event.rough else "span"
        inside = shape == "span" and text <= stop - start
        left = start + text > self.WIDTH and not inside
        label_x = stop if left else start + (10 if inside else 0)
        if shape == "point" and not left:
            label_x = start - 6
        y, height, label_y = (5, 24, 22) if inside else (16, 12, 12)
        return Placed(
            event=event,
            shape=shape,
            x=plain(start),
            width=plain(stop - start),
            y=str(top + (y if shape == "span" else 22)),
            height=str(height),
            label_x=plain(label_x),
            label_y=str(top + label_y),
            anchor="end" if left else "start",
            inside=inside,
        )

    def undated(self) -> list[Event]:
        return [event for lane in self.lanes for event in lane.events if event.first is None]
