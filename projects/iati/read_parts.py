"""Amounts, documents and results of an activity, from its elements. Nothing is filled in."""

import re
from datetime import date
from decimal import Decimal

from foundation.imports.xml_reading import LANGUAGE, Element

from . import codes
from .from_parts import is_web_address
from .rules import day_of, each, number_of
from .said import Amount, Body, Link, Measure, Outcome, Parts, Value

CARRYING = {codes.ROLE["extending"], codes.ROLE["implementing"]}
MEASURED = {codes.UNIT, codes.PERCENTAGE}
MONEY = {"budget", "planned-disbursement", "transaction"}
MOST = {"title": 250, "about": 120, "result": 500, "voucher": 60, "url": 500}  # letters kept


def parts_of(activity: Element) -> Parts:
    own = activity.get(LANGUAGE)
    bodies = (one for one in activity.each("participating-org") if one.get("role") in CARRYING)
    return Parts(
        amounts=[_amount(one, activity) for one in activity.children if one.tag in MONEY],
        links=[link for one in activity.each("document-link") if (link := _link(one, own))],
        outcomes=[
            Outcome(one.line, one.get("type"), _text(one, "title", own)[: MOST["result"]],
                    tuple(_measures(one, own)))
            for one in activity.each("result")
            if _text(one, "title", own)
        ],
        carriers=list(dict.fromkeys(_body(one, own) for one in bodies)),
    )  # fmt: skip


def opens(link: Element) -> bool:
    """Whether the document has an address that can be kept and opened."""
    url = link.get("url")
    return is_web_address(url) and len(url) <= MOST["url"]


def told(parent: Element | None, own: str) -> Element | None:
    """What a title or name says in the language of the file, or else first; never two joined."""
    found = [said for said in parent.each("narrative") if said.text] if parent else []
    mine = (said for said in found if said.get(LANGUAGE) in ("", own))
    return next(mine, found[0] if found else None)


def kept_numbers(indicator: Element) -> list[Element]:
    """Its baseline, target and values, as far as they are totals and which counts is plain."""
    baselines = [one for one in indicator.each("baseline") if not is_part(one)]
    targets = [one for one in each(indicator, "period/target") if not is_part(one)]
    numbers = [some[0] for some in (baselines, targets) if len(some) == 1]
    for period in indicator.each("period"):
        if _days(period):
            numbers += [one for one in period.each("actual") if not is_part(one)]
    return [one for one in numbers if number_of(one.get("value")) is not None]


def is_part(value: Element) -> bool:
    """Whether it is the value of some persons or places only, and not that of the indicator."""
    return value.first("dimension") is not None or value.first("location") is not None


def is_measured(indicator: Element) -> bool:
    return indicator.get("measure") in MEASURED


def _amount(one, activity):
    value = one.first("value")
    kind = one.first("transaction-type")
    day = one.first("transaction-date") or one.first("period-start")
    ends = one.first("period-end")
    said = value.get("currency") if value else ""
    return Amount(
        tag=one.tag,
        type=kind.get("code") if kind else one.get("type"),
        line=one.line,
        amount=number_of(value.text) if value else None,
        currency=(said or activity.get("default-currency")).upper(),
        day=day_of(day.get("iso-date")) if day else None,
        ends=day_of(ends.get("iso-date")) if ends else None,
        body=_whose(one, activity.get(LANGUAGE)),
        voucher=one.get("ref")[: MOST["voucher"]] if one.tag == "transaction" else "",
    )


def _whose(one, own):
    """Who received it; of money that was spent, who provided it."""
    kind = one.first("transaction-type")
    spent = kind is not None and kind.get("code") == codes.EXPENDITURE
    names = ("provider-org", "receiver-org") if spent else ("receiver-org",)
    found = next((body for name in names for body in one.each(name)), None)
    return _body(found, own) if found else Body()


def _body(one, own):
    name = told(one, own)
    return Body(one.get("ref"), name.text if name else "")


def _text(one, tag, own):
    found = told(one.first(tag), own)
    return found.text if found else ""


def _link(one, own):
    title = _text(one, "title", own)
    if not title or not opens(one):
        return None
    category, language = one.first("category"), one.first("language")
    day = one.first("document-date")
    return Link(
        one.line, title[: MOST["title"]], one.get("url"),
        category.get("code") if category else "",
        language.get("code") if language else "",
        day_of(day.get("iso-date")) if day else None,
    )  # fmt: skip


def _measures(result, own):
    for one in result.each("indicator"):
        title = _text(one, "title", own)[: MOST["title"]]
        if title and is_measured(one):
            numbers = {id(number): number for number in kept_numbers(one)}
            yield Measure(
                one.line, title, one.get("measure"), one.get("ascending"),
                _text(one, "description", own)[: MOST["about"]],
                *_baseline(one, numbers), *_target(one, numbers),
                tuple(_values(one, numbers)),
            )  # fmt: skip


def _baseline(indicator, numbers) -> tuple[Decimal | None, int | None]:
    for one in indicator.each("baseline"):
        if id(one) in numbers:
            year = one.get("year")
            whole = re.fullmatch(r"[0-9]{4}", year)
            return number_of(one.get("value")), int(year) if whole else None
    return None, None


def _target(indicator, numbers) -> tuple[Decimal | None, date | None]:
    for period in indicator.each("period"):
        for one in period.each("target"):
            if id(one) in numbers:
                ends = period.first("period-end")
                return number_of(one.get("value")), day_of(ends.get("iso-date")) if ends else None
    return None, None


def _values(indicator, numbers):
    for period in indicator.each("period"):
        for one in period.each("actual"):
            value = number_of(one.get("value"))
            if id(one) in numbers and value is not None:
                yield Value(one.line, *_days(period), value)


def _days(period):
    """First and last day, if both are days and in order; else nothing."""
    found = [
        day_of(one.get("iso-date")) if (one := period.first(tag)) else None
        for tag in ("period-start", "period-end")
    ]
    return tuple(found) if None not in found and found[0] <= found[1] else ()
