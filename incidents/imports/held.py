"""What the register holds already of the records that a file is about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from ..models import Cell, Status, Submission, Tabulation

NAMES = ("country_id", "source_id", "unit", "verification")


@dataclass(frozen=True)
class HeldCell:
    """One count that is there."""

    pk: int
    count: int | None
    state: str
    as_written: str
    perpetrator: str | None
    party: int | None
    occurred: tuple[date, date] | None


@dataclass
class HeldTable:
    """One table that is there, its cells by their coordinates."""

    pk: int
    title: str
    dimensions: tuple[str, ...]
    adds_up: bool
    order: int
    cells: dict[str, HeldCell] = field(default_factory=dict)


@dataclass
class HeldRecord:
    """A record that is there, and whether this person may write into it."""

    row: Submission
    is_own: bool
    tables: list[HeldTable] = field(default_factory=list)


def find(keys: Iterable[tuple], user: Any) -> dict[tuple, list[HeldRecord]]:
    """The records about these (country, source, unit, verification, occurred, verified)."""
    found = defaultdict(list)
    for row in _with_tables(rows_about(set(keys), user), user):
        found[key_of(row.row)].append(row)
    return found


def rows_about(keys: set[tuple], user: Any) -> list[Submission]:
    """Only those whose counts this person may read; withdrawn and replaced ones are past."""
    if not keys:
        return []
    columns = zip(*(key[:4] for key in keys), strict=True)
    wanted = {f"{name}__in": set(values) for name, values in zip(NAMES, columns, strict=True)}
    rows = Submission.objects.exact_for(user).filter(**wanted).exclude(status=Status.WITHDRAWN)
    current = Submission.objects.current().values("pk")
    rows = rows.filter(~Q(status=Status.APPROVED) | Q(pk__in=current))
    return [row for row in rows.select_related("country", "source") if key_of(row) in keys]


def one(record: Submission, user: Any) -> HeldRecord:
    """A record that a file was sent for, as it is now."""
    return _with_tables([record], user)[0]


def key_of(row: Submission) -> tuple:
    occurred = (row.occurred_from, row.occurred_to) if row.occurred_from else None
    verified = (row.verified_from, row.verified_to) if row.verified_from else None
    return (row.country_id, row.source_id, row.unit, row.verification, occurred, verified)


def stamp_of(row: Submission) -> tuple:
    """Another one, and the record is not what it was."""
    return (row.pk, row.version, str(row.status))


def _with_tables(rows, user):
    numbers = [row.pk for row in rows]
    own = set(
        Submission.objects.editable_by(user).filter(pk__in=numbers).values_list("pk", flat=True)
    )
    records = {row.pk: HeldRecord(row, row.pk in own) for row in rows}
    tables = {}
    for table in Tabulation.objects.for_user(user).filter(submission__in=list(records)):
        held = HeldTable(
            table.pk, table.title, tuple(table.dimensions), table.adds_up, table.order
        )
        records[table.submission_id].tables.append(held)
        tables[table.pk] = held
    cells = Cell.objects.for_user(user).filter(tabulation__in=list(tables)).order_by()
    for table, key, first, last, *values in cells.values_list(
        "tabulation", "key", "occurred_from", "occurred_to", "pk", "count", "state",
        "as_written", "perpetrator__code", "party",
    ):  # fmt: skip
        tables[table].cells[key] = HeldCell(*values, (first, last) if first else None)
    return list(records.values())
