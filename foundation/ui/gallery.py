"""The component page: each example is rendered from the very code that is printed beside it.

All names, numbers and dates are invented; Veloria is a country that does not exist.
"""

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines

from . import gallery_charts
from .charts import TargetBar
from .gallery_examples import EXAMPLES


@dataclass(frozen=True)
class Example:
    """One component: the code, and what it makes."""

    name: str
    code: str
    html: str


class SampleForm(forms.Form):
    title = forms.CharField(label="Title")
    end = forms.CharField(label="End date", help_text="A day, a month or a year, as written.")
    budget = forms.DecimalField(label="Budget, US dollars", localize=True)
    areas = forms.MultipleChoiceField(
        label="Areas",
        required=False,
        choices=[("p", "Prevention"), ("r", "Protection"), ("a", "Accountability")],
        widget=forms.CheckboxSelectMultiple,
    )
    public = forms.BooleanField(label="Open to all readers", required=False)

    def clean_end(self):
        if self.cleaned_data["end"] == "31/04/2018":
            raise forms.ValidationError("31 April does not exist")
        return self.cleaned_data["end"]


def groups(request: HttpRequest) -> list[tuple[str, list[Example]]]:
    """(heading, examples) in the order of the page."""
    context = _context()
    return [
        (
            heading,
            [Example(name, code, _render(code, context, request)) for name, code in examples],
        )
        for heading, examples in EXAMPLES
    ]


def _render(code: str, context: dict[str, Any], request: HttpRequest) -> str:
    template = engines["django"].from_string("{% load i18n ui %}" + code)
    return template.render(dict(context), request)


def cell(value: int | None, state: str = "counted") -> SimpleNamespace:
    """A count as the incident pages hand it over; `withheld` ones are not shown."""
    return SimpleNamespace(value=value, state=state, shown=state in {"counted", "reported"})


def _context() -> dict[str, Any]:
    return {
        "cells": [cell(12), cell(0), cell(3, "withheld"), cell(None, "not_stated")],
        "project": SimpleNamespace(
            status="active", status_look="go", get_status_display=lambda: "Active"
        ),
        "form": SampleForm({"title": "A sample", "end": "31/04/2018", "budget": "about 120k"}),
        "entries": _entries(),
        "page_obj": Paginator(range(134), 50).page(2),
        "sort": "name",
        "headers": [
            SimpleNamespace(label="Name", sort_key="name", css=""),
            SimpleNamespace(label="Budget", sort_key="budget", css="n"),
            SimpleNamespace(label="Status", sort_key="", css=""),
        ],
        "half_way": TargetBar(58, 100, 73),
        "first": date(2019, 3, 1),
        "last": date(2019, 3, 31),
        **gallery_charts.samples(cell),
    }


def _entries() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            when=datetime(2020, 4, 20, 9, 5),  # noqa: DTZ001  printed as it stands
            who="Veloria field office",
            what="Status changed",
            changes=[("Status", "On track", "Delayed")],
            reason="The workshop was moved.",
        ),
        SimpleNamespace(when=date(2019, 3, 1), who="", what="Recorded", changes=[], reason=""),
    ]
