"""Records of incidents for tests. Numbers are markers: large, odd, and found nowhere else."""

from datetime import date

from foundation.reference.loading import load_reference
from foundation.reference.models import Code
from incidents.models import Cell, JusticeCaseload, Status, Submission, Tabulation
from tests.factories import make_source

MARKER = 734982
CELL_MARKER = 619347
CASELOAD_MARKER = 583716
WORDS = "planted words 447193"
SOURCES = [
    "field-update-mali",
    "factsheet-00102004",
    "s-2020-487",
    "ieg-note-2020",
    "veloria-report-2024",
]


def make_submission(country, source=None, **fields):
    """An approved record nobody entered, with a marker for a total; not shown as printed."""
    fields = {
        "title": f"Title with {WORDS}",
        "unit": "incidents",
        "verification": "reported",
        "occurred_as_written": "2019",
        "occurred_from": date(2019, 1, 1),
        "occurred_to": date(2019, 12, 31),
        "stated_total": MARKER,
        "caveats": f"Caveat with {WORDS}",
        "narrative": f"Narrative with {WORDS}",
        "classification": "public",
        "status": Status.APPROVED,
        **fields,
    }
    source = source or make_source(classification="public")
    return Submission.objects.create(country=country, source=source, **fields)


def make_published(country, source=None, **fields):
    """An approved record of a public source, shown as printed."""
    return make_submission(
        country, source, as_published=True, as_published_reason="Printed.", **fields
    )


def make_draft(country, author, **fields):
    fields = {"status": Status.DRAFT, "classification": "confidential", **fields}
    return make_submission(country, author=author, **fields)


def make_submitted(country, author, **fields):
    return make_draft(country, author, status=Status.SUBMITTED, **fields)


def group(code="women", list_=Code.List.SURVIVOR_GROUP):
    return Code.objects.get_or_create(
        list=list_, code=code, defaults={"name_en": code.replace("-", " ").capitalize()}
    )[0]


def perpetrator(code="unidentified"):
    return group(code, Code.List.PERPETRATOR)


def make_table(submission, rows=None, **fields):
    """A table by survivor group; `rows` are (code, number or None)."""
    fields = {"dimensions": ["survivor"], "order": submission.tabulations.count() + 1, **fields}
    table = Tabulation.objects.create(submission=submission, **fields)
    for code, number in rows if rows is not None else [("women", CELL_MARKER)]:
        state = "not-stated" if number is None else "counted"
        make_cell(table, count=number, state=state, **{table.dimensions[0]: _code(table, code)})
    return table


def _code(table, code):
    return perpetrator(code) if table.dimensions[0] == "perpetrator" else group(code)


def make_cell(table, *, region_not_stated=False, **fields):
    cell = Cell(tabulation=table, order=table.cells.count() + 1, **fields)
    cell.region_not_stated = region_not_stated
    cell.full_clean(exclude=["key"])
    cell.save()
    return cell


def make_caseload(country, source=None, **fields):
    fields = {"stage": "pending", "count": CASELOAD_MARKER, "classification": "public", **fields}
    source = source or make_source(classification="public")
    return JusticeCaseload.objects.create(country=country, source=source, **fields)


def load_lists():
    """The real reference lists and the sources that the data files name."""
    load_reference()
    for slug in SOURCES:
        make_source(slug, short_title=slug)
    for slug in ("veloria-mission-note-2023", "veloria-quarterly-notes"):
        make_source(slug, classification="internal", is_sample=True)
