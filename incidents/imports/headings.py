"""What the headings of a file stand for: columns, or values of the dimension that runs across."""

from typing import Any

from django.utils.translation import gettext as _

from foundation.imports.child.cells import letters
from foundation.imports.columns import (
    Column,
    Matched,
    Row,
    heading_key,
    headings,
    lines_of,
    match,
    recognise,
    refuse,
    rows_of,
    tags_of,
)
from foundation.imports.reading import Table
from foundation.imports.words import plain

from ..models.tabulations import LISTS, Dimension
from .columns import DIMENSIONS
from .lists import Lists, is_total
from .shapes import Across, Cross, MixedShapeError, cross_of, unpivot

ACROSS = "across:"
SUM = f"{ACROSS}total"


class HeadingReader:
    """The headings of one table. `mapping` is what somebody said of them before."""

    def __init__(self, table: Table, columns: tuple[Column, ...], lists: Lists, mapping: Any):
        self.table, self.columns, self.lists = table, columns, lists
        self.names, self.tags = headings(table), tags_of(table)
        self.known = recognise(table, columns, mapping)
        self.rest = {place: text for place, text in enumerate(self.names)
                     if text and place not in self.known}  # fmt: skip
        said = {place: (mapping or {}).get(heading_key(text), "")
                for place, text in self.rest.items()}  # fmt: skip
        self.said = {place: text for place, text in said.items() if text.startswith(ACROSS)}
        self.cross = self._cross()
        used = {one.place for one in self.cross.headings} if self.cross else set()
        self.unknown = [text for place, text in self.rest.items()
                        if place not in used and not self._is_sum(place)]  # fmt: skip

    def matched(self) -> Matched:
        """The rows of a long table, or the cells of a cross-table as such rows."""
        self._refuse_stray()
        if self.unknown:
            refuse("unknown", headings=", ".join(self.unknown))
        if self.cross is None:
            return match(self.table, self.columns, self._with_count(), strict=True)
        sums = self._sum_column()
        known = {place: column for place, column in self.known.items() if place not in sums}
        more = tuple(Across(place, self.names[place], "total") for place in sums)
        return self._long(known, Cross(self.cross.dimension, (*self.cross.headings, *more)))

    def meanings(self) -> dict[int, str]:
        """What each heading stands for, as a mapping writes it."""
        found = {place: column.name for place, column in self.known.items()}
        for one in self.cross.headings if self.cross else ():
            found[one.place] = self._written(self.cross.dimension, one.value)
        return found

    def choices(self) -> list[Any]:
        """Columns, then the values that may run across."""
        groups = [(_("A column of its own"), [(c.name, str(c.label)) for c in self.columns])]
        for name in LISTS:
            held = self.lists.codes[name].values.values()
            codes = {code.pk: code for some in held for code in some if code.active}
            choices = [(f"{ACROSS}{name}:{code.code}", code.name) for code in codes.values()]
            groups.append((str(Dimension(name).label), choices))
        return [*groups, (_("A sum"), [(SUM, _("The sum of the row"))])]

    def _cross(self):
        taken = {c.name for c in self.known.values() if c.name in DIMENSIONS}
        try:
            return cross_of(self.rest, taken, self._meanings, self._is_sum)
        except MixedShapeError as error:
            refuse("mixed-shape", headings=", ".join(error.headings))

    def _meanings(self, place):
        if place in self.said:
            name, _colon, code = self.said[place].removeprefix(ACROSS).partition(":")
            return [(name, code)] if code else []
        return self.lists.meanings(self.rest[place], self.tags.get(place, ""))

    def _is_sum(self, place):
        if place in self.said:
            return self.said[place] == SUM
        return is_total(self.rest[place])

    def _written(self, dimension, value):
        if is_total(value):
            return SUM
        if dimension not in LISTS:
            return ""
        found = self.lists.codes[dimension].values.get(plain(value), [])
        return f"{ACROSS}{dimension}:{found[0].code}" if len(found) == 1 else ""

    def _with_count(self):
        """A single column headed “Total” and nothing across: these are the counts."""
        if any(column.name == "count" for column in self.known.values()):
            return self.known
        sums = [place for place in self.rest if self._is_sum(place)]
        count = next(column for column in self.columns if column.name == "count")
        return {**self.known, sums[0]: count} if len(sums) == 1 else self.known

    def _sum_column(self):
        """A column of counts beside those that run across holds their sums, or is one too many."""
        places = {place for place, column in self.known.items() if column.name == "count"}
        for place in places:
            told = self.tags.get(place) or self.names[place]
            if not (is_total(self.names[place]) or told.startswith("#affected")):
                spread = ", ".join(one.heading for one in self.cross.headings)
                refuse("two-counts", heading=self.names[place], headings=spread)
        return places

    def _long(self, known, cross):
        by_name = {column.name: column for column in self.columns}
        there = {column.name for column in known.values()} | {cross.dimension, "count"}
        missing = [str(c.label) for c in self.columns if c.required and c.name not in there]
        if missing:
            refuse("missing", labels=", ".join(missing))
        self._refuse_twice(known)
        rows = rows_of(self.table, known)
        at = {line.number: line.at for line in lines_of(self.table)}
        cells = unpivot(((row.number, row.cells, at[row.number]) for row in rows), cross, "count")
        last = len(self.names)
        columns = [*sorted(known.items()), (last, by_name[cross.dimension]),
                   (last + 1, by_name["count"])]  # fmt: skip
        made = [Row(number, held, [], letters(place)) for number, place, held in cells]
        return Matched(columns, [], made)

    def _refuse_twice(self, known):
        seen = {}
        for place, column in known.items():
            if column.name in seen:
                first = self.names[seen[column.name]]
                refuse("duplicate", first=first, second=self.names[place], label=column.label)
            seen[column.name] = place

    def _refuse_stray(self):
        """A cell under no heading: a second row of headings, or a column that was forgotten."""
        headed = {place for place, text in enumerate(self.names) if text}
        for line in lines_of(self.table):
            for place, cell in enumerate(line.cells):
                if cell is not None and place not in headed:
                    refuse("no-heading", column=letters(place))
