"""Charts of records whose counts are shown; never of one that is not."""

from django.utils.translation import gettext as _

from foundation.ui.charts import Bar, BarChart

from .explained import findings_of
from .findings import Kind, not_attributed
from .groups import measure_label
from .shown import Shown, Table, number


def perpetrator_charts(records: list[Shown]) -> list[BarChart]:
    """By perpetrator group, one chart per record that counts by it. Records are never merged."""
    return [
        _by_group(shown, table)
        for shown in records
        if shown.released
        for table in shown.tables
        if table.dimensions == ("perpetrator",) and any(row.count.shown for row in table.rows)
    ]


def late_chart(records: list[Shown]) -> BarChart | None:
    """What was verified or reported only after the period in which it occurred."""
    late = [shown for shown in records if shown.is_late and shown.released]
    if not late:
        return None
    bars = [
        Bar(
            _("%(unit)s of %(occurred)s, verified or reported in %(verified)s")
            % {
                "unit": shown.unit_label,
                "occurred": shown.occurred.label,
                "verified": shown.verified.label,
            },
            cell=shown.total,
            href=shown.url,
            note=str(shown.source),
        )
        for shown in late
    ]
    said = [note for shown in late for note in _explanations(shown, Kind.LATE)]
    return BarChart(
        _("Known only later"),
        " ".join([_("Never added to the figures of the year in which they became known."), *said]),
        bars,
        source=_sources(late),
    )


def _by_group(shown: Shown, table: Table) -> BarChart:
    total = shown.told["stated_total"]
    rows = sorted(table.rows, key=lambda row: -(row.count.value or 0))
    bars = [_bar(row.labels[0], row.count, total) for row in rows]
    gap = not_attributed(total, table.figures())
    notes = [_("Reported and verified figures are never added together.")]
    if gap:
        bars.append(_bar(_("No group given"), number(gap), total, muted=True))
        notes.append(
            _("The groups add up to %(sum)d; the other %(gap)d are worked out here.")
            % {"sum": table.figures().added_up, "gap": gap}
        )
        notes += _explanations(shown, Kind.PARTS_SHORT, table.dimensions)
    return BarChart(
        _title(rows[0], total),
        " ".join([measure_label(shown) + ".", *notes]),
        bars,
        unit=shown.unit_label,
        head=_("Perpetrator group"),
        source=str(shown.source),
        source_url=shown.url,
        total=Bar(_("Stated total"), cell=shown.total),
    )


def _explanations(shown, kind, dimensions=()):
    """What somebody wrote of it; an explanation for other numbers is not printed on a chart."""
    return [
        _("%(who)s: “%(text)s”") % {"who": found.note.who, "text": found.note.text}
        for found in findings_of(shown)
        if found.finding.kind is kind
        and found.finding.dimensions == dimensions
        and found.note is not None
        and not found.outdated
    ]


def _title(largest, total):
    """The finding: which group most are attributed to."""
    numbers = {"group": largest.labels[0], "n": largest.count.value, "total": total}
    if total is None:
        return _("%(group)s: %(n)d") % numbers
    return _("%(group)s: %(n)d of %(total)d") % numbers


def _bar(label, count, total, *, muted=False):
    share = f"{round(count.value / total * 100)} %" if count.shown and total else ""
    return Bar(label, cell=count, note=share, muted=muted)


def _sources(records):
    return "; ".join(dict.fromkeys(str(shown.source) for shown in records))
