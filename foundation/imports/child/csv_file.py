"""A CSV file as rows: its encoding and its delimiter found out and said."""

import csv
import io
import re

from cells import NO_TEXT, RefusedError

NO_CSV = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
AFTER_END = re.compile(
    r"(?:\A|\r\n|(?<!\r)\n|\r(?!\n))[ ,;\t\"]*(?:\r\n|\n|\r)\"?---\"?[,;\t]*(?:\r\n|\n|\r)"
)
END = "---"  # after an empty row: what follows is what a file of ours says of itself
MOST_AFTER = 5_000  # lines
UNDEFINED = re.compile(b"[\x81\x8d\x8f\x90\x9d]")  # signs that Windows-1252 does not have


def read_csv(data, limits):
    if data.startswith(NO_CSV):
        raise RefusedError("not-what-it-says")
    text, encoding = decoded(data)
    if NO_TEXT.search(text):
        raise RefusedError("no-text-file")
    first, _newline, rest = text.partition("\n")
    said = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
    if said:  # a line for Excel, which does not show it as a row
        text = rest
    delimiter = said[1] if said else guessed(text)
    csv.field_size_limit(limits["cell"] + 1)
    about = {"encoding": encoding, "delimiter": delimiter, "beside": after_the_end(text)}
    return about, csv_rows(text, delimiter, limits), ()


def after_the_end(text):
    """Lines that are no rows any more: not let in, but looked at for what must not be kept."""
    found = AFTER_END.search(text)
    lines = text[found.end() :].splitlines() if found else []
    if len(lines) > MOST_AFTER:
        raise RefusedError("rows")
    return [[line, "end"] for line in lines]


def decoded(data):
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                raise RefusedError("no-text-file") from None
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if UNDEFINED.search(data):
            raise RefusedError("no-text-file") from None
        return data.decode("cp1252"), "cp1252"


def guessed(text):
    """The sign that makes the most cells of the heading row."""
    heading = text.lstrip("\r\n").partition("\n")[0][:20000]
    quoted = re.sub(r'"[^"]*"', "", heading)
    return max(",;\t", key=lambda sign: quoted.count(sign))


def csv_rows(text, delimiter, limits):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, before = 0, [True]
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = "cell" if "field larger" in str(error) else "quotes"
            raise RefusedError(code, row=number, column="") from None
        if len(row) > 4 * limits["columns"]:
            raise RefusedError("columns", row=number)
        if row[:1] == [END] and not any([*row[1:], *before]):
            return
        before = row
        yield number, row
