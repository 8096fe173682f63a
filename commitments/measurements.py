"""Values of indicators: reported by one person, accepted or sent back by another. Only writer."""

from foundation.access.review import ReviewSteps, why_not

from .models import Indicator, Measurement

__all__ = ["accept_measurement", "report_measurement", "send_back_measurement", "why_not"]


def _lock_indicator(measurement):
    return Indicator.objects.select_for_update(of=("self",)).get(pk=measurement.indicator_id)


STEPS = ReviewSteps(Measurement, _lock_indicator)
report_measurement = STEPS.report
accept_measurement = STEPS.accept
send_back_measurement = STEPS.send_back
