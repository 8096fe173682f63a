from .papers import ProjectDocument, ReportDue
from .participation import Participation
from .project import Fund, Project, ProjectQuerySet
from .register import RegisterEntry
from .results import Result

__all__ = [
    "Fund",
    "Participation",
    "Project",
    "ProjectDocument",
    "ProjectQuerySet",
    "RegisterEntry",
    "ReportDue",
    "Result",
]
