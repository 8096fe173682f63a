"""What the board and the table show of commitments: cards in columns, and a bar of statuses.

Works on what the views have fetched for their reader; asks the database for nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.ui.charts import Part, StackedBar

from .findings import Said, rivals
from .models.statuses import LOOKS, Opinion, Status, StatusChange
from .progress import Counted, Step, by_status, counted

ORDER = [
    Status.IMPLEMENTED, Status.IN_PROGRESS, Status.DELAYED, Status.STALLED, "overdue",
    Status.NOT_STARTED, Status.DISCONTINUED, Status.NO_INFORMATION,
]  # fmt: skip
LABELS = {**dict(Status.choices), "overdue": _("Overdue")}


@dataclass(frozen=True)
class Card:
    """A commitment with what its actions and its sources say."""

    commitment: Any
    actions: Counted
    rivals: Sequence[Said]

    @property
    def looks_again(self) -> bool:
        """Whether a reader should look twice: opinions or sources differ, or one is disputed."""
        differs = bool(self.rivals) or self.commitment.opinions_differ
        return differs or self.commitment.is_disputed


@dataclass(frozen=True)
class Column:
    """An area (None: none is named) and its cards."""

    area: Any
    cards: Sequence[Card]


def card(commitment: Any) -> Card:
    statuses = [action.reported_status for action in commitment.actions.all()]
    return Card(commitment, counted(statuses), rivals(said(commitment.status_changes.all())))


def said(changes: Iterable[StatusChange]) -> list[Said]:
    """The reported statements, newest first, as findings.rivals() reads them."""
    return [
        Said(change.now, change.as_of_from, change.as_of, change.source_id)
        for change in changes
        if change.opinion == Opinion.REPORTED
    ]


def columns(areas: Iterable[Any], cards: Sequence[Card]) -> list[Column]:
    """One column for each area, empty ones too; what has no area comes last."""
    found = [Column(area, [c for c in cards if c.commitment.area_id == area.pk]) for area in areas]
    placed = {c.commitment.pk for column in found for c in column.cards}
    rest = [c for c in cards if c.commitment.pk not in placed]
    return [*found, Column(None, rest)] if rest else found


def differing(instrument: Any) -> int:
    """Of how many of its commitments report and verification say different things."""
    return sum(1 for commitment in instrument.commitments.all() if commitment.opinions_differ)


def steps(commitments: Iterable[Any]) -> list[Step]:
    """Their actions, each once, as progress.progress() counts them."""
    once = {commitment.pk: commitment for commitment in commitments}
    return [
        Step(
            action.reported_status, action.weight, commitment.pk, commitment.weight,
            commitment.instrument_id,
        )
        for commitment in once.values()
        for action in commitment.actions.all()
    ]  # fmt: skip


def status_bar(subjects: Iterable[Any]) -> StackedBar:
    """How many stand where, in the fixed order; overdue ones are counted as overdue alone."""
    numbers = by_status([subject.status for subject in subjects], ORDER)
    return StackedBar([Part(LABELS[s], number, LOOKS[s]) for s, number in numbers])
