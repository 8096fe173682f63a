"""Kept reports that are made by themselves, with the rights their owner has on that day."""

import logging
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from . import gate
from .models import Definition
from .reports import report_or_404

logger = logging.getLogger(__name__)


def due(today: date) -> list[Definition]:
    """What is to be made today and was not yet."""
    every = {Definition.Every.DAY}
    if today.weekday() == 0:
        every.add(Definition.Every.WEEK)
    if today.day == 1:
        every.add(Definition.Every.MONTH)
    rows = Definition.objects.filter(every__in=every, by__is_active=True).exclude(last_run=today)
    return list(rows.select_related("by"))


def run(today: date) -> tuple[int, int]:
    """Ask for what is due: how many were asked for, how many their owner may not have."""
    asked = refused = 0
    for definition in due(today):
        # The day is written first: of two runs at once one asks, and a crash asks for too little.
        rows = Definition.objects.filter(pk=definition.pk).exclude(last_run=today)
        if not rows.update(last_run=today):
            continue
        try:
            _ask(definition)
        except (PermissionDenied, ValidationError, Http404):
            refused += 1
        else:
            asked += 1
    return asked, refused


def _ask(definition):
    # No transaction around it: the gate records a refusal, which one would take back.
    with translation.override(definition.language):
        export = gate.ask(
            report_or_404(definition.report),
            QueryDict(definition.options),
            by=definition.by,
            ending=definition.ending,
            reason=definition.reason or _("Made by itself: %(name)s") % {"name": definition.name},
            in_background=True,
        )
    _tell(definition, export)


def _tell(definition, export):
    """That and where, never what."""
    with translation.override(definition.language):
        where = settings.SITE_URL + reverse("exports:export", args=[export.reference])
        text = _("A report that you keep is being made. It will lie ready for a day:\n\n%(url)s\n")
        try:
            send_mail(_("A report is being made"), text % {"url": where}, None,
                      [definition.by.email])  # fmt: skip
        except OSError:
            logger.exception("The mail about export %s could not be sent.", export.reference)
