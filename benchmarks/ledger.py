"""Posting 10,000 rows against a bare bulk_create of the same rows, in one run: the ratio counts.

    DEBUG=1 DATABASE_URL=… python benchmarks/ledger.py [rows]

Works in a transaction that is rolled back; the database must be migrated.
"""

import os
import sys
import time
from decimal import Decimal
from pathlib import Path

import django

ROUNDS = 3


def main(number: int) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    from projects import ledger
    from projects.models import Transaction

    best = {"bulk_create": 0.0, "post_many": 0.0}
    for _round in range(ROUNDS):
        for name in best:
            with transaction.atomic():
                rows = _rows(number)
                began = time.perf_counter()
                if name == "post_many":
                    ledger.post_many(rows, by=None, batch="benchmark")
                else:
                    for row in rows:
                        row.amount_usd, row.line = row.amount, row.voucher or row.kind
                    Transaction.objects.bulk_create(rows, batch_size=ledger.BATCH)
                took = time.perf_counter() - began
                transaction.set_rollback(True)
            best[name] = min(best[name] or took, took)
    for name, took in best.items():
        print(f"{name:12} {number} rows: {took:.2f} s")
    print(f"ratio {best['post_many'] / best['bulk_create']:.2f}")


def _rows(number):
    from foundation.reference.models import Country, Organisation, Source
    from projects.models import Fund, Participation, Project, Transaction

    country = Country.objects.filter(is_sample=True).first()
    fund = Fund.objects.create(slug="benchmark", code="BENCH", name_en="Benchmark")
    source = Source.objects.create(slug="benchmark", title="B", short_title="B")
    whose = Organisation.objects.create(slug="benchmark", name_en="B", kind="un")
    project = Project.objects.create(code="BENCH1", fund=fund, title="Benchmark", country=country)
    Participation.objects.create(project=project, organisation=whose, source=source)
    shared = {"project": project, "organisation": whose, "source": source, "year": 2020}
    budget = Transaction(kind="budget", amount=Decimal(number), **shared)
    return [budget] + [
        Transaction(kind="transfer", amount=Decimal(1), voucher=f"B-{n}", **shared)
        for n in range(number - 1)
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
