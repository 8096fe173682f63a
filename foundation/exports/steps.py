"""The states of an export, changed only from where they were looked at."""

from typing import Any

from django.utils import timezone

from .models import Export

State = Export.State


def step(export: Export, was: list[Any], **changes: Any) -> bool:
    """Change the row only if it stands as it was looked at; whether it did."""
    return bool(Export.objects.filter(pk=export.pk, state__in=was).update(**changes))


def fail(export: Export) -> None:
    step(export, [State.WAITING, State.RUNNING], state=State.FAILED, ended_at=timezone.now())
