"""The board as of a day, from the statements alone: from zero they give today and any past day.

Pure: no models, no database.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

UNKNOWN = "no-information"


class Stated(NamedTuple):
    """One statement about the status of a thing: which opinion, as of when, made when."""

    subject: Any
    opinion: str
    now: str
    as_of: date
    at: datetime
    pk: int

    @property
    def rank(self) -> tuple:
        """The order of statements: by the day they are about, then by when they were made."""
        return (self.as_of, self.at, self.pk)


class Standing(NamedTuple):
    """Where a thing stands: what is reported, and what is verified (empty: nothing is)."""

    reported: str = UNKNOWN
    verified: str = ""


NOTHING_SAID = Standing()


def replay(statements: Iterable[Stated], day: date | None = None) -> dict[Any, Standing]:
    """Where each thing stood on a day (None: by the newest statement); they may come in any order.

    What nobody has spoken of yet is not in it: it stands at NOTHING_SAID.
    """
    found: dict[Any, Standing] = {}
    for said in sorted(statements, key=lambda s: s.rank):
        if day is None or said.as_of <= day:
            before = found.get(said.subject, NOTHING_SAID)
            found[said.subject] = before._replace(**{said.opinion: said.now})
    return found
