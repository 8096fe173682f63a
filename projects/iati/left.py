"""What an activity says and the register does not take over, element by element, each with why.

The tables name what is taken; whatever is in no table is left aside and listed, so that nothing a
file says is dropped without a word.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.imports.xml_reading import LANGUAGE, Element

from . import codes
from .read_parts import is_measured, is_part, kept_numbers, opens, told
from .rules import each

OWN_VOCABULARY = ("", codes.DAC)
Reason = str | Promise

# Path in the activity: the attributes that are read. All others, and all other elements, are not.
READ: dict[str, set[str]] = {
    "": {LANGUAGE, "default-currency", "last-updated-datetime"},
    "iati-identifier": set(),
    "reporting-org": {"ref"},
    "title": set(), "title/narrative": {LANGUAGE},
    "description": {"type"}, "description/narrative": {LANGUAGE},
    "participating-org": {"ref", "role"}, "participating-org/narrative": {LANGUAGE},
    "other-identifier": {"ref", "type"},
    "activity-status": {"code"},
    "activity-date": {"type", "iso-date"},
    "recipient-country": {"code"},
    "sector": {"code", "vocabulary", "percentage"},
    "tag": {"code", "vocabulary"},
    "policy-marker": {"code", "vocabulary", "significance"},
    "budget": {"type", "status"},
    "planned-disbursement": {"type"}, "planned-disbursement/period-start": {"iso-date"},
    "planned-disbursement/period-end": {"iso-date"},
    "planned-disbursement/receiver-org": {"ref"},
    "planned-disbursement/receiver-org/narrative": {LANGUAGE},
    "transaction": {"ref"},
    "transaction/transaction-type": {"code"},
    "transaction/transaction-date": {"iso-date"},
    "transaction/provider-org": {"ref"}, "transaction/provider-org/narrative": {LANGUAGE},
    "transaction/receiver-org": {"ref"}, "transaction/receiver-org/narrative": {LANGUAGE},
    "document-link": {"url", "format"},
    "document-link/title": set(), "document-link/title/narrative": {LANGUAGE},
    "document-link/category": {"code"}, "document-link/language": {"code"},
    "document-link/document-date": {"iso-date"},
    "result": {"type"}, "result/title": set(), "result/title/narrative": {LANGUAGE},
    "result/indicator": {"measure", "ascending"},
    "result/indicator/title": set(), "result/indicator/title/narrative": {LANGUAGE},
    "result/indicator/description": set(),
    "result/indicator/description/narrative": {LANGUAGE},
    "result/indicator/baseline": {"year", "value"},
    "result/indicator/period": set(),
    "result/indicator/period/target": {"value"},
    "result/indicator/period/actual": {"value"},
}  # fmt: skip
MANY_LANGUAGES = {"title", "description"}
NUMBERS = {"result/indicator/baseline", "result/indicator/period/target",
           "result/indicator/period/actual"}  # fmt: skip
for _amount in ("budget", "planned-disbursement", "transaction"):
    READ[f"{_amount}/value"] = {"currency"}
for _period in ("budget", "result/indicator/period"):
    READ[f"{_period}/period-start"] = READ[f"{_period}/period-end"] = {"iso-date"}

NO_PLACE = _("The register has no place for it.")
NO_RATE = _("The ledger holds the date of a rate, which the file has not.")
PERSON = _("It may name a person; it is not even read.")
ONE_LANGUAGE = _("One language is kept of it.")
NOT_PLAIN = _(
    "It is no number of a plain period, or there are several and which counts is not said."
)
PART = _("It is the value of a part; the register holds that of the whole.")
# The longest beginning of a path says why.
WHY: dict[str, Reason] = {
    "contact-info": PERSON,
    "location": _("Places come from the register's own list, never from a file."),
    "reporting-org": _("Who publishes is said by the source that you chose."),
    "participating-org/@type": _("The kind of a body stands with the organisation."),
    "other-identifier/owner-org": _("The fund of the project is known here."),
    "recipient-country/@percentage": _("A project has one country, or none for several."),
    "recipient-region": _("A project has one country, or none for several."),
    "transaction/description": _("A free text may name a person; it is not kept."),
    "budget/value/@value-date": NO_RATE,
    "planned-disbursement/value/@value-date": NO_RATE,
    "transaction/value/@value-date": NO_RATE,
    "collaboration-type": _("It is the same for all that is published here: a setting."),
    "default-": _("It is the same for all that is published here: a setting."),
    "related-activity": _("Which project follows which is said on its page."),
    "result/indicator/reference": _("Indicators are linked to commitments on their page."),
}  # fmt: skip


SHOWN_LINES = 5


@dataclass(frozen=True)
class Left:
    """One kind of element or attribute that is not taken over, all its lines, and why."""

    path: str
    lines: tuple[int, ...]
    why: Reason

    @property
    def lines_text(self) -> str:
        """“12, 40, 51” or “12, 40, 51 … 900”."""
        first = ", ".join(str(line) for line in self.lines[:SHOWN_LINES])
        return first if len(self.lines) <= SHOWN_LINES else f"{first} … {self.lines[-1]}"


def left_of(activity: Element) -> list[Left]:
    """In the order of the file; what stands in an element that is left is not listed again."""
    found: dict[tuple[str, Reason], list[int]] = {}
    for path, line, why in _Walk(activity).all(activity, ""):
        found.setdefault((path, why), []).append(line)
    return [Left(path, tuple(lines), why) for (path, why), lines in found.items()]


class _Walk:
    """Through one activity, knowing its language and which numbers of its results are kept."""

    def __init__(self, activity: Element):
        self.language = activity.get(LANGUAGE)
        self.numbers = {
            id(number)
            for indicator in each(activity, "result/indicator")
            for number in kept_numbers(indicator)
        }

    def all(self, element: Element, path: str) -> Iterator[tuple[str, int, Reason]]:
        for name in sorted(element.attributes.keys() - READ[path]):
            if not name.startswith("{"):
                said = f"{path}/@{name}" if path else f"@{name}"
                yield said, element.line, _why(said)
        for child in element.children:
            at = f"{path}/{child.tag}" if path else child.tag
            if at not in READ:
                yield at, child.line, _why(at)
            elif why := self._aside(at, child, element, path):
                yield at, child.line, why
            else:
                yield from self.all(child, at)

    def _aside(self, at, child, parent, path) -> Reason:
        """Why this one is left although others of its path are taken; empty if it is taken."""
        if at in NUMBERS and id(child) not in self.numbers:
            return PART if is_part(child) else NOT_PLAIN
        if at.endswith("/narrative") and path not in MANY_LANGUAGES:
            return "" if child is told(parent, self.language) else ONE_LANGUAGE
        test = ASIDE.get(at)
        return test(child) if test else ""


def _why(path):
    fitting = [beginning for beginning in WHY if path.startswith(beginning)]
    return WHY[max(fitting, key=len)] if fitting else NO_PLACE


def _vocabulary(*own: str) -> Callable[[Element], Reason]:
    def test(element):
        mine = element.get("vocabulary") in own
        return "" if mine else _("Codes of this vocabulary have no place in the register.")

    return test


def _marker(element):
    if (
        element.get("vocabulary") in OWN_VOCABULARY
        and element.get("code") == codes.GENDER_EQUALITY
    ):
        return ""
    return _("Of the policy markers the register holds that of gender equality.")


def _organisation(element):
    if element.get("role") in {codes.ROLE["funding"], codes.ROLE["accountable"]}:
        return _("Who pays and who answers for it stand with the fund and in the project's list.")
    return ""


def _document(element):
    return "" if opens(element) else _("Nobody can open its address.")


def _indicator(element):
    return "" if is_measured(element) else _("The register measures in numbers and per cent.")


ASIDE: dict[str, Callable[[Element], Reason]] = {
    "sector": _vocabulary(*OWN_VOCABULARY),
    "tag": _vocabulary(codes.SDG_TARGETS),
    "policy-marker": _marker,
    "participating-org": _organisation,
    "document-link": _document,
    "result/indicator": _indicator,
}
