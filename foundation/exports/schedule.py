"""Kept reports that are made by themselves, with the rights their owner has on that day."""

import logging
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.audit.record import Verb, record_now

from . import gate, notices
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


def run(today: date) -> tuple[int, int, int]:
    """Ask for what is due: how many were asked for, how many their owner may not have, how many
    failed. One that fails stops no other.
    """
    asked = refused = failed = 0
    for definition in due(today):
        # The day is written first: of two runs at once one asks, and a crash asks for too little.
        rows = Definition.objects.filter(pk=definition.pk).exclude(last_run=today)
        if not rows.update(last_run=today):
            continue
        try:
            _ask(definition)
        except (PermissionDenied, ValidationError, Http404):
            refused += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are made
            failed += 1
            _failed(definition, error)
        else:
            asked += 1
    return asked, refused, failed


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
    notices.being_made(definition, export)


def _failed(definition, error):
    """In the log in full, in the trail by its kind, to the owner as such."""
    logger.exception("The kept report %s could not be asked for.", definition.pk)
    record_now(
        actor=definition.by,
        verb=Verb.DENIED,
        report=definition.report,
        reason="error",
        error=type(error).__name__,
    )
    notices.not_made(definition)
