"""Each step does its own part: the local rule, the repair, the last check."""

import importlib
import random
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from incidents.protection import Dimension, Refused, Rule, Table, protect
from incidents.protection.local import Sums, local_rule

steps = importlib.import_module("incidents.protection.protect")

AREA = Dimension("area", {"All": ["A", "B", "C", "D"]})
SEX = Dimension("sex", {"Both": ["F", "M"]})


def searched(*counts):
    """The search behind the plan for one row of counts."""
    table = Table("t", (AREA,), {(c,): n for c, n in zip("ABCD", counts, strict=True)})
    return protect([table])._search


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [((2, 30, 40, 50), 2), ((1, 2, 40, 50), 3), ((2, 3, 40, 50), 2), ((20, 30, 40, 50), 0)],
)
def test_a_printed_sum_has_no_withheld_part_or_two_that_hide_a_small_one(counts, withheld):
    problem = searched(*counts).problem
    small = {q for q in range(len(problem.count)) if problem.guarded[q]}
    pattern = local_rule(problem, small)
    assert len(pattern) == withheld
    sums = Sums(problem, pattern)
    assert not any(sums.broken(number) for number in range(len(sums.equations)))


def test_the_repair_finds_what_no_single_sum_shows():
    """Two columns of small pairs: every sum keeps the local rule, the whole does not."""
    counts = {("A", "F"): 2, ("A", "M"): 9, ("B", "F"): 9, ("B", "M"): 1,
              ("C", "F"): 30, ("C", "M"): 40, ("D", "F"): 50, ("D", "M"): 60}  # fmt: skip
    search = protect([Table("t", (AREA, SEX), counts)])._search
    assert search.needs()
    assert not search.missing(whole=True)
    bare = steps.start(search.problem, set(np.flatnonzero(search.problem.guarded).tolist()))
    bare.repair()
    assert bare.withheld.sum() >= 4


def test_a_missing_proof_is_refused():
    search = searched(2, 30, 40, 50)
    search.proven.popitem()
    with pytest.raises(Refused):
        steps.verify(search)


def spoil(search, change):
    need, found = next(iter(search.proven.items()))
    search.proven[need] = replace(found, change=change(search, found.change.copy()))


def printed_moves(search, change):
    change[np.flatnonzero(~search.withheld)[0]] += 1
    return change


def nothing_moves(search, change):
    return change * 0


def below_zero(search, change):
    change[np.flatnonzero(search.withheld)] -= 1000
    return change


@pytest.mark.parametrize("change", [printed_moves, nothing_moves, below_zero])
def test_a_false_proof_is_refused(change):
    search = searched(2, 30, 40, 50)
    spoil(search, change)
    with pytest.raises(Refused):
        steps.verify(search)


def test_one_printed_cell_more_is_refused():
    search = searched(2, 30, 40, 50)
    shield = np.flatnonzero(search.withheld & ~search.problem.guarded)[0]
    search.withheld[shield] = False
    with pytest.raises(Refused):
        steps.verify(search)


def linked():
    """The model of three two-way tables: what is in a corner of all three, no table says."""
    chance = random.Random(3)  # noqa: S311 - the same tables each time, no secret
    flat = [Dimension(name, {name: [f"{name}{i}" for i in range(5)]}) for name in "xyz"]
    leaves = list(product(*(d.groups[d.name] for d in flat)))
    found = {leaf: chance.randint(0, 3) for leaf in leaves}
    tables = []
    for pair in combinations(range(3), 2):
        counts = {}
        for leaf, n in found.items():
            key = tuple(leaf[axis] for axis in pair)
            counts[key] = counts.get(key, 0) + n
        tables.append(Table(f"{pair}", tuple(flat[axis] for axis in pair), counts))
    return protect(tables, Rule(threshold=8))._search


def is_a_table(search, found):
    p, system = search.problem, search.problem.system
    held, alone = p.held.copy(), system.single >= 0
    held[system.single[alone]] += found.change[alone].astype(int)
    held[search.hidden.loose] += found.loose.astype(int)
    sums = [held[members].sum() for members in system.atoms]
    return held.min() >= 0 and np.array_equal(sums, p.count + found.change)


def test_what_is_found_part_by_part_is_a_table_that_changes_nothing_printed():
    search = linked()
    p, parts, hidden = search.problem, search.hidden.parts, search.hidden.changing
    asked = [(q, int(p.ceiling[q] if up else p.floor[q]), up) for q, up in search.needs()]
    found = {need: parts.reach(*need, hidden) for need in asked}
    assert sum(answer is not None for answer in found.values()) > len(asked) / 4
    for need in asked:
        for answer in filter(None, (found[need], parts.again(*need, hidden))):
            assert is_a_table(search, answer)
            assert not len(search.moved(answer))
            assert p.count[need[0]] + answer.change[need[0]] == need[1]
