"""Brings incident records in from a file of the repository, as the register's own entries.

A record that is there stays as it is. Everything is checked as on the pages: nothing gets in here
that a form would refuse.
"""

from collections import Counter
from datetime import date
from typing import Any

from django.utils import timezone

from foundation.reference.models import Code, Country, Organisation, Region, Source
from foundation.reference.written_dates import read

from .actions import main_figure_of
from .forms import check_overlap
from .models import Cell, JusticeCaseload, MainFigure, Status, Submission, Tabulation
from .models.tabulations import LISTS, NO_REGION
from .releases.loading import load_release

PLAIN = {
    "reference", "page", "collecting_system", "title", "unit", "verification", "stated_total",
    "caveats", "narrative", "classification", "status", "return_reason",
}  # fmt: skip
WRITTEN = {"occurred", "verified"}
LINKED = {"country", "source", "collected_by", "supersedes"}
DAYS = {"occurred_days", "verified_days"}  # first and last, where the words are no date
HANDLED = {"author", "reviewer", "as_published_reason", "tabulations"}
CELL = {
    "occurred",
    "region",
    "form",
    "perpetrator",
    "party",
    "survivor",
    "as_written",
    "count",
    "state",
}
CASELOAD = {
    "stage", "count", "unit_as_written", "as_of_as_written", "page", "note", "classification",
}  # fmt: skip


def load(data: dict, *, by: Any, authors: dict[str, Any] | None = None) -> dict[str, int]:
    """Create what is missing; returns how many of each were new. Run it inside a transaction.

    `authors` says which person stands for "wpa" and "reviewer" in the file; without it the
    register itself is the author. `by` is who runs it: the caller records that.
    """
    _known(data, {"submissions", "main_figures", "caseloads", "releases"}, "file")
    made: Counter = Counter()
    for row in data.get("submissions", []):
        made["submissions"] += _submission(row, authors or {})
    for row in data.get("main_figures", []):
        made["main_figures"] += _main_figure(row)
    for row in data.get("caseloads", []):
        made["caseloads"] += _caseload(row)
    for row in data.get("releases", []):
        made["releases"] += load_release(row, authors or {})
    return dict(made)


def _submission(row, authors):
    _known(row, PLAIN | WRITTEN | DAYS | LINKED | HANDLED, row.get("reference", "?"))
    if Submission.objects.filter(reference=row["reference"]).exists():
        return 0
    submission = Submission(
        **{name: row[name] for name in PLAIN if name in row},
        country=_country(row),
        source=Source.objects.get(slug=row["source"]),
        collected_by=_organisation(row, "collected_by"),
    )
    if "supersedes" in row:
        submission.supersedes = Submission.objects.get(reference=row["supersedes"])
    for name in WRITTEN & row.keys():
        written = read(row[name])
        first, last = _days(row, name) or (written.first, written.last)
        setattr(submission, f"{name}_as_written", written.text)
        setattr(submission, f"{name}_from", first)
        setattr(submission, f"{name}_to", last)
    _people(submission, row, authors)
    submission.full_clean()
    submission.save()
    for order, table in enumerate(row.get("tabulations", []), start=1):
        _tabulation(submission, order, table)
    return 1


def _days(row, name):
    return tuple(date.fromisoformat(day) for day in row.get(f"{name}_days", ()))


def _people(submission, row, authors):
    """Who entered and who reviewed it; with nobody to review, nobody is named at all."""
    author, reviewer = authors.get(row.get("author")), authors.get(row.get("reviewer"))
    reviewed = submission.status in {Status.APPROVED, Status.RETURNED}
    if reviewed and reviewer is None:
        author = None
    now = timezone.now()
    submission.author = author
    if submission.status != Status.DRAFT:
        submission.submitted_at = now
    if reviewed:
        submission.reviewed_by, submission.reviewed_at = reviewer, now
    if "as_published_reason" in row:
        submission.as_published = True
        submission.as_published_reason = row["as_published_reason"]
        submission.as_published_by, submission.as_published_at = reviewer, now


def _tabulation(submission, order, row):
    _known(row, {"title", "dimensions", "adds_up", "cells"}, submission.reference)
    table = Tabulation(
        submission=submission,
        order=order,
        title=row.get("title", ""),
        dimensions=row["dimensions"],
        adds_up=row.get("adds_up", True),
    )
    table.full_clean()
    table.save()
    cells = [_cell(table, place, cell) for place, cell in enumerate(row["cells"], start=1)]
    if table.adds_up:
        check_overlap(cells)


def _cell(table, order, row):
    _known(row, CELL, table.submission.reference)
    cell = Cell(
        tabulation=table,
        order=order,
        count=row.get("count"),
        state=row.get("state", Cell.State.COUNTED),
        as_written=row.get("as_written", ""),
        party=_organisation(row, "party"),
        **{
            name: Code.objects.get(list=code_list, code=row[name])
            for name, code_list in LISTS.items()
            if name in row
        },
    )
    if "region" in row:
        country = table.submission.country
        cell.region_not_stated = row["region"] == NO_REGION
        if not cell.region_not_stated:
            cell.region = Region.objects.filter(country=country).get(pcode=row["region"])
    if "occurred" in row:
        written = read(row["occurred"])
        cell.occurred_from, cell.occurred_to = written.first, written.last
    cell.full_clean(exclude=["key"])
    cell.validate_constraints()
    cell.save()
    return cell


def _main_figure(row):
    _known(row, {"submission", "reason"}, "main_figures")
    submission = Submission.objects.get(reference=row["submission"])
    chosen = main_figure_of(submission, by=None, reason=row["reason"])
    same = {
        name: getattr(chosen, name)
        for name in ("country", "occurred_from", "occurred_to", "unit", "verification")
    }
    if MainFigure.objects.filter(**same).exists():
        return 0
    chosen.full_clean()
    chosen.save()
    return 1


def _caseload(row):
    linked = {"country", "source", "court", "as_published_reason"}
    _known(row, CASELOAD | linked, "caseloads")
    caseload = JusticeCaseload(
        **{name: row[name] for name in CASELOAD if name in row},
        country=_country(row),
        source=Source.objects.get(slug=row["source"]),
        court=_organisation(row, "court"),
    )
    same = {name: getattr(caseload, name) for name in ("country", "source", "court", "stage")}
    same |= {name: getattr(caseload, name) for name in ("unit_as_written", "as_of_as_written")}
    if JusticeCaseload.objects.filter(**same).exists():
        return 0
    caseload.as_of = read(caseload.as_of_as_written).last
    if "as_published_reason" in row:
        caseload.as_published = True
        caseload.as_published_reason = row["as_published_reason"]
        caseload.as_published_at = timezone.now()
    caseload.full_clean()
    caseload.save()
    return 1


def _country(row):
    return Country.objects.get(iso2=row["country"])


def _organisation(row, name):
    return Organisation.objects.get(slug=row[name]) if name in row else None


def _known(row, names, where):
    unknown = set(row) - names
    if unknown:
        raise ValueError(f"{where}: unknown {', '.join(sorted(unknown))}.")
