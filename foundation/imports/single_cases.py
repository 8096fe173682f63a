"""Closer looks for files that may hold nothing but counts: single cases, in any column.

Beside what person.py finds in every file: names of persons in other languages and under innocent
headings, exact places as plain numbers, days and ages of single incidents, the columns of an
incident recorder, and texts that stand outside the cells.
"""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import person
from .child.cells import letters
from .columns import Column, headings, lines_of, recognise
from .reading import Table
from .single_case_words import BODIES, CASES, CELLS, GEOHASH, OTHER_LANGUAGES, RECORDER
from .words import unaccented

PLACED = re.compile(r"&(?:[A-Z]|\"[^\"]*\")")  # where a page header puts its words
BESIDE = {
    "comment": gettext_lazy("The comment on cell %(cell)s"),
    "properties": gettext_lazy("A property of the file"),
    "drawing": gettext_lazy("A text in a drawing"),
    "names": gettext_lazy("The name of a sheet or of a range"),
    "other": gettext_lazy("A text outside the table"),
}
LONG = 10**7  # a number of so many digits counts nothing
ENOUGH = 3  # columns of an incident recorder
MIXED_NAME = re.compile(r"^(?:[^\W\d_][\w’'-]+)(?: (?:[a-z]{2,3} )?[^\W\d_][\w’'-]+){1,3}$")


def find(table: Table, kind: Any) -> dict[str, str] | None:
    """{"where": …, "what": …} of the first thing that points at a single case, or None.

    `kind.columns` are known by their headings, whatever somebody said that headings stand for;
    `kind.free` names those that hold free words, `kind.is_listed` knows what may stand in others.
    """
    known = recognise(table, kind.columns)
    names = headings(table)
    return (
        _headings(names, known)
        or _texts(table, known, kind)
        or _numbers(table, known)
        or _names(table, known, kind)
    )


def _headings(names, known):
    unknown = {place: _words(text) for place, text in enumerate(names) if place not in known}
    for place, words in unknown.items():
        if what := what_is_over(words):
            return _column(names, place, what)
    if is_recorder(unknown.values()):
        return {"where": _("The heading row"), "what": CASES}
    return None


def what_is_over(heading: str) -> str | None:
    """What a heading in another language, or of a single case, stands for."""
    words = _words(heading)
    return next((what for what, pattern in OTHER_LANGUAGES if pattern.search(words)), None)


def is_recorder(headings: Iterable[str]) -> bool:
    """Whether they are the columns of an incident recorder: one row for each incident."""
    words = [_words(heading) for heading in headings]
    found = [p for p in RECORDER if any(p.search(heading) for heading in words)]
    return len(found) >= ENOUGH


def what_is_in(text: str) -> str | None:
    """What a text looks like, in a file that may hold nothing but counts."""
    found = person.what_is_in(text) or _case_in(text)
    return found or (person.PLACES if GEOHASH.match(text.casefold()) else None)


def _case_in(text):
    return person.first_match(CELLS, text)


def _texts(table, known, kind):
    """What stands in free words, or under headings that are not known."""
    closely = _looked_at_closely(table, known, kind)
    harmless = set()
    for line in lines_of(table):
        for place, cell in enumerate(line.cells):
            if place not in closely or not isinstance(cell, str) or cell in harmless:
                continue
            what = _case_in(cell)
            if what or GEOHASH.match(cell.casefold()):
                where = _("Cell %(cell)s") % {"cell": f"{letters(place)}{line.number}"}
                return {"where": where, "what": what or person.PLACES}
            harmless.add(cell)
    return None


def _numbers(table, known):
    """Degrees stand in numbers with many decimals, telephone numbers in long ones."""
    names = headings(table)
    for place in range(len(names)):
        cells = [line.at(place) for line in lines_of(table)]
        numbers = [number for cell in cells if (number := number_in(cell)) is not None]
        exact = [n for n in numbers if is_exact(n)]
        if exact and len(exact) > len(numbers) / 2:
            return _column(names, place, person.PLACES)
        if place not in known and any(abs(n) >= LONG for n in numbers):
            return _column(names, place, person.PHONES)
    return None


def is_exact(number: Decimal) -> bool:
    """As degrees of a place have their decimals."""
    return -int(number.as_tuple().exponent) >= 3 and abs(number) <= 180


def number_in(cell: Any) -> Decimal | None:
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, str) and re.fullmatch(r"[+-]?[0-9]{1,3}[.,][0-9]{4,}|[0-9]{8,15}", cell):
        return Decimal(cell.replace(",", "."))
    return None


def _names(table, known, kind):
    """Words that look like names of persons, where the register knows no such body or place."""
    names = headings(table)
    for place in _looked_at_closely(table, known, kind) | _listed(known, kind):
        column = known.get(place)
        texts = {cell for line in lines_of(table)
                 if isinstance(cell := line.at(place), str)}  # fmt: skip
        found = [text for text in texts if is_name(text) and not is_expected(text, column, kind)]
        if len(found) >= person.LEAST and len(found) >= person.SHARE * len(texts):
            return _column(names, place, person.NAMES)
    return None


def is_name(text: str) -> bool:
    """Whether it is written like the name of a person, and not like that of a body."""
    if BODIES.search(_words(text)):
        return False
    if person.FULL_NAME.match(text):
        return True
    words = text.split()
    other_script = all(not unicodedata.name(w[0], "").startswith("LATIN") for w in words)
    return bool(MIXED_NAME.match(text)) and (
        other_script or all(w[0].isupper() or len(w) < 4 for w in words)
    )


def is_expected(text: str, column: Column | None, kind: Any) -> bool:
    """Whether a list of the register has these words, for a column or for any."""
    return any(kind.is_listed(name, text) for name in ([column.name] if column else kind.listed))


def _listed(known: dict[int, Column], kind) -> set[int]:
    return {place for place, column in known.items() if column.name in kind.listed}


def _looked_at_closely(table, known: dict[int, Column], kind) -> set[int]:
    unknown = set(range(len(headings(table)))) - set(known)
    return unknown | {place for place, column in known.items() if column.name in kind.free}


def beside(table: Table, *, closely: bool) -> dict[str, str] | None:
    """Names of sheets, properties of the file, defined names, comments, texts of drawings."""
    for text, origin in table.beside:
        text = PLACED.sub(" ", text)
        if what := person.what_is_in(text) or (_case_in(text) if closely else None):
            kind, _space, cell = origin.partition(" ")
            return {"where": str(BESIDE.get(kind, BESIDE["other"])) % {"cell": cell}, "what": what}
    return None


def _column(names, place, what):
    heading = names[place][:60] or letters(place)
    return {"where": _("Column “%(heading)s”") % {"heading": heading}, "what": what}


def _words(heading):
    """Small, without accents; letters of every script stay."""
    apart = re.sub(r"(?<=[a-zé])(?=[A-ZÉ])", " ", heading)
    return " ".join(re.findall(r"[^\W_]+", unaccented(apart)))
