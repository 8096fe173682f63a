"""Bringing projects in from a file of the repository: facts, each with its source.

Creates what is missing and leaves what is there alone: a second run changes nothing, and what a
person corrected in a project, or below it, is never undone.
"""

from collections import Counter
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from foundation.reference.models import Code, Country, Organisation, Source

from . import life, reports, results
from .actions import choose_entry
from .loading_money import load_revision, load_transaction
from .models import (
    Fund,
    Participation,
    Project,
    ProjectDocument,
    RegisterEntry,
    ReportDue,
    Result,
    ResultIndicator,
    ResultMeasurement,
)

# Names in the file, what they become, and by which field the other row is found.
POINTERS = {
    "administrator": (Organisation, "slug"),
    "background_source": (Source, "slug"),
    "country": (Country, "iso2"),
    "follows": (Project, "code"),
    "fund": (Fund, "slug"),
    "listed_in": (Source, "slug"),
    "organisation": (Organisation, "slug"),
    "register": (Source, "slug"),
    "source": (Source, "slug"),
    "summary_source": (Source, "slug"),
}
PARTS = {
    "participations": Participation,
    "register_entries": RegisterEntry,
    "documents": ProjectDocument,
}


def load(data: dict, *, by: Any) -> dict[str, int]:
    """Load funds and projects; the number of new rows by kind. `by` None is the register itself.

    Choices between registers are a person's: they are made only if `by` is somebody.
    """
    _refuse_unknown(data, {"funds", "projects"})
    made = Counter()
    for row in data.get("funds", []):
        if not Fund.objects.filter(slug=row["slug"]).exists():
            _create(Fund, row, by)
            made["funds"] += 1
    for row in data.get("projects", []):
        if not Project.objects.filter(code=row["code"]).exists():
            made.update(_project(row, by))
    return dict(made)


def _project(row, by):
    parts = {name: row[name] for name in PARTS if name in row}
    others = {name: row.get(name, []) for name in OTHERS}
    own = {name: value for name, value in row.items() if name not in {*PARTS, *OTHERS}}
    status = own.pop("status", Project.Status.NOT_RECORDED)
    project = _build(Project, own)
    life.begin(project, status, by=by, reason=_("As the data that came with the register say."))
    made = Counter(projects=1)
    for name, rows in parts.items():
        for part in rows:
            reason = part.get("chosen_reason", "")
            fields = {key: value for key, value in part.items() if key != "chosen_reason"}
            created = _create(PARTS[name], {**fields, "project": project}, by)
            made[name] += 1
            if reason and by is not None:
                choose_entry(created, by=by, reason=reason)
    for name, load_one in OTHERS.items():
        for part in others[name]:
            load_one(part, project, by)
            made[name] += 1
    return made


def _report(row, project, by):
    """What became of a report is a step of its own each, taken by the register itself."""
    steps = ("received_on", "accepted_on", "returned_reason")
    own = {name: value for name, value in row.items() if name not in steps}
    received, accepted, returned = (row.get(name) for name in steps)
    report = _create(ReportDue, {**own, "project": project}, by)
    if received:
        report = reports.receive(report, on=date.fromisoformat(received), by=None)
    if returned:
        reports.send_back(report, reason=returned, by=None)
    if accepted:
        reports.accept(report, on=date.fromisoformat(accepted), by=None)


def _result(row, project, by):
    """An outcome stands before the outputs that serve it, and is named by its text."""
    own = {name: value for name, value in row.items() if name != "indicators"}
    if "outcome" in own:
        own["outcome"] = Result.objects.get(project=project, text=own["outcome"])
    result = _create(Result, {**own, "project": project}, by)
    for found in row.get("indicators", []):
        own = {name: value for name, value in found.items() if name != "measurements"}
        indicator = _create(ResultIndicator, {**own, "result": result}, by)
        for measured in found.get("measurements", []):
            _measurement(measured, indicator)


def _measurement(row, indicator):
    own = {name: value for name, value in row.items() if name not in {"review", "review_note"}}
    built = _build(ResultMeasurement, {**own, "indicator": indicator})
    measurement = results.report_measurement(built, by=None)
    if row.get("review") == "accepted":
        results.accept_measurement(measurement, by=None)
    if row.get("review") == "returned":
        results.send_back_measurement(measurement, note=row["review_note"], by=None)


OTHERS = {
    "transactions": load_transaction,
    "budget_revisions": load_revision,
    "reports_due": _report,
    "results": _result,
}


def _create(model: type[models.Model], row: dict, by: Any) -> models.Model:
    obj = _build(model, row)
    obj.full_clean()
    obj._history_user = by
    obj.save()
    return obj


def _build(model, row):
    names = {field.name for field in model._meta.concrete_fields if field.editable}
    _refuse_unknown(row, names)
    return model(**{name: _value(name, value) for name, value in row.items()})


def _value(name, value):
    if name == "kind" and value not in Result.Kind.values:
        return Code.objects.get(list=Code.List.DOCUMENT_KIND, code=value)
    if name in POINTERS and value is not None:
        model, field = POINTERS[name]
        return model._default_manager.get(**{field: value})
    return value


def _refuse_unknown(row, known):
    if unknown := row.keys() - known:
        raise ValueError(f"Unknown names in the file: {', '.join(sorted(unknown))}.")
