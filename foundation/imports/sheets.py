"""The other sheets of a workbook: nothing of them comes in, but every cell is looked at.

A sheet of notes or of contacts is kept with its file as much as the sheet of counts. What looks
like a person on it refuses the file whole, with the sheet and the cell named and never what
stands there.
"""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from . import person, single_cases
from .child.cells import letters
from .reading import Line, Table

FIRST = 10  # rows in which headings are looked for: a title may stand above them
LONGEST = 60  # letters of a heading; what is longer is a sentence
ALONE = 2  # names and nothing else on a sheet
ORDINARY = {"name", "names", "nom", "noms"}  # of a list of places or codes


def find(table: Table, kind: Any) -> dict[str, str] | None:
    """{"where": …, "what": …} of the first thing on any other sheet that points at a person."""
    for sheet in table.others:
        found = _cells(sheet, kind) or _headings(sheet, kind)
        if found is None and kind.strict:
            found = _beside_numbers(sheet) or _numbers(sheet) or _names(sheet, kind)
        if found:
            place, line, what = found
            return {"where": where(sheet, place, line), "what": what}
    return None


def where(sheet: Table, place: int, line: Line) -> str:
    """A sheet that is itself called like a person is named by its number alone."""
    cell = f"{letters(place)}{line.number}"
    if person.what_is_in(sheet.name) or single_cases.is_name(sheet.name):
        return _("Cell %(cell)s of sheet %(number)d") % {"cell": cell, "number": sheet.place}
    return _("Cell %(cell)s of sheet %(number)d, “%(sheet)s”,") % {
        "cell": cell,
        "number": sheet.place,
        "sheet": sheet.name[:40],
    }


def _each(sheet, lines=None):
    for line in sheet.lines if lines is None else lines:
        for place, cell in enumerate(line.cells):
            if cell is not None:
                yield place, line, cell


def _cells(sheet, kind):
    judge = single_cases.what_is_in if kind.strict else person.what_is_in
    harmless = set()
    for place, line, cell in _each(sheet):
        if isinstance(cell, str) and cell not in harmless:
            if what := judge(cell):
                return place, line, what
            harmless.add(cell)
    return None


def _headings(sheet, kind):
    for line in sheet.lines[:FIRST]:
        short = {place: cell for place, cell in enumerate(line.cells)
                 if isinstance(cell, str) and len(cell) <= LONGEST}  # fmt: skip
        if len(short) < 2:
            continue
        for place, text in short.items():
            if text.casefold() not in ORDINARY and (what := _heading(text, kind)):
                return place, line, what
        if kind.strict and single_cases.is_recorder(short.values()):
            return min(short), line, single_cases.CASES
    return None


def _heading(text, kind):
    return person.what_is_over(text) or (kind.strict and single_cases.what_is_over(text)) or None


def _numbers(sheet):
    """Degrees and telephone numbers as numbers; shares of a whole have decimals too."""
    for column in _columns(sheet):
        numbers = [(place, line, n) for place, line, cell in column
                   if (n := single_cases.number_in(cell)) is not None]  # fmt: skip
        for place, line, n in numbers:
            if abs(n) >= single_cases.LONG:
                return place, line, person.PHONES
        exact = [each for each in numbers if _is_degree(each[2])]
        if exact and len(exact) > len(numbers) / 2:
            return *exact[0][:2], person.PLACES
    return None


def _is_degree(n: Decimal) -> bool:
    return single_cases.is_exact(n) and abs(n) > 1


def _beside_numbers(sheet):
    """A heading may stand before what it is about: latitude and longitude one under the other."""
    for line in sheet.lines:
        for place, (text, value) in enumerate(pairwise(line.cells)):
            told = isinstance(text, str) and not isinstance(value, str) and value is not None
            if told and (what := person.what_is_over(text)) in (person.PLACES, person.BIRTHS):
                return place, line, what
    return None


def _names(sheet, kind):
    """Of a column, of a row, or all that the sheet says: then two are enough."""
    everything = list(_each(sheet))
    rows = [[each for each in everything if each[1] is line] for line in sheet.lines[:FIRST]]
    groups = [*((column, person.LEAST) for column in _columns(sheet)),
              *((row, person.LEAST) for row in rows)]  # fmt: skip
    for group, least in groups:
        if found := _of_persons(group, kind, least, person.SHARE):
            return found
    return _of_persons(everything, kind, ALONE, 1)


def _of_persons(group, kind, least, share):
    texts = {cell: (place, line) for place, line, cell in group if isinstance(cell, str)}
    found = [
        text
        for text in texts
        if single_cases.is_name(text) and not single_cases.is_expected(text, None, kind)
    ]
    if len(found) >= least and len(found) >= share * len(texts):
        return *texts[found[0]], person.NAMES
    return None


def _columns(sheet):
    columns: dict[int, list] = {}
    for place, line, cell in _each(sheet):
        columns.setdefault(place, []).append((place, line, cell))
    return columns.values()
