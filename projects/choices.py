"""Letting go of a choice between registers, when what is shown comes from elsewhere."""

from typing import Any

from .models import Project, RegisterEntry


def stop_showing(
    project: Project, field: str, *, by: Any, reason: str, but: RegisterEntry | None = None
) -> None:
    """What registers say of this field is no longer what is shown; `but` one that will be."""
    rivals = RegisterEntry.objects.filter(project=project, field=field, chosen=True)
    for rival in rivals.exclude(pk=but.pk if but else None):
        rival.chosen, rival.chosen_reason = False, ""
        rival.chosen_by = rival.chosen_at = None
        rival._history_user, rival._change_reason = by, reason
        rival.save()
