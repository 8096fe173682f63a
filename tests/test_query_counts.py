"""Each list and detail page asks the database a fixed number of times, whatever its rows.

The limits are what was counted, with room for one; a query more per row breaks them at once.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.usefixtures("demo")

# Who opens it, the address, the most queries it may ask (signing in and session included).
PAGES = [
    ("programme-officer", "/", 28),
    ("reader", "/countries/", 13),
    ("reader", "/countries/mali/", 35),
    ("reader", "/countries/mali/differences/", 10),
    ("reader", "/sources/", 9),
    ("reader", "/organisations/", 9),
    ("reader", "/projects/", 13),
    ("programme-officer", "/projects/UNA046/", 21),
    ("reader", "/incidents/?country=mali&year=2019", 23),
    ("reviewer", "/incidents/compare/?country=mali&year=2019", 15),
    ("reader", "/commitments/", 15),
    ("focal-point", "/commitments/mali/resolution-2480-2019/", 23),
    ("focal-point", "/commitments/mali/resolution-2480-2019/op58/", 23),
    ("auditor", "/audit/", 13),
]


def queries(client, url):
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize(("person", "url", "most"), PAGES)
def test_a_page_asks_a_fixed_number_of_times(client, demo_cast, person, url, most):
    client.force_login(demo_cast[person])
    assert queries(client, url) <= most
