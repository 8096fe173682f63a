"""Court cases over time: per court, stage and source, and only what its reader may read."""

from datetime import date

import pytest

from foundation.reference.models import Organisation
from tests.factories import make_organisation, make_source
from tests.incidents.factories import make_caseload


@pytest.fixture
def court(veloria):
    return make_organisation(
        "court", name_en="High court", kind=Organisation.Kind.COURT, country=veloria
    )


def counted(country, source, court, numbers, **fields):
    for year, number in numbers.items():
        make_caseload(
            country, source, court=court, count=number, as_of=date(year, 12, 31),
            as_of_as_written=f"December {year}",
            **{"classification": "internal", "unit_as_written": "cases", **fields},
        )  # fmt: skip


def trends(client, person):
    client.force_login(person)
    answer = client.get("/incidents/justice/?country=veloria")
    return answer.context["trends"], answer


def test_each_source_court_and_unit_has_lines_of_its_own_by_stage(
    client, veloria, court, wpa_veloria
):
    one, other = make_source(short_title="One"), make_source(short_title="Other")
    counted(veloria, one, court, {2019: 115, 2020: 130, 2022: 90})
    counted(veloria, one, court, {2019: 2, 2022: 7}, stage="judgment")
    counted(veloria, other, court, {2019: 40, 2020: 44})
    counted(veloria, one, None, {2020: 300})
    counted(veloria, one, court, {2021: 6, 2022: 9}, unit_as_written="investigations")

    charts, answer = trends(client, wpa_veloria)

    found = {
        (chart.source, chart.unit): {str(s.label): list(s.values) for s in chart.series}
        for chart in charts
    }
    assert found == {
        ("One", "cases"): {"Pending": [115, 130, 90], "Judgment given": [2, None, 7]},
        ("Other", "cases"): {"Pending": [40, 44]},
        ("One", "investigations"): {"Pending": [6, 9]},
    }
    chart = charts[0]
    assert list(chart.periods) == ["December 2019", "December 2020", "December 2022"]
    xs = [float(x) for x, _y in chart.lines()[0].dots]
    assert 1.9 < (xs[2] - xs[1]) / (xs[1] - xs[0]) < 2.1  # two years are as long as two years
    assert "High court, pending: from 115 to 90" in answer.content.decode()


def test_a_number_that_is_not_released_is_in_no_line(client, veloria, court, wpa_veloria, reader):
    source = make_source()
    printed = {"classification": "public", "as_published": True, "as_published_reason": "Printed."}
    counted(veloria, source, court, {2019: 111, 2020: 222}, **printed)
    counted(veloria, source, court, {2021: 733844}, classification="public")

    charts, _answer = trends(client, wpa_veloria)
    assert list(charts[0].series[0].values) == [111, 222, 733844]
    charts, answer = trends(client, reader)
    assert list(charts[0].series[0].values) == [111, 222]
    assert "733844" not in answer.content.decode().replace(",", "")


def test_two_numbers_for_one_day_are_no_line(client, veloria, court, wpa_veloria):
    source = make_source()
    counted(veloria, source, court, {2019: 5, 2020: 6})
    counted(veloria, source, court, {2020: 8})

    charts, answer = trends(client, wpa_veloria)
    assert charts == []
    assert [row.count.value for row in answer.context["caseloads"]] == [6, 8, 5]


def test_five_stages_make_two_charts_and_stand_along_the_pipeline(
    client, veloria, court, wpa_veloria
):
    source = make_source()
    stages = ["judgment", "pending", "trial", "charges", "investigation"]
    for stage in stages:
        counted(veloria, source, court, {2019: 5, 2020: 6}, stage=stage)

    charts, answer = trends(client, wpa_veloria)
    assert [[str(s.label) for s in chart.series] for chart in charts] == [
        ["Pending", "Under investigation", "Charges confirmed"],
        ["Brought to trial", "Judgment given"],
    ]
    stages = [row.stage for row in answer.context["caseloads"]]
    assert stages[::2] == [str(s.label) for chart in charts for s in chart.series]
