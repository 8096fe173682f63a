"""Invented charts for the component page."""

from collections.abc import Callable
from datetime import date
from typing import Any

from .charts import Bar, BarChart, Part, StackedBar, Target, TargetChart
from .maps import Area, AreaMap
from .time_charts import Event, Lane, LineChart, Series, TimeChart

PARTS = [
    Part("Implemented", 2, "ok"),
    Part("On track", 4, "go"),
    Part("Delayed", 3, "warn"),
    Part("Overdue", 2, "bad"),
    Part("Not started", 1, "new"),
    Part("No information", 1, "unk"),
]
TARGETS = TargetChart(
    "One of three bodies reaches its quota",
    "Women as a share of members in Veloria, per cent. The line marks the quota of 30.",
    [Target("Council", 34, 30), Target("Commission", 17.5, 30), Target("Committee", None, 30)],
    maximum=40,
    unit="Per cent",
    head="Body",
    source="sample survey, 2020",
)
LINES = LineChart(
    "Reports rose in 2018",
    "Cases reported in Veloria, by year. 2017 was not collected.",
    ["2015", "2016", "2017", "2018", "2019"],
    [Series("Cases", [12, 19, None, 44, 41])],
    unit="Cases",
    source="sample field reports",
)
AGREEMENTS = Lane("Agreements", [
    Event("Peace agreement", date(2015, 1, 1), date(2015, 12, 31), rough=True),
    Event("Joint communiqué", date(2019, 3, 15)),
])  # fmt: skip
PROJECTS = Lane("Projects", [
    Event("XV-01", date(2016, 9, 15), date(2017, 9, 13)),
    Event("XV-02, end date not known", date(2017, 9, 1), date(2018, 4, 30)),
    Event("XV-03", None),
])  # fmt: skip


def samples(cell: Callable[..., Any]) -> dict[str, Any]:
    """One chart of each kind, by the name the examples use; `cell` makes a protected count."""
    bars = [
        Bar("Region A", cell=cell(48)),
        Bar("Region B", cell=cell(24)),
        Bar("Region C", cell=cell(None, "withheld")),
        Bar("Region D", cell=cell(None, "withheld")),
        Bar("No region given", cell=cell(11), muted=True),
    ]
    return {
        "stacked": StackedBar(PARTS),
        "bars": BarChart(
            "Region A reported most",
            "Incidents reported in Veloria in 2019, by region.",
            bars,
            unit="Incidents",
            head="Region",
            source="sample field report, 2020",
        ),
        "regions": _regions(cell),
        "targets": TARGETS,
        "lines": LINES,
        "times": TimeChart(
            "Agreements and projects in Veloria", [AGREEMENTS, PROJECTS], 2015, 2020
        ),
    }


def _regions(cell):
    """Five invented regions: a shade each, one with zero, one without a figure."""
    counts = [cell(48), cell(24), cell(7), cell(0), None]
    areas = [
        Area(f"Region {name}", count, f"M{4 + 126 * n} 4h126v120h-126z", 67 + 126 * n, 64, 126)
        for n, (name, count) in enumerate(zip("ABCDE", counts, strict=True))
    ]
    return AreaMap(
        "Region A: 48 of 79",
        "Incidents reported in Veloria in 2019, by region.",
        "0 0 640 128",
        areas,
        unit="Incidents",
        head="Region",
        source="sample field report, 2020",
        note="Codes and boundaries: an invented edition.",
    )
