"""New projects from a file: the same form as the page, and nothing that is here is changed."""

from datetime import datetime

import pytest

from foundation.audit.models import Event
from foundation.imports.actions import NotReadyError, commit, keep
from foundation.imports.kinds import KINDS
from foundation.imports.plan import build
from foundation.imports.reading import read
from foundation.reference.models import Country
from projects.imports.projects import COLUMNS
from projects.models import Participation, Project
from tests.factories import make_organisation, make_source, make_user
from tests.imports.files import csv_file, xlsx_file
from tests.imports.test_commit import at_once
from tests.projects.factories import make_fund, make_project

PROJECTS = KINDS["projects"]
HEADS = [column.name for column in COLUMNS]
FIRST = {
    "code": "XV901", "fund": "FUN", "number": "00109001", "title": "Courts on wheels",
    "title_fr": "Tribunaux mobiles", "country": "Veloria", "start": "15 September 2022",
    "end": "2024-03", "dates_note": "The end is a month in the source.",
    "organisations": "AOV (accountable); Network of Veloria", "status": "Pipeline",
    "classification": "Internal", "summary": "One.\n\nTwo.", "source": "XV/2022/1",
}  # fmt: skip


@pytest.fixture
def setting(veloria):
    make_fund(code="FUN", name_en="Fund of Veloria")
    make_organisation("agency-of-veloria", acronym="AOV", name_en="Agency of Veloria")
    make_organisation("network-of-veloria", name_en="Network of Veloria")
    return make_source("veloria-note", symbol="XV/2022/1")


def file_of(*rows):
    return csv_file(HEADS, *([row.get(name, "") for name in HEADS] for row in rows))


def planned(by, *rows):
    return build(PROJECTS, read(file_of(*rows), "a.csv"), by)


def imported(by, *rows):
    return commit(keep(PROJECTS, file_of(*rows), "a.csv", by=by), by=by)


def told(plan):
    return [(p.row, p.column, p.sentence) for p in plan.problems]


def test_each_cell_reaches_its_field(setting, veloria, programme_officer):
    imported(programme_officer, FIRST)
    project = Project.objects.get(code="XV901")
    assert (project.fund.code, project.register_number) == ("FUN", "00109001")
    assert (project.title, project.title_fr) == ("Courts on wheels", "Tribunaux mobiles")
    assert (project.country, project.status) == (veloria, "pipeline")
    assert (str(project.starts), project.starts_as_written) == ("2022-09-15", "15 September 2022")
    assert (str(project.ends), project.ends_as_written) == ("2024-03-31", "2024-03")
    assert (project.classification, project.summary) == ("internal", "One.\n\nTwo.")
    assert project.summary_source == setting
    parts = project.participations.order_by("pk")
    assert [(p.organisation.slug, p.role, p.name_as_written, p.source) for p in parts] == [
        ("agency-of-veloria", "accountable", "AOV", setting),
        ("network-of-veloria", "implementing", "Network of Veloria", setting),
    ]
    history = project.history.get()
    assert history.history_user == programme_officer
    assert history.history_change_reason.startswith("Imported, ")
    assert Event.objects.filter(verb="imported").count() == 1


def test_the_least_that_makes_a_project(setting, programme_officer):
    imported(programme_officer, {"code": "xv902", "fund": "Fund of Veloria", "title": "Least"})
    project = Project.objects.get(code="XV902")
    assert (project.country, project.status) == (None, "not-recorded")
    assert (project.classification, project.starts) == ("internal", None)


def test_a_day_of_a_workbook_is_a_date(setting, programme_officer):
    day = datetime.fromisoformat("2022-09-15")
    data = xlsx_file(["code", "fund", "title", "start"], ["XV903", "FUN", "Days", day])
    commit(keep(PROJECTS, data, "a.xlsx", by=programme_officer), by=programme_officer)
    assert str(Project.objects.get().starts) == "2022-09-15"


def test_the_same_file_twice_changes_nothing(setting, programme_officer):
    imported(programme_officer, FIRST)
    before = (list(Project.objects.values()), list(Participation.objects.values()))
    plan = imported(programme_officer, FIRST)
    assert (len(plan.new), len(plan.unchanged)) == (0, 1)
    assert (list(Project.objects.values()), list(Participation.objects.values())) == before
    assert Project.objects.get().history.count() == 1


@pytest.mark.parametrize(("column", "value"), [
    ("fund", "OTH"), ("number", "1"), ("title", "Other"), ("title_fr", "Autre"),
    ("country", "Mali"), ("start", "16 September 2022"), ("end", "2025"), ("dates_note", "Other."),
    ("organisations", "AOV (funding)"), ("status", "Not recorded"), ("classification", "public"),
    ("summary", "Other."),
])  # fmt: skip
def test_a_project_that_is_here_with_another_value_is_changed_on_its_page(
    setting, mali, programme_officer, column, value
):
    make_fund(code="OTH")
    imported(programme_officer, FIRST)
    plan = planned(programme_officer, {**FIRST, column: value})
    sentence = "The project is here with another value. Change it on its page."
    assert told(plan) == [(2, column, sentence)]


def test_an_empty_cell_says_nothing_about_a_project_that_is_here(setting, programme_officer):
    imported(programme_officer, FIRST)
    plan = planned(programme_officer, {name: FIRST[name] for name in ("code", "fund", "title")})
    assert len(plan.unchanged) == 1


def test_a_date_written_otherwise_is_the_same_date(setting, programme_officer):
    imported(programme_officer, FIRST)
    plan = planned(programme_officer, {**FIRST, "start": "2022-09-15", "end": "31/03/2024"})
    assert told(plan) == []


@pytest.mark.parametrize(("column", "value", "sentence"), [
    ("code", "", "must not be empty"),
    ("code", "xv 9!", "Capital letters and digits"),
    ("code", "X" * 21, "at most 20"),
    ("fund", "Nobody", "not in the list"),
    ("number", "1" * 21, "at most 20"),
    ("title", "", "must not be empty"),
    ("title", "x" * 301, "at most 300"),
    ("country", "Nowhere", "not in the list"),
    ("end", "2020", "The end is before the start."),
    ("organisations", "AOV; Nobody", "not in the list"),
    ("organisations", "AOV (boss)", "not in the list"),
    ("source", "", "Say which source names the organisations."),
    ("source", "S/0/0", "not in the list"),
    ("status", "ongoing", "not in the list"),
    ("status", "financially closed", "not in the list"),
    ("classification", "strict", "strict"),
])  # fmt: skip
def test_every_error_names_its_row_and_its_column(
    setting, programme_officer, column, value, sentence
):
    """Dates against each other are about the row as a whole."""
    plan = planned(programme_officer, {**FIRST, "code": "XV905"}, {**FIRST, column: value})
    place = "" if sentence.startswith("The end is before") else column
    assert [(row, name) for row, name, _s in told(plan)] == [(3, place)]
    assert sentence in told(plan)[0][2]


def test_a_date_that_is_none_is_kept_as_written_like_on_the_page(setting, programme_officer):
    imported(programme_officer, {**FIRST, "end": "31 April 2024"})
    project = Project.objects.get()
    assert (project.ends_as_written, project.ends) == ("31 April 2024", None)


def test_one_code_twice_in_a_file_is_said(setting, programme_officer):
    plan = planned(programme_officer, FIRST, {**FIRST, "title": "Other"})
    assert told(plan) == [(3, "code", "Row 2 is about this project already.")]


def test_one_wrong_row_keeps_all_out(setting, programme_officer):
    with pytest.raises(NotReadyError):
        imported(programme_officer, FIRST, {**FIRST, "code": "XV902", "fund": "Nobody"})
    assert not Project.objects.exists()


def test_a_country_without_a_role_is_not_in_the_list(setting, mali, veloria):
    officer = make_user("programme-officer", mali)
    plan = planned(officer, FIRST, {**FIRST, "code": "XV902", "country": ""},
                   {**FIRST, "code": "XV903", "country": "ML"})  # fmt: skip
    assert [(row, column) for row, column, _s in told(plan)] == [(2, "country"), (3, "country")]
    assert len(plan.new) == 1


def test_a_code_that_somebody_elses_project_has_is_refused(setting, mali, veloria):
    make_project(veloria, "XV901", title="Hidden title", classification="confidential")
    officer = make_user("programme-officer", mali)
    plan = planned(officer, {**FIRST, "country": "ML"})
    assert [(row, column) for row, column, _s in told(plan)] == [(2, "code")]
    assert "Hidden" not in told(plan)[0][2]


def test_the_number_of_queries_for_reading_is_the_same_for_many_that_are_here(
    setting, programme_officer, django_assert_max_num_queries
):
    rows = [{**FIRST, "code": f"XV{number}"} for number in range(100, 140)]
    imported(programme_officer, *rows)
    table = read(file_of(*rows), "a.csv")
    with django_assert_max_num_queries(12):
        assert len(build(PROJECTS, table, programme_officer).unchanged) == 40


def test_of_two_people_with_the_same_new_project_one_adds_it(transactional_db):
    """The other is told, or finds it here; nobody gets an error page."""
    country = Country.objects.create(
        iso2="XV", iso3="XVE", slug="veloria", name_en="Veloria", is_sample=True
    )
    make_fund(code="FUN", name_en="Fund of Veloria")
    row = {"code": "XV901", "fund": "FUN", "title": "Once", "country": country.name_en}
    people = [make_user("programme-officer", everywhere=True) for _person in range(2)]
    sent = [(keep(PROJECTS, file_of(row), "a.csv", by=by), by) for by in people]

    outcomes = at_once(*(lambda b=b, by=by: commit(b, by=by) for b, by in sent))
    assert len(outcomes) == 2
    assert "added" in outcomes
    assert Project.objects.count() == 1
