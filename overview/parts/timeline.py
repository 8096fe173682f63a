"""Agreements and projects of one country along the years, drawn as precisely as they are known."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from foundation.ui.time_charts import Event, Lane, TimeChart

FIRST = {"adopted", "signed", "issued"}


def time_chart(instruments: Iterable[Any], projects: Iterable[Any]) -> TimeChart | None:
    """A chart over the years of everything dated; None when nothing is."""
    lanes = [
        Lane(_("Agreements"), [event for item in instruments if (event := _agreement(item))]),
        Lane(_("Projects"), [_project(project) for project in projects if project.starts]),
    ]
    lanes = [lane for lane in lanes if lane.events]
    if not lanes:
        return None
    title = _("Agreements and projects over time")
    return TimeChart.spanning(title, lanes)


def _agreement(instrument):
    """When it was signed, issued or adopted; the first of several dates given."""
    dated = [date for date in instrument.dates.all() if date.event in FIRST and date.date_from]
    if not dated:
        return None
    first = min(dated, key=lambda date: date.date_from)
    rough = (first.date_to - first.date_from).days > 31
    last = first.date_to if rough else None
    return Event(instrument.short_title, first.date_from, last, rough=rough)


def _project(project):
    note = (
        ""
        if project.written_end.is_date or not project.ends_as_written
        else project.ends_as_written
    )
    label = f"{project.code} “{note}”" if note else project.code
    return Event(label, project.starts, project.ends or project.starts)
