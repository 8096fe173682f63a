"""What leaves for IATI: valid by schema, code lists and rules; public only; nothing invented."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.http import QueryDict
from django.urls import reverse
from lxml import etree

from foundation.exports import gate
from foundation.exports.models import Export
from foundation.exports.reports import REPORTS
from projects.iati.from_money import ORIGINAL, REVISED, budgets_of
from projects.models import Fund, Project, ResultIndicator, ResultMeasurement
from tests.factories import make_organisation, make_source
from tests.projects.factories import make_entry, make_participation, make_result
from tests.projects.money_factories import new_row, post

from . import standard
from .factories import SECRET, make_full, make_publishable


@pytest.fixture
def xml(take, reader):
    """The file that somebody takes, as bytes and as a tree; checked against the whole standard."""

    def run(query="", user=None):
        _export, data = take("iati", user or reader, "iati", query)
        assert standard.faults(data) == []
        return data, etree.fromstring(data)

    return run


def load_mali():
    call_command("load_reference", verbosity=0)
    call_command("load_mali", verbosity=0)


def activity(root, code):
    return root.xpath(f"iati-activity[other-identifier/@ref='{code}']")[0]


def values(node, path):
    return [str(found) for found in node.xpath(path)]


def test_the_two_projects_of_mali_are_valid(db, xml):
    load_mali()
    _data, root = xml("country=mali")
    first, second = root.findall("iati-activity")
    assert first.findtext("iati-identifier") == "XM-DAC-41401-00102004"
    assert values(first, "activity-date/@type") == ["1", "2", "3", "4"]
    assert values(first, "activity-date/@iso-date") == [
        "2016-09-15", "2016-09-15", "2017-09-13", "2017-09-13",
    ]  # fmt: skip
    assert values(first, "recipient-country/@code") == ["ML"]
    assert values(first, "sector/@code") == ["15180"]
    assert first.find("activity-status").get("code") == "3"
    assert second.findtext("iati-identifier") == "XM-DAC-41401-00107191"
    assert values(second, "related-activity/@ref") == ["XM-DAC-41401-00102004"]
    assert first.find("policy-marker") is None  # no source states one
    assert not root.xpath("//budget | //transaction | //location")


def test_a_day_that_is_no_date_is_not_passed_on(db, xml):
    """The fund's page says 31 July; a report says 31 April: nobody chose, so IATI hears none."""
    load_mali()
    project = Project.objects.get(code="UNA052")
    assert project.ends_as_written == "31 April 2018"
    second = activity(xml("country=mali")[1], "UNA052")
    assert values(second, "activity-date/@type") == ["1", "2"]
    assert second.find("activity-status").get("code") == "4"


def test_a_body_that_had_ended_keeps_its_name_and_loses_its_identifier(db, xml):
    load_mali()
    second = activity(xml("country=mali")[1], "UNA052")
    names = values(second, "participating-org[@role='4']/narrative/text()")
    assert len(names) == len(set(names)) == 4
    assert "XM-DAC-41124" not in values(second, "participating-org/@ref")
    assert "XM-DAC-41146" not in values(second, "participating-org/@ref")


def test_a_project_with_every_element_is_valid(veloria, xml):
    make_full(veloria)
    one = activity(xml()[1], "XV100")
    held = {child.tag for child in one}
    assert held == {
        "iati-identifier", "reporting-org", "title", "description", "participating-org",
        "other-identifier", "activity-status", "activity-date", "recipient-region", "sector",
        "tag", "policy-marker", "collaboration-type", "default-flow-type",
        "default-finance-type", "default-aid-type", "default-tied-status", "budget",
        "transaction", "document-link", "related-activity", "result",
    }  # fmt: skip
    assert values(one, "title/narrative/@xml:lang") == ["fr"]
    assert values(one, "participating-org/@role") == ["1", "2", "3", "4"]
    assert values(one, "sector/@percentage") == ["60", "40"]
    assert values(one, "tag/@code") == ["5.2", "16.3", "5.c"]
    assert values(one, "policy-marker/@significance") == ["2"]
    assert values(one, "reporting-org/@secondary-reporter") == ["1"]


def test_money_is_stated_source_by_source_and_year_by_year(veloria, xml):
    make_full(veloria)
    one = activity(xml()[1], "XV100")
    assert values(one, "budget/period-start/@iso-date") == ["2016-03-01", "2017-01-01"]
    assert values(one, "budget/period-end/@iso-date") == ["2016-12-31", "2017-12-31"]
    assert values(one, "budget/value/text()") == ["60000", "30000"]
    said = [
        (t.find("transaction-type").get("code"), t.find("transaction-date").get("iso-date"),
         t.findtext("value"), t.find("value").get("currency"))
        for t in one.findall("transaction")
    ]  # fmt: skip
    assert sorted(said) == [
        ("2", "2016-12-31", "60000", "USD"),
        ("2", "2017-12-31", "30000", "USD"),
        ("3", "2016-03-15", "40000", "USD"),
        ("3", "2016-05-02", "10000", "EUR"),
        ("3", "2016-12-31", "500", "USD"),
        ("3", "2018-06-30", "-4999.5", "USD"),
        ("4", "2016-12-31", "35000.5", "USD"),
    ]
    assert "without a day" in one.xpath("string(transaction[transaction-type/@code='4'])")


def test_two_sources_of_one_year_are_two_budgets(veloria, xml):
    project = make_publishable(veloria, "XV320")
    first, second = (make_participation(project).organisation for _place in range(2))
    post(project, "budget", "30000.00", organisation=first, year=2017)
    post(project, "budget", "1.00", organisation=second, year=2017)
    one = activity(xml()[1], "XV320")
    assert values(one, "budget/period-start/@iso-date") == ["2017-01-01", "2017-01-01"]
    assert sorted(values(one, "budget/value/text()")) == ["1", "30000"]


def test_one_source_of_one_year_is_one_budget(veloria, xml):
    project = make_publishable(veloria, "XV321")
    source = make_source()
    for _place in range(2):
        body = make_participation(project).organisation
        post(project, "budget", "10.10", organisation=body, year=2017, source=source)
    one = activity(xml()[1], "XV321")
    assert values(one, "budget/value/text()") == ["20.2"]


def test_results_are_those_that_were_accepted(veloria, xml):
    make_full(veloria)
    one = activity(xml()[1], "XV100")
    assert values(one, "result/title/narrative/text()") == ["Courts hear cases sooner (sample)"]
    assert values(one, "result/indicator/@measure") == ["1", "2"]
    assert values(one, "result/indicator/baseline/@value") == ["0", "12.5"]
    assert values(one, "//actual/@value") == ["5", "33.333"]
    assert values(one, "//target/@value") == ["20", "60"]


def test_a_few_persons_are_not_put_on_the_open_internet(veloria, xml, settings):
    make_full(veloria)
    settings.SMALL_COUNT_THRESHOLD = 6
    one = activity(xml()[1], "XV100")
    assert values(one, "result/indicator[1]/period/actual/@value") == []
    assert values(one, "result/indicator[2]/period/actual/@value") == ["33.333"]
    assert values(one, "result/indicator[1]/period/target/@value") == ["20"]


WITHHELD = "Values that count a few are withheld."


def measured(result, title, *values, **fields):
    indicator = ResultIndicator.objects.create(
        result=result, title=title, source=make_source(), **fields
    )
    for place, value in enumerate(values):
        ResultMeasurement.objects.create(
            indicator=indicator, period_from=date(2016 + place, 1, 1), source=make_source(),
            period_to=date(2016 + place, 12, 31), review="accepted", **value,
        )  # fmt: skip
    return indicator


def sent(xml, code, number=1):
    """The values of an indicator that are in the file, and what it says of itself."""
    one = activity(xml()[1], code)
    where = f"result/indicator[{number}]"
    return (values(one, f"{where}/period/actual/@value"),
            one.xpath(f"string({where}/description/narrative)"))  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "few", "many"),
    [
        ({"title": "Reached", "unit": "persons"}, {"value": 4}, {"value": 5}),
        ({"title": "Women who were heard"}, {"value": 1}, {"value": 50}),
        ({"title": "Entendues", "unit_note": "survivantes"}, {"value": 3}, {"value": 7}),
        ({"title": "Paid in time", "unit": "percent"},
         {"numerator": 2, "denominator": 41}, {"numerator": 20, "denominator": 41}),
        ({"title": "Paid in time", "unit": "percent"},
         {"numerator": 40, "denominator": 41}, {"numerator": 36, "denominator": 41}),
    ],
)  # fmt: skip
def test_what_counts_a_few_is_withheld_and_said_to_be(veloria, xml, fields, few, many):
    result = make_result(make_publishable(veloria, "XV350"))
    measured(result, fields.pop("title"), few, many, **fields)
    told, about = sent(xml, "XV350")
    assert len(told) == 1
    assert about.endswith(WITHHELD)
    ResultMeasurement.objects.filter(period_from__year=2016).delete()
    told, about = sent(xml, "XV350")
    assert (len(told), WITHHELD in about) == (1, False)


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"title": "Courts opened"}, {"value": 3}),
        ({"title": "Manuals printed"}, {"value": 1}),
        ({"title": "Reached", "unit": "persons"}, {"value": 0}),
        ({"title": "Of all courts", "unit": "percent"}, {"numerator": 0, "denominator": 3}),
        ({"title": "Of all courts", "unit": "percent"}, {"value": 2}),
    ],
)
def test_what_counts_no_persons_or_none_is_told(veloria, xml, fields, value):
    result = make_result(make_publishable(veloria, "XV351"))
    measured(result, fields.pop("title"), value, **fields)
    told, about = sent(xml, "XV351")
    assert len(told) == 1
    assert WITHHELD not in about


def test_a_revision_revises_the_budget_of_its_source_alone(veloria):
    """Two sources of one year: what became of the line of one is nothing to the other."""
    project = make_publishable(veloria, "XV322", starts_as_written="1 January 2016")
    first, second = make_source(), make_source()
    rows = [
        new_row(project, amount="10.00", source=first, organisation=make_organisation()),
        new_row(project, amount="20.00", source=second, organisation=make_organisation()),
        new_row(project, amount="30.00", source=first, organisation=make_organisation(),
                year=2017),
    ]  # fmt: skip
    rows[1].revision_id = 1
    found = [(b.type, b.amount) for b in budgets_of(project, rows)]
    assert sorted(found) == [(ORIGINAL, 10), (ORIGINAL, 30), (REVISED, 20)]


def test_what_is_not_public_is_in_no_file_whoever_asks(
    veloria, xml, take, programme_officer, reviewer, reader
):
    make_full(veloria)
    make_publishable(veloria, "XV200", title=SECRET, classification="internal")
    make_publishable(veloria, "XV201", title=SECRET, classification="confidential")
    for user in (programme_officer, reviewer, reader):
        data, root = xml(user=user)
        assert SECRET.encode() not in data
        assert b"7777" not in data
        assert b"9999" not in data
        assert len(root.findall("iati-activity")) == 2
    for audience in ("internal", "confidential", "strict"):
        with pytest.raises(ValidationError) as refusal:
            take("iati", programme_officer, "iati", f"audience={audience}")
        assert refusal.value.code == "choices"
    with pytest.raises(ValidationError):
        take("iati", programme_officer, "iati", "project=XV201")
    assert Export.objects.filter(classification="public").count() == Export.objects.count()


def test_who_may_take_no_project_takes_no_activity(veloria, take, stranger, auditor, wpa_mali):
    make_publishable(veloria)
    for user in (stranger, auditor):
        with pytest.raises(PermissionDenied):
            take("iati", user, "iati")
    with pytest.raises(ValidationError) as refusal:
        take("iati", wpa_mali, "iati")
    assert refusal.value.code == "empty"


def test_a_file_is_xml_by_name_and_type(veloria, take, client, reader):
    make_publishable(veloria)
    export, _data = take("iati", reader, "iati")
    assert export.file_name.endswith(f"{export.reference}.xml")
    client.force_login(reader)
    answer = client.get(reverse("exports:file", args=[export.reference]))
    assert answer["Content-Type"] == "application/xml"
    assert "attachment" in answer["Content-Disposition"]
    answer.close()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"register_number": ""}, "register_number"),
        ({"register_number": "A/1"}, "register_number"),
        ({"summary": ""}, "summary"),
        ({"starts_as_written": ""}, "starts_as_written"),
        ({"starts_as_written": "31 April 2016", "starts": date(2016, 4, 30),
          "dates_note": "April has 30 days."}, "starts_as_written"),
        ({"status": "not-recorded"}, "status"),
        ({"sectors": ""}, "sectors"),
    ],
)  # fmt: skip
def test_a_project_that_cannot_be_valid_is_left_out_and_named(
    veloria, xml, client, change, field, programme_officer, reader
):
    make_publishable(veloria, "XV300", **change)
    make_publishable(veloria, "XV301")
    data, root = xml()
    assert values(root, "//other-identifier/@ref") == ["XV301"]
    assert b"XV300" in data  # in the remark that says what was left out
    client.force_login(programme_officer)
    page = client.get(reverse("exports:report", args=["iati"])).content.decode()
    assert "1 of 2 projects lacks" in page
    where = "/projects/XV300/life/" if field == "status" else f"/projects/XV300/edit/#id_{field}"
    assert where in page
    client.force_login(reader)
    page = client.get(reverse("exports:report", args=["iati"])).content.decode()
    assert "XV300" in page
    assert where not in page


def test_a_summary_from_a_closed_source_keeps_its_project_out(veloria, xml):
    source = make_source(classification="internal")
    make_publishable(veloria, "XV302", summary_source=source)
    make_publishable(veloria, "XV303", summary_source=make_source())
    assert values(xml()[1], "//other-identifier/@ref") == ["XV303"]


def test_one_number_for_two_projects_keeps_both_out(veloria, xml):
    make_publishable(veloria, "XV304", register_number="X1")
    make_publishable(veloria, "XV305", register_number="X1")
    make_publishable(veloria, "XV306")
    assert values(xml()[1], "//other-identifier/@ref") == ["XV306"]


def test_several_countries_are_not_made_up(veloria, xml):
    make_publishable(None, "REAL2")
    make_publishable(None, "REAL3")
    with pytest.raises(ValidationError) as refusal:
        xml()
    assert refusal.value.code == "empty"


def test_a_sector_of_the_fund_holds_where_the_project_states_none(veloria, xml):
    make_publishable(veloria, "XV308", sectors="")
    Fund.objects.update(sectors="15180")
    make_publishable(veloria, "XV309", sectors="15160")
    assert values(xml()[1], "//sector/@code") == ["15180", "15160"]


def test_invented_projects_are_never_beside_real_ones(veloria, mali, xml):
    make_publishable(veloria, "XV310")
    assert values(xml()[1], "//recipient-region/@vocabulary") == ["99"]
    make_publishable(mali, "REAL1")
    data, root = xml()
    assert values(root, "//other-identifier/@ref") == ["REAL1"]
    assert b"Samples left out: 1" in data


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"ref": ""}, "IATI_REPORTING_ORG"), ({"name": ""}, "IATI_REPORTING_NAME"),
        ({"type": "41"}, "IATI_REPORTING_TYPE"), ({"currency": "XYZ"}, "IATI_CURRENCY"),
        ({"ref": "XM DAC"}, "IATI_REPORTING_ORG"), ({"prefix": "XM-DAC-1"}, "IATI_PREFIX"),
        ({"flow": "77"}, "IATI_FLOW"), ({"language": ""}, "IATI_LANGUAGE"),
    ],
)  # fmt: skip
def test_without_its_settings_no_file_is_made(
    veloria, take, client, reader, publisher, change, name
):
    make_publishable(veloria)
    publisher.update(change)
    with pytest.raises(ValidationError) as refusal:
        take("iati", reader, "iati")
    assert refusal.value.code == "obstacle"
    client.force_login(reader)
    assert name in client.get(reverse("exports:report", args=["iati"])).content.decode()
    answer = client.post(reverse("exports:report", args=["iati"]), {"take": "iati"})
    assert answer.status_code == 422


def test_an_identifier_may_begin_otherwise(veloria, xml, publisher):
    publisher["prefix"] = "XM-DAC-41401-UNA"
    make_publishable(veloria)
    assert values(xml()[1], "//iati-identifier/text()") == ["XM-DAC-41401-UNA-XXV001"]


def test_nothing_in_the_future_is_said_to_have_happened(veloria, xml):
    make_publishable(veloria, "XV311", starts_as_written="1 January 2999")
    assert values(xml()[1], "//activity-date/@type") == ["1"]


def test_a_month_stands_with_what_was_written(veloria, xml):
    make_publishable(veloria, "XV312", starts_as_written="March 2016")
    day = xml()[1].find(".//activity-date")
    assert day.get("iso-date") == "2016-03-01"
    assert day.findtext("narrative") == "March 2016"


def test_a_chosen_list_of_organisations_holds_here_too(veloria, xml, programme_officer):
    from projects.actions import choose_entry

    project = make_publishable(veloria, "XV313")
    source = make_source()
    make_participation(project, make_organisation(name_en="Chosen"), source=source)
    make_participation(project, make_organisation(name_en="Not chosen"))
    entry = make_entry(project, "organisations", "Chosen", register=source)
    assert len(values(xml()[1], "//participating-org[@role='4']")) == 2
    choose_entry(entry, by=programme_officer, reason="The agreement says so.")
    names = values(xml()[1], "//participating-org[@role='4']/narrative/text()")
    assert names == ["Chosen"]


def test_what_xml_cannot_hold_does_not_break_the_file(veloria, xml):
    make_publishable(veloria, "XV314", title="A \x0b<b>&\ufffe title -- ]]>", summary="-->\x0b")
    assert values(xml()[1], "//title/narrative/text()") == ["A  <b>&  title -- ]]>"]


def test_an_address_that_is_no_plain_one_is_left_out(veloria, xml):
    from projects.models import ProjectDocument

    make_full(veloria)
    ProjectDocument.objects.filter(title="Page (sample)").update(url="javascript:alert(1)")
    ProjectDocument.objects.filter(title="Report (sample)").update(url="https://a:b@x.example/")
    data, root = xml()
    assert not root.xpath("//document-link")
    assert b"javascript" not in data
    ProjectDocument.objects.filter(title="Page (sample)").update(url="https://veloria.example/")
    assert len(xml()[1].findall(".//document-link")) == 1
    ProjectDocument.objects.filter(title="Page (sample)").update(state="missing")
    assert not xml()[1].findall(".//document-link")


def test_the_same_file_is_made_in_french(veloria, take, reader):
    from django.utils import translation

    make_full(veloria)
    with translation.override("fr"):
        _export, data = take("iati", reader, "iati")
    assert standard.faults(data) == []
    assert b"Transfer<" in data


def test_queries_do_not_grow_with_projects(veloria, reader, django_assert_max_num_queries):
    from foundation.exports.reader import Reader
    from projects.iati.from_project import activities, survey

    for number in range(6):
        make_full(veloria, f"XV9{number}")
    keys = survey(Reader(reader, "public").rows(Project.objects.all())).ready
    assert len(keys) == 12
    with django_assert_max_num_queries(14):
        assert len(list(activities(keys, Reader(reader, "public")))) == 12


def test_the_report_counts_what_it_will_write(veloria, reader):
    make_publishable(veloria, "XV315")
    make_publishable(veloria, "XV316", summary="")
    report = REPORTS["iati"]
    choices = report.choices(QueryDict(""), reader)
    assert choices.are_valid
    assert gate.rows_in(report, choices, reader) == 1


def test_a_format_without_a_writer_does_not_start(monkeypatch):
    from foundation.exports.checks import reports_have_a_policy

    assert reports_have_a_policy(None) == []
    monkeypatch.setattr(type(REPORTS["iati"]), "writers", {})
    assert [error.id for error in reports_have_a_policy(None)] == ["exports.E003"]


def test_one_project_alone_has_no_number_of_another(veloria, reader):
    """Two files with one identifier would be taken for one activity."""
    for code in ("XV001", "XV002"):
        make_publishable(veloria, code, register_number="00001")
    make_publishable(veloria, "XV003")
    report = REPORTS["iati"]
    for code, number in (("XV001", 0), ("XV003", 1)):
        choices = report.choices(QueryDict(f"project={code}"), reader)
        assert gate.rows_in(report, choices, reader) == number


def test_what_is_not_public_chooses_no_project(veloria, programme_officer):
    project = make_publishable(veloria)
    agency = make_organisation("an-agency")
    part = make_participation(project, agency, source=make_source(classification="confidential"))
    report, query = REPORTS["iati"], QueryDict("organisation=an-agency")
    for level, number in (("confidential", 0), ("public", 1)):
        part.source.classification = level
        part.source.save()
        choices = report.choices(query, programme_officer)
        assert gate.rows_in(report, choices, programme_officer) == number
