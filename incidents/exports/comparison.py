"""Sources of one country line by line, with the figure that is shown first and why."""

from collections import defaultdict

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.exports.content import Column, Content, Heading, Kind, Table, Text
from foundation.exports.reports import TableReport, register
from foundation.reference.models import Country

from ..explained import findings_among
from ..groups import groups
from .records import FIRST_YEAR, LAST_YEAR, STATUSES, OverRecords, value


class ComparisonForm(forms.Form):
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"),
        queryset=Country.objects.all(),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose a country"),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )


@register
class SourceComparison(OverRecords, TableReport):
    """Approved records in force only; measures are never compared with each other."""

    slug = "incident-comparison"
    title = gettext_lazy("Sources compared")
    about = gettext_lazy(
        "What each source says, line by line, where a difference lies, which figure is shown"
        " first and why."
    )
    form_class = ComparisonForm
    columns = (
        Column("measure", gettext_lazy("Measure"), wide=True),
        Column("line", gettext_lazy("Line")),
        Column("source", gettext_lazy("Source")),
        Column("record", gettext_lazy("Record")),
        Column("main", gettext_lazy("Shown first"), Kind.TRUTH),
        Column("value", gettext_lazy("Count"), Kind.WHOLE),
        Column("value_status", gettext_lazy("What the number is")),
        Column("remark", gettext_lazy("What we see")),
        Column("reason", gettext_lazy("Why it is shown first"), wide=True,
               help=gettext_lazy("Left out where a number of this measure is not released.")),
        Column("explained", gettext_lazy("Explanations"), wide=True),
    )  # fmt: skip

    def content(self, reader, choices):
        rows = self.narrowed(reader, choices)
        reader.note_rows(rows)
        self.note_exact(reader, rows)
        self.note_words(reader, rows)
        shown = list(self.shown(rows, reader))
        found, explained = groups(shown, reader.user), _explained(shown)
        lines = [line for group in found for line in _lines(group, explained)]
        table = Table(self.slug, str(self.title), self.columns, lines)
        paper = [block for group in found for block in _page(group, explained)]
        return Content((table,), paper=tuple(paper) or (Text(_("No record matches.")),))


def _explained(shown):
    """What people said of the findings about each record, by its reference."""
    told = defaultdict(list)
    for found in findings_among(shown):
        for record in found.about if found.note else ():
            told[record.reference].append(found.told)
    return told


def _lines(group, explained):
    """What was said of a record stands on its first line."""
    for at, line in enumerate(group.lines):
        for record, (count, _odd) in zip(group.columns, line.values, strict=True):
            first = bool(group.main and group.main.reference == record.reference)
            reason = group.main.reason if first else ""
            said = " ".join(explained.get(record.reference, ())) if at == 0 else ""
            yield (group.label, str(line.label), str(record.source), record.reference, first,
                   *value(count, record), str(line.remark), reason, said)  # fmt: skip
    for record in group.not_released:
        yield (group.label, "", str(record.source), record.reference, False, None,
               str(STATUSES["not_released"]), "", "", "")  # fmt: skip


def _page(group, explained):
    """A measure as its page shows it: a column a source, the one shown first at the left."""
    yield Heading(group.label)
    if group.main:
        said = {"name": _source(group), "reason": group.main.reason}
        text = _("Shown first: %(name)s. %(reason)s") if said["reason"] else _(
            "Shown first: %(name)s."
        )  # fmt: skip
        yield Text(text % said)
    columns = (
        Column("line", _("Line")),
        *(Column(record.reference, str(record.source), Kind.WHOLE) for record in group.columns),
        Column("remark", _("What we see")),
    )
    rows = [
        (
            str(line.label),
            *(count.value if count.shown else str(STATUSES[count.state])
              for count, _odd in line.values),
            str(line.remark),
        )
        for line in group.lines
    ]  # fmt: skip
    if group.columns:
        yield Table(group.slug, group.label, columns, rows)
    for text in dict.fromkeys(t for r in group.columns for t in explained.get(r.reference, ())):
        yield Text(text)
    if group.not_released:
        names = ", ".join(str(record.source) for record in group.not_released)
        yield Text(_("Not released to the reader of this file: %(names)s.") % {"names": names})


def _source(group):
    found = [r for r in group.members if r.reference == group.main.reference]
    return str(found[0].source) if found else group.main.name
