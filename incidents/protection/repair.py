"""A pattern that keeps the promise: witnesses, repair, clean-up.

A witness is another table that agrees with everything printed. A guarded quantity is proven
when witnesses show it at its floor and at its ceiling (for "exact": at two values). The true
table is a witness of every pattern.
"""

from dataclasses import dataclass, field

import numpy as np

from .hidden import Hidden
from .problem import Problem
from .reader import Reader
from .rule import Refused
from .solver import NEAR, Alternative

Need = tuple[int, bool]  # a guarded quantity, and whether upward


@dataclass
class Search:
    """A pattern (withheld, one flag per quantity) with the witnesses found for it."""

    problem: Problem
    reader: Reader
    hidden: Hidden
    withheld: np.ndarray
    proven: dict[Need, Alternative] = field(default_factory=dict)
    hopeless: set[Need] = field(default_factory=set)
    culprits: set[Need] = field(default_factory=set)
    near: dict[int, set[int]] = field(default_factory=dict)
    limit: float = float("inf")  # of questions to the reader: beyond, a need counts as stuck

    # --- what is needed and what a witness shows ---

    def needs(self) -> list[Need]:
        """Everything to be proven that the true table does not show itself."""
        p = self.problem
        low = p.guarded & ~p.loose & (p.count > p.floor)
        high = p.guarded & (p.loose | (p.count < p.ceiling))
        ends = [(q, False) for q in np.flatnonzero(low).tolist()]
        return sorted(ends + [(q, True) for q in np.flatnonzero(high).tolist()])

    def missing(self, whole: bool = False) -> list[Need]:
        return [
            need
            for need in self.needs()
            if need not in self.hopeless
            and (need not in self.proven or (whole and not self.proven[need].whole))
        ]

    def shows(self, found: Alternative, need: Need) -> bool:
        p, (q, up) = self.problem, need
        if p.loose[q]:
            return bool(abs(found.change[q]) > 1 - NEAR)
        value = p.count[q] + found.change[q]
        return bool(value >= p.ceiling[q] - NEAR if up else value <= p.floor[q] + NEAR)

    def moved(self, found: Alternative) -> np.ndarray:
        """Printed quantities that the alternative changes: it is a witness when there are none."""
        known = ~self.withheld | self.problem.fact
        return np.flatnonzero((np.abs(found.change) > NEAR) & known)

    def harvest(self, found: Alternative | None, needs: list[Need]) -> list[Need]:
        """Keeps the alternative for every need it shows; gives back the needs still open.

        One that is not whole is kept for the first alone: others may still find a whole one.
        """
        if found is None or not needs or len(self.moved(found)):
            return needs
        if not found.whole and len(needs) > 1:
            return [*self.harvest(found, needs[:1]), *needs[1:]]
        p, q = self.problem, np.array([q for q, _ in needs], dtype=np.int64)
        value = p.count[q] + found.change[q]
        above, below = value >= p.ceiling[q] - NEAR, value <= p.floor[q] + NEAR
        shown = np.where([up for _, up in needs], above, below)
        shown = np.where(p.loose[q], np.abs(found.change[q]) > 1 - NEAR, shown)
        self.proven.update((needs[i], found) for i in np.flatnonzero(shown).tolist())
        return [needs[i] for i in np.flatnonzero(~shown).tolist()]

    # --- the pattern ---

    def withhold(self, quantities: np.ndarray) -> None:
        self._set(quantities, True)

    def _set(self, quantities: np.ndarray, withheld: bool) -> None:
        self.withheld[quantities] = withheld
        self.hidden.show(quantities, self.withheld)

    # --- the steps ---

    def repair(self) -> None:
        """Withholds what the cheapest alternatives change, until every need has a witness."""
        self.prove(self.missing(), mend=True)

    def prove(self, needs: list[Need], mend: bool = False) -> Need | None:
        """Finds witnesses, each for all it shows; gives back a need this pattern cannot meet.

        mend: withhold more instead.
        """
        # where atoms are in no table themselves, rewards take longer than they save, and what
        # is found is so seldom whole that whole numbers are asked for at once
        linked, rewarded, missed = bool(len(self.hidden.loose)), None, None
        left = sorted(needs, key=lambda need: need[1])
        while left and missed is None:
            need, before = left[0], left
            if not linked and need[1] != rewarded:
                rewarded = need[1]
                self._favour([other for other in left if other[1] == rewarded], rewarded)
            left = self.harvest(self.seek(need, whole=linked), left)
            if mend and need in left:
                left = self._mend(left)
            if not linked:
                shown = {q for q, up in {*before} - {*left} if up == rewarded}
                self.hidden.favour_less(np.array(sorted(shown), dtype=np.int64))
            if left and (left[0] == need or self.hidden.asked >= self.limit):
                missed = left[0]
        self.hidden.favour_none()
        return missed

    def _mend(self, needs: list[Need]) -> list[Need]:
        """Withholds what the first need takes; gives back the needs still open."""
        found = self.ask(needs[0])
        if found is None:
            self.hopeless.add(needs[0])
            return needs[1:]
        self.withhold(self.moved(found))
        left = self.harvest(found, needs)
        if needs[0] in left:
            raise Refused("an alternative table does not show what it was made for")
        return left

    def _favour(self, needs: list[Need], up: bool) -> None:
        """Lets every alternative go as far as it can for as many needs as it can."""
        p = self.problem
        wanted = np.array([q for q, _ in needs if not p.loose[q]], dtype=np.int64)
        room = np.maximum((p.ceiling - p.count if up else p.count - p.floor)[wanted], 1)
        self.hidden.favour_none()
        self.hidden.favour(wanted, room.astype(float), up)

    def hide_zeros(self) -> None:
        """Where zeros are open, one that has to be withheld must not follow from the rest."""
        p = self.problem
        while p.zeros_withheld:
            plain = self.withheld & p.open & (p.count == 0) & ~p.guarded
            if not plain.any():
                return
            p.guarded |= plain
            p.loose |= plain
            self.repair()

    def repair_whole(self) -> None:
        """The same for needs whose witness is not in whole numbers."""
        left = self.missing(whole=True)
        for known in {id(found): found for found in self.proven.values() if found.whole}.values():
            left = self.harvest(known, left)
        while left:
            found = self.seek(left[0], whole=True) or self.ask(left[0], whole=True)
            if found is None:
                raise Refused("no table of whole numbers shows what a fractional one does")
            self.withhold(self.moved(found))
            before, left = len(left), self.harvest(found, left)
            if len(left) == before:
                raise Refused("an alternative table does not show what it was made for")

    def seek(self, need: Need, whole: bool = False) -> Alternative | None:
        """A table that shows a need and agrees with everything printed."""
        p, (q, up) = self.problem, need
        if not p.loose[q]:
            target = p.ceiling[q] if up else p.floor[q]
            return self.hidden.reach(q, int(target), up, whole)
        more = self.hidden.reach(q, int(p.count[q]) + 1, True, whole)
        if more is not None or p.count[q] <= p.lowest[q]:
            return more
        return self.hidden.reach(q, int(p.count[q]) - 1, False, whole)

    def ask(self, need: Need, whole: bool = False) -> Alternative | None:
        """The alternative that shows a need and changes the least of what is printed."""
        p, (q, up) = self.problem, need
        self.reader.price(np.where(self.withheld, 0.0, p.price))
        if not p.loose[q]:
            target = p.ceiling[q] if up else p.floor[q]
            return self.reader.reach(q, int(target), up, whole)
        ways = [self.reader.reach(q, int(p.count[q]) + 1, True, whole)]
        if p.count[q] > p.lowest[q]:
            ways.append(self.reader.reach(q, int(p.count[q]) - 1, False, whole))
        possible = [found for found in ways if found is not None]
        return min(possible, key=lambda found: found.price) if possible else None

    def clean_up(self, questions: float = float("inf")) -> None:
        """Prints again whatever no proof needs, until so many questions have been asked.

        First those that few proofs use (quickly decided), of these the dearest.
        """
        p, used = self.problem, np.zeros(len(self.withheld))
        for found in self.proven.values():
            used += np.abs(found.change) > NEAR
        spare = np.flatnonzero(self.withheld & p.open & ~p.guarded).tolist()
        self.limit = self.hidden.asked + questions
        self.hidden.patient = questions == float("inf")  # on a page, not for one cell more
        for q in sorted(spare, key=lambda q: (used[q], -p.price[q], q)):
            if self.hidden.asked < self.limit:
                self._give_back(q)
        self.limit, self.hidden.patient = float("inf"), True

    def _plainly_needed(self, q: int) -> bool:
        """Whether printing this would leave a guarded part of some sum plain to see."""
        return any(
            self._plain_in(parent, [c for c in children if self.withheld[c] and c != q], q)
            for parent, children in self.problem.system.equations
            if q == parent or q in children
        )

    def _plain_in(self, parent: int, hidden: list[int], q: int) -> bool:
        p = self.problem
        if parent != q and self.withheld[parent]:
            return not hidden and bool(p.guarded[parent])
        guarded = [c for c in hidden if p.guarded[c]]
        if len(hidden) == 1 and guarded:
            return True
        tight = p.count[hidden].sum() < p.rule.threshold - 1
        return bool(tight and any(not p.loose[c] and p.known[c] for c in guarded))

    def _give_back(self, q: int) -> None:
        if self._plainly_needed(q):
            return
        lost = [need for need, found in self.proven.items() if abs(found.change[q]) > NEAR]
        lost.sort(key=lambda need: (need not in self.culprits, need[0] not in self._near(q), need))
        kept = dict(self.proven)
        self._set(np.array([q]), False)
        for need in lost:
            del self.proven[need]
        missed = self.prove(lost)
        if missed:
            self.culprits.add(missed)
            self.proven = kept
            self._set(np.array([q]), True)

    def _near(self, q: int) -> set[int]:
        """Quantities in a sum with this one."""
        if not self.near:
            for parent, children in self.problem.system.equations:
                for member in (parent, *children):
                    self.near.setdefault(member, set()).update((parent, *children))
        return self.near.get(q, set())


def start(problem: Problem, withheld: set[int]) -> Search:
    flags = np.zeros(len(problem.system), dtype=bool)
    flags[sorted(withheld)] = True
    return Search(problem, Reader(problem), Hidden(problem, flags), flags)
