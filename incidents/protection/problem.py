"""What there is to protect: every quantity with its count, what readers know, what must hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .equations import System, Universe, build
from .ledger import Ledger, Release, waits
from .rule import Earlier, ProtectionError, Reason, Revised, Rule, Small
from .table import Address, Codes, Dimension, Table, words

LEDGER, HIDDEN = "ledger", "sensitive"  # prefixes of the names of cells that are in no table

Cell = tuple[tuple[Dimension, ...], Codes]


@dataclass
class Problem:
    """Arrays have one entry per quantity.

    count: the true count, or a possible one where not `known`; held: a whole number for each
    atom that makes up all counts; fact: the reader knows the count; doubtful: some facts are
    not confirmed by the tables of today; open: may be printed; lowest: the least the reader
    thinks a withheld cell can be; guarded: must stay uncertain, between `floor` and `ceiling`
    at least, or (loose) just not exact; price: of withholding; reason: why it is withheld
    whatever else is.
    """

    system: System
    rule: Rule
    tables: dict[Address, int]
    count: np.ndarray
    known: np.ndarray
    fact: np.ndarray
    open: np.ndarray
    lowest: np.ndarray
    guarded: np.ndarray
    loose: np.ndarray
    floor: np.ndarray
    ceiling: np.ndarray
    price: np.ndarray
    reason: dict[int, Reason]
    zeros_withheld: bool
    held: np.ndarray
    trusting: bool = True
    doubtful: bool = False


@dataclass(frozen=True)
class Input:
    """Everything protect() was given."""

    tables: Sequence[Table]
    rule: Rule
    ledger: Ledger
    vintage: str
    primary: Iterable[Cell] | None
    sensitive: Mapping[Cell, int]


def pose(given: Input, withhold_zeros: bool, trusting: bool = True) -> Problem:
    """The problem for one reading of "zeros open": print them all, or allow to withhold some.

    trusting: believe earlier numbers that the tables of today neither confirm nor contradict.
    """
    universe = Universe.of(
        dimension
        for source in [*given.tables, *given.ledger.releases]
        for dimension in source.dimensions
    )
    cells, counts = _cells(given, universe)
    zeros = {(t.name, codes) for t in given.tables for codes in t.impossible}
    if given.rule.zeros == "open":
        zeros |= {
            (f"{LEDGER}:{i}", codes)
            for i, release in enumerate(given.ledger.releases)
            for codes, count in release.cells.items()
            if count == 0
        }
        if not withhold_zeros:
            zeros |= {address for address, count in counts.items() if count == 0}
    system = build(universe, cells, zeros)
    problem = blank(system, given.rule, withhold_zeros)
    problem.trusting = trusting
    problem.tables = {a: system.of[a] for a in cells if not a[0].startswith((LEDGER, HIDDEN))}
    _count(problem, counts)
    _recall_numbers(problem, given)
    return problem


def guard(problem: Problem, given: Input) -> None:
    """Says what has to stay uncertain; the counts must be there (base.lay)."""
    _recall_gaps(problem, given)
    _guard_small(problem, given)
    problem.price = prices(problem)


def _cells(given: Input, universe: Universe):
    """Every cell of the tables, the ledger and the sensitive ones, with its place."""
    cells, counts = {}, {}
    for table in given.tables:
        for codes, count in table.counts.items():
            cells[table.name, codes] = universe.place(table.dimensions, codes)
            counts[table.name, codes] = count
    for number, release in enumerate(given.ledger.releases):
        for codes in release.cells:
            cells[f"{LEDGER}:{number}", codes] = universe.place(release.dimensions, codes)
    for (dimensions, codes), count in given.sensitive.items():
        cells[HIDDEN, codes] = universe.place(dimensions, codes)
        counts[HIDDEN, codes] = count
    return cells, counts


def blank(system: System, rule: Rule, withhold_zeros: bool) -> Problem:
    size = len(system)
    whole, no = (lambda: np.zeros(size, dtype=np.int64)), (lambda: np.zeros(size, dtype=bool))
    fact = np.array([not len(atoms) for atoms in system.atoms], dtype=bool)
    return Problem(
        system, rule, {}, whole(), fact.copy(), fact, no(), whole(), no(), no(), whole(), whole(),
        np.ones(size), {}, withhold_zeros, np.zeros(0, dtype=np.int64),
    )  # fmt: skip


def _count(p: Problem, counts: dict[Address, int]) -> None:
    """Fills in true counts; raises ProtectionError where they contradict each other."""
    said: dict[int, Address] = {}
    for address, count in sorted(counts.items()):
        q = p.system.of[address]
        if p.known[q] and p.count[q] != count:
            other = said.get(q)
            against = f"{name(other)} is {p.count[q]}" if other else "it must be 0"
            raise ProtectionError(f"{name(address)} is {count}, but {against}")
        p.count[q], p.known[q] = count, True
        said.setdefault(q, address)
    check_sums(p)
    for q in np.flatnonzero(p.known & (p.system.single < 0)):
        parts = p.system.atoms[q]
        held = np.flatnonzero(p.known & np.isin(p.system.single, parts) & (p.system.single >= 0))
        if len(held) == len(parts) and p.count[held].sum() != p.count[q]:
            raise ProtectionError(
                f"{name(p.system.shown[q][0])} is {p.count[q]},"
                f" but its parts add up to {p.count[held].sum()}"
            )


def name(address: Address) -> str:
    return f"{address[0]}: {words(address[1])}"


def check_sums(p: Problem) -> None:
    """Parts against sums, as far as both are known; fills in what follows from them."""
    changed = True
    while changed:
        changed = False
        for parent, children in p.system.equations:
            if all(p.known[c] for c in children):
                total = int(sum(p.count[c] for c in children))
                if not p.known[parent]:
                    p.count[parent], p.known[parent], changed = total, True, True
                elif p.count[parent] != total:
                    raise ProtectionError(
                        f"{name(p.system.shown[parent][0])} is {p.count[parent]},"
                        f" but its parts add up to {total}"
                    )
            elif p.known[parent] and sum(not p.known[c] for c in children) == 1:
                missing = next(c for c in children if not p.known[c])
                rest = int(p.count[parent] - sum(p.count[c] for c in children if p.known[c]))
                if rest < 0:
                    raise ProtectionError(
                        f"{name(p.system.shown[parent][0])} is {p.count[parent]},"
                        " less than its parts add up to"
                    )
                p.count[missing], p.known[missing], changed = rest, True, True


def _recall_numbers(p: Problem, given: Input) -> None:
    """What earlier releases printed: known for good, replaced, or bound to wait."""
    for q in {*p.tables.values()}:
        p.open[q] = not p.fact[q]
        if given.rule.zeros == "open" and not p.zeros_withheld and p.count[q] > 0:
            p.lowest[q] = 1
    for release, q, count in _recalled(p, given):
        if count is not None:
            _known_already(p, q, count, release)
        elif given.rule.zeros == "open" and not release.withheld_zeros:
            p.lowest[q] = 1 if not p.known[q] or p.count[q] else 0


def _recall_gaps(p: Problem, given: Input) -> None:
    """What earlier releases withheld."""
    for release, q, count in _recalled(p, given):
        if count is None and not p.fact[q]:
            _withheld_already(p, q, release, given)


def _recalled(p: Problem, given: Input):
    for number, release in enumerate(given.ledger.releases):
        for codes, count in release.cells.items():
            yield release, p.system.of[f"{LEDGER}:{number}", codes], count


def _known_already(p: Problem, q: int, count: int, release: Release) -> None:
    if not p.known[q]:
        if p.trusting:
            p.count[q], p.known[q], p.fact[q], p.doubtful = count, True, True, True
    elif p.count[q] == count:
        p.fact[q] = True
    elif not p.fact[q] and waits(count, int(p.count[q]), p.rule.threshold):
        step = p.rule.threshold - 1
        p.open[q], p.guarded[q] = False, True
        p.reason.setdefault(q, Revised(release.name))
        grown = p.count[q] > count
        p.floor[q] = count if grown else max(p.lowest[q], count - step)
        p.ceiling[q] = count + step if grown else count


def _withheld_already(p: Problem, q: int, release: Release, given: Input) -> None:
    small = not p.known[q] or given.rule.is_small(int(p.count[q]))
    if release.vintage == given.vintage:
        p.open[q] = False
        p.reason.setdefault(q, Earlier(release.name))
        if not small and not p.guarded[q]:
            p.guarded[q] = p.loose[q] = True
    if small:
        _label(p, q)


def _label(p: Problem, q: int) -> None:
    """The promise for one small cell: anything from the smallest to threshold - 1."""
    loose = p.rule.goal == "exact"
    p.guarded[q], p.loose[q] = True, loose
    p.floor[q] = p.count[q] if loose else min(p.lowest[q], p.count[q])
    p.ceiling[q] = p.count[q] if loose else max(p.rule.threshold - 1, p.count[q])


def _guard_small(p: Problem, given: Input) -> None:
    hidden = {q for a, q in p.system.of.items() if a[0] == HIDDEN}
    if given.primary is None:
        small = {q for q in p.tables.values() if p.rule.is_small(int(p.count[q]))}
    else:
        small = _named(given.primary, p)
    plain = {q for q, atoms in enumerate(p.system.atoms) if not len(atoms)}
    for q in sorted((small | hidden) - plain):
        p.open[q] = False
        p.reason[q] = Small()
        if not p.fact[q]:
            _label(p, q)


def _named(primary: Iterable[Cell], p: Problem) -> set[int]:
    """The quantities of the cells named; they must be in a table."""
    places = {}
    for address, q in p.system.of.items():
        places.setdefault(address[1], set()).add(q)
    found = set()
    for _dimensions, codes in primary:
        if codes not in places:
            raise ProtectionError(f"primary: {words(codes)} is in no table")
        found |= places[codes]
    return found


def prices(p: Problem) -> np.ndarray:
    """Nearly one a cell, so that few are withheld; of equals, large sums are kept."""
    atoms = np.array([len(a) for a in p.system.atoms])
    return 1.0 + 0.02 * np.log1p(p.count) + 0.01 * np.log1p(atoms)
