"""What actions cost, what is given for them, and what is lacking.

Pure: no models, no database. Amounts of different sources, or currencies, are never added.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

METHOD = _(
    "Each table holds what one source says in one currency; amounts of different sources are not "
    "added. The gap is the cost less what is given for it, where the source gives a cost. Money "
    "of linked projects stands beside and is in no sum."
)


class Line(NamedTuple):
    """One amount: of which action, what it is, who gives it (empty: a cost), who says so."""

    action: Any
    is_cost: bool
    amount: Decimal
    currency: str
    source: Any
    funder: str = ""


@dataclass(frozen=True)
class Sums:
    """The amounts of an action, or of all, as one source gives them; None: not given."""

    cost: Decimal | None
    funded: Decimal | None
    by_funder: Sequence[tuple[str, Decimal]]

    @property
    def gap(self) -> Decimal | None:
        """Below zero where more is given than it costs; None where no cost is given."""
        return None if self.cost is None else self.cost - (self.funded or Decimal(0))


@dataclass(frozen=True)
class Said:
    """What one source says in one currency: action by action, and all that have a cost."""

    source: Any
    currency: str
    rows: Sequence[tuple[Any, Sums]]
    total: Sums
    without_cost: int  # actions for which it names money and no cost: their gap is not known


def by_source(lines: Iterable[Line]) -> list[Said]:
    """A table for each source and currency, in the order in which they come."""
    groups: dict[tuple, list[Line]] = {}
    for line in lines:
        groups.setdefault((line.source, line.currency), []).append(line)
    return [_said(source, currency, found) for (source, currency), found in groups.items()]


def _said(source, currency, lines):
    actions: dict[Any, list[Line]] = {}
    for line in lines:
        actions.setdefault(line.action, []).append(line)
    rows = [(action, sums(found)) for action, found in actions.items()]
    # The gap of all is that of actions with a cost: money for others does not fill it.
    costed = [line for action, found in rows if found.cost is not None for line in actions[action]]
    without_cost = sum(1 for _action, found in rows if found.cost is None)
    return Said(source, currency, rows, sums(costed), without_cost)


def sums(lines: Iterable[Line]) -> Sums:
    """Added up within one source and currency."""
    lines = list(lines)
    costs = [line.amount for line in lines if line.is_cost]
    given: dict[str, Decimal] = {}
    for line in lines:
        if not line.is_cost:
            given[line.funder] = given.get(line.funder, Decimal(0)) + line.amount
    return Sums(
        sum(costs, Decimal(0)) if costs else None,
        sum(given.values(), Decimal(0)) if given else None,
        sorted(given.items(), key=lambda item: (-item[1], item[0])),
    )
