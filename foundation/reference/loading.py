"""Brings the files in data/ into the database.

The first line of each file says where its facts are from; the second names the columns. A row
that is there already stays as it is, since somebody may have corrected it in the admin; only
`update=True` brings it back in line with its file. What is in the database and in no file is left
alone. All or nothing, and a second run changes nothing and writes no history.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.db import models, transaction
from simple_history.utils import bulk_create_with_history

from .models import Code, Country, Organisation, Region

DATA = Path(__file__).parent / "data"


class Table(NamedTuple):
    """A file as it stands: its origin and its rows, all text."""

    origin: str
    rows: list[dict[str, str]]


class ReferenceList(NamedTuple):
    """A file, its model, and the columns by which a row is known again."""

    name: str
    model: type[models.Model]
    keys: tuple[str, ...]


@dataclass
class Counts:
    """What became of the rows of one file; `changes` and `kept` say which rows and how."""

    new: int = 0
    same: int = 0
    changes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def changed(self) -> int:
        return len(self.changes)


# In this order: each list may point to those before it.
LISTS = (
    ReferenceList("countries", Country, ("iso2",)),
    ReferenceList("regions", Region, ("country", "pcode", "vintage")),
    ReferenceList("organisations", Organisation, ("slug",)),
    ReferenceList("codes", Code, ("list", "code")),
)

# How a file names a row of another list, or, for an organisation, of its own.
POINTS_BY = {Country: "iso2", Organisation: "slug"}


def read_table(name: str, folder: Path = DATA) -> Table:
    """Read one file without touching the database; ValueError if it does not state its origin."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        first = file.readline()
        if not first.startswith("# "):
            raise ValueError(f"{name}.csv must begin with a line '# ' that states its origin.")
        return Table(first[2:].strip(), list(csv.DictReader(file, strict=True)))


@transaction.atomic
def load_reference(*, update: bool = False, folder: Path = DATA) -> dict[str, Counts]:
    """Load every file, in order; the counts by name of the file."""
    return {each.name: _Loader(each, update, folder).run() for each in LISTS}


class _Loader:
    """One file on its way in."""

    def __init__(self, source: ReferenceList, update: bool, folder: Path):
        self.name, self.model, self.keys = source
        self.update = update
        self.table = read_table(source.name, folder)
        self.counts = Counts()
        points = [each.name for each in self.model._meta.fields if each.is_relation]
        rows = self.model._default_manager.select_related(*points)
        self.existing = {tuple(getattr(obj, key) for key in self.keys): obj for obj in rows}
        self.known = {
            model: {getattr(obj, by): obj for obj in model._default_manager.all()}
            for model, by in POINTS_BY.items()
        }

    def run(self) -> Counts:
        """Rows that point to rows of their own file wait until those are there."""
        waiting = self.table.rows
        while waiting:
            ready = [row for row in waiting if not self._missing(row)]
            if not ready:
                raise ValueError(f"{self.name}.csv: {self._missing(waiting[0])} is in no list.")
            waiting = [row for row in waiting if self._missing(row)]
            self._create([values for row in ready if (values := self._take(row))])
        return self.counts

    def _missing(self, row: dict[str, str]) -> str:
        """The first row this one points to that is not there yet."""
        for column, text in row.items():
            known = self._pointed_to(column)
            if text and known is not None and text not in known:
                return text
        return ""

    def _take(self, row: dict[str, str]) -> dict[str, Any] | None:
        """The values of a row that is new; one that exists is compared here and now."""
        values = {column: self._value(column, text) for column, text in row.items()}
        if self.model is Code:
            values["origin"] = self.table.origin
        obj = self.existing.get(tuple(values[key] for key in self.keys))
        if obj is None:
            return values
        self._compare(obj, values)
        return None

    def _compare(self, obj: models.Model, values: dict[str, Any]) -> None:
        differing = {name: new for name, new in values.items() if getattr(obj, name) != new}
        if not differing:
            self.counts.same += 1
            return
        told = ", ".join(f"{n}: {getattr(obj, n)} -> {new}" for n, new in differing.items())
        line = f"{' '.join(str(values[key]) for key in self.keys)}: {told}"
        if not self.update:
            self.counts.kept.append(line)
            return
        for name, new in differing.items():
            setattr(obj, name, new)
        obj._change_reason = f"{self.name}.csv"
        obj.save(update_fields=list(differing))
        self.counts.changes.append(line)

    def _create(self, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        objects = [self.model(**values) for values in rows]
        bulk_create_with_history(
            objects, self.model, batch_size=200, default_change_reason=f"{self.name}.csv"
        )
        self.counts.new += len(objects)
        if self.model in POINTS_BY:
            by = POINTS_BY[self.model]
            self.known[self.model].update({getattr(obj, by): obj for obj in objects})

    def _value(self, column: str, text: str) -> Any:
        known = self._pointed_to(column)
        if known is not None:
            return known[text] if text else None
        target = self.model._meta.get_field(column)
        return None if target.null and not text else target.to_python(text)

    def _pointed_to(self, column: str) -> dict[str, models.Model] | None:
        return self.known.get(self.model._meta.get_field(column).related_model)
