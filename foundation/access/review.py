"""Values that one person reports and another accepts or sends back: the steps, for any model.

The model has `review`, `review_note`, `reported_by`, `reviewed_by`, `reviewed_at`, a version, and
the permissions to add, change and review it. Whoever declares the steps is its only writer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.querysets import may, require_in_scope
from foundation.audit.record import Verb, record
from foundation.audit.versions import EditConflictError


class Review(models.TextChoices):
    """How far a value is on its way."""

    REPORTED = "reported", gettext_lazy("Reported")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    RETURNED = "returned", gettext_lazy("Sent back")


@dataclass(frozen=True)
class ReviewSteps:
    """What may be done with the values of a model; `lock` takes turns on what they belong to.

    `by` None is the register itself. Each step raises PermissionDenied, or ValidationError with
    what is wrong.
    """

    model: type[Any]
    lock: Callable[[Any], Any]

    @transaction.atomic
    def report(self, value: Any, *, by: Any) -> Any:
        """Save a new value, or one that is corrected: it is open for review again.

        An accepted value stays as it is; a reviewer sends it back first.
        """
        self.lock(value)
        action, verb = ("change", Verb.CHANGED) if value.pk else ("add", Verb.CREATED)
        if value.pk and self._stored(value, by, "change").review == Review.ACCEPTED:
            raise ValidationError(_("An accepted value is not changed; have it sent back first."))
        value.review, value.review_note = Review.REPORTED, ""
        value.reviewed_by = value.reviewed_at = None
        value.reported_by = by
        value.full_clean()
        _save(value, by)
        if by is not None:
            require_in_scope(by, action, value)
        record(actor=by, verb=verb, target=value)
        return value

    def accept(self, value: Any, *, by: Any, version: int | None = None) -> Any:
        """Accept a reported value, at the version that `by` has read; None: whichever it is."""
        return self._decide(value, "accept", Review.ACCEPTED, "", by, version)

    def send_back(self, value: Any, *, note: str, by: Any, version: int | None = None) -> Any:
        """Send a value back, also an accepted one: it counts again when it is reported anew."""
        return self._decide(value, "send_back", Review.RETURNED, note.strip(), by, version)

    @transaction.atomic
    def _decide(self, value, step, review, note, by, version):
        self.lock(value)
        stored = self._stored(value, by, "review")
        if sentence := why_not(stored, step, by):
            raise ValidationError(sentence)
        if review == Review.RETURNED and not note:
            raise ValidationError({"note": _("Say why the value is sent back.")})
        if version not in {None, stored.version}:
            raise EditConflictError
        stored.claim_version(stored.version)
        stored.review, stored.review_note = review, note
        stored.reviewed_by, stored.reviewed_at = by, timezone.now()
        stored.full_clean()
        _save(stored, by)
        verb = Verb.APPROVED if review == Review.ACCEPTED else Verb.RETURNED
        record(actor=by, verb=verb, target=stored)
        return stored

    def _stored(self, value, by, action):
        stored = self.model.objects.select_for_update(of=("self",)).get(pk=value.pk)
        if by is not None and not may(by, action, stored):
            raise PermissionDenied
        return stored


def why_not(value: Any, step: str, by: Any) -> str:
    """Why a value cannot be accepted or sent back ("accept", "send_back") now; empty if it can."""
    if by is not None and value.reported_by_id == by.pk:
        return _("You reported this value; somebody else reviews it.")
    if step == "accept" and value.review != Review.REPORTED:
        return _("Only a reported value is accepted.")
    if step == "send_back" and value.review == Review.RETURNED:
        return _("This value is sent back already.")
    return ""


def _save(value, by):
    value._history_user = by
    value.save()
