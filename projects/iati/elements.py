"""One activity as the element of an IATI 2.03 file, its parts in the order of the schema."""

import re
from decimal import Decimal
from typing import Any

from lxml import etree

from .activity import Activity, Organisation, Text
from .codes import (
    DAC,
    GENDER_EQUALITY,
    OTHER_ACTIVITY_IDENTIFIER,
    OWN,
    SDG_TARGETS,
    SIBLING,
)

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML cannot hold at all; it may stand in a text that somebody pasted.
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element_of(activity: Activity) -> Any:
    """One activity; its parts in the order that the schema asks for."""
    root = etree.Element("iati-activity")
    root.set(LANG, activity.language)
    root.set("default-currency", activity.currency)
    root.set("hierarchy", "1")
    _add(root, "iati-identifier", text=activity.identifier)
    reporting = _organisation(root, "reporting-org", activity.reporting)
    if activity.secondary:
        reporting.set("secondary-reporter", "1")
    _narratives(_add(root, "title"), *activity.titles)
    _narratives(_add(root, "description", type="1"), activity.description)
    for organisation in activity.participants:
        _organisation(root, "participating-org", organisation)
    other = _add(root, "other-identifier", ref=activity.other_identifier,
                 type=OTHER_ACTIVITY_IDENTIFIER)  # fmt: skip
    _narratives(_add(other, "owner-org"), Text(activity.other_owner))
    _add(root, "activity-status", code=activity.status)
    for day in activity.days:
        child = _add(root, "activity-date", **{"type": day.type, "iso-date": _day(day.day)})
        _narratives(child, *([Text(day.written)] if day.written else []))
    _where(root, activity.areas)
    _what_for(root, activity)
    _defaults(root, activity.defaults)
    _many(root, activity)
    return root


def _many(root, activity):
    """What there may be any number of."""
    for budget in activity.budgets:
        _budget(root, budget)
    for payment in activity.payments:
        _payment(root, payment)
    for document in activity.documents:
        _document(root, document)
    for ref in activity.related:
        _add(root, "related-activity", ref=ref, type=SIBLING)
    for result in activity.results:
        _result(root, result)


def _where(root, areas):
    for area in areas:
        if area.is_country:
            _add(root, "recipient-country", code=area.code)
    for area in areas:
        if not area.is_country:
            child = _add(root, "recipient-region", code=area.code, vocabulary=OWN)
            _narratives(child, Text(area.name))


def _what_for(root, activity):
    for sector in activity.sectors:
        share = {"percentage": _number(sector.share)} if sector.share is not None else {}
        _add(root, "sector", vocabulary=DAC, code=sector.code, **share)
    for target in activity.targets:
        _add(root, "tag", vocabulary=SDG_TARGETS, code=target)
    if activity.gender:
        said = {"code": GENDER_EQUALITY, "significance": activity.gender}
        _add(root, "policy-marker", vocabulary=DAC, **said)


def _defaults(root, said):
    for name, code, more in (
        ("collaboration-type", said.collaboration, {}),
        ("default-flow-type", said.flow, {}),
        ("default-finance-type", said.finance, {}),
        ("default-aid-type", said.aid, {"vocabulary": DAC}),
        ("default-tied-status", said.tied, {}),
    ):
        if code:
            _add(root, name, code=code, **more)


def _budget(root, budget):
    child = _add(root, "budget", type=budget.type, status="2")
    _add(child, "period-start", **{"iso-date": _day(budget.starts)})
    _add(child, "period-end", **{"iso-date": _day(budget.ends)})
    _value(child, budget)


def _payment(root, payment):
    child = _add(root, "transaction", **({"ref": payment.ref} if payment.ref else {}))
    _add(child, "transaction-type", code=payment.type)
    _add(child, "transaction-date", **{"iso-date": _day(payment.day)})
    _value(child, payment)
    _narratives(_add(child, "description"), Text(payment.text))
    if payment.provider:
        _organisation(child, "provider-org", payment.provider)
    if payment.receiver:
        _organisation(child, "receiver-org", payment.receiver)


def _value(parent, said):
    _add(
        parent,
        "value",
        text=_number(said.amount),
        **{"currency": said.currency, "value-date": _day(said.value_day)},
    )


def _document(root, document):
    child = _add(root, "document-link", format=document.format, url=document.url)
    _narratives(_add(child, "title"), Text(document.title))
    _add(child, "category", code=document.category)
    if document.language:
        _add(child, "language", code=document.language)
    if document.day:
        _add(child, "document-date", **{"iso-date": _day(document.day)})


def _result(root, result):
    child = _add(root, "result", type=result.type)
    _narratives(_add(child, "title"), Text(result.title))
    for indicator in result.indicators:
        _indicator(child, indicator)


def _indicator(parent, indicator):
    child = _add(parent, "indicator", measure=indicator.measure)
    if indicator.ascending is not None:
        child.set("ascending", "1" if indicator.ascending else "0")
    _narratives(_add(child, "title"), Text(indicator.title))
    if indicator.about:
        _narratives(_add(child, "description"), Text(indicator.about))
    if indicator.baseline:
        year, value = str(indicator.baseline.year), _number(indicator.baseline.value)
        _add(child, "baseline", year=year, value=value)
    for period in indicator.periods:
        one = _add(child, "period")
        _add(one, "period-start", **{"iso-date": _day(period.starts)})
        _add(one, "period-end", **{"iso-date": _day(period.ends)})
        for name, value in (("target", period.target), ("actual", period.actual)):
            if value is not None:
                _add(one, name, value=_number(value))


def _organisation(parent, name, organisation: Organisation):
    said = {"role": organisation.role, "type": organisation.type, "ref": organisation.ref}
    child = _add(parent, name, **{key: value for key, value in said.items() if value})
    _narratives(child, Text(organisation.name))
    return child


def _narratives(parent, *texts: Text):
    for said in texts:
        child = _add(parent, "narrative", text=said.text)
        if said.language:
            child.set(LANG, said.language)


def _add(parent, name, *, text=None, **attributes):
    try:
        child = etree.SubElement(parent, name, attributes)
    except ValueError:  # so rare that not every text is looked at beforehand
        clean = {key: NO_XML.sub(" ", value) for key, value in attributes.items()}
        child = etree.SubElement(parent, name, clean)
    try:
        child.text = text
    except ValueError:
        child.text = NO_XML.sub(" ", text)
    return child


def _day(day):
    return day.isoformat()


def _number(number: Decimal) -> str:
    """Digits without an exponent and without zeros at the end that say nothing."""
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
