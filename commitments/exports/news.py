"""What changed since a day: statuses, values of indicators, dates of instruments."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.exports.content import Column, Content, Kind, Table, Text
from foundation.exports.reports import Report, register
from foundation.reference.models import Country
from projects.exports.made import CountedByMaking

from .. import news
from ..forms.moments import RECORDED
from ..models import Instrument, InstrumentDate, Measurement, StatusChange
from .commitments import GROUP
from .progress import COUNTED, counted

A_YEAR = timedelta(days=365)
UNDER = Column("instrument", gettext_lazy("Instrument"))


class NewsReportForm(forms.Form):
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("All countries"),
    )
    since = forms.DateField(
        label=gettext_lazy("Since"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: the last twelve months."),
    )
    clock = forms.ChoiceField(
        label=pgettext_lazy("clock", "By"),
        required=False,
        choices=[
            ("", gettext_lazy("the day it is about")),
            (RECORDED, gettext_lazy("the day it was recorded")),
        ],
    )


@register
class NewsReport(CountedByMaking, Report):
    slug = "what-changed"
    title = gettext_lazy("What changed")
    about = gettext_lazy(
        "Statuses, values of indicators and dates since a day, and the progress then and now."
    )
    permission = "commitments.export_commitment"
    group = GROUP
    form_class = NewsReportForm

    def edition(self, choices):
        return choices.values["country"].slug if choices.values["country"] else ""

    def content(self, reader, choices):
        asked, user = choices.values, reader.user
        instruments = reader.rows(Instrument.objects.all())
        if asked["country"]:
            instruments = instruments.filter(country=asked["country"])
        since = asked["since"] or timezone.localdate() - A_YEAR
        clock = asked["clock"] or news.ABOUT
        found = news.news(instruments, user, since, clock, asked["country"])
        for model, kind in KINDS.items():
            keys = [row.pk for entry in found.news for row in getattr(entry, kind)]
            reader.note_rows(model.objects.filter(pk__in=keys))
        return Content((*_said(since, clock, found), *_tables(found.news)))


KINDS = {StatusChange: "changes", Measurement: "measurements", InstrumentDate: "dates"}


def _said(since, clock, found):
    day = {"day": date_format(since, "DATE_FORMAT")}
    if clock == news.ABOUT:
        yield Text(_("What happened since %(day)s, by the day that each row is about.") % day)
    else:
        yield Text(_("What was recorded here since %(day)s.") % day)
    if found.cut:
        most = {"number": news.MOST}
        yield Text(_("Only the newest %(number)d of each kind: choose a later day.") % most)


def _tables(entries):
    moved = [entry for entry in entries if entry.before and entry.now]
    columns = (UNDER, *(_then(column) for column in COUNTED[:3]), *COUNTED[:3])
    rows = [(_name(e), *counted(e.before)[:3], *counted(e.now)[:3]) for e in moved]
    if rows:
        yield Table("progress", _("Counted progress, then and now"), columns, rows)
    yield Table("statuses", _("Statuses"), (UNDER, *STATUSES), _rows(entries, "changes", _change))
    yield Table("values", _("Values of indicators"), VALUES,
                _rows(entries, "measurements", _value))  # fmt: skip
    yield Table("dates", _("Dates of instruments"), (UNDER, *DATES),
                _rows(entries, "dates", _date))  # fmt: skip


STATUSES = (
    Column("subject", gettext_lazy("About"), wide=True),
    Column("opinion", gettext_lazy("Opinion")),
    Column("was", gettext_lazy("From")),
    Column("now", gettext_lazy("To")),
    Column("as_of", gettext_lazy("As of"), Kind.DATE),
    Column("note", gettext_lazy("Note"), wide=True, on_paper=False),
    Column("source", gettext_lazy("Source")),
    Column("disputed", gettext_lazy("Disputed"), Kind.TRUTH),
)
VALUES = (
    UNDER,
    Column("indicator", gettext_lazy("Indicator"), wide=True),
    Column("value", gettext_lazy("Value")),
    Column("date", gettext_lazy("Date, as written")),
    Column("review", gettext_lazy("Review")),
    Column("source", gettext_lazy("Source")),
)
DATES = (
    Column("event", gettext_lazy("Event")),
    Column("date", gettext_lazy("Date, as written")),
    Column("first", gettext_lazy("Earliest day"), Kind.DATE),
    Column("last", gettext_lazy("Latest day"), Kind.DATE),
    Column("source", gettext_lazy("Source")),
)


def _then(column):
    return Column(f"{column.name}_then", _("%(name)s, then") % {"name": column.label}, column.kind)


def _rows(entries, kind, tell):
    return [(_name(entry), *tell(row)) for entry in entries for row in getattr(entry, kind)]


def _name(entry):
    return entry.instrument.short_title if entry.instrument else _("No instrument")


def _change(change):
    return (
        str(change.subject), str(change.get_opinion_display()), str(change.get_was_display()),
        str(change.get_now_display()), change.as_of, change.note, _cited(change),
        bool(change.all_disputes),
    )  # fmt: skip


def _value(measurement):
    return (
        str(measurement.indicator), measurement.said, measurement.date_as_written,
        str(measurement.get_review_display()), _cited(measurement),
    )  # fmt: skip


def _date(date):
    return (str(date.get_event_display()), date.date_as_written, date.date_from, date.date_to,
            _cited(date))  # fmt: skip


def _cited(thing):
    return ", ".join(part for part in (str(thing.source or ""), thing.page) if part)
