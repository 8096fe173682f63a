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

from .charts import Bar, BarChart, Part, StackedBar, Target, TargetBar, TargetChart
from .gallery_examples import EXAMPLES
from .time_charts import Event, Lane, LineChart, Series, TimeChart


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
        **_charts(),
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


def _charts() -> dict[str, Any]:
    return {
        "stacked": StackedBar(
            [
                Part("Implemented", 2, "ok"),
                Part("On track", 4, "go"),
                Part("Delayed", 3, "warn"),
                Part("Overdue", 2, "bad"),
                Part("Not started", 1, "new"),
                Part("No information", 1, "unk"),
            ]
        ),
        "bars": BarChart(
            "Region A reported most",
            "Incidents reported in Veloria in 2019, by region. Total as stated.",
            [
                Bar("Region A", cell=cell(48), note="62 %"),
                Bar("Region B", cell=cell(24), note="31 %"),
                Bar("Region C", cell=cell(2, "withheld")),
                Bar("No region given", cell=cell(5), muted=True, note="6 %"),
            ],
            unit="Incidents",
            head="Region",
            source="sample field report, 2020",
            total=Bar("Total", text="77"),
        ),
        "targets": TargetChart(
            "One of three bodies reaches its quota",
            "Women as a share of members in Veloria, per cent. The line marks the quota of 30.",
            [
                Target("Council", 34, 30),
                Target("Commission", 17.5, 30),
                Target("Committee", None, 30),
            ],
            maximum=40,
            unit="Per cent",
            head="Body",
            source="sample survey, 2020",
        ),
        "lines": LineChart(
            "Reports rose in 2018",
            "Cases reported in Veloria, by year. 2017 was not collected.",
            ["2015", "2016", "2017", "2018", "2019"],
            [Series("Cases", [12, 19, None, 44, 41])],
            unit="Cases",
            source="sample field reports",
        ),
        "times": TimeChart(
            "Agreements and projects in Veloria",
            [
                Lane("Agreements", [
                    Event("Peace agreement", date(2015, 1, 1), date(2015, 12, 31), rough=True),
                    Event("Joint communiqué", date(2019, 3, 15)),
                ]),
                Lane("Projects", [
                    Event("XV-01", date(2016, 9, 15), date(2017, 9, 13)),
                    Event("XV-02, end date not known", date(2017, 9, 1), date(2018, 4, 30)),
                    Event("XV-03", None),
                ]),
            ],
            2015, 2020,
        ),
    }  # fmt: skip
