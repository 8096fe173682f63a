"""From tables to unknowns: what the tables can tell apart, and which cells are sums of which.

An atom is a set of leaf combinations that no cell separates; a quantity is a set of atoms that
at least one cell shows. Hierarchies, overlapping groups and linked tables all become the same
thing: quantities over shared atoms.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np

from .rule import ProtectionError
from .table import Address, Codes, Dimension

LARGEST = 6_000_000  # memberships of atoms in cells; beyond, publish two- and three-way tables

Place = tuple[str | None, ...]  # one code per dimension of the universe; None: all of it


@dataclass(frozen=True)
class Universe:
    """Every dimension any table or release uses, by name."""

    dimensions: tuple[Dimension, ...]

    @classmethod
    def of(cls, dimensions: Iterable[Dimension]) -> "Universe":
        found: dict[str, Dimension] = {}
        for dimension in dimensions:
            known = found.get(dimension.name)
            if known is None or known == dimension:
                found[dimension.name] = dimension
            else:
                found[dimension.name] = known.joined(dimension)
        return cls(tuple(found[name] for name in sorted(found)))

    def place(self, dimensions: tuple[Dimension, ...], codes: Codes) -> Place:
        said = {dimension.name: code for dimension, code in zip(dimensions, codes, strict=True)}
        return tuple(said.get(dimension.name) for dimension in self.dimensions)


@dataclass(frozen=True)
class System:
    """Quantities over atoms.

    of: {cell: quantity}; shown: the cells of each quantity; atoms: the atoms of each quantity
    (ascending; none at all for one that is publicly zero); single: the atom of a quantity that
    is one atom, else -1; equations: (parent, children) among quantities.
    """

    of: dict[Address, int]
    shown: list[list[Address]]
    atoms: list[np.ndarray]
    atom_count: int
    single: np.ndarray
    equations: list[tuple[int, tuple[int, ...]]]

    def __len__(self) -> int:
        return len(self.atoms)


def build(universe: Universe, cells: dict[Address, Place], zeros: set[Address]) -> System:
    """The system of the cells; `zeros` are the cells everybody knows to be zero."""
    places = sorted({*cells.values()}, key=lambda place: tuple(code or "" for code in place))
    members = _memberships(universe, places)
    gone = {cells[address] for address in zeros}
    empty = [members[place] for place in places if place in gone]
    if empty:
        nothing = np.unique(np.concatenate(empty))
        members = {
            place: np.setdiff1d(atoms, nothing, assume_unique=True)
            for place, atoms in members.items()
        }
    quantity: dict[bytes, int] = {}
    where = {
        place: quantity.setdefault(members[place].tobytes(), len(quantity)) for place in places
    }
    raw = [np.frombuffer(key, dtype=np.int64) for key in quantity]
    atoms, atom_count = _merge(raw)
    shown: list[list[Address]] = [[] for _ in raw]
    of = {}
    for address in sorted(cells):
        of[address] = where[cells[address]]
        shown[of[address]].append(address)
    single = np.array([int(a[0]) if len(a) == 1 else -1 for a in atoms], dtype=np.int64)
    return System(of, shown, atoms, atom_count, single, _equations(universe, places, where))


def _memberships(universe: Universe, places: list[Place]) -> dict[Place, np.ndarray]:
    """The leaf combinations of each place, as ascending positions in one long row."""
    positions, sizes = [], []
    for axis, dimension in enumerate(universe.dimensions):
        used = sorted({place[axis] for place in places} - {None})
        covers = {code: dimension.cover(code) for code in used}
        declared = [dimension.cover(code) for code in dimension.groups]
        leaves = sorted(set().union(*declared, *covers.values())) if used else []
        marks: dict[tuple[bool, ...], int] = {}
        classes: dict[str | None, set[int]] = {code: set() for code in [*used, None]}
        for leaf in leaves:
            mark = tuple(leaf in covers[code] for code in used)
            number = marks.setdefault(mark, len(marks))
            for code, inside in zip(used, mark, strict=True):
                if inside:
                    classes[code].add(number)
            classes[None].add(number)
        positions.append(
            {c: np.array(sorted(s or {0}), dtype=np.int64) for c, s in classes.items()}
        )
        sizes.append(max(1, len(marks)))
    found, total = {}, 0
    for place in places:
        axes = [positions[axis][code] for axis, code in enumerate(place)]
        total += int(np.prod([len(axis) for axis in axes]))
        if total > LARGEST:
            raise ProtectionError("these tables are too large to protect together")
        found[place] = np.ravel_multi_index(np.ix_(*axes), sizes).ravel().astype(np.int64)
    return found


def _merge(raw: list[np.ndarray]) -> tuple[list[np.ndarray], int]:
    """Numbers the atoms anew, those that always occur together as one."""
    if not any(len(members) for members in raw):
        return [members.astype(np.int64) for members in raw], 0
    atom = np.concatenate(raw)
    owner = np.repeat(np.arange(len(raw)), [len(members) for members in raw])
    order = np.lexsort((owner, atom))
    names, starts = np.unique(atom[order], return_index=True)
    owners = np.split(owner[order], starts[1:])
    number: dict[bytes, int] = {}
    anew = {
        int(name): number.setdefault(who.tobytes(), len(number))
        for name, who in zip(names, owners, strict=True)
    }
    table = np.zeros(int(names[-1]) + 1, dtype=np.int64)
    table[names] = [anew[int(name)] for name in names]
    return [np.unique(table[members]) for members in raw], len(number)


def _equations(
    universe: Universe, places: list[Place], where: dict[Place, int]
) -> list[tuple[int, tuple[int, ...]]]:
    found: dict[tuple[int, tuple[int, ...]], None] = {}
    for place, (axis, dimension) in product(places, enumerate(universe.dimensions)):
        code = place[axis]
        for parts in _partitions(dimension, code, places, axis):
            children = [(*place[:axis], part, *place[axis + 1 :]) for part in parts]
            if all(child in where for child in children):
                numbers = tuple(sorted({where[child] for child in children}))
                if where[place] not in numbers:
                    found.setdefault((where[place], numbers))
                break
    return list(found)


def _partitions(dimension: Dimension, code: str | None, places, axis) -> list[tuple[str, ...]]:
    """Ways to split a code: as declared, else into its leaves."""
    if code is None:
        leaves = set().union(*(dimension.cover(c) for c in dimension.groups)) or {
            place[axis] for place in places if place[axis] is not None
        }
        return [tuple(sorted(leaves))] if leaves else []
    if code not in dimension.groups:
        return []
    return [tuple(dimension.groups[code]), tuple(sorted(dimension.cover(code)))]
