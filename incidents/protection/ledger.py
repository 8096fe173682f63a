"""What readers have seen already, as plain values: earlier releases and their vintages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .table import Codes, Dimension, check_codes, check_count


@dataclass(frozen=True)
class Release:
    """One table as it was made public: {one code per dimension: count, or None if withheld}.

    vintage: the state of the data it was made from. Within one vintage a withheld cell is never
        printed later; in another it may be, as long as nothing small follows.
    withheld_zeros: the rule was "zeros open", and some zeros had to be withheld all the same.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[Codes, int | None]
    vintage: str = ""
    withheld_zeros: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "dimensions", tuple(self.dimensions))
        cells = dict(sorted(self.cells.items()))
        for codes, count in cells.items():
            check_codes(self.name, self.dimensions, codes)
            if count is not None:
                check_count(self.name, codes, count)
        object.__setattr__(self, "cells", MappingProxyType(cells))


@dataclass(frozen=True)
class Ledger:
    """Every release one audience has seen, oldest first."""

    releases: tuple[Release, ...] = ()

    def add(self, releases: Iterable[Release]) -> "Ledger":
        return Ledger((*self.releases, *releases))


def waits(printed: int, now: int, threshold: int) -> bool:
    """Whether a revision has to wait: it would tell that fewer than `threshold` were added."""
    return 0 < abs(now - printed) < threshold
