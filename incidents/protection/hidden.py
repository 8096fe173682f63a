"""What a reader cannot see: other tables that agree with everything printed.

One linear model over the atoms: how far each rises above the true table, and how far each that
holds something falls. A sum may not change where it is printed. Unlike the reader's model
(reader.py) it has no columns for sums and no prices of printing, so it answers in a fraction of
the time; the other one is asked only when a pattern does not do.
"""

import highspy
import numpy as np

from .parts import Parts
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
from .sums import Sums, WholeSearch, loose_atoms

CROWDED = 300  # columns near a corner: beyond, another corner is tried first
CORNERS = 5  # of the linear model, near which whole tables are looked for
NEARBY, EVERYWHERE = 20, 100_000  # nodes of a search tree, the same every time
STEEP = 4.0  # rewards fall to exp(-STEEP) of the largest

Places = tuple[np.ndarray, np.ndarray]  # columns, rows


class Hidden:
    """The tables that agree with a pattern; `withheld` has one flag per quantity."""

    def __init__(self, problem: Problem, withheld: np.ndarray) -> None:
        self.p, self.single = problem, problem.system.single
        self.atoms = problem.system.atom_count
        self.full = np.flatnonzero(problem.held > 0)
        self.down = np.full(self.atoms, -1)
        self.down[self.full] = self.atoms + np.arange(len(self.full))
        self.sums = Sums.over(problem.system, self.down)
        self.loose = loose_atoms(problem.system)
        count = self.atoms + len(self.full)
        self.low, self.high = np.zeros(count), np.full(count, INFINITE)
        self.high[self.atoms :] = problem.held[self.full]
        self.row_low = np.full(len(self.sums.quantity), -INFINITE)
        self.row_high = np.full(len(self.sums.quantity), INFINITE)
        self.cost = np.zeros(count)
        self.changing = np.zeros(len(problem.system), dtype=bool)
        self._limit(np.arange(len(problem.system)), withheld)
        self.solver = quiet_solver(presolve="off", solver="simplex")
        self.solver.passModel(self._model())
        self._price(0)
        self.whole: WholeSearch | None = None
        self.parts = Parts(problem) if len(self.loose) else None
        self.crowded = CROWDED if self.parts else 0  # a corner takes no time in a small model
        self.capped: Places | None = None
        self.asked = 0
        self.patient = True  # whether whole tables are looked for far from corners as well

    def _model(self) -> highspy.HighsLp:
        matrix = self.sums.starts, self.sums.index, self.sums.value
        return rowwise(self.cost, (self.low, self.high), (self.row_low, self.row_high), matrix)

    # --- the pattern ---

    def show(self, quantities: np.ndarray, withheld: np.ndarray) -> None:
        """Takes over the pattern for these quantities."""
        columns, rows = self._limit(quantities, withheld)
        self._bounds(columns)
        self._row_bounds(rows)

    def _limit(self, quantities: np.ndarray, withheld: np.ndarray) -> Places:
        """What the pattern leaves these quantities, and where that stands."""
        p = self.p
        hidden = self.changing[quantities] = withheld[quantities]
        fall = np.where(hidden, np.maximum(0, p.count - p.lowest)[quantities], 0.0)
        rise = np.where(hidden, INFINITE, 0.0)
        one, many = self.single[quantities] >= 0, self.sums.row[quantities] >= 0
        up, rows = self.single[quantities[one]], self.sums.row[quantities[many]]
        falling = self.down[up] >= 0
        down = self.down[up][falling]
        self.high[up], self.high[down] = rise[one], fall[one][falling]
        self.row_low[rows], self.row_high[rows] = -fall[many], rise[many]
        return np.concatenate([up, down]), rows

    def _bounds(self, columns: np.ndarray) -> None:
        set_bounds(self.solver, columns, self.low, self.high)

    def _row_bounds(self, rows: np.ndarray) -> None:
        for row in rows.tolist():
            self.solver.changeRowBounds(row, self.row_low[row], self.row_high[row])

    def _costs(self) -> None:
        every = np.arange(len(self.cost), dtype=np.int32)
        self.solver.changeColsCost(len(every), every, self.cost)

    # --- questions ---

    def reach(
        self, quantity: int, target: int, up: bool, whole: bool = False
    ) -> Alternative | None:
        """A table with the quantity at the target or beyond; None if there is none."""
        found = None
        if whole and self.parts:
            found = self.parts.reach(quantity, target, up, self.changing)
        if found:
            self.asked += 1
            return found
        change = float(target - self.p.count[quantity])
        kept = self.low.copy(), self.high.copy(), self.row_low.copy(), self.row_high.copy()
        columns, rows = self._push(quantity, change, up)
        possible = bool(np.all(self.low[columns] <= self.high[columns]))
        possible &= bool(np.all(self.row_low[rows] <= self.row_high[rows]))
        if possible:
            self._bounds(columns)
            self._row_bounds(rows)
            found = self.solve_whole(quantity, target, up) if whole else self.solve()
        self.low, self.high, self.row_low, self.row_high = kept
        self._bounds(columns)
        self._row_bounds(rows)
        return found

    def _push(self, quantity: int, change: float, up: bool) -> Places:
        atom, row = int(self.single[quantity]), int(self.sums.row[quantity])
        if atom < 0:
            if up:
                self.row_low[row] = max(self.row_low[row], change)
            else:
                self.row_high[row] = min(self.row_high[row], change)
            return np.zeros(0, dtype=np.int64), np.array([row])
        down = int(self.down[atom])
        columns = np.array([atom, down] if down >= 0 else [atom])
        if up and change > 0:
            self.low[atom], self.high[columns[1:]] = change, 0.0
        elif not up and change < 0:
            # an atom that holds nothing cannot fall: impossible bounds say so
            self.low[columns[-1]] = -change if down >= 0 else INFINITE
            self.high[atom] = 0.0
        elif not up:
            self.high[atom] = min(self.high[atom], change)
        return columns, np.zeros(0, dtype=np.int64)

    def extreme(self, quantity: int, up: bool) -> tuple[float, Alternative | None]:
        """The largest (or smallest) change of one quantity, and a table that shows it."""
        self.cost = np.zeros(len(self.cost))
        self._reward(np.array([quantity]), np.ones(1), up)
        self._costs()
        found = self.solve()
        self.favour_none()
        return (INFINITE, None) if found is None else (float(found.change[quantity]), found)

    # --- many at once ---

    def favour(self, quantities: np.ndarray, room: np.ndarray, up: bool) -> None:
        """Until favour_none(): rewards moves of these quantities as far as `room`.

        The last the most, by far: few go all the way rather than many a part of it.
        """
        weights = np.exp(STEEP * np.linspace(-1, 0, len(room))) / room
        self.weights = dict(zip(quantities.tolist(), weights.tolist(), strict=True))
        self.upward = up
        one, many = self.single[quantities] >= 0, self.sums.row[quantities] >= 0
        atoms, rows = self.single[quantities[one]], self.sums.row[quantities[many]]
        columns = atoms if up else self.down[atoms]
        far = room[one][columns >= 0]
        columns = columns[columns >= 0]
        self.capped = columns, rows
        self.kept = self.high[columns], self.row_low[rows], self.row_high[rows]
        self.high[columns] = np.minimum(self.high[columns], far)
        if up:
            self.row_high[rows] = np.minimum(self.row_high[rows], room[many])
        else:
            self.row_low[rows] = np.maximum(self.row_low[rows], -room[many])
        self._bounds(columns)
        self._row_bounds(rows)
        self._reward(quantities, weights, up)
        self._costs()

    def _reward(self, quantities: np.ndarray, weights: np.ndarray, up: bool) -> None:
        """Adds to the costs: rising gets cheaper by the weight if up, dearer if not."""
        atoms = [self.p.system.atoms[q] for q in quantities.tolist()]
        if not atoms:
            return
        worth = np.repeat(-weights if up else weights, [len(members) for members in atoms])
        members = np.concatenate(atoms)
        np.add.at(self.cost, members, worth)
        falling = self.down[members] >= 0
        np.add.at(self.cost, self.down[members][falling], -worth[falling])

    def favour_less(self, quantities: np.ndarray) -> None:
        """Stops rewarding moves of these quantities."""
        weights = np.array([self.weights.pop(q, 0.0) for q in quantities.tolist()])
        self._reward(quantities, -weights, self.upward)
        self._costs()

    def favour_none(self) -> None:
        self._price(0)
        if self.capped is not None:
            columns, rows = self.capped
            self.high[columns], self.row_low[rows], self.row_high[rows] = self.kept
            self._bounds(columns)
            self._row_bounds(rows)
            self.capped = None

    # --- answers ---

    def solve(self) -> Alternative | None:
        self.asked += 1
        return self._read(self.solver) if solves(self.solver) else None

    def solve_whole(self, quantity: int, target: int, up: bool) -> Alternative | None:
        """In whole numbers: near corners of the linear model first."""
        found, corner, crowded = None, None, []
        for turn in range(CORNERS):
            self._price(turn)
            self.solver.setBasis()  # from the true table: the change is small, and oftener whole
            corner = self.solve()
            if corner is None or corner.whole:
                found = corner
                break
            beside = self._beside()
            free = np.count_nonzero(beside > self.low)
            if free > self.crowded:
                crowded.append((free, turn, beside))
            elif found := self._search(beside, NEARBY):
                break
        self._price(0)
        if self.parts and found:
            self.parts.keep(found)
        if corner is None or found or not self.patient:
            return found
        return self._look_further(crowded, (quantity, target, up))

    def _look_further(self, crowded: list, asked: tuple[int, int, bool]) -> Alternative | None:
        found = self.parts.again(*asked, self.changing) if self.parts else None
        for _, _, beside in sorted(crowded, key=lambda near: near[:2]):
            found = found or self._search(beside, NEARBY)
        return found or self._search(self.high, EVERYWHERE)

    def _price(self, turn: int) -> None:
        """Slightly different prices, so that a corner is a corner; other ones each turn."""
        every = np.arange(len(self.cost))
        self.cost = SLIGHT * (1 + (every + turn * 331) * 7919 % 1009 / 1009)
        self._costs()

    def _beside(self) -> np.ndarray:
        """Upper bounds that leave only what touches no printed sum the last answer did not."""
        used = np.asarray(self.solver.getSolution().col_value) > NEAR
        printed = (self.row_low == 0) & (self.row_high == 0)
        return np.where(self.sums.beside(used, printed), self.high, self.low)

    def _search(self, high: np.ndarray, nodes: int) -> Alternative | None:
        """Any table of whole numbers with every column between `low` and `high`."""
        if self.whole is None:
            self.whole = WholeSearch(self._model(), np.arange(len(self.cost)), first=True)
        rows = self.row_low, self.row_high
        if not self.whole.search(self.cost, (self.low, high), nodes, rows):
            return None
        return self._read(self.whole.solver)

    def _read(self, solver: highspy.Highs) -> Alternative:
        solution = solver.getSolution()
        values, sums = np.asarray(solution.col_value), np.asarray(solution.row_value)
        moves = values[: self.atoms].copy()
        moves[self.full] -= values[self.atoms :]
        nearest = np.rint(moves)
        whole = bool(np.all(np.abs(moves - nearest) < NEAR))
        if whole:
            moves, sums = nearest, np.rint(sums)
        change = np.zeros(len(self.single))
        one = self.single >= 0
        change[one], change[self.sums.quantity] = moves[self.single[one]], sums
        return Alternative(change, moves[self.loose], whole)
