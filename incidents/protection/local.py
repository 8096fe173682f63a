"""The local rule: what each sum with its parts needs, whatever the rest of the tables says.

In every sum that is printed, the withheld parts are none, or at least two that could hide a
count just below the threshold; a withheld sum has a withheld part. This is the rule to show
people. It removes nearly all that can be worked out, at the price of a few additions.
"""

from .problem import Problem

FEWEST = 2  # one withheld part of a printed sum is the sum less the others


class Sums:
    """The sums of a problem and which of them break the rule under a growing pattern."""

    def __init__(self, problem: Problem, withheld: set[int]) -> None:
        self.p = problem
        self.count = problem.count.tolist()
        self.withheld = withheld
        self.equations = problem.system.equations
        self.around: dict[int, list[int]] = {}
        for number, (parent, children) in enumerate(self.equations):
            for q in (parent, *children):
                self.around.setdefault(q, []).append(number)
        self.parts = [sum(c in withheld for c in cs) for _, cs in self.equations]
        self.mass = [sum(self.count[c] for c in cs if c in withheld) for _, cs in self.equations]
        self.need = problem.rule.threshold - 1 if problem.rule.goal == "label" else 1

    def broken(self, number: int, more: int | None = None) -> bool:
        """Whether a sum breaks the rule, if `more` were withheld too."""
        parent, children = self.equations[number]
        parts, mass = self.parts[number], self.mass[number]
        hidden = parent in self.withheld or parent == more
        if more is not None and more != parent and more in children:
            parts, mass = parts + 1, mass + self.count[more]
        if hidden:
            return parts == 0
        return parts == 1 or (parts > 1 and mass < self.need)

    def withhold(self, q: int) -> None:
        self.withheld.add(q)
        for number in self.around.get(q, ()):
            if self.equations[number][0] != q:
                self.parts[number] += 1
                self.mass[number] += self.count[q]

    def fix(self) -> None:
        """Withholds the cheapest candidate of each broken sum until none can be mended."""
        waiting = list(range(len(self.equations)))[::-1]
        while waiting:
            number = waiting.pop()
            if not self.broken(number):
                continue
            best = self._cheapest(number)
            if best is None:
                continue
            self.withhold(best)
            waiting.append(number)
            waiting += [n for n in self.around[best] if n != number]

    def _cheapest(self, number: int) -> int | None:
        parent, children = self.equations[number]
        choices = [q for q in (parent, *children) if self.p.open[q] and q not in self.withheld]
        if not choices:
            return None
        return min(choices, key=lambda q: (self._worth(q), q))

    def _worth(self, q: int) -> float:
        """Price plus the sums newly broken, less those mended, one unit each."""
        worth = float(self.p.price[q])
        for number in self.around[q]:
            worth += self.broken(number, more=q) - self.broken(number)
        return worth


def local_rule(problem: Problem, withheld: set[int]) -> set[int]:
    """The pattern grown until every sum keeps the rule, as far as that is possible."""
    sums = Sums(problem, set(withheld))
    sums.fix()
    return sums.withheld
