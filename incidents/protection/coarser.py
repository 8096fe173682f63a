"""Too sparse a table: which coarser one would print more."""

from dataclasses import dataclass, replace

from .protect import protect
from .rule import Rule
from .table import Dimension, Table

ENOUGH = 1 / 3  # of the cells printed, below which a coarser table is proposed


@dataclass(frozen=True)
class Coarser:
    """What share of the cells is printed, as it is and without the finest codes of a dimension."""

    share: float
    dimension: Dimension | None
    table: Table | None
    coarser_share: float

    @property
    def advised(self) -> bool:
        return self.share < ENOUGH and self.table is not None and self.coarser_share > self.share


def coarser(table: Table, rule: Rule | None = None) -> Coarser:
    """Protects the table and its coarser versions; the one that prints the largest share wins.

    A dimension is made coarser by leaving out its leaves that are parts of a group.
    """
    rule = replace(rule or Rule(), effort="page")
    best = Coarser(_share(table, rule), None, None, 0.0)
    for position, dimension in enumerate(table.dimensions):
        parts = {part for group in dimension.groups.values() for part in group}
        used = {codes[position] for codes in table.counts}
        kept = used - {code for code in parts if code not in dimension.groups}
        if not kept or kept == used:
            continue
        candidate = table.only(position, kept)
        share = _share(candidate, rule)
        if share > best.coarser_share:
            best = replace(best, dimension=dimension, table=candidate, coarser_share=share)
    return best


def _share(table: Table, rule: Rule) -> float:
    return protect([table], rule).printed / len(table.counts)
