"""What was withheld, why, and what the audit found: for those who may read the exact counts."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..counts import record_sight
from ..models import Preparation, Release
from ..models.tabulations import Dimension
from . import names
from .shown import ShownTable

ENOUGH = 1 / 3
MOST_NAMED = 5


@dataclass(frozen=True)
class Kind:
    """All cells withheld for one kind of reason: (cell, for which others or since when)."""

    why: str
    cells: tuple[tuple[str, str], ...]

    @property
    def is_plain(self) -> bool:
        return not any(of for _cell, of in self.cells)


@dataclass(frozen=True)
class Check:
    """The report of a preparation in words. Disclosive: never for anybody else."""

    made_at: Any
    holds: bool
    error: str
    printed: int
    cells: int
    kinds: tuple[Kind, ...]
    found: tuple[str, ...]
    public: tuple[str, ...]
    advice: tuple[str, ...]

    @property
    def is_sparse(self) -> bool:
        return bool(self.cells) and self.printed / self.cells < ENOUGH


def check_of(release: Release, viewer: Any, tables: list[ShownTable]) -> Check | None:
    """The check of the preparation in force; its sight is recorded before it is given."""
    rows = Preparation.objects.for_user(viewer).filter(release=release)
    found = rows.filter(pk=release.prepared_id).first() if release.prepared_id else None
    if found is None:
        return None
    record_sight(viewer, [release.submission_id])
    report, by_order = found.report, {table.order: table for table in tables}
    return Check(
        made_at=found.made_at,
        holds=found.holds,
        error=report.get("error", ""),
        printed=report.get("printed", 0),
        cells=report.get("cells", 0),
        kinds=tuple(_kinds(found.reasons, by_order)),
        found=tuple(_finding(item, by_order) for item in report.get("found", [])),
        public=tuple(_place(item, by_order) for item in report.get("public", [])),
        advice=tuple(_advice(item) for item in report.get("coarser", [])),
    )


def _kinds(rows, by_order):
    for kind, words in names.WHY.items():
        cells = [
            (_cell(row["table"], row["codes"], by_order), _of(row, by_order))
            for row in rows
            if row["why"] == kind
        ]
        if cells:
            yield Kind(str(words), tuple(cells))


def _of(row, by_order):
    if row["why"] in {"earlier", "revised"}:
        return row["of"]
    cells = [_cell(order, codes, by_order) for order, codes in row.get("cells", [])]
    more = len(cells) - MOST_NAMED
    named = "; ".join(cells[:MOST_NAMED])
    if more <= 0:
        return named
    return ngettext("%(cells)s and %(n)d more", "%(cells)s and %(n)d more", more) % {
        "cells": named,
        "n": more,
    }


def _cell(order, codes, by_order):
    table = by_order.get(order)
    if table is None:
        return " / ".join(codes)
    label = table.label(tuple(codes))
    return label if len(by_order) == 1 else f"{label} ({table.name.lower()})"


def _place(item, by_order):
    """A cell of this release in its table; one of another by the name of that one."""
    table = by_order.get(item["table"])
    where = table.name if table else item["name"]
    cell = _cell(item["table"], item["codes"], by_order)
    return _("%(name)s: %(told)s") % {"name": where, "told": cell}


def _finding(item, by_order):
    return _("%(cell)s could be worked out as %(low)s to %(high)s") % {
        "cell": _place(item, by_order),
        "low": item["low"],
        "high": _("any number") if item["high"] is None else item["high"],
    }


def _advice(item):
    return _(
        "Without %(dimension)s, %(coarser)d %% of the cells would be printed, not %(share)d %%."
    ) % {
        "dimension": str(Dimension(item["leave_out"]).label).lower(),
        "coarser": item["coarser_share"],
        "share": item["share"],
    }
