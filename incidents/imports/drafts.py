"""A new draft for the rows of a file: by the form of the page, under its rules."""

from typing import Any

from django.utils.translation import gettext as _

from foundation.access.forms import limit_choices

from ..forms import SubmissionForm
from ..models import Submission, Unit, Verification
from .records import FileRecord

SAID_ONCE = ("page", "system", "title", "classification")
COLUMN_OF = {
    "collecting_system": "system", "occurred_as_written": "happened",
    "occurred_from": "happened", "verified_as_written": "verified", "verified_from": "verified",
    "__all__": "",
}  # fmt: skip


def check(record: FileRecord, user: Any) -> None:
    """What the form refuses stands beside the first row of the record."""
    said = _said_once(record)
    form = record.form = limit_choices(SubmissionForm(_data(record, said)), user, "add")
    first = (record.rows or record.sums)[0][0]
    for name, messages in form.errors.items():
        first.errors += [(COLUMN_OF.get(name, name), message) for message in messages]


def title(facts: Any) -> str:
    """What is measured, when: “Verified: cases, 2024”."""
    names = {
        "verification": Verification(facts.verification).label,
        "unit": str(Unit(facts.unit).label).lower(),
        "period": facts.occurred_as_written or _("period not stated"),
    }
    return _("%(verification)s: %(unit)s, %(period)s") % names


def _said_once(record):
    """What rows say of their record; two rows that say two things leave it open."""
    said: dict[str, str] = {}
    for facts, outcome in {
        id(one.facts): (one.facts, outcome) for outcome, one in [*record.rows, *record.sums]
    }.values():
        for name in SAID_ONCE:
            value = getattr(facts, name)
            if value and said.setdefault(name, value) != value:
                outcome.errors.append((name, _("Another row of this record says otherwise.")))
    return said


def _data(record, said):
    facts = record.facts
    return {
        "country": facts.country.pk,
        "source": facts.source.pk,
        "page": said.get("page", ""),
        "collecting_system": said.get("system", Submission.System.NOT_STATED.value),
        "title": said.get("title") or title(facts),
        "unit": facts.unit,
        "verification": facts.verification,
        "occurred_as_written": facts.occurred_as_written,
        **_days("occurred", facts.occurred),
        "verified_as_written": facts.verified_as_written,
        **_days("verified", facts.verified),
        "stated_total": record.stated,
        "classification": said.get("classification", "confidential"),
    }


def _days(name, span):
    return {f"{name}_from": span[0], f"{name}_to": span[1]} if span else {}
