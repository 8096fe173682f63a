"""Numbers and dates: counts that may be withheld, key figures, dates as written."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.reference.written_dates import read
from foundation.ui.charts import shown_value

register = template.Library()

# Said instead of a number. Only what anybody may know: that there is none, or that it is not open.
WORDS = {
    "not_stated": gettext_lazy("not stated"),
    "not_collected": gettext_lazy("not collected"),
    "mentioned": gettext_lazy("reported, no figure given"),
    "not_released": gettext_lazy("not released to you"),
}


@register.filter
def figure(value, decimals=None):
    """{{ value|figure }}, {{ rate|figure:1 }}: as the reader writes it, or "not recorded"."""
    if value is None or value == "":
        return _("not recorded")
    return number_format(value, decimal_pos=decimals, force_grouping=True)


def count_parts(cell):
    """What may be said of a count: (text, sign). Closed: only a cell marked shown is printed."""
    if cell is None or cell == "":
        return _("not recorded"), ""
    state = getattr(cell, "state", "withheld")
    if state in WORDS:
        return str(WORDS[state]), ""
    value = shown_value(cell)
    if value is not None:
        return number_format(value, force_grouping=True), "number"
    return "", "withheld"


@register.inclusion_tag("components/count.html")
def count(cell):
    """{% count cell %}: the only way to print a number of incidents, cases or survivors.

    cell: .shown (bool), .value (int or None), .state (counted, reported, withheld, not_stated,
    not_collected, mentioned, not_released); .threshold if it is not the usual one. A withheld
    value never reaches the template.
    """
    text, sign = count_parts(cell)
    return {"text": text, "sign": sign, "threshold": _threshold(getattr(cell, "threshold", None))}


@register.inclusion_tag("components/count_legend.html")
def count_legend(threshold=None):
    """{% count_legend %}: what [c] means; under each table or chart that may hold one.

    threshold: where a table protects more than the register does everywhere.
    """
    return {"threshold": _threshold(threshold)}


@register.simple_tag
def small_threshold():
    """{% small_threshold as n %}: the threshold in use; a release may have a higher one."""
    return settings.SMALL_COUNT_THRESHOLD


def _threshold(given):
    return given or settings.SMALL_COUNT_THRESHOLD


@register.simple_block_tag
def key_figures(content, title=""):
    """{% key_figures %}{% key_figure … %}{% key_figure … %}{% endkey_figures %}: four at most."""
    context = {"content": content, "title": title or _("Key figures")}
    return render_to_string("components/key_figures.html", context)


@register.inclusion_tag("components/key_figure.html")
def key_figure(value=None, label="", unit="", before="", **more):
    """{% key_figure 27 _("verified cases") source="S/2020/487" source_url=url %}

    more: cell (a count, wins over value), decimals, href (the list behind the number), source,
    source_url, flag, flag_url, note, bar (a TargetBar), sample. `before` is a unit in front, as
    "US$".
    """
    printed = figure(value, more.pop("decimals", None))
    recorded = value is not None and value != ""
    return {
        "printed": printed, "recorded": recorded, "label": label, "unit": unit, "before": before,
        **more,
    }  # fmt: skip


@register.inclusion_tag("components/written_date.html")
def written_date(text, first=None, last=None):
    """{% written_date end_as_written end_from end_to %}: as written, flagged if it is no date.

    Days that a person gave and the text alone does not say stand beside it.
    """
    written = read(text or "")
    given = bool(text and first and last) and (first, last) != (written.first, written.last)
    return {"text": text, "first": first, "last": last, "given": given}
