from .documents import AnyDocumentForm, ProjectDocumentForm
from .parts import limit_to_reach
from .projects import FundForm, ParticipationForm, ProjectForm
from .register import AnyEntryForm, ChoiceForm, RegisterEntryForm
from .reports import ReportDueForm
from .results import ResultForm

__all__ = [
    "AnyDocumentForm",
    "AnyEntryForm",
    "ChoiceForm",
    "FundForm",
    "ParticipationForm",
    "ProjectDocumentForm",
    "ProjectForm",
    "RegisterEntryForm",
    "ReportDueForm",
    "ResultForm",
    "limit_to_reach",
]
