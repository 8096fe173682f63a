"""How much one person may take out: rows in a day over all formats, a reason, a second person."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Export

MOST_PDF_ROWS = 3_000  # a typeset table beyond takes minutes and a gigabyte
UNCOUNTED = (
    Export.State.CANCELLED, Export.State.REFUSED, Export.State.FAILED, Export.State.LAPSED,
)  # fmt: skip


def check(rows: int, ending: str, *, user: Any, reason: str) -> None:
    """ValidationError if a file of so many rows may not be asked for; `code` says which limit.

    Call it inside a transaction: the person's row is held, so that two requests at once are
    counted one after the other.
    """
    if ending == "pdf" and rows > MOST_PDF_ROWS:
        raise ValidationError(
            _("%(rows)d rows are too many for a PDF: it takes %(most)d. Choose XLSX or CSV.")
            % {"rows": rows, "most": MOST_PDF_ROWS},
            code="pdf",
        )
    if needs_reason(rows) and not reason.strip():
        raise ValidationError(
            _("The file has %(rows)d rows. Say what it is for.") % {"rows": rows}, code="reason"
        )
    get_user_model().objects.select_for_update().get(pk=user.pk)
    taken = taken_today(user)
    if taken + rows > settings.EXPORT_ROWS_A_DAY:
        raise ValidationError(
            _("You may take out %(most)d rows in 24 hours and took %(taken)d. This has %(rows)d.")
            % {"most": settings.EXPORT_ROWS_A_DAY, "taken": taken, "rows": rows},
            code="quota",
        )


def taken_today(user: Any) -> int:
    """Rows of the last 24 hours, taken or on their way, in whatever format."""
    since = timezone.now() - timedelta(hours=24)
    mine = Export.objects.filter(by=user, asked_at__gt=since).exclude(state__in=UNCOUNTED)
    return mine.aggregate(rows=Sum(Coalesce("rows", "expected")))["rows"] or 0


def needs_reason(rows: int) -> bool:
    return rows > settings.EXPORT_REASON_ROWS


def needs_second_person(rows: int) -> bool:
    return rows > settings.EXPORT_SECOND_PERSON_ROWS
