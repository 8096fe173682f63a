"""Records of incidents as a file: each number that may be told, or why there is none."""

from collections import defaultdict
from itertools import islice

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.exports.content import Column, Kind
from foundation.exports.reader import Reader
from foundation.exports.reports import TableReport, register
from foundation.reference.classification import Classification
from foundation.reference.models import Country

from ..counts import show
from ..explained import Explained, findings_among
from ..models import Cell, Submission, Tabulation
from ..models.explanations import MEASURE

GROUP = gettext_lazy("Incidents")
PROTECTION = gettext_lazy(
    "Only numbers that a public source prints and a reviewer has marked so, or exact ones where"
    " the maker of the file may see them and the file is for nobody else. Every other number is"
    " left out and its row says so; what is left out is in no sum and in no difference."
)
AT_ONCE = 300  # records looked at together; each look is one row in the audit trail
FIRST_YEAR, LAST_YEAR = 1990, 2100
STATUSES = {
    "not_released": gettext_lazy("not released"),
    "not_stated": gettext_lazy("not stated"),
    "mentioned": gettext_lazy("reported, no figure given"),
    "not_collected": gettext_lazy("not collected"),
}


class RecordsForm(forms.Form):
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("All countries"),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        help_text=gettext_lazy("In which it occurred, or was verified or reported."),
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Records"),
        choices=[
            ("", gettext_lazy("Approved and in force")),
            ("all", gettext_lazy("All that I may see")),
        ],
        required=False,
    )


class OverRecords:
    """A report over records of incidents, by country and year."""

    permission = "incidents.export_submission"
    group = GROUP
    form_class = RecordsForm
    protection = PROTECTION

    def edition(self, choices):
        return choices.values["country"].slug if choices.values["country"] else ""

    def queryset(self, choices):
        asked = choices.values
        rows = Submission.objects.order_by("country__name_en", "-occurred_to", "source", "pk")
        if asked["country"]:
            rows = rows.filter(country=asked["country"])
        if asked["year"]:
            rows = rows.in_year(asked["year"])
        return rows if asked.get("which") else rows.current()

    def note_exact(self, reader, rows):
        """A file with numbers that no public source prints is for its reader alone."""
        exact = Submission.objects.filter(pk__in=rows.order_by().values("pk"))
        if exact.exact_for(reader.user).exclude(Submission.PRINTED).exists():
            reader.note([Classification.CONFIDENTIAL.value])

    def note_words(self, reader, rows):
        """The same for words of people: they may name a number of the measure that is not here."""
        rows = Submission.objects.filter(pk__in=rows.order_by().values("pk")).order_by()
        countries = rows.values("country")
        kept = Submission.objects.filter(country__in=countries).order_by()
        wide = Reader(reader.user, Classification.INTERNAL.value).user
        closed = set(kept.kept_from(wide).values_list(*MEASURE))
        told = closed - set(kept.kept_from(reader.user).values_list(*MEASURE))
        if told.intersection(rows.values_list(*MEASURE)):
            reader.note([Classification.CONFIDENTIAL.value])

    def shown(self, rows, reader):
        """The records as this reader may see them, some at a time."""
        numbers = iter(list(rows.values_list("pk", flat=True)))
        while some := list(islice(numbers, AT_ONCE)):
            yield from show(some, reader.user)


@register
class Records(OverRecords, TableReport):
    """A row for the stated total of each record, and one for each number in its tables."""

    slug = "incident-records"
    title = gettext_lazy("Records of incidents")
    about = gettext_lazy(
        "Each record with its source, measure and period, and the numbers that may be told."
    )
    columns = (
        Column("record", gettext_lazy("Record")),
        Column("country", gettext_lazy("Country")),
        Column("source", gettext_lazy("Source")),
        Column("page", gettext_lazy("Page or paragraph"), on_paper=False),
        Column("system", gettext_lazy("Collecting system"), on_paper=False),
        Column("collected_by", gettext_lazy("Collected by"), on_paper=False),
        Column("verification", gettext_lazy("Verification")),
        Column("unit", gettext_lazy("Unit")),
        Column("occurred_from", gettext_lazy("Occurred from"), Kind.DATE),
        Column("occurred_to", gettext_lazy("Occurred to"), Kind.DATE),
        Column("verified_from", gettext_lazy("Verified from"), Kind.DATE, on_paper=False),
        Column("verified_to", gettext_lazy("Verified to"), Kind.DATE, on_paper=False),
        Column("table", gettext_lazy("Broken down by"),
               help=gettext_lazy("Empty: the total as the source states it.")),
        Column("part", gettext_lazy("Part")),
        Column("codes", gettext_lazy("Codes"), on_paper=False),
        Column("as_written", gettext_lazy("As written"), on_paper=False),
        Column("value", gettext_lazy("Count"), Kind.WHOLE,
               help=gettext_lazy("Numbers of different records are never added.")),
        Column("value_status", gettext_lazy("What the number is"), help=gettext_lazy(
            "as published: a public source prints it; exact: for the reader of this file alone;"
            " otherwise why there is none.")),
        Column("explanation", gettext_lazy("Caveats"), wide=True, on_paper=False),
        Column("explained", gettext_lazy("Explanations"), wide=True, on_paper=False,
               help=gettext_lazy("Of what does not fit within the record.")),
        Column("between", gettext_lazy("Beside other records"), wide=True, on_paper=False,
               help=gettext_lazy(
            "What does not fit with other records of this file: sources that differ, unusual"
            " changes, periods that overlap or are missing. Nothing is added across records.")),
        Column("between_explained", gettext_lazy("Explanations beside other records"), wide=True,
               on_paper=False, help=gettext_lazy(
            "What a person wrote of it, after the finding. What is found with records that are not"
            " in this file is not said here: choose them too.")),
        Column("status", gettext_lazy("Status"), on_paper=False),
        Column("classification", gettext_lazy("Classification"), on_paper=False),
    )  # fmt: skip

    def count(self, reader, choices):
        """What is not told counts once a table, as its page names it."""
        rows = self.narrowed(reader, choices).order_by().values("pk")
        told = Submission.objects.filter(pk__in=rows).exact_for(reader.user).values("pk")
        kept = Tabulation.objects.filter(submission__in=rows).exclude(submission__in=told)
        cells = Cell.objects.filter(tabulation__submission__in=told)
        return rows.count() + cells.count() + kept.count()

    def content(self, reader, choices):
        rows = self.narrowed(reader, choices)
        self.note_exact(reader, rows)
        self.note_words(reader, rows)
        return super().content(reader, choices)

    def rows(self, rows, reader, choices):
        records = list(self.shown(rows, reader))
        found = by_record(records)
        for record in records:
            about, after = _about(record), _after(record, found)
            yield (*about, "", "", "", "", *value(record.total, record), *after)
            for table in record.tables:
                for row in table.rows:
                    yield (*about, table.name, row.label, " | ".join(row.codes), row.as_written,
                           *value(row.count, record), *after)  # fmt: skip
            for name in record.kept_back:
                yield (*about, name, "", "", "", None, str(STATUSES["not_released"]), *after)


def value(count, record) -> tuple:
    """A number with what it is, or nothing with the reason."""
    if not count.shown:
        return None, str(STATUSES[count.state])
    return count.value, _("as published") if record.is_printed else _("exact")


def _about(record):
    return (
        record.reference, str(record.country), str(record.source), record.page,
        str(record.system_label), str(record.collected_by or ""), str(record.verification_label),
        str(record.unit_label), record.occurred_from, record.occurred_to, record.verified_from,
        record.verified_to,
    )  # fmt: skip


def by_record(records) -> dict[str, list[Explained]]:
    """What does not fit in these records and between them, by the reference of each record."""
    found = defaultdict(list)
    for each in findings_among(records):
        for reference in each.finding.keys:
            found[reference].append(each)
    return found


def _after(record, found):
    within, between = [], []
    for each in found[record.reference]:
        (between if len(each.finding.keys) > 1 else within).append(each)
    return (
        record.told.get("caveats", ""),
        " ".join(each.told for each in within if each.note),
        " ".join(each.text for each in between),
        " ".join(each.told for each in between if each.note),
        str(record.status_label), str(record.classification_label),
    )  # fmt: skip
