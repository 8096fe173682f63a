"""The fewest cells, proven where time allows: a master program with cuts from the reader.

Benders' scheme of Fischetti and Salazar (Management Science 47, 2001): the master chooses which
cells to withhold; for each need the reader's linear model says how far a small cell can move;
where it cannot move far enough, its duals name cells of which more must be withheld.
"""

import time
from dataclasses import dataclass, field

import highspy
import numpy as np

from .problem import Problem
from .reader import Reader
from .repair import Need, Search, start
from .solver import INFINITE, OPTIMAL, quiet_solver

TINY = 1e-5
CLOSE = 5e-3  # of a price to the proven bound: far less than one cell
ROOT_ROUNDS = 60  # of cuts for the linear master, before whole choices
BATCH = 40  # cuts a round: more make the master slow, fewer make rounds many


@dataclass(frozen=True)
class Cut:
    """sum(weight[i] * withheld[candidate[i]]) >= bound"""

    candidates: np.ndarray
    weights: np.ndarray
    bound: float


class Separator:
    """Asks how far a need can be met when each candidate may move by its share of withholding."""

    def __init__(self, problem: Problem) -> None:
        self.p = problem
        self.reader = Reader(problem)
        self.candidates = np.flatnonzero(problem.open)
        self.place = {q: i for i, q in enumerate(self.candidates.tolist())}
        self.reader.cost[:] = 0.0
        self.reader._costs(np.arange(len(self.reader.cost)))
        self.step = float(problem.rule.threshold)

    def share(self, chosen: np.ndarray) -> None:
        """chosen: for each candidate, how much of it is withheld, 0 to 1."""
        r, q = self.reader, self.candidates
        whole, room = np.all((chosen < TINY) | (chosen > 1 - TINY)), r.room[r.down[q]]
        if whole:
            r.upper[r.up[q]] = np.where(chosen > 0.5, INFINITE, 0.0)
            r.upper[r.down[q]] = np.where(chosen > 0.5, room, 0.0)
        else:
            r.upper[r.up[q]] = self.step * chosen
            r.upper[r.down[q]] = np.minimum(self.step, room) * chosen
        r._bounds(np.concatenate([r.up[q], r.down[q]]))

    def cut(self, need: Need) -> Cut | None:
        """A cut that the present shares break, or None when the need can be met."""
        r, p, (q, up) = self.reader, self.p, need
        goal = float(p.ceiling[q] - p.count[q] if up else p.count[q] - p.floor[q])
        pair = np.array([r.up[q], r.down[q]] if up else [r.down[q], r.up[q]])
        kept = r.upper[pair].copy()
        r.cost[pair] = (-1.0, 1.0)
        r.upper[pair] = (goal, 0.0)
        r._costs(pair)
        r._bounds(pair)
        r.solver.run()
        solved = r.solver.getModelStatus() == OPTIMAL
        reached = -r.solver.getInfo().objective_function_value
        duals = np.asarray(r.solver.getSolution().col_dual) if solved else None
        r.cost[pair], r.upper[pair] = 0.0, kept
        r._costs(pair)
        r._bounds(pair)
        if duals is None or reached > goal - 1e-4:
            return None
        return self._made(-duals, goal, pair)

    def _made(self, worth: np.ndarray, goal: float, target: np.ndarray) -> Cut | None:
        """worth: what one unit more of room in each column would add to the reach."""
        r, q = self.reader, self.candidates
        weights = np.maximum(
            np.where(worth[r.up[q]] > TINY, goal, 0.0),
            np.maximum(0.0, worth[r.down[q]]) * r.room[r.down[q]],
        )
        given = np.maximum(worth, 0.0) * np.where(np.isfinite(r.room), r.room, 0.0)
        given[r.up[q]] = given[r.down[q]] = 0.0
        given[target] = 0.0
        bound = goal - float(given.sum())
        if bound < TINY * 10:
            return None
        weights = np.minimum(weights / bound, 1.0)
        inside = np.flatnonzero(weights > TINY)
        return Cut(inside, weights[inside], 1.0) if len(inside) else None


@dataclass
class Master:
    """Chooses candidates at the least price that breaks no cut so far."""

    price: np.ndarray
    cuts: list[Cut] = field(default_factory=list)
    linear: highspy.Highs | None = None

    def __post_init__(self) -> None:
        self.linear = quiet_solver(presolve="off")
        self.linear.addVars(len(self.price), np.zeros(len(self.price)), np.ones(len(self.price)))
        every = np.arange(len(self.price), dtype=np.int32)
        self.linear.changeColsCost(len(every), every, self.price)

    def add(self, cut: Cut) -> None:
        self.cuts.append(cut)
        index = cut.candidates.astype(np.int32)
        self.linear.addRow(cut.bound, INFINITE, len(index), index, cut.weights)

    def relaxed(self) -> tuple[float, np.ndarray]:
        self.linear.run()
        return (
            self.linear.getInfo().objective_function_value,
            np.asarray(self.linear.getSolution().col_value),
        )

    def whole(self, seconds: float) -> tuple[float, np.ndarray | None]:
        """The proven bound and, if one was found, the best choice of whole cells."""
        solver = quiet_solver(time_limit=max(0.1, seconds), mip_rel_gap=0.0, mip_abs_gap=CLOSE / 2)
        solver.passModel(self.linear.getModel())
        every = np.arange(len(self.price), dtype=np.int32)
        solver.changeColsIntegrality(len(every), every, np.ones(len(every), dtype=np.uint8))
        solver.run()
        info = solver.getInfo()
        bound = info.mip_dual_bound
        if info.primal_solution_status != 2:
            return bound, None
        return bound, np.rint(np.asarray(solver.getSolution().col_value))


def optimise(search: Search, seconds: float) -> tuple[Search, bool]:
    """A pattern at least as good as the one given, and whether it is proven to be the best."""
    end = time.monotonic() + seconds
    best, problem = search, search.problem
    needs = [need for need in search.needs() if need not in search.hopeless]
    if not needs or any(problem.loose[q] for q, _ in needs):
        return best, not needs
    separator = Separator(problem)
    master = Master(problem.price[separator.candidates])
    _root(separator, master, needs, price(best), end)
    while time.monotonic() < end:
        bound, chosen = master.whole(end - time.monotonic())
        if chosen is None or bound >= price(best) - CLOSE:
            return best, bound >= price(best) - CLOSE
        more = _more_cuts(separator, master, needs, chosen, end)
        other = _completed(problem, separator.candidates[chosen > 0.5], search)
        if price(other) < price(best) - TINY:
            best = other
        if not more:
            return best, price(best) <= bound + CLOSE
    return best, False


def _root(
    separator: Separator, master: Master, order: list[Need], enough: float, end: float
) -> None:
    """Cuts for fractions of cells first: cheap, and the bound rises fast."""
    for _ in range(ROOT_ROUNDS):
        bound, chosen = master.relaxed()
        if bound >= enough - TINY or time.monotonic() > end:
            return
        if not _more_cuts(separator, master, order, chosen, end):
            return


def price(search: Search) -> float:
    return float(search.problem.price[search.withheld & search.problem.open].sum())


def _more_cuts(
    separator: Separator, master: Master, order: list[Need], chosen: np.ndarray, end: float
) -> int:
    """Adds cuts the choice breaks, asking first the needs that broke last time."""
    separator.share(chosen)
    found, broken = 0, []
    for need in order:
        cut = separator.cut(need)
        if cut is not None:
            master.add(cut)
            broken.append(need)
            found += 1
        if found >= BATCH or time.monotonic() > end:
            break
    last = set(broken)
    order[:] = broken + [need for need in order if need not in last]
    return found


def _completed(problem: Problem, chosen: np.ndarray, model: Search) -> Search:
    """The choice, mended and cleaned: a pattern that keeps the promise."""
    secret = np.flatnonzero(~problem.open & ~problem.fact)
    search = start(problem, {*secret.tolist(), *chosen.tolist()})
    search.hopeless = set(model.hopeless)
    search.repair()
    search.clean_up()
    return search
