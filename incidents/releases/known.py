"""What readers know already that bears on a record: releases to any audience, printed figures.

One ledger for all audiences: readers and staff talk to each other, so what one of them was shown
counts as known to the other. Known is what was approved, withdrawn since or not.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Release, ReleasedCell, ReleasedTable, Submission
from .lists import dimension_of, wholes_of_parties
from .periods import Span, code_of
from .record import Record, Tabulated, read_all
from .tables import REST, TOLD, Codes, mixed

# Two systems that are both named count apart; one that is not named may be either of them.
NAMELESS = (Submission.System.OTHER, Submission.System.NOT_STATED)


@dataclass(frozen=True)
class Known:
    """One table that readers have seen. A count of None was withheld.

    own: of this record or one that it corrects or that corrects it. Others count the same thing
    as another source does: where they differ from this record, nothing follows.
    """

    name: str
    vintage: str
    threshold: int
    own: bool
    span: Span | None
    axes: tuple[tuple[str, tuple[str, ...]], ...]
    cells: dict[Codes, int | None]
    belongs: tuple[tuple[str, str], ...] | None = None  # of a list of parties, as on its day

    @property
    def has_rest(self) -> bool:
        return bool(self.axes) and (REST,) * len(self.axes) in self.cells


def lineage(submission: Submission) -> set[int]:
    """The record, whatever it corrects and whatever corrects it, however far."""
    links = defaultdict(set)
    rows = Submission.objects.filter(country=submission.country_id, supersedes__isnull=False)
    for pk, before in rows.order_by().values_list("pk", "supersedes"):
        links[pk].add(before)
        links[before].add(pk)
    found, waiting = set(), [submission.pk]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += links[pk]
    return found


def releases_about(submission: Submission) -> list[Release]:
    """Approved releases whose figures overlap with those of the record, oldest first."""
    own = lineage(submission)
    same = _same_thing(submission) | Q(submission__in=own)
    rows = Release.objects.approved().filter(same).select_related("prepared", "country")
    rows = list(rows.order_by("approved_at", "pk"))
    return _overlapping(rows, submission, {row.pk for row in rows if row.submission_id in own})


def printed_about(submission: Submission) -> list[Submission]:
    """Other records of the same thing whose counts everybody reads as printed, now or once."""
    own = lineage(submission)
    once = Submission.PRINTED | Q(as_published_at__isnull=False)
    rows = Submission.objects.filter(once).exclude(pk=submission.pk)
    rows = rows.filter(_same_thing(submission) | Q(pk__in=own)).order_by("pk")
    return _overlapping(list(rows), submission, own)


def known_about(submission: Submission) -> list[Known]:
    """All of it as plain tables, oldest first."""
    own = lineage(submission)
    releases, printed = releases_about(submission), printed_about(submission)
    found = [table for record in read_all(printed) for table in _printed(record, own)]
    return found + _released(releases, own)


def digest(submission: Submission) -> str:
    """Changes whenever something becomes known: what was decided before that no longer holds."""
    seen = [(release.reference, release.checksum) for release in releases_about(submission)]
    seen += [(record.reference, record.version) for record in printed_about(submission)]
    seen += [(part, sorted(wholes)) for part, wholes in sorted(wholes_of_parties().items())]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def least_threshold(submission: Submission) -> int:
    """What was promised of overlapping releases stays: no later one goes below their threshold."""
    return max((release.threshold for release in releases_about(submission)), default=0)


def _same_thing(submission):
    """Of the same unit and level of verification, by the same system or one that is not named."""
    same = Q(country=submission.country_id, unit=submission.unit)
    same &= Q(verification=submission.verification)
    if submission.collecting_system in NAMELESS:
        return same
    systems = [submission.collecting_system, *NAMELESS]
    return same & Q(collecting_system__in=systems)


def _overlapping(rows, submission, own):
    """Its own, and those whose periods touch that of the record, also through one another."""
    reach = _span(submission)
    if reach is None:
        return rows
    while True:
        inside = [
            row for row in rows if row.pk in own or not _span(row) or _meet(_span(row), reach)
        ]
        spans = [reach, *(_span(row) for row in inside if _span(row))]
        wider = (min(first for first, _last in spans), max(last for _first, last in spans))
        if wider == reach:
            return inside
        reach = wider


def _span(row):
    return (row.occurred_from, row.occurred_to) if row.occurred_from else None


def _meet(one, other):
    return one[0] <= other[1] and other[0] <= one[1]


def _released(releases, own):
    by_preparation = {release.prepared_id: release for release in releases}
    tables = ReleasedTable.objects.filter(preparation__in=by_preparation)
    place = {pk: at for at, pk in enumerate(by_preparation)}
    rows = sorted(tables, key=lambda table: (place[table.preparation_id], table.order))
    numbers = [table.preparation_id for table in rows]
    cells = _cells(rows)
    found = []
    for table in rows:
        release = by_preparation[table.preparation_id]
        axes = tuple(
            (
                dimension_of(axis["name"], axis.get("edition", "")),
                tuple(e[0] for e in axis["entries"]),
            )
            for axis in table.axes
        )
        is_own = release.submission_id in own
        single = numbers.count(table.preparation_id) == 1
        found.append(
            Known(
                _name(release, table.order, single=single),
                release.prepared.vintage,
                release.threshold,
                is_own,
                _span(release),
                axes,
                _seen(cells[table.pk], axes, is_own=is_own),
                _belongs(table.axes),
            )
        )
    return found


def _belongs(axes):
    found = [axis.get("belongs", []) for axis in axes if axis["name"] == "party"]
    return tuple((part, whole) for part, whole in found[0]) if found else None


def _cells(tables):
    found = defaultdict(list)
    rows = ReleasedCell.objects.filter(table__in=[table.pk for table in tables])
    for table, *cell in rows.order_by("order").values_list("table", "codes", "state", "count"):
        found[table].append(cell)
    return found


def _seen(cells, axes, *, is_own):
    """What a reader knows from a table: its cells, and that its rest is not split.

    A cell without a number for a reason that everybody knows holds nothing; what another source
    does not collect says nothing about this one.
    """
    seen = {}
    for codes, state, count in cells:
        if state in TOLD:
            seen |= {tuple(codes): 0} if is_own else {}
        else:
            seen[tuple(codes)] = count
    if (REST,) * len(axes) in seen:
        seen |= dict.fromkeys(mixed(codes for _name, codes in axes), 0)
    return seen


def _name(release, order, *, single):
    if single:
        return release.citation
    return _("%(citation)s, table %(n)d") % {"citation": release.citation, "n": order}


def _printed(record: Record, own):
    """The rows that a public document prints, each as one cell; its stated total."""
    tables = [_as_printed(record, table, own) for table in record.tables if table.adds_up]
    if record.total is not None:
        tables.append(_known(record, "total", (), {(): record.total}, own))
    return [table for table in tables if table.cells]


def _as_printed(record, table: Tabulated, own):
    cells = {
        tuple(_plain(row.codes[name]) for name in table.dimensions): row.count
        for row in table.rows
        if row.count is not None and None not in row.codes.values()
    }
    editions = {"region": "+".join(table.editions)}
    axes = tuple(
        (dimension_of(name, editions.get(name, "")), tuple(sorted({codes[at] for codes in cells})))
        for at, name in enumerate(table.dimensions)
    )
    return _known(record, str(table.order), axes, cells, own)


def _plain(code):
    return code if isinstance(code, str) else code_of(code)


def _known(record, part, axes, cells, own):
    name = f"{record.reference}, {part}"
    return Known(name, record.vintage, 0, record.pk in own, record.occurred, axes, cells)
