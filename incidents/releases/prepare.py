"""From the definition of a release to its decision: read, build, decide. Writes nothing."""

from dataclasses import dataclass

from django.conf import settings

from ..models import Release
from . import known
from .alike import agreed, check_editions
from .decide import Decision, Question, decide
from .definition import Definition, check
from .lists import kinds_of_parties, wholes_of_parties
from .record import NotReleasableError, read
from .structure import as_expected
from .tables import Whole, build


@dataclass(frozen=True)
class Prepared:
    """A decision with what it was made from: the data and everything known on that day."""

    decision: Decision
    wholes: list[Whole]
    vintage: str
    ledger: str


def prepare(release: Release) -> Prepared:
    """Decides for all tables of the release together, after everything readers know."""
    record = read(release.submission)
    ledger = known.digest(release.submission)
    definition = Definition.from_json(release.definition)
    try:
        check(definition, record)
        wholes = build(record, definition)
        about = known.known_about(release.submission)
        check_editions(wholes, about)
        belongs = agreed(wholes, about, wholes_of_parties())
    except NotReleasableError as refused:
        decision = Decision(report={"error": str(refused)})
        return Prepared(decision, [], record.vintage, ledger)
    question = Question(
        record,
        wholes,
        about,
        _context(release, record),
        release.threshold,
        as_expected(kinds_of_parties(), belongs, record.tables, about),
        belongs,
        settings.RELEASE_SECONDS,
    )
    return Prepared(decide(question), wholes, record.vintage, ledger)


def _context(release, record):
    """The tables of earlier releases of the same data, with their counts: more can be printed."""
    found = []
    for earlier in known.releases_about(release.submission):
        if earlier.prepared.vintage != record.vintage:
            continue
        try:
            wholes = build(record, Definition.from_json(earlier.definition))
        except NotReleasableError:  # a list has changed since: less can be printed without it
            continue
        found += [(f"known:{earlier.reference}:{whole.order}", whole) for whole in wholes]
    return found
