"""Budget revisions as pages print them: old and new amounts, and how they stood on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .figures import end_of
from .models import LOOKS, BudgetRevision, Decision, RevisionLine, Transaction
from .money import from_cents, to_cents


@dataclass(frozen=True)
class ShownLine:
    """One line of a revision: what is approved now, what would be."""

    organisation: Any
    category: Any
    before: Decimal | None
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - (self.before or 0)


def lines_of(revision: BudgetRevision, user: Any) -> list[ShownLine]:
    """Its lines beside the budget they change: as it stands, or as it stood when decided."""
    lines = RevisionLine.objects.for_user(user).filter(revision=revision)
    lines = lines.select_related("organisation", "category")
    before = _before(revision, user)
    return [
        ShownLine(
            line.organisation,
            line.category,
            before.get((line.organisation_id, line.category_id)),
            line.amount,
        )
        for line in lines
    ]


def _before(revision, user):
    """Only of rows that the reader may see."""
    rows = Transaction.objects.for_user(user).filter(project=revision.project, kind="budget")
    changed = rows.filter(superseded_by__revision=revision)
    rows = rows.standing() if revision.is_open else changed
    return {(row.organisation_id, row.category_id): row.amount_usd for row in rows}


def change_of(lines: list[ShownLine]) -> Decimal:
    """By how much the approved budget would grow, or shrink."""
    return from_cents(sum(to_cents(line.change) for line in lines))


def revisions_on(project: Any, user: Any, known: date | None) -> list[BudgetRevision]:
    """The revisions proposed by a day, newest first, each with its decision as known then."""
    rows = BudgetRevision.objects.for_user(user).filter(project=project)
    if known is not None:
        rows = rows.filter(proposed_at__lte=end_of(known))
    found = list(rows.select_related("project").order_by("-number"))
    for row in found:
        decided = row.decided_at and (known is None or row.decided_at <= end_of(known))
        decision = Decision(row.decision) if decided else Decision.PROPOSED
        row.known_decision, row.known_look = decision.label, LOOKS[decision]
        row.known_decided_at = row.decided_at if decided else None
    return found
