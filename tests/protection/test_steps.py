"""Each step does its own part: the local rule, the repair, the last check."""

import importlib
from dataclasses import replace

import numpy as np
import pytest

from incidents.protection import Dimension, Refused, Table, protect
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
