"""What the findings and the remarks of a comparison say, in words."""

from collections.abc import Hashable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .comparison import Comparison, Line, LineKind, Remark
from .findings import Finding, Kind
from .findings.figures import NAMELESS
from .models.tabulations import Dimension
from .shown import Period, Shown

LOOKS = {
    Remark.SAME: "ok",
    Remark.DIFFERENT: "warn",
    Remark.ONE_SOURCE: "new",
    Remark.NOT_ADDED_UP: "warn",
    Remark.OTHER_MEASURE: "unk",
    Remark.OTHER_PERIOD: "unk",
    Remark.NO_NUMBER: "unk",
}
REMARKS = {
    Remark.SAME: gettext_lazy("Same"),
    Remark.ONE_SOURCE: gettext_lazy("One source only"),
    Remark.NOT_ADDED_UP: gettext_lazy("Does not add up to the stated total"),
    Remark.OTHER_MEASURE: gettext_lazy("Different definition or unit"),
    Remark.OTHER_PERIOD: gettext_lazy("Different period"),
    Remark.NO_NUMBER: gettext_lazy("No number"),
}

DIFFERENCES = {Kind.PARTS_OVER, Kind.PARTS_SHORT, Kind.TABLES_DIFFER, Kind.RIVALS, Kind.UNUSUAL,
               Kind.FOLLOWED}  # fmt: skip
SENTENCES = {
    Kind.PARTS_OVER: gettext_lazy(
        "By %(dimensions)s, the parts add up to %(added_up)d; the stated total is %(stated)d:"
        " %(difference)d too many."
    ),
    Kind.PARTS_SHORT: gettext_lazy(
        "By %(dimensions)s, the parts add up to %(added_up)d; the stated total is %(stated)d:"
        " %(difference)d not attributed."
    ),
    Kind.TABLES_DIFFER: gettext_lazy(
        "Two tables of this record give sums that differ by %(difference)d."
    ),
    Kind.LATE: gettext_lazy("Occurred before the period in which it was verified or reported."),
    Kind.RIVALS: gettext_lazy("Totals differ by %(difference)d: %(says)s."),
    Kind.OTHER_LEVEL: gettext_lazy(
        "Another level of verification, not to be compared: %(levels)s."
    ),
    Kind.UNUSUAL: gettext_lazy(
        "Unusual change, by %(difference)d: from %(before)d in %(one)s to %(now)d in %(other)s"
        " (%(sources)s)."
    ),
    Kind.FOLLOWED: gettext_lazy(
        "Unusual change, by %(difference)d, from one source to the next of %(line)s: from"
        " %(before)d in %(one)s to %(now)d in %(other)s (%(sources)s). The two are followed, never"
        " added."
    ),
    Kind.OVERLAP: gettext_lazy(
        "Periods of one source overlap: %(one)s and %(other)s (%(sources)s). Added up, they would"
        " count twice."
    ),
    Kind.MISSING: gettext_lazy("No figures for %(periods)s in the series of %(sources)s."),
}


def finding(found: Finding, records: dict[Hashable, Shown] | None = None) -> str:
    """One sentence for a finding; `records` are those that it is about, by reference.

    What does not fit within one record is said without them: an import has none yet.
    """
    said = str(SENTENCES[found.kind]) % {
        "added_up": found.added_up,
        "stated": found.stated,
        "difference": abs(found.difference),
        "dimensions": dimensions(found.dimensions),
        **(_named(found, records) if records else {}),
    }
    return f"{said} {_('Some parts have no number.')}" if found.has_gaps else said


def written_when(kind: Kind, numbers: Sequence[int | None]) -> str:
    """For what an explanation was written, where the numbers have changed since."""
    if kind in DIFFERENCES:
        said = _("Written when the difference was %(n)d. Look at it again.")
        return said % {"n": abs(numbers[0] or 0)} if numbers else ""
    return _("Written before this changed. Look at it again.")


def _named(found, records):
    """Sources, periods and totals of the records, in the order of the finding."""
    shown = [records[key] for key in found.keys]
    sources = list(dict.fromkeys(str(one.source) for one in shown))
    periods = [one.occurred.label or _("period not stated") for one in shown]
    return {
        "says": "; ".join(
            _pair(one.source, total)
            for one, total in zip(shown, found.totals, strict=False)
            if total is not None
        ),
        "sources": "; ".join(sources),
        "one": periods[0],
        "other": periods[-1],
        "levels": "; ".join(
            _pair(one.source, str(one.verification_label).lower()) for one in shown
        ),
        "before": next(iter(found.totals), None),
        "now": found.totals[-1] if found.totals else None,
        # what a file is about has no system yet, and nothing before it to be followed
        "line": _line(shown[0]) if found.kind is Kind.FOLLOWED else "",
        "periods": ", ".join(Period(*span).label for span in found.spans),
    }


def _pair(name, told):
    return _("%(name)s: %(told)s") % {"name": name, "told": told}


def _line(record):
    """What two sources have in common: the system that counts, or who publishes them."""
    named = record.collecting_system not in NAMELESS
    return str(record.system_label) if named else record.source.publisher


def dimensions(names) -> str:
    return " × ".join(str(Dimension(name).label).lower() for name in names)


def remark(line: Line) -> str:
    """The last cell of a line: what we see."""
    if line.remark is Remark.DIFFERENT:
        return ngettext("Different by %(n)d", "Different by %(n)d", line.difference) % {
            "n": line.difference
        }
    return str(REMARKS[line.remark])


def line_label(line: Line, comparison: Comparison, late_labels: dict) -> str:
    """What the line is about."""
    if line.kind is LineKind.TOTAL:
        return _("Stated total")
    if line.kind is LineKind.ADDED_UP:
        return _("Added up by %(dimensions)s") % {"dimensions": dimensions(line.dimensions)}
    if line.kind is LineKind.LATE:
        return late_labels[line.about]
    return line.label
