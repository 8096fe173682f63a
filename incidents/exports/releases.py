"""Released tables as files: the stored cells of one release, as everybody in its audience sees.

No exact count is among them, whoever asks.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.exports.content import Column, Content, Kind, Table
from foundation.exports.reports import TableReport, register

from ..models import Release, ReleasedCell
from ..models.tabulations import Dimension
from ..releases import names
from ..shown import Period

STATUS = {"reported": "printed"}
TAGS = {"region": "#adm1+name", "occurred": "#date", "survivor": "#affected+type",
        "form": "#event+type", "perpetrator": "#group+type", "party": "#group+name"}  # fmt: skip


class ReleaseChoice(forms.Form):
    """Which release: approved ones that stand, of those the reader may see."""

    release = forms.ModelChoiceField(
        label=gettext_lazy("Release"),
        queryset=Release.objects.filter(status=Release.Status.APPROVED).select_related("country"),
        to_field_name="reference",
    )


@register
class ReleasedTables(TableReport):
    slug = "released-tables"
    title = gettext_lazy("A release of incident tables")
    about = gettext_lazy("One row a cell, exactly as released; a withheld cell has no number.")
    permission = "incidents.export_releasedcell"
    group = gettext_lazy("Incidents")
    form_class = ReleaseChoice
    extra: dict = {}
    protection = gettext_lazy(
        "Counts below the threshold of the release are withheld, with others that would give them"
        " away, here and in every release before. A withheld cell is empty; its status says so."
    )
    columns = (
        Column("table", gettext_lazy("Table")),
        *(
            Column(name, Dimension(name).label, hxl=TAGS[name]) for name in Dimension.values
        ),
        *(
            Column(f"{name}_code", gettext_lazy("Code"), on_paper=False,
                   help=Dimension(name).label, hxl=f"{TAGS[name].partition('+')[0]}+code")
            for name in Dimension.values
        ),
        Column("value", gettext_lazy("Count"), Kind.WHOLE, hxl="#value"),
        Column("value_status", gettext_lazy("Status of the number"), hxl="#status",
               help=gettext_lazy("printed, withheld, not-stated or not-collected")),
    )  # fmt: skip

    def queryset(self, choices):
        release = choices.values.get("release")
        if release is None:
            return ReleasedCell.objects.none()
        rows = ReleasedCell.objects.filter(table__preparation=release.prepared_id)
        return rows.order_by("table__order", "order")

    def rows(self, rows, reader, choices):
        for cell in rows.select_related("table").iterator():
            yield _row(cell)

    def content(self, reader, choices):
        made = super().content(reader, choices)
        release = choices.values["release"]
        table = made.tables[0]
        columns, kept = _without_empty(table.columns, table.rows)
        if not kept:  # closed further than the file may travel, or withdrawn meanwhile
            raise PermissionDenied
        told = "; ".join(
            _("%(name)s: %(told)s") % {"name": name, "told": value}
            for name, value in facts(release)
        )
        table = Table("cells", release.title, columns, kept, told)
        return Content((table,), (release.source_as_cited,), extra=self.extra)

    def edition(self, choices):
        return choices.values["release"].citation


@register
class ReleasedTablesHxl(ReleasedTables):
    """The same with a row of HXL tags, for programs that gather humanitarian data."""

    slug = "released-tables-hxl"
    title = gettext_lazy("A release of incident tables, with HXL tags")
    endings = ("csv",)
    extra = {"hxl": True}


def facts(release: Release) -> list[tuple[str, str]]:
    """What every file of a release states, whatever its format."""
    occurred = Period(release.occurred_from, release.occurred_to).label
    verified = Period(release.verified_from, release.verified_to).label
    editions = names.editions(release.prepared.tables.values_list("axes", flat=True))
    told = [
        (_("Cited as"), release.citation),
        (_("Title"), release.title),
        (_("Edition"), str(release.edition)),
        (_("Released on"), f"{release.approved_at:%Y-%m-%d}"),
        (_("Audience"), release.get_audience_display()),
        (_("Source"), release.source_as_cited),
        (_("Collecting system"), release.get_collecting_system_display()),
        (_("Unit"), release.get_unit_display()),
        (_("Verification"), release.get_verification_display()),
        (_("Occurred"), occurred or _("not stated")),
        (_("Verified or reported"), verified or _("not stated")),
        (_("Sums"), _("of what is counted; a source may report more without a figure")),
        (_("Small numbers"), _("counts below %(n)d are withheld") % {"n": release.threshold}),
        (_("Handling note"), release.handling or _("none")),
        (_("Checksum (SHA-256)"), release.checksum),
    ]
    return told + ([(_("Codes of regions"), editions)] if editions else [])


def _row(cell):
    axes = {
        axis["name"]: (axis, code) for axis, code in zip(cell.table.axes, cell.codes, strict=True)
    }
    said = [
        names.code(axes[name][1], axes[name][0]) if name in axes else None
        for name in Dimension.values
    ]
    codes = [axes[name][1] if name in axes else None for name in Dimension.values]
    status = STATUS.get(cell.state, cell.state)
    return [names.table(cell.table.axes), *said, *codes, cell.count, status]


def _without_empty(columns, rows):
    """Without the dimensions that none of the tables is broken down by."""
    rows = list(rows)
    kept = [
        at
        for at, column in enumerate(columns)
        if column.name in {"table", "value", "value_status"} or any(row[at] for row in rows)
    ]
    return tuple(columns[at] for at in kept), [[row[at] for at in kept] for row in rows]
