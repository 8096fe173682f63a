"""What does not fit in figures, worked out: nothing is corrected, nothing is spread. Pure."""

from .between import between, followed, missing, other_levels, overlaps, rivals, unusual
from .figures import Figures, Finding, Kind, Part, Span, Table
from .periods import kind_of, periods_within
from .within import check, not_attributed

__all__ = [
    "Figures",
    "Finding",
    "Kind",
    "Part",
    "Span",
    "Table",
    "between",
    "check",
    "followed",
    "kind_of",
    "missing",
    "not_attributed",
    "other_levels",
    "overlaps",
    "periods_within",
    "rivals",
    "unusual",
]
