"""The value of a cell, or ValidationError with the sentence that stands beside it."""

import re
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.reference.written_dates import read

from .reading import Cell

BLANKS = re.compile("[ \u00a0\u202f\u2009'’]")
THOUSANDS = re.compile(r"^[+-]?[0-9]{1,3}(,[0-9]{3})+$")
GROUPED = re.compile(r"^[+-]?\d{1,3}([ \u00a0\u202f\u2009'’]\d{3})+([.,]\d+)?$")
PLAIN = re.compile(r"^[+-]?[0-9]+(\.[0-9]+)?$")


def wrong(sentence: str) -> ValidationError:
    """What a parser raises: the sentence stands beside the cell."""
    return ValidationError(sentence)


def text(cell: Cell) -> str:
    """A cell as text; a number without needless zeros, a day as 2019-04-30."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else " ".join(cell.split())


def long_text(cell: Cell) -> str:
    """Text with its line breaks."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) else text(cell)


def day(cell: Cell) -> date | None:
    """One day: 2019-04-30, 30/04/2019 or 30 April 2019."""
    if cell is None or isinstance(cell, date):
        return cell
    written = read(text(cell))
    if written.first is None:
        raise ValidationError(_("This is no date. Write it as 2019-04-30."))
    if written.first != written.last:
        raise ValidationError(_("This is not one day. Write it as 2019-04-30."))
    return written.first


def whole(cell: Cell) -> int | None:
    """A whole number, such as a year."""
    number = amount(cell)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ValidationError(_("Enter a whole number."))
    return int(number)


def amount(cell: Cell) -> Decimal | None:
    """A number, exactly as written: 119840.35, 119 840,35 or 119,840.35.

    A comma before three digits can be read two ways, so it is asked about and never guessed.
    """
    if cell is None or isinstance(cell, Decimal):
        return cell
    written = _with_a_point(text(cell))
    if not PLAIN.match(written) or len(written) > 40:
        raise ValidationError(_("Enter a number, such as 119840.35."))
    return Decimal(written)


def _with_a_point(written):
    if GROUPED.match(written):
        return BLANKS.sub("", written).replace(",", ".")
    if THOUSANDS.match(written):
        if written.count(",") > 1:
            return written.replace(",", "")
        raise ValidationError(
            _("The comma can be read two ways. Write %(whole)s or %(parts)s.")
            % {"whole": written.replace(",", ""), "parts": written.replace(",", ".").rstrip("0")}
        )
    if "," in written and "." in written:
        return _two_signs(written)
    return written.replace(",", ".") if written.count(",") == 1 else written


def _two_signs(written):
    """The last of the two stands before the cents, the other between thousands."""
    head, sign, cents = (
        written.rpartition(".") if written.rfind(".") > written.rfind(",") else
        written.rpartition(",")
    )  # fmt: skip
    other = "," if sign == "." else "."
    if not re.fullmatch(rf"[+-]?\d{{1,3}}(\{other}\d{{3}})+", head):
        return written
    return f"{head.replace(other, '')}.{cents}"
