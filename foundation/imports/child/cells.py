"""What one cell holds, as JSON; what may not be in it."""

import datetime
import re
import unicodedata

NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
BLANK = " \t\r\n\u00a0\u202f\ufeff"


class RefusedError(Exception):
    def __init__(self, code, **facts):
        super().__init__(code)
        self.code, self.facts = code, facts


def value(cell, number, place, limits):
    """A cell as JSON: text as it is, {"n": digits}, {"d": day}, nothing as null."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return text_of(cell, number, place, limits)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return {"n": str(cell)}
    if isinstance(cell, float):
        return {"n": digits(cell)}
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time(0)
        return {"d": cell.date().isoformat()} if midnight else cell.isoformat(" ")
    if isinstance(cell, datetime.date):
        return {"d": cell.isoformat()}
    return str(cell)


def digits(number):
    """As the spreadsheet program shows it: it works with fifteen digits, the file has more."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    exact = repr(number)
    return exact if sum(sign.isdigit() for sign in exact) <= 16 else f"{number:.15g}"


def text_of(cell, number, place, limits):
    if len(cell) > limits["cell"]:
        raise RefusedError("cell", row=number, column=letters(place))
    if NO_TEXT.search(cell):
        raise RefusedError("no-text", row=number, column=letters(place))
    text = unicodedata.normalize("NFC", cell).strip(BLANK)
    if text.startswith("="):
        raise RefusedError("formula", cell=f"{letters(place)}{number}")
    return text or None


def letters(place):
    """0 is A, 25 is Z, 26 is AA."""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
