from .budget import BudgetLine
from .commitments import Action, Area, Commitment, CommitmentQuerySet
from .disputes import Dispute
from .evidence import Evidence
from .indicators import Indicator, Measurement
from .instrument_parts import InstrumentDate, InstrumentDocument, InstrumentParty, Paragraph
from .instruments import INTERNATIONAL, NAMING, Instrument, InstrumentQuerySet
from .reminders import CommitmentReminder
from .results import ResultLink
from .serving import Serving
from .stated_progress import StatedProgress
from .statuses import CLOSED, Opinion, Status, StatusChange
from .targets import Target

__all__ = [
    "CLOSED",
    "INTERNATIONAL",
    "NAMING",
    "Action",
    "Area",
    "BudgetLine",
    "Commitment",
    "CommitmentQuerySet",
    "CommitmentReminder",
    "Dispute",
    "Evidence",
    "Indicator",
    "Instrument",
    "InstrumentDate",
    "InstrumentDocument",
    "InstrumentParty",
    "InstrumentQuerySet",
    "Measurement",
    "Opinion",
    "Paragraph",
    "ResultLink",
    "Serving",
    "StatedProgress",
    "Status",
    "StatusChange",
    "Target",
]
