"""Which records lie near one: what a finding may hold against it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q

from ..findings.figures import NAMELESS

DAY = timedelta(days=1)


def nearby(records: Iterable[Any]) -> Q:
    """Of the same source, of the same period and unit, or next in the line of one system."""
    near = Q(pk__in=[])
    for record in records:
        near |= Q(country=record.country_id, source=record.source_id)
        if record.occurred_from is not None:
            near |= Q(
                country=record.country_id,
                unit=record.unit,
                occurred_from=record.occurred_from,
                occurred_to=record.occurred_to,
            )
            near |= _in_line(record)
    return near


def _in_line(record):
    """The periods before and after, of the named system that counted it, else its publisher's."""
    by = {"collecting_system": record.collecting_system}
    if record.collecting_system in NAMELESS:
        by = {"source__publisher": record.source.publisher}
    if not all(by.values()):
        return Q(pk__in=[])
    next_to = Q(occurred_to=record.occurred_from - DAY) | Q(occurred_from=record.occurred_to + DAY)
    return next_to & Q(country=record.country_id, unit=record.unit, **by)
