"""What does not fit in the figures, where they may be told; nothing is said of hidden ones."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.exports.content import Column, Kind
from foundation.exports.reports import TableReport, register

from ..explained import findings_among
from ..groups import measure_label
from .records import OverRecords


@register
class Findings(OverRecords, TableReport):
    slug = "incident-findings"
    title = gettext_lazy("What does not fit in the figures")
    about = gettext_lazy(
        "Parts that do not add up, tables that differ, late verification, sources that differ."
    )
    columns = (
        Column("country", gettext_lazy("Country")),
        Column("records", gettext_lazy("Records")),
        Column("sources", gettext_lazy("Sources")),
        Column("measure", gettext_lazy("Measure")),
        Column("finding", gettext_lazy("Finding"), wide=True),
        Column("explanation", gettext_lazy("Explanation"), wide=True,
               help=gettext_lazy("What a person wrote of it; empty: nobody has.")),
        Column("outdated", gettext_lazy("Written for other numbers"), on_paper=False),
        Column("difference", gettext_lazy("Difference"), Kind.WHOLE),
        Column("stated", gettext_lazy("Stated total"), Kind.WHOLE),
        Column("added_up", gettext_lazy("Added up"), Kind.WHOLE),
        Column("what", gettext_lazy("What the numbers are"), help=gettext_lazy(
            "as published: public sources print them; exact: for the reader of this file alone.")),
    )  # fmt: skip

    def count(self, reader, choices):
        """How many records are looked at: what is found is known when they are."""
        return self.narrowed(reader, choices).count()

    def content(self, reader, choices):
        rows = self.narrowed(reader, choices)
        self.note_exact(reader, rows)
        self.note_words(reader, rows)
        return super().content(reader, choices)

    def rows(self, rows, reader, choices):
        told = [record for record in self.shown(rows, reader) if record.released]
        for each in findings_among(told):
            yield _row(each)


def _row(each):
    finding, records = each.finding, each.about
    printed = all(record.is_printed for record in records)
    return (
        str(records[0].country),
        ", ".join(record.reference for record in records),
        ", ".join(dict.fromkeys(str(record.source) for record in records)),
        measure_label(records[0]),
        each.text,
        each.note.text if each.note else "",
        each.outdated,
        abs(finding.difference) or None,
        finding.stated,
        finding.added_up,
        _("as published") if printed else _("exact"),
    )
