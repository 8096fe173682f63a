"""How wide the columns of a typeset table are, and how large its letters.

Each column has room for its longest word; what is left goes to those with long texts. Where even
the words do not fit, the letters get smaller, and below a limit words are broken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

PORTRAIT, LANDSCAPE = 493.0, 740.0  # points between the margins of A4
SIZE, SMALLER, LEAST = 8.0, 7.0, 6.0  # of the letters, in points
PADDING = 9.0  # of a cell, left and right together
MOST = 46.0  # letters of a long text beyond which it gains nothing from more room
BOLD = 1.08
WIDTHS = {
    " \u00a0\u202f.,:;'’|!()-/·": 0.33, "ijlI": 0.34, "ftr": 0.44, "mwMW%@": 0.94,
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """Widths in points, the size of the letters, whether words have to be broken."""

    widths: tuple[float, ...]
    size: float
    broken: bool


@cache
def em(sign: str) -> float:
    """The width of a letter of Noto Sans in its own height, roughly and never too little."""
    for signs, width in WIDTHS.items():
        if sign in signs:
            return width
    if sign.isupper():
        return 0.69
    return 0.58 if sign.isdigit() or sign.islower() else 0.64


def length(text: str) -> float:
    return sum(map(em, text))


def layout(heads: Sequence[str], columns: Sequence[Sequence[str]], room: float) -> Layout:
    """`columns` are the texts under each heading. A no-break space does not end a word."""
    room -= PADDING * len(heads)
    words = [_longest_word(head, texts) for head, texts in zip(heads, columns, strict=True)]
    full = sum(map(max, zip(words, map(_wish, heads, columns), strict=True))) * SIZE
    size = min(SIZE if full <= room * 1.3 else SMALLER, room / max(sum(words), 1))
    broken = size < LEAST
    size = max(size, LEAST)
    least = [min(word * size, room / 2) for word in words]
    if broken:
        least = [width * room / sum(least) for width in least]
    wishes = map(_wish, heads, columns)
    wished = [max(low, wish * size) for low, wish in zip(least, wishes, strict=True)]
    more = [wish - low for wish, low in zip(wished, least, strict=True)]
    left = max(room - sum(least), 0)
    whole = sum(more)
    grown = [low + (min(left, whole) * part / whole if whole else 0)
             for low, part in zip(least, more, strict=True)]  # fmt: skip
    rest = room - sum(grown)
    widths = [width + rest * width / max(sum(grown), 1) + PADDING for width in grown]
    return Layout(tuple(round(width, 1) for width in widths), round(size, 2), broken)


def _longest_word(head, texts):
    words = [length(word) for text in texts for word in _words(text)]
    return max([*words, *(length(word) * BOLD for word in _words(head))], default=1.0)


def _words(text):
    return text.replace("-", "- ").split(" ")


def _wish(head, texts):
    """Enough for nearly every text in one line, or in a few where they are long."""
    two_lines = length(head) * BOLD * 0.6
    if not texts:
        return two_lines
    sizes = sorted(length(text) for text in texts)
    most = sizes[int(len(sizes) * 0.9)] if len(sizes) > 1 else sizes[0]
    return max(min(most, MOST * 0.58), two_lines)
