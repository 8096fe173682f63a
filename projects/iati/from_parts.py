"""Documents and results of a project as IATI states them; only what is public comes here."""

import re
from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.imports.words import unaccented

from ..models import Project, ProjectDocument, Result, ResultIndicator, ResultMeasurement
from . import codes
from .activity import Baseline, Document, Indicator, Period
from .activity import Result as StatedResult
from .from_money import run_of

Unit, Direction = ResultIndicator.Unit, ResultIndicator.Direction
SENT = {ProjectDocument.State.HERE, ProjectDocument.State.LINK}
WEB_PAGE = "text/html"
FORMATS = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
PLACES = Decimal("0.001")
# Words for people, small and without accents, in both languages of the register.
OF_PERSONS = re.compile(
    r"\b(?:persons?|people|individuals?|survivors?|victims?|wom[ae]n|m[ae]n|girls?|boys?|child(?:ren)?"
    r"|patients?|clients?|beneficiar(?:y|ies)|witness(?:es)?|complainants?"
    r"|personnes?|gens|survivante?s?|victimes?|femmes?|hommes?|filles?|garcons?|enfants?"
    r"|patientes?|clientes?|beneficiaires?|temoins?|plaignante?s?)\b"
)


def documents_of(documents: Iterable[ProjectDocument]) -> tuple[Document, ...]:
    """Those with an address that anybody may open. A kind that IATI has no category for is out."""
    return tuple(
        Document(
            document.url,
            _format(document.url),
            document.title,
            document.kind.iati,
            document.language if codes.is_known("Language", document.language) else "",
            document.date,
        )
        for document in documents
        if document.state in SENT
        and is_web_address(document.url)
        and codes.is_known("DocumentCategory", document.kind.iati)
    )


def is_web_address(url: str) -> bool:
    """Whether it is a plain address on the web, without a name and password in it."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
        )
    except ValueError:
        return False


def _format(url):
    ending = urlsplit(url).path.rpartition(".")[2].lower()
    return FORMATS.get(ending, WEB_PAGE)


def results_of(project: Project, results: Iterable[Result]) -> tuple[StatedResult, ...]:
    """Those that have an indicator: IATI takes no result without one."""
    found = []
    for result in results:
        indicators = tuple(_indicator(project, one) for one in result.public_indicators)
        if indicators:
            found.append(StatedResult(codes.RESULT[result.kind], result.text, indicators))
    return tuple(found)


def _indicator(project, indicator):
    told = [m for m in indicator.accepted if not _is_withheld(indicator, m)]
    periods = [Period(m.period_from, m.period_to, actual=stated_value(m)) for m in told]
    up = indicator.direction == Direction.UP
    said = [indicator.unit_note] if indicator.unit_note else []
    if len(told) < len(indicator.accepted) or _is_small(indicator, indicator.baseline or 0):
        said.append(_("Values that count a few are withheld."))
    return Indicator(
        title=indicator.title,
        measure=codes.PERCENTAGE if indicator.unit == Unit.PERCENT else codes.UNIT,
        ascending=None if indicator.direction == Direction.NONE else up,
        about=". ".join(said),
        baseline=_baseline(project, indicator),
        periods=(*periods, *_target(project, indicator)),
    )


def _baseline(project, indicator):
    """What is added up begins at nothing."""
    added = indicator.adds_up == ResultIndicator.AddsUp.SUM
    start = Decimal(0) if added else indicator.baseline
    year = indicator.baseline_year or (project.starts.year if added else None)
    if start is None or not year or _is_small(indicator, start):
        return None
    return Baseline(year, start)


def _is_withheld(indicator, measurement) -> bool:
    """A few persons are not put on the open internet, whoever else prints their number.

    Nor is a share of which the part, or what is left of the whole, is a few: both could be worked
    out from it. What a share counts is not recorded, so it is taken for persons.
    """
    if indicator.unit != Unit.PERCENT:
        return _is_small(indicator, stated_value(measurement))
    if measurement.numerator is None:
        return False
    part, whole = measurement.numerator, measurement.denominator
    return _is_few(part) or (part > 0 and _is_few(whole - part))


def _is_small(indicator, value) -> bool:
    """Also where the unit is a number, if the words say that it is one of persons."""
    words = f"{indicator.title} {indicator.unit_note}"
    of_persons = indicator.unit == Unit.PERSONS or (
        indicator.unit == Unit.NUMBER and OF_PERSONS.search(unaccented(words))
    )
    return bool(of_persons) and _is_few(value)


def _is_few(number) -> bool:
    return 0 < number < settings.SMALL_COUNT_THRESHOLD


def stated_value(measurement: ResultMeasurement) -> Decimal:
    """As given; of a part and a whole, the part, or its share where shares are measured."""
    if measurement.value is not None:
        return measurement.value
    if measurement.indicator.unit != Unit.PERCENT:
        return Decimal(measurement.numerator)
    return (Decimal(measurement.numerator) * 100 / measurement.denominator).quantize(PLACES)


def _target(project, indicator):
    """A period of its own, from the start of the project to the day the target is for."""
    until = indicator.target_date or run_of(project).ends
    if indicator.target is None or until is None or until < project.starts:
        return ()
    return (Period(project.starts, until, target=indicator.target),)
