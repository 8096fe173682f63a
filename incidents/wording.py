"""What the findings and the remarks of a comparison say, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .comparison import Comparison, Line, LineKind, Remark
from .findings import Finding, Kind
from .models.tabulations import Dimension

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


def finding(found: Finding) -> str:
    """One sentence for a finding of one record, or between records."""
    numbers = {
        "added_up": found.added_up,
        "stated": found.stated,
        "difference": abs(found.difference),
        "dimensions": dimensions(found.dimensions),
    }
    if found.kind is Kind.PARTS_OVER:
        text = _(
            "By %(dimensions)s, the parts add up to %(added_up)d; the stated total is %(stated)d:"
            " %(difference)d too many."
        )
    elif found.kind is Kind.PARTS_SHORT:
        text = _(
            "By %(dimensions)s, the parts add up to %(added_up)d; the stated total is %(stated)d:"
            " %(difference)d not attributed."
        )
    elif found.kind is Kind.TABLES_DIFFER:
        text = _("Two tables of this record give sums that differ by %(difference)d.")
    elif found.kind is Kind.LATE:
        text = _("Occurred before the period in which it was verified or reported.")
    else:
        text = _("Sources give totals that differ by %(difference)d.")
    return text % numbers


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
