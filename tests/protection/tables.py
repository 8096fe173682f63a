"""Tables to protect: invented counts over invented places, in the plain format."""

import random
from itertools import combinations, product


def dimension(name, groups):
    return {"name": name, "groups": groups}


REGIONS = dimension("region", {"Land": ["R1", "R2", "R3", "R4"]})
NESTED = dimension(
    "region", {"Land": ["North", "South"], "North": ["R1", "R2"], "South": ["R3", "R4", "R5"]}
)
OVERLAPPING = dimension(
    "region",
    {"Land": ["R1", "R2", "R3", "R4"], "Border": ["R1", "R2"], "River": ["R2", "R3"]},
)
ALONE = dimension("region", {"Land": ["North", "South"], "North": ["R1"], "South": ["R2", "R3"]})
QUARTERS = dimension("quarter", {"Year": ["Q1", "Q2", "Q3", "Q4"]})
MONTHS = dimension(
    "month",
    {"Year": ["H1", "H2"], "H1": ["M1", "M2", "M3"], "H2": ["M4", "M5", "M6"]},
)
TYPES = dimension("type", {"All": ["T1", "T2", "T3"]})
GROUPS = dimension("group", {"Everyone": ["G1", "G2"], "G2": ["G3", "G4"]})
SEX = dimension("sex", {"Both": ["F", "M"]})
KIND = dimension("kind", {"Either": ["K1", "K2"]})
AGES = dimension("age", {"Any": ["A1", "A2"]})


def leaf_codes(dim):
    parts = {part for group in dim["groups"].values() for part in group}
    return sorted(part for part in parts if part not in dim["groups"])


def codes(dim):
    return sorted(dim["groups"]) + leaf_codes(dim)


def cover(dim, code):
    parts = dim["groups"].get(code)
    return [code] if parts is None else [leaf for part in parts for leaf in cover(dim, part)]


def top(dim):
    return max(sorted(dim["groups"]), key=lambda code: len(cover(dim, code)))


def records(dims, total, seed, skew=1.0):
    """{one leaf per dimension: count}, uneven as such counts are."""
    chance = random.Random(f"{seed}-{total}")  # noqa: S311 - the same tables each time, no secret
    weights = []
    for dim in dims:
        weight = [1 / (i + 1) ** skew for i in range(len(leaf_codes(dim)))]
        chance.shuffle(weight)
        weights.append(weight)
    found = dict.fromkeys(product(*map(leaf_codes, dims)), 0)
    left = total
    while left > 0:
        cell = tuple(
            chance.choices(leaf_codes(d), w)[0] for d, w in zip(dims, weights, strict=True)
        )
        step = min(left, 1 + int(chance.expovariate(0.6)))
        found[cell] += step
        left -= step
    return found


def cells(dims, found, axes=None, leave_out=()):
    """All cells over some axes (the others at their top), with margins."""
    axes = range(len(dims)) if axes is None else axes
    choices = [codes(dim) if i in axes else [top(dim)] for i, dim in enumerate(dims)]
    rows = []
    for key in product(*choices):
        if leave_out and any(code in leave_out for code in key):
            continue
        inside = [set(cover(dim, code)) for dim, code in zip(dims, key, strict=True)]
        count = sum(
            n for leaf, n in found.items()
            if all(code in part for code, part in zip(leaf, inside, strict=True))
        )  # fmt: skip
        rows.append([*key, count])
    return rows


def document(dims, found, axes=(None,), threshold=5, zeros="small", leave_out=(), **more):
    tables = [
        {"id": f"table {i}", "cells": cells(dims, found, axis, leave_out)}
        for i, axis in enumerate(axes)
    ]
    return {
        "format": "sdc-table/1", "threshold": threshold, "zeros": zeros,
        "dimensions": list(dims), "tables": tables, **more,
    }  # fmt: skip


def spread(dims, total, seed, **more):
    return document(dims, records(dims, total, seed), **more)


def given(dims, counts, **more):
    """A table of stated leaf counts, in the order of the leaves."""
    keys = product(*map(leaf_codes, dims))
    return document(dims, dict(zip(keys, counts, strict=True)), **more)


def pairs(number):
    return list(combinations(range(number), 2))


TWO = [REGIONS, TYPES]
ONE = [REGIONS]

CASES = {
    # one dimension
    "one small cell among large ones": given(ONE, [2, 30, 40, 50]),
    "two small cells whose sum is small": given(ONE, [1, 2, 30, 40]),
    "all small": given(ONE, [1, 1, 1, 1]),
    "all zero": given(ONE, [0, 0, 0, 0]),
    "nothing small": given(ONE, [10, 20, 30, 40]),
    "one zero": given(ONE, [0, 12, 9, 8]),
    "a total of exactly the threshold": given(ONE, [5, 0, 0, 0]),
    "small parts of a total just above": given(ONE, [3, 3, 0, 0]),
    "nested regions, one small leaf": given([NESTED], [2, 30, 40, 50, 60]),
    "nested regions, a small group": given([NESTED], [1, 2, 40, 50, 60]),
    "overlapping groups": given([OVERLAPPING], [4, 17, 3, 20]),
    "overlapping groups, one large leaf": given([OVERLAPPING], [2, 0, 1, 50]),
    "a group with one member": given([ALONE], [3, 20, 30]),
    # two dimensions
    "a cycle of four": given(TWO, [2, 9, 30, 9, 3, 30, 30, 30, 30, 30, 30, 30]),
    "three ones on the diagonal": given(TWO, [1, 9, 9, 9, 1, 9, 9, 9, 1, 20, 20, 20]),
    "a singleton in each row": given(TWO, [1, 40, 40, 1, 40, 40, 1, 40, 40, 1, 40, 40]),
    "one row of zeros": given(TWO, [0, 0, 0, 9, 9, 9, 12, 8, 7, 6, 30, 9]),
    "counts of four beside fives": given(TWO, [4, 5, 5, 5, 4, 5, 5, 5, 4, 5, 5, 5]),
    "sparse, 15 cases": spread(TWO, 15, 1),
    "sparse, 60 cases": spread(TWO, 60, 2),
    "denser, 200 cases": spread(TWO, 200, 3),
    "nested by month": spread([NESTED, MONTHS], 150, 4),
    "nested by month, denser": spread([NESTED, MONTHS], 600, 5),
    "overlapping by quarter": spread([OVERLAPPING, QUARTERS], 120, 6),
    "overlapping by quarter, denser": spread([OVERLAPPING, QUARTERS], 400, 7),
    "threshold of three": spread([NESTED, QUARTERS], 120, 8, threshold=3),
    "threshold of ten": spread([NESTED, QUARTERS], 400, 9, threshold=10),
    "without the grand total": spread([REGIONS, QUARTERS], 120, 10, leave_out=("Land",)),
    "leaves only": spread([REGIONS, QUARTERS], 90, 11, leave_out=("Land", "Year")),
    "alone by type": spread([ALONE, TYPES], 90, 12),
    # three and four dimensions
    "three dimensions": spread([REGIONS, QUARTERS, TYPES], 200, 13),
    "three dimensions, denser": spread([REGIONS, QUARTERS, TYPES], 900, 14),
    "three dimensions, nested": spread([NESTED, TYPES, GROUPS], 500, 15),
    "three dimensions, overlapping": spread([OVERLAPPING, AGES, GROUPS], 300, 16),
    "four dimensions": spread([ALONE, AGES, SEX, KIND], 200, 17),
    "four dimensions, sparse": spread([ALONE, AGES, SEX, KIND], 40, 18),
    # linked tables
    "three two-way tables": spread([REGIONS, QUARTERS, TYPES], 300, 19, axes=pairs(3)),
    "three two-way tables, nested": spread([NESTED, TYPES, GROUPS], 400, 20, axes=pairs(3)),
    "six two-way tables": spread([REGIONS, AGES, TYPES, GROUPS], 500, 21, axes=pairs(4)),
    "a three-way table and a margin": spread(
        [REGIONS, AGES, TYPES], 300, 22, axes=[(0, 1, 2), (0, 2)]
    ),
    "one-way beside two-way": spread([NESTED, QUARTERS], 200, 23, axes=[(0,), (1,), (0, 1)]),
    # zeros open
    "zeros open": spread([REGIONS, QUARTERS], 120, 24, zeros="open"),
    "zeros open, sparse": spread([NESTED, QUARTERS], 40, 25, zeros="open"),
    "zeros open, three ones make a three": given(
        [NESTED, TYPES], [1, 0, 0, 1, 0, 0, 1, 9, 30, 20, 0, 12, 15, 30, 8], zeros="open"
    ),
    "zeros open, three dimensions": spread([REGIONS, AGES, TYPES], 150, 26, zeros="open"),
    # other promises
    "exact only": spread([NESTED, QUARTERS], 200, 27, goal="exact"),
    "exact only, three dimensions": spread([REGIONS, AGES, TYPES], 250, 28, goal="exact"),
    "named cells": given(
        TWO, [20, 30, 40, 9, 33, 30, 30, 30, 30, 30, 30, 30], primary=[["R1", "T1"], ["R2", "T2"]]
    ),
    "a difference that is small": given(
        [OVERLAPPING], [40, 17, 3, 20], leave_out=("R3",), sensitive=[["R3", 3]]
    ),
}  # fmt: skip
