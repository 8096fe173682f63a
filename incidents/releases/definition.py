"""What a release is made of: which tables, broken down by what, in which calendar steps."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from .lists import steps_for
from .record import NotReleasableError, Record, Tabulated


@dataclass(frozen=True)
class Chosen:
    """One table: of which table of the record, by which of its dimensions."""

    tabulation: int
    by: tuple[str, ...]
    step: str = ""


@dataclass(frozen=True)
class Definition:
    """`total`: the stated total alone, as a table of one number."""

    tables: tuple[Chosen, ...] = ()
    total: bool = False

    def as_json(self) -> dict[str, Any]:
        tables = [{**asdict(table), "by": list(table.by)} for table in self.tables]
        return {"tables": tables, "total": self.total}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Definition":
        tables = (
            Chosen(t["tabulation"], tuple(t["by"]), t.get("step", "")) for t in data["tables"]
        )
        return cls(tuple(tables), bool(data.get("total")))


def tables_of(record: Record) -> list[Tabulated]:
    """Those of the record's tables that may be released at all."""
    return [table for table in record.tables if table.adds_up and table.rows]


def check(definition: Definition, record: Record) -> None:
    """Raises NotReleasableError where the record has no such table."""
    if not definition.tables and not definition.total:
        raise NotReleasableError(_("Choose at least one table."))
    if definition.total and record.total is None:
        raise NotReleasableError(_("The record states no total."))
    for chosen in definition.tables:
        _check_table(chosen, table_of(chosen, record))


def table_of(chosen: Chosen, record: Record) -> Tabulated:
    found = next((t for t in record.tables if t.order == chosen.tabulation), None)
    if found is None:
        raise NotReleasableError(_("The record has no such table."))
    if not found.adds_up:
        raise NotReleasableError(
            _("One incident may stand in several rows of this table: it cannot be released.")
        )
    return found


def _check_table(chosen, table):
    if not chosen.by or set(chosen.by) - set(table.dimensions):
        raise NotReleasableError(_("The table is not broken down by that."))
    if "occurred" in chosen.by and chosen.step not in steps_for(table):
        raise NotReleasableError(_("The rows of the table do not fit into these calendar steps."))
