"""Files that are not valid: read as far as is safe, each fault with its line; or refused."""

import pytest
from django.core.exceptions import ValidationError

from foundation.imports.kinds import KINDS
from projects.iati.read import MOST_FAULTS

from .test_import import file_of

KIND = KINDS["iati"]
BUDGET = (
    '<budget><period-start iso-date="{}"/><period-end iso-date="{}"/>'
    '<value value-date="2017-01-01"{}>{}</value></budget>'
)


def read(data):
    return KIND.read(data, "a.xml")


def said(data):
    return [(fault.line, fault.sentence) for fault in read(data).faults]


def swapped(was, now, data=None):
    data = data or file_of()
    assert was in data
    return data.replace(was, now)


def test_a_good_file_has_no_faults():
    assert said(file_of()) == []


@pytest.mark.parametrize(
    ("was", "now", "line", "told"),
    [
        (b'version="2.03"', b'version="2.02"', 2, "version 2.02"),
        (b"<iati-identifier>XM-DAC-41401-XXV001</iati-identifier>", b"", 3, "is missing"),
        (b'<activity-status code="2"/>', b"", 3, "activity-status is missing"),
        (b'<activity-status code="2"/>', b'<activity-status code="77"/>', 10, "77"),
        (b"41401-XXV001<", b"41401-X/A?b &amp; c<", 4, "/ & | ?"),
        (b">XM-DAC-41401-XXV001<", b">XM-DAC-41401<", 4, "that of the organisation"),
        (b">XM-DAC-41401-XXV001<", b">GB-1-X<", 4, "does not begin"),
        (b"<narrative>About it</narrative>", b"", 7, "says nothing"),
        (b'role="4"', b'role="9"', 8, "“9”"),
        (b'code="ML"', b'code="QQ"', 12, "“QQ”"),
        (b'code="15180"', b'code="99999"', 13, "“99999”"),
        (b'<sector vocabulary="1" code="15180"/>', b"", 3, "No sector"),
        (b'code="15180"/>', b'code="15180" percentage="40"/>', 13, "add up to 100"),
        (b'iso-date="2016-03-01"', b'iso-date="0000-00-00"', 11, "no date"),
        (b'iso-date="2016-03-01"', b'iso-date="31 April 2018"', 11, "no date"),
        (b'type="1" iso-date="2016-03-01"', b'type="2" iso-date="2999-03-01"', 11, "future"),
        (b'type="1" iso-date', b'type="3" iso-date', 3, "planned nor an actual"),
        (b' xml:lang="en"', b"", 3, "language"),
        (b"<description>", b"<surprise/><description>", 7, "no part of an activity"),
        (b"<sector", b"<title><narrative>x</narrative></title><sector", 13, "too late"),
        (b"</iati-activities>", b"<thing/></iati-activities>", 16, "no activity"),
        (b"</iati-activity>", b"</iati-activity><iati-activity>", 16, "cannot be read"),
    ],
)
def test_each_fault_is_told_with_its_line(was, now, line, told):
    found = said(swapped(was, now))
    assert any(at == line and told in sentence for at, sentence in found), found


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (BUDGET.format("2017-01-01", "2018-12-31", "", "5"), "longer than a year"),
        (BUDGET.format("2017-12-31", "2017-01-01", "", "5"), "before the start"),
        (BUDGET.format("2017-01-01", "2017-12-31", "", "NaN"), "no amount"),
        (BUDGET.format("2017-01-01", "2017-12-31", "", "1e9"), "no amount"),
        (BUDGET.format("2017-01-01", "2017-12-31", "", "Infinity"), "no amount"),
        (BUDGET.format("2017-01-01", "2017-12-31", "", "5,000"), "no amount"),
        (BUDGET.format("2017-01-01", "2017-12-31", "", ""), "no amount"),
        (BUDGET.format("2017-01-01", "2017-12-31", "", "9" * 5_000), "no amount"),
        (BUDGET.format("2017-01-01", "2017-12-31", ' currency="XYZ"', "5"), "“XYZ”"),
        ('<transaction><transaction-type code="99"/></transaction>', "“99”"),
        ('<transaction><transaction-date iso-date="2999-01-01"/></transaction>', "future"),
        ('<document-link url="javascript:alert(1)"/>', "none on the web"),
        ('<document-link url="file:///etc/passwd"/>', "none on the web"),
        ('<document-link url="https://a:b@x.example/"/>', "none on the web"),
        ('<document-link url="http://[::1"/>', "none on the web"),
        ('<policy-marker code="1"/>', "significance"),
        ('<sector code="15160"/>', "add up to 100"),
    ],
)
def test_values_that_mean_nothing_are_told(body, told):
    found = said(file_of(body=body))
    assert any(at >= 13 and told in sentence for at, sentence in found), found


def test_a_negative_amount_is_a_value_like_another():
    assert said(file_of(body=BUDGET.format("2017-01-01", "2017-12-31", "", "-5"))) == []


def test_what_follows_a_fault_is_read():
    data = swapped(b'iso-date="2016-03-01"', b'iso-date="2016-04-31"')
    (found,) = read(data).activities
    assert ("starts", "2016-04-31") in [(one.field, one.value) for one in found.said]
    assert found.said[-1].field == "sectors"


def test_a_truncated_file_gives_what_was_whole():
    whole = file_of()
    start = whole.index(b"<iati-activity ")
    second = whole[start : whole.index(b"</iati-activities>")].replace(b"XXV001", b"XXV002")
    data = whole.replace(b"</iati-activities>", second + b"</iati-activities>")
    assert len(read(data).activities) == 2
    cut = read(data[:-60])
    assert [found.identifier for found in cut.activities] == ["XM-DAC-41401-XXV001"]
    assert cut.faults[-1].sentence.startswith("From here on")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><body/></html>", "no-activities"),
        (b"<iati-organisations version='2.03'/>", "no-activities"),
        (b"<x:iati-activities xmlns:x='urn:x'><x:iati-activity/></x:iati-activities>",
         "no-activities"),
        (b"<iati-activities xmlns='urn:x'/>", "no-activities"),
        (b"<!DOCTYPE iati-activities><iati-activities/>", "doctype"),
        (b"<iati-activities>" + b"<iati-activity/>" * 1_000_000 + b"</iati-activities>", "bytes"),
        (b"<iati-activities>" + b"<iati-activity/>" * 300_000 + b"</iati-activities>",
         "elements"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_activities_is_refused(data, code):
    with pytest.raises(ValidationError) as refusal:
        read(data)
    assert refusal.value.code == code


def test_names_of_another_namespace_say_nothing():
    data = swapped(b"<iati-activities ", b'<iati-activities xmlns:x="urn:x" ')
    data = swapped(b"<description>", b"<x:title><narrative>False</narrative></x:title>"
                   b"<description>", data)  # fmt: skip
    found = read(data)
    assert found.faults == []
    assert "False" not in [one.value for one in found.activities[0].said]


@pytest.mark.parametrize(
    "title",
    ["Write to amina@example.org", "Called Amina, +223 70 00 00 00", "Survivor-12"],
)
def test_what_looks_like_a_person_is_refused_whole(title):
    with pytest.raises(ValidationError) as refusal:
        read(file_of(title=title))
    assert refusal.value.code == "persons"
    assert title not in str(refusal.value.messages)


def test_contact_persons_are_not_even_read():
    contact = "<contact-info><email>amina@example.org</email></contact-info>"
    data = swapped(b"<recipient-country", contact.encode() + b"<recipient-country")
    (found,) = read(data).activities
    assert "amina" not in str(found)


def test_long_texts_are_cut_to_what_is_kept():
    (found,) = read(file_of(title="x" * 30_000)).activities
    title = next(one for one in found.said if one.field == "title")
    assert len(title.value) == 400
    assert title.value.endswith("…")


def test_faults_beyond_measure_are_counted():
    found = read(file_of(body='<sector code="1"/>' * (MOST_FAULTS + 50)))
    assert len(found.faults) == MOST_FAULTS
    assert found.more_faults > 0


def test_a_hundred_faults_of_two_rules_keep_their_order():
    lines = [line for line, _told in said(file_of(body='<sector code="1"/>\n' * 100))]
    assert lines == sorted(lines)
