"""Successive releases, revisions and what everybody knows to be zero."""

import pytest

from incidents.protection import (
    WITHHELD,
    Dimension,
    Earlier,
    Ledger,
    Narrowed,
    ProtectionError,
    Release,
    Revised,
    Rule,
    Shields,
    Small,
    Table,
    audit,
    coarser,
    protect,
)
from incidents.protection.plain import decide, release_document

from . import attacker, tables

AREA = Dimension("area", {"All": ["A", "B", "C", "D"]})
QUARTER = Dimension("quarter", {"Year": ["Q1", "Q2", "Q3", "Q4"]})


def one_way(*counts, name="by area"):
    return Table(name, (AREA,), {(c,): n for c, n in zip("ABCD", counts, strict=True)})


def in_turn(documents):
    """Each release made after all before it; attacked together with them."""
    earlier = []
    for document in documents:
        output = release_document(decide({**document, "earlier": list(earlier)}), document)
        yield document, output, list(earlier)
        earlier.append(output)


def quarters_then_the_year(seed, total, dims):
    found = tables.records(dims, total, seed)
    rows = tables.cells(dims, found)
    for period in ("Q1", "Q2", "Q3", "Q4", "Year"):
        part = [row for row in rows if row[1] == period]
        document = tables.document(dims, found)
        yield {**document, "tables": [{"id": period, "cells": part}]}


SEQUENCES = [
    (seed, total, dims)
    for seed, total in [(1, 60), (2, 150), (3, 400)]
    for dims in (
        [tables.NESTED, tables.QUARTERS],
        [tables.OVERLAPPING, tables.QUARTERS],
        [tables.REGIONS, tables.QUARTERS, tables.AGES],
    )
]


@pytest.mark.parametrize(("seed", "total", "dims"), SEQUENCES)
def test_quarters_and_then_the_year(seed, total, dims):
    seen = {}
    for document, output, earlier in in_turn(quarters_then_the_year(seed, total, dims)):
        seen.update(attacker.truth(document))
        everything = {**document, "tables": [{"id": "all", "cells": [
            [*codes, n] for codes, n in seen.items()
        ]}]}  # fmt: skip
        assert not attacker.score(everything, output, earlier)


@pytest.mark.parametrize("seed", range(4))
def test_year_to_date_tables(seed):
    dims = [tables.REGIONS, tables.MONTHS]
    found = tables.records(dims, 120, seed)
    months = tables.leaf_codes(tables.MONTHS)
    to_date = {f"to {m}": months[: i + 1] for i, m in enumerate(months)}
    dims = [tables.REGIONS, tables.dimension("month", to_date)]
    documents = []
    for i in range(len(months)):
        rows = [
            row for row in tables.cells(dims, found) if row[1] in (f"to {months[i]}", months[i])
        ]
        documents.append(
            {**tables.document(dims, found), "tables": [{"id": str(i), "cells": rows}]}
        )
    seen = {}
    for document, output, earlier in in_turn(documents):
        seen.update(attacker.truth(document))
        everything = {**document, "tables": [{"id": "all", "cells": [
            [*codes, n] for codes, n in seen.items()
        ]}]}  # fmt: skip
        assert not attacker.score(everything, output, earlier)


def test_a_second_table_never_exposes_the_first():
    dims = [tables.NESTED, tables.TYPES, tables.QUARTERS]
    found = tables.records(dims, 250, 5)
    documents = [tables.document(dims, found, axes=[pair]) for pair in tables.pairs(3)]
    for document in documents:
        document["tables"][0]["id"] = str(document["tables"][0]["cells"][1])
    both = []
    for document, output, earlier in in_turn(documents):
        both += document["tables"]
        assert not attacker.score({**document, "tables": both}, output, earlier)


def pair_after_pair(seed, total):
    dims = [tables.NESTED, tables.TYPES, tables.QUARTERS]
    found = tables.records(dims, total, seed)
    for number, pair in enumerate(tables.pairs(3)):
        document = tables.document(dims, found, axes=[pair])
        document["tables"][0]["id"] = str(number)
        yield document


@pytest.mark.parametrize(
    "documents",
    [
        pair_after_pair(0, 60),
        quarters_then_the_year(1, 25, [tables.NESTED, tables.QUARTERS]),
        quarters_then_the_year(3, 25, [tables.NESTED, tables.QUARTERS]),
    ],
)
def test_zeros_open_say_no_more_of_what_was_withheld_when_zeros_were(documents):
    """Once zeros were withheld, "none is" would tell of those cells that they are not zero."""
    true, lowest, seen, telling = {}, {}, {}, 0
    for document, output, earlier in in_turn({**d, "zeros": "open"} for d in documents):
        true |= attacker.truth(document)
        least = 0 if output.get("withheld_zeros") else 1
        told = attacker.gather(r for old in [*earlier, output] for r in old["releases"])
        for release in output["releases"]:
            hidden = [tuple(codes) for *codes, count in release["cells"] if count is None]
            lowest |= {codes: max(least, lowest.get(codes, 0)) for codes in hidden}
        rows = [[*codes, count] for codes, count in told.items()]
        attack = attacker.Attack(
            document["dimensions"], rows, [lowest.get(codes, 0) for codes in told]
        )
        for codes in [codes for codes, count in told.items() if count is None]:
            if 0 < true[codes] < 5:
                low, high = attack.end(codes, 1), attack.end(codes, -1)
                assert low <= seen.setdefault(codes, low) <= 1
                assert high is None or high >= 4
                telling += 1
    assert telling > 10


def test_what_cannot_be_true_with_what_was_printed_before_is_decided_without_it():
    """The sum leaves nothing for what an earlier release printed: no table holds both."""
    area = Dimension("area", {"All": ["A", "B", "C", "D", "E", "F", "G"]})
    told = {("A",): 30, ("B",): 40, ("G",): None, ("All",): 132}
    old = Release("old", (area,), told, "before")
    counts = {("C",): 28, ("D",): 52, ("E",): 50, ("F",): 2, ("All",): 132}
    new = Table("new", (area,), counts, fill=False)
    plan = protect([new], public=Ledger((old,)), vintage="after")
    assert plan["F",] is WITHHELD
    assert all(
        count >= 0 for proof in (plan.proof("F").low, plan.proof("F").high)
        for count in proof.values()
    )  # fmt: skip
    assert plan._problem.held.min() >= 0


def test_withheld_once_is_withheld_for_good():
    first = protect([one_way(2, 30, 40, 50)])
    ledger = Ledger(first.release())
    hidden = [c for c in ("A", "B", "C", "D", "All") if first[c,] is WITHHELD]
    again = protect([one_way(2, 30, 40, 50, name="again")], public=ledger)
    assert [c for c in ("A", "B", "C", "D", "All") if again[c,] is WITHHELD] == hidden
    shield = next(c for c in hidden if c != "A")
    assert isinstance(again.why(shield), Earlier)
    assert isinstance(first.why(shield), Shields)
    assert first.why(shield).cells == (("by area", ("A",)),)
    assert isinstance(again.why("A"), Small)
    assert first.why(next(c for c in "BCD" if c not in hidden)) is None


def test_a_new_vintage_may_print_what_shielded_before():
    wide = Table("t", (AREA,), {("A",): 2, ("B",): 30, ("C",): 40, ("D",): 50, ("All",): 122})
    ledger = Ledger(protect([wide], vintage="2019").release())
    new = Table("t", (AREA,), {("A",): 40, ("B",): 60, ("C",): 80, ("D",): 90})
    assert protect([new], public=ledger, vintage="2020").withheld == 0
    assert protect([new], public=ledger, vintage="2019").withheld > 0


@pytest.mark.parametrize(("now", "printed"), [(27, True), (28, False), (31, False), (32, True),
                                              (23, False), (22, True)])  # fmt: skip
def test_a_revision_is_nothing_or_at_least_the_threshold(now, printed):
    """27 to 28 would tell that one case was added."""
    ledger = Ledger((Release("old", (AREA,), {("B",): 27, ("C",): 40, ("D",): 50}),))
    plan = protect([Table("new", (AREA,), {("B",): now, ("C",): 40, ("D",): 50})], public=ledger)
    assert (plan["B",] == now) is printed
    if not printed:
        assert isinstance(plan.why("B"), Revised)


def test_a_small_revision_does_not_follow_from_the_sum():
    old = Ledger((Release("old", (AREA,), {("B",): 27, ("C",): 40}),))
    new = Table("new", (AREA,), {("A",): 20, ("B",): 28, ("C",): 40, ("D",): 50})
    plan = protect([new], public=old)
    assert plan["B",] is WITHHELD
    assert sum(plan[c,] is WITHHELD for c in ("A", "C", "D", "All")) >= 1


def test_what_is_public_already_is_named():
    ledger = Ledger((Release("old", (AREA,), {("A",): None, ("B",): 30, ("C",): 40, ("D",): 50,
                                              ("All",): 122}),))  # fmt: skip
    plan = protect([one_way(2, 30, 40, 50)], public=ledger)
    assert plan.exposed == (("by area", ("A",)),)


def test_impossible_cells_are_printed_and_shield_nothing():
    table = Table(
        "t", (AREA, QUARTER),
        {(a, q): 20 for a in "ABCD" for q in ("Q1", "Q2", "Q3")} | {("A", "Q1"): 2},
        impossible=frozenset((a, "Q4") for a in "ABCD"),
    )  # fmt: skip
    plan = protect([table])
    assert plan["A", "Q4"] == 0
    report = audit(plan.release(), Rule())
    assert report.holds
    hidden = {cell.codes for cell in report.cells}
    assert ("A", "Q1") in hidden
    assert ("A", "Q4") not in hidden
    assert len(hidden) >= 4


def test_a_proof_is_two_tables_with_everything_printed_alike():
    table = one_way(2, 30, 40, 50)
    plan = protect([table])
    proof = plan.proof("A")
    assert proof.low["by area", ("A",)] == 0
    assert proof.high["by area", ("A",)] >= 4
    for numbers in (proof.low, proof.high):
        assert (
            sum(n for (_, (c,)), n in numbers.items() if c != "All")
            == numbers["by area", ("All",)]
        )
        for address, number in numbers.items():
            assert plan[address] is WITHHELD or plan[address] == number
    with pytest.raises(KeyError):
        plan.proof("D")


def test_the_audit_names_what_a_subtraction_gives_away():
    cells = {("A",): None, ("B",): 30, ("C",): 40, ("D",): 50, ("All",): 122}
    leaky = Release("r", (AREA,), cells)
    report = audit([leaky], Rule())
    assert [(cell.codes, cell.low, cell.high) for cell in report.exact] == [(("A",), 2, 2)]
    low = Release("r", (AREA,), {**cells, ("B",): None, ("All",): 93})
    assert [type(cell) for cell in audit([low], Rule()).cells] == [Narrowed, Narrowed]


def test_a_sparse_table_proposes_the_coarser_one():
    month = Dimension("month", {"Year": [f"M{i}" for i in range(12)]})
    counts = {(a, f"M{i}"): (i + ord(a)) % 3 for a in "ABCD" for i in range(12)}
    advice = coarser(Table("t", (AREA, month), counts))
    assert advice.advised
    assert advice.dimension.name == "month"
    assert advice.coarser_share > 0.9 > advice.share


@pytest.mark.parametrize("threshold", [2, 0, -1, 4.5, "5", True])
def test_the_threshold_is_three_at_least(threshold):
    with pytest.raises(ProtectionError, match="threshold"):
        Rule(threshold=threshold)


def test_release_effort_never_withholds_more():
    for name in ("nested by month", "a cycle of four", "three dimensions"):
        page = decide(tables.CASES[name])
        release = decide(tables.CASES[name], "release", 5)
        assert release.cost <= page.cost + 1e-6
        output = release_document(release, tables.CASES[name])
        assert not attacker.score(tables.CASES[name], output)
    assert decide(tables.CASES["a cycle of four"], "release", 5).optimal
