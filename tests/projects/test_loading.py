"""The facts of Mali and the sample country come in once, complete, and are never undone."""

import copy
import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

import projects.loading
from foundation.reference.models import Country
from projects.models import Fund, Project, ProjectDocument, RegisterEntry
from tests.factories import make_source, make_user

DATA = Path(projects.loading.__file__).parent / "data"
SOURCES = [
    ("field-update-mali", "public"), ("factsheet-00102004", "public"),
    ("factsheet-00107191", "public"), ("veloria-report-2024", "public"),
    ("veloria-mission-note-2023", "internal"),
]  # fmt: skip


@pytest.fixture
def sources(db):
    call_command("load_reference", verbosity=0)
    for slug, classification in SOURCES:
        make_source(slug, classification=classification)


def read(file):
    return json.loads((DATA / file).read_text("utf-8"))


@transaction.atomic
def load(file, by=None):
    return projects.loading.load(read(file), by=by)


@pytest.fixture
def mali_loaded(sources):
    return load("mali.json")


def page_of(client, code):
    return client.get(reverse("projects:detail", args=[code])).content.decode()


def test_a_second_run_changes_nothing(mali_loaded):
    histories = Project.history.count(), RegisterEntry.history.count()

    assert mali_loaded["projects"] == 2
    assert load("mali.json") == {}
    assert (Project.history.count(), RegisterEntry.history.count()) == histories


def test_what_a_person_corrected_is_not_undone(mali_loaded):
    Project.objects.filter(code="UNA046").update(title="Corrected")
    ProjectDocument.objects.filter(title="Project Proposal").delete()

    load("mali.json")

    assert Project.objects.get(code="UNA046").title == "Corrected"
    assert not ProjectDocument.objects.filter(title="Project Proposal").exists()


@pytest.mark.parametrize("where", ["top", "project", "entry"])
def test_unknown_names_are_refused(sources, where):
    data = copy.deepcopy(read("mali.json"))
    places = {
        "top": data, "project": data["projects"][0],
        "entry": data["projects"][0]["register_entries"][0],
    }  # fmt: skip
    places[where]["colour"] = "blue"

    with pytest.raises(ValueError, match="colour"), transaction.atomic():
        projects.loading.load(data, by=None)


def test_the_constraints_of_the_pages_hold_for_files(sources):
    data = read("mali.json")
    data["projects"][1]["dates_note"] = ""

    with pytest.raises(ValidationError), transaction.atomic():
        projects.loading.load(data, by=None)
    assert not Fund.objects.exists()


def test_every_fact_of_una046_is_on_its_page(client, reader, mali_loaded):
    client.force_login(reader)

    page = page_of(client, "UNA046")

    for fact in [
        "00102004", "15 September 2016", "13 September 2017", "Operationally closed",
        "Permanent Secretariat of the National Gender Policy", "UNA052",
        "None recorded in the source",
        "End of Project Report", "Annual Progress Report 2017", "Project Proposal",
        "no amount recorded", "A draft law",
    ]:  # fmt: skip
        assert fact in page


def test_where_sources_differ_on_una046(client, reader, mali_loaded):
    client.force_login(reader)
    response = client.get(reverse("projects:detail", args=["UNA046"]))
    found = {
        difference.field: [entry.value_as_written for entry in difference.entries]
        for difference in response.context["differences"]
    }

    assert found.keys() == {"title", "country", "organisations", "partner", "result"}
    assert found["country"] == ["Mali", "United Nations"]
    assert found["organisations"] == ["UNDP", "UNDP(MDTF/PUNO only)", "UNDP UNICEF"]
    assert found["partner"][:2] == ["MPFEF", "MFFEF"]
    assert found["result"] == [
        "National strategy: started, no date given",
        "National strategy: validated, no date given",
    ]
    for values in found.values():
        for value in values:
            assert f"“{value}”" in response.content.decode()


def test_where_sources_differ_on_una052(client, reader, mali_loaded):
    client.force_login(reader)
    response = client.get(reverse("projects:detail", args=["UNA052"]))
    found = {
        difference.field: ([e.value_as_written for e in difference.entries], difference.kinds)
        for difference in response.context["differences"]
    }
    page = response.content.decode()

    assert found["starts"] == (["1 September 2017", "9 Oct 2017"], ("value",))
    assert found["ends"] == (["31 April 2018", "31 Jul 2018"], ("not-a-date", "value"))
    assert found["organisations"][0] == ["UNICEF, UNIFEM, UNFPA, UNDP", "UNICEF"]
    assert "result" in found
    assert "“31 April 2018”" in page
    assert "sorted as 30 April 2018" in page
    assert "became UN Women in 2010" in page
    assert "before the project began" in page
    assert [o.short for o in response.context["project"].agencies] == [
        "UNICEF", "UNIFEM", "UNFPA", "UNDP"
    ]  # fmt: skip


def test_nobody_has_chosen_for_mali(mali_loaded):
    assert not RegisterEntry.objects.filter(chosen=True).exists()


def test_no_document_is_said_to_be_here(mali_loaded):
    assert set(ProjectDocument.objects.values_list("state", flat=True)) == {"missing", "link"}


def test_the_sample_has_a_choice_if_somebody_made_it(sources, programme_officer):
    made = load("sample.json", by=programme_officer)

    assert made["projects"] == len(read("sample.json")["projects"])
    (entry,) = RegisterEntry.objects.filter(chosen=True)
    assert entry.chosen_by == programme_officer
    assert load("sample.json", by=programme_officer) == {}


def test_the_sample_shows_each_role_its_part(client, sources, reader, focal_point_of_veloria):
    load("sample.json")
    for person, among, hidden in [
        (reader, {"XV001", "XV004"}, {"XV002", "XV003"}),
        (focal_point_of_veloria, {"XV001", "XV002"}, {"XV003"}),
    ]:
        seen = set(Project.objects.for_user(person).values_list("code", flat=True))
        assert among <= seen
        assert not hidden & seen
    assert all(project.is_sample for project in Project.objects.select_related("country"))


@pytest.fixture
def focal_point_of_veloria(sources):
    return make_user("focal-point", Country.objects.get(iso2="XV"))


def test_all_invented_titles_say_sample(sources):
    for project in read("sample.json")["projects"]:
        assert project["country"] == "XV"
        assert "sample" in project["title"]
        for document in project.get("documents", []):
            assert "sample" in document["title"]
