from .documents import DocumentText, ProjectDocument
from .fund import Fund
from .ledger import Transaction
from .life import LifeStep
from .participation import Participation
from .project import Project
from .querysets import ProjectQuerySet
from .register import RegisterEntry
from .reports import Reminder, ReportDue
from .results import Result, ResultIndicator, ResultMeasurement
from .revisions import LOOKS, BudgetRevision, Decision, Extension, RevisionLine

__all__ = [
    "LOOKS",
    "BudgetRevision",
    "Decision",
    "DocumentText",
    "Extension",
    "Fund",
    "LifeStep",
    "Participation",
    "Project",
    "ProjectDocument",
    "ProjectQuerySet",
    "RegisterEntry",
    "Reminder",
    "ReportDue",
    "Result",
    "ResultIndicator",
    "ResultMeasurement",
    "RevisionLine",
    "Transaction",
]
