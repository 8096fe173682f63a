"""Values of indicators: reported by one person, accepted or sent back by another. Only writer."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.access.querysets import may, require_in_scope
from foundation.audit.record import Verb, record

from .models import Indicator, Measurement

Review = Measurement.Review


@transaction.atomic
def report_measurement(measurement: Measurement, *, by: Any) -> Measurement:
    """Save a new value, or one that is corrected: it is open for review again, by another person.

    An accepted value stays as it is; a reviewer sends it back first. `by` None is the register.
    """
    _lock_indicator(measurement)
    action = "change" if measurement.pk else "add"
    if measurement.pk:
        stored = _locked(measurement, by, "change")
        if stored.review == Review.ACCEPTED:
            raise ValidationError(_("An accepted value is not changed; have it sent back first."))
    measurement.review, measurement.review_note = Review.REPORTED, ""
    measurement.reviewed_by = measurement.reviewed_at = None
    measurement.reported_by = by
    measurement.full_clean()
    _save(measurement, by)
    if by is not None:
        require_in_scope(by, action, measurement)
    record(actor=by, verb=Verb.CHANGED if action == "change" else Verb.CREATED, target=measurement)
    return measurement


@transaction.atomic
def accept_measurement(measurement: Measurement, *, by: Any) -> Measurement:
    """Accept a reported value."""
    _lock_indicator(measurement)
    measurement = _reviewable(measurement, by, "accept")
    return _review(measurement, Review.ACCEPTED, "", by, Verb.APPROVED)


@transaction.atomic
def send_back_measurement(measurement: Measurement, *, note: str, by: Any) -> Measurement:
    """Send a value back, also an accepted one: it no longer counts until it is reported again."""
    _lock_indicator(measurement)
    measurement = _reviewable(measurement, by, "send_back")
    if not note.strip():
        raise ValidationError({"note": _("Say why the value is sent back.")})
    return _review(measurement, Review.RETURNED, note.strip(), by, Verb.RETURNED)


def why_not(measurement: Measurement, step: str, by: Any) -> str:
    """Why a value cannot be accepted or sent back ("accept", "send_back") now; empty if it can."""
    if by is not None and measurement.reported_by_id == by.pk:
        return _("You reported this value; somebody else reviews it.")
    if step == "accept" and measurement.review != Review.REPORTED:
        return _("Only a reported value is accepted.")
    if step == "send_back" and measurement.review == Review.RETURNED:
        return _("This value is sent back already.")
    return ""


def _lock_indicator(measurement):
    return Indicator.objects.select_for_update(of=("self",)).get(pk=measurement.indicator_id)


def _locked(measurement, by, action):
    rows = Measurement.objects.select_for_update(of=("self",))
    stored = rows.get(pk=measurement.pk)
    if by is not None and not may(by, action, stored):
        raise PermissionDenied
    return stored


def _reviewable(measurement, by, step):
    stored = _locked(measurement, by, "review")
    if sentence := why_not(stored, step, by):
        raise ValidationError(sentence)
    return stored


def _review(measurement, review, note, by, verb):
    measurement.claim_version(measurement.version)
    measurement.review, measurement.review_note = review, note
    measurement.reviewed_by, measurement.reviewed_at = by, timezone.now()
    measurement.full_clean()
    _save(measurement, by)
    record(actor=by, verb=verb, target=measurement)
    return measurement


def _save(measurement, by):
    measurement._history_user = by
    measurement.save()
