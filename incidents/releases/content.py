"""What a release says, as plain values in a fixed order: what is printed, checked and filed."""

import hashlib
import json
from itertools import product
from typing import Any

from ..models import Release
from .tables import ALL, REST, Codes


def order_of(axes: list[dict[str, Any]]) -> list[Codes]:
    """Every cell that a table with these dimensions can have: the lists, the rest, the sums."""
    lists = [[*(code for code, _en, _fr in axis["entries"]), REST, ALL] for axis in axes]
    return [tuple(codes) for codes in product(*lists)]


def axes_of(whole) -> list[dict[str, Any]]:
    return [
        {
            "name": a.name,
            "step": a.step,
            "edition": a.edition,
            "belongs": [list(pair) for pair in a.belongs],
            "entries": [list(entry) for entry in a.entries],
        }
        for a in whole.axes
    ]


def content(release: Release, tables: list[tuple]) -> dict[str, Any]:
    """`tables`: (axes, partial, [(codes, state, count)]) in order."""
    return {
        "country": release.country.iso3,
        "cited_as": release.cited_as,
        "edition": release.edition,
        "reference": release.reference,
        "title": release.title,
        "audience": release.audience,
        "source": release.source_as_cited,
        "handling": release.handling,
        "unit": release.unit,
        "verification": release.verification,
        "collecting_system": release.collecting_system,
        "occurred": _days(release.occurred_from, release.occurred_to),
        "verified": _days(release.verified_from, release.verified_to),
        "threshold": release.threshold,
        "approved_on": release.approved_at.date().isoformat() if release.approved_at else None,
        "tables": [
            {
                "dimensions": axes,
                "partial": partial,
                "cells": [[*codes, state, count] for codes, state, count in cells],
            }
            for axes, partial, cells in tables
        ],
    }


def canonical(content: dict[str, Any]) -> str:
    """One text for one content: sorted names, no blanks. What the checksum is made of."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def checksum(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _days(first, last):
    return [first.isoformat(), last.isoformat()] if first else None


def stored_tables(release: Release) -> list[tuple]:
    """The tables in force, as `content` wants them; for who may see the release."""
    if release.prepared_id is None:
        return []
    found = []
    for table in release.prepared.tables.order_by("order").prefetch_related("cells"):
        cells = sorted(table.cells.all(), key=lambda cell: cell.order)
        rows = [(tuple(cell.codes), cell.state, cell.count) for cell in cells]
        found.append((table.axes, table.partial, rows))
    return found
