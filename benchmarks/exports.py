"""A million rows through the gate beside the database's own dump, in one run: the ratios count.

    python benchmarks/exports.py [rows] [rounds] [sqlite:///… postgres://…]

Makes a ledger of the fictional country by SQL in each of these databases, which may be thrown
away. Without addresses: a SQLite file, and a database of its own in the PostgreSQL of
BENCHMARK_POSTGRES (as a rule the one of this machine, where one answers), both thrown away. On
each engine, in turn and several times: the file of the ledger report as a worker makes it, asked
for and fetched through the gate, and a dump of the same query by the database's own program. Then
100,000 rows as XLSX beside the writer library alone. Each file is made in a process of its own,
whose memory is read. Medians; what was measured stands in docs/operations.md.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
MOST_XLSX = 100_000
LONG, SHORT = "XV900", "XV901"  # the projects of made_ledger.py
NEARBY = "postgres://postgres@127.0.0.1:5432/postgres"
WITHOUT_LIMITS = {"EXPORT_ROWS_A_DAY": "1000000000", "EXPORT_SECOND_PERSON_ROWS": "1000000000"}


def main() -> None:
    numbers = [int(told) for told in sys.argv[1:] if told.isdigit()]
    rows, rounds = (numbers + [1_000_000, 3][len(numbers) :])[:2]
    given = [told for told in sys.argv[1:] if "://" in told]
    with tempfile.TemporaryDirectory() as folder, _throwaway() as own:
        for address in given or [f"sqlite:///{folder}/ledger.sqlite3", *own]:
            env = {**os.environ, **WITHOUT_LIMITS, "DATABASE_URL": address, "DEBUG": "1",
                   "VAR": folder, "BENCHMARK_ROWS": str(rows), "BENCHMARK_ROUNDS": str(rounds),
                   "SECRET_KEY": "benchmark" * 8, "AUDIT_KEY": "throw-away" * 8}  # fmt: skip
            _run("--one", env=env)


@contextmanager
def _throwaway():
    """A new database of the PostgreSQL that answers; none where none does."""
    address = os.environ.get("BENCHMARK_POSTGRES", NEARBY)
    name = f"benchmark_{os.getpid()}"
    make = ["psql", address, "-qc", f"CREATE DATABASE {name}"]
    if not shutil.which("psql") or subprocess.run(make, capture_output=True).returncode:  # noqa: S603 - a name made above from our own number
        print(f"(no PostgreSQL answers at {address})")
        yield []
        return
    try:
        yield [f"{address.rpartition('/')[0]}/{name}"]
    finally:
        subprocess.run(["psql", address, "-qc", f"DROP DATABASE {name} WITH (FORCE)"], check=True)  # noqa: S603, S607 - a name made above from our own number, by the psql of the machine


def _run(*arguments, env=None, **more):
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, check=True, **more)  # noqa: S603 - this file once more, for one engine


def one_engine(rows: int, rounds: int) -> None:
    """Everything on the engine of DATABASE_URL."""
    from django.core.management import call_command
    from django.db import connection
    from made_ledger import ledger

    few = min(rows, MOST_XLSX)
    call_command("migrate", verbosity=0)
    user = ledger(rows, few)
    connection.close()
    print(f"\n{connection.vendor}, {rows:,} rows, {rounds} rounds, load {os.getloadavg()[0]:.1f}")
    dump = _dump_sqlite if connection.vendor == "sqlite" else _dump_postgres
    made, own = [], []
    for _round in range(rounds):
        made.append(_piece("csv", LONG))
        own.append(dump(user))
    _tell("gate, CSV", rows, made, "own dump", own)
    print(f"  asked for (counted) {_middle(made, 'asked'):.2f} s;"
          f" which rows are open {_middle(made, 'opened'):.2f} s,"
          f" asked again at the download {_middle(made, 'again'):.2f} s")  # fmt: skip
    made, own = [], []
    for _round in range(rounds):
        made.append(_piece("xlsx", SHORT))
        own.append(_piece("library", SHORT)["took"])
    _tell("gate, XLSX", few, made, "library alone", own)


def _tell(name, rows, made, other, own):
    took, alone = _middle(made, "took"), median(own)
    ratio = median(one["took"] / two for one, two in zip(made, own, strict=True))
    print(f"{name:14}{took:8.2f} s {rows / took:11,.0f} rows/s   {made[0]['size'] / 1e6:.0f} MB")
    print(f"{other:14}{alone:8.2f} s {rows / alone:11,.0f} rows/s")
    print(f"  ratio {ratio:.1f}; first rows written after {_middle(made, 'first'):.2f} s;"
          f" memory {_middle(made, 'peak'):.0f} MB, +{_middle(made, 'grown'):.0f}")  # fmt: skip


def _middle(made, name):
    return median(one[name] for one in made)


def _piece(ending, project):
    """One file in a process of its own, and what it took."""
    told = _run("--piece", ending, project, stdout=subprocess.PIPE, text=True)
    return json.loads(told.stdout.splitlines()[-1])


def piece(ending: str, project: str) -> None:
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get(email="benchmark@demo.example")
    if ending == "library":
        print(json.dumps({"took": _library(_query(user, project))}))
        return
    before = _memory()
    told = _through_the_gate(user, ending, project)
    print(json.dumps({**told, "peak": _memory(), "grown": _memory() - before}))


def _through_the_gate(user, ending, project):
    """Asked for, made as a worker makes it, fetched: seconds of each."""
    from django.http import QueryDict

    from foundation.exports import gate, opened
    from foundation.exports.jobs import unhurried
    from foundation.exports.reports import REPORTS

    spent, first = {}, []
    opened.runs_of = _timed(opened.runs_of, spent)
    with unhurried():
        began = time.perf_counter()
        query = QueryDict(f"audience=public&project={project}")
        export = gate.ask(REPORTS["ledger"], query, by=user, ending=ending, reason="Measured",
                          in_background=True)  # fmt: skip
        asked, began = time.perf_counter() - began, time.perf_counter()

        def tick(_percent):
            if not first:
                first.append(time.perf_counter() - began)

        gate.make(export.reference, report_progress=tick)
        took, opening = time.perf_counter() - began, spent.pop("runs_of")
        export.refresh_from_db()
        with gate.open_file(export, by=user):
            pass
    size = export.size
    export.file.delete(save=False)
    return {"took": took, "first": first[0], "size": size, "asked": asked, "opened": opening,
            "again": spent["runs_of"]}  # fmt: skip


def _timed(function, spent):
    def timed(*arguments):
        began = time.perf_counter()
        try:
            return function(*arguments)
        finally:
            spent[function.__name__] = (
                spent.get(function.__name__, 0) + time.perf_counter() - began
            )

    return timed


def _library(found):
    """The writer library alone, with the texts of the same rows."""
    import xlsxwriter

    from foundation.exports.writing.xlsx_file import PLAIN

    rows = found.count()
    values = [tuple("" if v is None else str(v) for v in row) for row in found[:2_000]]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with xlsxwriter.Workbook(f"{folder}/alone.xlsx", PLAIN) as book:
            sheet = book.add_worksheet()
            for line in range(rows):
                for place, value in enumerate(values[line % len(values)]):
                    if value:
                        sheet.write_string(line, place, value)
        return time.perf_counter() - began


def _query(user, project=LONG):
    """The same rows as the report's, with their names joined in by the database."""
    from django.http import QueryDict

    from foundation.exports.reader import Reader
    from foundation.exports.reports import REPORTS

    report = REPORTS["ledger"]
    choices = report.choices(QueryDict(f"audience=public&project={project}"), user)
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


def _memory():
    """The most that this process ever held, in MB. Of Linux itself: what `resource` tells of a
    child begins with the memory of its parent.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if "--one" in sys.argv or "--piece" in sys.argv:
        sys.path.insert(0, str(ROOT))
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
    if "--piece" in sys.argv:
        piece(*sys.argv[2:])
    elif "--one" in sys.argv:
        one_engine(int(os.environ["BENCHMARK_ROWS"]), int(os.environ["BENCHMARK_ROUNDS"]))
    else:
        main()
