"""What is measured of a result: reported by one person, accepted or sent back by another."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from foundation.access.querysets import may
from foundation.access.review import ReviewSteps, why_not

from .models import Project, ResultMeasurement

__all__ = ["accept_measurement", "report_measurement", "send_back_measurement", "why_not"]


def _lock_project(measurement):
    result = measurement.indicator.result
    return Project.objects.select_for_update(of=("self",)).get(pk=result.project_id)


STEPS = ReviewSteps(ResultMeasurement, _lock_project)
accept_measurement = STEPS.accept
send_back_measurement = STEPS.send_back


@transaction.atomic
def report_measurement(measurement: ResultMeasurement, *, by: Any) -> ResultMeasurement:
    """As ReviewSteps.report(); a new value needs the right to change its project as well."""
    project = _lock_project(measurement)
    if not measurement.pk and by is not None and not may(by, "change", project):
        raise PermissionDenied
    return STEPS.report(measurement, by=by)
