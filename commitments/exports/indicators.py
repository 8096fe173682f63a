"""Indicators as a file: every value with its part and whole, and how it stands to the target."""

from itertools import islice

from django.utils.translation import gettext_lazy

from foundation.exports.content import Column, Kind
from foundation.exports.reports import TableReport, register

from ..filters import IndicatorFilter
from ..models import Indicator, Measurement, Target
from ..readings import tracks
from .commitments import AT_ONCE, GROUP


@register
class IndicatorReport(TableReport):
    """One row a value; an indicator without a value has one row as well."""

    slug = "indicators"
    title = gettext_lazy("Indicators")
    about = gettext_lazy("Each measured value with its part and whole, the baseline, the target.")
    permission = "commitments.export_indicator"
    group = GROUP
    filterset_class = IndicatorFilter
    columns = (
        Column("country", gettext_lazy("Country")),
        Column("indicator", gettext_lazy("Indicator"), wide=True),
        Column("instrument", gettext_lazy("Instrument"), on_paper=False),
        Column("unit", gettext_lazy("Unit")),
        Column("direction", gettext_lazy("Direction"), on_paper=False),
        Column("baseline", gettext_lazy("Baseline"), Kind.NUMBER),
        Column("baseline_as_written", gettext_lazy("Baseline, as written"), on_paper=False),
        Column("baseline_as_of", gettext_lazy("Baseline, when"), on_paper=False),
        Column("target", gettext_lazy("Target"), help=gettext_lazy("The final one in force.")),
        Column("status", gettext_lazy("Status"), help=gettext_lazy(
            "How the newest value stands to the target, by the method on the page of the"
            " indicator.")),
        Column("date", gettext_lazy("Date, as written")),
        Column("date_to", gettext_lazy("Latest day"), Kind.DATE, on_paper=False),
        Column("qualifier", gettext_lazy("The source says"), on_paper=False,
               help=gettext_lazy("Empty: the value is exact.")),
        Column("value", gettext_lazy("Value"), Kind.NUMBER,
               help=gettext_lazy("Empty: not stated.")),
        Column("part", gettext_lazy("Part (n)"), Kind.WHOLE),
        Column("whole", gettext_lazy("Whole (N)"), Kind.WHOLE),
        Column("as_written", gettext_lazy("Value, as written"), on_paper=False),
        Column("review", gettext_lazy("Review"), on_paper=False),
        Column("source", gettext_lazy("Source")),
        Column("page", gettext_lazy("Page or section"), on_paper=False),
        Column("note", gettext_lazy("Note"), wide=True, on_paper=False),
    )  # fmt: skip

    def queryset(self, choices):
        return Indicator.objects.order_by("country__name_en", "order", "slug")

    def count(self, reader, choices):
        """Rows of the file: each value, and each indicator that has none."""
        found = self.narrowed(reader, choices).order_by()
        values = Measurement.objects.for_user(reader.user).filter(indicator__in=found.values("pk"))
        return values.count() + found.exclude(pk__in=values.values("indicator")).count()

    def content(self, reader, choices):
        keys = self.narrowed(reader, choices).order_by().values("pk")
        for model in (Measurement, Target):
            reader.note_rows(model.objects.for_user(reader.user).filter(indicator__in=keys))
        return super().content(reader, choices)

    def rows(self, rows, reader, choices):
        found = iter(rows.with_values(reader.user).iterator(AT_ONCE))
        while some := list(islice(found, AT_ONCE)):
            seen = _instruments(some, reader.user)
            for track in tracks(some):
                about = _about(track, seen)
                readings = track.readings or [None]
                yield from ((*about, *_value(track, reading)) for reading in readings)


def _instruments(indicators, user):
    from ..models import Instrument

    keys = {indicator.instrument_id for indicator in indicators}
    return Instrument.objects.for_user(user).in_bulk(keys - {None})


def _about(track, instruments):
    indicator = track.indicator
    return (
        str(indicator.country), str(indicator),
        str(instruments.get(indicator.instrument_id, "")), str(track.unit),
        str(indicator.get_direction_display()), indicator.baseline_value,
        indicator.baseline_as_written, indicator.baseline_as_of, track.target,
        str(track.verdict),
    )  # fmt: skip


def _value(track, reading):
    if reading is None:
        source = track.indicator.source
        return "", None, "", None, None, None, "", "", str(source), track.indicator.page, ""
    m = reading.measurement
    return (
        m.date_as_written, m.date_to, str(m.get_qualifier_display() or ""), m.value, m.numerator,
        m.denominator, m.value_as_written, str(m.get_review_display()), str(m.source), m.page,
        m.note,
    )  # fmt: skip
