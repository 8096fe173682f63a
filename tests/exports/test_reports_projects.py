"""Files of the projects room: they lead back through the imports and add up as the screen does."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from foundation.imports.actions import commit, keep
from foundation.imports.kinds import KINDS
from foundation.imports.plan import build
from foundation.imports.reading import read
from projects import ledger
from projects.figures import portfolio_statement
from projects.imports.ledger import SAME
from projects.models import Project
from tests.factories import make_organisation, make_source
from tests.projects.factories import (
    make_document,
    make_participation,
    make_project,
    make_result,
)
from tests.projects.life_factories import make_report, make_result_indicator, new_value
from tests.projects.money_factories import make_category, make_funded, new_row, post

from .world import asked, content_of, rows_of


@pytest.fixture
def funded(veloria):
    """A project with rows of each kind, another currency, a correction, a quote, a new line."""
    agency = make_organisation("agency-of-veloria", acronym="AOV", name_en="Agency; of Veloria")
    twin = make_organisation("aov-twin", acronym="AOV", name_en="Twin agency")
    project = make_funded(veloria, agency, code="VEL1", title="A (long) title; with signs")
    make_participation(project, twin)
    make_category("staff")
    source = make_source("the-ledger", symbol="XV/2022/1")
    more = {"organisation": agency, "source": source}
    post(project, "budget", "5000.00", category=make_category("staff"), page="p. 2", **more)
    post(project, "budget", "70.00", organisation=twin, source=make_source("no-symbol"))
    post(project, "transfer", "900.50", date=date(2017, 2, 3), year=2017, voucher="-V 1",
         note='He said "=1+1"', **more)  # fmt: skip
    post(project, "transfer", "100.00", currency="EUR", rate=Decimal("1.0842"), year=2018,
         rate_date=date(2018, 1, 1), **more)  # fmt: skip
    wrong = post(project, "expenditure", "80.00", year=2017, finality="final", **more)
    ledger.correct(wrong, {"amount": Decimal("81.25")}, by=None, reason="Counted twice.")
    post(project, "refund", "10.00", year=2018, date=date(2018, 5, 1), **more)
    return project


def planned(kind, data, ending, user):
    return build(KINDS[kind], read(data, f"file.{ending}", KINDS[kind].limits), user)


@pytest.mark.parametrize("part", ["indicator", "value", "before", "agency"])
def test_a_file_is_as_closed_as_what_is_in_it(funded, programme_officer, reader, part):
    closed = {"source": make_source(classification="confidential")}
    result = make_result(funded)
    indicator = make_result_indicator(result, **(closed if part == "indicator" else {}))
    new_value(indicator, **(closed if part == "value" else {})).save()
    if part == "before":
        funded.follows = make_project(funded.country, "VEL0", classification="confidential")
        funded.save()
    if part == "agency":
        make_participation(funded, make_organisation("closed-agency"), **closed)
    reports = {"project": "project=VEL1"}
    if part == "agency":
        reports |= {"country-brief": "country=veloria", "projects": ""}
    for slug, query in reports.items():
        for user, level in ((programme_officer, "confidential"), (reader, "public")):
            about, eyes, choices = asked(slug, user, query)
            about.content(eyes, choices)
            assert eyes.classification == level


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_ledger_leads_back_row_by_row(ending, language, funded, take, programme_officer):
    with translation.override(language):
        _export, data = take("ledger", programme_officer, ending)
    plan = planned("ledger", data, ending, programme_officer)
    assert plan.problems == []
    assert len(plan.outcomes) == funded.transactions.standing().count() == 6
    assert plan.new == []  # every row is the same as the one it came from


def test_a_ledger_is_let_in_elsewhere_unchanged(funded, veloria, take, programme_officer):
    twin = make_funded(veloria, *(p.organisation for p in funded.participations.all()),
                       code="VEL9")  # fmt: skip
    _export, data = take("ledger", programme_officer, query="project=VEL1")
    batch = keep(KINDS["ledger"], data.replace(b"VEL1", b"VEL9"), "ledger.csv",
                 by=programme_officer)  # fmt: skip
    commit(batch, by=programme_officer)
    names = [name for name in SAME if name != "project_id"]
    there, here = (
        sorted(project.transactions.standing().values_list(*names), key=str)
        for project in (twin, funded)
    )
    assert there == here


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_list_of_projects_leads_back(ending, funded, mali, take, programme_officer):
    make_funded(mali, code="MAL1", starts_as_written="March 2016", starts=date(2016, 3, 1),
                ends_as_written="31 April 2018", ends=date(2018, 4, 30),
                dates_note="April has 30 days.", summary="One.\n\nTwo.",
                title_fr="Le titre", short_title="Short")  # fmt: skip
    _export, data = take("projects", programme_officer, ending)
    plan = planned("projects", data, ending, programme_officer)
    assert plan.problems == []
    assert len(plan.outcomes) == 2
    assert plan.new == []


def test_new_projects_come_in_from_a_list(funded, take, programme_officer):
    _export, data = take("projects", programme_officer)
    new = data.replace(b"VEL1", b"VEL8")
    commit(keep(KINDS["projects"], new, "projects.csv", by=programme_officer),
           by=programme_officer)  # fmt: skip
    project = Project.objects.get(code="VEL8")
    assert project.title == funded.title
    assert (project.starts, project.ends) == (funded.starts, funded.ends)
    assert sorted(p.organisation.slug for p in project.participations.all()) == [
        "agency-of-veloria", "aov-twin",
    ]  # fmt: skip


def test_the_ledger_as_it_stood_on_a_day(funded, programme_officer, donor):
    yesterday = timezone.localdate() - timedelta(days=1)
    assert rows_of("ledger", programme_officer, f"known={yesterday:%Y-%m-%d}") == []
    standing = rows_of("ledger", programme_officer)
    replaced = rows_of("ledger", programme_officer, "which=replaced")
    every = rows_of("ledger", programme_officer, "which=all")
    assert [row["amount"] for row in replaced] == [Decimal("80.00")]
    (new,) = [row for row in standing if row["corrects"]]
    assert (new["amount"], new["reason"]) == (Decimal("81.25"), "Counted twice.")
    assert replaced[0]["replaced_by"] == new["row"]
    assert len(every) == len(standing) + len(replaced)


def test_what_a_closed_correction_replaced_is_closed_too(veloria, donor, programme_officer):
    project = make_funded(veloria)
    post(project, "budget", "5000.00")
    first = post(project, "transfer", "500.00", note="mark-first")
    closed = {"amount": Decimal("400.00"), "classification": "confidential"}
    second = ledger.correct(first, closed, by=None, reason="Secret.")
    for which in ("", "which=all", "which=replaced"):
        notes = [row["note"] for row in rows_of("ledger", donor, which)]
        assert "mark-first" not in notes
    assert "mark-first" in [r["note"] for r in rows_of("ledger", programme_officer, "which=all")]
    third = {"amount": Decimal("300.00"), "classification": "public"}
    ledger.correct(second, third, by=None, reason="Open again.")
    assert [r["amount"] for r in rows_of("ledger", donor, "which=replaced")] == [Decimal("500.00")]


def test_a_past_day_does_not_tell_what_a_closed_correction_replaced(
    client, veloria, donor, programme_officer
):
    """In the file and on the page: an amount that was taken back in secret is not handed out as
    the amount of that day. Who may see the correction is told both.
    """
    project = make_funded(veloria)
    day = timezone.localdate() - timedelta(days=3)
    before = timezone.now() - timedelta(days=5)
    ledger.post(new_row(project, "budget", "5000.00"), by=None, at=before)
    first = ledger.post(new_row(project, "transfer", "513.57"), by=None, at=before)
    ask, page = f"known={day:%Y-%m-%d}", f"/projects/{project.code}/money/"

    def told(person):
        client.force_login(person)
        in_file = "513.57" in str([row["amount"] for row in rows_of("ledger", person, ask)])
        return in_file, "513.57" in client.get(page, {"known": day.isoformat()}).text

    assert told(donor) == told(programme_officer) == (True, True)
    closed = {"amount": Decimal("400.00"), "classification": "confidential"}
    second = ledger.correct(first, closed, by=None, reason="Secret.")
    assert told(donor) == (False, False)
    assert told(programme_officer) == (True, True)
    ledger.correct(second, {"classification": "public"}, by=None, reason="Open again.")
    assert told(donor) == (True, True)


@pytest.mark.parametrize("audience", ["public", "confidential"])
def test_a_summary_goes_with_its_source(veloria, programme_officer, audience):
    """What stands on a source that the readers may not see is not printed for them."""
    source = make_source(classification="confidential")
    make_project(veloria, "VEL8", summary="mark-summary", summary_source=source)
    make_project(veloria, "VEL9", summary="mark-open")
    is_open = audience == "confidential"
    rows = {row["code"]: row["summary"] for row in
            rows_of("projects", programme_officer, audience=audience)}  # fmt: skip
    assert rows == {"VEL8": "mark-summary" if is_open else "", "VEL9": "mark-open"}
    for code, mark, printed in (("VEL8", "mark-summary", is_open), ("VEL9", "mark-open", True)):
        said = str(content_of("project", programme_officer, f"project={code}", audience).blocks)
        assert (mark in said) is printed


def test_a_summary_goes_with_its_source_on_the_pages(veloria, client, reader, programme_officer):
    closed = {"summary_source": make_source(classification="confidential"),
              "background_source": make_source(classification="confidential")}  # fmt: skip
    make_project(veloria, "VEL8", summary="mark-summary", background="mark-background", **closed)
    for person, printed in ((reader, False), (programme_officer, True)):
        client.force_login(person)
        page = client.get("/projects/VEL8/").text
        assert ("mark-summary" in page) is printed
        assert ("mark-background" in page) is printed
        assert ("mark-summary" in client.get("/projects/VEL8/factsheet/").text) is printed


def test_sums_of_the_file_are_those_of_the_screen_and_of_their_parts(funded, mali, reader):
    make_funded(mali, code="MAL1")
    screen = portfolio_statement(Project.objects.all(), reader).total
    total, *parts = (rows_of("portfolio", reader, table=table) for table in range(4))
    for name in ("approved", "transferred", "refunded", "spent", "balance"):
        assert total[0][name] == getattr(screen, name)
        for rows in parts:
            assert sum(row[name] for row in rows) == total[0][name]
    (row,) = [row for row in rows_of("projects", reader) if row["code"] == "VEL1"]
    assert (row["approved"], row["balance"]) == (screen.approved, screen.balance)


def test_sums_hold_only_what_may_go_into_the_file(funded, programme_officer):
    post(funded, "expenditure", "50.00", finality="interim", classification="confidential")
    spent = {
        audience: rows_of("portfolio", programme_officer, audience=audience)[0]["spent"]
        for audience in ("confidential", "public")
    }
    assert spent == {"confidential": Decimal("131.25"), "public": Decimal("81.25")}
    (row,) = rows_of("projects", programme_officer, audience="public")
    assert row["spent"] == Decimal("81.25")


def test_a_file_is_as_closed_as_the_most_closed_amount_in_its_sums(
    funded, take, programme_officer
):
    assert take("portfolio", programme_officer, "json")[0].classification == "public"
    post(funded, "expenditure", "50.00", finality="interim", classification="confidential")
    for slug in ("portfolio", "projects"):
        assert take(slug, programme_officer, "json")[0].classification == "confidential"


def test_a_spreadsheet_has_charts_of_its_own(funded, take, reader):
    _export, data = take("portfolio", reader, "xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        drawn = package.read(charts[0]).decode()
    assert len(charts) == 3
    assert "By country" in drawn
    assert "'By country'!$B$2" in drawn


def test_documents_and_reports_stand_in_one_table(veloria, reader):
    project = make_funded(veloria, code="VEL1")
    report = make_report(project, period_year=2016, due_on=date(2017, 3, 31))
    document = make_document(project, kind=report.kind, year=2016, state="missing")
    make_document(project, classification="confidential", title="secret")
    (row,) = rows_of("project-documents", reader)
    assert (row["year"], row["documents"], row["due"]) == (2016, document.title, report.due_on)
    (row,) = rows_of("reports-due", reader, "state=no-receipt")
    assert (row["project"], row["due"]) == ("VEL1", report.due_on)
    assert rows_of("reports-due", reader, "state=accepted") == []


def test_the_filters_of_the_list_hold_for_its_file(funded, mali, reader):
    make_document(make_funded(mali, code="MAL1"), state="missing")
    assert [r["code"] for r in rows_of("projects", reader, "country=veloria")] == ["VEL1"]
    assert [r["code"] for r in rows_of("projects", reader, "needs=documents")] == ["MAL1"]


def test_a_fact_sheet_is_of_one_project_for_the_readers_chosen(funded, veloria, reviewer, take):
    make_funded(veloria, code="VEL2", classification="confidential")
    export, _data = take("project", reviewer, "json", "project=VEL2")
    assert export.file_name.startswith("project-vel2-")
    for query in ("project=VEL2&audience=public", "project=NONE", ""):
        with pytest.raises(ValidationError) as refusal:
            take("project", reviewer, "json", query)
        assert refusal.value.code == "choices"
