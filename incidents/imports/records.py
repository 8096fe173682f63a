"""The rows of a file by record and table, held against what the register has."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from foundation.imports.plan import Outcome

from ..forms import SubmissionForm
from ..models import Status
from . import overlaps
from .columns import DIMENSIONS
from .held import HeldCell, HeldRecord, HeldTable
from .rows import Said


@dataclass(frozen=True, eq=False)
class Change:
    """A count that will be written: a new one, or another number for one that is there."""

    said: Said
    was: HeldCell | None = None


@dataclass
class FileTable:
    """The rows of one table of one record, and the table that is there for them."""

    title: str
    dimensions: tuple[str, ...]
    rows: list[tuple[Outcome, Said]] = field(default_factory=list)
    held: HeldTable | None = None
    new: int = 0
    changed: int = 0
    same: int = 0

    @property
    def adds_up(self) -> bool:
        if self.held is not None:
            return self.held.adds_up
        return all(said.adds_up is not False for _outcome, said in self.rows)

    @property
    def kept(self) -> int:
        """Counts that are there and not in the file: they stay as they are."""
        return len(self.held.cells) - self.changed - self.same if self.held else 0


@dataclass
class FileRecord:
    """The rows of one record."""

    facts: Any
    rows: list[tuple[Outcome, Said]] = field(default_factory=list)
    sums: list[tuple[Outcome, Said]] = field(default_factory=list)
    tables: list[FileTable] = field(default_factory=list)
    held: HeldRecord | None = None
    seen: set[tuple] = field(default_factory=set)  # the records about the same, as they were
    form: SubmissionForm | None = None
    stated: int | None = None  # as the file prints it
    notes: list[Any] = field(default_factory=list)
    added_up: dict[tuple, Any] = field(default_factory=dict)  # what tables give, worked out once

    @property
    def is_new(self) -> bool:
        return self.held is None

    @property
    def will_write(self) -> bool:
        rows = (outcome.ready for outcome, _said in self.rows)
        return self.writes_total or any(isinstance(ready, Change) for ready in rows)

    @property
    def writes_total(self) -> bool:
        """Whether the stated total of the file goes in: nowhere over another one."""
        if self.stated is None:
            return False
        return self.held is None or (self.held.is_own and self.held.row.stated_total is None)


def by_record(outcomes: list[Outcome]) -> dict[tuple, FileRecord]:
    """The rows that could be read, by their record; sums that the source prints apart."""
    found: dict[tuple, FileRecord] = {}
    for outcome in outcomes:
        said = outcome.ready
        if said is None:
            continue
        record = found.setdefault(said.facts.key, FileRecord(said.facts))
        (record.sums if said.is_total else record.rows).append((outcome, said))
    return found


def into_tables(record: FileRecord) -> None:
    """One table for each title and each set of dimensions.

    In a table by party, a row without a party is one of a group that is no named party.
    """
    tables: dict[tuple, FileTable] = {}
    with_party = {
        (said.table, said.place.dimensions - {"party"})
        for _outcome, said in record.rows
        if said.place.party is not None
    }
    for outcome, said in record.rows:
        held = said.place.dimensions
        if "perpetrator" in held and (said.table, held) in with_party:
            held |= {"party"}
        names = tuple(name for name in DIMENSIONS if name in held)
        table = tables.setdefault((said.table, names), FileTable(said.table, names))
        table.rows.append((outcome, said))
    record.tables = list(tables.values())


def choose(record: FileRecord, candidates: list[HeldRecord]) -> None:
    """Which record that is there the rows belong to; none makes a new draft."""
    own = [held for held in candidates if held.is_own]
    if len(own) > 1:
        told = _("You have more than one draft of this. Bring the file in from the page of one.")
        _mark(record, told)
    elif candidates:
        rest = sorted(candidates, key=lambda held: held.row.status != Status.APPROVED)
        record.held = (own or rest)[0]
        for table in record.tables:
            _find_table(table, record.held)


def _find_table(table, held):
    same = [one for one in held.tables if one.dimensions == table.dimensions
            and table.title in ("", one.title)]  # fmt: skip
    if len(same) > 1:
        told = _("The record has two such tables. Name the one that is meant in a column “Table”.")
        for outcome, _said in table.rows:
            outcome.errors.append(("table", told))
    elif same:
        table.held = same[0]


def compare(record: FileRecord) -> None:
    """What is new, what changes and what is there already; what cannot be both in one table."""
    for table in record.tables:
        seen: dict[str, int] = {}
        for outcome, said in table.rows:
            key = said.place.key
            if key in seen:
                told = _("This is the same place in the table as row %(number)d.")
                outcome.errors.append(("", told % {"number": seen[key]}))
            seen.setdefault(key, outcome.row.number)
            _compare_one(table, outcome, said, key)
        overlaps.find(table)
    if record.held is not None and not record.held.is_own:
        _locked(record)


def _compare_one(table, outcome, said, key):
    was = table.held.cells.get(key) if table.held else None
    if was is None:
        outcome.ready = Change(said)
        table.new += 1
    elif (was.count, was.state) == (said.count, said.state) and (
        said.as_written in ("", was.as_written)
    ):
        outcome.ready = None
        table.same += 1
    else:
        outcome.ready = Change(said, was)
        table.changed += 1


def _locked(record):
    """What is there, and not open to this person, is only compared."""
    status = record.held.row.status
    if status == Status.APPROVED:
        told = _("This record is approved and locked. A correction is a new record.")
    elif status == Status.SUBMITTED:
        told = _("This record waits for its review and cannot be changed now.")
    elif status == Status.WITHDRAWN:
        told = _("This record was withdrawn.")
    else:
        told = _("Somebody else has an open record of this.")
    for outcome, _said in record.rows:
        if outcome.ready is not None and not outcome.errors:
            outcome.errors.append(("", told))


def _mark(record, told):
    for outcome, _said in [*record.rows, *record.sums]:
        outcome.errors.append(("", told))
