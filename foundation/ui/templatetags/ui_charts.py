"""Bars and charts. Geometry comes from charts.py and time_charts.py as text, ready to print."""

from django import template
from django.utils.formats import number_format

from foundation.ui import charts

register = template.Library()


def bar_context(drawn, text=""):
    """A TargetBar and the number beside it; the number says 104 % where the bar is merely full."""
    printed = text
    if not printed and drawn.percent is not None:
        printed = f"{number_format(round(drawn.percent, 1), decimal_pos=1)}\u00a0%"
    return {"bar": drawn, "printed": printed}


@register.inclusion_tag("components/bar.html")
def bar(value, maximum=100, target=None, text=""):
    """{% bar spent transferred target=73 %}: a bar, a mark at the target, the share as a number.

    target is in the unit of value; the page says what the mark is. With nothing to divide by:
    "not recorded", or text.
    """
    return bar_context(charts.TargetBar(value, maximum, target), text)


@register.inclusion_tag("components/segments.html")
def segments(done, total):
    """{% segments 2 3 %}: steps done; print "2 of 3 actions" beside it."""
    return {"steps": charts.segments(done or 0, total or 0)}


@register.inclusion_tag("components/stacked_bar.html")
def stacked_bar(chart):
    """{% stacked_bar chart %}: charts.StackedBar, with a legend naming every part."""
    return {"chart": chart}


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(chart):
    """{% bar_chart chart %}: charts.BarChart, a table with bars."""
    return {"chart": chart}


@register.inclusion_tag("components/target_chart.html")
def target_chart(chart):
    """{% target_chart chart %}: charts.TargetChart, values against their targets."""
    return {"chart": chart}


@register.inclusion_tag("components/line_chart.html")
def line_chart(chart):
    """{% line_chart chart %}: time_charts.LineChart and the same values as a table."""
    return {"chart": chart}


@register.inclusion_tag("components/time_chart.html")
def time_chart(chart):
    """{% time_chart chart %}: time_charts.TimeChart; the same dates belong in a list nearby."""
    return {"chart": chart}


@register.inclusion_tag("components/area_map.html")
def area_map(chart):
    """{% area_map chart %}: maps.AreaMap, its legend and the same numbers as a table.

    The page links `ui/figures.css` in its head.
    """
    return {"chart": chart}
