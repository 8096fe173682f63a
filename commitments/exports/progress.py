"""How far it has come as of a day, by area, party and country; beside it what sources state."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user
from foundation.exports import pictures
from foundation.exports.content import Chart, Column, Content, Kind, Table, Text
from foundation.exports.reports import Report, register
from foundation.reference.models import Country, Organisation
from foundation.ui.charts import Bar, BarChart
from projects.exports.made import CountedByMaking

from ..claims import claims
from ..counting import RULE, counting, one_world
from ..models import Action, Area, Instrument, StatedProgress
from ..progress import METHOD
from ..standing import Measure
from .commitments import GROUP

COUNTED = (
    Column("done", gettext_lazy("Actions done"), Kind.WHOLE),
    Column("actions", gettext_lazy("Actions"), Kind.WHOLE),
    Column("share", gettext_lazy("Share"), Kind.SHARE),
    Column("weighted", gettext_lazy("By weight"), Kind.TRUTH,
           help=gettext_lazy("Whether the plan gives weights to all that is counted.")),
)  # fmt: skip
MOST_BARS = 40
SAMPLES_OUT = gettext_lazy("Invented sample countries are left out. Choose one to see it.")


class ProgressReportForm(forms.Form):
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("All countries"),
    )
    instrument = forms.ModelChoiceField(
        label=gettext_lazy("Instrument"),
        queryset=Instrument.objects.select_related("country"),
        required=False,
        empty_label=gettext_lazy("All instruments"),
    )
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


@register
class ProgressReport(CountedByMaking, Report):
    slug = "progress"
    title = gettext_lazy("Progress of commitments")
    about = gettext_lazy(
        "The counted share as of a day by instrument, area, party and country, with its method,"
        " beside what sources state."
    )
    permission = "commitments.export_commitment"
    group = GROUP
    form_class = ProgressReportForm
    sources = gettext_lazy("Statuses of actions as reported to the register.")

    def edition(self, choices):
        chosen = choices.values["instrument"] or choices.values["country"]
        return chosen.slug if chosen else ""

    def content(self, reader, choices):
        """As the pages count: an action once in each total, and for what its commitment serves."""
        user, day = reader.user, choices.values["as_of"]
        instruments, left_out = self._instruments(reader, choices)
        counts = counting(instruments.order_by().values_list("pk", flat=True), user)
        promised = counts.commitments(user)
        _note(reader, instruments, promised)
        measure = Measure(promised, user, day)
        shown = _Shown(measure, instruments, counts, choices.values["instrument"])
        tables = shown.tables(user)
        said = _("As of %(day)s, as the register knows it on the day of the file.")
        printed = date_format(measure.day or timezone.localdate(), "DATE_FORMAT")
        told = [said % {"day": printed}, *map(str, _methods(shown.whole, tables)), str(RULE)]
        blocks = [Text(text) for text in [*told, *([str(SAMPLES_OUT)] if left_out else [])]]
        for name, title, head, rows in tables:
            blocks += _part(name, title, head, rows)
        blocks.append(stated_table(claims(instruments, user, day)))
        return Content(tuple(blocks))

    def _instruments(self, reader, choices):
        """Those asked for; of all of them, invented ones never beside real ones."""
        rows = reader.rows(Instrument.objects.all())
        country, one = choices.values["country"], choices.values["instrument"]
        if country:
            rows = rows.filter(country=country)
        if one:
            rows = rows.filter(pk=one.pk)
        if country or one:
            return rows, False
        instruments, _is_sample, left_out = one_world(rows)
        return instruments, left_out


def _note(reader, instruments, promised):
    """All that the counts and the claims are made of."""
    keys = promised.order_by().values("pk")
    about = instruments.order_by().values("pk")
    reader.note_rows(instruments)
    reader.note_rows(promised)
    reader.note_rows(Action.objects.for_user(reader.user).filter(commitment__in=keys))
    reader.note_rows(StatedProgress.objects.for_user(reader.user).filter(instruments__in=about))


class _Shown:
    """The ways to look at it. Of one instrument all that counts for it is the whole."""

    def __init__(self, measure, instruments, counts, one):
        shown = (
            {key for keys in counts.stand_in.values() for key in keys}
            if one
            else set(counts.stand_in)
        )
        self.own, self.instruments = measure.under(shown), instruments
        self.by_instrument = measure.by_instrument(counts)
        self.whole = measure.whole() if one else self.own.whole()

    def tables(self, user):
        """(name, title, head, [(label, Progress)]) of each way."""
        by_area, by_country = self.own.by("area"), self.own.by("country")
        by_party, by_instrument = self.own.by_party(), self.by_instrument
        found = self.instruments.filter(pk__in=by_instrument).select_related("country")
        areas = Area.objects.for_user(user).filter(pk__in=set(by_area) - {None})
        parties = for_user(Organisation.objects.all(), user).filter(pk__in=by_party)
        places = for_user(Country.objects.all(), user).filter(pk__in=set(by_country) - {None})
        return [
            ("all", _("All of them"), _("What"), [(_("All actions"), self.whole)]),
            ("by-instrument", _("By instrument"), _("Instrument"),
             [(one.short_title, by_instrument[one.pk]) for one in found]),
            ("by-area", _("By area"), _("Area"),
             [*((f"{a}, {a.instrument}", by_area[a.pk])
                for a in areas.select_related("instrument")),
              *_rest(by_area, _("No area named"))]),
            ("by-party", _("By duty bearer"), _("Duty bearer"),
             [(one.short, by_party[one.pk]) for one in parties]),
            ("by-country", _("By country"), _("Country"),
             [*((str(one), by_country[one.pk]) for one in places),
              *_rest(by_country, _("International"))]),
        ]  # fmt: skip


def _rest(found, label):
    return [(label, found[None])] if None in found else []


def _methods(whole, tables):
    ways = [found.method for _n, _t, _h, rows in tables for _l, found in rows]
    return list(dict.fromkeys([whole.method, *ways])) or [METHOD]


def counted(progress) -> tuple:
    """One row under COUNTED."""
    share = None if progress.share is None else progress.share / 100
    return progress.count.done, progress.count.total, share, progress.is_weighted


def _part(name, title, head, rows):
    columns = (Column(name, head), *COUNTED)
    drawn = [(label, found) for label, found in rows if found.share is not None]
    if name in {"by-area", "by-party"} and 1 < len(drawn) <= MOST_BARS:
        yield pictures.of_bars(share_chart(title, head, drawn))
    chart = Chart(title, name, ("share",)) if len(rows) > 1 else None
    yield Table(name, title, columns, [(label, *counted(found)) for label, found in rows],
                chart=chart)  # fmt: skip


def share_chart(title, head, rows) -> BarChart:
    """Bars of the counted shares; beside each how many of how many."""
    bars = [
        Bar(
            label,
            found.share,
            text=_("%(done)d of %(total)d") % {"done": found.count.done,
                                               "total": found.count.total},
        )
        for label, found in rows
    ]  # fmt: skip
    return BarChart(title, _("Counted share in per cent"), bars, head=head)


def stated_table(found, name: str = "stated", sheet: str = "") -> Table:
    """Each claim of a source, what is counted for the same instruments, and the gap."""
    columns = (
        Column("claim", _("Claim"), wide=True),
        Column("about", _("About")),
        Column("as_of", _("As of, as written")),
        Column("stated", _("Stated share"), Kind.SHARE),
        Column("counted", _("Counted share"), Kind.SHARE),
        Column("gap", _("Gap, percentage points"), Kind.NUMBER, help=_(
            "By how much the stated share is above the counted one; empty where one is missing.")),
        Column("source", _("Source")),
    )  # fmt: skip
    rows = [
        (
            claim.stated.claim,
            ", ".join(one.short_title for one in claim.instruments),
            claim.stated.as_of_as_written,
            None if claim.stated.share is None else claim.stated.share / 100,
            None if claim.counted is None or claim.counted.share is None
            else claim.counted.share / 100,
            claim.gap,
            ", ".join(part for part in (str(claim.stated.source), claim.stated.page) if part),
        )
        for claim in found
    ]  # fmt: skip
    return Table(name, _("What sources state"), columns, rows, sheet=sheet)
