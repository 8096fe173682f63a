from datetime import date
from itertools import count

from overview.models import Difference, KeyDate, KeyFigure, Situation
from tests.factories import make_source

_numbers = count(1)


def make_situation(country, **fields):
    values = {
        "title": f"Situation {next(_numbers)}",
        "text": "First paragraph.\n\nSecond paragraph.",
        "as_of": date(2020, 6, 3),
        "classification": "public",
        **fields,
    }
    return Situation.objects.create(
        country=country, source=values.pop("source", None) or make_source(), **values
    )


def make_key_figure(country, **fields):
    values = {
        "label": f"figure {next(_numbers)}", "value": 4, "value_as_written": "four",
        "unit": "centres",
        "period_as_written": "2019", "classification": "public", **fields,
    }  # fmt: skip
    return KeyFigure.objects.create(
        country=country, source=values.pop("source", None) or make_source(), **values
    )


def make_key_date(country, **fields):
    values = {
        "what": f"event {next(_numbers)}", "date_as_written": "March 2019", 
        "date_from": date(2019, 3, 1),
        "date_to": date(2019, 3, 31), "classification": "public", **fields,
    }  # fmt: skip
    return KeyDate.objects.create(
        country=country, source=values.pop("source", None) or make_source(), **values
    )


def make_difference(country, **fields):
    number = next(_numbers)
    values = {
        "reference": f"D{number}", "topic": f"topic {number}", "kind": "value",
        "explanation": "Two values.",
        "classification": "public", **fields,
    }  # fmt: skip
    return Difference.objects.create(country=country, **values)
