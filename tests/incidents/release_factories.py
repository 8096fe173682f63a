"""Records of the fictional country and releases of them, made as on the pages."""

from datetime import date

from django.conf import settings

from foundation.jobs.queue import work_once
from foundation.reference.models import Region
from incidents.models import Tabulation
from incidents.releases import actions
from incidents.releases.definition import Chosen, Definition
from incidents.releases.periods import QUARTER, calendar
from tests.factories import make_source

from .factories import make_cell, make_submission, perpetrator

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
QUARTERS = calendar(YEAR, QUARTER)
PLACES = ["XV01", "XV02", "XV03", "XV04"]
GROUPS = ["state-forces", "non-state", "unidentified"]


def make_regions(country):
    return [
        Region.objects.get_or_create(
            country=country, pcode=code, vintage="v01-sample",
            defaults={"name_en": f"Region {code}", "valid_from": date(2015, 1, 1)},
        )[0]
        for code in PLACES
    ]  # fmt: skip


def make_record(country, counts, dimensions=("region", "occurred"), author=None, **fields):
    """An approved record with one table; `counts`: a row of numbers for each region."""
    source = fields.pop("source", None) or make_source(classification="internal")
    total = sum(sum(row) for row in counts)
    fields = {
        "occurred_from": YEAR[0], "occurred_to": YEAR[1], "occurred_as_written": "2023",
        "classification": "internal", "stated_total": total, "collecting_system": "mara",
        "author": author, "reviewed_by": fields.pop("reviewed_by", None), **fields,
    }  # fmt: skip
    record = make_submission(country, source, **fields)
    fill(record, counts, dimensions)
    return record


def fill(record, counts, dimensions=("region", "occurred")):
    regions = make_regions(record.country)
    for code in GROUPS:
        perpetrator(code)
    ordered = [name for name in ("occurred", "region", "perpetrator") if name in dimensions]
    table = Tabulation.objects.create(
        submission=record, dimensions=ordered, order=record.tabulations.count() + 1
    )
    for region, row in zip(regions, counts, strict=False):
        for at, count in enumerate(row):
            other = {"occurred_from": QUARTERS[at][0], "occurred_to": QUARTERS[at][1]}
            if "perpetrator" in dimensions:
                other = {"perpetrator": perpetrator(GROUPS[at])}
            place = {"region": region} if "region" in dimensions else {}
            made_of = {} if dimensions == ("region",) else other
            make_cell(table, count=count, state="counted", **place, **made_of)
    return table


def make_release(record, by, *by_what, step=QUARTER, prepare=True, **typed):
    """A release of the first table of a record, prepared by the job of the queue."""
    what = tuple(by_what) or ("occurred", "region")
    chosen = Chosen(1, what, step if "occurred" in what else "")
    typed = {
        "title": "Sample table", "audience": "public", "source_as_cited": "Sample source",
        "threshold": settings.SMALL_COUNT_THRESHOLD,
        "definition": Definition((chosen,)).as_json(), **typed,
    }  # fmt: skip
    release = actions.make(record, by=by, **typed)
    return run(release) if prepare else release


def run(release):
    while work_once() is not None:
        pass
    release.refresh_from_db()
    return release


def released(record, by, approver, *by_what, **typed):
    return actions.approve(make_release(record, by, *by_what, **typed), by=approver)


def correct(record, counts, **fields):
    """The approved record that corrects another, with the same kind of table."""
    dimensions = tuple(record.tabulations.first().dimensions)
    return make_record(
        record.country, counts, dimensions, source=record.source, supersedes=record,
        collecting_system=record.collecting_system, **fields,
    )  # fmt: skip


def printed(release):
    """{codes: count, or None where withheld} of all tables, the order of the table first."""
    found = {}
    for table in release.prepared.tables.all():
        for cell in table.cells.all():
            found[(table.order, *cell.codes)] = cell.count
    return found
