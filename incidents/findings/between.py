"""What does not fit between records: of several sources, and of one source over time."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, pairwise

from .figures import Figures, Finding, Kind
from .periods import follows, kind_of, missing_between

LEAST_CHANGE = 5


def between(several: Iterable[Figures]) -> list[Finding]:
    """Everything that is found only when records lie side by side."""
    several = list(several)
    found = rivals(several) + other_levels(several)
    found += unusual(several) + followed(several)
    return found + overlaps(several) + missing(several)


def rivals(several: Iterable[Figures]) -> list[Finding]:
    """Where sources give different totals for the same measure and period."""
    found = []
    for group in _grouped(several, lambda figures: figures.measure):
        group.sort(key=lambda figures: str(figures.key))
        totals = tuple(figures.total for figures in group)
        given = set(totals) - {None}
        if len(given) > 1:
            keys, place = tuple(figures.key for figures in group), _measure_place(group[0])
            difference = max(given) - min(given)
            found.append(Finding(Kind.RIVALS, keys, difference, totals=totals, place=place))
    return found


def other_levels(several: Iterable[Figures]) -> list[Finding]:
    """Another source counts the same unit in the same period at another level of verification.

    Said so that nobody holds the two against each other: no difference is worked out.
    """
    same = _grouped(several, lambda figures: (figures.country, figures.occurred, figures.unit))
    return [
        Finding(Kind.OTHER_LEVEL, (one.key, other.key))
        for group in same
        for one, other in combinations(group, 2)
        if None not in (one.occurred, one.total, other.total)
        and one.source != other.source
        and one.verification != other.verification
    ]


def unusual(several: Iterable[Figures]) -> list[Finding]:
    """A change from the period before that chance would hardly make.

    Counts of separate acts scatter about their mean by its square root (Poisson); the difference
    of two such counts, a and b, scatters by about the square root of a + b. A change of more than
    three times that is said: with the same rate in both periods, chance makes one such in about
    370. Below a change of 5 nothing is said, for small counts jump by nature. Only figures of one
    source, system, unit and level of verification are compared, of two periods of one kind
    (month, quarter, year) of which one follows the other at once.
    """
    found = []
    for series in _grouped(several, lambda figures: figures.series):
        given = [f for f in series if f.occurred is not None and f.total is not None]
        for before in given:
            for after in given:
                change = after.total - before.total
                if follows(before.occurred, after.occurred) and is_unusual(before, after):
                    totals = (before.total, after.total)
                    keys = (before.key, after.key)
                    found.append(Finding(Kind.UNUSUAL, keys, change, totals=totals))
    return found


def followed(several: Iterable[Figures]) -> list[Finding]:
    """The same change where the period before stands in another source of one line.

    A system reports each year in a new document. Held against it only where the record's own
    source has no figure of the period before: then that is the one to follow. The two are looked
    at together and never added.
    """
    found = []
    for line in _grouped(several, lambda figures: figures.line):
        given = [f for f in line if f.line and f.occurred is not None and f.total is not None]
        for after in given:
            before = [f for f in given if follows(f.occurred, after.occurred)]
            if any(f.series == after.series for f in before):
                continue
            found += [
                Finding(Kind.FOLLOWED, (f.key, after.key), after.total - f.total,
                        totals=(f.total, after.total))
                for f in before if is_unusual(f, after)
            ]  # fmt: skip
    return found


def is_unusual(before: Figures, after: Figures) -> bool:
    change = abs(after.total - before.total)
    return change >= LEAST_CHANGE and change**2 > 9 * (before.total + after.total)


def overlaps(several: Iterable[Figures]) -> list[Finding]:
    """Two records of one source, unit and level of verification share days.

    Whatever system collected them: a sum of the two would count somebody twice.
    """
    same = _grouped(several, lambda f: (f.country, f.source, f.unit, f.verification))
    return [
        Finding(Kind.OVERLAP, (one.key, other.key))
        for group in same
        for one, other in combinations([f for f in group if f.occurred is not None], 2)
        if one.occurred[0] <= other.occurred[1] and other.occurred[0] <= one.occurred[1]
    ]


def missing(several: Iterable[Figures]) -> list[Finding]:
    """Months, quarters or years that one source leaves out between two that it gives."""
    found = []
    for series in _grouped(several, lambda figures: figures.series):
        by_kind = defaultdict(dict)
        for figures in sorted(series, key=lambda figures: str(figures.key)):
            if figures.occurred is not None and (kind := kind_of(figures.occurred)):
                by_kind[kind].setdefault(figures.occurred, figures)
        for spans in by_kind.values():
            ordered = sorted(spans)
            for before, after in pairwise(ordered):
                if left_out := missing_between(before, after):
                    keys = (spans[before].key, spans[after].key)
                    found.append(Finding(Kind.MISSING, keys, len(left_out), spans=left_out))
    return found


def _grouped(several, measure) -> list[list[Figures]]:
    groups = defaultdict(list)
    for figures in several:
        groups[measure(figures)].append(figures)
    return list(groups.values())


def _measure_place(figures: Figures) -> str:
    """The same for every set of sources of one measure: a third source joins, it stays."""
    days = [f"{day:%Y%m%d}" for day in figures.occurred or ()]
    return "-".join([str(figures.country), figures.verification, figures.unit, *days])
