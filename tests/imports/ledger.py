"""A project of the fictional country, and rows of its ledger as a file has them."""

from dataclasses import dataclass
from typing import Any

from foundation.imports.actions import keep
from foundation.imports.kinds import KINDS
from foundation.reference.models import Country
from tests.factories import make_organisation, make_source
from tests.projects.factories import make_participation, make_project
from tests.projects.money_factories import make_category

from .files import csv_file

HEADINGS = ["Project code", "Kind", "Organisation", "Budget category", "Year", "Date", "Amount",
            "Finality", "Voucher", "Source", "Note", "Classification"]  # fmt: skip


@dataclass
class Setting:
    """What the rows below refer to."""

    project: Any
    agency: Any
    source: Any


def make_setting(country: Country, code="XV900", **fields) -> Setting:
    agency = make_organisation("agency-of-veloria", acronym="AOV", name_en="Agency of Veloria")
    source = make_source("veloria-ledger", symbol="XV/2022/1")
    for order, name in enumerate(("staff", "travel"), start=1):
        make_category(name, order)
    fields = {"starts_as_written": "2020-01-01", "ends_as_written": "2023-12-31", **fields}
    project = make_project(country, code, **fields)
    make_participation(project, agency, source=source)
    return Setting(project, agency, source)


def budget(amount="1000000.00", code="XV900", category="1", **more):
    return line(code, "budget", amount, year="2020", category=category, **more)


def transfer(amount="100.00", code="XV900", on="2021-02-03", voucher="V1", **more):
    return line(code, "transfer", amount, date=on, voucher=voucher, **more)


def line(code, kind, amount, **more):
    """The cells under HEADINGS."""
    cells = {"organisation": "AOV", "source": "XV/2022/1", "classification": "public", **more}
    return [code, kind, cells["organisation"], cells.get("category", ""), cells.get("year", ""),
            cells.get("date", ""), amount, cells.get("finality", ""), cells.get("voucher", ""),
            cells["source"], cells.get("note", ""), cells["classification"]]  # fmt: skip


def ledger_file(*rows):
    return csv_file(HEADINGS, *rows)


def many(count):
    """So many rows that may all stand: one budget, then transfers."""
    return [budget("99999999.00"),
            *(transfer("1.00", voucher=f"V{number}") for number in range(count - 1))]  # fmt: skip


def sent(by, *rows, kind="ledger", name="ledger.csv"):
    """A file that was uploaded and waits."""
    return keep(KINDS[kind], ledger_file(*rows), name, by=by)
