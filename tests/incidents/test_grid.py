"""The page of a table: many rows, few questions to the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.reference.models import Code
from tests.incidents.factories import group, make_draft, make_table, perpetrator

CODES = ["women", "girls", "men", "boys", "not-stated"]


@pytest.fixture
def page(client, mali, wpa_mali):
    draft = make_draft(mali, wpa_mali)
    table = make_table(draft, [], dimensions=["perpetrator", "survivor"])
    for code in CODES:
        group(code)
    client.force_login(wpa_mali)
    return table, reverse("incidents:tabulation_edit", args=[draft.reference, table.pk])


def test_more_rows_ask_no_more_questions(client, page):
    table, address = page
    few = _asked(client, address)
    for code in CODES:
        table.cells.create(
            survivor=group(code), perpetrator=perpetrator(), count=7, key=code, state="counted"
        )

    assert _asked(client, address) == few


def test_each_row_offers_its_own_lists_and_shows_what_is_chosen(client, page):
    table, address = page
    cell = table.cells.create(
        survivor=group("girls"), perpetrator=perpetrator(), count=7, key="k", state="counted"
    )
    form = client.get(address).context["grid"].forms[0]

    offered = {str(label) for _value, label in form.fields["survivor"].choices}
    assert {str(group(code)) for code in CODES} <= offered
    assert str(perpetrator()) not in offered
    assert f'<option value="{cell.survivor_id}" selected>' in str(form["survivor"])
    assert Code.objects.count() == len(CODES) + 1


def _asked(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
