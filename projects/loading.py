"""Bringing projects in from a file of the repository: facts, each with its source.

Creates what is missing and leaves what is there alone: a second run changes nothing, and what a
person corrected in a project, or below it, is never undone.
"""

from collections import Counter
from typing import Any

from django.db import models

from foundation.reference.models import Code, Country, Organisation, Source

from .actions import choose_entry
from .models import (
    Fund,
    Participation,
    Project,
    ProjectDocument,
    RegisterEntry,
    ReportDue,
    Result,
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
    "reports_due": ReportDue,
    "results": Result,
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
    own = {name: value for name, value in row.items() if name not in PARTS}
    project = _create(Project, own, by)
    made = Counter(projects=1)
    for name, rows in parts.items():
        for part in rows:
            reason = part.get("chosen_reason", "")
            fields = {key: value for key, value in part.items() if key != "chosen_reason"}
            created = _create(PARTS[name], {**fields, "project": project}, by)
            made[name] += 1
            if reason and by is not None:
                choose_entry(created, by=by, reason=reason)
    return made


def _create(model: type[models.Model], row: dict, by: Any) -> models.Model:
    names = {field.name for field in model._meta.concrete_fields if field.editable}
    _refuse_unknown(row, names)
    obj = model(**{name: _value(name, value) for name, value in row.items()})
    obj.full_clean()
    obj._history_user = by
    obj.save()
    return obj


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
