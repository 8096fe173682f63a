"""Each list and detail page asks the database a fixed number of times, whatever its rows.

The limits are what was counted, with room for one; a query more per row breaks them at once.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.reference.models import Country, Organisation
from incidents.models import Tabulation
from tests.factories import make_organisation, make_source
from tests.overview.factories import (
    make_difference,
    make_key_date,
    make_key_figure,
    make_situation,
)
from tests.projects.factories import make_participation, make_project

pytestmark = pytest.mark.usefixtures("demo")

# Who opens it, the address, the most queries it may ask (signing in and session included).
PAGES = [
    ("programme-officer", "/", 28),
    ("reader", "/countries/", 13),
    ("reader", "/countries/mali/", 36),
    ("wpa-mali", "/countries/mali/", 38),
    ("reader", "/countries/mali/differences/", 10),
    ("reader", "/search/?q=mali", 28),
    ("reader", "/sources/", 9),
    ("reader", "/sources/s-2020-487/", 22),
    ("reader", "/organisations/", 9),
    ("reader", "/organisations/minusma/", 17),
    ("reader", "/projects/", 14),
    ("programme-officer", "/projects/UNA046/", 25),
    ("programme-officer", "/projects/XV001/life/", 23),
    ("programme-officer", "/projects/XV001/reports/", 15),
    ("programme-officer", "/projects/XV001/results/", 16),
    ("programme-officer", "/projects/reports/", 11),
    ("programme-officer", "/projects/UNA052/register/", 15),
    ("programme-officer", "/projects/UNA052/history/", 16),
    ("reader", "/incidents/?country=mali&year=2019", 28),
    ("reviewer", "/incidents/compare/?country=mali&year=2019", 18),
    ("wpa-sample", "/incidents/records/p8f3w5tj/", 21),
    ("wpa-sample", "/incidents/records/f6y4d8hc/findings/parts_f6y4d8hc-survivor/", 18),
    ("wpa-sample", "/incidents/records/f6y4d8hc/tables/{table}/", 17),
    ("wpa-sample", "/incidents/explore/?country=veloria&source=veloria-quarterly-notes", 26),
    ("reviewer", "/incidents/explore/?country=veloria&side=by-side", 20),
    ("reader", "/incidents/justice/?country=mali", 10),
    ("reader", "/incidents/releases/", 12),
    ("reader", "/incidents/releases/r3k7m2vd/", 12),
    ("reviewer", "/incidents/releases/w9d4h6xc/", 32),
    ("reviewer", "/incidents/releases/r3k7m2vd/check/", 17),
    ("reader", "/commitments/", 15),
    ("reader", "/commitments/indicators/", 12),
    ("reader", "/commitments/mali/resolution-2480-2019/table/", 20),
    ("reader", "/commitments/mali/resolution-2480-2019/indicators/", 17),
    ("reader", "/commitments/mali/resolution-2480-2019/text/", 16),
    ("focal-point", "/commitments/mali/resolution-2480-2019/", 25),
    ("focal-point", "/commitments/mali/resolution-2480-2019/op58/", 33),
    ("focal-point", "/commitments/mali/resolution-2480-2019/op58/history/", 15),
    ("reader", "/commitments/timeline/?country=mali", 14),
    ("reader", "/commitments/parties/", 10),
    ("wpa-mali", "/commitments/parties/cma/", 25),
    ("wpa-sample", "/commitments/indicators/veloria-women-police/", 15),
    ("reader", "/commitments/veloria/joint-communique-2022/timeline/", 21),
    ("reader", "/commitments/veloria/joint-communique-2022/budget/", 19),
    ("wpa-sample", "/commitments/veloria/joint-communique-2022/structure/", 27),
    ("programme-officer", "/imports/", 11),
    ("programme-officer", "/imports/ledger/", 12),
    ("wpa-sample", "/imports/submission/", 12),
    ("wpa-sample", "/incidents/records/q5k9x3zs/import/", 20),
    ("programme-officer", "/imports/iati/", 13),
    ("programme-officer", "/reports/iati/?country=veloria", 25),
    ("auditor", "/audit/", 13),
    ("admin", "/admin/accounts/user/", 15),
]


def queries(client, url):
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize(("person", "url", "most"), PAGES)
def test_a_page_asks_a_fixed_number_of_times(client, demo_cast, person, url, most):
    client.force_login(demo_cast[person])
    table = Tabulation.objects.filter(submission__reference="f6y4d8hc").first()
    assert queries(client, url.format(table=table.pk)) <= most


def _more_of_everything(country):
    """Thirty more rows of what the lists and the country page hold."""
    body = Organisation.objects.get(slug="minusma")
    for number in range(30):
        source = make_source(f"more-{number}")
        make_situation(country, source=source)
        make_key_figure(country, source=source)
        make_key_date(country, source=source)
        make_difference(country).statements.create(source=source, says="something")
        made = make_organisation(f"more-{number}", parent=body, country=country)
        project = make_project(country=country, classification="public")
        make_participation(project, made)


@pytest.mark.parametrize(
    ("person", "url"),
    [
        ("wpa-mali", "/countries/mali/"), ("wpa-mali", "/countries/mali/differences/"),
        ("reader", "/countries/"), ("reader", "/sources/"), ("reader", "/organisations/"),
        ("reader", "/organisations/minusma/"), ("reader", "/projects/"),
        ("programme-officer", "/"), ("reader", "/search/?q=more"),
        ("programme-officer", "/admin/projects/project/"),
        ("wpa-mali", "/admin/overview/keydate/"),
    ],
)  # fmt: skip
def test_more_rows_ask_no_more(client, demo_cast, person, url):
    client.force_login(demo_cast[person])
    queries(client, url)  # what is asked once and remembered
    few = queries(client, url)
    _more_of_everything(Country.objects.get(slug="mali"))
    assert queries(client, url) <= few
