"""Results as pages show them: indicators with where they stand, accepted and reported apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from foundation.ui.charts import TargetBar

from .models import Project, Result, ResultIndicator, ResultMeasurement
from .progress import (
    Aim,
    Level,
    Measured,
    Trouble,
    is_reached,
    level,
    percent_of_way,
    share,
)

Review = ResultMeasurement.Review
Unit = ResultIndicator.Unit


@dataclass(frozen=True)
class Track:
    """One indicator with the measurements that the reader may see, oldest first."""

    indicator: ResultIndicator
    measurements: Sequence[ResultMeasurement]

    @cached_property
    def aim(self) -> Aim:
        i = self.indicator
        return Aim(i.unit, i.direction, i.adds_up, i.baseline, i.target)

    @cached_property
    def accepted(self) -> Level:
        """Where it stands by what another person accepted."""
        return self._level({Review.ACCEPTED})

    @cached_property
    def reported(self) -> Level:
        """Where it stands by all that is reported and was not sent back, accepted or not."""
        return self._level({Review.ACCEPTED, Review.REPORTED})

    @property
    def unit(self) -> str:
        return self.indicator.unit_note or self.indicator.get_unit_display()

    @property
    def baseline(self) -> str:
        return amount_text(self.indicator.baseline, self.indicator.unit)

    @property
    def target(self) -> str:
        return amount_text(self.indicator.target, self.indicator.unit)

    @property
    def accepted_text(self) -> str:
        return level_text(self.accepted, self.indicator.unit)

    @property
    def reported_text(self) -> str:
        return level_text(self.reported, self.indicator.unit)

    @property
    def counted(self) -> Level:
        """What progress is worked out from: what is accepted; if nothing is, what is reported."""
        return self.accepted if self.accepted.periods else self.reported

    @property
    def counts_reported(self) -> bool:
        return not self.accepted.periods and bool(self.reported.periods)

    @property
    def way(self) -> Decimal | None:
        """Per cent of the way from baseline to target."""
        return percent_of_way(self.counted.value, self.aim)

    @property
    def way_text(self) -> str:
        return "" if self.way is None else amount_text(self.way, Unit.PERCENT)

    @property
    def bar(self) -> TargetBar | None:
        return None if self.way is None else TargetBar(max(self.way, Decimal(0)), 100)

    @property
    def reached(self) -> bool | None:
        return is_reached(self.counted.value, self.aim)

    def _level(self, reviews):
        return level([as_measured(m) for m in self.measurements if m.review in reviews], self.aim)


@dataclass(frozen=True)
class ResultRow:
    """One result as it is listed: an output stands below its outcome, where that may be seen."""

    result: Result
    outcome: Result | None
    tracks: list[Track]
    links: list[Any]


def results_of(project: Project, user: Any) -> list[ResultRow]:
    """The results of a project with all that `user` may know of them, in a few queries for all.

    What they serve is a link that an app above keeps; it is reached by its name here.
    """
    links = Result._meta.get_field("commitment_links").related_model
    rows = Result.objects.for_user(user).filter(project=project).select_related("source")
    rows = rows.prefetch_related(
        Prefetch("indicators", ResultIndicator.objects.for_user(user).select_related("source")),
        Prefetch(
            "indicators__measurements",
            ResultMeasurement.objects.for_user(user).select_related("source", "reported_by"),
        ),
        Prefetch(
            "commitment_links",
            links.objects.for_user(user).select_related(
                "commitment__instrument__country", "action"
            ),
        ),
    )
    seen = {result.pk: result for result in rows}
    return [_row(result, seen) for result in _in_order(seen)]


def _row(result, seen):
    tracks = [Track(one, list(one.measurements.all())) for one in result.indicators.all()]
    links = list(result.commitment_links.all())
    return ResultRow(result, seen.get(result.outcome_id), tracks, links)


def _in_order(seen: dict[int, Result]) -> Iterable[Result]:
    """Each outcome, then its outputs; an output whose outcome is not open stands by itself."""
    for result in seen.values():
        if result.outcome_id in seen:
            continue
        yield result
        yield from (below for below in seen.values() if below.outcome_id == result.pk)


def as_measured(m: ResultMeasurement) -> Measured:
    return Measured(m.period_from, m.period_to, m.value, m.numerator, m.denominator)


def measured_text(m: ResultMeasurement, unit: str) -> str:
    """A value as its source gives it: "16 of 301 (5.3 %)", "12", "40 %"."""
    said = amount_text(m.value, unit)
    if m.denominator is None:
        return said
    both = _of(m.numerator, m.denominator)
    return f"{said}, {both}" if said else both


def level_text(at: Level, unit: str) -> str:
    """Where an indicator stands, in words: both numbers with a share; why there is none."""
    if at.trouble == Trouble.OVERLAP:
        return _("not added: periods overlap")
    if at.trouble == Trouble.RIVALS:
        return _("sources differ")
    if at.value is None:
        return _("nothing yet")
    if at.whole is not None:
        return _of(at.part, at.whole)
    return amount_text(at.value, unit)


def amount_text(value: Decimal | None, unit: str) -> str:
    """A number as the reader writes it, without the zeros that a column adds."""
    if value is None:
        return ""
    places = max(0, -value.normalize().as_tuple().exponent)
    printed = number_format(value, decimal_pos=min(places, 3), force_grouping=True)
    return f"{printed}\u00a0%" if unit == Unit.PERCENT else printed


def _of(part, whole):
    return _("%(part)s of %(whole)s (%(share)s)") % {
        "part": number_format(part, force_grouping=True),
        "whole": number_format(whole, force_grouping=True),
        "share": amount_text(share(part, whole), Unit.PERCENT),
    }
