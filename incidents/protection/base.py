"""One table of whole numbers that has all the counts given: where every search starts.

Mostly the tables say themselves what each atom holds. Where they give sums only (two-way tables
of four dimensions, an old release without its parts), a whole-number program finds one.
"""

import highspy
import numpy as np

from .problem import Problem
from .rule import ProtectionError, Refused
from .solver import FEASIBLE, INFINITE, NEAR, OPTIMAL, quiet_solver, rowwise, solves

ROUNDS = 40  # of proportional fitting: near enough, whole numbers follow
MOST_NODES = 3000  # of the search tree, before giving up: a limit that is the same every time


def lay(problem: Problem) -> None:
    """Fills in problem.held, the whole number in each atom, and the counts not known so far.

    Raises ProtectionError when there is no such table, Refused when none is found.
    """
    p, system = problem, problem.system
    p.held = np.zeros(system.atom_count, dtype=np.int64)
    sure = (system.single >= 0) & p.known
    p.held[system.single[sure]] = p.count[sure]
    free = np.ones(system.atom_count, dtype=bool)
    free[system.single[sure]] = False
    if free.any():
        _search(p, np.flatnonzero(free))
    sums = np.array([p.held[members].sum() for members in system.atoms], dtype=np.int64)
    if np.any(sums[p.known] != p.count[p.known]) or p.held.min(initial=0) < 0:
        raise ProtectionError("no table of whole numbers has all these sums")
    p.count = sums


def _search(p: Problem, free: np.ndarray) -> None:
    place = {int(atom): i for i, atom in enumerate(free)}
    rows, right, top = [], [], []
    room = np.full(len(free), INFINITE)
    for q, members in enumerate(p.system.atoms):
        columns = [place[a] for a in members.tolist() if a in place]
        rest = int(p.count[q] - p.held[members].sum())
        if not p.known[q] and not p.lowest[q]:
            continue
        if not columns:
            continue
        rows.append(columns)
        right.append(float(rest if p.known[q] else p.lowest[q] - p.held[members].sum()))
        top.append(float(rest) if p.known[q] else INFINITE)
        if p.known[q]:
            room[columns] = np.minimum(room[columns], max(0, rest))
    solver = quiet_solver(mip_max_nodes=MOST_NODES)
    model = _model(rows, right, top, room)
    solver.passModel(model)
    found = _spread(solver, _fit(rows, right, top, len(free)), room)
    if found is None:
        solver.passModel(model)
        found = _whole(solver, room)
    p.held[free] = found


def _model(rows, right, top, room) -> highspy.HighsLp:
    # slightly different prices, so that a corner is a corner
    cost = 1.0 + np.arange(len(room)) * 7919 % 1009 / 1009
    starts = np.cumsum([0, *(len(row) for row in rows)])
    index = np.array([c for row in rows for c in row])
    bounds = np.zeros(len(room)), room
    return rowwise(
        cost, bounds, (np.array(right), np.array(top)), (starts, index, np.ones(len(index)))
    )


def _fit(rows, right, top, size: int) -> np.ndarray:
    """The most even table with these sums, in fractions: proportional fitting."""
    values = np.ones(size)
    every = zip(rows, right, top, strict=True)
    sums = [(np.array(row), least) for row, least, most in every if least == most]
    for _ in range(ROUNDS):
        for members, wanted in sums:
            found = values[members].sum()
            if found > 0:
                values[members] *= wanted / found
    return values


def _spread(solver: highspy.Highs, even: np.ndarray, room: np.ndarray) -> np.ndarray | None:
    """A table of whole numbers beside the even one.

    With something in many atoms, other tables are few small moves away, and oftener whole.
    """
    every = np.arange(len(room), dtype=np.int32)
    low, high = np.floor(even), np.minimum(np.ceil(even), room)
    solver.changeColsBounds(len(room), every, np.minimum(low, high), high)
    solver.changeColsIntegrality(len(room), every, np.ones(len(room), dtype=np.uint8))
    solver.setOptionValue("mip_max_improving_sols", 1)
    solver.run()
    solver.setOptionValue("mip_max_improving_sols", 2**31 - 1)
    if solver.getInfo().primal_solution_status != FEASIBLE:
        return None
    return np.rint(np.asarray(solver.getSolution().col_value)).astype(np.int64)


def _whole(solver: highspy.Highs, room: np.ndarray) -> np.ndarray:
    """The linear answer where it is whole, else a search near it, else a search of everything."""
    if not solves(solver):
        raise ProtectionError("no table of whole numbers has all these sums")
    values = np.asarray(solver.getSolution().col_value)
    if np.all(np.abs(values - np.rint(values)) < NEAR):
        return np.rint(values).astype(np.int64)
    every = np.arange(len(room), dtype=np.int32)
    solver.changeColsIntegrality(len(room), every, np.ones(len(room), dtype=np.uint8))
    solver.changeColsCost(len(room), every, np.zeros(len(room)))
    for lower in (np.maximum(0.0, np.floor(values + NEAR) - 1), np.zeros(len(room))):
        solver.changeColsBounds(len(room), every, np.minimum(lower, room), room)
        solver.clearSolver()
        solver.run()
        if solver.getModelStatus() == OPTIMAL:
            return np.rint(np.asarray(solver.getSolution().col_value)).astype(np.int64)
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        raise ProtectionError("no table of whole numbers has all these sums")
    raise Refused("these tables are too large to protect together: protect fewer at a time")
