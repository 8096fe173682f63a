"""What the page says in words: names of choices, and why something is not added."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Submission, Unit, Verification
from ..models.tabulations import Dimension
from .measures import IN_TIME, LATE, OCCURRED, VERIFIED, Measure
from .tables import PERIOD, QUARTER, YEAR

AXES = {
    "source": gettext_lazy("Source"),
    "system": gettext_lazy("Collected by"),
    "unit": gettext_lazy("Unit"),
    "verification": gettext_lazy("Verification"),
    "clock": gettext_lazy("Dated by"),
    "timing": gettext_lazy("Became known"),
}
CLOCKS = {
    OCCURRED: gettext_lazy("when they occurred"),
    VERIFIED: gettext_lazy("when they were verified or reported"),
}
TIMINGS = {IN_TIME: gettext_lazy("in time"), LATE: gettext_lazy("only later")}
REASONS = {
    "source": gettext_lazy(
        "Sources overlap: the same act may stand in several of them, and each defines it its way."
    ),
    "system": gettext_lazy("Two collecting systems may have counted the same act."),
    "unit": gettext_lazy(
        "The units differ: one incident may have several survivors, one case several incidents."
    ),
    "verification": gettext_lazy(
        "The levels of verification differ: what is reported today may be verified tomorrow, and"
        " would be counted twice."
    ),
    "clock": gettext_lazy(
        "The clocks differ: what occurred in a period is not what was verified in it."
    ),
    "timing": gettext_lazy(
        "What became known only later stands apart: it never inflates what was known in time."
    ),
}
DIMENSIONS = {
    PERIOD: gettext_lazy("Period"),
    YEAR: gettext_lazy("Year"),
    QUARTER: gettext_lazy("Quarter"),
    **{name: label for name, label in Dimension.choices if name != "occurred"},
    "occurred": gettext_lazy("Period in which it occurred"),
}
SHOWS = {
    "counts": gettext_lazy("Counts"),
    "row": gettext_lazy("Shares of the row"),
    "column": gettext_lazy("Shares of the column"),
    "all": gettext_lazy("Shares of all"),
    "stated": gettext_lazy("Shares of the stated total"),
}
ORDERS = {"list": gettext_lazy("As in the list"), "size": gettext_lazy("Largest first")}
PARAMETERS = {
    **AXES,
    "rows": gettext_lazy("Rows"),
    "cols": gettext_lazy("Columns"),
    "show": gettext_lazy("Show"),
    "order": gettext_lazy("Order"),
    "period": gettext_lazy("Periods"),
}
NONE = gettext_lazy("none")
STATES = {
    "mentioned": gettext_lazy("some reported without a figure"),
    "not-stated": gettext_lazy("some not stated"),
    "not-collected": gettext_lazy("some not collected"),
}


def axis_value(axis: str, value: str, sources: dict[str, str]) -> str:
    """What a reader calls one value of what keeps measures apart."""
    names = {
        "source": sources,
        "system": dict(Submission.System.choices),
        "unit": dict(Unit.choices),
        "verification": dict(Verification.choices),
        "clock": CLOCKS,
        "timing": TIMINGS,
    }
    return str(names[axis].get(value, value))


def measure(one: Measure, sources: dict[str, str]) -> str:
    """One way of counting in a line: "Verified: cases, dated by when they occurred"."""
    names = {
        axis: axis_value(axis, getattr(one, axis), sources) for axis in PARAMETERS if axis in AXES
    }
    text = _("%(verification)s: %(unit)s, dated by %(clock)s") % {
        **names,
        "unit": names["unit"].lower(),
    }
    return (
        _("%(measure)s; became known only later") % {"measure": text}
        if one.timing == LATE
        else text
    )


def no_choice(name: str, value: str, sources: dict[str, str]) -> str:
    """A value in the address that is no choice here, and what became of it."""
    label = PARAMETERS.get(name) or DIMENSIONS.get(name.removeprefix("in_"), name)
    if name in AXES:
        value = axis_value(name, value, sources)
    elif name in ("rows", "cols"):
        value = str(DIMENSIONS.get(value, value))
    return _("%(name)s: “%(value)s” is no choice here and was left out.") % {
        "name": label,
        "value": value,
    }


def dimensions(names: Iterable[str]) -> str:
    return " × ".join(str(DIMENSIONS[name]).lower() for name in names)


def missing(states: Iterable[str]) -> str:
    """Beside a sum: what of it has no number."""
    return ", ".join(str(STATES[state]) for state in sorted(states))


def quarter(key: str) -> str:
    year, _q, number = key.partition("-Q")
    return _("%(year)s Q%(number)s") % {"year": year, "number": number}
