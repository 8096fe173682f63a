"""Words from a file, compared without regard to capitals, accents, spaces and signs."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

LANGUAGES = ("en", "fr")
NO_WORD = re.compile(r"[^0-9a-z]+")


def plain(text: str) -> str:
    """Small letters and digits alone: “Date de début” is datededebut."""
    return NO_WORD.sub("", unaccented(text))


def unaccented(text: str) -> str:
    """Small letters without accents, everything else as it is."""
    parts = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()


def spellings(label: Any) -> list[str]:
    """A translatable text in each language of the register, whatever the reader's."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(str(label))
    return found


class Words:
    """What may stand in a cell: each value with all its names, and the values meant by a name.

    A name that stands for two values says so instead of choosing one.
    """

    def __init__(self, entries: Iterable[tuple[Any, Iterable[str]]]):
        self.values: dict[str, list] = {}
        self.names: dict[str, str] = {}
        self.asked: dict[str, list] = {}  # the same text stands in thousands of rows
        for value, names in entries:
            for name in names:
                if word := plain(name):
                    held = self.values.setdefault(word, [])
                    if value not in held:
                        held.append(value)
                    self.names.setdefault(word, name)

    @classmethod
    def of_choices(cls, choices: Any) -> "Words":
        """Django's choices, by value and by label in each language."""
        return cls((c.value, [str(c.value), *spellings(c.label)]) for c in choices)

    def find(self, text: str) -> Any:
        """The value a text stands for; ValidationError, with the nearest name, for none."""
        if text not in self.asked:
            self.asked[text] = self.values.get(plain(text), [])
        held = self.asked[text]
        if len(held) == 1:
            return held[0]
        if held:
            raise ValidationError(_("This stands for more than one entry. Use its code."))
        near = difflib.get_close_matches(plain(text), self.names, n=1, cutoff=0.75)
        if near:
            raise ValidationError(
                _("This is not in the list. Did you mean “%(name)s”?")
                % {"name": self.names[near[0]]}
            )
        raise ValidationError(_("This is not in the list."))
