"""What an IATI file says of each activity, in the fields in which registers are compared.

Read as far as is safe: what is wrong is listed with its line, and reading goes on.
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.imports import person
from foundation.imports.reading import Limits
from foundation.imports.refusals import sentence
from foundation.imports.xml_reading import LANGUAGE, Element, read_xml

from ..models import RegisterEntry
from . import codes
from .left import Left, left_of
from .read_parts import CARRYING, parts_of
from .rules import Fault, day_of, faults_of, number_of
from .said import Parts

Field = RegisterEntry.Field
LONGEST = RegisterEntry._meta.get_field("value_as_written").max_length
MOST_FAULTS = 1_000  # that are kept; the others are counted
MOST_RESULTS = 30
WHOLE = 100  # per cent
STARTS = {codes.PLANNED_START, codes.ACTUAL_START}
ENDS = {codes.PLANNED_END, codes.ACTUAL_END}


@dataclass(frozen=True)
class Said:
    """One value of one field, as the file writes it."""

    field: str
    value: str
    line: int


@dataclass
class Found:
    """One activity of a file."""

    identifier: str
    reporting: str
    line: int
    title: str
    others: list[str]
    as_of: date | None
    said: list[Said] = field(default_factory=list)
    parts: Parts = field(default_factory=Parts)
    left: list[Left] = field(default_factory=list)


@dataclass
class IatiFile:
    name: str
    sha256: str
    size: int
    version: str
    activities: list[Found] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0

    def note(self, fault: Fault) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)
        else:
            self.more_faults += 1


def read_file(data: bytes, name: str, limits: Limits) -> IatiFile:
    """ValidationError refuses a file whole: no XML, not safe, no IATI file, or about a person."""
    xml = read_xml(data, name, limits)
    if xml.root.tag != "iati-activities":
        raise ValidationError(sentence("no-activities", limits, {}), code="no-activities")
    made = IatiFile(xml.name, xml.sha256, xml.size, xml.root.get("version"))
    if made.version != codes.VERSION:
        told = _("The file is of version %(version)s; it is read as 2.03.")
        made.note(Fault(xml.root.line, told % {"version": made.version[:10] or "?"}))
    today = timezone.localdate()
    generated = day_of(xml.root.get("generated-datetime")[:10])
    for element in xml.children():
        if element.tag != "iati-activity":
            told = _("%(tag)s is no activity; it is left aside.") % {"tag": element.tag[:60]}
            made.note(Fault(element.line, told))
            continue
        for fault in faults_of(element, today):
            made.note(fault)
        found = _found(element, generated, today)
        _refuse_persons(found, limits)
        made.activities.append(found)
    if xml.broken is not None:
        told = _("From here on the file cannot be read; what was whole before is.")
        made.note(Fault(xml.broken, told))
    made.faults.sort(key=lambda fault: fault.line)
    return made


def _refuse_persons(found, limits):
    texts = [(said.value, said.line) for said in found.said]
    for text, line in (*texts, *found.parts.texts()):
        if what := person.in_text(text):
            facts = {"where": _("Line %(line)d") % {"line": line}, "what": what}
            raise ValidationError(sentence("persons", limits, facts), code="persons")


def _found(element: Element, generated, today) -> Found:
    updated = day_of(element.get("last-updated-datetime")[:10]) or generated
    reporting = element.first("reporting-org")
    identifier = element.first("iati-identifier")
    found = Found(
        identifier=identifier.text if identifier else "",
        reporting=reporting.get("ref") if reporting else "",
        line=element.line,
        title=next(_narratives(element, "title"), ("", 0))[0],
        others=[one.get("ref") for one in element.each("other-identifier")],
        as_of=updated if updated and updated <= today else None,
    )
    found.said, found.parts, found.left = _said(element), parts_of(element), left_of(element)
    return found


def _said(element) -> list[Said]:
    """Each value once, in the order of the fields."""
    rows = [
        *_titles(element),
        *((Field.DESCRIPTION, *told) for told in _narratives(element, "description")),
        *_countries(element),
        *_organisations(element),
        *((Field.STARTS, *told) for told in _days(element, STARTS)),
        *((Field.ENDS, *told) for told in _days(element, ENDS)),
        *(
            (Field.STATUS, codes.spelt("ActivityStatus", one.get("code")), one.line)
            for one in element.each("activity-status")
        ),
        *_sectors(element),
        *_targets(element),
        *_gender(element),
        *_results(element),
    ]
    found: dict[tuple[str, str], Said] = {}
    for name, value, line in rows:
        if value := _cut(value):
            found.setdefault((name, value), Said(name, value, line))
    return list(found.values())


def _narratives(element, tag):
    for parent in element.each(tag):
        for narrative in parent.each("narrative"):
            if narrative.text:
                yield narrative.text, narrative.line


def _titles(element):
    """French ones by themselves; those of any other language beside the English."""
    own = element.get(LANGUAGE)
    for parent in element.each("title"):
        for said in parent.each("narrative"):
            french = (said.get(LANGUAGE) or own).casefold() == "fr"
            if said.text:
                yield Field.TITLE_FR if french else Field.TITLE, said.text, said.line


def _sectors(element):
    """Those of the OECD as a project states them: “15180 60; 15160 40”; one alone: “15180”."""
    rows = [one for one in element.each("sector") if one.get("vocabulary") in {"", codes.DAC}]
    said = [f"{one.get('code')} {_share(one)}".strip() for one in rows]
    if said:
        yield Field.SECTORS, "; ".join(said), rows[0].line


def _share(sector):
    share = number_of(sector.get("percentage"))
    if share is None or share == WHOLE:
        return ""
    return format(share.normalize(), "f")


def _targets(element):
    rows = [one for one in element.each("tag") if one.get("vocabulary") == codes.SDG_TARGETS]
    if rows:
        yield Field.TARGETS, ", ".join(one.get("code") for one in rows), rows[0].line


def _gender(element):
    for one in element.each("policy-marker"):
        mine = (
            one.get("vocabulary") in {"", codes.DAC} and one.get("code") == codes.GENDER_EQUALITY
        )
        if mine and one.get("significance"):
            yield Field.GENDER, codes.spelt_gender(one.get("significance")), one.line


def _countries(element):
    areas = list(element.each("recipient-country"))
    if areas:
        yield Field.COUNTRY, ", ".join(one.get("code") for one in areas), areas[0].line


def _organisations(element):
    """Those that carry it out, by name, or by reference where no name is given."""
    bodies = [one for one in element.each("participating-org") if one.get("role") in CARRYING]
    names = []
    for body in bodies:
        told = next((said.text for said in body.each("narrative") if said.text), body.get("ref"))
        if told and told not in names:
            names.append(told)
    if names:
        yield Field.ORGANISATIONS, ", ".join(names), bodies[0].line


def _days(element, types):
    for one in element.each("activity-date"):
        if one.get("type") in types:
            yield one.get("iso-date"), one.line


def _results(element):
    titles = (told for one in element.each("result") for told in _narratives(one, "title"))
    for (text, line), _place in zip(titles, range(MOST_RESULTS), strict=False):
        yield Field.RESULT, text, line


def _cut(text):
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
