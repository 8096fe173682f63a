"""A reader who knows the rule and attacks what was printed. Shares no code with the package.

Works from the plain format alone: one unknown for every combination of leaves, whole and not
negative; one equation for every printed cell. The true counts are only used to keep the score.
"""

from dataclasses import dataclass, field
from itertools import product

import highspy
import numpy as np

WHOLE = 1e-5


class Solver(highspy.Highs):
    def enableCallbacks(self):
        pass


@dataclass
class Score:
    exact: list = field(default_factory=list)
    narrowed: list = field(default_factory=list)
    false: list = field(default_factory=list)
    printed_small: list = field(default_factory=list)
    checked: int = 0

    def __bool__(self):
        """True when anything leaked."""
        return bool(self.exact or self.narrowed or self.false or self.printed_small)


def leaves(groups, code):
    if code not in groups:
        return [code]
    return [leaf for part in groups[code] for leaf in leaves(groups, part)]


class Attack:
    def __init__(self, dimensions, released, lowest=0):
        """released: rows [code, ..., count or None]; lowest: of a withheld one (also by row)."""
        self.groups = [dimension["groups"] for dimension in dimensions]
        every = [set() for _ in dimensions]
        for row in released:
            for seen, groups, code in zip(every, self.groups, row[:-1], strict=True):
                seen.update(leaves(groups, code))
        combos = list(product(*map(sorted, every)))
        self.number = {combo: i for i, combo in enumerate(combos)}
        self.solvers = {}
        self.rows = [(self.members(row[:-1]), row[-1]) for row in released]
        self.lowest = lowest if isinstance(lowest, list) else [lowest] * len(released)

    def members(self, codes):
        parts = [leaves(groups, code) for groups, code in zip(self.groups, codes, strict=True)]
        return [self.number[combo] for combo in product(*parts)]

    def solver(self, whole):
        if whole not in self.solvers:
            solver = Solver()
            for option, value in {"output_flag": False, "threads": 1}.items():
                solver.setOptionValue(option, value)
            count = len(self.number)
            solver.addVars(count, np.zeros(count), np.full(count, highspy.kHighsInf))
            for (members, printed), lowest in zip(self.rows, self.lowest, strict=True):
                low = lowest if printed is None else printed
                high = highspy.kHighsInf if printed is None else printed
                index = np.array(members, dtype=np.int32)
                solver.addRow(low, high, len(index), index, np.ones(len(index)))
            if whole:
                kinds = np.ones(count, dtype=np.uint8)
                solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)
            self.solvers[whole] = solver
        return self.solvers[whole]

    def end(self, codes, sign):
        """The least (sign 1) or greatest (sign -1) count of a cell; None for no limit."""
        members = np.array(self.members(codes), dtype=np.int32)
        for whole in (False, True):
            solver = self.solver(whole)
            solver.changeColsCost(len(members), members, np.full(len(members), float(sign)))
            solver.run()
            status = solver.getModelStatus()
            values = np.array(solver.getSolution().col_value)
            solver.changeColsCost(len(members), members, np.zeros(len(members)))
            if status in (
                highspy.HighsModelStatus.kUnbounded,
                highspy.HighsModelStatus.kUnboundedOrInfeasible,
            ):
                return None
            assert status == highspy.HighsModelStatus.kOptimal, status
            if np.all(np.abs(values - np.rint(values)) < WHOLE):
                return int(np.rint(values[members].sum()))
        raise AssertionError("a whole-number program gave fractions")


def truth(document):
    return {tuple(row[:-1]): row[-1] for table in document["tables"] for row in table["cells"]}


def score(document, output, earlier=()):
    """Attacks an answer (and what came before) and keeps the score against the true counts."""
    true, result = truth(document), Score()
    threshold, small_zero = document["threshold"], document["zeros"] == "small"
    least = 0 if small_zero or output.get("withheld_zeros") else 1
    rows = gather([*(r for old in earlier for r in old["releases"]), *output["releases"]])
    result.false = [c for c, n in rows.items() if n is not None and true.get(c, n) != n]
    small = {codes for codes, n in true.items() if (0 if small_zero else 1) <= n < threshold}
    if "primary" in document:
        small = {tuple(codes) for codes in document["primary"]}
    small |= {tuple(row[:-1]) for row in document.get("sensitive", [])}
    result.printed_small = [codes for codes in small if rows.get(codes) is not None]
    attack = Attack(document["dimensions"], [[*c, n] for c, n in rows.items()], least)
    for codes in sorted(small - set(result.printed_small)):
        result.checked += 1
        low, high = attack.end(codes, 1), attack.end(codes, -1)
        if low == high:
            result.exact.append((codes, low))
        elif document.get("goal", "label") == "label" and (
            low > least or (high is not None and high < threshold - 1)
        ):
            result.narrowed.append((codes, low, high))
    return result


def gather(releases):
    """Everything printed about each cell in any of the releases."""
    rows = {}
    for release in releases:
        for *codes, count in release["cells"]:
            if rows.get(tuple(codes)) is None:
                rows[tuple(codes)] = count
    return rows
