"""A table as it is typed: what a cell says, what adds up, what overlaps. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LARGEST = 2_147_483_647  # what the database can hold
COUNTED = "counted"


class UnreadableError(ValueError):
    """The text is no whole number, no state and not blank."""


class TooLargeError(ValueError):
    """The number is larger than the register can hold."""


@dataclass(frozen=True)
class Entry:
    """What one cell says: a number, or why there is none."""

    count: int | None
    state: str = COUNTED


def read(text: str, words: Mapping[str, str], separators: str = "") -> Entry | None:
    """A count as people write it; None if nothing is written, for blank is not zero.

    Spaces of every kind may part the thousands, and so may each of `separators`. `words` are the
    states by what stands for them, in small letters.
    """
    bare = " ".join(text.split())
    if not bare:
        return None
    state = words.get(bare.casefold())
    if state:
        return Entry(None, state)
    digits = _digits(bare, separators)
    if not digits:
        raise UnreadableError(text)
    if len(digits) > len(str(LARGEST)) or int(digits) > LARGEST:
        raise TooLargeError(text)
    return Entry(int(digits))


def _digits(bare: str, separators: str) -> str:
    """The digits alone; empty if it is no whole number, or its thousands are parted oddly."""
    if bare.isascii() and bare.isdigit():
        return bare.lstrip("0") or "0"
    for separator in f" {separators}":
        first, *groups = bare.split(separator)
        parted = bool(groups) and len(first) <= 3 and all(len(group) == 3 for group in groups)
        if parted and all(part.isascii() and part.isdigit() for part in (first, *groups)):
            return "".join([first, *groups]).lstrip("0") or "0"
    return ""


def added_up(entries: Iterable[Entry | None]) -> int | None:
    """The sum of what is counted; None if nothing is."""
    counts = [entry.count for entry in entries if entry is not None and entry.count is not None]
    return sum(counts) if counts else None


@dataclass(frozen=True)
class Change:
    """One cell that is to be written, by its place: what stood there, and what is typed now."""

    place: tuple[str, ...]
    before: Entry | None
    now: Entry | None
    words: str | None = None  # None: the source's own words stay as they are


def changes(
    before: Mapping[tuple, tuple[Entry, str]],
    typed: Mapping[tuple, Entry | None],
    words: Mapping[tuple, str],
) -> list[Change]:
    """What differs from what is saved. A cell that was not on the page is left alone."""
    found = []
    for place, now in typed.items():
        entry, said = before.get(place, (None, ""))
        new_words = words.get(place)
        if now != entry or (now is not None and new_words not in (None, said)):
            found.append(Change(place, entry, now, new_words))
    return found
