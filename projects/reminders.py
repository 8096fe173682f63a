"""Mails that remind of reports due: one digest for each person, with numbers and a link only.

A mail lies in boxes and on phones that the register does not guard, so it names no project, no
country and no amount.
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

from .models import Reminder, ReportDue

log = logging.getLogger(__name__)
PERMISSION = "projects.change_reportdue"


@dataclass
class Outcome:
    """How many mails went out, and how many could not."""

    sent: int = 0
    failed: int = 0


def send_reminders(day: date | None = None) -> Outcome:
    """Remind everybody who is to be reminded on this day. A second run on a day sends nothing.

    A mail that fails stops no other, and is tried again by the next run.
    """
    if not settings.SITE_URL:
        raise ImproperlyConfigured("Set SITE_URL: a reminder needs the address of the register.")
    day, outcome = day or timezone.localdate(), Outcome()
    for person in people():
        soon, overdue = numbers(person, day)
        if not (soon or overdue) or not is_time(person, day):
            continue
        reminder = _claim(person, day)
        if reminder is None:
            continue
        try:
            message(person, soon, overdue).send()
        except (OSError, ValueError) as error:  # of mail servers and networks; of an address
            _give_back(reminder, error)
            outcome.failed += 1
        else:
            record_now(actor=None, verb=Verb.CREATED, target=reminder, soon=soon, overdue=overdue)
            outcome.sent += 1
    return outcome


def people() -> Iterator[Any]:
    """Those who keep reports due somewhere today, and want to be reminded of them."""
    roles = [slug for slug, role in ROLES.items() if PERMISSION in role.permissions]
    keepers = get_user_model().objects.filter(is_active=True, memberships__role__in=roles)
    for person in keepers.exclude(reminders="none").distinct().order_by("pk"):
        if scope_of(person, PERMISSION):
            yield person


def numbers(person: Any, day: date) -> tuple[int, int]:
    """How many reports of this person's are due soon, and how many overdue."""
    mine = ReportDue.objects.for_user(person, "change")
    until = day + timedelta(days=settings.REMINDER_DAYS)
    return mine.due(day, until).count(), mine.overdue(day).count()


def is_time(person: Any, day: date) -> bool:
    """Whether the last mail lies long enough back, by this person's own setting."""
    last = Reminder.objects.filter(person=person).first()
    pause = timedelta(days=7 if person.reminders == "weekly" else 1)
    return last is None or last.day + pause <= day


def message(person: Any, soon: int, overdue: int) -> EmailMessage:
    """The mail, in the language of the person."""
    with translation.override(person.language):
        context = {
            "soon": soon,
            "overdue": overdue,
            "days": settings.REMINDER_DAYS,
            "list_url": settings.SITE_URL + reverse("projects:report_list"),
            "settings_url": settings.SITE_URL + reverse("accounts:profile"),
        }
        return EmailMessage(
            render_to_string("projects/email/reminder_subject.txt", context).strip(),
            render_to_string("projects/email/reminder.txt", context).strip() + "\n",
            to=[person.email],
            headers={"Content-Language": person.language, "Auto-Submitted": "auto-generated"},
        )


def _claim(person, day):
    """The row of this day, before the mail goes out; none if another run has it."""
    try:
        with transaction.atomic():
            return Reminder.objects.create(person=person, day=day)
    except IntegrityError:
        return None


def _give_back(reminder, error):
    log.error("A reminder could not be sent to person %s: %s", reminder.person_id, error)
    with transaction.atomic():
        record(actor=None, verb=Verb.DELETED, target=reminder, error=type(error).__name__)
        reminder.delete()
