"""Sources side by side, line by line, with what we see in words. Pure."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import Enum

from .findings import Figures, Part


class Remark(Enum):
    """What a line shows."""

    SAME = "same"
    DIFFERENT = "different"
    ONE_SOURCE = "one-source"
    NOT_ADDED_UP = "not-added-up"
    OTHER_MEASURE = "other-measure"
    OTHER_PERIOD = "other-period"
    NO_NUMBER = "no-number"


class LineKind(Enum):
    TOTAL = "total"
    PART = "part"
    ADDED_UP = "added-up"
    LATE = "late"


@dataclass(frozen=True)
class Value:
    """What one source says on one line; `state` is "absent" where it says nothing."""

    count: int | None = None
    state: str = "absent"

    @property
    def is_given(self) -> bool:
        return self.state in {"counted", "mentioned"}


ABSENT = Value()


@dataclass(frozen=True)
class Line:
    """One measure across the sources; `odd` are the columns that differ from the first."""

    kind: LineKind
    label: str
    values: tuple[Value, ...]
    remark: Remark
    difference: int = 0
    odd: tuple[int, ...] = ()
    dimensions: tuple[str, ...] = ()
    about: Hashable = None


@dataclass(frozen=True)
class Comparison:
    columns: tuple[Figures, ...]
    lines: tuple[Line, ...]

    @property
    def differs(self) -> bool:
        """Whether a person should look: whatever is not the same or said once."""
        fine = {Remark.SAME, Remark.ONE_SOURCE, Remark.NO_NUMBER}
        return any(line.remark not in fine for line in self.lines)


def compare(
    columns: Sequence[Figures], *, main: Hashable = None, late: Sequence[Figures] = ()
) -> Comparison:
    """Lines of the total, each part, each sum, and what was verified late by these sources.

    The column whose key is `main` stands first; the others keep their order.
    """
    ordered = tuple(sorted(columns, key=lambda figures: figures.key != main))
    measure = _measure_remark(ordered)
    lines = [_line(LineKind.TOTAL, "", [_total(f) for f in ordered], measure)]
    for dimensions in _dimensions(ordered):
        lines += _part_lines(ordered, dimensions, measure)
        lines += _sum_lines(ordered, dimensions)
    lines += [_late_line(ordered, figures) for figures in late]
    return Comparison(ordered, tuple(lines))


def _measure_remark(columns: Sequence[Figures]) -> Remark | None:
    """Columns that do not measure the same thing are never compared by number."""
    if len({(f.unit, f.verification) for f in columns}) > 1:
        return Remark.OTHER_MEASURE
    if len({f.occurred for f in columns}) > 1:
        return Remark.OTHER_PERIOD
    return None


def _total(figures: Figures) -> Value:
    return Value(figures.total, "not-stated" if figures.total is None else "counted")


def _dimensions(columns: Sequence[Figures]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(table.dimensions for f in columns for table in f.tables))


def _parts_of(figures: Figures, dimensions: tuple[str, ...]) -> dict[tuple[str, ...], Part]:
    tables = [table for table in figures.tables if table.dimensions == dimensions]
    return {part.key: part for table in tables for part in table.parts}


def _part_lines(columns, dimensions, measure):
    by_column = [_parts_of(figures, dimensions) for figures in columns]
    labels = {}
    for parts in by_column:
        for key, part in parts.items():
            labels.setdefault(key, part.label)
    often = Counter(labels.values())
    for key, name in labels.items():
        label = f"{name} ({', '.join(key)})" if often[name] > 1 else name
        found = [parts.get(key) for parts in by_column]
        values = [Value(part.count, part.state) if part else ABSENT for part in found]
        yield _line(LineKind.PART, label, values, measure, dimensions)


def _sum_lines(columns, dimensions):
    sums = [_sum(figures, dimensions) for figures in columns]
    if all(value is None for value in sums):
        return
    values = [ABSENT if value is None else Value(value, "counted") for value in sums]
    wrong = tuple(
        position
        for position, (figures, value) in enumerate(zip(columns, sums, strict=True))
        if value is not None and figures.total is not None and value != figures.total
    )
    if wrong:
        yield Line(LineKind.ADDED_UP, "", tuple(values), Remark.NOT_ADDED_UP, 0, wrong, dimensions)
    else:
        yield _line(LineKind.ADDED_UP, "", values, _measure_remark(columns), dimensions)


def _sum(figures: Figures, dimensions: tuple[str, ...]) -> int | None:
    for table in figures.tables:
        if table.dimensions == dimensions and table.added_up is not None:
            return table.added_up
    return None


def _late_line(columns, late):
    values = [_total(late) if figures.source == late.source else ABSENT for figures in columns]
    line = _line(LineKind.LATE, "", values, None)
    return Line(line.kind, "", line.values, line.remark, line.difference, line.odd, (), late.key)


def _line(kind, label, values, measure, dimensions=()):
    remark, difference = _remark(values)
    if measure is not None and remark is not Remark.ONE_SOURCE:
        remark, difference = measure, 0
    odd = ()
    if remark is Remark.DIFFERENT:
        first = next(value.count for value in values if value.count is not None)
        odd = tuple(i for i, v in enumerate(values) if v.count not in (None, first))
    return Line(kind, label, tuple(values), remark, difference, odd, dimensions)


def _remark(values: Sequence[Value]) -> tuple[Remark, int]:
    given = [value for value in values if value.is_given]
    numbers = [value.count for value in given if value.count is not None]
    if len(given) == 1:
        return Remark.ONE_SOURCE, 0
    if not given:
        return Remark.NO_NUMBER, 0
    if len(set(numbers)) > 1:
        return Remark.DIFFERENT, max(numbers) - min(numbers)
    if len(numbers) == 1:
        return Remark.ONE_SOURCE, 0
    return Remark.SAME, 0
