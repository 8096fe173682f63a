"""What an edition says otherwise than the one before, cell by cell, from what is printed alone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..shown import Count
from .shown import ShownTable


@dataclass(frozen=True)
class Change:
    """One cell that is not as before. A count of None: there was no such cell."""

    table: str
    label: str
    before: Count | None
    now: Count | None

    @property
    def words(self) -> str:
        if self.before is None:
            return _("new row")
        if self.now is None:
            return _("no longer there")
        if self.before.shown and self.now.shown:
            return f"{self.now.value - self.before.value:+d}"
        if self.now.shown:
            return _("withheld before")
        if self.before.shown:
            return _("withheld now")
        return _("said in other words")


@dataclass(frozen=True)
class Differences:
    """changes: cells that differ; same: how many do not; gone: tables of the one before."""

    changes: tuple[Change, ...]
    same: int
    gone: tuple[str, ...]


def compare(before: list[ShownTable], now: list[ShownTable]) -> Differences:
    """Tables are the same when they are broken down by the same things in the same steps."""
    old = _by_kind(before)
    changes, same = [], 0
    for kind, table in _by_kind(now).items():
        earlier = old.pop(kind, None)
        if earlier is None:
            continue
        for codes in list(dict.fromkeys([*table.cells, *earlier.cells])):
            one, other = earlier.cells.get(codes), table.cells.get(codes)
            if one is not None and other is not None and _said(one) == _said(other):
                same += 1
            else:
                label = (table if other is not None else earlier).label(codes)
                changes.append(Change(table.name, label, one, other))
    return Differences(tuple(changes), same, tuple(table.name for table in old.values()))


def _by_kind(tables):
    """Of several that are broken down by the same things, the first is held against the first."""
    found: dict[tuple, ShownTable] = {}
    for table in tables:
        kind = tuple((axis["name"], axis["step"]) for axis in table.axes)
        found[kind, sum(seen == kind for seen, _nth in found)] = table
    return found


def _said(count):
    return count.value, count.state
