"""What the tests of commitments make. Give only what the test is about."""

import itertools
from datetime import date

from commitments.models import (
    Action,
    Area,
    Commitment,
    Indicator,
    Instrument,
    Measurement,
    Target,
)
from commitments.targets import set_target
from commitments.transitions import Statement, change_status
from tests.factories import make_source

_numbers = itertools.count(1)


def make_instrument(country=None, **fields):
    number = next(_numbers)
    return Instrument.objects.create(
        country=country,
        **{
            "slug": f"instrument-{number}",
            "kind": "joint-communique",
            "title": f"Instrument {number}",
            "short_title": f"Instrument {number}",
            "classification": "public",
            **fields,
        },
    )


def make_area(instrument, number=1, **fields):
    return Area.objects.create(
        instrument=instrument, number=number, **{"title_en": f"Area {number}", **fields}
    )


def make_commitment(country=None, instrument=None, **fields):
    number = next(_numbers)
    return Commitment.objects.create(
        instrument=instrument or make_instrument(country),
        **{"reference": f"c{number}", "title": f"Promise {number}", **fields},
    )


def make_action(commitment, **fields):
    number = next(_numbers)
    return Action.objects.create(commitment=commitment, **{"title": f"Step {number}", **fields})


def make_indicator(country, **fields):
    number = next(_numbers)
    fields = {"source": fields.pop("source", None) or make_source(), **fields}
    target = {"value": fields.pop("target", None), "unit": fields.pop("target_unit", "")}
    indicator = Indicator.objects.create(
        country=country,
        **{
            "slug": f"indicator-{number}",
            "name": f"Indicator {number}",
            "unit": "percent",
            "direction": "up",
            "classification": "public",
            **fields,
        },
    )
    if target["value"] is not None:
        make_target(indicator, **target)
    return indicator


def make_target(indicator, **fields):
    by = fields.pop("by", None)
    fields = {"source": fields.pop("source", None) or indicator.source, **fields}
    return set_target(Target(indicator=indicator, **fields), by=by)


def make_measurement(indicator, **fields):
    fields = {"source": fields.pop("source", None) or indicator.source, **fields}
    measurement = Measurement(indicator=indicator, **fields)
    measurement.full_clean()
    measurement.save()
    return measurement


def report(subject, by, to="in-progress", as_of=date(2020, 6, 3), **more):
    """A status said by a person, through the one writer."""
    opinion = more.pop("opinion", "reported")
    version = more.pop("version", None)
    if version is None:
        version = type(subject).objects.values_list("version", flat=True).get(pk=subject.pk)
    said = Statement(as_of=as_of, **{"note": "As seen.", **more})
    change = change_status(subject, to=to, by=by, said=said, version=version, opinion=opinion)
    subject.refresh_from_db()
    return change
