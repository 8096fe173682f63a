"""Names of organisations, sources and categories that lead back to them when a file is let in."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from foundation.imports.words import Words

NOT_IN_A_LIST = re.compile(r"[;()\n]")  # the signs between the organisations of a project


class Names:
    """Of each thing the first of its names that stands for nothing else."""

    def __init__(self, words: Words, spelt: Any, *, in_a_list: bool = False):
        self.words, self.spelt, self.in_a_list = words, spelt, in_a_list
        self.known: dict[Any, str] = {}

    def of(self, thing: Any) -> str:
        if thing is None:
            return ""
        if thing.pk not in self.known:
            names = [str(name) for name in self.spelt(thing) if name]
            self.known[thing.pk] = next(self._leading_back(thing, names), names[-1])
        return self.known[thing.pk]

    def _leading_back(self, thing: Any, names: Iterable[str]):
        for name in names:
            try:
                found = self.words.find(name)
            except ValidationError:
                continue
            if found == thing and not (self.in_a_list and NOT_IN_A_LIST.search(name)):
                yield name


def of_organisation(organisation: Any) -> list[str]:
    return [organisation.acronym, organisation.name, organisation.slug]


def of_source(source: Any) -> list[str]:
    return [source.symbol, source.slug]


def of_category(category: Any) -> list[str]:
    return [category.name, category.code]
