"""What the rows of a file say of their record, and of which record of the register that is."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.imports import values
from foundation.imports.words import Words, spellings
from foundation.reference.classification import Classification

from ..models import Submission, Unit, Verification
from .lists import Lists
from .periods import Span
from .rows import days_of, whole_count, written_period

# As French tables write them; labels are known in both languages anyway.
FRENCH = {
    "cases": ("cas",), "survivors": ("survivantes", "survivants", "victimes"),
    "allegations": ("allegation",), "investigations": ("enquetes",), "incidents": ("incident",),
    "verified": ("verifie", "verifies", "verifiees"), "credible": ("credible", "credibles"),
    "reported": ("signale", "signales", "signalees", "rapportes"), "pending": ("en attente",),
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What a row says of its record. `rows_have_days`: start and end are of the row itself."""

    country: Any
    source: Any
    unit: str
    verification: str
    occurred: Span | None = None
    occurred_as_written: str = ""
    verified: Span | None = None
    verified_as_written: str = ""
    page: str = ""
    system: str = ""
    title: str = ""
    classification: str = ""
    total: int | None = None
    rows_have_days: bool = False

    @property
    def key(self) -> tuple:
        """Rows with the same are about one record."""
        return (self.country.pk, self.source.pk, self.unit, self.verification, self.occurred,
                self.verified)  # fmt: skip


class FactReader:
    """Facts of rows that describe their records, or that all belong to `record`."""

    def __init__(self, lists: Lists, record: Submission | None = None):
        self.lists, self.record = lists, record
        self.parsers = {
            "country": self._in(lists.countries),
            "country_code": self._in(lists.countries),
            "source": self._in(lists.sources),
            "unit": self._in(_words_of(Unit)),
            "verification": self._in(_words_of(Verification)),
            "system": self._in(Words.of_choices(Submission.System)),
            "classification": self._in(Words.of_choices(Classification)),
            "happened": written_period,
            "verified": written_period,
            "page": values.text,
            "title": values.text,
            "stated_total": whole_count,
        }

    def __call__(self, cells: dict[str, Any]) -> Facts:
        said, errors = {}, {}
        for name, parse in self.parsers.items():
            try:
                said[name] = None if cells[name] is None else parse(cells[name])
            except ValidationError as error:
                errors[name] = error.messages
        code, country = said.get("country_code"), said.get("country")
        if code and country and code != country:
            errors["country_code"] = [_("The name and the code are of two countries.")]
        said["country"] = country or code
        facts = None if errors else self._facts(said, cells, errors)
        if errors:
            raise ValidationError(errors)
        return facts

    def _facts(self, said, cells, errors):
        if self.record is not None:
            self._compare(said, errors)
            return _of(self.record, said)
        for name in ("country", "source", "unit", "verification"):
            if said[name] is None:
                errors[name] = [_("This cell must not be empty.")]
        days = days_of(cells["start"], cells["end"])
        if days and said["happened"] and days != said["happened"]:
            errors["happened"] = [_("The first and last day say another period.")]
        written = values.text(cells["happened"]) or (_words(days) if days else "")
        return Facts(
            said["country"], said["source"], said["unit"], said["verification"],
            said["happened"] or days, written, said["verified"], values.text(cells["verified"]),
            said["page"] or "", said["system"] or "", said["title"] or "",
            said["classification"] or "", said["stated_total"],
        )  # fmt: skip

    def _compare(self, said, errors):
        """A file for one record may say what the record says, and nothing else."""
        record = self.record
        held = {
            "country": record.country, "source": record.source, "unit": record.unit,
            "verification": record.verification, "verified": _span(record, "verified"),
            "happened": _span(record, "occurred"),
        }  # fmt: skip
        for name, value in held.items():
            if said[name] is not None and said[name] != value:
                errors[name] = [_("The record says something else. Is this its file?")]

    @staticmethod
    def _in(words):
        return lambda cell: words.find(values.text(cell))


def _words_of(choices):
    return Words(
        (c.value, [c.value, *spellings(c.label), *FRENCH.get(c.value, ())]) for c in choices
    )


def _of(record, said):
    return Facts(
        record.country, record.source, record.unit, record.verification,
        _span(record, "occurred"), total=said["stated_total"], rows_have_days=True,
        verified=_span(record, "verified"),
    )  # fmt: skip


def _span(record, name):
    first = getattr(record, f"{name}_from")
    return (first, getattr(record, f"{name}_to")) if first else None


def _words(days):
    return f"{days[0]:%Y-%m-%d} – {days[1]:%Y-%m-%d}"
