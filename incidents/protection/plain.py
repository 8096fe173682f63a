"""The plain format (sdc-table/1, sdc-release/1): anyone can check us with a program of theirs."""

from collections.abc import Iterable, Mapping
from typing import Any

from .ledger import Ledger, Release
from .protect import Plan, protect
from .rule import ProtectionError, Rule
from .table import Codes, Dimension, Table, check_codes, check_count

INPUT, OUTPUT = "sdc-table/1", "sdc-release/1"


def decide(document: Any, effort: str = "page", seconds: float = 60.0) -> Plan:
    """The plan for an sdc-table/1 document. Raises ProtectionError with one clear line."""
    _expect(document, INPUT)
    rule = _rule(document, effort, seconds)
    dimensions = _dimensions(document)
    tables = [_table(item, dimensions) for item in _list(document, "tables")]
    if not tables:
        raise ProtectionError("tables: there is none")
    primary = None
    if document.get("primary") is not None:
        primary = [
            (dimensions, _codes("primary", dimensions, row)) for row in _list(document, "primary")
        ]
    sensitive = {
        (dimensions, codes): count
        for codes, count in _rows("sensitive", dimensions, _list(document, "sensitive"))
    }
    ledger = Ledger(tuple(_earlier(_list_or_one(document, "earlier"), dimensions, rule)))
    return protect(
        tables, rule, ledger, vintage=str(document.get("vintage", "")),
        primary=primary, sensitive=sensitive,
    )  # fmt: skip


def release_document(plan: Plan, document: Mapping[str, Any]) -> dict[str, Any]:
    """The sdc-release/1 document for a plan made from an sdc-table/1 document."""
    shown = {release.name: release for release in plan.release()}
    made: dict[str, Any] = {
        "format": OUTPUT,
        "threshold": plan.rule.threshold,
        "zeros": plan.rule.zeros,
        "dimensions": document["dimensions"],
        "releases": [
            {"id": item["id"], "cells": _in_order(item, shown[str(item["id"])])}
            for item in document["tables"]
        ],
    }
    if plan.rule.goal != "label":
        made["goal"] = plan.rule.goal
    if plan.vintage:
        made["vintage"] = plan.vintage
    if plan.zeros_withheld:
        made["withheld_zeros"] = True
    return made


def read_releases(document: Any) -> tuple[tuple[Release, ...], Rule]:
    """The releases of an sdc-release/1 document and the rule they follow."""
    _expect(document, OUTPUT)
    rule = _rule(document, "page", 60.0)
    return tuple(_earlier([document], _dimensions(document), rule)), rule


def _in_order(item: Mapping[str, Any], release: Release) -> list[list[Any]]:
    return [[*row[:-1], release.cells[tuple(row[:-1])]] for row in item["cells"]]


def _expect(document: Any, name: str) -> None:
    if not isinstance(document, Mapping):
        raise ProtectionError("the file must hold one JSON object")
    if document.get("format", name) != name:
        raise ProtectionError(f"format must be {name}, not {document['format']!r}")


def _rule(document: Mapping[str, Any], effort: str, seconds: float) -> Rule:
    return Rule(
        threshold=document.get("threshold", 5),
        zeros=document.get("zeros", "small"),
        goal=document.get("goal", "label"),
        effort=effort,  # type: ignore[arg-type]
        seconds=seconds,
    )


def _list(document: Mapping[str, Any], key: str) -> list[Any]:
    value = document.get(key) or []
    if not isinstance(value, list):
        raise ProtectionError(f"{key} must be a list")
    return value


def _list_or_one(document: Mapping[str, Any], key: str) -> list[Any]:
    value = document.get(key)
    return [value] if isinstance(value, Mapping) else _list(document, key)


def _dimensions(document: Mapping[str, Any]) -> tuple[Dimension, ...]:
    found = []
    for item in _list(document, "dimensions"):
        groups = item.get("groups", {}) if isinstance(item, Mapping) else None
        if not isinstance(groups, Mapping) or not isinstance(item.get("name"), str):
            raise ProtectionError('a dimension must be {"name": ..., "groups": {...}}')
        for code, parts in groups.items():
            if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
                raise ProtectionError(f"{item['name']}: the group {code!r} must list its codes")
        found.append(Dimension(item["name"], groups))
    if not found or len({dimension.name for dimension in found}) < len(found):
        raise ProtectionError("dimensions must be a list of different dimensions")
    return tuple(found)


def _table(item: Any, dimensions: tuple[Dimension, ...]) -> Table:
    where = _id(item)
    used = _used(item, dimensions)
    counts: dict[Codes, int] = {}
    for codes, count in _rows(where, used, _list(item, "cells")):
        if counts.setdefault(codes, count) != count:
            raise ProtectionError(f"{where}: {' / '.join(codes)} has two counts")
    if not counts:
        raise ProtectionError(f"{where}: there are no cells")
    impossible = frozenset(_codes(where, used, row) for row in _list(item, "impossible"))
    return Table(where, used, counts, impossible, fill=False)


def _id(item: Any) -> str:
    if not isinstance(item, Mapping) or not isinstance(item.get("id"), str | int):
        raise ProtectionError("a table must have an id and cells")
    return str(item["id"])


def _used(item: Mapping[str, Any], dimensions: tuple[Dimension, ...]) -> tuple[Dimension, ...]:
    """All dimensions in their order, unless the table names those it uses."""
    if "dimensions" not in item:
        return dimensions
    named = {dimension.name: dimension for dimension in dimensions}
    if any(name not in named for name in item["dimensions"]):
        raise ProtectionError(f"{item['id']}: unknown dimension in {item['dimensions']}")
    return tuple(named[name] for name in item["dimensions"])


def _rows(where: str, dimensions: tuple[Dimension, ...], rows: Iterable[Any]):
    for row in rows:
        if not isinstance(row, list) or len(row) < 2:
            raise ProtectionError(f"{where}: a cell must be [code, ..., count], not {row!r}")
        codes = _codes(where, dimensions, row[:-1])
        count = row[-1]
        if isinstance(count, float) and count.is_integer():
            count = int(count)
        yield codes, check_count(where, codes, count)


def _codes(where: str, dimensions: tuple[Dimension, ...], row: Any) -> Codes:
    if not isinstance(row, list) or not all(isinstance(code, str) for code in row):
        raise ProtectionError(f"{where}: codes must be texts: {row!r}")
    check_codes(where, dimensions, tuple(row))
    return tuple(row)


def _earlier(items: list[Any], dimensions: tuple[Dimension, ...], rule: Rule):
    """Releases from whole documents or bare {"id", "cells"}, oldest first."""
    for item in items:
        if not isinstance(item, Mapping):
            raise ProtectionError("earlier must be a list of releases")
        if "releases" not in item:
            yield _release(item, item, dimensions)
            continue
        own = _dimensions(item) if item.get("dimensions") else dimensions
        for release in _list(item, "releases"):
            yield _release(release, item, own)


def _release(item: Any, document: Mapping[str, Any], dimensions: tuple[Dimension, ...]) -> Release:
    where = _id(item)
    used = _used(item, dimensions)
    cells: dict[Codes, int | None] = {}
    for row in _list(item, "cells"):
        if isinstance(row, list) and row and row[-1] is None:
            cells[_codes(where, used, row[:-1])] = None
        else:
            cells.update(_rows(where, used, [row]))
    flag = item.get("withheld_zeros", document.get("withheld_zeros", False))
    vintage = str(item.get("vintage", document.get("vintage", "")))
    return Release(where, used, cells, vintage, bool(flag))
