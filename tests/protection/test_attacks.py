"""Every test table, attacked by a program written apart: nothing exact, narrowed or false."""

import copy
import random

import pytest

from incidents.protection.audit import audit
from incidents.protection.plain import decide, read_releases, release_document

from . import attacker, tables


def answer(document, effort="page", seconds=10):
    return release_document(decide(document, effort, seconds), document)


@pytest.mark.parametrize("name", tables.CASES)
def test_no_small_count_can_be_worked_out(name):
    document = tables.CASES[name]
    output = answer(document)
    assert not attacker.score(document, output), attacker.score(document, output)
    if "primary" not in document and "goal" not in document:
        assert audit(*read_releases(output)).holds


@pytest.mark.parametrize("name", tables.CASES)
def test_every_cell_is_answered(name):
    document = tables.CASES[name]
    output = answer(document)
    for asked, got in zip(document["tables"], output["releases"], strict=True):
        assert [row[:-1] for row in asked["cells"]] == [row[:-1] for row in got["cells"]]


@pytest.mark.parametrize("name", [n for i, n in enumerate(tables.CASES) if i % 4 == 0])
def test_the_order_of_codes_and_cells_changes_nothing(name):
    document = tables.CASES[name]
    shuffled = copy.deepcopy(document)
    chance = random.Random(1)  # noqa: S311 - the same tables each time, no secret
    chance.shuffle(shuffled["tables"])
    for table in shuffled["tables"]:
        chance.shuffle(table["cells"])
    for dimension in shuffled["dimensions"]:
        for parts in dimension["groups"].values():
            chance.shuffle(parts)
        dimension["groups"] = dict(reversed(dimension["groups"].items()))
    assert as_set(answer(document)) == as_set(answer(shuffled))
    assert answer(document) == answer(document)


def as_set(output):
    return {(r["id"], *row) for r in output["releases"] for row in r["cells"]}


def test_the_attacker_is_not_blind():
    """Withholding the small cells only is what it must see through."""
    document = tables.CASES["a cycle of four"]
    output = {"releases": [
        {"id": t["id"], "cells": [[*c, None if n < 5 else n] for *c, n in t["cells"]]}
        for t in document["tables"]
    ]}  # fmt: skip
    assert attacker.score(document, output).exact
