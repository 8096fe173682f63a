"""Anonymised counts of incidents, each with its source; nothing about a person, ever.

No model here keeps a history of values: a second copy of a small count is a second place to lose
it from. The audit trail has who did what, and names of fields.
"""

from .choices import Status, Unit, Verification
from .explanations import Explanation
from .justice import JusticeCaseload
from .main_figures import MainFigure
from .released import ReleasedCell, ReleasedTable
from .releases import Preparation, Release
from .submissions import Submission
from .tabulations import Cell, Tabulation

__all__ = [
    "Cell",
    "Explanation",
    "JusticeCaseload",
    "MainFigure",
    "Preparation",
    "Release",
    "ReleasedCell",
    "ReleasedTable",
    "Status",
    "Submission",
    "Tabulation",
    "Unit",
    "Verification",
]
