"""The files of the repository: complete, honest about sources, and loaded once."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

import commitments.loading
from commitments import board, findings
from commitments.loading import load
from commitments.models import (
    Area,
    Commitment,
    Indicator,
    Instrument,
    Measurement,
    StatedProgress,
    StatusChange,
)
from commitments.readings import Track
from foundation.audit.models import Event
from foundation.reference.loading import load_reference
from foundation.reference.models import Country, Source
from tests.factories import make_source, make_user
from tests.projects.factories import make_project

DATA = Path(commitments.loading.__file__).parent / "data"
COUNTED = (Instrument, Commitment, StatusChange, Measurement)


def _read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _sources(data):
    """Every source and project that the file names; public but for one source of the sample."""
    slugs, codes = set(), set()

    def walk(part):
        if isinstance(part, dict):
            slugs.update([part["source"]] if isinstance(part.get("source"), str) else [])
            slugs.update(part.get("sources", []))
            codes.update(part.get("projects", []))
            slugs.update([part["listed_in"]] if part.get("listed_in") else [])
            part = list(part.values())
        if isinstance(part, list):
            for each in part:
                walk(each)

    walk(data)
    for slug in sorted(slugs):
        closed = slug == "veloria-mission-note-2023"
        make_source(slug, classification="internal" if closed else "public")
    for code in sorted(codes):
        make_project(code=code)


def _load(name, **more):
    data = _read(name)
    with transaction.atomic():
        return load(data, by=None, **more)


@pytest.fixture
def mali_loaded(db):
    load_reference()
    _sources(_read("mali.json"))
    return _load("mali.json")


@pytest.fixture
def veloria_loaded(db):
    load_reference()
    _sources(_read("sample.json"))
    veloria = Country.objects.get(iso2="XV")
    authors = {"wpa": make_user("wpa", veloria), "reviewer": make_user("reviewer", veloria)}
    return _load("sample.json", authors=authors)


def test_every_instrument_of_the_documents_is_there(mali_loaded):
    kinds = Counter(Instrument.objects.values_list("kind", flat=True))

    assert kinds == {
        "joint-communique": 1, "action-plan": 2, "unilateral-communique": 2,
        "national-action-plan": 2, "declaration": 1, "resolution": 2, "law": 1, "draft-law": 1,
        "policy": 1, "programme": 1, "peace-agreement": 1, "document": 2,
    }  # fmt: skip
    assert set(Instrument.objects.at("international").values_list("slug", flat=True)) == {
        "resolution-1325-2000", "s-2020-487",
    }  # fmt: skip


def test_the_four_areas_of_the_communique_hold_no_invented_commitment(mali_loaded):
    areas = Area.objects.filter(instrument__implements__slug="joint-communique-2019")

    assert [a.title_en for a in areas] == [
        "Prevention", "Protection", "Service delivery", "Accountability",
    ]  # fmt: skip
    assert not Commitment.objects.filter(area__in=areas).exists()
    assert not Commitment.objects.filter(instrument__slug="joint-communique-2019").exists()


def test_the_first_plan_has_five_objectives_with_twelve_parts(mali_loaded):
    plan = Instrument.objects.get(slug="nap-2012-2014")

    assert [area.commitments.count() for area in plan.areas.all()] == [2, 4, 1, 4, 1]
    assert {c.reported_status for c in plan.commitments.all()} == {"no-information"}


def test_no_due_date_is_invented_for_mali(mali_loaded):
    assert set(Commitment.objects.values_list("due_as_written", "due_to")) == {("", None)}


def test_whether_a_fatwa_was_issued_stays_open_with_both_sources(mali_loaded):
    fatwa = Commitment.objects.get(instrument__kind="declaration", reference="d2")
    said = board.said(fatwa.status_changes.all())

    assert [(s.status, Source.objects.get(pk=s.source).slug) for s in said] == [
        ("not-started", "ieg-note-2020"), ("implemented", "s-2020-487"),
    ]  # fmt: skip
    assert findings.rivals(said) == [said[1]]


def test_signature_issue_and_adoption_that_sources_dispute_are_marked(mali_loaded):
    disputed = {i.slug for i in Instrument.objects.all() if i.disputed_events}

    assert disputed == {"joint-communique-2019", "cma-communique-2017", "nap-2019-2023"}


def test_the_workshop_of_the_resolution_is_reported_as_held(mali_loaded):
    workshop, reform = Commitment.objects.get(reference="op4").actions.all()

    assert workshop.reported_status == "implemented"
    assert str(workshop.status_changes.get().as_of_as_written) == "January 2020"
    assert reform.reported_status == "no-information"


def test_there_are_29_series_each_with_its_source_and_page(mali_loaded):
    indicators = Indicator.objects.prefetch_related("measurements")

    assert len(indicators) == 29
    assert all(i.measurements.count() == 1 and i.page for i in indicators)
    found = {i.slug for i in indicators if Track(i).latest.findings}
    assert found == {"women-candidates-legislative-2020", "women-ministers", "women-mayors"}
    empty = {m.indicator.slug for m in Measurement.objects.filter(value=None)}
    assert empty == {"additional-women-csa", "malian-women-staff-officers"}


def test_half_of_the_activities_is_said_of_both_communiques_together(mali_loaded):
    claim = StatedProgress.objects.get()

    assert claim.share == 50
    assert claim.instruments.count() == 2


def test_a_second_run_changes_nothing(mali_loaded):
    before = [model.objects.count() for model in COUNTED]
    histories = [Commitment.history.count(), Instrument.history.count(), Event.objects.count()]

    assert _load("mali.json") == {}

    assert [model.objects.count() for model in COUNTED] == before
    assert [
        Commitment.history.count(), Instrument.history.count(), Event.objects.count()
    ] == histories  # fmt: skip


def test_what_a_person_corrected_stays(mali_loaded):
    Instrument.objects.filter(slug="law-052-2015").update(title="Corrected", kind="policy")

    _load("mali.json")

    assert Instrument.objects.get(slug="law-052-2015").title == "Corrected"


def test_the_sample_shows_overdue_disagreement_and_a_closed_instrument(veloria_loaded):
    commitments = Commitment.objects.filter(instrument__slug="joint-communique-2022")

    assert commitments.count() == 8
    assert [c.reference for c in commitments if c.opinions_differ] == ["p1"]
    assert sum(1 for c in commitments if c.overdue) >= 3
    assert Instrument.objects.filter(classification="internal").exists()
    assert all(i.is_sample for i in Instrument.objects.all())


def test_the_sample_without_its_people_leaves_their_statuses_out(db):
    load_reference()
    _sources(_read("sample.json"))

    _load("sample.json")

    assert not StatusChange.objects.filter(opinion="verified").exists()


def test_only_sample_rows_are_about_the_sample_country_and_say_so():
    sample = _read("sample.json")
    for instrument in sample["instruments"]:
        assert instrument["country"] == "XV"
        assert "(sample)" in instrument["title"]
        assert all("(sample)" in c["title"] for c in instrument.get("commitments", []))
    assert all("(sample)" in row["name"] for row in sample["indicators"])


def test_unknown_names_and_refused_rows_stop_the_file(mali):
    make_source("s")
    row = {"slug": "x", "kind": "law", "title": "T", "short_title": "T", "country": "ML"}
    with pytest.raises(ValueError, match="Unknown names"):
        load({"laws": []}, by=None)
    with pytest.raises(ValueError, match="colour"):
        load({"instruments": [{**row, "colour": "red"}]}, by=None)
    with pytest.raises(ValidationError):
        load({"instruments": [{**row, "kind": "song"}]}, by=None)

    with transaction.atomic():
        assert load({"instruments": [row]}, by=None) == {"instruments": 1}
