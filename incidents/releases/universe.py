"""One set of dimensions for a record's tables and everything known, so that all sums meet.

Time is cut at every bound of every period; a group of perpetrators is the sum of its parts, and a
party of those that belong to it; what a table leaves over of a total is a code beside the others.
A table not broken down by something is about all of it; not broken down by time, about the period
of its record. Regions of two editions of codes are two dimensions: one code can be two places.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from incidents.protection import Dimension, Table

from ..models.tabulations import CONTAINS
from .between import TIME, Left
from .known import Known
from .periods import Span, code_of, pieces, span_of
from .tables import ALL, REST, Codes, Whole

NOTHING: Mapping[str, Set[str]] = {}


@dataclass(frozen=True)
class Shape:
    """What the universe needs to know of a table: its period, its lists, whether it has a rest."""

    span: Span | None
    axes: tuple[tuple[str, tuple[str, ...]], ...]
    has_rest: bool

    @classmethod
    def of_whole(cls, whole: Whole, span: Span | None) -> "Shape":
        axes = tuple((a.dimension, a.codes) for a in whole.axes)
        return cls(span, axes, bool(axes) and (REST,) * len(axes) in whole.counts)

    @classmethod
    def of_known(cls, known: Known) -> "Shape":
        return cls(known.span, known.axes, known.has_rest)


class Universe:
    """The dimensions, and the place of each cell of each table in them."""

    def __init__(self, shapes: Iterable[Shape], belongs: Mapping[str, Set[str]] = NOTHING):
        shapes = list(shapes)
        lists: dict[str, set[str]] = {}
        for shape in shapes:
            for name, codes in shape.axes:
                if name != TIME:
                    rest = {REST} if shape.has_rest else set()
                    lists.setdefault(name, set()).update({*codes, *rest} - {ALL})
        self.dimensions = {
            name: _of_list(name, codes, belongs) for name, codes in sorted(lists.items())
        }
        self.dimensions[TIME] = _of_time(shapes)

    def leaves(self, name: str, codes: Iterable[str]) -> set[str]:
        """The codes of a list that these consist of, down to those that have no parts."""
        groups, found, waiting = self.dimensions[name].groups, set(), list(codes)
        while waiting:
            code = waiting.pop()
            if code in groups:
                waiting += groups[code]
            else:
                found.add(code)
        return found

    def has_rest(self, span: Span | None) -> bool:
        """Whether some table by time leaves something over of this period."""
        groups = self.dimensions[TIME].groups
        return f"{REST}@{period_code(span)}" in groups.get(period_code(span), ())

    def leave(self, left: Iterable[Left]) -> dict[tuple[tuple[Dimension, ...], Codes], int]:
        """Takes in what periods leave of longer ones; each as a cell that no table has."""
        time = self.dimensions[TIME]
        groups, found = dict(time.groups), {}
        for each in left:
            inside = {piece for part in each.parts for piece in groups[code_of(part)]}
            pieces_left = [p for p in groups[code_of(each.whole)] if p not in inside]
            if pieces_left:
                groups[each.code] = pieces_left
                found[each] = each.count
        self.dimensions[TIME] = Dimension(TIME, groups)
        every = tuple(self.dimensions[name] for name in sorted(self.dimensions))
        codes = {each: {**dict(each.about), TIME: each.code} for each in found}
        return {
            (every, tuple(codes[each].get(d.name, ALL) for d in every)): count
            for each, count in found.items()
        }

    def of(self, shape: Shape) -> tuple[Dimension, ...]:
        names = [TIME, *(name for name, _codes in shape.axes if name != TIME)]
        return tuple(self.dimensions[name] for name in names)

    def place(self, shape: Shape, codes: Codes) -> Codes:
        """The codes of a cell as the protection knows them, the period first."""
        period, others = period_code(shape.span), []
        for (name, _list), code in zip(shape.axes, codes, strict=True):
            if name != TIME:
                others.append(code)
            elif code == REST:
                period = f"{REST}@{period_code(shape.span)}"
            elif code != ALL:
                period = code
        return (period, *others)

    def table(self, name: str, whole: Whole, span: Span | None) -> Table:
        shape = Shape.of_whole(whole, span)
        counts = {self.place(shape, codes): count for codes, count in whole.counts.items()}
        nothing = [*whole.impossible, *(c for c in whole.states if ALL not in c)]
        impossible = frozenset(self.place(shape, codes) for codes in nothing)
        return Table(name, self.of(shape), counts, impossible, fill=False)


def period_code(span: Span | None) -> str:
    return code_of(span) if span else "not-stated"


def key_of(dimensions: tuple[Dimension, ...], codes: Codes) -> Mapping[str, str]:
    """A cell by what it is about alone: equal for equal cells of different tables."""
    return frozenset((d.name, c) for d, c in zip(dimensions, codes, strict=True) if c != ALL)


def _of_list(name, codes, belongs):
    groups = {}
    if name == "perpetrator":
        groups = {
            w: sorted(parts) for w, parts in CONTAINS.items() if w in codes and codes & parts
        }
    elif name == "party":
        groups = _of_parties({code: belongs.get(code, set()) & codes for code in codes})
    inside = {part for parts in groups.values() for part in parts}
    return Dimension(name, {**groups, ALL: sorted(codes - inside)})


def _of_parties(belongs):
    """A whole is those right below it: a table lists the one or the others, and counts all."""
    groups = {}
    for part, above in sorted(belongs.items()):
        for whole in above:
            if not any(whole in belongs[between] for between in above):
                groups.setdefault(whole, []).append(part)
    return groups


def _of_time(shapes):
    """Every period is the sum of the pieces in it and of the rests of the periods in it."""
    spans, rests = set(), set()
    for shape in shapes:
        if shape.span:
            spans.add(shape.span)
        for name, codes in shape.axes:
            if name == TIME:
                spans |= {span_of(code) for code in codes}
                rests |= {shape.span} if shape.has_rest and shape.span else set()
    cut = pieces(spans)
    groups = {
        code_of(span): [
            *(f"={code_of(p)}" for p in cut if span[0] <= p[0] and p[1] <= span[1]),
            *(f"{REST}@{code_of(r)}" for r in rests if span[0] <= r[0] and r[1] <= span[1]),
        ]
        for span in spans
    }
    if any(shape.span is None for shape in shapes):
        groups["not-stated"] = ["=not-stated"]
    return Dimension(TIME, groups)
