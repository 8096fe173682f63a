"""Instruments of a country and how far they have come, beside what sources state."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext as _

from commitments import board
from commitments.claims import claims
from commitments.counting import counting
from commitments.exports.progress import COUNTED, counted, stated_table
from commitments.models import (
    Action,
    Indicator,
    Instrument,
    InstrumentDate,
    Measurement,
    StatedProgress,
    Target,
)
from commitments.progress import progress
from commitments.standing import Measure
from foundation.exports import pictures
from foundation.exports.content import Column, Heading, Table, Text
from foundation.ui.charts import Part, StackedBar

from ..parts.commitments import commitments_of

NOTHING = progress([])


def blocks(country, reader, year):
    day = date(year, 12, 31) if year else None
    instruments = reader.rows(Instrument.objects.filter(country=country))
    user = reader.user
    counts = counting(instruments.order_by().values_list("pk", flat=True), user)
    promised = counts.commitments(user)
    _note(reader, instruments, promised)
    yield Heading(_("Commitments"), 2)
    found = list(instruments.with_row(user))
    if not found:
        yield Text(_("No instrument is recorded."))
        return
    measure = Measure(promised, user, day)
    by_instrument = measure.by_instrument(counts)
    yield Text(str(measure.whole().method))
    yield _table(country, found, by_instrument)
    if not year:
        yield from _drawn(country, found, reader)
    said = claims(instruments, user, day)
    if said:
        sheet = _("%(country)s What sources state") % {"country": country.iso3}
        yield stated_table(said, f"{country.slug}-stated", sheet)


def _note(reader, instruments, promised):
    """What the dates, the counts and the claims are made of."""
    about, keys = instruments.order_by().values("pk"), promised.order_by().values("pk")
    reader.note_rows(instruments)
    reader.note_rows(promised)
    for model, where in (
        (InstrumentDate, {"instrument__in": about}),
        (Action, {"commitment__in": keys}),
        (StatedProgress, {"instruments__in": about}),
    ):
        reader.note_rows(model.objects.for_user(reader.user).filter(**where))


def _table(country, instruments, by_instrument):
    columns = (
        Column("instrument", _("Instrument"), wide=True), Column("kind", _("Kind")),
        Column("date", _("Date, as written")), Column("status", _("Legal status")), *COUNTED[:3],
    )  # fmt: skip
    rows = [
        (
            one.short_title, str(one.get_kind_display()), _date(one),
            str(one.get_legal_status_display()),
            *counted(by_instrument.get(one.pk, NOTHING))[:3],
        )
        for one in instruments
    ]  # fmt: skip
    title = _("Commitments")
    return Table(f"{country.slug}-commitments", title, columns, rows,
                 sheet=f"{country.iso3} {title}")  # fmt: skip


def _date(instrument):
    main = instrument.main_date
    return main.date_as_written if main else instrument.period_as_written


def _drawn(country, instruments, reader):
    """How many commitments stand where today, and indicators beside their targets."""
    bars = [(one.short_title, _bar(one.commitments.all())) for one in instruments]
    bars = [(name, bar) for name, bar in bars if bar.total]
    if bars:
        yield pictures.of_parts(_("Commitments by reported status, today"), bars)
    measured = Indicator.objects.for_user(reader.user).filter(country=country)
    reader.note_rows(measured)
    for model in (Measurement, Target):
        rows = model.objects.for_user(reader.user)
        reader.note_rows(rows.filter(indicator__in=measured.values("pk")))
    for chart in commitments_of(country, reader.user).targets:
        yield pictures.of_targets(chart, str(chart.source))


def _bar(commitments):
    """The parts of one look together: the words of a legend are those of the board."""
    numbers = Counter(one.status for one in commitments)
    return StackedBar(
        [Part(board.LABELS[s], numbers[s], board.LOOKS[s]) for s in board.ORDER if numbers[s]]
    )
