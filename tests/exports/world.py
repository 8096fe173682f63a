"""A register with words and numbers planted where only some may find them, and files looked into.

Amounts and counts are of the fictional country alone.
"""

import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict

from commitments.models import BudgetLine
from foundation.exports import gate
from foundation.exports.reader import Reader
from foundation.exports.reports import REPORTS
from foundation.exports.writing import pdf_file
from incidents.models import Status
from projects import ledger
from tests.commitments import factories as made
from tests.factories import make_organisation, make_source
from tests.incidents.factories import (
    make_caseload,
    make_draft,
    make_published,
    make_submission,
    make_table,
)
from tests.overview.factories import make_difference, make_key_figure, make_situation
from tests.projects.factories import make_document, make_project, make_result
from tests.projects.life_factories import make_report
from tests.projects.money_factories import make_category, make_funded, partner_of, post

PUBLISHED, HIDDEN, DRAFT, WITHDRAWN = 918273, 827364, 736455, 645546
HIDDEN_CELL, HIDDEN_CASES, SECRET_AMOUNT = 554637, 463728, "371819.25"

EVERYWHERE = ("programme_officer", "reviewer", "reader", "donor")
CLEARED = ("wpa_veloria", "reviewer")
# What is planted, and who may find it in some file of theirs.
MAY_FIND = {
    "mark-mali-project": (*EVERYWHERE, "wpa_mali", "focal_point"),
    "mark-mali-closed-project": ("programme_officer", "reviewer", "wpa_mali"),
    "mark-mali-closed-document": ("programme_officer", "reviewer", "wpa_mali"),
    "mark-mali-situation": ("programme_officer", "reviewer", "reader", "wpa_mali", "focal_point"),
    "mark-mali-instrument": ("programme_officer", "reviewer", "reader", "wpa_mali", "focal_point"),
    "mark-mali-internal-promise": ("programme_officer", "reviewer", "wpa_mali", "focal_point"),
    "mark-veloria-project": (*EVERYWHERE, "wpa_veloria"),
    "mark-veloria-strict-project": ("reviewer",),
    "mark-veloria-amount": (*EVERYWHERE, "wpa_veloria"),
    "mark-veloria-replaced-amount": (*EVERYWHERE, "wpa_veloria"),
    "mark-veloria-closed-amount": ("programme_officer", "wpa_veloria", "reviewer"),
    "mark-veloria-closed-situation": ("programme_officer", "wpa_veloria", "reviewer"),
    "mark-veloria-figure": ("programme_officer", "wpa_veloria", "reviewer", "reader"),
    "mark-veloria-closed-cost": ("programme_officer", "wpa_veloria", "reviewer"),
    "mark-veloria-result": (*EVERYWHERE, "wpa_veloria"),
    SECRET_AMOUNT: ("programme_officer", "wpa_veloria", "reviewer"),
    str(PUBLISHED): (*CLEARED, "reader"),
    str(HIDDEN): CLEARED,
    str(HIDDEN_CELL): CLEARED,
    str(HIDDEN_CASES): CLEARED,
    str(DRAFT): CLEARED,
    str(WITHDRAWN): CLEARED,
}  # fmt: skip
ABOVE_PUBLIC = {mark for mark in MAY_FIND
                if "closed" in mark or "strict" in mark or "internal" in mark} | {
    SECRET_AMOUNT, str(HIDDEN), str(HIDDEN_CELL), str(HIDDEN_CASES), str(DRAFT), str(WITHDRAWN)
}  # fmt: skip
COUNTRIES = ("country=mali", "country=veloria")
QUERIES = {
    "project": ("project=MAL1", "project=MAL2", "project=VEL1", "project=VEL2"),
    "ledger": ("which=all",),
    "incident-records": ("which=all",),
    "incident-comparison": COUNTRIES,
    "country-brief": COUNTRIES,
    "annual-annex": ("countries=veloria&year=2019", "countries=mali&year=2019"),
    "what-changed": ("since=2000-01-01",),
}  # fmt: skip
OF_ONESELF = {"own-data", "audit-extract"}  # tests/exports/test_pages.py
# Of the public alone, and of what is released: they have worlds of their own, in
# tests/projects/iati and tests/incidents/test_releases_pages.py.
ELSEWHERE = {"iati", "released-tables", "released-tables-hxl"}
ALL_REPORTS = sorted(REPORTS.keys() - OF_ONESELF - ELSEWHERE)


@pytest.fixture
def world(mali, veloria, wpa_veloria, reviewer):
    _projects(mali, veloria)
    _commitments(mali, veloria, wpa_veloria)
    _overview(mali, veloria)
    _incidents(veloria, wpa_veloria)


def _projects(mali, veloria):
    own = make_project(mali, "MAL1", title="mark-mali-project", starts_as_written="2019-01-01")
    make_document(own, title="mark-mali-closed-document", classification="confidential")
    make_project(mali, "MAL2", title="mark-mali-closed-project", classification="confidential")
    make_category("staff")
    funded = make_funded(veloria, code="VEL1", title="mark-veloria-project",
                         starts_as_written="1 January 2018",
                         ends_as_written="31 December 2020")  # fmt: skip
    post(funded, "budget", "3000.00", year=2019)
    post(funded, "budget", SECRET_AMOUNT, year=2019, classification="confidential",
         note="mark-veloria-closed-amount", organisation=partner_of(funded),
         category=make_category("travel", 2))  # fmt: skip
    first = post(funded, "transfer", "900.00", year=2019, note="mark-veloria-replaced-amount")
    changed = {"amount": Decimal("1000.00"), "note": "mark-veloria-amount"}
    ledger.correct(first, changed, by=None, reason="A better source.")
    make_result(funded, text="mark-veloria-result")
    make_report(funded, period_year=2019, due_on=date(2020, 3, 31))
    make_project(veloria, "VEL2", title="mark-veloria-strict-project", classification="strict")


def _commitments(mali, veloria, wpa):
    body = make_organisation(acronym="BODY")
    for country, title, level in [
        (mali, "mark-mali-instrument", "public"),
        (mali, "mark-mali-other", "internal"),
        (veloria, "mark-veloria-instrument", "public"),
    ]:
        instrument = made.make_instrument(country, short_title=title, classification=level)
        promise = "mark-mali-internal-promise" if level == "internal" else f"Promise of {title}"
        commitment = made.make_commitment(country, instrument, title=promise)
        commitment.duty_bearers.add(body)
        made.make_area(instrument)
        made.make_action(commitment)
    action = made.make_action(commitment)
    made.report(action, wpa, as_of=date(2019, 6, 3), classification="public")
    BudgetLine.objects.create(
        action=action, kind="cost", amount="10.00", note="mark-veloria-closed-cost",
        source=make_source(classification="confidential"),
    )  # fmt: skip
    indicator = made.make_indicator(veloria, target=30)
    made.make_measurement(indicator, value=12, date_as_written="2019")


def _overview(mali, veloria):
    make_situation(mali, text="mark-mali-situation", as_of=date(2019, 6, 3))
    make_situation(veloria, text="mark-veloria-closed-situation", as_of=date(2019, 6, 3),
                   classification="confidential")  # fmt: skip
    make_key_figure(veloria, label="mark-veloria-figure", period_from=date(2019, 1, 1),
                    period_to=date(2019, 12, 31))  # fmt: skip
    make_difference(veloria)


def _incidents(veloria, wpa):
    printed = make_published(veloria, stated_total=PUBLISHED, unit="cases")
    make_table(printed, [("women", PUBLISHED - 1)])
    hidden = make_submission(veloria, stated_total=HIDDEN, unit="cases")
    make_table(hidden, [("women", HIDDEN_CELL)])
    make_draft(veloria, wpa, stated_total=DRAFT)
    make_submission(veloria, stated_total=WITHDRAWN, status=Status.WITHDRAWN,
                    withdrawn_reason="Counted twice.")  # fmt: skip
    make_caseload(veloria, count=HIDDEN_CASES)


@pytest.fixture
def set_on_paper(monkeypatch):
    """What would be typeset, without the seconds that it takes; test_reports_pdf.py sets each."""

    def keep(page, path):
        path.write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")

    monkeypatch.setattr(pdf_file, "_typeset", keep)


def files(user, slug, query=""):
    """Each file of a report with these choices: its ending and all that can be read in it."""
    for ending in REPORTS[slug].endings:
        try:
            export = gate.ask(REPORTS[slug], QueryDict(query), by=user, ending=ending)
        except ValidationError as error:
            if error.code == "choices":
                continue
            raise
        with gate.open_file(export, by=user) as file:
            yield ending, export, f"{export.file_name}\n{readable(file.read())}"


def everything(user, more=""):
    """All text of all files that a person may take, by report and ending."""
    found = {}
    for slug in ALL_REPORTS:
        for query in QUERIES.get(slug, ("",)):
            wanted = "&".join(part for part in (query, more) if part)
            try:
                for ending, _export, text in files(user, slug, wanted):
                    found[slug, query, ending] = text
            except PermissionDenied:
                continue
    return found


def readable(data: bytes) -> str:
    """All parts of a package, or the text itself; numbers without signs between thousands."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            text = "\n".join([*names, *(package.read(name).decode() for name in names)])
    else:
        text = data.decode("utf-8-sig")
    for sign in (",", "\u00a0", "\u202f"):
        text = text.replace(sign, "")
    return text


def asked(slug, user, query="", audience=None):
    """The report, its reader and the choices made."""
    report = REPORTS[slug]
    data = QueryDict(query, mutable=True)
    data["audience"] = audience or report.ceiling(user)
    choices = report.choices(data, user)
    assert choices.are_valid, (choices.form.errors, choices.audience.errors)
    return report, Reader(user, data["audience"]), choices


def content_of(slug, user, query="", audience=None):
    """What a report says, without a file."""
    report, reader, choices = asked(slug, user, query, audience)
    return report.content(reader, choices)


def count_of(slug, user, query=""):
    """How many rows its page says that it will have."""
    report, reader, choices = asked(slug, user, query)
    return report.count(reader, choices)


def rows_of(slug, user, query="", audience=None, table=0):
    """The rows of one table by the names of its columns."""
    found = content_of(slug, user, query, audience).tables[table]
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]
