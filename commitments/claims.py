"""What sources state about progress, beside what is counted, and the gap between the two."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from .counting import counting
from .models import Instrument, StatedProgress
from .progress import Progress, gap
from .standing import Measure


@dataclass(frozen=True)
class Claim:
    """A claim, what is counted for the same instruments together, and the gap."""

    stated: StatedProgress
    instruments: list[Instrument]
    counted: Progress | None  # None where the reader may not see all that it is about

    @property
    def gap(self) -> Decimal | None:
        return gap(self.stated.share, self.counted.share) if self.counted else None


def claims(instruments: QuerySet, user: Any, day: date | None = None) -> list[Claim]:
    """The claims about these instruments, newest first; those made as of a later day left out."""
    seen = Instrument.objects.for_user(user).select_related("country")
    found = StatedProgress.objects.for_user(user).filter(
        instruments__in=instruments.order_by().values("pk")
    )
    if day:
        found = found.filter(Q(as_of_from__isnull=True) | Q(as_of_from__lte=day))
    found = list(
        found.distinct()
        .select_related("source")
        .prefetch_related(Prefetch("instruments", seen, to_attr="seen"))
    )
    if not found:
        return []
    through = StatedProgress.instruments.through.objects.filter(statedprogress__in=found)
    about: dict[int, set[int]] = {row.pk: set() for row in found}
    for claim, instrument in through.values_list("statedprogress_id", "instrument_id"):
        about[claim].add(instrument)
    counts = counting({key for keys in about.values() for key in keys}, user)
    measure = Measure(counts.commitments(user), user, day)
    return [_claim(row, about[row.pk], measure, counts) for row in found]


def _claim(row, about, measure, counts):
    seen = {instrument.pk for instrument in row.seen}
    if about != seen:
        return Claim(row, list(row.seen), None)
    return Claim(row, list(row.seen), measure.of_instruments(about, counts))
