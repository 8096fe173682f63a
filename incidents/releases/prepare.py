"""From the definition of a release to its decision: read, build, decide. Writes nothing."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import Release
from . import known
from .decide import Decision, Question, decide
from .definition import Definition, check
from .lists import kinds_of_parties, wholes_of_parties
from .record import NotReleasableError, read
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
        _check_editions(wholes, about)
    except NotReleasableError as refused:
        decision = Decision(report={"error": str(refused)})
        return Prepared(decision, [], record.vintage, ledger)
    question = Question(
        record,
        wholes,
        about,
        _context(release, record),
        release.threshold,
        kinds_of_parties(),
        wholes_of_parties(),
        settings.RELEASE_SECONDS,
    )
    return Prepared(decide(question), wholes, record.vintage, ledger)


def _check_editions(wholes, about):
    """Where regions were cut anew, readers see on a map what two editions tell together."""
    ours = {axis.dimension for whole in wholes for axis in whole.axes if axis.name == "region"}
    for each in about if ours else ():
        if {name for name, _codes in each.axes if name.startswith("region")} - ours:
            raise NotReleasableError(
                _(
                    "%(name)s counts by regions of another edition of codes. What both tell"
                    " together cannot be held back: release these tables without regions."
                )
                % {"name": each.name}
            )


def _context(release, record):
    """The tables of earlier releases of the same data, with their counts: more can be printed."""
    found = []
    for earlier in known.releases_about(release.submission):
        if earlier.prepared.vintage != record.vintage:
            continue
        for whole in build(record, Definition.from_json(earlier.definition)):
            found.append((f"known:{earlier.reference}:{whole.order}", whole))
    return found
