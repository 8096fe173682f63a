"""Projects of the fictional country for IATI: one with every element, closed rows beside it."""

from datetime import date
from decimal import Decimal

from projects import ledger
from projects.models import ResultIndicator, ResultMeasurement
from tests.factories import make_code, make_organisation, make_source
from tests.projects.factories import (
    make_document,
    make_fund,
    make_participation,
    make_project,
    make_result,
)
from tests.projects.money_factories import make_category, new_row, post

SECRET = "marker-secret"


def make_publishable(veloria, code="XV001", **fields):
    """As little as IATI asks for."""
    fields = {
        "register_number": f"X{code}", "title": f"Sample project {code}", "status": "ongoing",
        "summary": "Sample. Three service points.", "starts_as_written": "1 March 2016",
        "sectors": "15180", **fields,
    }  # fmt: skip
    return make_project(veloria, code, **fields)


def make_full(veloria, code="XV100", **fields):
    """Every element that the register can state, of invented data; and closed rows beside them."""
    administrator = make_organisation(
        f"administrator-{code.lower()}", name_en="Trust fund office (sample)",
        iati_identifier="XM-DAC-41401",
    )  # fmt: skip
    fund = make_fund(name_en="Fund for Veloria (sample)", administrator=administrator)
    before = make_publishable(veloria, f"{code}-A", fund=fund, status="financially-closed",
                              ends_as_written="31 December 2016")  # fmt: skip
    project = make_publishable(
        veloria, code, **{
            "fund": fund, "title_fr": "Projet d’exemple", "ends_as_written": "30 June 2018",
            "sectors": "15180 60; 15160 40", "sdg_targets": "5.2, 16.3, 5.C",
            "gender_marker": "2", "follows": before, **fields,
        }
    )  # fmt: skip
    parts = _participants(project)
    _money(project, *parts)
    _documents(project)
    _results(project)
    return project


def _participants(project):
    agency = make_organisation(name_en="UN mission (sample)", iati_identifier="XM-DAC-41310")
    network = make_organisation(name_en="Women’s network (sample)", kind="ngo",
                                country=project.country)  # fmt: skip
    make_participation(project, agency, role="extending")
    make_participation(project, network, role="implementing")
    make_participation(project, network, role="implementing")
    hidden = make_organisation(name_en=SECRET)
    make_participation(project, hidden, source=make_source(classification="confidential"))
    return agency, network


def _money(project, agency, network):
    source, staff = make_source(), make_category()
    same = {"organisation": agency, "source": source}
    post(project, "budget", "60000.00", category=staff, **same)
    post(project, "budget", "30000.00", organisation=network, year=2017, source=make_source())
    post(project, "budget", "7777.00", classification="internal", organisation=network,
         category=make_category("travel", 5), source=source)  # fmt: skip
    post(project, "transfer", "40000.00", date=date(2016, 3, 15), **same)
    post(project, "transfer", "10000.00", currency="EUR", rate=Decimal("1.1"),
         rate_date=date(2016, 4, 1), date=date(2016, 5, 2), **same)  # fmt: skip
    post(project, "expenditure", "35000.50", finality="certified", category=staff, **same)
    post(project, "refund", "4999.50", date=date(2018, 6, 30), year=2018, **same)
    post(project, "interest", "12.34", date=date(2017, 6, 30), year=2017, **same)
    wrong = ledger.post(new_row(project, "transfer", "555.00", organisation=network), by=None)
    ledger.correct(wrong, {"amount": Decimal("500.00")}, by=None, reason="A slip of the pen.")


def _documents(project):
    report = make_code(code=f"report-{project.pk}", iati="A08")
    link = {"state": "link", "kind": report, "language": "en"}
    make_document(project, title="Report (sample)", url="https://veloria.example/r.pdf",
                  date=date(2018, 7, 1), **link)  # fmt: skip
    make_document(project, title="Page (sample)", url="https://veloria.example/page", **link)
    make_document(project, title=SECRET, url="https://veloria.example/x",
                  **{**link, "classification": "confidential"})  # fmt: skip


def _results(project):
    outcome = make_result(project, kind="outcome", text="Courts hear cases sooner (sample)")
    make_result(project, text="No indicator (sample)")
    make_result(project, text=SECRET, source=make_source(classification="internal"))
    judges = _indicator(outcome, "Judges trained", unit="persons", adds_up="sum",
                        target=20, target_date=date(2018, 6, 30))  # fmt: skip
    share = _indicator(outcome, "Courts with a service", unit="percent", direction="up",
                       baseline=Decimal("12.500"), baseline_year=2016, target=60)  # fmt: skip
    _measured(judges, value=5)
    _measured(judges, 2017, value=9999, review="reported")
    _measured(share, numerator=41, denominator=123)


def _indicator(result, title, **fields):
    return ResultIndicator.objects.create(
        result=result, title=title, source=make_source(), **fields
    )


def _measured(indicator, year=2016, review="accepted", **fields):
    return ResultMeasurement.objects.create(
        indicator=indicator, period_from=date(year, 3, 1), period_to=date(year, 12, 31),
        source=make_source(), review=review, **fields,
    )  # fmt: skip
