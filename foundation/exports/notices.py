"""Mails about files: that and where, never what. They lie where the register guards nothing."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from .models import Definition, Export

logger = logging.getLogger(__name__)


def decided(export: Export, *, agreed: bool) -> None:
    """To the owner of a large file, in their own language: a second person has decided."""
    with translation.override(export.by.language):
        if agreed:
            subject = _("A second person agreed to a file of yours")
            text = _("It is being made. It will lie ready for a day:\n\n%(url)s\n")
        else:
            subject = _("A second person refused a file of yours")
            text = _("The reason stands on its page:\n\n%(url)s\n")
        _send(export.by, subject, text % {"url": _page(export)})


def being_made(definition: Definition, export: Export) -> None:
    """To the owner of a kept report: it is made by itself."""
    with translation.override(definition.language):
        text = _("A report that you keep is being made. It will lie ready for a day:\n\n%(url)s\n")
        _send(definition.by, _("A report is being made"), text % {"url": _page(export)})


def not_made(definition: Definition) -> None:
    """To the owner of a kept report: an error of the register kept it from being made."""
    with translation.override(definition.language):
        where = settings.SITE_URL + reverse("exports:list")
        text = _(
            "A report that you keep could not be made today, by an error of the register."
            " Make it by hand, or tell the administrator:\n\n%(url)s\n"
        )
        _send(definition.by, _("A report could not be made"), text % {"url": where})


def _page(export):
    return settings.SITE_URL + reverse("exports:export", args=[export.reference])


def _send(person: Any, subject: str, text: str) -> None:
    """A mail that cannot be sent undoes nothing."""
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": translation.get_language()}
    try:
        EmailMessage(subject, text, to=[person.email], headers=headers).send()
    except (OSError, ValueError) as error:  # of mail servers and networks; of an address
        logger.error("A mail about a file could not be sent to person %s: %s", person.pk, error)
