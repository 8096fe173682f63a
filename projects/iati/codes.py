"""The codes of IATI 2.03 that are used here, and what the register's own words are there."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import get_language

from foundation.reference.models import Organisation

DATA = Path(__file__).parent / "data" / "codes.csv"
VERSION = "2.03"
DAC, OWN = "1", "99"  # vocabularies: of the OECD's committee, of the reporting organisation
SDG_TARGETS = "3"
GENDER_EQUALITY = "1"
STATUS = {
    "pipeline": "1", "ongoing": "2", "operationally-closed": "3", "financially-closed": "4",
    "cancelled": "5",
}  # fmt: skip
ROLE = {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4"}
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
# A refund is a negative disbursement, everywhere: IATI knows no refund to the fund.
COMMITMENT, DISBURSEMENT, EXPENDITURE = "2", "3", "4"
PAYMENT = {
    "budget": COMMITMENT, "transfer": DISBURSEMENT, "refund": DISBURSEMENT,
    "expenditure": EXPENDITURE,
}  # fmt: skip
RESULT = {"output": "1", "outcome": "2", "result": "9"}
MULTILATERAL, GOVERNMENT, INTERNATIONAL_NGO, NATIONAL_NGO = "40", "10", "21", "22"
SIBLING = "3"
OTHER_ACTIVITY_IDENTIFIER = "A9"
UNIT, PERCENTAGE = "1", "2"


class Code(NamedTuple):
    name_en: str
    name_fr: str
    withdrawn: bool

    @property
    def name(self) -> str:
        in_french = (get_language() or "en").startswith("fr")
        return self.name_fr if in_french and self.name_fr else self.name_en


@cache
def lists() -> dict[str, dict[str, Code]]:
    """Every list by its name in the standard: code to what it is called."""
    found: dict[str, dict[str, Code]] = {}
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            code = Code(row["name_en"], row["name_fr"], bool(row["withdrawn"]))
            found.setdefault(row["list"], {})[row["code"]] = code
    return found


def is_known(name: str, code: str, *, for_new_data: bool = False) -> bool:
    """Whether a list has a code; a withdrawn one is no code for new data."""
    known = lists()[name].get(code)
    return known is not None and not (for_new_data and known.withdrawn)


def spelt(name: str, code: str) -> str:
    """A code with its English name, as it is kept from a file: “2 Implementation”."""
    known = lists()[name].get(code)
    return f"{code} {known.name_en}" if known and known.name_en else code


def spelt_status(status: str) -> str:
    """A status of the register the way an IATI file states it; empty where it has none."""
    return spelt("ActivityStatus", STATUS[status]) if status in STATUS else ""


def spelt_gender(significance: str) -> str:
    """The marker of gender equality the way it is kept from a file: “2 principal objective”."""
    return spelt("PolicySignificance", significance)


def organisation_type(organisation: Organisation) -> str:
    """The kind of body, where the register's own kinds leave no doubt; else empty."""
    kind = organisation.kind
    if kind == Organisation.Kind.NGO:
        return NATIONAL_NGO if organisation.country_id else INTERNATIONAL_NGO
    return {
        Organisation.Kind.UN_ENTITY: MULTILATERAL,
        Organisation.Kind.GOVERNMENT: GOVERNMENT,
        Organisation.Kind.NATIONAL_FORCES: GOVERNMENT,
    }.get(kind, "")
