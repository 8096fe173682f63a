"""Bringing instruments, commitments and indicators in from a file: facts, each with its source.

Creates what is missing and leaves what is there alone: a second run changes nothing, and what a
person corrected is never undone. Statuses go through the one writer, like those of people.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db import models

from foundation.reference.models import Code, Country, Organisation, Source
from foundation.reference.written_dates import read
from projects.models import Project

from .measurements import accept_measurement, report_measurement
from .models import (
    Action,
    Area,
    BudgetLine,
    Commitment,
    Dispute,
    Evidence,
    Indicator,
    Instrument,
    InstrumentDate,
    InstrumentDocument,
    InstrumentParty,
    Measurement,
    Opinion,
    Paragraph,
    StatedProgress,
    Target,
)
from .targets import set_target
from .transitions import Statement, change_status, state_from_source

# How the file names a row of another list.
POINTS_BY = {Country: "iso2", Organisation: "slug", Project: "code", Source: "slug", Code: "code"}

# The rows of each model, by their key in the file: what one is known by, and what it contains.
KNOWN_BY = {
    InstrumentParty: ("instrument", "organisation", "part"),
    InstrumentDate: ("instrument", "event", "source", "page", "date_as_written"),
    Paragraph: ("instrument", "number"),
    InstrumentDocument: ("instrument", "kind", "title"),
    Area: ("instrument", "number"),
    Commitment: ("instrument", "reference"),
    Action: ("commitment", "title"),
    Evidence: ("commitment", "title"),
    BudgetLine: ("action", "kind", "funder", "funder_in_words", "source", "note"),
    Measurement: ("indicator", "source", "page", "date_as_written", "value_as_written"),
    Target: ("indicator", "stage", "value", "as_written", "by_as_written", "source"),
}
PARTS = {
    "parties": InstrumentParty,
    "dates": InstrumentDate,
    "paragraphs": Paragraph,
    "documents": InstrumentDocument,
    "areas": Area,
    "commitments": Commitment,
    "actions": Action,
    "evidence": Evidence,
    "budget_lines": BudgetLine,
    "measurements": Measurement,
    "targets": Target,
}


def load(data: dict, *, by: Any, authors: dict | None = None) -> dict[str, int]:
    """Load all parts of the file inside the caller's transaction; the number of new rows by kind.

    `by` None is the register itself. A status given by a person of the sample ("by": "reviewer")
    needs that person in `authors` and is left out without. Raises on unknown names, and on rows
    that the models refuse.
    """
    _refuse(data.keys() - {"instruments", "indicators", "stated_progress"})
    loader = _Loader(by, authors or {})
    for row in data.get("instruments", []):
        loader.tree(Instrument, row, ("country", "slug"), "instruments")
    for row in data.get("indicators", []):
        loader.tree(Indicator, row, ("slug",), "indicators")
    for row in data.get("stated_progress", []):
        loader.tree(StatedProgress, row, ("source", "claim"), "stated_progress")
    return dict(loader.made)


def _target(target):
    """A target with a reason takes the place of the one of its stage that stands."""
    if target.reason:
        rows = target.indicator.targets.filter(stage=target.stage, superseded_by=None)
        target.supersedes = rows.get()
    set_target(target, by=None)


# What a function of its own writes, here as on the pages.
WRITERS = {Measurement: partial(report_measurement, by=None), Target: _target}


class _Loader:
    """One run: what it made, and for whom."""

    def __init__(self, by: Any, authors: dict):
        self.by, self.authors = by, authors
        self.made: Counter = Counter()

    def tree(self, model: type[models.Model], row: dict, keys: Iterable[str], kind: str, **owner):
        """A row and everything in it."""
        row = dict(row)
        parts = {name: row.pop(name) for name in PARTS if name in row}
        statuses, review = row.pop("statuses", []), row.pop("review", "")
        known = self.made[kind]
        obj = self._once(model, {**row, **owner}, keys, kind)
        if review == "accepted" and self.made[kind] > known:
            accept_measurement(obj, by=None)
        for name, inner in parts.items():
            part = PARTS[name]
            above = {model._meta.model_name: obj}
            for each in inner:
                self.tree(part, each, KNOWN_BY[part], name, **above)
        for each in statuses:
            self._status(obj, each)

    def _once(self, model, row, keys, kind):
        many = {field.name for field in model._meta.many_to_many}
        _refuse(row.keys() - many - {f.name for f in model._meta.fields if f.editable})
        values = {name: self._value(model, name, row[name], row) for name in row}
        found = model._default_manager.filter(**{k: values.get(k, _empty(model, k)) for k in keys})
        if obj := found.first():
            return obj
        obj = model(**{name: value for name, value in values.items() if name not in many})
        if model in WRITERS:
            WRITERS[model](obj)
        else:
            obj.full_clean()
            obj._history_user = self.by
            obj.save()
        for name in many & values.keys():
            getattr(obj, name).set(values[name])
        self.made[kind] += 1
        return obj

    def _value(self, model, name, value, row):
        """A slug or a code in the file is a row in the database."""
        target = model._meta.get_field(name).related_model
        if target is None or value is None or isinstance(value, models.Model):
            return value
        if isinstance(value, list):
            return [self._find(target, each, row) for each in value]
        return self._find(target, value, row)

    def _find(self, target, value, row):
        if target is Instrument:
            place, _, slug = value.partition("/")
            return Instrument.objects.at(place).get(slug=slug)
        if target is Commitment:
            instrument = self._find(Instrument, row["instrument"], row)
            return Commitment.objects.get(instrument=instrument, reference=value)
        if target is Area:
            return Area.objects.get(instrument=row["instrument"], number=value)
        extra = {"list": Code.List.DOCUMENT_KIND} if target is Code else {}
        return target._default_manager.get(**{POINTS_BY[target]: value}, **extra)

    def _status(self, subject, row):
        row = dict(row)
        to, person, disputes = row.pop("to"), row.pop("by", None), row.pop("disputes", [])
        opinion = row.pop("opinion", Opinion.REPORTED)
        said = _statement(row)
        if person is None:
            new = state_from_source(subject, to=to, said=said)
        else:
            new = self._by_person(subject, to, opinion, said, self.authors.get(person))
        if new:
            self.made["statuses"] += 1
            self._disputes(new, disputes)

    def _disputes(self, change, rows):
        """Those of people of the sample who are there; with the change that they dispute."""
        for row in rows:
            author = self.authors.get(row["by"])
            if author:
                dispute = Dispute(change=change, **{**row, "by": author})
                dispute.full_clean()
                dispute.save()
                self.made["disputes"] += 1

    def _by_person(self, subject, to, opinion, said, author):
        known = subject.status_changes.filter(
            opinion=opinion, now=to, as_of=said.as_of, by__isnull=False
        )
        if author is None or known.exists():
            return None
        version = type(subject).objects.values_list("version", flat=True).get(pk=subject.pk)
        return change_status(
            subject, to=to, by=author, said=said, opinion=opinion, version=version
        )


def _statement(row):
    written = read(row.get("as_of_as_written", ""))
    first = row.pop("as_of_from", None) or written.first
    last = row.pop("as_of", None) or written.last
    slug = row.pop("source", None)
    return Statement(
        as_of=_day(last),
        as_of_from=_day(first or last),
        source=Source.objects.get(slug=slug) if slug else None,
        **{"classification": "public", **row},
    )


def _empty(model, name):
    field = model._meta.get_field(name)
    return None if field.null else field.get_default()


def _day(value):
    return date.fromisoformat(value) if isinstance(value, str) else value


def _refuse(unknown):
    if unknown:
        raise ValueError(f"Unknown names in the file: {', '.join(sorted(unknown))}.")
