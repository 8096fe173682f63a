from .commitments import (
    ActionForm,
    ActionLineForm,
    AreaForm,
    AreaLineForm,
    BudgetLineForm,
    CommitmentForm,
    CommitmentLineForm,
    OnOneLine,
    ResultLinkForm,
    ServingForm,
)
from .evidence import AnyEvidenceForm, DisputeForm, EvidenceForm
from .indicators import (
    IndicatorForm,
    MeasurementForm,
    StatedProgressForm,
    TargetForm,
)
from .instruments import DateForm, InstrumentDocumentForm, InstrumentForm, ParagraphForm, PartyForm
from .moments import AsOfForm, CountrySinceForm, DueForm, ProgressForm, SinceForm
from .parts import WrittenDatesForm, limit_to_reach
from .statuses import StatusForm

__all__ = [
    "ActionForm",
    "ActionLineForm",
    "AnyEvidenceForm",
    "AreaForm",
    "AreaLineForm",
    "AsOfForm",
    "BudgetLineForm",
    "CommitmentForm",
    "CommitmentLineForm",
    "CountrySinceForm",
    "DateForm",
    "DisputeForm",
    "DueForm",
    "EvidenceForm",
    "IndicatorForm",
    "InstrumentDocumentForm",
    "InstrumentForm",
    "MeasurementForm",
    "OnOneLine",
    "ParagraphForm",
    "PartyForm",
    "ProgressForm",
    "ResultLinkForm",
    "ServingForm",
    "SinceForm",
    "StatedProgressForm",
    "StatusForm",
    "TargetForm",
    "WrittenDatesForm",
    "limit_to_reach",
]
