"""Which commitments count in the progress of an instrument, said once for every page that counts.

Its own; where it has neither areas nor commitments, those of the plan that carries it out; and
those of other instruments that serve it. Each action counts once for an instrument, and once in
a total of a country or a party, whatever it serves.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Area, Commitment, Instrument, Serving

RULE = _(
    "An instrument counts the actions of its own commitments, or of the plan that carries it out "
    "where it has none, and those of commitments of other instruments that serve it. An action "
    "may so count for several instruments; in a total of a country or a duty bearer it counts "
    "once."
)


@dataclass(frozen=True)
class Counting:
    """What counts for some instruments, by their keys."""

    stand_in: dict[int, list[int]]  # instrument: itself, or the plans that carry it out
    served: dict[int, set[int]]  # commitment: the other ones of these instruments that it serves

    @cached_property
    def _counted_for(self) -> dict[int, set[int]]:
        found = defaultdict(set)
        for instrument, keys in self.stand_in.items():
            for key in keys:
                found[key].add(instrument)
        return found

    def instruments_of(self, commitment: int, instrument: int) -> set[int]:
        """For which of the instruments a commitment of `instrument` counts."""
        own = self._counted_for.get(instrument, set())
        return own | self.served.get(commitment, set())

    def commitments(self, user: Any) -> QuerySet:
        """All that count for any of them and that the reader may see."""
        keys = {key for keys in self.stand_in.values() for key in keys}
        return Commitment.objects.for_user(user).filter(
            Q(instrument__in=keys) | Q(pk__in=list(self.served))
        )


def counting(instruments: Iterable[int], user: Any) -> Counting:
    """For the instruments with these keys, as the reader may see what belongs to them."""
    keys = set(instruments)
    filled = {
        key
        for model in (Area, Commitment)
        for key in model.objects.for_user(user)
        .filter(instrument__in=keys)
        .order_by()
        .values_list("instrument", flat=True)
        .distinct()
    }
    plans = defaultdict(list)
    carried_out = Instrument.objects.for_user(user).filter(implements__in=keys - filled)
    for key, plan in carried_out.order_by("pk").values_list("implements", "pk"):
        plans[key].append(plan)
    served = defaultdict(set)
    links = Serving.objects.for_user(user).filter(instrument__in=keys).counted()
    for commitment, instrument in links.values_list("commitment", "instrument"):
        served[commitment].add(instrument)
    return Counting({key: plans.get(key, [key]) for key in keys}, dict(served))


class World(NamedTuple):
    """Instruments of real countries, or of a sample: invented rows stand in no count of others."""

    instruments: QuerySet
    is_sample: bool
    left_out: bool  # whether there are invented ones beside them


def one_world(instruments: QuerySet) -> World:
    """Without those of sample countries, unless the reader has no country beside them."""
    sample = instruments.filter(country__is_sample=True)
    if not sample.exists():
        return World(instruments, is_sample=False, left_out=False)
    if instruments.filter(country__is_sample=False).exists():
        real = instruments.exclude(country__is_sample=True)
        return World(real, is_sample=False, left_out=True)
    return World(sample, is_sample=True, left_out=False)
