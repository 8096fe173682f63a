"""Progress counted from statuses, and how far it is from what a source states.

Pure: no models, no database.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

METHOD = _(
    "Counted share: actions reported as implemented, out of all actions recorded here. Each "
    "counts the same; discontinued actions and those without information stay in the whole. "
    "Weights count only where one plan gives them to all."
)
BY_WEIGHT_OF_ACTIONS = _(
    "Weighted share: the weights that the plan gives to its actions; the weight of those reported "
    "as implemented, out of the weight of all. Discontinued actions and those without information "
    "stay in the whole."
)
BY_WEIGHT_OF_COMMITMENTS = _(
    "Weighted share: the counted share of each commitment that has actions, by the weight that "
    "the plan gives to it; discontinued actions and those without information stay in the whole."
)
DONE = "implemented"
ONE_DECIMAL = Decimal("0.1")


def _rounded(exact: Decimal) -> Decimal:
    """To one decimal; 0 and 100 only where nothing and where all is done."""
    if not 0 < exact < 100:
        return exact.quantize(ONE_DECIMAL)
    near = exact.quantize(ONE_DECIMAL, ROUND_HALF_UP)
    return min(max(near, ONE_DECIMAL), 100 - ONE_DECIMAL)


@dataclass(frozen=True)
class Counted:
    """How many of how many are done; the share is None while there is nothing to count."""

    done: int
    total: int

    @property
    def share(self) -> Decimal | None:
        if not self.total:
            return None
        return _rounded(Decimal(100 * self.done) / Decimal(self.total))


class Step(NamedTuple):
    """One action: where it stands, its weight, what it is a step towards, and in which plan."""

    status: str
    weight: Decimal | None = None
    commitment: Any = None
    commitment_weight: Decimal | None = None
    plan: Any = None


@dataclass(frozen=True)
class Progress:
    """How many of how many actions are done, the share of it, and how the share was worked out."""

    count: Counted
    share: Decimal | None
    method: str | Promise

    @property
    def is_weighted(self) -> bool:
        return self.method is not METHOD


def counted(statuses: Iterable[str]) -> Counted:
    """Unweighted: the done among all."""
    statuses = list(statuses)
    return Counted(sum(1 for status in statuses if status == DONE), len(statuses))


def progress(steps: Iterable[Step]) -> Progress:
    """The share by the weights of the plan where every one is given, else each counts the same.

    A weight is never made up for an action or a commitment that has none, and weights of two plans
    are never put together: each has a scale of its own.
    """
    steps = list(steps)
    count = counted(step.status for step in steps)
    if len({step.plan for step in steps}) != 1:
        return Progress(count, count.share, METHOD)
    if all(step.commitment_weight for step in steps):
        return Progress(count, _rounded(_by_commitment(steps)), BY_WEIGHT_OF_COMMITMENTS)
    if all(step.weight for step in steps):
        return Progress(count, _rounded(100 * _part(steps)), BY_WEIGHT_OF_ACTIONS)
    return Progress(count, count.share, METHOD)


def _by_commitment(steps: Sequence[Step]) -> Decimal:
    """The mean of the commitments' shares, by their weights, in per cent."""
    groups: dict[Any, list[Step]] = {}
    for step in steps:
        groups.setdefault(step.commitment, []).append(step)
    weights = {key: Decimal(group[0].commitment_weight or 0) for key, group in groups.items()}
    weighed = sum((weights[key] * _part(group) for key, group in groups.items()), Decimal(0))
    return 100 * weighed / sum(weights.values())


def _part(steps: Sequence[Step]) -> Decimal:
    """What is done of these, 0 to 1: by their own weights if each has one."""
    if all(step.weight for step in steps):
        weights = [Decimal(step.weight or 0) for step in steps]
    else:
        weights = [Decimal(1)] * len(steps)
    done = (w for w, step in zip(weights, steps, strict=True) if step.status == DONE)
    return sum(done, Decimal(0)) / sum(weights)


def gap(stated: Decimal | None, share: Decimal | None) -> Decimal | None:
    """Percentage points by which the stated share is above the counted one."""
    if stated is None or share is None:
        return None
    return (Decimal(stated) - share).quantize(ONE_DECIMAL, ROUND_HALF_UP)


def by_status(statuses: Iterable[str], order: Iterable[str]) -> list[tuple[str, int]]:
    """(status, number) in the order given; those of 0 are there as well."""
    found = Counter(statuses)
    return [(status, found[status]) for status in order]
