"""What a reader knows of two lists together: which party is of which group of perpetrators.

A named party is of no other group than its own. So what is printed by group bounds what is
withheld by party, and the other way round. Of a party that a source counts elsewhere all the same
nothing is taken as known, so that the rest of what is known still holds.
"""

from collections.abc import Iterable, Mapping, Set
from itertools import product

from foundation.reference.models import Organisation

from .known import Known
from .periods import Span
from .record import Tabulated
from .tables import ALL, REST
from .universe import TIME, Shape, Universe

NAME = "lists"
PERPETRATOR, PARTY = "perpetrator", "party"
NON_STATE = {"non-state", "non-state-signatory", "non-state-other"}
OF_KIND = {
    Organisation.Kind.NATIONAL_FORCES.value: {"state-forces"},
    Organisation.Kind.ARMED_GROUP.value: NON_STATE,
}


def structure(shapes: Iterable[Shape], kinds: Mapping[str, str]) -> list[Known]:
    """For each period: no count of a party in a group that it is not of.

    Nothing where the tables do not speak of both. `kinds` are those of the parties, by slug.
    """
    shapes = list(shapes)
    groups, parties = _codes(shapes, PERPETRATOR), _codes(shapes, PARTY)
    cells = {
        (group, party): 0
        for group, party in product(groups, parties)
        if kinds.get(party) in OF_KIND and group not in OF_KIND[kinds[party]]
    }
    axes = ((PERPETRATOR, tuple(groups)), (PARTY, tuple(parties)))
    return [_known(span, axes, cells) for span in _spans(shapes) if cells]


def not_listed(shapes: Iterable[Shape], universe: Universe) -> list[Known]:
    """The rows of a table and its rest are all of its total: what only others list is none of it.

    shapes: of tables of this record and of those that it corrects or that correct it.
    """
    found = []
    for shape in shapes:
        for name, codes in shape.axes:
            every, listed = universe.leaves(name, [ALL]), universe.leaves(name, codes)
            if name == TIME:
                every, listed = {REST} if universe.has_rest(shape.span) else set(), set()
            missing = sorted(every - listed - ({REST} if shape.has_rest else set()))
            if missing:
                cells = {(code,): 0 for code in missing}
                found.append(_known(shape.span, ((name, tuple(missing)),), cells))
    return found


def as_expected(
    kinds: Mapping[str, str],
    belongs: Mapping[str, Set[str]],
    tables: Iterable[Tabulated],
    known: Iterable[Known],
) -> dict[str, str]:
    """The kinds of the parties of which nothing is counted in a group that they are not of."""
    counted = {
        (row.codes[PERPETRATOR], row.codes[PARTY])
        for table in tables
        if {PERPETRATOR, PARTY} <= set(table.dimensions)
        for row in table.rows
        if row.count
    }
    for each in known:
        names = [name for name, _codes in each.axes]
        if {PERPETRATOR, PARTY} <= set(names):
            at = names.index(PERPETRATOR), names.index(PARTY)
            counted |= {(codes[at[0]], codes[at[1]]) for codes, n in each.cells.items() if n}
    odd = {
        party for group, party in counted
        if kinds.get(party) in OF_KIND and group not in {*OF_KIND[kinds[party]], ALL, REST}
    }  # fmt: skip
    odd |= {whole for party in odd for whole in belongs.get(party, ())}
    return {party: kind for party, kind in kinds.items() if party not in odd}


def _known(span: Span | None, axes, cells):
    return Known(NAME, "", 0, True, span, axes, cells)


def _codes(shapes, name):
    found = {code for shape in shapes for axis, codes in shape.axes if axis == name
             for code in codes}  # fmt: skip
    return sorted(found - {ALL, REST})


def _spans(shapes):
    return sorted({shape.span for shape in shapes}, key=str)
