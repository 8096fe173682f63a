"""Bringing a ledger and its revisions in from a file of the repository, in the order it has."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from foundation.reference.models import Code, Organisation, Source

from . import ledger, revisions
from .models import BudgetRevision, Project, Transaction

DATES = {"date", "rate_date", "approved_on"}
NUMBERS = {"amount", "rate"}


def load_transaction(row: dict, project: Project, by: Any) -> None:
    """Post one row, by the register itself, when the file says it was posted.

    With a `reason` it takes the place of the row that stands in its line.
    """
    at, reason = _moment(row["posted_at"]), row.get("reason", "")
    values = _values({k: v for k, v in row.items() if k not in {"posted_at", "reason"}})
    new = Transaction(project=project, **values)
    if reason:
        line = ledger.line_of(new)
        standing = Transaction.objects.standing().get(project=project, line=line)
        ledger.correct(standing, values, by=None, reason=reason, at=at)
    else:
        ledger.post(new, by=None, at=at)


def load_revision(row: dict, project: Project, by: Any) -> None:
    """A proposal with its lines; approved where the file says when."""
    apart = {"lines", "proposed_at", "decided_at", "decision_note"}
    revision = BudgetRevision(
        project=project, **_values({k: v for k, v in row.items() if k not in apart})
    )
    lines = [revisions.Line(**{"category": None, **_values(line)}) for line in row["lines"]]
    revisions.propose_revision(revision, lines, by=None, at=_moment(row["proposed_at"]))
    if "decided_at" in row:
        note, at = row.get("decision_note", ""), _moment(row["decided_at"])
        revisions.decide_revision(revision, approve=True, by=None, note=note, at=at)


def _values(row):
    return {name: _value(name, value) for name, value in row.items()}


def _value(name, value):
    if name == "organisation":
        return Organisation.objects.get(slug=value)
    if name == "source":
        return Source.objects.get(slug=value)
    if name == "category" and value is not None:
        return Code.objects.get(list=Code.List.BUDGET_CATEGORY, code=value)
    if name in NUMBERS:
        return Decimal(value)
    return date.fromisoformat(value) if name in DATES else value


def _moment(text):
    return datetime.fromisoformat(text)
