"""What would count somebody twice in a table that adds up, in the file or beside what is there.

The same three rules as on the page of a table (`forms.check_overlap`), with the rows named.
"""

from collections import defaultdict
from itertools import pairwise

from django.utils.translation import gettext as _

from foundation.reference.models import wholes_of

from ..models.tabulations import CONTAINS


def find(table) -> None:
    """Marks every row of the file that stands beside its whole, its part or the same days."""
    if table.adds_up:
        _groups(table)
        _parties(table)
        _periods(table)


def _groups(table):
    held = _by(table, lambda cell: cell.perpetrator, lambda place: _of(place.perpetrator, "code"))
    told = _("A group and a part of it are both in the table: its parts do not add up.")
    for whole, parts in CONTAINS.items():
        if whole in held:
            for part in parts & held.keys():
                _mark([*held[whole], *held[part]], "perpetrator", told)


def _parties(table):
    held = _by(table, lambda cell: cell.party, lambda place: _of(place.party, "pk"))
    told = _("A party and one that belongs to it are both in the table: they do not add up.")
    for part, wholes in wholes_of(held).items():
        for whole in sorted(wholes & held.keys()):
            _mark([*held[whole], *held[part]], "party", told)


def _periods(table):
    held = _by(table, lambda cell: cell.occurred, lambda place: place.occurred)
    told = _("Two periods of the table share days: they do not add up.")
    widest = None  # that which ends last of those before
    for before, after in pairwise(sorted(held)):
        widest = before if widest is None or before[1] > widest[1] else widest
        if after[0] <= widest[1]:
            _mark([*held[widest], *held[after]], "occurred", told)


def _by(table, of_held, of_place):
    """The rows of the file by a value; a value that is there already has its key at least."""
    found = defaultdict(list)
    for cell in _held(table):
        if (value := of_held(cell)) is not None:
            found[value]
    for outcome, said in table.rows:
        if (value := of_place(said.place)) is not None:
            found[value].append(outcome)
    return found


def _held(table):
    return table.held.cells.values() if table.held else ()


def _of(value, name):
    return None if value is None else getattr(value, name)


def _mark(outcomes, column, told):
    for outcome in outcomes:
        if (column, told) not in outcome.errors:
            outcome.errors.append((column, told))
