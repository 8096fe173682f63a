"""What limits, reasons and second persons are told of a file is what is written into it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict

from foundation.exports import gate
from foundation.exports.reports import REPORTS
from tests.projects.factories import make_document

from .world import QUERIES, world  # noqa: F401 - the fixture

# They say how much they are made of, and the file how many rows that came to.
AS_LOOKED_AT = {
    "incident-comparison": "Each record is a column, and each group of a breakdown a row.",
    "incident-findings": "What is found in the records is known once all are looked at.",
}
# They need a world of their own, and have tests of their own.
ELSEWHERE = {"iati", "released-tables", "released-tables-hxl"}
MEASURED = sorted(REPORTS.keys() - AS_LOOKED_AT.keys() - ELSEWHERE)
PEOPLE = ("reviewer", "programme_officer", "auditor")


def sizes(slug, user, query):
    """Rows said before and rows written, by the ending of each file; empty without the right."""
    found = {}
    for ending in set(REPORTS[slug].endings) - {"pdf"}:
        try:
            export = gate.ask(REPORTS[slug], QueryDict(query), by=user, ending=ending)
        except PermissionDenied:
            return {}
        except ValidationError as error:
            if error.code != "choices":
                raise
            return {}
        export.refresh_from_db()
        found[ending] = (export.expected, export.rows)
    return found


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("slug", MEASURED)
def test_as_many_rows_as_said_are_written(slug, veloria, request):
    kind = make_document(veloria.projects.get(code="VEL1"), title="First", year=2019).kind
    make_document(veloria.projects.get(code="VEL1"), title="Second", year=2019, kind=kind)
    measured = [
        pair
        for person in PEOPLE
        for query in QUERIES.get(slug, ("",))
        for pair in sizes(slug, request.getfixturevalue(person), query).values()
    ]
    assert measured
    assert all(said == written for said, written in measured), measured
    assert any(written for _said, written in measured), slug


def test_those_that_are_not_counted_so_are_still_reports():
    assert AS_LOOKED_AT.keys() | ELSEWHERE <= REPORTS.keys()
