from .commitments import ActionForm, AreaForm, CommitmentForm, ResultLinkForm
from .indicators import IndicatorForm, MeasurementForm, StatedProgressForm
from .instruments import DateForm, InstrumentDocumentForm, InstrumentForm, ParagraphForm, PartyForm
from .parts import WrittenDatesForm, limit_to_reach
from .statuses import StatusForm

__all__ = [
    "ActionForm",
    "AreaForm",
    "CommitmentForm",
    "DateForm",
    "IndicatorForm",
    "InstrumentDocumentForm",
    "InstrumentForm",
    "MeasurementForm",
    "ParagraphForm",
    "PartyForm",
    "ResultLinkForm",
    "StatedProgressForm",
    "StatusForm",
    "WrittenDatesForm",
    "limit_to_reach",
]
