"""The sums that a source prints beside its cells: compared, kept as printed, never cells."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .. import findings, wording
from ..models.choices import Verification
from ..shown import Period
from .columns import DIMENSIONS
from .records import FileRecord


@dataclass(frozen=True)
class PrintedSum:
    """A sum that is not what the rows under it give."""

    row: int
    part: str
    label: str
    printed: int
    added_up: int
    has_gaps: bool

    @property
    def sentence(self) -> str:
        told = _("Row %(row)s prints %(printed)d as the sum%(of)s; its parts add up to"
                 " %(added_up)d.")  # fmt: skip
        of = _(" of %(label)s") % {"label": self.label} if self.label else ""
        facts = {"row": f"{self.row}{self.part}", "printed": self.printed, "of": of}
        text = told % {**facts, "added_up": self.added_up}
        return f"{text} {_('Some parts have no number.')}" if self.has_gaps else text


def check_sums(record: FileRecord) -> None:
    """Holds each printed sum against its parts, and finds the stated total of the record."""
    grand = []
    for outcome, said in record.sums:
        outcome.ready = None
        if said.count is None:
            continue
        table = _table_of(record, said)
        if not said.place.dimensions:
            grand.append((outcome, said))
        elif table is None:
            told = _("There are no rows of which this is the sum.")
            outcome.errors.append(("", told))
        if table is not None:
            _compare(record, table, outcome, said)
    _stated_total(record, grand)


def _table_of(record, said):
    names = said.place.dimensions | said.totals
    wanted = tuple(name for name in DIMENSIONS if name in names)
    for table in record.tables:
        if table.title == said.table and table.dimensions == wanted:
            return table
    return None


def _compare(record, table, outcome, said):
    names = tuple(name for name in DIMENSIONS if name in said.place.dimensions)
    if not table.adds_up:
        return
    added, gaps = _sums(record, table, names).get(_values(said, names), (0, False))
    if added != said.count:
        label = ", ".join(_label(getattr(said.place, name)) for name in names)
        record.notes.append(
            PrintedSum(outcome.row.number, outcome.row.part, label, said.count, added, gaps)
        )


def _sums(record, table, names):
    """What the rows of a table give by some of its dimensions; worked out once for each."""
    key = (id(table), names)
    if key not in record.added_up:
        sums = defaultdict(lambda: (0, False))
        for _outcome, said in table.rows:
            place = _values(said, names)
            added, gaps = sums[place]
            sums[place] = (added + (said.count or 0), gaps or said.count is None)
        record.added_up[key] = sums
    return record.added_up[key]


def _values(said, names):
    return tuple(getattr(said.place, name) for name in names)


def _label(value):
    return f"{value[0]:%Y-%m-%d} – {value[1]:%Y-%m-%d}" if isinstance(value, tuple) else value.name


def _stated_total(record, grand):
    """That of its own column; without one, the one that the tables print."""
    said = {facts.total: outcome for outcome, one in [*record.rows, *record.sums]
            if (facts := one.facts).total is not None}  # fmt: skip
    printed = {one.count: outcome for outcome, one in grand}
    if len(said) > 1:
        told = _("Another row of this record has another stated total.")
        list(said.values())[-1].errors.append(("stated_total", told))
    elif not said and len(printed) > 1:
        told = _("The tables of this record print two totals. Write the one that the source states"
                 " in a column “Stated total”.")  # fmt: skip
        list(printed.values())[-1].errors.append(("count", told))
    record.stated = next(iter(said or printed), None)


class _Named:
    """How a record that may not be there yet is named in a sentence about its figures."""

    def __init__(self, record: FileRecord):
        facts = record.facts
        self.source, self.occurred = facts.source, Period(*(facts.occurred or ()))
        self.verification_label = Verification(facts.verification).label


def findings_of(record: FileRecord) -> list[str]:
    """What does not fit in the record as it would be, and in the sums as they are printed."""
    row = record.held.row if record.held else None
    held_total = row.stated_total if row is not None else None
    total = record.stated if held_total is None else held_total
    figures = findings.Figures(
        key="", source=record.facts.source.pk, country=record.facts.country.pk,
        unit=record.facts.unit, verification=record.facts.verification,
        occurred=record.facts.occurred, verified=record.facts.verified, total=total,
        tables=tuple(_figures(table) for table in [*record.tables, *_untouched(record)]),
    )  # fmt: skip
    itself = {"": _Named(record)}
    told = [wording.finding(found, itself) for found in findings.check(figures)]
    if held_total is not None and record.stated not in (None, held_total):
        told.append(
            _("The file prints %(printed)d as the total, the record states %(stated)d. The record"
              " keeps its own.") % {"printed": record.stated, "stated": held_total}
        )  # fmt: skip
    # A sum of everything that is the stated total was compared above.
    notes = [note for note in record.notes if note.label or note.printed != total]
    return told + [note.sentence for note in notes]


def _untouched(record):
    touched = {id(table.held) for table in record.tables}
    return [held for held in (record.held.tables if record.held else ())
            if id(held) not in touched]  # fmt: skip


def _figures(table):
    """A table of the file over what is there, or one that is only there."""
    rows = getattr(table, "rows", ())
    held = table.held if rows else table
    counts = {key: cell.count for key, cell in held.cells.items()} if held else {}
    counts |= {said.place.key: said.count for _outcome, said in rows}
    parts = tuple(findings.Part((), "", count) for count in counts.values())
    return findings.Table(table.dimensions, parts, table.adds_up)
