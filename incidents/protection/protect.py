"""The decision what to print, and the plan that pages, charts and files look up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from .base import lay
from .ledger import Ledger, Release
from .local import local_rule
from .optimum import optimise
from .problem import Cell, Input, Problem, guard, pose
from .repair import Search, start
from .rule import WITHHELD, ProtectionError, Reason, Refused, Rule, Shields, Small, Withheld
from .solver import NEAR, Alternative
from .table import Address, Codes, Table

NOTHING = Ledger()
PAGE_QUESTIONS = 40  # to the linear model, when a page cleans up: what keeps it quick


@dataclass(frozen=True)
class Proof:
    """Two tables that agree with everything printed: one with the cell low, one with it high."""

    low: Mapping[Address, int]
    high: Mapping[Address, int]


@dataclass
class Plan:
    """What to print. `plan[codes]` where one table has these codes, else `plan[table, codes]`.

    printed and withheld count cells; secondary counts withheld cells that are not small;
    exposed are small cells that earlier releases or impossible cells give away already.
    why, proof and secondary are for people cleared to see exact counts.
    """

    tables: tuple[Table, ...]
    rule: Rule
    vintage: str
    optimal: bool
    _search: Search = field(repr=False)

    def __getitem__(self, codes: tuple) -> int | Withheld:
        q = self._quantity(codes)
        return WITHHELD if self._hidden[q] else int(self._problem.count[q])

    def why(self, *codes: str) -> Reason | None:
        """The reason a cell is withheld; None for a printed one. Disclosive."""
        q = self._quantity(codes)
        if not self._hidden[q]:
            return None
        reason = self._problem.reason.get(q)
        return reason or Shields(self._shielded(q))

    def proof(self, *codes: str) -> Proof:
        """Disclosive. Raises KeyError for a cell that is not protected."""
        q = self._quantity(codes)
        if not self._problem.guarded[q]:
            raise KeyError(f"{codes} is not a protected cell")
        if self._problem.loose[q]:
            return Proof(self._numbers(None), self._numbers(self._search.proven[q, True]))
        found = [self._search.proven.get((q, up)) for up in (False, True)]
        return Proof(*(self._numbers(alternative) for alternative in found))

    def release(self) -> tuple[Release, ...]:
        """The tables as readers see them, to be kept in the ledger."""
        return tuple(
            Release(
                table.name,
                table.dimensions,
                {codes: self._shown(table.name, codes) for codes in table.counts},
                self.vintage,
                self.zeros_withheld,
            )
            for table in self.tables
        )

    @property
    def zeros_withheld(self) -> bool:
        """Whether a withheld cell may be zero although zeros are open: readers must be told."""
        return self._problem.zeros_withheld

    @property
    def printed(self) -> int:
        return len(self._problem.tables) - self.withheld

    @property
    def withheld(self) -> int:
        return sum(bool(self._hidden[q]) for q in self._problem.tables.values())

    @property
    def secondary(self) -> int:
        p = self._problem
        return sum(
            bool(self._hidden[q]) and not isinstance(p.reason.get(q), Small)
            for q in p.tables.values()
        )

    @property
    def cost(self) -> float:
        """The prices of everything withheld beyond the small cells."""
        p = self._problem
        return float(sum(p.price[q] for q in np.flatnonzero(self._search.withheld & p.open)))

    @property
    def exposed(self) -> tuple[Address, ...]:
        p = self._problem
        lost = {q for q, _ in self._search.hopeless}
        lost |= {q for q, why in p.reason.items() if isinstance(why, Small) and p.fact[q]}
        return tuple(sorted(a for a, q in p.tables.items() if q in lost))

    @property
    def _problem(self) -> Problem:
        return self._search.problem

    @property
    def _hidden(self) -> np.ndarray:
        p = self._problem
        return np.where(p.fact, [q in p.reason for q in range(len(p.fact))], self._search.withheld)

    def _shown(self, table: str, codes: Codes) -> int | None:
        q = self._problem.tables[table, codes]
        return None if self._hidden[q] else int(self._problem.count[q])

    def _quantity(self, codes: tuple) -> int:
        tables = self._problem.tables
        if len(codes) == 2 and isinstance(codes[1], tuple):
            return tables[codes]
        found = {tables[t.name, codes] for t in self.tables if (t.name, codes) in tables}
        if len(found) != 1:
            raise KeyError(f"{codes} is in {len(found)} tables: say plan[table, codes]")
        return found.pop()

    def _shielded(self, q: int) -> tuple[Address, ...]:
        """The small cells whose proof changes this one."""
        p = self._problem
        wards = {
            ward for (ward, _), found in self._search.proven.items() if abs(found.change[q]) > NEAR
        }
        return tuple(sorted(a for a, ward in p.tables.items() if ward in wards))

    def _numbers(self, found: Alternative | None) -> Mapping[Address, int]:
        p = self._problem
        change = np.zeros(len(p.count)) if found is None else found.change
        return MappingProxyType(
            {address: int(p.count[q] + change[q]) for address, q in p.tables.items()}
        )


def protect(
    tables: Sequence[Table],
    rule: Rule | None = None,
    public: Ledger = NOTHING,
    *,
    vintage: str = "",
    primary: Iterable[Cell] | None = None,
    sensitive: Mapping[Cell, int] | None = None,
) -> Plan:
    """Decides for all tables one audience may open, after everything it has seen.

    primary: the cells to protect, where not simply the small ones; sensitive: counts that are
    in no table and must not follow from them. Both as {(dimensions, codes)}.
    Deterministic, except that a release stops optimising after `rule.seconds`.
    Raises ProtectionError for contradictory input and Refused if the result fails its audit.
    """
    rule = rule or Rule()
    given = Input(
        tuple(sorted(tables, key=lambda table: table.name)), rule, public, vintage,
        None if primary is None else tuple(primary), sensitive or {},
    )  # fmt: skip
    if len({table.name for table in given.tables}) < len(given.tables) or not given.tables:
        raise ProtectionError("tables need names of their own" if tables else "there is no table")
    # "No zero is withheld" would now say more of cells that were withheld when one was
    told = rule.zeros == "open" and any(release.withheld_zeros for release in public.releases)
    search, optimal = _decide(given, withhold_zeros=told)
    if search.hopeless and rule.zeros == "open" and not told:
        other, _ = _decide(given, withhold_zeros=True)
        if len(other.hopeless) < len(search.hopeless):
            search = other
            _withhold_a_zero(search)
    if search.problem.zeros_withheld:
        optimal = False
        search.hide_zeros()
        search.repair_whole()
    verify(search)
    return Plan(given.tables, rule, vintage, optimal, search)


def _decide(given: Input, withhold_zeros: bool) -> tuple[Search, bool]:
    problem = _pose(given, withhold_zeros)
    secret = {q for q in range(len(problem.system)) if not problem.open[q] and not problem.fact[q]}
    search = start(problem, local_rule(problem, secret))
    search.repair()
    page = given.rule.effort == "page"
    search.clean_up(PAGE_QUESTIONS if page else float("inf"))
    optimal = False
    if not page:
        search, optimal = optimise(search, given.rule.seconds)
    cost = search.withheld.sum()
    search.repair_whole()
    return search, bool(optimal and search.withheld.sum() == cost)


def _withhold_a_zero(search: Search) -> None:
    """Readers are told that zeros were withheld, so one at least is: beside a small cell."""
    p = search.problem
    zeros = set(np.flatnonzero(p.open & (p.count == 0)).tolist())
    if not zeros or any(search.withheld[q] for q in zeros):
        return
    beside = [
        q
        for parent, children in p.system.equations
        if any(p.guarded[c] for c in (parent, *children))
        for q in children
        if q in zeros
    ]
    search.withhold(np.array([min(beside or zeros)]))


def _pose(given: Input, withhold_zeros: bool) -> Problem:
    problem = pose(given, withhold_zeros)
    try:
        lay(problem)
    except Refused:
        raise
    except ProtectionError:
        if not problem.doubtful:
            raise
        problem = pose(given, withhold_zeros, trusting=False)
        lay(problem)
    guard(problem, given)
    return problem


def verify(search: Search) -> None:
    """The last word, in whole numbers: every proof agrees with everything printed.

    Raises Refused when a guarded cell has no proof or a proof changes what is printed.
    """
    p, system = search.problem, search.problem.system
    if search.missing(whole=True):
        raise Refused("some small cells could be worked out or narrowed down")
    sizes = [len(members) for members in system.atoms]
    every = np.concatenate(system.atoms) if sizes else np.zeros(0, dtype=np.int64)
    ends = np.cumsum([0, *sizes])
    single = system.single >= 0
    for need, found in {id(f): (n, f) for n, f in search.proven.items()}.values():
        atoms, value = p.held.copy(), p.count + found.change.astype(np.int64)
        atoms[system.single[single]] = value[single]
        atoms[search.hidden.loose] += found.loose.astype(np.int64)
        running = np.concatenate([[0], np.cumsum(atoms[every])])
        if np.any(running[ends[1:]] - running[ends[:-1]] != value) or atoms.min(initial=0) < 0:
            raise Refused(f"the proof of quantity {need[0]} is not a table")
        if len(search.moved(found)) or np.any(value[search.withheld] < p.lowest[search.withheld]):
            raise Refused(f"the proof of quantity {need[0]} changes what is printed")
    _check_needs(search)


def _check_needs(search: Search) -> None:
    for need in search.needs():
        if need not in search.hopeless and not search.shows(search.proven[need], need):
            raise Refused(f"the proof of quantity {need[0]} does not reach")
