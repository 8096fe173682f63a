"""What is wrong with an activity that comes in: structure, codes, values, rules; each by its line.

The rules that a reader of the register must know of, not the whole standard: what is checked is in
the tables below. Nothing here refuses a file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from foundation.imports.xml_reading import LANGUAGE, Element

from . import codes
from .from_parts import is_web_address

# The parts of an activity in the order that the schema asks for.
ORDER = (
    "iati-identifier", "reporting-org", "title", "description", "participating-org",
    "other-identifier", "activity-status", "activity-date", "contact-info", "activity-scope",
    "recipient-country", "recipient-region", "location", "sector", "tag",
    "country-budget-items", "humanitarian-scope", "policy-marker", "collaboration-type",
    "default-flow-type", "default-finance-type", "default-aid-type", "default-tied-status",
    "budget", "planned-disbursement", "capital-spend", "transaction", "document-link",
    "related-activity", "legacy-data", "conditions", "result", "crs-add", "fss",
)  # fmt: skip
NEEDED = ("iati-identifier", "reporting-org", "title", "description", "participating-org",
          "activity-status", "activity-date")  # fmt: skip
# (path under the activity, attribute, code list, vocabularies for which it holds).
DEFAULT = ("", codes.DAC)
CODED = (
    ("reporting-org", "type", "OrganisationType", None),
    ("participating-org", "role", "OrganisationRole", None),
    ("participating-org", "type", "OrganisationType", None),
    ("other-identifier", "type", "OtherIdentifierType", None),
    ("activity-status", "code", "ActivityStatus", None),
    ("activity-date", "type", "ActivityDateType", None),
    ("activity-scope", "code", "ActivityScope", None),
    ("description", "type", "DescriptionType", None),
    ("recipient-country", "code", "Country", None),
    ("recipient-region", "code", "Region", DEFAULT),
    ("recipient-region", "vocabulary", "RegionVocabulary", None),
    ("sector", "code", "Sector", DEFAULT),
    ("sector", "vocabulary", "SectorVocabulary", None),
    ("tag", "vocabulary", "TagVocabulary", None),
    ("tag", "code", "UNSDG-Goals", ("2",)),
    ("tag", "code", "UNSDG-Targets", (codes.SDG_TARGETS,)),
    ("policy-marker", "code", "PolicyMarker", DEFAULT),
    ("policy-marker", "significance", "PolicySignificance", None),
    ("collaboration-type", "code", "CollaborationType", None),
    ("default-flow-type", "code", "FlowType", None),
    ("default-finance-type", "code", "FinanceType", None),
    ("default-aid-type", "code", "AidType", DEFAULT),
    ("default-tied-status", "code", "TiedStatus", None),
    ("budget", "type", "BudgetType", None),
    ("budget", "status", "BudgetStatus", None),
    ("budget/value", "currency", "Currency", None),
    ("transaction/transaction-type", "code", "TransactionType", None),
    ("transaction/value", "currency", "Currency", None),
    ("document-link/category", "code", "DocumentCategory", None),
    ("related-activity", "type", "RelatedActivityType", None),
    ("result", "type", "ResultType", None),
    ("result/indicator", "measure", "IndicatorMeasure", None),
)  # fmt: skip
DATED = ("activity-date", "budget/period-start", "budget/period-end",
         "transaction/transaction-date", "document-link/document-date",
         "result/indicator/period/period-start",
         "result/indicator/period/period-end")  # fmt: skip
IN_THE_PAST = ("transaction/transaction-date",)
MONEY = ("budget/value", "transaction/value")
NO_GOOD_IDENTIFIER = re.compile(r"[/&|?]|^\s|\s$")
NO_HOST = re.compile(r"https?:(?!//)")  # an address to the schema, though nobody can open it
LONGEST = 60


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, on its line."""

    line: int
    sentence: str


def faults_of(activity: Element, today: date) -> Iterator[Fault]:
    yield from _structure(activity)
    yield from _codes(activity)
    yield from _values(activity, today)
    yield from _identifiers(activity)
    yield from _rules(activity, today)


def each(activity: Element, path: str) -> Iterator[Element]:
    """The elements at “transaction/value”, in the order of the file."""
    found = [activity]
    for tag in path.split("/"):
        found = [child for element in found for child in element.each(tag)]
    return iter(found)


def day_of(text: str) -> date | None:
    """A day as the schema takes it; None for anything else, such as 31 April."""
    try:
        return (
            date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
        )
    except ValueError:
        return None


def number_of(text: str) -> Decimal | None:
    """A plain number; no exponent, no NaN, no infinity."""
    try:
        return Decimal(text) if re.fullmatch(r"[+-]?[0-9]{1,20}(\.[0-9]{1,10})?", text) else None
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
        return None


def _structure(activity):
    own = [child for child in activity.children if not child.tag.startswith("{")]
    for tag in NEEDED:
        if not any(child.tag == tag for child in own):
            yield Fault(activity.line, _("%(tag)s is missing.") % {"tag": tag})
    furthest = 0
    for child in own:
        if child.tag not in ORDER:
            told = _("%(tag)s is no part of an activity.") % {"tag": child.tag[:LONGEST]}
            yield Fault(child.line, told)
        elif ORDER.index(child.tag) < furthest:
            told = _("%(tag)s stands too late: the order is fixed.") % {"tag": child.tag}
            yield Fault(child.line, told)
        else:
            furthest = ORDER.index(child.tag)


def _codes(activity):
    for path, attribute, listed, vocabularies in CODED:
        for element in each(activity, path):
            code = element.get(attribute)
            if not code or (vocabularies and element.get("vocabulary") not in vocabularies):
                continue
            if not codes.is_known(listed, code):
                told = _("%(tag)s has the code “%(code)s”, which IATI does not know.")
                yield Fault(element.line, told % {"tag": element.tag, "code": code[:LONGEST]})


def _values(activity, today):
    for path in DATED:
        for element in each(activity, path):
            said = element.get("iso-date")
            day = day_of(said)
            if day is None:
                told = _("%(tag)s has “%(said)s”, which is no date.")
                yield Fault(element.line, told % {"tag": element.tag, "said": said[:LONGEST]})
            elif path in IN_THE_PAST and day > today:
                yield Fault(element.line, _("%(tag)s is in the future.") % {"tag": element.tag})
    for path in MONEY:
        yield from _amounts(activity, path)
    for element in activity.each("document-link"):
        url = element.get("url")
        if not is_web_address(url) and not NO_HOST.match(url):
            yield Fault(element.line, _("The address of the document is none on the web."))


def _amounts(activity, path):
    for element in each(activity, path):
        if number_of(element.text) is None:
            told = _("“%(said)s” is no amount.") % {"said": element.text[:LONGEST]}
            yield Fault(element.line, told)
        if not element.get("currency") and not activity.get("default-currency"):
            yield Fault(element.line, _("The amount has no currency."))


def _identifiers(activity):
    own, reporting = activity.first("iati-identifier"), activity.first("reporting-org")
    if own is None or reporting is None:
        return
    ref = reporting.get("ref")
    if own.text == ref:
        yield Fault(own.line, _("The identifier of the activity is that of the organisation."))
    elif not own.text.startswith(f"{ref}-"):
        told = _("The identifier does not begin with that of the reporting organisation.")
        yield Fault(own.line, told)
    if NO_GOOD_IDENTIFIER.search(own.text):
        yield Fault(own.line, _("The identifier has one of the signs / & | ? in it."))


def _rules(activity, today):
    yield from _texts(activity)
    yield from _days(activity, today)
    yield from _shares("sector", _by_vocabulary(activity.each("sector")))
    yield from _shares("recipient-country", _areas(activity))
    for budget in activity.each("budget"):
        yield from _budget(budget)
    transactions = list(activity.each("transaction"))
    in_all = transactions and all(one.first("sector") for one in transactions)
    if not activity.first("sector") and not in_all:
        yield Fault(activity.line, _("No sector is stated."))
    for marker in activity.each("policy-marker"):
        if marker.get("vocabulary") in DEFAULT and not marker.get("significance"):
            yield Fault(marker.line, _("policy-marker has no attribute “significance”."))


def _texts(activity):
    for tag in ("title", "description"):
        for element in activity.each(tag):
            if not any(narrative.text for narrative in element.each("narrative")):
                yield Fault(element.line, _("%(tag)s says nothing.") % {"tag": tag})
    titles = each(activity, "title/narrative")
    if not activity.get(LANGUAGE) and any(not said.get(LANGUAGE) for said in titles):
        yield Fault(activity.line, _("The language is not stated."))


def _days(activity, today):
    days = {
        element.get("type"): (element, day)
        for element in activity.each("activity-date")
        if (day := day_of(element.get("iso-date")))
    }
    if not days.keys() & {codes.PLANNED_START, codes.ACTUAL_START}:
        yield Fault(activity.line, _("Neither a planned nor an actual start is stated."))
    for start, end in ((codes.PLANNED_START, codes.PLANNED_END),
                       (codes.ACTUAL_START, codes.ACTUAL_END)):  # fmt: skip
        if start in days and end in days and days[start][1] > days[end][1]:
            yield Fault(days[end][0].line, _("The end is before the start."))
    for type_ in (codes.ACTUAL_START, codes.ACTUAL_END):
        if type_ in days and days[type_][1] > today:
            yield Fault(days[type_][0].line, _("An actual day is in the future."))


def _by_vocabulary(elements):
    groups: dict[str, list[Element]] = {}
    for element in elements:
        groups.setdefault(element.get("vocabulary") or codes.DAC, []).append(element)
    return list(groups.values())


def _areas(activity):
    """Countries by themselves, or the regions of each vocabulary together with the countries."""
    countries = list(activity.each("recipient-country"))
    regions = _by_vocabulary(activity.each("recipient-region"))
    return [[*countries, *some] for some in regions] or ([countries] if countries else [])


def _shares(tag, groups):
    """Several of one vocabulary need shares that add up to 100; one alone needs none."""
    for some in groups:
        shares = [number_of(element.get("percentage")) for element in some]
        if len(some) == 1:
            right = not some[0].get("percentage") or shares == [100]
        else:
            right = None not in shares and sum(shares) == 100
        if not right:
            told = _("The shares of %(tag)s do not add up to 100.") % {"tag": tag}
            yield Fault(some[0].line, told)


def _budget(budget):
    start, end = (
        day_of(element.get("iso-date")) if (element := budget.first(tag)) else None
        for tag in ("period-start", "period-end")
    )
    if start is None or end is None:
        return
    if end < start:
        yield Fault(budget.line, _("The end is before the start."))
    elif (end - start).days > 366:
        yield Fault(budget.line, _("The budget is for longer than a year."))
