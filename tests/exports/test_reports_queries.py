"""A report asks as often for 200 rows as for 5."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Project, Transaction
from tests.commitments.factories import (
    make_action,
    make_commitment,
    make_indicator,
    make_instrument,
    make_measurement,
)
from tests.factories import make_source
from tests.incidents.factories import make_published, make_table
from tests.projects.factories import make_document
from tests.projects.life_factories import make_report
from tests.projects.money_factories import make_funded, partner_of, post

from .world import content_of


@pytest.fixture
def grow(veloria):
    """A function that makes so many of each kind of row."""
    project = make_funded(veloria)
    post(project, "budget", "9000.00")
    instrument = make_instrument(veloria)
    source, agency = make_source(), partner_of(project)
    made = []

    def run(number):
        for place in range(len(made), number):
            made.append(place)
            other = Project.objects.create(
                code=f"N{place}", fund=project.fund, country=veloria, title=f"Project {place}",
                classification="public",
            )  # fmt: skip
            other.participations.create(organisation=agency, source=source)
            kind = make_report(other, period_year=2019).kind
            make_document(other, kind=kind, year=2019)
            Transaction.objects.create(
                project=other, kind="budget", organisation=agency, year=2019, amount=1,
                amount_usd=1, source=source, classification="public", line=str(place),
            )  # fmt: skip
            make_action(make_commitment(instrument=instrument))
            make_measurement(make_indicator(veloria, source=source), value=place)
            make_table(make_published(veloria, source, unit="cases"), [("women", place)])

    return run


REPORTS = [
    ("projects", ""), ("ledger", ""), ("ledger", "which=all"), ("portfolio", ""),
    ("project-documents", ""), ("reports-due", ""), ("commitments", ""), ("indicators", ""),
    ("progress", ""), ("incident-records", ""), ("incident-findings", ""),
    ("incident-comparison", "country=veloria"), ("country-brief", "country=veloria"),
]  # fmt: skip


def asked(slug, query, user):
    user.__dict__.pop("_grants", None)
    with CaptureQueriesContext(connection) as found:
        rows = [list(table.rows) for table in content_of(slug, user, query).tables]
    return len(found), sum(map(len, rows))


def test_more_rows_ask_no_more(grow, reader):
    grow(5)
    few = {report: asked(*report, reader) for report in REPORTS}
    grow(200)
    for report, (queries, rows) in few.items():
        more_queries, more_rows = asked(*report, reader)
        assert more_rows >= rows, report
        assert more_queries <= queries, report
