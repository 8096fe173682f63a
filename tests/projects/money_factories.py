"""Ledgers for tests: always of the fictional country, never of a real one."""

import itertools
from datetime import date
from decimal import Decimal

from foundation.reference.models import Code
from projects import ledger
from projects.models import Transaction
from tests.factories import make_organisation, make_source
from tests.projects.factories import make_participation, make_project

_numbers = itertools.count(1)


def make_category(code="staff", order=1):
    """A budget category by its code; the indirect one is "indirect"."""
    return Code.objects.get_or_create(
        list=Code.List.BUDGET_CATEGORY, code=code,
        defaults={"name_en": code.title(), "order": order},
    )[0]  # fmt: skip


def make_funded(veloria, *partners, **fields):
    """A project that may have a ledger, and the organisations that take part in it."""
    fields = {"starts_as_written": "1 January 2016", "ends_as_written": "31 December 2019",
              "status": "ongoing", **fields}  # fmt: skip
    project = make_project(veloria, **fields)
    for organisation in partners or [make_organisation()]:
        make_participation(project, organisation)
    return project


def partner_of(project):
    return project.participations.first().organisation


def new_row(project, kind="budget", amount="1000.00", **fields):
    """An unsaved row, as a form or a file would give it."""
    defaults = {
        "organisation": fields.pop("organisation", None) or partner_of(project),
        "year": 2016,
        "source": fields.pop("source", None) or make_source(),
        "classification": "public",
        "finality": "interim" if kind == "expenditure" else "",
    }
    if kind == "transfer" and "voucher" not in fields:
        defaults["voucher"] = f"V-{next(_numbers)}"
    return Transaction(
        project=project, kind=kind, amount=Decimal(amount), **{**defaults, **fields}
    )


def post(project, kind="budget", amount="1000.00", *, by=None, **fields):
    return ledger.post(new_row(project, kind, amount, **fields), by=by)


def on(year, month=1, day=1):
    return date(year, month, day)
