"""Money on pages: {% load money %}."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()
TENTH = Decimal("0.1")


@register.filter
def dollars(amount, decimals=None):
    """{{ figures.spent|dollars }}: an amount as its reader writes it; the unit stands beside it.

    Cents are printed where there are some; {{ amount|dollars:2 }} prints them always, for columns.
    """
    if amount is None or amount == "":
        return _("not recorded")
    if decimals is None:
        decimals = 0 if amount == amount.to_integral_value() else 2
    return number_format(amount, decimal_pos=decimals, force_grouping=True)


@register.filter
def whole(amount):
    """{{ amount|whole }}: to the dollar, halves up, for lists; the page of the money has cents."""
    rounded = amount.quantize(Decimal(1), ROUND_HALF_UP)
    return number_format(rounded, decimal_pos=0, force_grouping=True)


@register.filter
def tenths(percent):
    """{{ figures.delivery_rate|tenths }}: rounded to one decimal, halves up; without its sign."""
    return number_format(percent.quantize(TENTH, ROUND_HALF_UP), decimal_pos=1)


@register.filter
def rate(percent):
    """{{ figures.budget_rate|rate }}: per cent with one decimal and its sign; none, nothing."""
    return "" if percent is None else f"{tenths(percent)}\u00a0%"
