"""A million rows through the gate beside the database's own dump, in one run: the ratios count.

    python benchmarks/exports.py [rows] [sqlite:///… postgres://…]

Makes a ledger of the fictional country by SQL in each of these databases, which may be thrown
away; without an address in a SQLite file of its own. Then, on each engine: the file of the ledger
report as the gate makes it, and a dump of the same query by the database's own program. At last,
on SQLite, a tenth of the rows as XLSX beside the writer library alone.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_XLSX = 100_000
ASKED = "audience=public&project=XV900"


def main() -> None:
    rows = int(sys.argv[1]) if sys.argv[1:] else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        addresses = sys.argv[2:] or [f"sqlite:///{folder}/ledger.sqlite3"]
        for address in addresses:
            env = {**os.environ, "DATABASE_URL": address, "DEBUG": "1", "VAR": folder,
                   "BENCHMARK_ROWS": str(rows), "EXPORT_ROWS": "1"}  # fmt: skip
            command = [sys.executable, __file__, "--one"]
            subprocess.run(command, env=env, cwd=ROOT, check=True)  # noqa: S603 - this file


def one_engine(rows: int) -> None:
    """Everything on the engine of DATABASE_URL, in a process of its own: its memory is read."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    user = _ledger(rows)
    print(f"\n{connection.vendor}, {rows:,} rows")
    _csv(user, rows)
    if connection.vendor == "sqlite":
        _xlsx(user, min(rows, MOST_XLSX))


def _csv(user, rows):
    from django.db import connection

    from foundation.exports.jobs import unhurried

    before = _memory()
    with unhurried():
        took, first, path = _through_the_gate(user, "csv", rows)
    size = path.stat().st_size / 1e6
    print(f"gate, CSV   {took:7.2f} s  {rows / took:10,.0f} rows/s  {size:.0f} MB")
    print(f"            first byte after {first:.2f} s")
    print(f"            peak memory {_memory():.0f} MB, +{_memory() - before:.0f}")
    dump = _dump_sqlite if connection.vendor == "sqlite" else _dump_postgres
    own = dump(user)
    print(f"own dump    {own:7.2f} s  {rows / own:10,.0f} rows/s")
    print(f"ratio       {took / own:7.1f}")


def _through_the_gate(user, ending, rows):
    """Seconds, seconds to the first byte, the file. The report, its scope and its writer."""
    from django.http import QueryDict

    from foundation.exports import about
    from foundation.exports.models import Export
    from foundation.exports.reader import Reader
    from foundation.exports.reports import REPORTS
    from foundation.exports.writing import writer

    report = REPORTS["ledger"]
    began = time.perf_counter()
    choices = report.choices(QueryDict(ASKED), user)
    assert choices.are_valid  # noqa: S101 - a benchmark of a file that is refused says nothing
    reader = Reader(user, "public")
    content = report.content(reader, choices)
    export = Export(report="ledger", ending=ending, by=user, language="en")
    made = about.of(export, report, reader, content)
    path = Path(tempfile.mkdtemp()) / f"file.{ending}"
    first = []

    def tick(_written):
        if not first:
            first.append(time.perf_counter() - began)

    if ending == "xlsx":
        content = _cut(content, rows)
    written = writer(ending)(content, made, path, tick)
    if written != rows:
        raise SystemExit(f"{written} rows written, {rows} expected")
    return time.perf_counter() - began, first[0], path


def _cut(content, rows):
    from dataclasses import replace
    from itertools import islice

    table = content.tables[0]
    return replace(content, blocks=(replace(table, rows=islice(table.rows, rows)),))


def _query(user):
    """The same rows as the report's, with their names joined in by the database."""
    from django.http import QueryDict

    from foundation.exports.reader import Reader
    from foundation.exports.reports import REPORTS

    report = REPORTS["ledger"]
    choices = report.choices(QueryDict(ASKED), user)
    choices.form.is_valid()
    choices.audience.is_valid()
    found = report.narrowed(Reader(user, "public"), choices)
    return found.values_list(
        "project__code", "project__country__name_en", "kind", "organisation__acronym",
        "category__code", "year", "date", "amount", "currency", "rate", "rate_date", "amount_usd",
        "finality", "voucher", "source__symbol", "source__short_title", "page", "note",
        "classification", "pk", "supersedes_id", "superseded_by", "reason", "posted_at",
    )  # fmt: skip


def _sql(user):
    """The query as text with its values in it: names and numbers of our own making."""
    sql, values = _query(user).query.sql_with_params()
    return sql % tuple(f"'{v}'" if isinstance(v, str) else int(v) for v in values)


def _dump_sqlite(user):
    import sqlite3

    from django.db import connection

    name, sql = connection.settings_dict["NAME"], _sql(user)
    program = shutil.which("sqlite3")
    began = time.perf_counter()
    if program:
        with tempfile.TemporaryFile() as out:
            subprocess.run([program, "-csv", str(name), sql], stdout=out, check=True)  # noqa: S603 - our own query
    else:  # without the program: its library, fetching every row and writing nothing
        print("(no sqlite3 program here: the library alone, no CSV written)")
        for _row in sqlite3.connect(name).execute(sql):
            pass
    return time.perf_counter() - began


def _dump_postgres(user):
    from django.db import connection

    told = connection.settings_dict
    address = ["-h", told["HOST"], "-p", str(told["PORT"] or 5432), "-U", told["USER"]]
    command = ["psql", *address, "-d", told["NAME"], "-q", "-c",
               f"\\copy ({_sql(user)}) TO STDOUT CSV HEADER"]  # fmt: skip
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        subprocess.run(command, stdout=out, check=True)  # noqa: S603 - our own query
    return time.perf_counter() - began


def _xlsx(user, rows):
    import xlsxwriter

    from foundation.exports.writing.xlsx_file import PLAIN

    before = _memory()
    took, _first, path = _through_the_gate(user, "xlsx", rows)
    size = path.stat().st_size / 1e6
    print(f"gate, XLSX  {took:7.2f} s  {rows / took:10,.0f} rows/s  {size:.0f} MB")
    print(f"            peak memory {_memory():.0f} MB, +{_memory() - before:.0f}")
    values = [tuple("" if v is None else str(v) for v in row) for row in _query(user)[:2_000]]
    began = time.perf_counter()
    with xlsxwriter.Workbook(str(path), PLAIN) as book:
        sheet = book.add_worksheet()
        for line in range(rows):
            for place, value in enumerate(values[line % len(values)]):
                if value:
                    sheet.write_string(line, place, value)
    alone = time.perf_counter() - began
    print(f"library     {alone:7.2f} s  {rows / alone:10,.0f} rows/s")
    print(f"ratio       {took / alone:7.1f}")


def _ledger(rows):
    """One project of the fictional country with so many transfers, made by the database."""
    from django.contrib.auth import get_user_model

    from foundation.access.models import Membership
    from foundation.reference.models import Country, Organisation, Source
    from projects.models import Fund, Participation, Project

    named = {"iso3": "XVE", "slug": "veloria", "name_en": "Veloria", "is_sample": True}
    country, _made = Country.objects.get_or_create(iso2="XV", defaults=named)
    fund = Fund.objects.create(slug="benchmark", code="BENCH", name_en="Benchmark")
    source = Source.objects.create(slug="benchmark", symbol="XV/2022/1", title="B",
                                   short_title="Benchmark", classification="public")  # fmt: skip
    whose = Organisation.objects.create(slug="benchmark", name_en="Agency", acronym="AOV",
                                        kind="un")  # fmt: skip
    project = Project.objects.create(code="XV900", fund=fund, title="B", country=country,
                                     classification="public")  # fmt: skip
    Participation.objects.create(project=project, organisation=whose, source=source)
    _transfers(project, whose, source, rows)
    user = get_user_model().objects.create_user(
        "benchmark@demo.example", "a benchmark of files", full_name="Benchmark"
    )
    Membership.objects.create(user=user, role="donor", everywhere=True, starts="2020-01-01")
    return user


def _transfers(project, whose, source, rows):
    """The rows, by one statement on either engine."""
    from django.db import connection

    numbers = (
        "generate_series(1, %(rows)s) AS series(n)"
        if connection.vendor == "postgresql"
        else "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %(rows)s)"
        " SELECT n FROM c)"
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # setting up may take as long as it likes
            cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            "INSERT INTO projects_transaction (project_id, kind, organisation_id, year, date,"  # noqa: S608 - all of it is ours
            " amount, currency, amount_usd, finality, voucher, source_id, page, note,"
            " classification, reason, line, sequence, posted_at)"
            " SELECT %(project)s, 'transfer', %(whose)s, 2000 + n %% 25, '2020-02-03', n / 4.0,"
            " 'USD', n / 4.0, '', 'V-' || n, %(source)s, 'p. 2', 'Paid in one part.', 'public',"
            f" '', 'transfer|' || n, 1, '2020-02-03 10:00:00+00' FROM {numbers}",
            {"project": project.pk, "whose": whose.pk, "source": source.pk, "rows": rows},
        )
        cursor.execute("ANALYZE")  # as the database does by itself, some time after
        if connection.vendor == "postgresql":
            cursor.execute("RESET statement_timeout")


def _memory():
    """The most that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    one_engine(int(os.environ["BENCHMARK_ROWS"])) if "--one" in sys.argv else main()
