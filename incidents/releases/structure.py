"""What a reader knows of two lists together: which party is of which group of perpetrators.

A named party is of no other group than its own. So what is printed by group bounds what is
withheld by party, and the other way round.
"""

from collections.abc import Iterable, Mapping
from itertools import product

from foundation.reference.models import Organisation

from .known import Known
from .periods import Span
from .tables import ALL, REST
from .universe import Shape

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


def _known(span: Span | None, axes, cells):
    return Known(NAME, "", 0, False, span, axes, cells)


def _codes(shapes, name):
    found = {code for shape in shapes for axis, codes in shape.axes if axis == name
             for code in codes}  # fmt: skip
    return sorted(found - {ALL, REST})


def _spans(shapes):
    return sorted({shape.span for shape in shapes}, key=str)
