"""Text that a spreadsheet program would run as a formula gets a quote in front, and loses it.

What is written with a quote here is read back without it, so nothing changes on a round trip.
"""

import re

# After blanks: the signs that begin a formula, also in their full-width forms; a NUL or a tab.
FORMULA = re.compile("^[\\s\u200b\ufeff]*[=+\\-@\t\r\n\x00＝＋－＠]")
# Within a text of a CSV: a program that takes another sign for the end of a cell would begin a
# new one there.
INSIDE = "([;\t\r\n][\\s\u200b\ufeff]*){}(?='*[=+\\-@＝＋－＠])"
BEGINS_INSIDE, QUOTED_INSIDE = re.compile(INSIDE.format("")), re.compile(INSIDE.format("'"))
NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)*([eE][+-]?\d+)?%?$")


def with_quote(text: str) -> str:
    """The text as it may stand in a file that somebody opens in a spreadsheet program."""
    if text[:1].isalnum():  # no formula begins so; nearly every cell of a long file ends here
        return text
    if NUMBER.match(text) or not (FORMULA.match(text) or text.startswith("'")):
        return text
    return f"'{text}"


def without_quote(text: str) -> str:
    """The text that `with_quote` was given."""
    rest = text[1:]
    return rest if text.startswith("'") and with_quote(rest) == text else text


def with_quotes(text: str) -> str:
    """The same for a cell of a CSV, also where it would begin a cell of its own within."""
    if text.isalnum():
        return text
    return BEGINS_INSIDE.sub(r"\1'", with_quote(text))


def without_quotes(text: str) -> str:
    """The text that `with_quotes` was given."""
    return without_quote(QUOTED_INSIDE.sub(r"\1", text))
