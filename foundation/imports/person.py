"""Does a file look as if it were about single persons? Then nothing of it is kept.

Judged by headings and by what stands in the cells, in English and French. `find` names the first
column or cell that looks so and what it looks like, never what stands in it.
"""

import re
from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .child.cells import letters
from .columns import headings
from .reading import Table
from .words import unaccented

NAMES, PHONES, MAILS, BIRTHS, PLACES, CODES = (
    gettext_lazy("names of persons"),
    gettext_lazy("telephone numbers"),
    gettext_lazy("e-mail addresses"),
    gettext_lazy("dates of birth"),
    gettext_lazy("exact places"),
    gettext_lazy("codes of survivors or cases"),
)
VICTIM = (
    r"\b(?:survivor|survivante?|victime?|patiente?|cliente?|beneficiary|beneficiaire|witness|temoin"
    r"|complainant|plaignante?)"
)
RELATIVE = (
    r"\b(?:mother|father|husband|wife|guardian|child|mere|pere|mari|epoux|epouse|tuteur|enfant"
    r"|person|personne|contact|caseworker|interviewer)s?\b"
)
NAME = r"\b(?:names?|noms?|initials?|initiales)\b"
ID = r"\b(?:codes?|ids?|identifiants?|identifiers?|numero|number|no|n|ref|reference)\b"
# What the words of a heading mean, small and without accents.
HEADINGS = [
    (NAMES, [
        r"\b(?:first|last|given|family|middle|maiden|full|sur|nick) ?names?\b",
        r"\b(?:prenoms?|patronymes?|surnoms?|nom complet|noms? et)\b",
        r"\bnom de (?:famille|jeune fille)\b",
        rf"{NAME}.*{VICTIM}", rf"{VICTIM}.*{NAME}", rf"{NAME}.*{RELATIVE}", rf"{RELATIVE}.*{NAME}",
        r"^(?:the )?(?:names?|noms?|initials?|initiales)(?: \d)?$",
    ]),
    (PHONES, [
        r"\b(?:tele)?phones?\b", r"\b(?:mobile|cell ?phone|gsm|whatsapp|portable|tel(?!\s+qu))\b",
    ]),
    (MAILS, [r"\be ?mails?\b", r"\bcourriels?\b", r"\badresse electronique\b"]),
    (BIRTHS, [
        r"\bbirth ?(?:date|day)?\b", r"\b(?:dob|ddn|naissance|born|nee? le)\b",
    ]),
    (PLACES, [
        r"\b(?:latitude|longitude|lat|lon|lng|gps|coordinate|coordonnee|geopoint|plus ?code)s?\b",
        r"\b(?:home|street|physical) address", r"^address(?:es)?$", r"^adresses?$",
        r"\badresse (?:du|de la|personnelle|physique)\b",
        r"\b(?:domicile|village|quartier|hameau)x?s?\b",
    ]),
    (CODES, [
        rf"{VICTIM}s? {ID}", rf"{ID} (?:of|de|du|d)(?: the| la| l)? ?{VICTIM}\b",
        rf"\b(?:case|incident|cas|dossier|medical)(?: file)? ?{ID}",
        rf"{ID} (?:of|de|du|d)(?: the| la| l)? ?(?:case|incident|cas|dossier)\b",
        r"\b(?:national id|passports?|passeports?|identity card|carte d identite|nina|ssn)\b",
    ]),
]  # fmt: skip
PIECE, OVERLAP = 2000, 200  # letters that are judged at once, and that two pieces share
# What a cell looks like.
CELLS = [
    (MAILS, [r"[\w.+-]@[\w-]+(?:\.[\w-]+)+"]),
    (PHONES, [
        r"(?<![\w+])\+\d{1,3}[ .\-()]{0,2}(?:\d[ .\-()]{0,2}){7,12}(?!\d)",
        r"(?<![\w.,])00\d{2,3}[ .\-](?:\d[ .\-]?){7,12}(?!\d)",
        r"(?<![\d.,\-/])\d{2}([ .\-])\d{2}(?:\1\d{2}){2,3}(?![\d\-/])",
        r"(?i:\b(?:t[ée]l|phone|t[ée]l[ée]phone|gsm|whatsapp)\b)\.? ?:? ?\+?\d[\d .\-]{6,}",
    ]),
    (PLACES, [
        r"(?<![\d.])-?\d{1,2}\.\d{3,}\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}(?!\d)",
        r"\b\d{1,3} ?° ?\d{1,2}(?:[.,]\d+)? ?['’′]", r"\b\d{1,3}[.,]\d{2,} ?° ?[NSEWO]\b",
    ]),
    (BIRTHS, [
        r"(?i:\b(?:born (?:on|in)|date of birth|dob|n[ée]e? (?:le|en)|naissance)\b).{0,14}\d",
    ]),
    (CODES, [
        r"(?i:\b(?:survivor|survivante?|victime?|surv|vict)(?:[-_/#]| (?:code|id|no)\b))\W?\d\d",
        r"\b(?:GBV|VBG|SGBV|VSBG|CRSV|VSLC)[-_/]\d{2,4}[-_/]\d{2,}\b",
    ]),
    (NAMES, [
        r"\b(?:Mrs|Miss|Mme|Mlle|Madame|Mademoiselle)\b\.? [A-ZÉ][\w’'-]+",
        r"\b(?:named|called|nomm[ée]e?|appel[ée]e|pr[ée]nomm[ée]e?):? [A-ZÉ][a-zéèï]+",
        r"\b(?:[Dd]aughter|[Ss]on|[Ww]ife|[Ss]ister|[Mm]other) of [A-ZÉ][a-zéè]+",
        r"\b(?:[Ff]ille|[Ff]ils|[ÉéEe]pouse|[Ss]œur|[Mm]ère) (?:de |d’)[A-ZÉ][a-zéèï]+",
    ]),
]  # fmt: skip
HEADINGS, CELLS = (
    [(what, re.compile("|".join(f"(?:{one})" for one in patterns))) for what, patterns in groups]
    for groups in (HEADINGS, CELLS)
)
FULL_NAME = re.compile(r"^[A-ZÉÈ][a-zéèêïç’'-]+( [A-ZÉÈ][A-Za-zéèêïç’'-]+){1,2}$")
LEAST, SHARE = 3, 0.6


def find(table: Table, known: Collection[int] = ()) -> dict[str, str] | None:
    """{"where": …, "what": …} of the first thing that looks like a person, or None.

    `known` are the places of columns that the register itself asks for: their headings and the
    plain names of bodies in them are expected, what looks like a single person in them is not.
    """
    names = headings(table)
    for place, heading in enumerate(names):
        what = None if place in known else _heading(heading)
        if what:
            return {"where": _("Column “%(heading)s”") % {"heading": heading[:60]}, "what": what}
    if found := _first_cell(table):
        return found
    for place, heading in enumerate(names):
        if place not in known and _full_names(table, place):
            where = _("Column “%(heading)s”") % {"heading": heading[:60] or letters(place)}
            return {"where": where, "what": NAMES}
    return None


def in_text(text: str) -> str | None:
    """What a text of a file that has no columns looks like, or None."""
    return _cell(text)


def _first_cell(table):
    harmless = set()  # the same text stands in thousands of rows
    for line in table.lines:
        for place, cell in enumerate(line.cells):
            if not isinstance(cell, str) or cell in harmless:
                continue
            if what := _cell(cell):
                where = _("Cell %(cell)s") % {"cell": f"{letters(place)}{line.number}"}
                return {"where": where, "what": what}
            harmless.add(cell)
    return None


def _heading(heading):
    forms = {_words(heading), _words(_apart(heading))}
    for what, pattern in HEADINGS:
        if any(pattern.search(words) for words in forms):
            return what
    return None


def what_is_over(heading: str) -> str | None:
    """What a heading says stands under it."""
    return _heading(heading)


def _words(heading):
    return " ".join(re.findall(r"[a-z0-9]+", unaccented(heading)))


def _apart(heading):
    """survivorName is two words."""
    return re.sub(r"(?<=[a-zé])(?=[A-ZÉ])", " ", heading)


def what_is_in(text: str) -> str | None:
    """What a text looks like, judged by itself."""
    return _cell(text)


def _cell(cell):
    return first_match(CELLS, cell)


def first_match(patterns, text):
    """What the first pattern that fits stands for. Long texts in pieces that overlap: patterns
    take the square of a length, and nothing that they look for is long.
    """
    pieces = [text[start : start + PIECE] for start in range(0, len(text) or 1, PIECE - OVERLAP)]
    return next(
        (what for what, pattern in patterns if any(pattern.search(piece) for piece in pieces)),
        None,
    )


def _full_names(table, place):
    cells = [line.at(place) for line in table.lines[1:]]
    texts = [cell for cell in cells if isinstance(cell, str)]
    found = {text for text in texts if FULL_NAME.match(text)}
    return len(found) >= LEAST and len(found) >= SHARE * len(texts)
