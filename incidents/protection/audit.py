"""The reader's view of what is printed: an attack that knows the rule and whole numbers only.

It starts from the printed cells alone, looks for one table that fits them, and asks how far
each withheld cell can be from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .base import lay
from .equations import Universe, build
from .hidden import Hidden
from .ledger import Release
from .problem import blank
from .rule import ProtectionError, Rule
from .solver import INFINITE, NEAR
from .table import Address, Codes


@dataclass(frozen=True)
class Finding:
    """What can be known about one withheld cell: low to high (None: no limit)."""

    release: str
    codes: Codes
    low: int
    high: int | None

    def __str__(self) -> str:
        codes = " / ".join(self.codes)
        return f"{self.release}: {codes} {self.low} to {'any' if self.high is None else self.high}"


class Exact(Finding):
    """The reader knows the count."""


class Narrowed(Finding):
    """The count is certainly small, and the reader knows more than that."""


class Shield(Finding):
    """Could be small or not, but not every small count: what shields others can look like this.

    From outside nobody can tell; protect() knows the counts and lets no small cell be like this.
    """


@dataclass(frozen=True)
class Report:
    """Every withheld cell, in the order of releases and codes."""

    cells: tuple[Finding, ...]

    @property
    def exact(self) -> tuple[Finding, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, Exact))

    @property
    def narrowed(self) -> tuple[Finding, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, Narrowed))

    @property
    def holds(self) -> bool:
        return not self.exact and not self.narrowed


def audit(releases: Sequence[Release], rule: Rule) -> Report:
    """Attacks everything printed together.

    Raises ProtectionError where the printed numbers contradict each other.
    """
    problem, withheld = _view(releases, rule)
    lay(problem)
    reader = Hidden(problem, ~problem.fact)
    limits = {q: _limits(reader, q) for q in sorted(set(withheld.values()))}
    cells = [
        _judge(releases[number].name, codes, *limits[q], rule)
        for (number, codes), q in sorted(withheld.items())
    ]
    return Report(tuple(cells))


def _view(releases: Sequence[Release], rule: Rule):
    """A problem in which the printed cells are facts and nothing else is known."""
    universe = Universe.of(dimension for r in releases for dimension in r.dimensions)
    cells: dict[Address, tuple] = {}
    counts: dict[Address, int | None] = {}
    for number, release in enumerate(releases):
        for codes, count in release.cells.items():
            cells[str(number), codes] = universe.place(release.dimensions, codes)
            counts[str(number), codes] = count
    zeros = {address for address, count in counts.items() if count == 0}
    system = build(universe, cells, zeros)
    p = blank(system, rule, withhold_zeros=False)
    for address, count in counts.items():
        q, (number, codes) = system.of[address], (int(address[0]), address[1])
        if count is None:
            if rule.zeros == "open" and not releases[number].withheld_zeros and not p.fact[q]:
                p.lowest[q] = 1
        elif p.known[q] and p.count[q] != count:
            raise ProtectionError(
                f"{releases[number].name}: {' / '.join(codes)} is printed as {count}"
                f" and as {p.count[q]}"
            )
        else:
            p.count[q], p.known[q], p.fact[q] = count, True, True
    withheld = {(int(a[0]), a[1]): system.of[a] for a, count in counts.items() if count is None}
    return p, withheld


def _limits(reader: Hidden, q: int) -> tuple[int, int | None]:
    p = reader.p
    count = int(p.count[q])
    if p.fact[q]:
        return count, count
    ends = []
    for up in (False, True):
        change, found = reader.extreme(q, up)
        if change == INFINITE:
            ends.append(None)
            continue
        end = count + int(np.floor(change + NEAR) if up else np.ceil(change - NEAR))
        ends.append(_whole_end(reader, q, end, up) if found and not found.whole else end)
    return ends[0], ends[1]


def _whole_end(reader: Hidden, q: int, end: int, up: bool) -> int:
    """The end that whole numbers reach, starting from the one fractions reach."""
    count = int(reader.p.count[q])
    while end != count and reader.reach(q, end, up, whole=True) is None:
        end += -1 if up else 1
    return end


def _judge(release: str, codes: Codes, low: int, high: int | None, rule: Rule) -> Finding:
    kind = Finding
    if high is not None and low == high:
        kind = Exact
    elif rule.goal == "label" and low < rule.threshold:
        least = rule.smallest if low <= rule.smallest else 0
        if high is not None and high < rule.threshold - (low <= least):
            kind = Narrowed
        elif low > least:
            kind = Shield
    return kind(release, codes, low, high)
