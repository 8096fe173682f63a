"""What actions cost and who pays, each source and currency by itself."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.exports.content import Chart, Column, Content, Kind, Table, Text
from foundation.exports.reports import Report, register
from projects.exports.made import CountedByMaking

from ..budget import METHOD, Line, by_source
from ..models import BudgetLine, Instrument
from .commitments import GROUP


class BudgetReportForm(forms.Form):
    instrument = forms.ModelChoiceField(
        label=gettext_lazy("Instrument"),
        queryset=Instrument.objects.select_related("country"),
        required=False,
        empty_label=gettext_lazy("All instruments"),
    )


@register
class BudgetReport(CountedByMaking, Report):
    slug = "action-budget"
    title = gettext_lazy("Cost and funding of actions")
    about = gettext_lazy("What actions cost, what is given for them, and the gap, by source.")
    permission = "commitments.export_budgetline"
    group = GROUP
    form_class = BudgetReportForm

    def content(self, reader, choices):
        rows = self._lines(reader, choices)
        reader.note_rows(rows)
        rows = list(rows.select_related("action__commitment__instrument", "source", "funder"))
        said = by_source(_line(row) for row in rows)
        tables = [_sums(place, one) for place, one in enumerate(said, start=1)]
        lines = Table("lines", _("Every amount"), LINES, [_amount(row) for row in rows])
        sources = tuple(dict.fromkeys(str(row.source) for row in rows))
        return Content((Text(str(METHOD)), *tables, lines), sources=sources)

    def _lines(self, reader, choices):
        rows = reader.rows(BudgetLine.objects.all())
        if choices.values["instrument"]:
            rows = rows.filter(action__commitment__instrument=choices.values["instrument"])
        return rows.order_by("action__commitment__order", "action__order", "action", "pk")


LINES = (
    Column("instrument", gettext_lazy("Instrument")),
    Column("commitment", gettext_lazy("Commitment")),
    Column("action", gettext_lazy("Action"), wide=True),
    Column("kind", gettext_lazy("Kind")),
    Column("funder", gettext_lazy("Source of funds")),
    Column("amount", gettext_lazy("Amount"), Kind.MONEY),
    Column("currency", gettext_lazy("Currency")),
    Column("source", gettext_lazy("Source")),
    Column("page", gettext_lazy("Page or section"), on_paper=False),
    Column("note", gettext_lazy("Note"), wide=True, on_paper=False),
)


def _line(row):
    is_cost = row.kind == BudgetLine.Kind.COST
    return Line(row.action, is_cost, row.amount, row.currency, row.source, row.who)


def _amount(row):
    commitment = row.action.commitment
    return (
        str(commitment.instrument), commitment.code, row.action.title,
        str(row.get_kind_display()), row.who, row.amount, row.currency, str(row.source),
        row.page, row.note,
    )  # fmt: skip


def _sums(place, said):
    """One source in one currency: its actions, and all that have a cost together."""
    unit = {"currency": said.currency}
    columns = (
        Column("action", _("Action"), wide=True),
        Column("cost", _("Cost, %(currency)s") % unit, Kind.MONEY),
        Column("funded", _("Given, %(currency)s") % unit, Kind.MONEY),
        Column("gap", _("Gap, %(currency)s") % unit, Kind.MONEY,
               help=_("Cost less what is given; empty where the source gives no cost.")),
    )  # fmt: skip
    rows = [(action.title, sums.cost, sums.funded, sums.gap) for action, sums in said.rows]
    rows.append((_("All that have a cost"), said.total.cost, said.total.funded, said.total.gap))
    title = _("%(source)s, %(currency)s") % {**unit, "source": said.source}
    chart = Chart(title, "action", ("cost", "funded")) if len(rows) > 1 else None
    return Table(f"source-{place}", title, columns, rows, chart=chart)
