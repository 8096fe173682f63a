"""The history of one record: who changed which field from what to what, newest first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from foundation.access.querysets import may
from foundation.audit.record import Verb, record_now

from .pages import ScopedPage

HIDDEN = {"version", "file", "sha256"}


@dataclass(frozen=True)
class Change:
    """One field of one save, both values as text."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One save: when, by whom (as the reader may know them), what kind, which fields, why."""

    when: datetime
    who: str
    what: str
    changes: list[Change] = field(default_factory=list)
    reason: str = ""


KINDS = {"+": gettext_lazy("Added"), "~": gettext_lazy("Changed"), "-": gettext_lazy("Removed")}


def entries(obj: Any, viewer: Any, limit: int = 200) -> list[Entry]:
    """The newest `limit` saves of a record kept by django-simple-history."""
    rows = list(
        obj.history.select_related("history_user").order_by("-history_date", "-history_id")[
            : limit + 1
        ]
    )
    return [
        _entry(row, rows[position + 1] if position + 1 < len(rows) else None, viewer)
        for position, row in enumerate(rows[:limit])
    ]


def _entry(row, before, viewer):
    user = row.history_user
    return Entry(
        when=row.history_date,
        who=user.seen_by(viewer) if user else _("The register"),
        what=str(KINDS[row.history_type]),
        changes=_changes(row, before) if before and row.history_type == "~" else [],
        reason=row.history_change_reason or "",
    )


def _changes(row, before):
    delta = row.diff_against(before, foreign_keys_are_objs=True)
    model = row.instance_type
    return [
        Change(
            str(model._meta.get_field(change.field).verbose_name),
            _text(model, change.field, change.old),
            _text(model, change.field, change.new),
        )
        for change in delta.changes
        if change.field not in HIDDEN
    ]


def _text(model, name, value):
    labels = dict(model._meta.get_field(name).flatchoices)
    return str(labels.get(value, "" if value is None else value))


class HistoryPage(ScopedPage, DetailView):
    """404 without the object; 403 without the right to its history. The look is recorded."""

    template_name = "pages/history.html"
    action = "view_history"

    def get_context_data(self, **kwargs):
        # A history is read by those who may see the record itself today.
        if not may(self.request.user, "view", self.object):
            raise Http404
        record_now(actor=self.request.user, verb=Verb.SAW_HISTORY, target=self.object)
        return super().get_context_data(
            entries=entries(self.object, self.request.user),
            title=_("History of %(name)s") % {"name": self.object},
            **kwargs,
        )
