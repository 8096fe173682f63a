"""Documents and results of a project as IATI states them; only what is public comes here."""

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings

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
    periods = [
        Period(m.period_from, m.period_to, actual=value)
        for m in indicator.accepted
        if not _is_small(indicator, value := stated_value(m))
    ]
    up = indicator.direction == Direction.UP
    return Indicator(
        title=indicator.title,
        measure=codes.PERCENTAGE if indicator.unit == Unit.PERCENT else codes.UNIT,
        ascending=None if indicator.direction == Direction.NONE else up,
        about=indicator.unit_note,
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


def _is_small(indicator, value) -> bool:
    """A few persons are not put on the open internet, whoever else prints their number."""
    return indicator.unit == Unit.PERSONS and 0 < value < settings.SMALL_COUNT_THRESHOLD


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
