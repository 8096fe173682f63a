"""The decision what a release prints.

Everything exact stays in here: what comes out is the printed cells, and apart from them the
report and the reasons, for the cleared.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any

from django.utils.translation import gettext as _

from incidents.protection import (
    Dimension,
    Earlier,
    Ledger,
    Plan,
    ProtectionError,
    Revised,
    Rule,
    Shields,
    Small,
    coarser,
    protect,
)
from incidents.protection import Release as Seen

from .attack import attack
from .between import left_over
from .known import Known
from .record import Record
from .structure import not_listed, structure
from .tables import ALL, REST, Codes, Whole
from .universe import TIME, Shape, Universe, key_of, period_code

HERE = "this"
THIS = re.compile(rf"\b{HERE}:(\d+)")  # a table of ours, as the protection calls it


@dataclass(frozen=True)
class Decision:
    """cells: per table, what is printed (None: withheld); reasons: why, per withheld cell."""

    cells: list[dict[Codes, int | None]] = field(default_factory=list)
    reasons: list[dict[str, Any]] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)
    holds: bool = False


@dataclass(frozen=True)
class Question:
    """A release about to be decided: its tables, and those known ones whose counts we have."""

    record: Record
    wholes: list[Whole]
    known: list[Known]
    context: list[tuple[str, Whole]]
    threshold: int
    kinds: Mapping[str, str]  # of the parties, by slug
    belongs: Mapping[str, Set[str]]  # what each party is part of, by slug
    seconds: float  # for the search of the fewest cells; the protection itself has no limit


def decide(question: Question) -> Decision:
    """Never raises for what the tables say: a refusal is a decision with its sentence."""
    try:
        return _decide(question)
    except ProtectionError as error:
        why = THIS.sub(lambda found: _("table %(n)s") % {"n": found[1]}, str(error))
        sentence = _("The protection refuses these tables: %(why)s") % {"why": why}
        return Decision(report={"error": sentence})


def _decide(question):
    span = question.record.occurred
    shapes = [Shape.of_whole(w, span) for w in question.wholes]
    shapes += [Shape.of_whole(w, span) for _name, w in question.context]
    shapes += [Shape.of_known(known) for known in question.known]
    universe = Universe(shapes, question.belongs)
    left = left_over(question.wholes, span, question.known, question.threshold)
    between = universe.leave(left)
    lists = structure(shapes, question.kinds)
    zeros = not_listed(_adding_up(shapes, question.known), universe)
    tables = {f"{HERE}:{w.order}": universe.table(f"{HERE}:{w.order}", w, span)
              for w in question.wholes}  # fmt: skip
    context = [universe.table(name, whole, span) for name, whole in question.context]
    rule = Rule(question.threshold, effort="release", seconds=question.seconds)
    truth = _truth([*tables.values(), *context])
    known = [*question.known, *lists, *zeros]
    seen = [_seen(each, universe, truth, question.threshold) for each in known]
    plan = protect(
        [*tables.values(), *context],
        rule,
        Ledger(tuple(seen)),
        vintage=question.record.vintage,
        sensitive=between,
    )
    nothing = _nothing(lists, universe)
    cells = [_cells(plan, universe, whole, span, nothing) for whole in question.wholes]
    found = attack(plan, [*tables.values(), *context], seen, truth, rule)
    ours = _ours(universe, question.wholes, span)
    reasons = [
        reason
        for whole, shown in zip(question.wholes, cells, strict=True)
        for reason in _reasons(plan, universe, whole, shown, span, ours)
    ]
    advice = [advice for whole in question.wholes if (advice := _advice(whole, span, rule))]
    report = _report(plan, cells, reasons, advice, found, ours)
    return Decision(cells, reasons, report, not found)


def _adding_up(shapes, known):
    """Of tables that print all of their total: those of this record, released or not."""
    counted = len(shapes) - len(known)  # the known ones come last
    released = [each.own and each.threshold for each in known]
    return [*shapes[:counted], *compress(shapes[counted:], released)]


def _truth(tables):
    """What is counted, by what it is about."""
    return {
        key_of(table.dimensions, codes): count
        for table in tables
        for codes, count in table.counts.items()
    }


def _seen(known: Known, universe, truth, threshold) -> Seen:
    """A known table in the dimensions of today.

    What another source has otherwise is left out; and small counts of another, since nobody takes
    them for ours: that the two are equal by chance must not leave ours without protection.
    """
    shape = Shape.of_known(known)
    dimensions = universe.of(shape)
    cells = {universe.place(shape, codes): count for codes, count in known.cells.items()}
    if not known.own:
        cells = {
            codes: count
            for codes, count in cells.items()
            if count is None
            or (count >= threshold and truth.get(key_of(dimensions, codes), count) == count)
        }
    return Seen(known.name, dimensions, cells, known.vintage)


def _nothing(lists, universe):
    """What everybody knows to hold nothing, by what it is about."""
    return {
        key_of(universe.of(Shape.of_known(known)), universe.place(Shape.of_known(known), codes))
        for known in lists
        for codes in known.cells
    }


def _cells(plan: Plan, universe, whole: Whole, span, nothing):
    """What is printed of each cell, None where it is withheld.

    Where another table says in words that there is no number, its parts hold nothing that is
    counted. That is no figure of theirs: a source may speak of one without it.
    """
    shape, table = Shape.of_whole(whole, span), f"{HERE}:{whole.order}"
    dimensions, shown = universe.of(shape), {}
    for codes in whole.counts:
        place = universe.place(shape, codes)
        value = plan[table, place]
        told = isinstance(value, int) and (
            value >= plan.rule.threshold or key_of(dimensions, place) in nothing
        )
        shown[codes] = value if told else None
    return shown


def _ours(universe, wholes, span):
    """Our own codes, by the address that the protection gives a cell."""
    return {
        (f"{HERE}:{whole.order}", universe.place(Shape.of_whole(whole, span), codes)): [
            whole.order,
            list(codes),
        ]
        for whole in wholes
        for codes in whole.counts
    }


def _reasons(plan: Plan, universe, whole: Whole, shown, span, ours):
    shape, table = Shape.of_whole(whole, span), f"{HERE}:{whole.order}"
    for codes, count in shown.items():
        if count is None:
            why = plan.why(table, universe.place(shape, codes))
            yield {"table": whole.order, "codes": list(codes), **_words(why, ours)}


def _words(why, ours):
    if why is None or isinstance(why, Small):
        return {"why": "small"}
    if isinstance(why, Earlier):
        return {"why": "earlier", "of": why.release}
    if isinstance(why, Revised):
        return {"why": "revised", "of": why.release}
    cells = why.cells if isinstance(why, Shields) else ()
    return {"why": "shields", "cells": [ours[address] for address in cells if address in ours]}


def _report(plan, cells, reasons, advice, found, ours):
    """For the cleared alone: numbers of reasons are disclosive like the reasons."""
    kinds = [reason["why"] for reason in reasons]
    return {
        "printed": sum(count is not None for shown in cells for count in shown.values()),
        "cells": sum(len(shown) for shown in cells),
        "why": {kind: kinds.count(kind) for kind in ("small", "shields", "earlier", "revised")},
        "optimal": plan.optimal,
        "found": [
            {**_where(f.release, f.codes, ours), "low": f.low, "high": f.high} for f in found
        ],
        "public": [_where(name, codes, ours) for name, codes in plan.exposed],
        "coarser": advice,
    }


def _where(name, codes, ours):
    """A cell of ours by its table and codes; one of another release by its name."""
    table, own = ours.get((name, codes), (None, list(codes)))
    return {"table": table, "name": name, "codes": own}


def _advice(whole: Whole, span, rule):
    """What to leave out so that more is printed, if next to nothing is printed now."""
    if not whole.axes:
        return None
    found = coarser(_alone(whole, span), rule)
    if not found.advised:
        return None
    return {
        "table": whole.order,
        "leave_out": found.dimension.name.partition("@")[0],
        "share": round(found.share * 100),
        "coarser_share": round(found.coarser_share * 100),
    }


def _alone(whole, span):
    """The table by itself without its rest, its steps declared as the parts of the period."""
    whole = _without_rest(whole)
    universe = Universe([Shape.of_whole(whole, span)])
    for axis in whole.axes:
        if axis.name == TIME:
            universe.dimensions[TIME] = Dimension(TIME, {period_code(span): axis.codes})
    return universe.table(HERE, whole, span)


def _without_rest(whole):
    """Cells that are not split are printed whatever happens: they would count as a gain."""
    width = len(whole.axes)
    counts = dict(whole.counts)
    counts[(ALL,) * width] -= counts.pop((REST,) * width, 0)
    return replace(whole, counts=counts, impossible=frozenset())
