"""What a record can say of itself, and the steps it goes through."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """What is counted. Different units are never added."""

    INCIDENTS = "incidents", _("Incidents")
    CASES = "cases", _("Cases")
    SURVIVORS = "survivors", _("Survivors")
    ALLEGATIONS = "allegations", _("Allegations")
    INVESTIGATIONS = "investigations", _("Investigations")
    NOT_STATED = "not-stated", _("Unit not stated")


class Verification(models.TextChoices):
    """How sure the source says it is. Different levels are never added."""

    VERIFIED = "verified", _("Verified")
    CREDIBLE = "credible", _("Credible allegation, not verified")
    REPORTED = "reported", _("Reported, not verified")
    PENDING = "pending", _("Pending verification")
    NOT_STATED = "not-stated", _("Verification not stated")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("To review")
    RETURNED = "returned", _("Sent back")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LOOKS = {
    Status.DRAFT: "new",
    Status.SUBMITTED: "go",
    Status.RETURNED: "warn",
    Status.APPROVED: "ok",
    Status.WITHDRAWN: "stop",
}
# Why a cell of a table has no number.
NO_NUMBER = ("mentioned", "not-stated", "not-collected")
OPEN_TO_CHANGE = (Status.DRAFT, Status.RETURNED)


def one_state(states: Iterable[str]) -> str:
    """The state of a whole none of whose parts has a number: reported, if a part of it is."""
    found = set(states)
    if len(found) > 1:
        return NO_NUMBER[0] if NO_NUMBER[0] in found else NO_NUMBER[1]
    return found.pop()
