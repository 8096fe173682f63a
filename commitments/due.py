"""What waits for those responsible: overdue, due soon, and what nobody has spoken of lately."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from .models import Action, Commitment, StatusChange

OWNERS = {Commitment: "duty_bearers", Action: "responsible"}
COUNTRIES = {Commitment: "instrument__country", Action: "commitment__instrument__country"}


@dataclass(frozen=True)
class Waiting:
    """Open commitments or actions in three groups; each stands in the most pressing one only."""

    overdue: QuerySet
    soon: QuerySet
    quiet: QuerySet

    def numbers(self) -> tuple[int, int, int]:
        return self.overdue.count(), self.soon.count(), self.quiet.count()


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of a month that is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def waiting(rows: QuerySet, day: date) -> Waiting:
    """What waits among these commitments, or among these actions.

    Quiet: no statement as of the last months by anybody. A status is as open as its instrument, so
    a statement counts as news although its reason may be closed to the reader.
    """
    name = rows.model._meta.model_name
    until = day + timedelta(days=settings.REMINDER_DAYS)
    since = months_before(day, settings.QUIET_MONTHS)
    said = StatusChange.objects.filter(**{name: OuterRef("pk")}).order_by()
    is_open, late = rows.open(), Q(due_to__isnull=False, due_to__lt=day)
    soon = Q(due_to__isnull=False, due_to__range=(day, until))
    return Waiting(
        is_open.filter(late),
        is_open.filter(soon),
        is_open.exclude(late | soon).filter(~Exists(said.filter(as_of__gte=since))),
    )


def of(model: type, user: Any, action: str, country: Any = None, owner: Any = None) -> QuerySet:
    """The commitments or actions on which the person may do this, of a country, of an owner."""
    rows = model.objects.for_user(user, action)
    if country:
        rows = rows.filter(**{COUNTRIES[model]: country})
    if owner:
        rows = rows.filter(**{OWNERS[model]: owner})
    return rows


def mine(user: Any, day: date) -> tuple[int, int, int]:
    """How many are overdue, due soon and quiet of those whose status the person reports."""
    kinds = [waiting(of(model, user, "update"), day).numbers() for model in OWNERS]
    overdue, soon, quiet = (sum(numbers) for numbers in zip(*kinds, strict=True))
    return overdue, soon, quiet


def shown(rows: QuerySet, most: int) -> list[Any]:
    """The first of a group with what a row prints; the earliest due first."""
    model = rows.model
    said = StatusChange.objects.filter(**{model._meta.model_name: OuterRef("pk")})
    above = "" if model is Commitment else "commitment__"
    return list(
        rows.annotate(heard=Subquery(said.order_by("-as_of", "-at", "-pk").values("as_of")[:1]))
        .select_related(f"{above}instrument__country")
        .prefetch_related(OWNERS[model])
        .order_by(F("due_to").asc(nulls_last=True), "pk")[:most]
    )
