"""Protection of small numbers against the figures of its specification.

    python benchmarks/protection.py [--quick] [--seconds 60]

Prints p95 seconds by size, the cells withheld beyond the small ones (page, release, proven
optimum, a plain greedy method) and, for fresh random tables and sequences of releases, what an
attacker written apart finds. Times are CPU seconds of this process: it runs on one thread.
"""

import argparse
import random
import sys
import time
from itertools import combinations, product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from incidents.protection import Dimension, Rule, Table, audit, protect  # noqa: E402 - the root is put on the path first
from incidents.protection.plain import decide, release_document  # noqa: E402 - the root is put on the path first
from tests.protection import attacker, tables  # noqa: E402 - the root is put on the path first

PRIME = 2_147_483_647


def parts(prefix, number):
    return [f"{prefix}{i:02d}" for i in range(number)]


def flat(name, number):
    return Dimension(name, {f"all {name}": parts(name[0], number)})


REGION, TYPE, GROUP = flat("region", 10), flat("type", 8), flat("group", 8)
QUARTER = Dimension("quarter", {"year": parts("Q", 4)})
MONTH = Dimension(
    "month",
    {"year": parts("Q", 4)} | {f"Q{i:02d}": parts("M", 12)[3 * i : 3 * i + 3] for i in range(4)},
)
SHAPES = {
    "region x month": (REGION, MONTH),
    "region x quarter x group": (REGION, QUARTER, GROUP),
}


def leaf_codes(dimension):
    inside = {part for group in dimension.groups.values() for part in group}
    return sorted(inside - set(dimension.groups))


def incidents(dimensions, number, seed):
    """Uneven counts in clusters, one leaf per dimension each."""
    chance = random.Random(seed)  # noqa: S311 - the same tables each time, no secret
    weights = []
    for dimension in dimensions:
        weight = [1 / (i + 1) for i in range(len(leaf_codes(dimension)))]
        chance.shuffle(weight)
        weights.append(weight)
    found = dict.fromkeys(product(*map(leaf_codes, dimensions)), 0)
    left = number
    while left > 0:
        cell = tuple(
            chance.choices(leaf_codes(d), w)[0] for d, w in zip(dimensions, weights, strict=True)
        )
        step = min(left, 1 + int(chance.expovariate(1 / 1.5)))
        found[cell] += step
        left -= step
    return found


def two_way(dimensions, number, seed):
    found = incidents(dimensions, number, seed)
    made = []
    for pair in combinations(range(len(dimensions)), 2):
        counts = {}
        for leaf, n in found.items():
            key = tuple(leaf[axis] for axis in pair)
            counts[key] = counts.get(key, 0) + n
        made.append(Table(f"table {pair}", tuple(dimensions[a] for a in pair), counts))
    return made


def greedy(table):
    """The plain method: print one candidate after the other, largest first, unless a small cell
    becomes a linear combination of what is printed (elimination modulo a prime). It knows nothing
    of signs and whole numbers. Returns the cells withheld beyond the small ones."""
    dimensions = table.dimensions
    leaves = list(product(*map(leaf_codes, dimensions)))
    place = {leaf: i for i, leaf in enumerate(leaves)}
    vectors = {
        codes: {
            place[leaf]: 1
            for leaf in product(*(d.cover(c) for d, c in zip(dimensions, codes, strict=True)))
        }
        for codes in table.counts
    }
    small = {codes: vectors[codes] for codes, n in table.counts.items() if n < 5}
    withheld = 0
    for codes in sorted(table.counts, key=lambda c: (-table.counts[c], c)):
        if codes in small:
            continue
        vector = vectors[codes]
        if not vector:
            continue
        pivot = min(vector)
        rest = {s: _eliminated(v, vector, pivot) for s, v in small.items()}
        if all(rest.values()):
            small = rest
            for other in vectors:
                vectors[other] = _eliminated(vectors[other], vector, pivot)
        else:
            withheld += 1
    return withheld


def _eliminated(vector, by, pivot):
    if pivot not in vector:
        return vector
    factor = vector[pivot] * pow(by[pivot], PRIME - 2, PRIME) % PRIME
    result = dict(vector)
    for index, value in by.items():
        left = (result.get(index, 0) - factor * value) % PRIME
        if left:
            result[index] = left
        else:
            result.pop(index, None)
    return result


def timed(work):
    began = time.process_time()
    return work(), time.process_time() - began


def p95(values):
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


def say(text):
    print(text, flush=True)


def quality(seeds, seconds):
    say("\ncells withheld beyond the small ones")
    say(f"{'table':28} {'N':>5} seed cells small greedy  page release proven")
    proven, rows = [0, 0, 0], 0
    for (name, dimensions), number, seed in product(SHAPES.items(), (300, 1500), range(seeds)):
        table = Table("t", dimensions, incidents(dimensions, number, seed))
        page = protect([table])
        best = protect([table], Rule(effort="release", seconds=seconds))
        small = sum(n < 5 for n in table.counts.values())
        plain = greedy(table)
        closed = "yes" if best.optimal else "no"
        say(
            f"{name:28} {number:5} {seed:4} {len(table.counts):5} {small:5} {plain:6}"
            f" {page.secondary:5} {best.secondary:7} {closed}"
        )
        if best.optimal:
            rows += 1
            for i, value in enumerate((page.secondary, best.secondary, plain)):
                proven[i] += value
    if proven[1]:
        say(f"where proven ({rows} tables): page {proven[0] / proven[1]:.3f} times the optimum"
            f" (figure: 1.15), release 1.000 (1.05), greedy {proven[2] / proven[1]:.2f}"
            " (leaving cells narrowed)")  # fmt: skip


def speed(seeds):
    say("\nseconds on one core")
    for (name, dimensions), limit in zip(SHAPES.items(), (0.15, 0.30), strict=True):
        taken, audits = [], []
        for number, seed in product((300, 800, 1500), range(seeds)):
            table = Table("t", dimensions, incidents(dimensions, number, 100 + seed))
            plan, seconds = timed(lambda table=table: protect([table]))
            taken.append(seconds)
            audits.append(timed(lambda plan=plan: audit(plan.release(), plan.rule))[1])
        say(f"{name:28} p95 {p95(taken):.3f} (figure: {limit}), audit p95 {p95(audits):.2f} (2)")
    taken = []
    for seed in range(max(1, seeds // 3)):
        linked = two_way((REGION, QUARTER, TYPE, GROUP), 1500, seed)
        taken.append(timed(lambda linked=linked: protect(linked))[1])
    say(f"{'six two-way tables, 359':28} p95 {p95(taken):.2f} (figure: 5)")


def safety(number, sequences):
    say("\nattacked by a program written apart")
    shapes = [
        [tables.NESTED, tables.MONTHS], [tables.OVERLAPPING, tables.QUARTERS],
        [tables.REGIONS, tables.QUARTERS, tables.TYPES], [tables.ALONE, tables.AGES, tables.TYPES],
    ]  # fmt: skip
    total = attacker.Score()
    for seed in range(number):
        document = tables.spread(
            shapes[seed % 4], 40 + 37 * seed % 700, 5000 + seed,
            zeros="open" if seed % 5 == 4 else "small", threshold=(3, 5, 5, 10)[seed // 4 % 4],
        )  # fmt: skip
        _add(total, attacker.score(document, release_document(decide(document), document)))
    say(f"{number} tables, {total.checked} small cells: {_found(total)}")
    total = attacker.Score()
    for seed in range(sequences):
        _sequence(total, seed)
    say(f"{sequences} sequences of 6 releases, {total.checked} attacks: {_found(total)}")


def _sequence(total, seed):
    dims = [tables.NESTED, tables.MONTHS]
    rows = tables.cells(dims, tables.records(dims, 120 + 60 * seed, seed))
    steps = [("M1",), ("M2",), ("M3",), ("H1",), ("M4", "M5", "M6", "H2"), ("Year",)]
    earlier, seen = [], []
    for step in steps:
        part = [row for row in rows if row[1] in step]
        seen += part
        document = {"threshold": 5, "zeros": "small", "dimensions": dims,
                    "tables": [{"id": str(step), "cells": part}]}  # fmt: skip
        output = release_document(decide({**document, "earlier": earlier}), document)
        everything = {**document, "tables": [{"id": "all", "cells": seen}]}
        _add(total, attacker.score(everything, output, earlier))
        earlier = [*earlier, output]


def _add(total, one):
    for name in ("exact", "narrowed", "false", "printed_small"):
        getattr(total, name).extend(getattr(one, name))
    total.checked += one.checked


def _found(score):
    return (f"{len(score.exact)} exact, {len(score.narrowed)} narrowed, {len(score.false)} false,"
            f" {len(score.printed_small)} small printed")  # fmt: skip


def main():
    reader = argparse.ArgumentParser(description="Protection against its figures.")
    reader.add_argument("--quick", action="store_true")
    reader.add_argument("--seconds", type=float, default=60.0)
    asked = reader.parse_args()
    speed(3 if asked.quick else 10)
    safety(24 if asked.quick else 200, 2 if asked.quick else 8)
    quality(1 if asked.quick else 4, asked.seconds)


if __name__ == "__main__":
    main()
