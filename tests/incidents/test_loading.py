"""The files in data/: what the documents say, all of it, and nothing twice."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

import incidents
from incidents.counts import show
from incidents.loading import load
from incidents.models import Cell, JusticeCaseload, MainFigure, Submission, Tabulation
from tests.incidents.factories import load_lists

DATA = Path(incidents.__file__).parent / "data"
MODELS = [Submission, Tabulation, Cell, MainFigure, JusticeCaseload]


def read(name):
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def lists(db):
    load_lists()


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


@pytest.mark.parametrize("name", ["mali", "sample"])
def test_a_second_run_changes_nothing(lists, name):
    assert load(read(name), by=None)["submissions"] > 0
    before = rows()

    assert not any(load(read(name), by=None).values())
    assert rows() == before


def test_every_figure_of_the_documents_is_there(lists, reader):
    load(read("mali"), by=None)
    shown = {record.reference: record for record in show(Submission.objects.all(), reader)}

    totals = {(r.source.slug, r.unit, r.verification): r.total.value for r in shown.values()}
    assert totals == {
        ("s-2020-487", "cases", "verified"): 27,
        ("s-2020-487", "incidents", "verified"): 22,
        ("ieg-note-2020", "cases", "verified"): 25,
        ("field-update-mali", "cases", "verified"): 27,
        ("ieg-note-2020", "incidents", "reported"): 745,
        ("s-2020-487", "allegations", "reported"): None,
        ("field-update-mali", "allegations", "reported"): None,
        ("ieg-note-2020", "cases", "reported"): None,
        ("field-update-mali", "not-stated", "not-stated"): None,
    }
    assert all(record.is_printed for record in shown.values())
    found = [found.difference for record in shown.values() for found in record.findings()]
    assert sorted(found) == [-11, 0, 10]
    assert MainFigure.objects.get().submission.reference == "k7m2q9xd"


def test_the_sample_has_a_record_in_every_state_and_names_its_people(lists, wpa_veloria, reviewer):
    load(read("sample"), by=None, authors={"wpa": wpa_veloria, "reviewer": reviewer})

    states = set(Submission.objects.values_list("status", "as_published"))
    assert states == {
        ("approved", True), ("approved", False), ("submitted", False), ("draft", False),
        ("returned", False),
    }  # fmt: skip
    assert set(Submission.objects.values_list("author", flat=True)) == {wpa_veloria.pk}
    assert not Submission.objects.exclude(country__is_sample=True).exists()


def test_what_a_form_would_refuse_does_not_get_in(lists):
    data = read("mali")
    row = data["submissions"][0]
    for change in (
        {"verification": "certain"},
        {"stated_total": -1},
        {"as_published_reason": ""},
        {"classification": "nothing"},
    ):
        with pytest.raises(ValidationError):
            load({"submissions": [{**row, **change}]}, by=None)
    cells = [{"survivor": "women"}]
    table = {"dimensions": ["survivor"], "cells": cells}
    with pytest.raises(ValidationError):
        load({"submissions": [{**row, "reference": "other", "tabulations": [table]}]}, by=None)


def test_an_unknown_key_is_refused(lists):
    with pytest.raises(ValueError, match="colour"):
        load({"colour": []}, by=None)
    with pytest.raises(ValueError, match="colour"):
        load({"submissions": [{**read("mali")["submissions"][0], "colour": 1}]}, by=None)


def test_no_accused_person_is_named():
    text = (DATA / "mali.json").read_text("utf-8")

    assert "Hassan" not in text
