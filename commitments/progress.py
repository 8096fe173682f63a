"""Progress counted from statuses, and how far it is from what a source states.

Pure: no models, no database.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

METHOD = _(
    "Counted share: actions reported as implemented, out of all actions recorded here. Each "
    "counts the same; discontinued actions and those without information stay in the whole."
)
DONE = "implemented"
ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True)
class Counted:
    """How many of how many are done; the share is None while there is nothing to count."""

    done: int
    total: int

    @property
    def share(self) -> Decimal | None:
        if not self.total:
            return None
        exact = Decimal(100 * self.done) / Decimal(self.total)
        return exact.quantize(ONE_DECIMAL, ROUND_HALF_UP)


def counted(statuses: Iterable[str]) -> Counted:
    """Unweighted: the done among all."""
    statuses = list(statuses)
    return Counted(sum(1 for status in statuses if status == DONE), len(statuses))


def gap(stated: Decimal | None, share: Decimal | None) -> Decimal | None:
    """Percentage points by which the stated share is above the counted one."""
    if stated is None or share is None:
        return None
    return (Decimal(stated) - share).quantize(ONE_DECIMAL, ROUND_HALF_UP)


def by_status(statuses: Iterable[str], order: Iterable[str]) -> list[tuple[str, int]]:
    """(status, number) in the order given; those of 0 are there as well."""
    found = Counter(statuses)
    return [(status, found[status]) for status in order]
