"""Where commitments and actions stood on a day, and how far they were, as a reader may know it.

The status itself is as open as its instrument; only the reason for it may be less open. So a
status as of a day is read from all statements about what the reader may see.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from .counting import Counting
from .models import Action, Commitment, StatusChange
from .progress import Progress, Step, progress
from .replay import NOTHING_SAID, Standing, Stated, replay

FACTS = ("opinion", "now", "as_of", "at", "pk")


def past(day: date | None) -> date | None:
    """None for today and later: today's board is what the newest statements say."""
    return day if day and day < timezone.localdate() else None


def standings(subjects: QuerySet, day: date | None) -> dict[int, Standing]:
    """By key, where each of these commitments, or each of these actions, stood on a day.

    `subjects` are those that the reader may see.
    """
    name = subjects.model._meta.model_name
    said = StatusChange.objects.filter(**{f"{name}__in": subjects.order_by().values("pk")})
    rows = said.order_by().values_list(f"{name}_id", *FACTS)
    return replay((Stated(*row) for row in rows), day)


class Known(NamedTuple):
    """One action with what it belongs to."""

    pk: int
    reported: str
    weight: Decimal | None
    commitment: int
    commitment_weight: Decimal | None
    area: int | None
    instrument: int
    country: int | None


class Measure:
    """The progress of some commitments as one reader may know it, on a day (None: today)."""

    def __init__(self, commitments: QuerySet, user: Any, day: date | None = None):
        self.commitments, self.user, self.day = commitments, user, past(day)
        self.actions = self._actions()

    def whole(self) -> Progress:
        return progress(map(self._step, self.actions))

    def by(self, key: str) -> dict[Any, Progress]:
        """By "commitment", "area" or "country": the key of each that has actions."""
        return self._grouped(lambda action: [getattr(action, key)])

    def by_party(self) -> dict[int, Progress]:
        """By duty bearer; a commitment of two counts for each of the two."""
        links = Commitment.duty_bearers.through.objects.filter(
            commitment__in=self.commitments.order_by().values("pk")
        )
        bearers = defaultdict(list)
        for commitment, organisation in links.values_list("commitment_id", "organisation_id"):
            bearers[commitment].append(organisation)
        return self._grouped(lambda action: bearers[action.commitment])

    def by_instrument(self, counting: Counting) -> dict[int, Progress]:
        """By instrument; what counts for several stands in the row of each."""
        return self._grouped(lambda a: counting.instruments_of(a.commitment, a.instrument))

    def of_instruments(self, keys: Iterable[int], counting: Counting) -> Progress:
        """Of some instruments together, each action once."""
        wanted = set(keys)
        return progress(
            self._step(a)
            for a in self.actions
            if wanted & counting.instruments_of(a.commitment, a.instrument)
        )

    def under(self, instruments: Iterable[int], *, outside: bool = False) -> "Measure":
        """The same day, of commitments that are part of these instruments; or of all others."""
        keys, part = set(instruments), copy(self)
        part.actions = [a for a in self.actions if (a.instrument in keys) != outside]
        return part

    def _grouped(self, keys: Callable[[Known], Iterable[Any]]) -> dict[Any, Progress]:
        groups = defaultdict(list)
        for action in self.actions:
            for key in keys(action):
                groups[key].append(self._step(action))
        return {key: progress(steps) for key, steps in groups.items()}

    def _actions(self) -> list[Known]:
        seen = Action.objects.for_user(self.user).filter(
            commitment__in=self.commitments.order_by().values("pk")
        )
        rows = seen.order_by("pk").values_list(
            "pk", "reported_status", "weight", "commitment_id", "commitment__weight",
            "commitment__area_id", "commitment__instrument_id",
            "commitment__instrument__country_id",
        )  # fmt: skip
        found = [Known(*row) for row in rows]
        if self.day is None:
            return found
        then = standings(seen, self.day)
        return [a._replace(reported=then.get(a.pk, NOTHING_SAID).reported) for a in found]

    @staticmethod
    def _step(action: Known) -> Step:
        return Step(
            action.reported, action.weight, action.commitment, action.commitment_weight,
            action.instrument,
        )  # fmt: skip
