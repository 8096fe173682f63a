"""Which table of a record answers a question. Two tables are never joined. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .measures import OCCURRED

PERIOD, YEAR, QUARTER = "period", "year", "quarter"
TIME = (PERIOD, YEAR, QUARTER)


@dataclass(frozen=True)
class Table:
    """One table of a record: what it is broken down by, and whether its parts add up."""

    pk: int
    record: int
    dimensions: tuple[str, ...]
    adds_up: bool = True
    title: str = ""

    def held(self, clock: str) -> frozenset[str]:
        """What this table can be turned by: its dimensions, and time as its figures give it.

        On the clock of occurrence, the period of a part is the period the figures are for.
        """
        own = set(self.dimensions)
        return frozenset(own - {"occurred"} if clock == OCCURRED else own)


def choose(tables: Iterable[Table], wanted: Iterable[str], clock: str) -> Table | None:
    """The smallest table that holds all that is wanted, the first of equals."""
    needed = set(wanted) - set(TIME)
    fitting = [table for table in tables if needed <= table.held(clock)]
    return min(fitting, key=lambda table: len(table.dimensions), default=None)


def together(tables: Sequence[Table], wanted: Iterable[str], clock: str) -> set[str]:
    """What else can be asked beside `wanted`: whatever one table holds together with it."""
    needed = set(wanted) - set(TIME)
    held = [table.held(clock) for table in tables if needed <= table.held(clock)]
    return set().union(*held)
