from .papers import ProjectDocument, ReportDue
from .project import Fund, Participation, Project, ProjectQuerySet, Result
from .register import RegisterEntry

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
