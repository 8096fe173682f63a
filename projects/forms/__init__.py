from .documents import AnyDocumentForm, EditionForm, ProjectDocumentForm
from .life import ExtensionForm, MoveForm
from .money import AnyTransactionForm, CorrectionForm, KnownForm, TransactionForm
from .parts import limit_to_reach
from .projects import FundForm, ParticipationForm, PartnerForm, ProjectForm
from .register import AnyEntryForm, ChoiceForm, RegisterEntryForm
from .reports import AcceptForm, AnyReportDueForm, ReceiveForm, ReportDueForm, SendBackForm
from .results import (
    AnyResultForm,
    MeasurementForm,
    ResultForm,
    ResultIndicatorForm,
)
from .revisions import DecisionForm, LineForms, RevisionForm

__all__ = [
    "AcceptForm",
    "AnyDocumentForm",
    "AnyEntryForm",
    "AnyReportDueForm",
    "AnyResultForm",
    "AnyTransactionForm",
    "ChoiceForm",
    "CorrectionForm",
    "DecisionForm",
    "EditionForm",
    "ExtensionForm",
    "FundForm",
    "KnownForm",
    "LineForms",
    "MeasurementForm",
    "MoveForm",
    "ParticipationForm",
    "PartnerForm",
    "ProjectDocumentForm",
    "ProjectForm",
    "ReceiveForm",
    "RegisterEntryForm",
    "ReportDueForm",
    "ResultForm",
    "ResultIndicatorForm",
    "RevisionForm",
    "SendBackForm",
    "TransactionForm",
    "limit_to_reach",
]
