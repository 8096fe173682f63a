"""Letting 100,000 counts in from a file against a bare bulk_create of the same cells, in one run.

    DEBUG=1 DATABASE_URL=… python benchmarks/imports.py [rows]

Needs the code lists of the demo. Works in a transaction that is rolled back. Prints the seconds of
each step, the ratio of the writing to the bare bulk_create, the queries, and the most memory of
this process and of the children that read the file.
"""

import csv
import io
import os
import resource
import sys
import time
from itertools import islice, product
from pathlib import Path

import django

HEADS = ["Country", "Source", "Unit", "Verification", "Period", "Month", "Region", "Form",
         "Perpetrator", "Survivors", "Count"]  # fmt: skip


def main(number: int) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from foundation.imports.kinds import KINDS
    from foundation.imports.plan import accept, build
    from foundation.imports.reading import read
    from incidents.imports import writing

    with transaction.atomic():
        user = _person()
        kind = KINDS["submission"].bound({}, user)
        data = _file(number)
        print(f"{number} rows, {len(data) / 1e6:.1f} MB")
        table = _timed("read", lambda: read(data, "rows.csv", kind.limits))
        _timed("accept", lambda: accept(kind, table))
        with CaptureQueriesContext(connection) as queries:
            plan = _timed("plan (accepts again)", lambda: build(kind, table, user))
        print(f"{'':22} {len(queries)} queries")
        with CaptureQueriesContext(connection) as queries:
            wrote = _clock(lambda: writing.write(plan, plan.more, by=user, batch="benchmark"))
        print(f"{'write':22} {wrote:6.2f} s\n{'':22} {len(queries)} queries")
        bare = _clock(lambda: _bare(plan))
        print(f"{'bare bulk_create':22} {bare:6.2f} s\nratio {wrote / bare:.2f}")
        transaction.set_rollback(True)
    for name, who in (("this process", resource.RUSAGE_SELF), ("child", resource.RUSAGE_CHILDREN)):
        print(f"most memory, {name}: {resource.getrusage(who).ru_maxrss / 1024:.0f} MB")


def _person():
    from datetime import date

    from django.contrib.auth import get_user_model

    from foundation.access.models import Membership
    from foundation.reference.models import Country, Source

    country = Country.objects.get(iso2="XV")
    user = get_user_model().objects.create_user(email="benchmark@demo.example", full_name="B")
    Membership.objects.create(user=user, role="wpa", starts=date(2020, 1, 1)).countries.add(
        country
    )
    Source.objects.create(slug="benchmark", title="B", short_title="B", symbol="XV/BENCHMARK/1")
    return user


def _file(number):
    from foundation.reference.models import Code, Region

    lists = [list(Code.objects.filter(list=name, active=True).values_list("code", flat=True))
             for name in ("violence-form", "perpetrator", "survivor-group")]  # fmt: skip
    lists[1].remove("non-state")  # a group beside its parts would not add up
    months = [f"{year}-{month:02d}" for year in range(1990, 2050) for month in range(1, 13)]
    regions = list(Region.objects.filter(country__iso2="XV").values_list("pcode", flat=True))
    places = product(months, regions, *lists)
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(HEADS)
    for n, place in enumerate(islice(places, number)):
        writer.writerow(["XV", "XV/BENCHMARK/1", "incidents", "reported", "2024", *place, n % 90])
    return output.getvalue().encode()


def _bare(plan):
    """The same cells once more, in a table of their own."""
    from incidents.imports.writing import AT_ONCE, _cell
    from incidents.models import Cell, Tabulation

    first = plan.more[0].tables[0]
    table = Tabulation.objects.order_by("-pk")[0]
    twin = Tabulation.objects.create(
        submission=table.submission, order=99, dimensions=table.dimensions
    )
    cells = [_cell(table, o.ready, n) for n, (o, _said) in enumerate(first.rows, start=1)]
    for cell in cells:
        cell.tabulation = twin
    began = time.perf_counter()
    Cell.objects.bulk_create(cells, batch_size=AT_ONCE)
    return time.perf_counter() - began


def _clock(work):
    began = time.perf_counter()
    found = work()
    return found if isinstance(found, float) else time.perf_counter() - began


def _timed(name, work):
    began = time.perf_counter()
    found = work()
    print(f"{name:22} {time.perf_counter() - began:6.2f} s")
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
