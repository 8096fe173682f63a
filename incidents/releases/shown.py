"""One release as one reader may see it: plain values, and of its cells what is printed alone.

What is withheld is not in the rows that this reads, so that no page can tell it.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from foundation.ui.charts import Bar, BarChart

from ..models import Release, ReleasedCell, ReleasedTable, Submission
from ..shown import Count, Period
from . import names
from .tables import ALL, REST, Codes

MOST_COLUMNS = 7


@dataclass(frozen=True)
class Line:
    """A row of a drawn table: what it is about, its counts, whether it is a sum."""

    labels: tuple[str, ...]
    counts: tuple[Count | None, ...]
    is_sum: bool


@dataclass(frozen=True)
class ShownTable:
    """One released table; `cells` in the order of its lists."""

    order: int
    axes: list[dict[str, Any]]
    cells: dict[Codes, Count]
    partial: bool
    unit: str

    @property
    def name(self) -> str:
        return names.table(self.axes)

    @property
    def editions(self) -> str:
        return names.editions([self.axes])

    @property
    def has_withheld(self) -> bool:
        return any(cell.state == "withheld" for cell in self.cells.values())

    @cached_property
    def across(self) -> int | None:
        """The dimension that stands in the columns: the shortest of several, if it is short."""
        if len(self.axes) < 2:
            return None
        shortest = min(reversed(range(len(self.axes))), key=self._length)
        return shortest if self._length(shortest) <= MOST_COLUMNS else None

    @property
    def down(self) -> list[int]:
        return [at for at in range(len(self.axes)) if at != self.across]

    @property
    def heads(self) -> list[str]:
        if not self.axes:
            return [_("Figure")]
        return [names.axis(self.axes[at]) for at in self.down]

    @property
    def columns(self) -> list[str]:
        if self.across is None:
            return [self.unit]
        axis = self.axes[self.across]
        return [names.code(code, axis) for code in self._codes(axis)]

    @property
    def lines(self) -> list[Line]:
        if not self.axes:
            return [Line((names.table([]),), (self.cells[()],), False)]
        lists = [[*self._codes(self.axes[at])[:-1], REST, ALL] for at in self.down]
        drawn = [self._line(codes) for codes in product(*lists)]
        return [line for line in drawn if any(count is not None for count in line.counts)]

    def _line(self, codes):
        labels = tuple(
            names.code(code, self.axes[at]) for code, at in zip(codes, self.down, strict=True)
        )
        counts = tuple(self.cells.get(key) for key in self._keys(codes))
        return Line(labels, counts, ALL in codes)

    def _keys(self, codes):
        """The cells of one row. The rest, which is not split, stands under the sums."""
        if self.across is None:
            yield codes
            return
        for code in self._codes(self.axes[self.across]):
            if set(codes) == {REST} and code == ALL:
                yield (REST,) * len(self.axes)
                continue
            key = dict(zip(self.down, codes, strict=True)) | {self.across: code}
            yield tuple(key[at] for at in range(len(self.axes)))

    def _length(self, at):
        return len(self.axes[at]["entries"])

    def _codes(self, axis):
        return [*(entry[0] for entry in axis["entries"]), ALL]

    def label(self, codes: Codes) -> str:
        return names.cell(list(codes), self.axes)


@dataclass(frozen=True)
class ShownRelease:
    """A release without the record it is made from."""

    about: dict[str, Any]
    tables: tuple[ShownTable, ...] = ()
    people: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self.about[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def measure(self) -> str:
        """What is measured, when: "Verified: cases, 2019"."""
        return _("%(verification)s: %(unit)s, %(period)s") % {
            "verification": self.verification_label,
            "unit": str(self.unit_label).lower(),
            "period": self.occurred.label or _("period not stated"),
        }

    @property
    def printed(self) -> int:
        return sum(cell.shown for table in self.tables for cell in table.cells.values())

    @property
    def size(self) -> int:
        return sum(len(table.cells) for table in self.tables)

    @property
    def how_to_cite(self) -> str:
        day = self.approved_at
        if day is None:
            return ""
        return _("%(citation)s. %(title)s. %(source)s. CRSV Register, %(day)s.") % {
            "citation": self.citation,
            "title": str(self.title).rstrip("."),
            "source": str(self.source_as_cited).rstrip("."),
            "day": f"{day:%Y-%m-%d}",
        }

    @property
    def parts(self) -> list[tuple[ShownTable, BarChart | None]]:
        """Each table; of those by one thing the same with bars, in the order of the list."""
        return [(t, self._chart(t) if _is_chart(t) else None) for t in self.tables]

    def _chart(self, table):
        bars = [
            Bar(table.label(codes), cell=cell, muted=codes == (REST,))
            for codes, cell in table.cells.items()
            if codes != (ALL,)
        ]
        return BarChart(
            table.name,
            self.measure,
            bars,
            unit=self.unit_label,
            head=names.axis(table.axes[0]),
            source=self.source_as_cited,
            total=Bar(_("All"), cell=table.cells[ALL,]),
        )


def _is_chart(table):
    if len(table.axes) != 1:
        return False
    return any(cell.shown for codes, cell in table.cells.items() if codes != (ALL,))


ABOUT = [
    "pk", "reference", "country", "year", "edition", "cited_as", "citation", "audience", "title",
    "source_as_cited", "handling", "threshold", "unit", "verification", "occurred_from",
    "occurred_to", "status", "is_known", "created_at", "approved_at", "checksum", "withdrawn_at",
    "withdrawn_reason", "version",
]  # fmt: skip


def show(release: Release, viewer: Any) -> ShownRelease:
    """A release that `viewer` may see (the caller asked), with its printed cells."""
    about = {
        **{name: getattr(release, name) for name in ABOUT},
        "url": release.get_absolute_url(),
        "audience_label": release.get_audience_display(),
        "status_label": release.get_status_display(),
        "status_look": release.look,
        "unit_label": release.get_unit_display(),
        "verification_label": release.get_verification_display(),
        "system_label": release.get_collecting_system_display(),
        "occurred": Period(release.occurred_from, release.occurred_to),
        "verified": Period(release.verified_from, release.verified_to),
        "record": _record(release, viewer),
    }
    return ShownRelease(about, tuple(tables(release, viewer)), _people(release, viewer))


def tables(release: Release, viewer: Any) -> list[ShownTable]:
    """The printed tables; none once it is withdrawn."""
    cells = ReleasedCell.objects.for_user(viewer).order_by("order")
    rows = ReleasedTable.objects.for_user(viewer).filter(preparation=release.prepared_id)
    unit = release.get_unit_display()
    return [
        ShownTable(
            row.order,
            row.axes,
            {tuple(cell.codes): _count(cell, release.threshold) for cell in row.cells.all()},
            row.partial,
            unit,
        )
        for row in rows.order_by("order").prefetch_related(Prefetch("cells", cells))
    ]


def _count(cell, threshold):
    if cell.count is None:
        return Count(None, cell.state.replace("-", "_"), threshold=threshold)
    return Count(cell.count, "reported", shown=True)


def _record(release, viewer):
    """(name, address) of the record, for those who may know of it."""
    rows = Submission.objects.visible_to(viewer).filter(pk=release.submission_id)
    found = rows.only("reference", "unit", "verification").first()
    return (str(found), found.get_absolute_url()) if found else None


def _people(release, viewer):
    """Who made and approved it, for those who may know the names of staff."""
    if not viewer.has_perm("access.view_staff_names"):
        return {}
    named = {"author": release.author, "approved_by": release.approved_by}
    return {
        key: who.seen_by(viewer) if who else str(_("The register")) for key, who in named.items()
    }
