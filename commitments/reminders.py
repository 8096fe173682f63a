"""Mails that remind of commitments: one digest for a person and a day, numbers and a link only.

A mail lies in boxes and on phones that the register does not guard, so it names no instrument, no
country and no party.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from foundation.access.roles import ROLES
from foundation.access.scope import scope_of
from foundation.audit.record import Verb, record, record_now

from . import due
from .models import CommitmentReminder

log = logging.getLogger(__name__)
PERMISSION = "commitments.update_commitment"
PAUSES = {"weekly": timedelta(days=7), "daily": timedelta(days=1)}


@dataclass
class Outcome:
    """How many mails went out, and how many could not."""

    sent: int = 0
    failed: int = 0


def send_reminders(day: date | None = None) -> Outcome:
    """Remind everybody whose turn it is. A second run on a day sends nothing twice.

    A mail that fails stops no other, and is tried again by the next run.
    """
    if not settings.SITE_URL:
        raise ImproperlyConfigured("Set SITE_URL: a reminder needs the address of the register.")
    day, outcome = day or timezone.localdate(), Outcome()
    for person in people(day):
        numbers = due.mine(person, day)
        reminder = _claim(person, day) if any(numbers) else None
        if reminder is None:
            continue
        overdue, soon, quiet = numbers
        try:
            message(person, overdue, soon, quiet).send()
        except (OSError, ValueError) as error:  # of mail servers and networks; of an address
            _give_back(reminder, error)
            outcome.failed += 1
        else:
            record_now(
                actor=None, verb=Verb.CREATED, target=reminder, overdue=overdue, soon=soon,
                quiet=quiet,
            )  # fmt: skip
            outcome.sent += 1
    return outcome


def people(day: date) -> Iterator[Any]:
    """Those who report on commitments somewhere today, and whose last mail is long enough ago."""
    roles = [slug for slug, role in ROLES.items() if PERMISSION in role.permissions]
    active = get_user_model().objects.filter(is_active=True, memberships__role__in=roles)
    for person in active.filter(reminders__in=PAUSES).distinct().order_by("pk"):
        last = CommitmentReminder.objects.filter(person=person).first()
        rested = last is None or last.day + PAUSES[person.reminders] <= day
        if rested and scope_of(person, PERMISSION):
            yield person


def message(person: Any, overdue: int, soon: int, quiet: int) -> EmailMessage:
    """The mail, in the language of the person."""
    with translation.override(person.language):
        context = {
            "overdue": overdue,
            "soon": soon,
            "quiet": quiet,
            "days": settings.REMINDER_DAYS,
            "months": settings.QUIET_MONTHS,
            "list_url": settings.SITE_URL + reverse("commitments:due"),
            "settings_url": settings.SITE_URL + reverse("accounts:profile"),
        }
        return EmailMessage(
            render_to_string("commitments/email/reminder_subject.txt", context).strip(),
            render_to_string("commitments/email/reminder.txt", context).strip() + "\n",
            to=[person.email],
            headers={"Content-Language": person.language, "Auto-Submitted": "auto-generated"},
        )


def _claim(person, day):
    """The row of this day, before the mail goes out; none if another run has it."""
    try:
        with transaction.atomic():
            return CommitmentReminder.objects.create(person=person, day=day)
    except IntegrityError:
        return None


def _give_back(reminder, error):
    log.error("A reminder could not be sent to person %s: %s", reminder.person_id, error)
    with transaction.atomic():
        record(actor=None, verb=Verb.DELETED, target=reminder, error=type(error).__name__)
        reminder.delete()
