"""A table laid out as a grid of fields: from what is saved, and from what was typed.

A field is named after the place of its cell, never after its row on the page: the same text means
the same cell however the table is laid out. Rows and columns without a number are not saved; they
stay on the page, and after saving in its address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from . import grid
from .axes import Axes, Value, periods_in, value_of
from .grid import Entry
from .models import Cell, Tabulation
from .typed import read_entry, shown_text

MOST_CELLS = 2000
Place = tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """The head of a row or a column: its values, one for each dimension it stands for."""

    token: str
    label: str
    values: tuple[Value, ...]


@dataclass
class Field:
    """One cell on the page: what is written in it, and what is wrong with that."""

    place: Place
    row: str
    column: str
    label: str
    text: str = ""
    words: str = ""
    entry: Entry | None = None
    error: str = ""

    @property
    def name(self) -> str:
        return "n_" + "_".join(self.place)

    @property
    def words_name(self) -> str:
        return "w_" + "_".join(self.place)


@dataclass(frozen=True)
class Line:
    """One row of the grid, ready to print."""

    head: Head
    fields: tuple[Field, ...]
    sum: int | None


class Sheet:
    """The grid of one table. `across` is the dimension in the columns; empty for one column."""

    def __init__(self, table: Tabulation, user: Any, typed: QueryDict | None, asked: QueryDict):
        self.table, self.typed = table, typed
        # The form of the page writes into the table what is typed; the grid is of what is saved.
        self.dimensions = list(table.dimensions)
        self.axes, self.errors = Axes(table, user), []
        cells = table.cells.select_related("region", "form", "perpetrator", "party", "survivor")
        self.saved = {self._place_of(cell): cell for cell in cells}
        self.axes.admit(self.saved.values())
        given = asked if typed is None else typed
        self.across = self._across(given.get("across"))
        self.rows, self.columns = [], []
        if typed is None:
            self._admit_saved()
        rows, columns = given.getlist("row"), given.getlist("column")
        if len(rows) * max(len(columns), 1) > MOST_CELLS:
            self.errors.append(_("That would be more cells than one page can hold."))
            rows = columns = []
        self._join(self.rows, self._heads(self.down, rows))
        self._join(self.columns, self._heads(self.over, columns))
        if typed is None:
            self.errors = []  # an address that names what is no longer there
        self._admit_saved()
        self._lay_out()

    @property
    def over(self) -> list[str]:
        return [self.across] if self.across else []

    @property
    def down(self) -> list[str]:
        return [name for name in self.dimensions if name != self.across]

    @property
    def has_words(self) -> bool:
        """With one column there is room for the source's own words."""
        return not self.across

    @property
    def is_valid(self) -> bool:
        return not self.errors and not any(field.error for field in self.fields.values())

    @property
    def is_filled(self) -> bool:
        return any(field.text for field in self.fields.values())

    @property
    def lines(self) -> list[Line]:
        found = []
        for row in self.rows:
            fields = tuple(self._field(row, column) for column in self._columns)
            found.append(Line(row, fields, grid.added_up(field.entry for field in fields)))
        return found

    @property
    def column_sums(self) -> list[int | None]:
        return [
            grid.added_up(self._field(row, column).entry for row in self.rows)
            for column in self._columns
        ]

    @property
    def sum(self) -> int | None:
        return grid.added_up(field.entry for field in self.fields.values())

    def changes(self) -> list[grid.Change]:
        """What is to be written, in the order of the page."""
        before = {place: (_entry(cell), cell.as_written) for place, cell in self.saved.items()}
        sent = [field for field in self.fields.values() if field.name in self.typed]
        now = {field.place: field.entry for field in sent}
        words = {f.place: f.words for f in sent if f.words_name in self.typed}
        return grid.changes(before, now, words)

    def value(self, dimension: str, place: Place) -> Value:
        found = self.axes.find(dimension, place[self.dimensions.index(dimension)])
        if found is None:  # only what was found before is ever laid out
            raise LookupError(dimension)
        return found

    def add(self, dimensions: Iterable[str]) -> None:
        """More rows or columns, as chosen on the page: each with each."""
        dimensions = list(dimensions)
        chosen = [self._chosen(name) for name in dimensions]
        if not all(chosen):
            self.errors.append(_("Choose at least one of each, or give a period."))
            return
        tokens = ["_".join(each) for each in product(*chosen)]
        heads = self.columns if dimensions == self.over else self.rows
        others = self._columns if heads is self.rows else self.rows
        if (len(heads) + len(tokens)) * max(len(others), 1) > MOST_CELLS:
            self.errors.append(_("That would be more cells than one page can hold."))
            return
        self._join(heads, self._heads(dimensions, tokens))
        self._lay_out()

    def turn(self, across: str) -> None:
        """Another dimension in the columns: what is typed stays, each text in its cell."""
        places = list(self.fields)
        self.across = self._across(across)
        self.rows, self.columns = [], []
        for place in places:
            self._admit(place)
        self._lay_out()

    def carried(self) -> dict[str, Any]:
        """For the address after saving: the layout, and the rows and columns without a number."""
        filled = {place for place, field in self.fields.items() if field.entry is not None}
        rows = {self._token(place, self.down) for place in filled}
        columns = {self._token(place, self.over) for place in filled}
        return {
            "across": self.across or "none",
            "row": [head.token for head in self.rows if head.token not in rows],
            "column": [head.token for head in self.columns if head.token not in columns],
        }

    @property
    def _columns(self) -> list[Head]:
        return self.columns if self.across else [Head("", "", ())]

    def _across(self, wanted: str | None) -> str:
        names = self.dimensions
        if len(names) < 2 or wanted == "none":
            return ""
        if wanted in names:
            return wanted
        if any(cell.as_written for cell in self.saved.values()) or "party" in names:
            return ""  # a party belongs to one group, and words need room
        return names[-1]

    def _heads(self, dimensions: list[str], tokens: Iterable[str]) -> list[Head]:
        heads = {}
        for token in tokens:
            parts = token.split("_")
            values = [self.axes.find(*pair) for pair in zip(dimensions, parts, strict=False)]
            if not dimensions or len(parts) != len(dimensions) or None in values:
                self.errors.append(_("A row or column is in none of the lists."))
                continue
            heads[token] = Head(token, ", ".join(str(v.label) for v in values), tuple(values))
        return list(heads.values())

    def _join(self, heads: list[Head], more: list[Head]) -> None:
        known = {head.token for head in heads}
        heads += [head for head in more if head.token not in known]

    def _admit_saved(self) -> None:
        for place in self.saved:
            self._admit(place)

    def _admit(self, place: Place) -> None:
        for heads, dimensions in ((self.rows, self.down), (self.columns, self.over)):
            token = self._token(place, dimensions)
            if dimensions:
                self._join(heads, self._heads(dimensions, [token]))

    def _token(self, place: Place, dimensions: list[str]) -> str:
        return "_".join(place[self.dimensions.index(name)] for name in dimensions)

    def _place_of(self, cell: Cell) -> Place:
        return tuple(value_of(cell, name).token for name in self.dimensions)

    def _place(self, row: Head, column: Head) -> Place:
        down = iter(row.values)
        return tuple(
            (column.values[0] if name == self.across else next(down)).token
            for name in self.dimensions
        )

    def _field(self, row: Head, column: Head) -> Field:
        return self.fields[self._place(row, column)]

    def _lay_out(self) -> None:
        """A field for each row and column, with what was typed, else with what is saved."""
        self.fields = {}
        for row, column in product(self.rows, self._columns):
            place = self._place(row, column)
            label = f"{row.label}, {column.label}" if self.across else row.label
            field = Field(place, row.token, column.token, label)
            self._fill(field)
            self.fields[place] = field

    def _fill(self, field: Field) -> None:
        cell = self.saved.get(field.place)
        if cell is not None:
            field.entry, field.words = _entry(cell), cell.as_written
            field.text = shown_text(field.entry)
        if self.typed is not None and field.name in self.typed:
            field.text = self.typed[field.name].strip()
            field.words = self.typed.get(field.words_name, field.words).strip()
            field.entry, field.error = read_entry(field.text)
            if not field.error:
                field.error = _words_error(field)
            if cell is None and field.entry is not None and self._is_closed(field.place):
                field.error = _("This code is closed. Choose one that is in use.")

    def _is_closed(self, place: Place) -> bool:
        """Whether a code of this place is no longer used: what stands there stays, no more."""
        return any(self.value(name, place).closed for name in self.dimensions)

    def _chosen(self, dimension: str) -> list[str]:
        """Tokens ticked for a dimension; none ticked means those that the page has already."""
        ticked = self.typed.getlist(f"add_{dimension}")
        if "all" in ticked:
            return [token for token, v in self.axes[dimension].items() if not v.closed]
        if dimension == "occurred":
            tokens, wrong = periods_in(self.typed.get("add_periods", ""))
            ticked += tokens
            self.errors += [_("“%s” is no period that can be read.") % text for text in wrong]
        if ticked or dimension in self.over or len(self.down) == 1:
            return list(dict.fromkeys(ticked))
        at = self.down.index(dimension)
        return list(dict.fromkeys(head.values[at].token for head in self.rows))


def _words_error(field: Field) -> str:
    if field.entry is None and field.words:
        return _("The source's words need a number or a state beside them.")
    most = Cell._meta.get_field("as_written").max_length
    return _("At most %d characters.") % most if len(field.words) > most else ""


def _entry(cell: Cell) -> Entry:
    return Entry(cell.count, cell.state)
