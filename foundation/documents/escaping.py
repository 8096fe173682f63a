"""Text that a spreadsheet program would run as a formula gets a quote in front, and loses it.

What is written with a quote here is read back without it, so nothing changes on a round trip.
"""

import re

# After blanks: the signs that begin a formula, also in their full-width forms; a NUL or a tab.
FORMULA = re.compile("^[\\s\u200b\ufeff]*[=+\\-@\t\r\n\x00＝＋－＠]")
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
