"""From a record to the tables that a release is about, with every code, sum and rest.

What a table leaves of the stated total is a leaf of its own, so that the equations are true. It
is there whenever a total is stated: a row that came and went with the numbers would tell one.

What is not stated or not collected is printed as that and is part of no sum; sums are made of what
is counted and say so. What a source reports without a figure is withheld and looks like a row that
it does not name: to tell it would tell that there was something, where a withheld count may be 0.
Every table says that its sums hold what is counted: said of some, it would tell of which.
Whether the stated total includes it nobody knows: that falls to the rest, which is protected like
a count.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from django.utils.translation import gettext as _

from ..models.choices import one_state
from . import periods
from .definition import Chosen, Definition, table_of
from .lists import Axis, axis
from .record import NotReleasableError, Record, Tabulated

ALL, REST = "all", "not-attributed"
TOLD = ("not-stated", "not-collected")  # why there is no number, where everybody may know
MOST_CELLS = 500
Codes = tuple[str, ...]


@dataclass(frozen=True)
class Whole:
    """One table with its true counts; `states` are cells that everybody knows to have none.

    counts: every cell that is released, in the order of the lists; impossible: combinations
    that hold nothing because the rest is not split further.
    """

    order: int
    axes: tuple[Axis, ...]
    counts: dict[Codes, int]
    states: dict[Codes, str] = field(default_factory=dict)
    impossible: frozenset[Codes] = frozenset()
    partial: bool = False

    @property
    def cells(self) -> list[Codes]:
        return [*self.counts, *(codes for codes in self.states if codes not in self.counts)]


def build(record: Record, definition: Definition) -> list[Whole]:
    """Raises NotReleasableError where a table does not add up or is too large."""
    found = [Whole(0, (), {(): record.total})] if definition.total else []
    for order, chosen in enumerate(definition.tables, start=1):
        found.append(_whole(order, chosen, table_of(chosen, record), record))
    if sum(len(whole.counts) for whole in found) > MOST_CELLS:
        raise NotReleasableError(
            _("These tables have more than %(most)d cells: choose fewer or coarser ones.")
            % {"most": MOST_CELLS}
        )
    return found


def _whole(order, chosen: Chosen, table: Tabulated, record: Record) -> Whole:
    kept = [name for name in table.dimensions if name in chosen.by]
    axes = tuple(axis(name, table, record, chosen.step) for name in kept)
    sums, states = _added(table, axes)
    partial = any(row.state in TOLD for row in table.rows)
    states = {codes: state for codes, state in states.items() if codes not in sums}
    rest = _rest(record, sum(sums.values()))
    leaves = {codes: sums.get(codes, 0) for codes in product(*(a.codes for a in axes))}
    counts = _with_sums(leaves, len(axes), rest)
    empty = _without_number(leaves, states, len(axes))
    return Whole(
        order,
        axes,
        {codes: count for codes, count in counts.items() if codes not in empty},
        empty,
        mixed(a.codes for a in axes) if rest is not None else frozenset(),
        partial,
    )


def _added(table, axes):
    """By the codes that are kept: what is counted, and where there is no number for a reason."""
    sums, states = defaultdict(int), {}
    for row in table.rows:
        codes = tuple(_code(row, a) for a in axes)
        if row.count is not None:
            sums[codes] += row.count
        elif row.state in TOLD:
            states[codes] = one_state({row.state, states.get(codes, row.state)})
    return dict(sums), states


def _code(row, a):
    value = row.codes[a.name]
    if a.name != "occurred":
        return value
    return periods.code_of(periods.step_around(value[0], a.step))


def _rest(record, added):
    """What no row has of the stated total; None where the source states none."""
    if record.total is None:
        return None
    if added > record.total:
        raise NotReleasableError(
            _("Its parts add up to more than the stated total: the table cannot be released.")
        )
    return record.total - added


def _with_sums(leaves, width, rest):
    """All cells in order: the leaves, the sums over each set of dimensions, the rest."""
    counts = defaultdict(int, leaves)
    for codes, count in leaves.items():
        for mask in product((False, True), repeat=width):
            if any(mask):
                key = tuple(ALL if m else c for m, c in zip(mask, codes, strict=True))
                counts[key] += count
    if rest is not None:
        counts[(REST,) * width] = rest
        counts[(ALL,) * width] += rest
    return dict(counts)


def _without_number(leaves, states, width):
    """Cells all of whose parts have no number, with the state to print."""
    found = dict(states)
    parts = defaultdict(list)
    for codes in leaves:
        for mask in product((False, True), repeat=width):
            if any(mask) and not all(mask):
                key = tuple(ALL if m else c for m, c in zip(mask, codes, strict=True))
                parts[key].append(states.get(codes))
    for key, known in parts.items():
        if all(known):
            found[key] = one_state(known)
    return found


def mixed(lists: Iterable[Sequence[str]]) -> frozenset[Codes]:
    """The rest is not split: no part of it stands beside a code of another dimension."""
    every = product(*((*codes, REST) for codes in lists))
    return frozenset(codes for codes in every if 0 < codes.count(REST) < len(codes))
