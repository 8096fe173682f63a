"""The rules of IATI-Rulesets on a file: every kind of rule that standard.json uses.

What the rules mean is written in the SPEC of IATI-Rulesets. Severity is not looked at: a warning
counts as a breach.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.timezone import localdate

XML = {"xml": "http://www.w3.org/XML/1998/namespace"}
PREFIXES = (
    "XM-DAC-",
    "XM-OCHA-",
    "XI-IATI-",
    "XI-",
    "XM-",
    "GB-",
    "US-",
    "CH-",
    "FR-",
    "41AAA",
    "AA-AAA-",
)  # the last: nobody's, of the standard's own examples


def breaches(root, rules):
    """“id at path” of each rule that is broken."""
    found = []
    tree = root.getroottree()
    for context, kinds in rules.items():
        for element in tree.xpath(context, namespaces=XML):
            found += _of(element, kinds)
    return found


def _of(element, kinds):
    found = []
    for kind, body in kinds.items():
        for case in body["cases"]:
            if case.get("condition") and not _true(element, case["condition"]):
                continue
            outcome = KINDS[kind](element, case)
            if outcome is True or outcome is None:
                continue
            if isinstance(outcome, list):
                found += outcome
                continue
            path = element.getroottree().getpath(element)
            found.append(f"rule {case['ruleInfo']['id']} ({kind}) at {path}")
    return found


def _select(element, path):
    result = element.xpath(path, namespaces=XML)
    return result if isinstance(result, list) else [result]


def _true(element, expression):
    return bool(element.xpath(f"boolean({expression})", namespaces=XML))


def _texts(element, paths):
    for path in paths:
        for node in _select(element, path):
            yield node if isinstance(node, str) else "".join(node.itertext())


def _atleast_one(element, case):
    return any(
        (node.strip() if isinstance(node, str) else True)
        for path in case["paths"]
        for node in _select(element, path)
    )


def _no_more_than_one(element, case):
    return sum(len(_select(element, path)) for path in case["paths"]) <= 1


def _one_or_all(element, case):
    if _select(element, case["one"]):
        if case["all"] == "sector":
            return not _select(element, "transaction/sector")
        return True
    if case["all"] == "lang":
        return all(node.get(f"{{{XML['xml']}}}lang") for node in element.iter("narrative"))
    if case["all"] == "currency":
        return all(node.get("currency") for node in element.iter("value"))
    return all(node.find("sector") is not None for node in element.iterfind("transaction"))


def _unique(element, case):
    texts = list(_texts(element, case["paths"]))
    return len(texts) == len(set(texts))


def _startswith(element, case):
    values = list(_texts(element, case["paths"]))
    if case["prefix"] == ["ORG-ID-PREFIX"]:
        return all(value.startswith(PREFIXES) for value in values)
    prefixes = [text + case.get("separator", "") for text in _texts(element, case["prefix"])]
    return all(value.startswith(tuple(prefixes)) for value in values)


def _regex_matches(element, case):
    return all(re.search(case["regex"], text) for text in _texts(element, case["paths"]))


def _no_spaces(element, case):
    return all(text == text.strip() for text in _texts(element, case["paths"]))


def _day(text):
    if text == "NOW":
        return localdate()
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _days(element, path):
    if path == "NOW":
        return [localdate()]
    return [day for text in _texts(element, [path]) if (day := _day(text))]


def _date_order(element, case):
    """Each of the earlier ones against each of the later ones; equal days are in order."""
    return all(
        less <= more
        for less in _days(element, case["less"])
        for more in _days(element, case["more"])
    )


def _date_now(element, case):
    return all(day <= localdate() for day in _days(element, case["date"]))


def _time_limit(element, case):
    starts, ends = _days(element, case["start"]), _days(element, case["end"])
    return all(end - start <= timedelta(days=366) for start, end in zip(starts, ends, strict=True))


def _between_dates(element, case):
    starts, ends = _days(element, case["start"]), _days(element, case["end"])
    days = _days(element, case["date"])
    return all(start <= day <= end for start in starts for end in ends for day in days)


def _number(text):
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _strict_sum(element, case):
    numbers = [_number(text) for text in _texts(element, case["paths"])]
    if None in numbers:
        return False
    return not numbers or sum(numbers) == case["sum"]


def _range(element, case):
    numbers = [_number(text) for text in _texts(element, case["paths"])]
    return all(n is not None and case["min"] <= n <= case["max"] for n in numbers)


def _if_then(element, case):
    return not _true(element, case["if"]) or _true(element, case["then"])


def _loop(element, case):
    """The inner rules once for each value, put in the place of $1."""
    found = []
    for value in dict.fromkeys(_texts(element, [case["foreach"]])):
        found += _of(element, _filled(case["do"], value))
    return found


def _filled(rule, value):
    if isinstance(rule, dict):
        return {key: _filled(one, value) for key, one in rule.items()}
    if isinstance(rule, list):
        return [_filled(one, value) for one in rule]
    return rule.replace("$1", value) if isinstance(rule, str) else rule


KINDS = {
    "atleast_one": _atleast_one, "no_more_than_one": _no_more_than_one,
    "one_or_all": _one_or_all, "unique": _unique, "startswith": _startswith,
    "regex_matches": _regex_matches, "no_spaces": _no_spaces, "date_order": _date_order,
    "date_now": _date_now, "time_limit": _time_limit, "between_dates": _between_dates,
    "strict_sum": _strict_sum, "range": _range, "if_then": _if_then, "loop": _loop,
}  # fmt: skip


def cases(rules):
    """How many single rules there are, those inside loops too."""
    number = 0
    for kinds in rules.values():
        for kind, body in kinds.items():
            for case in body["cases"]:
                number += cases({"": case["do"]}) if kind == "loop" else 1
    return number
