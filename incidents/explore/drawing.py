"""Charts of what is explored. Bars of neighbours share one scale, which is named."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from foundation.ui.charts import Bar, BarChart, shown_value
from foundation.ui.time_charts import LineChart, Series

from .answer import Exploration
from .drawn import DrawnCell, DrawnPivot
from .trend import Trend, trend

MOST_BARS, MOST_CHARTS = 40, 12


@dataclass(frozen=True)
class Multiples:
    """Small charts side by side; `scale` says how long a full bar is."""

    charts: tuple[BarChart, ...]
    scale: str


@dataclass(frozen=True)
class DrawnTrend:
    """Lines over years, and what is to be said of some of the years."""

    chart: LineChart
    remarks: tuple[tuple[str, str], ...]
    has_late: bool
    longer: int


def bar_chart(exploration: Exploration, pivot: DrawnPivot) -> BarChart | None:
    """One bar for each row: its sum, or its only figure."""
    cells = [(line.label, line.total or line.cells[0]) for line in pivot.lines]
    if len(cells) > MOST_BARS or (pivot.heads and not exploration.turned.adds_up):
        return None
    return BarChart(
        finding(pivot),
        exploration.caption,
        [_bar(*one) for one in cells],
        unit=exploration.unit,
        head=pivot.corner,
        source=exploration.source_line,
        note=uncounted(cells),
    )


def multiples(exploration: Exploration, pivot: DrawnPivot) -> Multiples | None:
    """One chart for each column, all on one scale."""
    if not pivot.heads or len(pivot.heads) > MOST_CHARTS or len(pivot.lines) > MOST_BARS:
        return None
    across = [[(line.label, line.cells[at]) for line in pivot.lines]
              for at in range(len(pivot.heads))]  # fmt: skip
    counts = (shown_value(cell.count) for cells in across for _label, cell in cells)
    highest = max((count or 0 for count in counts), default=0)
    charts = tuple(
        BarChart(
            head,
            exploration.unit,
            [_bar(*one) for one in cells],
            unit=exploration.unit,
            head=pivot.corner,
            highest=highest,
            note=uncounted(cells),
        )
        for head, cells in zip(pivot.heads, across, strict=True)
    )
    return Multiples(charts, scale_words(highest))


def uncounted(cells: Iterable[tuple[str, DrawnCell]]) -> str:
    """What has no number in the sums that are drawn: "Belmare: some not stated."."""
    return " ".join(
        _("%(name)s: %(told)s.") % {"name": label, "told": cell.missing}
        for label, cell in cells
        if cell.missing
    )


def scale_words(highest: int) -> str:
    return _("One scale for all: a full bar is %(n)s.") % {"n": _grouped(highest)}


def _bar(label, cell):
    if cell.is_empty:
        return Bar(label, text=_("no figure"))
    return Bar(label, cell=cell.count, href=cell.href)


def finding(pivot: DrawnPivot) -> str:
    """The row with most, of all that is counted: "Ardane: 141 of 321"."""
    cells = [(line.label, line.total or line.cells[0]) for line in pivot.lines]
    known = [(label, shown_value(cell.count)) for label, cell in cells]
    known = [(label, value) for label, value in known if value is not None]
    if not known or not pivot.foot:
        return pivot.corner
    label, value = max(known, key=lambda pair: pair[1])
    total = shown_value((pivot.foot.total or pivot.foot.cells[0]).count)
    numbers = {"group": label, "n": _grouped(value), "total": _grouped(total)}
    return _("%(group)s: %(n)s of %(total)s") % numbers


def _grouped(value):
    return number_format(value, force_grouping=True)


def draw_trend(exploration: Exploration) -> DrawnTrend | None:
    """Stated totals by year, those known late on a line of their own."""
    turned = exploration.turned
    if turned is None or turned.refusal:
        return None
    records = exploration.same_way(turned.measure)
    found = trend(records, turned.totals, turned.clock)
    if len(found.years) < 2:
        return None
    return DrawnTrend(
        _line_chart(exploration, found), _remarks(found), found.has_late, len(found.longer)
    )


def _line_chart(exploration, found: Trend):
    series = [Series(_("Known in time"), [year.count for year in found.in_time])]
    if found.has_late:
        series.append(
            Series(_("Known only later"), [year.count for year in found.late], muted=True)
        )
    measure = exploration.turned.measure
    return LineChart(
        _("Stated totals by year"),
        exploration.label(measure),
        [str(year) for year in found.years],
        series,
        unit=exploration.unit,
        source=exploration.source_line,
    )


def _remarks(found: Trend):
    lines = zip(found.years, found.in_time, found.late, strict=True)
    noted = ((str(year), _notes(in_time, late)) for year, in_time, late in lines)
    return tuple((year, words) for year, words in noted if words)


def _notes(*years):
    said = []
    if any(year.overlaps for year in years):
        said.append(_("Its periods overlap and are not added."))
    if any(year.is_part for year in years):
        said.append(_("Part of the year only."))
    if not any(year.records for year in years):
        said.append(_("No record."))
    return " ".join(said)
