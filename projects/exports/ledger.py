"""The ledger as a file. Its headings are those that the import of a ledger reads."""

from itertools import islice, repeat

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user
from foundation.exports.content import Column, Kind
from foundation.exports.reader import Reader
from foundation.exports.reading import dates, moments, written
from foundation.exports.reports import TableReport, register
from foundation.reference.classification import Classification
from foundation.reference.models import Code, Country, Organisation, Source

from ..figures import deadline, end_of, under_closed
from ..filters import FIRST_YEAR, LAST_YEAR
from ..imports import lookups
from ..imports.ledger import COLUMNS as READ
from ..models import Project, Transaction
from ..money import shown_finality
from .lists import GROUP
from .names import Names, of_category, of_organisation, of_source

HEADED = {column.name: column.label for column in READ}
AT_ONCE = 1_000
STANDING, REPLACED, ALL = "", "replaced", "all"


class LedgerForm(forms.Form):
    project = forms.CharField(
        label=gettext_lazy("Project code"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Empty: all projects."),
    )
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("All countries"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("All kinds")), *Transaction.Kind.choices],
        required=False,
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Rows"),
        choices=[
            (STANDING, gettext_lazy("Those that stand")),
            (REPLACED, gettext_lazy("Those that a correction replaced")),
            (ALL, gettext_lazy("All")),
        ],
        required=False,
    )
    known = forms.DateField(
        label=gettext_lazy("As known on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("What was posted or corrected later is left out."),
    )


@register
class LedgerReport(TableReport):
    """Every row with its source, its voucher and how final it is."""

    slug = "ledger"
    title = gettext_lazy("Ledger of projects")
    about = gettext_lazy(
        "Every amount with its source and voucher, as it stands or as known on a past day."
    )
    permission = "projects.export_transaction"
    group = GROUP
    form_class = LedgerForm
    columns = (
        Column("project", HEADED["project"]),
        Column("country", gettext_lazy("Country"), on_paper=False),
        Column("kind", HEADED["kind"]),
        Column("organisation", HEADED["organisation"]),
        Column("category", HEADED["category"],
               help=gettext_lazy("Empty: the source does not say.")),
        Column("year", HEADED["year"], Kind.PLAIN,
               help=gettext_lazy("The year the amount is about.")),
        Column("date", HEADED["date"], Kind.DATE,
               help=gettext_lazy("The day of the voucher or payment.")),
        Column("amount", HEADED["amount"], Kind.MONEY, help=gettext_lazy(
            "Never negative: the kind says in which direction the money went.")),
        Column("currency", HEADED["currency"]),
        Column("rate", HEADED["rate"], Kind.NUMBER, on_paper=False,
               help=gettext_lazy("US dollars for one unit of another currency.")),
        Column("rate_date", HEADED["rate_date"], Kind.DATE, on_paper=False),
        Column("amount_usd", gettext_lazy("Amount, US$"), Kind.MONEY),
        Column("finality", HEADED["finality"], help=gettext_lazy("As it was posted.")),
        Column("finality_shown", gettext_lazy("Finality as it reads"), on_paper=False,
               help=gettext_lazy("Interim until the day by which a year must be final.")),
        Column("voucher", HEADED["voucher"]),
        Column("source", HEADED["source"], on_paper=False),
        Column("source_title", gettext_lazy("Source, in words")),
        Column("page", HEADED["page"], on_paper=False),
        Column("note", HEADED["note"], wide=True, on_paper=False),
        Column("classification", HEADED["classification"], on_paper=False),
        Column("row", gettext_lazy("Row"), Kind.PLAIN, on_paper=False),
        Column("corrects", gettext_lazy("Corrects row"), Kind.PLAIN, on_paper=False),
        Column("replaced_by", gettext_lazy("Replaced by row"), Kind.PLAIN, on_paper=False,
               help=gettext_lazy("Empty: the row stands.")),
        Column("reason", gettext_lazy("Reason for the correction"), wide=True, on_paper=False),
        Column("posted_at", gettext_lazy("Posted at"), Kind.MOMENT, on_paper=False),
    )  # fmt: skip

    def queryset(self, choices):
        """In the order in which they were posted: a million need not be sorted first."""
        asked = choices.values
        rows = Transaction.objects.order_by("project", "pk")
        if asked["project"]:
            rows = rows.filter(project__code=asked["project"].strip().upper())
        for name, path in (("country", "project__country"), ("kind", "kind"), ("year", "year")):
            if asked[name]:
                rows = rows.filter(**{path: asked[name]})
        return rows

    def narrowed(self, reader, choices):
        """What a correction that is closed to the reader replaced is closed as well."""
        rows, which = super().narrowed(reader, choices), choices.values["which"]
        moment = _moment(choices)
        if which == STANDING:
            rows = rows.standing(moment)
            # Today it stands no longer; of a past day it would be told as if nothing came after.
            return rows.exclude(pk__in=self._under_closed(reader)) if moment else rows
        if moment:
            rows = rows.filter(posted_at__lte=moment)
        if which == REPLACED:
            rows = rows.exclude(pk__in=rows.standing(moment).order_by().values("pk"))
        return rows.exclude(pk__in=self._under_closed(reader))

    @staticmethod
    def _under_closed(reader):
        """Asked beside the file: what is closed elsewhere later takes nothing of it back."""
        beside = Reader(reader.user, reader.audience)
        return under_closed(beside.rows(Transaction.objects.all()))

    def rows(self, rows, reader, choices):
        tell = _Teller(reader.user, choices)
        found = rows.values_list(*FIELDS, *tell.more).iterator(AT_ONCE)
        while some := list(islice(found, AT_ONCE)):
            yield from tell.rows(some)


FIELDS = (
    "project_id", "kind", "organisation_id", "category_id", "year", written("date"), "amount",
    "currency", "rate", written("rate_date"), "amount_usd", "finality", "voucher", "source_id",
    "page", "note", "classification", "pk", "supersedes_id", "superseded_by", "reason",
    written("posted_at"),
)  # fmt: skip


class _Teller:
    """Rows as the file has them. Every name is looked up once; no row becomes an object."""

    def __init__(self, user, choices):
        self.moment, self.shown = _moment(choices), _Shown(_day(choices))
        self.more = ["superseded_by__posted_at"] if self.moment else []
        projects = Project.objects.for_user(user).select_related("country")
        projects = list(projects.only("code", "country"))
        self.codes = {project.pk: project.code for project in projects}
        self.countries = {project.pk: str(project.country or "") for project in projects}
        self.organisations = _spelt(
            for_user(Organisation.objects.all(), user),
            Names(lookups.organisations(user), of_organisation),
        )
        sources = for_user(Source.objects.all(), user)
        self.sources = _spelt(sources, Names(lookups.sources(user), of_source))
        self.titles = {source.pk: str(source) for source in sources}
        self.categories = _spelt(
            Code.objects.filter(list=Code.List.BUDGET_CATEGORY),
            Names(lookups.categories(), of_category),
        )
        self.kinds = _labels(Transaction.Kind)
        self.finalities = _labels(Transaction.Finality)
        self.classifications = _labels(Classification)

    def rows(self, found):
        """Column by column: a function called for each of a million rows takes its time."""
        (
            project, kind, organisation, category, year, date, amount, currency, rate, rate_date,
            dollars, finality, voucher, source, page, note, classification, pk, corrects, replaced,
            reason, posted_at, *more,
        ) = zip(*found, strict=True)  # fmt: skip
        nothing = repeat("")
        reads = map(self.shown.__getitem__, zip(finality, year, strict=True))
        if self.moment:
            replaced = map(self._replaced, replaced, *more)
        return zip(
            map(self.codes.__getitem__, project), map(self.countries.__getitem__, project),
            map(self.kinds.__getitem__, kind), map(self.organisations.__getitem__, organisation),
            map(self.categories.get, category, nothing), year, dates(date), amount, currency,
            rate, dates(rate_date), dollars, map(self.finalities.get, finality, nothing),
            map(self.finalities.get, reads, nothing), voucher,
            map(self.sources.__getitem__, source), map(self.titles.__getitem__, source), page,
            note, map(self.classifications.__getitem__, classification), pk, corrects, replaced,
            reason, moments(posted_at), strict=True,
        )  # fmt: skip

    def _replaced(self, by, at):
        return None if at and at > self.moment else by


class _Shown(dict):
    """How final a row reads on a day, by what was posted and the year; worked out once."""

    def __init__(self, day):
        super().__init__()
        self.day, self.deadline = day, deadline()

    def __missing__(self, posted):
        reads = self[posted] = shown_finality(*posted, self.day, self.deadline)
        return reads


def _day(choices):
    return choices.values["known"] or localdate()


def _moment(choices):
    """The end of a past day; today is known as now."""
    known = choices.values["known"]
    return end_of(known) if known and known < localdate() else None


def _spelt(rows, names):
    return {row.pk: names.of(row) for row in rows}


def _labels(choices):
    return {value: str(label) for value, label in choices.choices}
