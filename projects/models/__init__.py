from .documents import DocumentText, ProjectDocument
from .ledger import Transaction
from .life import LifeStep
from .participation import Participation
from .project import Fund, Project, ProjectQuerySet
from .register import RegisterEntry
from .reports import ReportDue
from .results import Result, ResultIndicator, ResultMeasurement
from .revisions import BudgetRevision, Decision, Extension, RevisionLine

__all__ = [
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
    "ReportDue",
    "Result",
    "ResultIndicator",
    "ResultMeasurement",
    "RevisionLine",
    "Transaction",
]
