from .commitments import Action, Area, Commitment, CommitmentQuerySet
from .indicators import Indicator, Measurement, StatedProgress
from .instrument_parts import InstrumentDate, InstrumentDocument, InstrumentParty, Paragraph
from .instruments import INTERNATIONAL, NAMING, Instrument, InstrumentQuerySet
from .results import ResultLink
from .statuses import CLOSED, Opinion, Status, StatusChange

__all__ = [
    "CLOSED",
    "INTERNATIONAL",
    "NAMING",
    "Action",
    "Area",
    "Commitment",
    "CommitmentQuerySet",
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
    "StatedProgress",
    "Status",
    "StatusChange",
]
