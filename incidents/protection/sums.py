"""Sums of atoms as rows of a model, and the search for whole numbers in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from .equations import System
from .solver import FEASIBLE, NEAR, quiet_solver


@dataclass
class Sums:
    """The sums of a system, one row each: which columns rise (+1) and fall (-1) with them."""

    quantity: np.ndarray
    row: np.ndarray
    starts: np.ndarray
    index: np.ndarray
    value: np.ndarray
    of: np.ndarray

    @classmethod
    def over(cls, system: System, down: np.ndarray) -> "Sums":
        sums = [q for q in np.flatnonzero(system.single < 0).tolist() if len(system.atoms[q])]
        index, value, starts = [np.zeros(0, dtype=np.int64)], [np.zeros(0)], [0]
        for q in sums:
            up = system.atoms[q]
            falls = down[up][down[up] >= 0]
            index += [up, falls]
            value += [np.ones(len(up)), -np.ones(len(falls))]
            starts.append(starts[-1] + len(up) + len(falls))
        row = np.full(len(system), -1)
        row[sums] = np.arange(len(sums))
        of = np.repeat(np.arange(len(sums)), np.diff(starts))
        return cls(
            np.array(sums, dtype=np.int64), row, np.array(starts),
            np.concatenate(index).astype(np.int32), np.concatenate(value), of,
        )  # fmt: skip

    def beside(self, used: np.ndarray, printed: np.ndarray) -> np.ndarray:
        """Columns that touch no printed sum which no used column touches."""
        return columns_beside(self.of, self.index, used, printed)


def columns_beside(
    of: np.ndarray, index: np.ndarray, used: np.ndarray, fixed: np.ndarray
) -> np.ndarray:
    """Columns that touch no fixed row which no used column touches; of, index: each entry."""
    touched = np.zeros(len(fixed), dtype=bool)
    touched[of[used[index]]] = True
    beside = np.ones(len(used), dtype=bool)
    beside[index[(fixed & ~touched)[of]]] = False
    return beside


class WholeSearch:
    """The same model with these columns in whole numbers; with `first`, any table will do."""

    def __init__(self, model: highspy.HighsLp, whole: np.ndarray, *, first: bool) -> None:
        self.every = np.arange(model.num_col_, dtype=np.int32)
        self.solver = quiet_solver(mip_feasibility_tolerance=NEAR)
        if first:
            self.solver.setOptionValue("mip_max_improving_sols", 1)
        self.solver.passModel(model)
        ones = np.ones(len(whole), dtype=np.uint8)
        self.solver.changeColsIntegrality(len(whole), whole.astype(np.int32), ones)

    def search(
        self,
        cost: np.ndarray,
        columns: tuple[np.ndarray, np.ndarray],
        nodes: int,
        rows: Sequence[np.ndarray] = ((), ()),
    ) -> bool:
        """Whether a table was found between these bounds, in a tree of so many nodes."""
        self.solver.changeColsCost(len(self.every), self.every, cost)
        self.solver.changeColsBounds(len(self.every), self.every, *columns)
        for row, (least, most) in enumerate(zip(*rows, strict=True)):
            self.solver.changeRowBounds(row, least, most)
        self.solver.setOptionValue("mip_max_nodes", nodes)
        self.solver.clearSolver()
        self.solver.run()
        return bool(self.solver.getInfo().primal_solution_status == FEASIBLE)


def loose_atoms(system: System) -> np.ndarray:
    """Atoms that no quantity shows alone."""
    alone = np.zeros(system.atom_count, dtype=bool)
    alone[system.single[system.single >= 0]] = True
    return np.flatnonzero(~alone)
