"""What is worked out from numbers and statements: shares, targets, rivals, disputed dates."""

from datetime import date
from decimal import ROUND_HALF_UP
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.findings import (
    Reached,
    Said,
    contradictory,
    reached,
    recomputed,
    rivals,
    share,
    wholes_written,
)
from commitments.progress import by_status, counted, gap


@pytest.mark.parametrize(
    ("stated", "part", "whole", "found"),
    [
        ("29.5", 426, 1447, "29.4"),
        ("23", 9, 38, "23.7"),
        ("23.000", 9, 38, "23.7"),  # as a database column gives it back
        ("34", 11, 32, None),
        ("30", 3, 10, None),
        (None, 9, 38, None),
        ("3", None, None, None),
    ],
)
def test_a_share_that_does_not_follow_from_its_parts_is_found(stated, part, whole, found):
    answer = recomputed(D(stated) if stated else None, part, whole)

    assert answer == (D(found) if found else None)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_stated_as_worked_out_is_never_a_finding(part, whole):
    stated = (D(100 * part) / D(whole)).quantize(D("0.1"), ROUND_HALF_UP)

    assert recomputed(stated, part, whole) is None


def test_nothing_is_worked_out_from_nothing():
    assert share(1, 0) is None
    assert share(None, 5) is None


def test_two_wholes_in_one_sentence_are_seen():
    assert wholes_written("9 women out of 703 mayors out of 301") == [703, 301]
    assert wholes_written("426 out of 1,447 candidates") == [1447]
    assert wholes_written("more than 28 percent") == []


@pytest.mark.parametrize(
    ("value", "target", "direction", "qualifier", "answer"),
    [
        ("28", "30", "up", "", Reached.NOT_MET),
        ("30", "30", "up", "", Reached.MET),
        ("28", "30", "up", "more-than", Reached.NOT_COMPARABLE),
        ("31", "30", "up", "more-than", Reached.MET),
        ("2", "5", "up", "fewer-than", Reached.NOT_MET),
        ("6", "5", "up", "fewer-than", Reached.NOT_COMPARABLE),
        ("2", "5", "down", "fewer-than", Reached.MET),
        ("6", "5", "down", "", Reached.NOT_MET),
        ("30", "30", "up", "about", Reached.NOT_COMPARABLE),
        (None, "30", "up", "", Reached.NOT_COMPARABLE),
        ("28", None, "up", "", Reached.NO_TARGET),
        ("28", "30", "none", "", Reached.NOT_COMPARABLE),
    ],
)
def test_a_target_is_met_only_when_the_source_says_enough(
    value, target, direction, qualifier, answer
):
    number = D(value) if value else None

    assert reached(number, D(target) if target else None, direction, qualifier) == answer


JUNE, MID = date(2020, 6, 3), date(2020, 6, 15)


def test_sources_that_say_different_things_of_the_same_days_are_rivals():
    note = Said("not-started", date(2020, 4, 1), MID, source=1)
    report = Said("implemented", JUNE, JUNE, source=2)

    assert rivals([note, report]) == [report]


def test_a_later_statement_is_news_and_not_a_rival():
    later = Said("implemented", date(2021, 1, 1), date(2021, 1, 1), source=1)
    earlier = Said("in-progress", JUNE, JUNE, source=2)

    assert rivals([later, earlier]) == []
    assert rivals([]) == []


def test_sources_that_agree_and_people_without_a_source_are_no_rivals():
    one = Said("in-progress", JUNE, JUNE, source=1)

    assert rivals([one, one._replace(source=2)]) == []
    assert rivals([one, one._replace(source=None, status="delayed")]) == []
    assert rivals([one._replace(source=None), one._replace(status="delayed")]) == []


def test_dates_that_never_meet_are_disputed_and_rough_ones_that_contain_others_are_not():
    march = (date(2019, 3, 1), date(2019, 3, 31))
    year = (date(2019, 1, 1), date(2019, 12, 31))

    assert contradictory([("signed", *march, False), ("signed", *year, False)]) == set()
    assert contradictory([("signed", *march, False), ("signed", JUNE, JUNE, False)]) == {"signed"}
    assert contradictory([("asked-for", None, None, True)]) == {"asked-for"}


def test_progress_counts_each_action_once_and_keeps_what_was_given_up_in_the_whole():
    count = counted(["implemented", "discontinued", "no-information", "implemented"])

    assert (count.done, count.total, count.share) == (2, 4, D("50.0"))
    assert counted([]).share is None


@given(st.lists(st.sampled_from(["implemented", "delayed", "no-information"])))
def test_a_counted_share_lies_between_0_and_100(statuses):
    count = counted(statuses)

    assert count.share is None or 0 <= count.share <= 100
    assert sum(
        n for _, n in by_status(statuses, ["implemented", "delayed", "no-information"])
    ) == (len(statuses))


def test_the_gap_to_a_claim_is_known_only_where_both_shares_are():
    assert gap(D(50), D("33.3")) == D("16.7")
    assert gap(None, D(33)) is None
    assert gap(D(50), None) is None
