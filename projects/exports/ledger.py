"""The ledger as a file. Its headings are those that the import of a ledger reads."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from foundation.access.querysets import for_user
from foundation.exports.content import Column, Kind
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
AT_ONCE = 5_000
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
        return under_closed(reader.rows(Transaction.objects.all()))

    def rows(self, rows, reader, choices):
        tell = _Teller(reader.user, choices)
        for row in rows.values_list(*FIELDS).iterator(AT_ONCE):
            yield tell.row(*row)


FIELDS = (
    "project_id", "kind", "organisation_id", "category_id", "year", "date", "amount",
    "currency", "rate", "rate_date", "amount_usd", "finality", "voucher", "source_id", "page",
    "note", "classification", "pk", "supersedes_id", "superseded_by", "superseded_by__posted_at",
    "reason", "posted_at",
)  # fmt: skip


class _Teller:
    """Rows as the file has them. Every name is looked up once; no row becomes an object."""

    def __init__(self, user, choices):
        self.day, self.moment, self.deadline = _day(choices), _moment(choices), deadline()
        projects = Project.objects.for_user(user).select_related("country")
        self.projects = {
            project.pk: (project.code, str(project.country) if project.country else "")
            for project in projects.only("code", "country")
        }
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

    def row(
        self, project, kind, organisation, category, year, date, amount, currency, rate,
        rate_date, dollars, finality, voucher, source, page, note, classification, pk, corrects,
        replaced, replaced_at, reason, posted_at,
    ):  # fmt: skip
        code, country = self.projects[project]
        reads = shown_finality(finality, year, self.day, self.deadline)
        if self.moment and replaced_at and replaced_at > self.moment:
            replaced = None
        return (
            code, country, self.kinds[kind], self.organisations[organisation],
            self.categories.get(category, ""), year, date, amount, currency, rate, rate_date,
            dollars, self.finalities.get(finality, ""), self.finalities.get(reads, ""), voucher,
            self.sources[source], self.titles[source], page, note,
            self.classifications[classification], pk, corrects, replaced, reason, posted_at,
        )  # fmt: skip


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
