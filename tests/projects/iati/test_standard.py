"""The judge of these tests: it knows every rule, and each of the layers can say no."""

import pytest

from . import ruleset, standard

GOOD = standard.example("una-finance-shape.xml")


def test_every_rule_of_the_standard_is_known():
    assert ruleset.cases(standard.rules()) == 107
    kinds = {kind for body in standard.rules().values() for kind in body}
    assert kinds <= ruleset.KINDS.keys()


@pytest.mark.parametrize("name", ["una-finance-shape.xml", "una046-una052-valid.xml"])
def test_the_examples_without_errors_have_none(name):
    assert standard.faults(standard.example(name)) == []


@pytest.mark.parametrize(
    ("was", "now", "found"),
    [
        (b'<activity-status code="2"/>', b"", "schema"),
        (b'code="15180"', b'code="99999"', "Sector"),
        (b'code="15180"', b'code="15162"', "Sector"),
        (b'<activity-status code="2"/>', b'<activity-status code="9"/>', "ActivityStatus"),
        (b">XM-DAC-41401-SHAPE1<", b">XM-DAC-41401<", "1.1.3"),
        (b">XM-DAC-41401-SHAPE1<", b">XM-DAC-9-SHAPE1<", "1.1.21"),
        (b">XM-DAC-41401-SHAPE1<", b">XM-DAC-41401-A/1<", "1.3.13"),
        (b">XM-DAC-41401-SHAPE1<", b"> XM-DAC-41401-A1<", "1.3.1"),
        (b'type="2" iso-date="2016-09-15"', b'type="2" iso-date="2996-09-15"', "11.1.4"),
        (b'type="2" iso-date="2016-09-15"', b'type="4" iso-date="2016-09-15"', "6.11.1"),
        (b'<sector vocabulary="1" code="15180"/>', b"", "6.2.2"),
        (b'code="15180"/>', b'code="15180" percentage="50"/>', "2.1.4"),
        (b'<recipient-country code="ML"/>', b"", "3.7.1"),
        (b'period-end iso-date="2016-12-31"', b'period-end iso-date="2017-12-31"', "7.5.3"),
        (b'period-end iso-date="2016-12-31"', b'period-end iso-date="2016-01-31"', "8.6.3"),
        (b' default-currency="USD"', b"", "7.8.1"),
        (b' xml:lang="en" default', b" default", "4.1.1"),
        (b"<narrative>Shape of a trust fund project.</narrative>", b"<narrative/>", "4.4.1"),
        (b' significance="2"', b"", "6.14.1"),
        (b'<actual value="0"/>', b"<actual/>", "8.10.1"),
        (b'<actual value="0"/>', b'<actual value="few"/>', "8.10.2"),
        (b'measure="1"', b'measure="5"', "8.8.3"),
        (b'iso-date="2018-06-30"/><value', b'iso-date="2998-06-30"/><value', "11.2.1"),
    ],
)
def test_what_is_wrong_is_found(was, now, found):
    assert was in GOOD
    assert any(found in fault for fault in standard.faults(GOOD.replace(was, now)))
