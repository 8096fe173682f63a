"""An indicator as a page prints it: each value with its unit, its target and what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.ui.charts import TargetBar
from foundation.ui.time_charts import LineChart, Series

from .findings import Reached, reached, recomputed, share, wholes_written
from .models.indicators import Indicator, Measurement, Unit

REACHED = {
    Reached.MET: ("ok", gettext_lazy("Target met")),
    Reached.NOT_MET: ("warn", gettext_lazy("Target not met")),
    Reached.NOT_COMPARABLE: ("unk", gettext_lazy("Not comparable with the target")),
    Reached.NO_TARGET: ("unk", gettext_lazy("No target recorded")),
}
MOST_LINES = 3
SIGNS = {"more-than": ">\u00a0", "fewer-than": "<\u00a0", "about": "≈\u00a0"}


def number(value: Decimal | None) -> str:
    """As the reader writes it, without trailing zeros."""
    if value is None:
        return ""
    places = max(-Decimal(value).normalize().as_tuple().exponent, 0)
    return number_format(value, decimal_pos=places, force_grouping=True)


def amount(value: Decimal | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{number(value)}\u00a0%" if unit == Unit.PERCENT else number(value)


@dataclass(frozen=True)
class Reading:
    """One measurement of an indicator."""

    indicator: Indicator
    measurement: Measurement

    @property
    def text(self) -> str:
        """ "16 of 301", "more than 28 %"; empty if the source states no value."""
        m = self.measurement
        if m.value is None:
            return ""
        if self.indicator.unit in {Unit.PERSONS, Unit.COUNT} and m.denominator is not None:
            return _("%(part)s of %(whole)s") % {
                "part": number(m.value), "whole": number(m.denominator),
            }  # fmt: skip
        said = f"{m.get_qualifier_display()} " if m.qualifier else ""
        return f"{said}{amount(m.value, self.indicator.unit)}"

    @property
    def share(self) -> Decimal | None:
        return share(self.measurement.numerator, self.measurement.denominator)

    @property
    def comparable(self) -> Decimal | None:
        """The value in the unit of the target: a number of persons as a share, if need be."""
        i, target_unit = self.indicator, self.indicator.target_unit
        if target_unit in {"", i.unit}:
            return self.measurement.value
        return self.share if target_unit == Unit.PERCENT else None

    @property
    def reached(self) -> Reached:
        i = self.indicator
        return reached(self.comparable, i.target_value, i.direction, self.measurement.qualifier)

    @property
    def look(self) -> str:
        return REACHED[self.reached][0]

    @property
    def verdict(self) -> str:
        return REACHED[self.reached][1]

    @property
    def findings(self) -> list[str]:
        m = self.measurement
        found = []
        if self.indicator.unit == Unit.PERCENT:
            again = recomputed(m.value, m.numerator, m.denominator)
            if again is not None:
                found.append(_worked_out(again, m.numerator, m.denominator))
        wholes = wholes_written(m.value_as_written)
        if len(wholes) > 1:
            listed = ", ".join(number(Decimal(whole)) for whole in wholes)
            found.append(
                _("The source gives more than one whole: %(wholes)s") % {"wholes": listed}
            )
        return found


@dataclass(frozen=True)
class Track:
    """An indicator with its readings, oldest first."""

    indicator: Indicator

    @cached_property
    def readings(self) -> list[Reading]:
        return [Reading(self.indicator, m) for m in self.indicator.measurements.all()]

    @property
    def latest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def baseline(self) -> str:
        i = self.indicator
        return amount(i.baseline_value, i.unit)

    @property
    def baseline_finding(self) -> str:
        i = self.indicator
        again = recomputed(i.baseline_value, i.baseline_numerator, i.baseline_denominator)
        if i.unit != Unit.PERCENT or again is None:
            return ""
        return _worked_out(again, i.baseline_numerator, i.baseline_denominator)

    @property
    def target(self) -> str:
        i = self.indicator
        return amount(i.target_value, i.target_unit or i.unit)

    @property
    def bar(self) -> TargetBar | None:
        """Only shares have a whole that a bar can stand for."""
        i, latest = self.indicator, self.latest
        in_percent = Unit.PERCENT in {i.unit, i.target_unit}
        if latest is None or latest.comparable is None or not in_percent:
            return None
        target = i.target_value if (i.target_unit or i.unit) == Unit.PERCENT else None
        return TargetBar(latest.comparable, 100, target)

    @property
    def bar_text(self) -> str:
        """What stands beside the bar, where there is little room: a share, "> 28 %"."""
        latest = self.latest
        if self.indicator.unit == Unit.PERCENT:
            value = amount(latest.measurement.value, Unit.PERCENT)
            return f"{SIGNS.get(latest.measurement.qualifier, '')}{value}"
        return amount(latest.share.quantize(Decimal("0.1")), Unit.PERCENT)

    @property
    def unit(self) -> str:
        i = self.indicator
        return i.unit_note or i.get_unit_display()

    def chart(self) -> LineChart | None:
        """A line for each source, never one across sources; None if there is no line to draw."""
        drawn = [r.measurement for r in self.readings if _exact(r.measurement)]
        sources = list(dict.fromkeys(m.source for m in drawn))
        periods = list(dict.fromkeys(m.date_as_written for m in drawn))
        if len(periods) < 2 or len(sources) > MOST_LINES:
            return None
        lines = [Series(str(source), _values(drawn, source, periods)) for source in sources]
        one = sources[0] if len(sources) == 1 else None
        return LineChart(
            title=self.indicator,
            measure=capfirst(self.unit),
            periods=periods,
            series=lines,
            unit=self.unit,
            source=str(one or ""),
            source_url=one.get_absolute_url() if one else "",
        )


def tracks(indicators: Iterable[Indicator]) -> list[Track]:
    return [Track(indicator) for indicator in indicators]


def _exact(measurement):
    return measurement.value is not None and not measurement.qualifier and measurement.date_from


def _values(measurements: Sequence[Measurement], source: Any, periods: Sequence[str]):
    known = {m.date_as_written: _tidy(m.value) for m in measurements if m.source == source}
    return [known.get(period) for period in periods]


def _tidy(value: Decimal) -> Decimal:
    """Without the zeros that the column adds: 12 and 9.5, not 12.000 and 9.500."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _worked_out(again, part, whole):
    return _("Worked out: %(share)s (%(part)s of %(whole)s)") % {
        "share": amount(again, Unit.PERCENT),
        "part": number(Decimal(part)),
        "whole": number(Decimal(whole)),
    }
