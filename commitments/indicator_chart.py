"""An indicator along time: a line for each source, and its targets as level lines."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.ui.time_charts import LineChart, Series

from .readings import Track

MOST_LINES = 3


def chart_of(track: Track) -> LineChart | None:
    """A line for each source, never one across sources; None if there is no line to draw.

    Targets in the same unit are level lines, the final one first, as far as there is room.
    """
    drawn = [r.measurement for r in track.readings if r.counts and _exact(r.measurement)]
    sources = list(dict.fromkeys(m.source for m in drawn))
    periods = list(dict.fromkeys(m.date_as_written for m in drawn))
    if len(periods) < 2 or len(sources) > MOST_LINES:
        return None
    lines = [Series(str(source), _values(drawn, source, periods)) for source in sources]
    one = sources[0] if len(sources) == 1 else None
    return LineChart(
        title=track.indicator,
        measure=capfirst(track.unit),
        periods=periods,
        series=[*lines, *_levels(track, len(periods))][:MOST_LINES],
        unit=track.unit,
        source=str(one or ""),
        source_url=one.get_absolute_url() if one else "",
    )


def _levels(track: Track, periods: int) -> list[Series]:
    unit = track.indicator.unit
    return [
        Series(_label(target), [_tidy(target.value)] * periods, muted=True)
        for target in reversed(track.targets)
        if target.value is not None and (target.unit or unit) == unit
    ]


def _label(target: Any) -> str:
    """ "Target, 2026": what the line is called."""
    labels = {"final": _("Target"), "intermediate": _("On the way")}
    label = labels[target.stage]
    return f"{label}, {target.by_as_written}" if target.by_as_written else label


def _exact(measurement):
    return measurement.value is not None and not measurement.qualifier and measurement.date_from


def _values(measurements: Sequence[Any], source: Any, periods: Sequence[str]):
    known = {m.date_as_written: _tidy(m.value) for m in measurements if m.source == source}
    return [known.get(period) for period in periods]


def _tidy(value: Decimal) -> Decimal:
    """Without the zeros that the column adds: 12 and 9.5, not 12.000 and 9.500."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
