"""Small numbers in published tables: what to print so that nobody can work a person out.

Pure: no Django, no files, no network, no chance. How it works: docs/protection.md.
"""

from .audit import Exact, Narrowed, Report, audit
from .coarser import Coarser, coarser
from .ledger import Ledger, Release
from .protect import Plan, Proof, protect
from .rule import (
    WITHHELD,
    Earlier,
    ProtectionError,
    Refused,
    Revised,
    Rule,
    Shields,
    Small,
)
from .table import Dimension, Table

__all__ = [
    "WITHHELD",
    "Coarser",
    "Dimension",
    "Earlier",
    "Exact",
    "Ledger",
    "Narrowed",
    "Plan",
    "Proof",
    "ProtectionError",
    "Refused",
    "Release",
    "Report",
    "Revised",
    "Rule",
    "Shields",
    "Small",
    "Table",
    "audit",
    "coarser",
    "protect",
]
