"""Random tables: whatever the counts, nothing leaks and everything printed is true."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.protection.plain import decide, release_document

from . import attacker, tables

SHAPES = [
    [tables.REGIONS],
    [tables.NESTED],
    [tables.OVERLAPPING],
    [tables.REGIONS, tables.TYPES],
    [tables.ALONE, tables.AGES],
    [tables.OVERLAPPING, tables.AGES],
]
COUNT = st.one_of(st.integers(0, 6), st.integers(0, 60))
QUICK = settings(
    max_examples=40, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip


@st.composite
def documents(draw):
    dims = draw(st.sampled_from(SHAPES))
    size = 1
    for dim in dims:
        size *= len(tables.leaf_codes(dim))
    counts = draw(st.lists(COUNT, min_size=size, max_size=size))
    return tables.given(
        dims, counts,
        threshold=draw(st.sampled_from([3, 5, 7])),
        zeros=draw(st.sampled_from(["small", "open"])),
    )  # fmt: skip


@QUICK
@given(documents())
def test_nothing_leaks(document):
    output = release_document(decide(document), document)
    assert not attacker.score(document, output), attacker.score(document, output)


@QUICK
@given(documents())
def test_what_is_decided_stands_when_it_is_decided_again(document):
    output = release_document(decide(document), document)
    again = release_document(decide({**document, "earlier": [output]}), document)
    first = {tuple(r[:-1]): r[-1] for t in output["releases"] for r in t["cells"]}
    second = {tuple(r[:-1]): r[-1] for t in again["releases"] for r in t["cells"]}
    assert all(second[codes] is None for codes, n in first.items() if n is None)
    assert not attacker.score(document, again, [output])
