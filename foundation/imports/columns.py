"""Which column of a file is which: by its heading in either language, its name or its HXL tag."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from .child.cells import letters
from .reading import Cell, Limits, Line, Table
from .refusals import sentence
from .words import plain, spellings


@dataclass(frozen=True)
class Column:
    """What may stand in one column. `codes` gives (code, meaning) where only these may."""

    name: str
    label: str | Promise
    help: str | Promise = ""
    required: bool = False
    example: str = ""
    codes: Callable[[], list[tuple[str, str]]] | None = None
    aliases: tuple[str, ...] = ()
    hxl: tuple[str, ...] = ()
    number: bool = False

    def words(self) -> set[str]:
        """Every heading by which it is known."""
        return {plain(word) for word in (self.name, *spellings(self.label), *self.aliases)}


@dataclass(frozen=True)
class Row:
    """The cells of one row by the name of their column."""

    number: int
    cells: dict[str, Cell]
    stray: list[tuple[str, Cell]] = field(default_factory=list)  # cells under no heading
    part: str = ""  # letter of the column, where one row of the file holds several of these

    def __getitem__(self, name: str) -> Cell:
        return self.cells.get(name)


@dataclass(frozen=True)
class Matched:
    """A file with its columns recognised."""

    columns: list[tuple[int, Column]]  # place in the file, what stands there
    unknown: list[str]
    rows: list[Row]


def headings(table: Table) -> list[str]:
    """The texts of the heading row."""
    return ["" if cell is None else str(cell) for cell in table.lines[0].cells]


def recognise(table: Table, columns: tuple[Column, ...], mapping: dict[str, str] | None = None):
    """The columns that are known, by their place. `mapping` (heading_key to name) goes first.

    ValidationError where heading and tag of one column contradict each other.
    """
    by_word = {word: column for column in columns for word in column.words()}
    by_tag = {tag_key(tag): column for column in columns for tag in column.hxl}
    by_name = {column.name: column for column in columns}
    tags = tags_of(table)
    found = {}
    for place, heading in enumerate(headings(table)):
        if (mapped := (mapping or {}).get(heading_key(heading))) is not None:
            if mapped in by_name:
                found[place] = by_name[mapped]
            continue
        said = by_word.get(plain(heading)) if plain(heading) else None
        tag = tags.get(place, heading if heading.startswith("#") else "")
        tagged = by_tag.get(tag_key(tag)) if tag else None
        if said and tagged and said is not tagged:
            refuse("contradiction", heading=heading, tag=tag, label=tagged.label)
        if said or tagged:
            found[place] = said or tagged
    return found


def match(table: Table, columns: tuple[Column, ...], known: dict[int, Column], *, strict: bool):
    """The rows of a file by column. ValidationError for a column twice, missing or, if strict,
    unknown."""
    names = headings(table)
    unknown = [name for place, name in enumerate(names) if name and place not in known]
    if not known:
        refuse("nothing-known")
    seen = {}
    for place, column in known.items():
        if column.name in seen:
            first = names[seen[column.name]]
            refuse("duplicate", first=first, second=names[place], label=column.label)
        seen[column.name] = place
    missing = [str(column.label) for column in columns if column.required
               and column.name not in seen]  # fmt: skip
    if missing:
        refuse("missing", labels=", ".join(missing))
    if strict and unknown:
        refuse("unknown", headings=", ".join(unknown))
    return Matched(sorted(known.items()), unknown, rows_of(table, known))


def rows_of(table: Table, known: dict[int, Column]) -> list[Row]:
    """What stands under the headings, row by row."""
    names = headings(table)
    return [_row(line, known, names) for line in lines_of(table)]


def lines_of(table: Table) -> list[Line]:
    """The lines under the headings and their tags."""
    return table.lines[2:] if tags_of(table) else table.lines[1:]


def heading_key(heading: str) -> str:
    """A heading of any script, as a mapping remembers it."""
    return " ".join(heading.split()).casefold()


def tag_key(tag: str) -> tuple[str, frozenset[str]]:
    """#value +usd+amount and #value+amount+usd are the same."""
    first, *attributes = tag.lower().replace(" ", "").split("+")
    return first, frozenset(attributes)


def tags_of(table: Table) -> dict[int, str]:
    """The tags under the headings, where the second row holds nothing else."""
    if len(table.lines) < 2:
        return {}
    cells = dict(enumerate(table.lines[1].cells))
    held = {place: cell for place, cell in cells.items() if cell is not None}
    every = all(isinstance(cell, str) and cell.startswith("#") for cell in held.values())
    return held if held and every else {}


def _row(line: Line, known, names) -> Row:
    stray = [
        (letters(place), cell)
        for place, cell in enumerate(line.cells)
        if cell is not None and place not in known and not (place < len(names) and names[place])
    ]
    return Row(line.number, {c.name: line.at(place) for place, c in known.items()}, stray)


def refuse(code: str, **facts: Any):
    """Refuse the file whole."""
    raise ValidationError(sentence(code, Limits(), facts), code=code)
