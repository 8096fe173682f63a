"""A CSV is spelt column by column; here each cell is spelt alone, and both must be the same."""

import csv
import io
import random
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from foundation.documents.escaping import with_quotes
from foundation.exports.content import Column, Kind
from foundation.exports.writing.csv_file import lines
from projects.models import Transaction

from .test_writing import FORMULAS, HARMLESS

TEXTS = [
    *FORMULAS, *HARMLESS, None, "a,b", 'a "b" c', '"', "a\nb", "a\r\nb", "\n", "a;=1", "a;\t=1",
    ";", "a\x1f=1", "\x1f", "_x", " x", "  ", "²", "٣", "été, hiver", "l’œuvre", "x" * 5_000,
    "a;'=1", "'", "-1;-2", "\ud83d", "a,\x1f-b",
]  # fmt: skip
NAIVE = datetime(2020, 2, 3, 10, 11, 12, 999_999)  # noqa: DTZ001 - as a value may come
EAST = timezone(timedelta(hours=2))
VALUES = {
    Kind.TEXT: [*TEXTS, 0, 1, True, False, -5, Decimal("1E+3"), date(2020, 2, 3),
                datetime(2020, 2, 3, 10, tzinfo=UTC), SafeString("=1"), Transaction.Kind.BUDGET,
                lazy(lambda: "=later", str)()],
    Kind.WHOLE: [0, 1, -7, 10**20, True, None, "withheld", "=1", "a,b"],
    Kind.PLAIN: [1999, 2020, None],
    Kind.NUMBER: [Decimal("3.000"), Decimal("1E+3"), Decimal("0E-8"), Decimal("-0.10"),
                  Decimal("0.00000001"), 7, None, "=1", True],
    Kind.MONEY: [Decimal("1.00"), Decimal("1E+3"), Decimal("1E-9"), Decimal("-0.00"), 5, None,
                 Decimal("12345678901234.56"), "-"],
    Kind.SHARE: [Decimal("0.25"), 1, None],
    Kind.DATE: [date(2020, 2, 3), date(1, 1, 1), NAIVE, None,
                "31 April 2018", "2018, spring"],
    Kind.MOMENT: [datetime(2020, 2, 3, 10, tzinfo=UTC), datetime(2020, 2, 3, 12, tzinfo=EAST),
                  datetime(2020, 2, 3, 10, 0, 0, 123_456, UTC), NAIVE, None,
                  datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC), datetime(1, 1, 1, tzinfo=UTC),
                  datetime(9999, 12, 31, 23, 59, 59, tzinfo=ZoneInfo("UTC")),
                  datetime(2020, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/Paris")),
                  date(2020, 2, 3)],
    Kind.TRUTH: [True, False, None, 1, "=1"],
}  # fmt: skip


def one_by_one(columns, rows):
    """What the file held when a function was called for every cell."""
    out = io.StringIO(newline="")
    spellers = {Kind.TEXT: _text, Kind.NUMBER: _number}
    says = [spellers.get(column.kind, _plain) for column in columns]
    csv.writer(out, lineterminator="\r\n").writerows(
        [say(value) for say, value in zip(says, row, strict=True)] for row in rows
    )
    return out.getvalue()


def _text(value):
    return "" if value is None else with_quotes(value if type(value) is str else str(value))


def _number(value):
    if not isinstance(value, Decimal):
        return _plain(value)
    short = value.normalize()
    return format(short if short.as_tuple().exponent < 0 else value.quantize(1), "f")


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return format(value, "f")
    return with_quotes(value) if isinstance(value, str) else str(value)


def same(columns, rows):
    assert lines(columns, rows) == one_by_one(columns, rows)


@pytest.mark.parametrize("kind", Kind)
def test_each_value_alone_and_among_others_of_its_column(kind):
    columns = (Column("a", "A", kind), Column("b", "B"))
    for value in VALUES[kind]:
        same(columns, [(value, "x")])
        same(columns[:1], [(value,)])
        for other in VALUES[kind]:
            same(columns, [(value, "x"), (other, "y")])
            same(columns[:1], [(value,), (other,), (value,)])


def test_columns_of_one_type_and_of_many_in_any_mixture():
    dice = random.Random(7)  # noqa: S311 - the same rows each time
    columns = [Column(kind.value, kind.value, kind) for kind in Kind]
    for _time in range(200):
        some = {}
        for kind in Kind:
            type_of = type(dice.choice(VALUES[kind]))
            alike = [value for value in VALUES[kind] if type(value) is type_of]
            some[kind] = alike if dice.random() < 0.6 else VALUES[kind]
        rows = [[dice.choice(some[kind]) for kind in Kind] for _row in range(dice.randint(1, 30))]
        same(columns, rows)


def test_many_texts_of_which_one_alone_needs_a_second_look():
    harmless = [f"V-{number} x" for number in range(400)]
    for odd in [*TEXTS, "=x"]:
        texts = [*harmless[:200], odd, *harmless[200:]]
        same((Column("a", "A"), Column("b", "B")), [(text, text) for text in texts])
    same((Column("a", "A"),), [(text,) for text in harmless])


def test_words_of_the_language_of_the_file():
    with translation.override("fr"):
        names = [str(label) for label in Transaction.Kind.labels] + [gettext("yes"), "l’été, ou"]
        assert names[0] != Transaction.Kind.labels[0] or "é" in "".join(names)
        same((Column("a", "A"), Column("b", "B")), [(name, name) for name in names])


def test_moments_of_one_zone_are_spelt_to_the_second():
    first, columns = datetime(1960, 2, 28, 23, 59, 0, 999_999), (Column("a", "A", Kind.MOMENT),)  # noqa: DTZ001 - placed below
    for zone in (None, UTC, EAST, timezone(-EAST.utcoffset(None)), ZoneInfo("Europe/Paris")):
        some = [first.replace(tzinfo=zone) + timedelta(hours=7, seconds=1) * n for n in range(900)]
        same(columns, [(moment,) for moment in some])


def test_a_row_of_another_length_is_no_row():
    columns = (Column("a", "A"), Column("b", "B"))
    for rows in ([(1,)], [(1, 2), (1,)], [(1, 2, 3)], [(1, 2), (1, 2, 3)]):
        with pytest.raises(ValueError, match="zip"):
            lines(columns, rows)
