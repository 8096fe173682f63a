"""Indicators: values as their sources give them, targets, findings, charts, who may write."""

from decimal import Decimal as D

import pytest

from commitments.indicator_chart import chart_of
from commitments.models import Indicator
from commitments.readings import Track
from tests.commitments.factories import make_commitment, make_indicator, make_measurement
from tests.factories import make_source


def test_a_value_is_printed_as_the_source_gives_it(mali):
    share = make_indicator(mali, target=30)
    persons = make_indicator(mali, unit="persons", target=30, target_unit="percent")
    make_measurement(share, value=D("28"), qualifier="more-than", date_as_written="2020")
    make_measurement(persons, value=9, numerator=9, denominator=703)

    assert Track(share).latest.text == "more than 28\u00a0%"
    assert Track(share).bar_text == ">\u00a028\u00a0%"  # the column is narrow
    assert Track(share).status.standing.value == "not-comparable"
    assert Track(persons).latest.text == "9 of 703"
    assert Track(persons).status.standing.value == "not-met"
    assert Track(persons).bar_text == "1.3\u00a0%"


def test_a_value_that_is_not_stated_is_never_zero(client, mali, reader):
    indicator = make_indicator(mali, unit="persons", target=6)
    make_measurement(indicator)
    client.force_login(reader)

    page = client.get(indicator.get_absolute_url()).content.decode()

    assert Track(indicator).latest.text == ""
    assert "not stated" in page


def test_a_share_worked_out_otherwise_and_a_second_whole_are_flagged(client, mali, reader):
    indicator = make_indicator(mali)
    make_measurement(indicator, value=D("29.5"), numerator=426, denominator=1447)
    other = make_indicator(mali, unit="persons")
    make_measurement(
        other, value=9, numerator=9, denominator=703,
        value_as_written="9 women out of 703 mayors out of 301",
    )  # fmt: skip
    client.force_login(reader)

    assert "Worked out: 29.4" in client.get(indicator.get_absolute_url()).content.decode()
    assert "703, 301" in client.get(other.get_absolute_url()).content.decode()


def test_a_baseline_that_agrees_with_its_parts_is_not_flagged(mali):
    agrees = make_indicator(
        mali, baseline_value=34, baseline_numerator=11, baseline_denominator=32
    )
    differs = make_indicator(
        mali, baseline_value=35, baseline_numerator=11, baseline_denominator=32
    )

    assert Track(agrees).baseline_finding == ""
    assert "34.4" in Track(differs).baseline_finding


def test_a_line_is_drawn_for_each_source_and_never_across_them(mali):
    indicator = make_indicator(mali)
    other = make_source()
    for year, value in (("2019", 3), ("2020", 4)):
        make_measurement(indicator, value=value, date_as_written=year)
    make_measurement(indicator, value=9, date_as_written="2020", source=other)
    make_measurement(indicator, value=9, date_as_written="2021", qualifier="about")

    chart = chart_of(Track(Indicator.objects.get()))

    assert chart.periods == ["2019", "2020"]
    assert {str(line.label): line.values for line in chart.series} == {
        str(indicator.source): [3, 4], str(other): [None, 9],
    }  # fmt: skip


def test_one_value_makes_no_line(mali):
    indicator = make_indicator(mali)
    make_measurement(indicator, value=3, date_as_written="2019")

    assert chart_of(Track(indicator)) is None


def test_a_measurement_from_a_closed_source_is_absent_for_a_reader(client, mali, reader, wpa_mali):
    indicator = make_indicator(mali)
    make_measurement(
        indicator, value=77, date_as_written="2020", source=make_source(classification="internal")
    )
    for person, count in ((reader, 0), (wpa_mali, 1)):
        client.force_login(person)
        answer = client.get(indicator.get_absolute_url())
        assert len(answer.context["track"].readings) == count


@pytest.mark.parametrize(
    ("person", "see", "measure", "edit"),
    [
        ("wpa_mali", 200, 200, 200),
        ("focal_point", 200, 200, 403),
        ("reader", 200, 403, 403),
        ("wpa_veloria", 404, 404, 404),
        ("stranger", 403, 403, 403),
    ],
)
def test_who_may_read_measure_and_edit(client, request, mali, person, see, measure, edit):
    indicator = make_indicator(mali)
    address = indicator.get_absolute_url()
    client.force_login(request.getfixturevalue(person))

    assert client.get(address).status_code == see
    assert client.get(f"{address}measurements/add/").status_code == measure
    assert client.get(f"{address}edit/").status_code == edit


def test_a_measurement_is_added_with_the_days_its_date_can_mean(client, mali, focal_point):
    indicator = make_indicator(mali)
    client.force_login(focal_point)
    address = f"{indicator.get_absolute_url()}measurements/add/"
    data = {"date_as_written": "March 2020", "value": "29.5", "source": indicator.source.pk}

    wrong = client.post(address, {**data, "numerator": 3})
    right = client.post(address, data)

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert indicator.measurements.get().date_to.isoformat() == "2020-03-31"


def test_an_indicator_shows_its_commitment_only_to_who_may_see_it(client, mali, reader, wpa_mali):
    commitment = make_commitment(mali, title="A promise")
    indicator = make_indicator(mali, legal_basis=commitment.instrument)
    commitment.instrument.classification = "internal"
    commitment.instrument.save()
    for person, seen in ((reader, False), (wpa_mali, True)):
        client.force_login(person)
        page = client.get(indicator.get_absolute_url()).content.decode()
        assert (commitment.instrument.short_title in page) is seen


def test_an_indicator_of_a_closed_instrument_is_as_closed(client, mali, reader, wpa_mali):
    commitment = make_commitment(mali)
    make_indicator(mali, instrument=commitment.instrument)
    commitment.instrument.classification = "internal"
    commitment.instrument.save()

    for person, count in ((reader, 0), (wpa_mali, 1)):
        assert Indicator.objects.for_user(person).count() == count
