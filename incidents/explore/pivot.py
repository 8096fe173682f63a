"""Parts of one measure added up by row and column. Pure; nothing is added that does not add up."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

WHOLE = 1000  # shares are in tenths of a per cent


class DoesNotAddUpError(ValueError):
    """Two parts of a table that does not add up would stand in one place."""


@dataclass(frozen=True)
class Part:
    """One figure of a table, at its place in each dimension, or the reason why there is none."""

    table: int
    at: Mapping[str, str]
    count: int | None
    state: str = "counted"
    of: int = 1  # how many rows of the table it stands for


@dataclass(frozen=True)
class Place:
    """What stands at one place: the sum of what is counted, and what is there without a number."""

    count: int | None = None
    states: frozenset[str] = frozenset()
    tables: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        """No table has a row here: neither a number nor a word for its absence."""
        return not self.tables

    @property
    def missing(self) -> frozenset[str]:
        """States of parts that have no number beside those that have one."""
        return self.states if self.count is not None else frozenset()


NOTHING = Place()


@dataclass(frozen=True)
class Pivot:
    """Places by row and column, with the sums where sums mean something."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    places: Mapping[tuple[str, str], Place]
    adds_up: bool = True
    by_row: Mapping[str, Place] = field(default_factory=dict)
    by_column: Mapping[str, Place] = field(default_factory=dict)
    total: Place | None = None

    def place(self, row: str, column: str) -> Place:
        return self.places.get((row, column), NOTHING)


def turn(
    parts: Iterable[Part],
    rows: str,
    columns: str = "",
    filters: Mapping[str, Sequence[str]] | None = None,
    *,
    adds_up: bool = True,
) -> Pivot:
    """The parts that pass the filters, by row and column, with totals if the tables add up."""
    at: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in keep(parts, filters or {}):
        at[part.at[rows], part.at[columns] if columns else ""].append(part)
    if not adds_up and any(sum(part.of for part in here) > 1 for here in at.values()):
        raise DoesNotAddUpError
    places = {key: _place(here) for key, here in at.items()}
    row_keys = tuple(dict.fromkeys(row for row, _column in at))
    column_keys = tuple(dict.fromkeys(column for _row, column in at))
    if not adds_up:
        return Pivot(row_keys, column_keys, places, adds_up=False)
    by_row, by_column = _by(at, 0), _by(at, 1)
    total = _place([part for here in at.values() for part in here])
    return Pivot(row_keys, column_keys, places, True, by_row, by_column, total)


def keep(parts: Iterable[Part], filters: Mapping[str, Sequence[str]]) -> list[Part]:
    asked = {name: set(values) for name, values in filters.items() if values}
    return [part for part in parts if all(part.at[n] in asked[n] for n in asked)]


def behind(
    parts: Iterable[Part],
    rows: str,
    columns: str,
    at: tuple[str, str],
    filters: Mapping[str, Sequence[str]],
) -> dict[int, Place]:
    """What one place is made of, by table; an empty row or column stands for all of them."""
    asked = {name: [key] for name, key in ((rows, at[0]), (columns, at[1])) if name and key}
    lines = defaultdict(list)
    for part in keep(keep(parts, filters), asked):
        lines[part.table].append(part)
    return {table: _place(here) for table, here in lines.items()}


def _by(at, position):
    lines = defaultdict(list)
    for key, here in at.items():
        lines[key[position]] += here
    return {key: _place(here) for key, here in lines.items()}


def _place(parts):
    counts = [part.count for part in parts if part.count is not None]
    return Place(
        sum(counts) if counts else None,
        frozenset(part.state for part in parts if part.count is None),
        frozenset(part.table for part in parts),
    )


def apportion(counts: Mapping[Hashable, int], whole: int = WHOLE) -> dict[Hashable, int]:
    """Each count's share, in whole parts that add up to `whole` (by the largest remainder)."""
    total = sum(counts.values())
    if not total:
        return {}
    shares = {key: divmod(count * whole, total) for key, count in counts.items()}
    left = whole - sum(quotient for quotient, _rest in shares.values())
    first = sorted(shares, key=lambda key: -shares[key][1])[:left]
    return {key: quotient + (key in set(first)) for key, (quotient, _r) in shares.items()}


def shares_of(pivot: Pivot, of: str) -> dict[tuple[str, str], int]:
    """Shares of the row, the column or all; by ("", column), (row, "") and ("", "") for sums.

    Only what is counted takes part. The shares of one whole add up exactly.
    """
    counts = {key: place.count for key, place in pivot.places.items() if place.count is not None}
    if of == "all":
        found = apportion(counts)
    else:
        position = 0 if of == "row" else 1
        found = {}
        for line in dict.fromkeys(key[position] for key in counts):
            found |= apportion({key: n for key, n in counts.items() if key[position] == line})
    return found


def sums_of(pivot: Pivot, of: str) -> tuple[dict[str, int], dict[str, int]]:
    """Shares of the sums, by row and by column.

    The whole of a line is 100; the sums across it are shared out among themselves.
    """
    cells = shares_of(pivot, of)
    if of == "all":
        rows: dict[str, int] = defaultdict(int)
        columns: dict[str, int] = defaultdict(int)
        for (row, column), share in cells.items():
            rows[row] += share
            columns[column] += share
        return dict(rows), dict(columns)
    lines = {key[0 if of == "row" else 1]: WHOLE for key in cells}
    across = apportion(_counted(pivot.by_column if of == "row" else pivot.by_row))
    return (lines, across) if of == "row" else (across, lines)


def _counted(places):
    return {key: place.count for key, place in places.items() if place.count is not None}


def share_of(count: int, whole: int) -> int:
    """One share of a stated total, rounded by itself, half up."""
    return (2 * count * WHOLE + whole) // (2 * whole)
