"""What was said of a status with all that stands beside it: disputes, evidence, what is closed.

A statement, a dispute and a piece of evidence each have a scope of their own. That a statement is
disputed is as open as the statement; that there is evidence, only as far as its own row says.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from .models import Action, Commitment, Dispute, Evidence, StatusChange


def about(commitment: Commitment, user: Any) -> QuerySet:
    """All statements about a commitment and its actions that the reader may see."""
    return StatusChange.objects.for_user(user).filter(
        Q(commitment=commitment) | Q(action__commitment=commitment)
    )


def behind(commitment: Commitment, user: Any) -> int:
    """How many statements there are about what the reader sees, open to them or not.

    The status of any day is as open as its subject, and so is how often something was said of it.
    """
    actions = Action.objects.for_user(user).filter(commitment=commitment)
    return StatusChange.objects.filter(
        Q(commitment=commitment) | Q(action__in=actions.values("pk"))
    ).count()


def told(changes: QuerySet, user: Any, most: int | None = None) -> list[StatusChange]:
    """Statements with .who, .open_disputes, .closed_disputes, .open_pieces, in a few queries."""
    disputes = Dispute.objects.for_user(user).select_related("by", "source")
    pieces = Evidence.objects.for_user(user).select_related("commitment__instrument__country")
    found = list(
        changes.select_related("source", "by", "action", "instrument__country")
        .annotate(all_disputes=Count("disputes", distinct=True))
        .order_by(*StatusChange._meta.ordering)  # counting would drop it
        .prefetch_related(
            Prefetch("disputes", disputes, to_attr="open_disputes"),
            Prefetch("pieces", pieces, to_attr="open_pieces"),
        )[:most]
    )
    for change in found:
        change.who = change.by.seen_by(user) if change.by else ""
        change.closed_disputes = change.all_disputes - len(change.open_disputes)
        for dispute in change.open_disputes:
            dispute.who = dispute.by.seen_by(user)
    return found


def pieces(commitments: Iterable[Any], user: Any) -> list[Evidence]:
    """The evidence of some commitments that the reader may open, newest first."""
    found = Evidence.objects.for_user(user).filter(commitment__in=commitments)
    found = found.select_related(
        "commitment__instrument__country", "change__action", "listed_in", "by", "kind"
    )
    rows = list(found.order_by("commitment", F("date").desc(nulls_last=True), "-pk"))
    for piece in rows:
        piece.who = piece.by.seen_by(user) if piece.by else ""
    return rows


def closed(commitments: Iterable[Any], user: Any) -> Counter:
    """By commitment, how many pieces there are that the reader may know of but not open."""
    known = Evidence.objects.known_to(user).filter(commitment__in=commitments)
    may_open = Evidence.objects.for_user(user).values("pk")
    rows = known.exclude(pk__in=may_open).order_by().values_list("commitment_id", flat=True)
    return Counter(rows)


def with_evidence(commitments: Iterable[Any], user: Any) -> QuerySet:
    """The statements about these commitments and their actions that cite or describe a proof."""
    found = StatusChange.objects.for_user(user).filter(
        Q(commitment__in=commitments) | Q(action__commitment__in=commitments)
    )
    return found.exclude(Q(source=None) & Q(evidence=""))
