"""Findings with what people wrote of them: the one place that puts the two together.

Pages and exports take both from here, so that an explanation goes wherever its figure goes. Works
with records that are shown to one reader: nothing is found in a count that is not theirs, and an
explanation is among their notes only if they may read all that it is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from . import wording
from .findings import Finding, between, check
from .shown import Note, Shown


@dataclass(frozen=True)
class Explained:
    """One finding in words, the newest explanation, and whether it was written for other numbers.

    `about` are the records, `url` is where to explain it.
    """

    finding: Finding
    text: str
    about: tuple[Shown, ...]
    url: str
    note: Note | None = None
    outdated: str = ""

    @property
    def slug(self) -> str:
        return self.finding.slug

    @property
    def explanation(self) -> str:
        """What was said of it, and whether it was said of other numbers; empty if nothing was."""
        return " ".join(filter(None, [self.note.text, self.outdated])) if self.note else ""

    @property
    def told(self) -> str:
        """The finding and its explanation in one text, for where a figure has only one place."""
        return " ".join([self.text, self.explanation]) if self.note else ""


def findings_of(record: Shown, beside: Iterable[Shown] = ()) -> list[Explained]:
    """What does not fit within this record, and between it and those beside it."""
    found = findings_among([record, *beside])
    return [each for each in found if record.reference in each.finding.keys]


def findings_among(records: Iterable[Shown]) -> list[Explained]:
    """Everything that does not fit in these records and between them, where counts are shown."""
    by_reference = {shown.reference: shown for shown in records if shown.released}
    figures = [shown.figures() for shown in by_reference.values()]
    found = [finding for one in figures for finding in check(one)] + between(figures)
    return [_explained(finding, by_reference) for finding in found]


def _explained(finding, by_reference):
    about = tuple(by_reference[key] for key in finding.keys)
    notes = [note for one in about for note in one.notes if note.slug == finding.slug]
    note = max(notes, key=lambda note: note.when, default=None)
    outdated = ""
    if note is not None and list(note.numbers) != finding.numbers:
        outdated = wording.written_when(finding.kind, note.numbers)
    return Explained(
        finding,
        wording.finding(finding, by_reference),
        about,
        reverse("incidents:explain", args=[about[0].reference, finding.slug]),
        note,
        outdated,
    )
