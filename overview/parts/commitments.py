"""Instruments and indicators on a country page."""

from collections import Counter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from commitments.models import Commitment, Indicator, Instrument
from foundation.ui.charts import Part, StackedBar, Target, TargetChart
from foundation.ui.templatetags.ui_figures import figure

LOOKS_IN_ORDER = ("ok", "go", "warn", "bad", "new", "stop", "unk")
FIRST = ("signed", "issued", "adopted", "drafted")


class Row(NamedTuple):
    """An instrument in the list: when it was signed, its commitments by status."""

    instrument: Instrument
    when: str
    bar: StackedBar | None
    disputed: bool


class Commitments(NamedTuple):
    instruments: list[Instrument]
    rows: list[Row]
    targets: list[TargetChart]


def commitments_of(country: Any, user: Any) -> Commitments:
    """Instruments, by kind, and indicators with a target."""
    found = Instrument.objects.for_user(user).filter(country=country).with_row(user)
    instruments = list(found)
    kinds = list(Instrument.Kind)
    rows = [_row(item) for item in sorted(instruments, key=lambda item: kinds.index(item.kind))]
    indicators = (
        Indicator.objects.for_user(user)
        .filter(country=country, unit="percent")
        .with_values(user)
        .select_related("legal_basis")
    )
    return Commitments(instruments, rows, _charts(indicators))


def _row(instrument):
    dates = list(instrument.dates.all())
    told = next(
        (d for event in FIRST for d in dates if d.event == event and d.date_as_written), None
    )
    when = told.date_as_written if told else instrument.period_as_written
    bar = _bar(list(instrument.commitments.all()))
    return Row(instrument, when, bar, any(date.contradicts for date in dates))


def _bar(commitments: list[Commitment]) -> StackedBar | None:
    if not commitments:
        return None
    counts = Counter((item.status_look, str(item.get_status_display())) for item in commitments)
    parts = [
        Part(label, number, look)
        for (look, label), number in sorted(
            counts.items(), key=lambda entry: LOOKS_IN_ORDER.index(entry[0][0])
        )
    ]
    return StackedBar(parts)


def _charts(indicators) -> list[TargetChart]:
    """One chart for each basis and target: bars of different yardsticks do not share an axis."""
    groups: dict[tuple, list] = {}
    for indicator in indicators:
        target = indicator.final_target
        measured = [m for m in indicator.measurements.all() if _counts(m)]
        if measured and target and target.value is not None and target.unit in {"", "percent"}:
            key = (indicator.legal_basis, target.value, indicator.source)
            groups.setdefault(key, []).append((indicator, measured[-1]))
    return [_chart(*key, members) for key, members in groups.items()]


def _counts(measurement):
    return measurement.value is not None and measurement.review != "returned"


def _chart(basis, target, source, members):
    rows = [
        Target(
            str(indicator),
            float(latest.value),
            float(target),
            text=_said(latest),
            href=indicator.get_absolute_url(),
        )
        for indicator, latest in sorted(members, key=lambda pair: -pair[1].value)
    ]
    short = sum(1 for _indicator, latest in members if latest.value < target)
    numbers = {"n": short, "all": len(members), "target": figure(_plain(target))}
    if basis:
        title = _("%(n)d of %(all)d are below the %(target)s per cent that %(basis)s asks for")
        title %= {**numbers, "basis": basis.short_title}
    else:
        title = _("%(n)d of %(all)d are below the target of %(target)s per cent") % numbers
    measure = _("Per cent, the newest value of each. The line marks the target.")
    return TargetChart(title, measure, rows, unit="%", source=str(source))


def _plain(number):
    """Without the zeros that a column adds: 30, not 30.000."""
    whole = number == number.to_integral_value()
    return int(number) if whole else number.normalize()


def _said(measurement):
    """The number, with "more than" where the source says so."""
    number = figure(_plain(measurement.value))
    qualifier = measurement.get_qualifier_display()
    return f"{qualifier} {number}" if qualifier else number
