"""Bringing a country's records in from a file of the repository: facts, each with its source.

Creates what is missing and leaves what is there alone, so a second run changes nothing and a
correction made by a person is never undone.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import transaction

import commitments.loading
import incidents.loading
import projects.loading
from foundation.audit.record import Verb, record
from foundation.reference.models import Alias, Country, Listing, Organisation, Source
from foundation.reference.written_dates import read

from .models import Difference, KeyDate, KeyFigure, Situation, Statement

HERE = Path(__file__).resolve().parent
APPS = {
    "projects": projects.loading,
    "incidents": incidents.loading,
    "commitments": commitments.loading,
}


@transaction.atomic
def load_country(slug: str, file: str, *, by: Any = None, authors: dict | None = None) -> Counter:
    """Load everything about one country from the data folders of all apps; count what is new."""
    country = Country.objects.get(slug=slug)
    made = Counter()
    data = _read(HERE / "data" / file)
    made.update(load_sources(data.pop("sources", [])))
    made.update(load(country, data))
    for name, module in APPS.items():
        rows = _read(Path(module.__file__).resolve().parent / "data" / file)
        extra = {"authors": authors} if authors and name in {"incidents", "commitments"} else {}
        made.update({f"{name}: {key}": n for key, n in module.load(rows, by=by, **extra).items()})
    if made.total():
        record(actor=by, verb=Verb.LOADED, target=country, file=file, new=made.total())
    return made


def load_sources(rows: list[dict]) -> Counter:
    """Sources first: everything else points to them."""
    made = Counter()
    for row in rows:
        if Source.objects.filter(slug=row["slug"]).exists():
            continue
        written = read(row.get("date_as_written", ""))
        dates = {"date_from": written.first, "date_to": written.last}
        _save(Source(**{**dates, **row}))
        made["sources"] += 1
    return made


def load(country: Country, data: dict) -> Counter:
    """The overview's own rows: situations, key figures, key dates, differences, listings."""
    loaders = {
        "situations": _situations,
        "key_figures": _key_figures,
        "key_dates": _key_dates,
        "differences": _differences,
        "aliases": _aliases,
        "listings": _listings,
    }
    unknown = data.keys() - loaders.keys()
    if unknown:
        raise ValueError(f"Unknown parts in the file: {', '.join(sorted(unknown))}.")
    made = Counter()
    for name, rows in data.items():
        made[name] += loaders[name](country, rows)
    return made


def _situations(country, rows):
    return sum(
        _once(Situation, {"country": country, "source": _source(row), "as_of": row["as_of"]}, row)
        for row in rows
    )


def _key_figures(country, rows):
    return sum(
        _once(
            KeyFigure,
            {"country": country, "source": _source(row), "label": row["label"],
             "period_as_written": row["period_as_written"]},
            row,
        )
        for row in rows
    )  # fmt: skip


def _key_dates(country, rows):
    made = 0
    for row in rows:
        written = read(row["date_as_written"])
        keys = {"country": country, "date_from": written.first, "what": row["what"]}
        rest = {
            "classification": "public", **row, "source": _source(row), "date_to": written.last
        }  # fmt: skip
        made += _once(KeyDate, keys, rest)
    return made


def _differences(country, rows):
    made = 0
    for row in rows:
        statements = row.pop("statements")
        keys = {"country": country, "reference": row["reference"]}
        if _once(Difference, keys, {"classification": "public", **row}):
            made += 1
            difference = Difference.objects.get(**keys)
            for slug, says, page in statements:
                _save(
                    Statement(
                        difference=difference,
                        source=_source({"source": slug}),
                        says=says,
                        page=page,
                    )
                )
    return made


def _aliases(country, rows):
    made = 0
    for row in rows:
        organisation = Organisation.objects.get(slug=row["organisation"])
        made += _once(
            Alias, {"organisation": organisation, "name": row["name"], "source": _source(row)}, {}
        )
    return made


def _listings(country, group):
    source = _source(group)
    return sum(
        _once(
            Listing,
            {
                "organisation": Organisation.objects.get(slug=slug),
                "source": source,
                "year": group["year"],
            },
            {},
        )
        for slug in group["organisations"]
    )


def _once(model, keys, values):
    """Make a row unless one with these keys exists; say whether it was made."""
    if model._base_manager.filter(**keys).exists():
        return False
    _save(model(**{**values, **keys}))
    return True


def _save(row):
    row.full_clean()
    row.save()


def _source(row):
    return Source.objects.get(slug=row["source"])


def _read(path):
    return json.loads(path.read_text(encoding="utf-8"))
