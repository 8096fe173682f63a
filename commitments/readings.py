"""An indicator as a page prints it: each value with its unit, its target and what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.reference.written_dates import read
from foundation.ui.charts import TargetBar

from .findings import recomputed, share, wholes_written
from .models.indicators import Indicator, Measurement, Unit
from .target_status import Point, Standing, Status, Value, status

STANDINGS = {
    Standing.MET: ("ok", gettext_lazy("Target met")),
    Standing.ON_TRACK: ("go", gettext_lazy("On track")),
    Standing.OFF_TRACK: ("bad", gettext_lazy("Off track")),
    Standing.REVERSED: ("bad", gettext_lazy("Reversed: worse than the baseline")),
    Standing.NOT_MET: ("warn", gettext_lazy("Target not met")),
    Standing.NOT_COMPARABLE: ("unk", gettext_lazy("Not comparable with the target")),
    Standing.NO_TARGET: ("unk", gettext_lazy("No target recorded")),
}
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
    def of_whole(self) -> str:
        """ "426 of 3,000" beside a share; empty where the value says so itself."""
        m = self.measurement
        if m.denominator is None or self.indicator.unit in {Unit.PERSONS, Unit.COUNT}:
            return ""
        part = "?" if m.numerator is None else number(Decimal(m.numerator))
        return _("%(part)s of %(whole)s") % {
            "part": part, "whole": number(Decimal(m.denominator)),
        }  # fmt: skip

    def comparable(self, unit: str) -> Decimal | None:
        """The value in this unit: a number of persons as a share, if need be."""
        if unit == self.indicator.unit:
            return self.measurement.value
        return self.share if unit == Unit.PERCENT else None

    @property
    def counts(self) -> bool:
        """Whether the status may rest on it: what was sent back on review does not count."""
        return self.measurement.review != Measurement.Review.RETURNED

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

    @cached_property
    def latest(self) -> Reading | None:
        """The newest that counts."""
        return next((reading for reading in reversed(self.readings) if reading.counts), None)

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

    @cached_property
    def targets(self) -> list[Any]:
        """The targets in force, intermediate ones first."""
        return sorted(self.indicator.standing_targets, key=lambda t: t.stage == "final")

    @cached_property
    def final(self) -> Any:
        return self.indicator.final_target

    @property
    def target(self) -> str:
        """The final one as text: its number, or its words where it has none."""
        return said(self.final, self.indicator) if self.final else ""

    @property
    def target_unit(self) -> str:
        return (self.final.unit if self.final else "") or self.indicator.unit

    @cached_property
    def status(self) -> Status:
        """Worked out from what the reader may see; target_status.py says how."""
        i = self.indicator
        final = _point(self.final)
        between = [
            _point(target)
            for target in self.targets
            if target.stage != "final" and (target.unit or i.unit) == self.target_unit
        ]
        return status(
            self._newest(), i.direction, self._baseline(), [p for p in between if p], final
        )

    @property
    def look(self) -> str:
        return STANDINGS[self.status.standing][0]

    @property
    def verdict(self) -> str:
        return STANDINGS[self.status.standing][1]

    @property
    def expected(self) -> str:
        """Where the straight line stands on the day of the newest value."""
        line = self.status.expected
        return "" if line is None else amount(line.quantize(Decimal("0.1")), self.target_unit)

    def _newest(self) -> list[Value]:
        """The newest value of each source that has one as new as the newest of all."""
        if self.latest is None:
            return []
        day, found = self.latest.measurement.date_to, {}
        for reading in self.readings:
            m = reading.measurement
            if reading.counts and m.date_to == day:
                value = reading.comparable(self.target_unit)
                found[m.source_id] = Value(value, m.date_to, m.qualifier)
        return list(found.values())

    def _baseline(self) -> Point | None:
        i, value = self.indicator, self.indicator.baseline_value
        if self.target_unit != i.unit:
            value = share(i.baseline_numerator, i.baseline_denominator)
        return None if value is None else Point(value, read(i.baseline_as_of).last)

    @property
    def bar(self) -> TargetBar | None:
        """Only shares have a whole that a bar can stand for."""
        latest = self.latest
        if latest is None or Unit.PERCENT not in {self.indicator.unit, self.target_unit}:
            return None
        value = latest.comparable(self.target_unit)
        if value is None:
            return None
        in_percent = self.final is not None and self.target_unit == Unit.PERCENT
        return TargetBar(value, 100, self.final.value if in_percent else None)

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


def tracks(indicators: Iterable[Indicator]) -> list[Track]:
    return [Track(indicator) for indicator in indicators]


def said(target: Any, indicator: Indicator) -> str:
    """A target as text."""
    return amount(target.value, target.unit or indicator.unit) or target.as_written


def _point(target):
    if target is None or target.value is None:
        return None
    return Point(target.value, target.by_to)


def _worked_out(again, part, whole):
    return _("Worked out: %(share)s (%(part)s of %(whole)s)") % {
        "share": amount(again, Unit.PERCENT),
        "part": number(Decimal(part)),
        "whole": number(Decimal(whole)),
    }
