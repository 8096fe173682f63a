"""What dimensions, codes and reasons are called on the screen and in files."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ..models.tabulations import Dimension
from .periods import MONTH, QUARTER, YEAR
from .tables import ALL, REST

STEPS = {
    MONTH: gettext_lazy("Month"),
    QUARTER: gettext_lazy("Quarter"),
    YEAR: gettext_lazy("Year"),
}
WHY = {
    "small": gettext_lazy("Small"),
    "shields": gettext_lazy("Shields a small number"),
    "earlier": gettext_lazy("Withheld in an earlier release"),
    "revised": gettext_lazy("Changed by less than the threshold: waits"),
}


def axis(axis: dict[str, Any]) -> str:
    """The head of a dimension: Region, Quarter."""
    return str(STEPS.get(axis["step"]) or Dimension(axis["name"]).label)


def table(axes: list[dict[str, Any]]) -> str:
    """What a table is broken down by; of one number, what it is."""
    if not axes:
        return _("Stated total")
    return _("By %(names)s") % {"names": " × ".join(axis(a).lower() for a in axes)}


def code(code: str, axis: dict[str, Any]) -> str:
    """A code as its list named it on the day of the release."""
    if code == ALL:
        return _("All")
    if code == REST:
        return _("Not attributed")
    in_french = (get_language() or "en").startswith("fr")
    names = {entry[0]: entry[2] if in_french else entry[1] for entry in axis["entries"]}
    return names.get(code, code)


def editions(tables: Iterable[list[dict[str, Any]]]) -> str:
    """Of the codes of regions; empty where no table is broken down by them."""
    found = {axis.get("edition", "") for axes in tables for axis in axes}  # older ones tell none
    return ", ".join(sorted(found - {""}))


def cell(codes: list[str], axes: list[dict[str, Any]]) -> str:
    """A cell in words: Ardane, State forces."""
    if not axes:
        return _("Stated total")
    if set(codes) == {REST}:
        return _("Not attributed")
    return ", ".join(code(c, a) for c, a in zip(codes, axes, strict=True))
