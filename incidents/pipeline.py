"""Court cases over time: a line for each stage, by court, source and unit, never joined."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.ui.charts import shown_value
from foundation.ui.time_charts import LineChart, Series

from .shown import ShownCaseload

MOST_LINES = 3


def in_order(caseloads: Iterable[ShownCaseload]) -> list[ShownCaseload]:
    """By court, along the pipeline, each source together, the latest first."""

    def place(row):
        newest = -row.as_of_date.toordinal() if row.as_of_date else 0
        return (row.court, row.step, str(row.source), newest)

    return sorted(caseloads, key=place)


def trends(caseloads: Iterable[ShownCaseload]) -> list[LineChart]:
    """Where one source counts one stage of one court at several dates, in one unit.

    Only numbers that are shown to the reader take part; a date without one breaks the line.
    """
    groups = defaultdict(lambda: defaultdict(dict))
    for row in caseloads:
        value = shown_value(row.count)
        if value is not None and row.as_of_date:
            stages = groups[row.court, row.source.pk, row.unit]
            stages[row.step, row.stage].setdefault(row.as_of_date, []).append((value, row))
    return [
        chart
        for stages in groups.values()
        for chart in _charts(
            {stage: by_day for stage, by_day in stages.items() if _is_one(by_day)}
        )
    ]


def _is_one(by_day):
    """Several dates, and on each of them one number: two for one day are no line."""
    return len(by_day) > 1 and all(len(found) == 1 for found in by_day.values())


def _charts(stages):
    lines = sorted(stages.items())
    for first in range(0, len(lines), MOST_LINES):
        yield _chart(lines[first : first + MOST_LINES])


def _chart(lines):
    days = sorted({day for _stage, by_day in lines for day in by_day})
    row = next(iter(lines[0][1].values()))[0][1]
    series = [
        Series(stage, [by_day[day][0][0] if day in by_day else None for day in days])
        for (_step, stage), by_day in lines
    ]
    court = row.court or _("All courts")
    return LineChart(
        _finding(court, lines[0]),
        _("%(source)s. Numbers as of the dates given.") % {"source": row.source},
        [_written(day, lines) for day in days],
        series,
        unit=row.unit,
        source=str(row.source),
        source_url=row.source.get_absolute_url(),
        days=days,
    )


def _written(day, lines):
    """A date in the words of the source, where it has some."""
    rows = [by_day[day][0][1] for _stage, by_day in lines if day in by_day]
    return rows[0].as_of or date_format(day, "DATE_FORMAT")


def _finding(court, line):
    (_step, stage), by_day = line
    first, last = by_day[min(by_day)][0][0], by_day[max(by_day)][0][0]
    names = {"court": court, "stage": stage.lower(), "first": first, "last": last}
    return _("%(court)s, %(stage)s: from %(first)d to %(last)d") % names
