"""Long tables and cross-tables: the same cells in two shapes. Pure.

In a long table each row is one cell. In a cross-table the further headings are the values of one
dimension, so that each row holds several cells; `unpivot` makes the long one of it.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# A whole of parts, in the words of a heading or of a first column; small, without accents.
TOTALS = {
    "total", "totals", "totaux", "grandtotal", "totalgeneral", "subtotal",
    "soustotal", "sum", "somme", "all", "overall", "ensemble", "tous", "toutes", "toustes",
    "tousettoutes", "totalensemble",
}  # fmt: skip


class MixedShapeError(Exception):
    """Headings that are values of two dimensions, or of one that has a column already."""

    def __init__(self, headings: Sequence[str]):
        super().__init__(", ".join(headings))
        self.headings = list(headings)


@dataclass(frozen=True)
class Across:
    """One heading that is a value of the dimension that runs across, or its total."""

    place: int
    heading: str
    value: str


@dataclass(frozen=True)
class Cross:
    """What runs across a table: the dimension, and the headings that are its values."""

    dimension: str
    headings: tuple[Across, ...]


def cross_of(
    unknown: dict[int, str],
    taken: Iterable[str],
    meanings: Callable[[int], list[tuple[str, str]]],
    is_total: Callable[[int], bool],
) -> Cross | None:
    """The cross-table that headings make; None where they make none.

    `unknown` are the headings by their place; `meanings` gives what the one at a place may mean,
    as (dimension, value). All that mean something must mean values of one dimension that has no
    column (`taken`); what means nothing is left to the caller.
    """
    said = {place: meanings(place) for place in unknown if not is_total(place)}
    said = {place: found for place, found in said.items() if found}
    if not said:
        return None
    shared = [dict(found) for found in said.values()]
    common = [name for name in shared[0] if all(name in found for found in shared)]
    free = [name for name in common if name not in set(taken)]
    if not free:
        raise MixedShapeError([unknown[place] for place in said])
    dimension = free[0]
    headings = [Across(place, unknown[place], dict(found)[dimension])
                for place, found in said.items()]  # fmt: skip
    headings += [Across(place, text, "total") for place, text in unknown.items()
                 if is_total(place)]  # fmt: skip
    return Cross(dimension, tuple(sorted(headings, key=lambda one: one.place)))


def unpivot(
    rows: Iterable[tuple[int, dict[str, Any], Callable[[int], Any]]], cross: Cross, count: str
) -> Iterable[tuple[int, int, dict[str, Any]]]:
    """(row, place, cells by name) of each cell that holds something.

    `rows` are (number, cells by name, the cell at a place). An empty cell says nothing at all:
    blank is not zero.
    """
    for number, cells, at in rows:
        for one in cross.headings:
            held = at(one.place)
            if held is not None:
                yield number, one.place, {**cells, cross.dimension: one.value, count: held}


def pivot(
    cells: Iterable[dict[str, Hashable]], dimension: str, count: str
) -> tuple[list[str], list[list[Hashable]]]:
    """The other way: headings and rows of the cross-table with `dimension` running across."""
    cells = list(cells)
    first = [name for name in (cells[0] if cells else ()) if name not in {dimension, count}]
    across = list(dict.fromkeys(cell[dimension] for cell in cells))
    rows: dict[tuple, dict] = {}
    for cell in cells:
        rows.setdefault(tuple(cell[name] for name in first), {})[cell[dimension]] = cell[count]
    drawn = [[*key, *(held.get(value) for value in across)] for key, held in rows.items()]
    return [*first, *map(str, across)], drawn
