"""Where registers differ: worked out from plain values, without a database."""

from datetime import date
from types import SimpleNamespace

import pytest

from projects.differences import Kind, Shown, find, outlived

ORDER = ["title", "country", "organisations", "starts", "ends"]


def entry(field, value, chosen=False):
    return SimpleNamespace(
        field=field,
        value_as_written=value,
        chosen=chosen,
        get_field_display=lambda: field.title(),
    )


def kinds(*entries, **shown):
    found = find(entries, {name: Shown(text) for name, text in shown.items()}, ORDER)
    return {difference.field: difference.kinds for difference in found}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([entry("starts", "15 September 2016"), entry("starts", "15 Sep 2016")], {}),
        ([entry("starts", "1 September 2017"), entry("starts", "9 Oct 2017")],
         {"starts": (Kind.VALUE,)}),
        ([entry("ends", "31 April 2018")], {"ends": (Kind.NOT_A_DATE,)}),
        ([entry("ends", "31 April 2018"), entry("ends", "31 Jul 2018")],
         {"ends": (Kind.NOT_A_DATE, Kind.VALUE)}),
        ([entry("title", "A National Strategy"), entry("title", "A national strategy")],
         {"title": (Kind.WORDING,)}),
        ([entry("country", "Mali"), entry("country", "MALI ")], {}),
        ([entry("organisations", "UNDP"), entry("organisations", "UNDP(MDTF/PUNO only)")],
         {"organisations": (Kind.VALUE,)}),
        ([], {}),
    ],
)  # fmt: skip
def test_what_differs_and_how(entries, expected):
    assert kinds(*entries) == expected


def test_one_register_may_differ_from_what_the_page_shows():
    assert kinds(entry("country", "United Nations"), country="Mali") == {"country": (Kind.VALUE,)}
    assert kinds(entry("country", "Mali"), country="Mali") == {}
    assert kinds(entry("country", "Mali"), country="") == {}


def test_another_spelling_of_the_shown_value_is_no_difference():
    shown = {"country": Shown("Vélorie", also=("Veloria",))}

    assert find([entry("country", "Veloria")], shown, ORDER) == []


def test_a_value_shown_in_another_form_is_not_compared():
    shown = {"organisations": Shown("UNDP, UNICEF", compared=False)}

    assert find([entry("organisations", "UNICEF and UNDP")], shown, ORDER) == []


def test_the_chosen_entry_is_known():
    chosen = entry("starts", "9 Oct 2017", chosen=True)
    (difference,) = find([entry("starts", "1 September 2017"), chosen], {}, ORDER)

    assert difference.chosen is chosen


def test_an_organisation_that_had_ended_before_the_project_is_told():
    ended = SimpleNamespace(organisation=SimpleNamespace(ended=date(2010, 12, 31)))
    alive = SimpleNamespace(organisation=SimpleNamespace(ended=None))

    assert outlived([ended, alive], date(2017, 9, 1)) == [ended]
    assert outlived([ended, alive], date(2010, 1, 1)) == []
    assert outlived([ended, alive], None) == []


def test_two_spellings_of_what_is_shown_are_one_value():
    shown = {"country": Shown("Mali", ("ML", "MLI"))}
    said = [entry("country", "Mali"), entry("country", "ML")]
    assert find(said, shown, ["country"]) == []
    assert find([*said, entry("country", "Niger")], shown, ["country"])
