"""Other tables found part by part, where the atoms are in no table themselves.

A change inside one region (or quarter, or group) leaves every sum outside alone, and a model of
that region is small: it answers in a hundredth of the time of the whole, and mostly in whole
numbers. What one part can do is little, so several are asked, each from where the last one left
the table. That nothing is found says nothing: the model of all atoms is asked then.
"""

from collections.abc import Iterator

import numpy as np

from .problem import Problem
from .solver import INFINITE, NEAR, SLIGHT, Alternative, quiet_solver, rowwise, set_bounds, solves
from .sums import loose_atoms

SMALLEST, LARGEST = 1 / 12, 1 / 3  # of all atoms: smaller parts do nothing, larger ones are slow
STARTS = 30  # tables found before, from which a need that is hard is looked for

Moves = tuple[np.ndarray, np.ndarray]  # of each atom, of each quantity


class Part:
    """How the atoms of one part rise and fall; owner and member: each atom in each sum."""

    def __init__(self, atoms: np.ndarray, owner: np.ndarray, member: np.ndarray) -> None:
        self.atoms, self.size = atoms, len(atoms)
        inside = np.isin(member, atoms)
        self.rows, row = np.unique(owner[inside], return_inverse=True)
        column = np.searchsorted(atoms, member[inside])
        starts = 2 * np.searchsorted(row, np.arange(len(self.rows) + 1))
        index = np.stack([column, column + self.size], axis=1).ravel()
        every = np.arange(2 * self.size)
        self.cost = 10 * SLIGHT * (1 + every * 7919 % 1009 / 1009)
        self.zero = np.zeros(2 * self.size)
        self.low, self.high = np.zeros(len(self.rows)), np.zeros(len(self.rows))
        bounds = (self.zero, self.zero), (self.low, self.high)
        matrix = starts, index, np.tile([1.0, -1.0], len(column))
        self.solver = quiet_solver(presolve="off", solver="simplex")
        self.solver.passModel(rowwise(self.cost, *bounds, matrix))

    def move(
        self, held: np.ndarray, low: np.ndarray, high: np.ndarray, inside: np.ndarray, up: bool
    ) -> np.ndarray | None:
        """The change of each atom that moves those `inside` a quantity the furthest, if whole.

        held: what is in each atom; low and high: how far each sum may go.
        """
        room = np.concatenate([np.full(self.size, INFINITE), held[self.atoms].astype(float)])
        every = np.arange(2 * self.size)
        set_bounds(self.solver, every, self.zero, room)
        self._limit(low[self.rows], high[self.rows])
        worth = np.where(inside[self.atoms], 1.0 if up else -1.0, 0.0)
        cost = self.cost - np.concatenate([worth, -worth])
        self.solver.changeColsCost(len(every), every.astype(np.int32), cost)
        self.solver.setBasis()
        if not solves(self.solver):
            return None
        values = np.asarray(self.solver.getSolution().col_value)
        change = values[: self.size] - values[self.size :]
        nearest = np.rint(change)
        return nearest.astype(np.int64) if np.all(np.abs(change - nearest) < NEAR) else None

    def _limit(self, low: np.ndarray, high: np.ndarray) -> None:
        for row in np.flatnonzero((low != self.low) | (high != self.high)).tolist():
            self.solver.changeRowBounds(row, low[row], high[row])
        self.low, self.high = low, high


class Parts:
    """The parts of a problem: the quantities of middling size."""

    def __init__(self, problem: Problem) -> None:
        self.p, system = problem, problem.system
        self.size = np.array([len(members) for members in system.atoms])
        self.owner = np.repeat(np.arange(len(system)), self.size)
        self.member = np.concatenate(system.atoms)
        self.loose = loose_atoms(system)
        self.made: dict[int, Part] = {}
        self.known: list[Moves] = []

    def reach(
        self, quantity: int, target: int, up: bool, hidden: np.ndarray
    ) -> Alternative | None:
        """A table of whole numbers with the quantity at the target; hidden: what may change."""
        p = self.p
        nothing = np.zeros(len(p.held), dtype=np.int64), np.zeros(len(p.count))
        return self._reach(nothing, quantity, float(target - p.count[quantity]), up, hidden)

    def again(
        self, quantity: int, target: int, up: bool, hidden: np.ndarray
    ) -> Alternative | None:
        """The same from tables found before, those nearest to the target first."""
        goal, found = float(target - self.p.count[quantity]), None
        starts = [known for known in self.known if not known[1][~hidden].any()]
        starts.sort(key=lambda known: abs(goal - known[1][quantity]))
        for start in starts[:STARTS]:
            found = found or self._reach(start, quantity, goal, up, hidden)
        return found

    def keep(self, found: Alternative) -> None:
        """Remembers a table found elsewhere."""
        moved, single = np.zeros(len(self.p.held)), self.p.system.single
        moved[single[single >= 0]] = found.change[single >= 0]
        moved[self.loose] = found.loose
        self.known.append((moved.astype(np.int64), found.change))

    def _reach(
        self, start: Moves, quantity: int, goal: float, up: bool, hidden: np.ndarray
    ) -> Alternative | None:
        p, (moved, change) = self.p, start
        inside = np.zeros(len(moved), dtype=bool)
        inside[p.system.atoms[quantity]] = True
        for part in self._through(inside):
            low = np.where(hidden, -np.maximum(0, p.count + change - p.lowest), 0.0)
            high = np.where(hidden, INFINITE, 0.0)
            left = goal - change[quantity]
            if up:
                high[quantity] = left
            else:
                low[quantity] = max(low[quantity], left)
            if np.any(low > high):
                return None
            step = part.move(p.held + moved, low, high, inside, up)
            if step is None:
                continue
            moved = moved.copy()
            moved[part.atoms] += step
            change = np.bincount(self.owner, moved[self.member], len(p.count))
            if change[quantity] == goal:
                self.known.append((moved, change))
                return Alternative(change, moved[self.loose].astype(float), True)
        return None

    def _through(self, inside: np.ndarray) -> Iterator[Part]:
        """The parts that cut these atoms in two, smallest first."""
        shared = np.bincount(self.owner, inside[self.member], len(self.size))
        share = self.size / len(inside)
        fits = (share >= SMALLEST) & (share <= LARGEST)
        cut = np.flatnonzero(fits & (shared > 0) & (shared < np.minimum(inside.sum(), self.size)))
        for q in sorted(cut.tolist(), key=lambda q: (self.size[q], q)):
            if q not in self.made:
                self.made[q] = Part(self.p.system.atoms[q], self.owner, self.member)
            yield self.made[q]
