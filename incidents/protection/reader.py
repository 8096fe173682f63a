"""What somebody who reads everything printed can infer: one linear model, started warm.

Unknowns are changes, up or down, from a table with the true counts (problem.held). A printed
quantity may change too, at a price; so the cheapest change that takes a small cell to a target
is either free (the reader cannot exclude the target) or names the cells to withhold (Kelly,
Golden and Assad, Networks 22, 1992; Fischetti and Salazar, Management Science 47, 2001).
"""

import highspy
import numpy as np

from .problem import Problem
from .solver import (
    INFINITE,
    NEAR,
    SLIGHT,
    Alternative,
    quiet_solver,
    rowwise,
    set_bounds,
    solves,
)  # fmt: skip
from .sums import WholeSearch, columns_beside, loose_atoms

NEARBY, EVERYWHERE = 20, 100_000  # nodes of a search tree, the same every time


class Reader:
    """One model over all quantities of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        system = problem.system
        self.size = len(system)
        moving = np.flatnonzero(~problem.fact)
        self.up = np.full(self.size, -1)
        self.down = np.full(self.size, -1)
        self.up[moving] = np.arange(len(moving)) * 2
        self.down[moving] = np.arange(len(moving)) * 2 + 1
        held = {int(atom): q for q, atom in enumerate(system.single) if atom >= 0}
        loose = loose_atoms(system)
        self._columns(moving, loose)
        first = {atom: 2 * (len(moving) + i) for i, atom in enumerate(loose.tolist())}
        self._rows(held, first)
        self.solver = quiet_solver(presolve="off", solver="simplex")
        self.solver.passModel(self._model())
        self.whole: WholeSearch | None = None

    def _columns(self, moving: np.ndarray, loose: np.ndarray) -> None:
        p = self.problem
        self.quantity = np.concatenate([np.repeat(moving, 2), np.full(2 * len(loose), -1)])
        count = len(self.quantity)
        self.lower = np.zeros(count)
        self.room = np.full(count, INFINITE)
        self.room[self.down[moving]] = np.maximum(0, p.count - p.lowest)[moving]
        self.room[2 * len(moving) + 1 :: 2] = p.held[loose]
        self.upper = self.room.copy()
        self.part = self._is_part()
        self.cost = np.where(self.part, SLIGHT, 0.0)

    def _rows(self, held: dict[int, int], loose: dict[int, int]) -> None:
        system = self.problem.system
        self.starts, self.index, self.value = [0], [], []
        for q in np.flatnonzero(system.single < 0):
            if not len(system.atoms[q]):
                continue  # publicly zero
            for atom in system.atoms[q].tolist():
                single = held.get(atom)
                if single is None:
                    self.index += [loose[atom], loose[atom] + 1]
                    self.value += [1.0, -1.0]
                elif self.up[single] >= 0:
                    self.index += [int(self.up[single]), int(self.down[single])]
                    self.value += [1.0, -1.0]
            if self.up[q] >= 0:
                self.index += [int(self.up[q]), int(self.down[q])]
                self.value += [-1.0, 1.0]
            self.starts.append(len(self.index))

    def _model(self) -> highspy.HighsLp:
        nothing = np.zeros(len(self.starts) - 1)
        matrix = np.array(self.starts), np.array(self.index), np.array(self.value)
        return rowwise(self.cost, (self.lower, self.upper), (nothing, nothing), matrix)

    # --- what is printed ---

    def price(self, prices: np.ndarray) -> None:
        """Sets the price of changing each quantity by one; 0 for a withheld one."""
        columns = np.flatnonzero(self.quantity >= 0)
        least = np.where(self.part[columns], SLIGHT, 0.0)
        wanted = np.maximum(prices[self.quantity[columns]], least)
        changed = columns[self.cost[columns] != wanted]
        self.cost[columns] = wanted
        self._costs(changed)

    def _costs(self, columns: np.ndarray) -> None:
        if len(columns):
            self.solver.changeColsCost(len(columns), columns.astype(np.int32), self.cost[columns])

    def _bounds(self, columns: np.ndarray) -> None:
        set_bounds(self.solver, columns, self.lower, self.upper)

    # --- questions ---

    def reach(
        self, quantity: int, target: int, up: bool, whole: bool = False
    ) -> Alternative | None:
        """The cheapest table with the quantity at the target or beyond; None if there is none."""
        change = float(target - self.problem.count[quantity])
        pair = np.array([self.up[quantity], self.down[quantity]])
        kept = self.lower[pair], self.upper[pair]
        lower, upper = kept[0].copy(), kept[1].copy()
        if up and change > 0:
            lower[0], upper[1] = change, 0.0
        elif not up and change < 0:
            lower[1], upper[0] = -change, 0.0
        elif not up:
            upper[0] = change
        if np.any(upper < lower):
            return None
        self.lower[pair], self.upper[pair] = lower, upper
        self._bounds(pair)
        found = self._solve_whole() if whole else self.solve()
        self.lower[pair], self.upper[pair] = kept
        self._bounds(pair)
        return found

    # --- answers ---

    def solve(self) -> Alternative | None:
        return self._read(self.solver) if solves(self.solver) else None

    def _solve_whole(self) -> Alternative | None:
        """The same question in whole numbers: near the corner of the linear model first."""
        corner = self.solve()
        if corner is None or corner.whole:
            return corner
        used = np.asarray(self.solver.getSolution().col_value) > NEAR
        every = np.ones(len(self.starts) - 1, dtype=bool)  # no sum is free here
        of = np.repeat(np.arange(len(every)), np.diff(self.starts))
        beside = columns_beside(of, np.array(self.index), used, every)
        upper = np.where(beside, self.upper, self.lower)
        return self._search_whole(upper, NEARBY) or self._search_whole(self.upper, EVERYWHERE)

    def _search_whole(self, upper: np.ndarray, nodes: int) -> Alternative | None:
        if self.whole is None:
            self.whole = WholeSearch(self._model(), np.flatnonzero(self.part), first=False)
        if not self.whole.search(self.cost, (self.lower, upper), nodes):
            return None
        return self._read(self.whole.solver)

    def _is_part(self) -> np.ndarray:
        """Columns that are atoms: when they are whole, every sum is."""
        atom = np.ones(len(self.quantity), dtype=bool)
        inside = self.quantity >= 0
        atom[inside] = self.problem.system.single[self.quantity[inside]] >= 0
        return atom

    def _read(self, solver: highspy.Highs) -> Alternative:
        values = np.asarray(solver.getSolution().col_value)
        change = np.zeros(self.size)
        moving = self.up >= 0
        change[moving] = values[self.up[moving]] - values[self.down[moving]]
        rest = values[2 * int(moving.sum()) :]
        loose = rest[::2] - rest[1::2]
        nearest, near_loose = np.rint(change), np.rint(loose)
        whole = bool(
            np.all(np.abs(change - nearest) < NEAR) and np.all(np.abs(loose - near_loose) < NEAR)
        )
        if whole:
            change, loose = nearest, near_loose
        return Alternative(change, loose, whole, solver.getInfo().objective_function_value)
