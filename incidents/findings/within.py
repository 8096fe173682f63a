"""What does not fit within one record."""

from collections import Counter

from .figures import Figures, Finding, Kind, Table


def check(figures: Figures) -> list[Finding]:
    """Its parts against its total, its tables against each other, its periods."""
    seen: Counter = Counter()
    found = [_parts(figures, table, seen) for table in figures.tables]
    found.append(_tables(figures))
    if figures.is_late:
        found.append(Finding(Kind.LATE, (figures.key,)))
    return [finding for finding in found if finding is not None]


def not_attributed(total: int | None, table: Table) -> int | None:
    """How much of the stated total no part of the table has; None if that cannot be said."""
    if total is None or table.added_up is None or table.added_up >= total:
        return None
    return total - table.added_up


def _parts(figures: Figures, table: Table, seen: Counter) -> Finding | None:
    seen[table.dimensions] += 1
    added_up = table.added_up
    if figures.total is None or added_up is None or added_up == figures.total:
        return None
    place = [str(figures.key), *table.dimensions]
    if seen[table.dimensions] > 1:  # a second table by the same
        place.append(str(seen[table.dimensions]))
    return Finding(
        Kind.PARTS_OVER if added_up > figures.total else Kind.PARTS_SHORT,
        (figures.key,),
        added_up - figures.total,
        figures.total,
        added_up,
        table.dimensions,
        table.has_gaps,
        place="-".join(place),
    )


def _tables(figures: Figures) -> Finding | None:
    sums = [table.added_up for table in figures.tables if table.added_up is not None]
    if len(set(sums)) < 2:
        return None
    return Finding(
        Kind.TABLES_DIFFER, (figures.key,), max(sums) - min(sums), totals=tuple(sorted(set(sums)))
    )
