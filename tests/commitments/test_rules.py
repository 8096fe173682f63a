"""What the models refuse and work out: dates, references, wholes, what is overdue."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from commitments.models import Commitment, Indicator, Instrument, InstrumentDate, Measurement
from commitments.resolved import resolved
from tests.commitments.factories import (
    make_area,
    make_commitment,
    make_indicator,
    make_instrument,
    make_measurement,
    report,
)
from tests.factories import make_source


def test_what_is_overdue_is_worked_out_from_the_last_day_it_can_mean(mali, wpa_mali):
    commitment = make_commitment(mali, due_as_written="June 2020")
    commitment.full_clean()
    commitment.save()

    with time_machine.travel("2020-06-30 12:00"):
        assert not commitment.overdue
        assert not Commitment.objects.overdue().exists()
    with time_machine.travel("2020-07-01 12:00"):
        assert commitment.overdue
        assert (commitment.status, commitment.status_look) == ("overdue", "bad")
        assert list(Commitment.objects.overdue()) == [commitment]
    report(commitment, wpa_mali, "implemented", evidence="A copy.")
    with time_machine.travel("2020-07-01 12:00"):
        assert not commitment.overdue
        assert not Commitment.objects.overdue().exists()


def test_a_date_keeps_its_words_and_gets_the_days_they_can_mean(mali):
    date_ = InstrumentDate(
        instrument=make_instrument(mali), event="signed", date_as_written="March 2019",
        source=make_source(),
    )  # fmt: skip
    date_.full_clean()

    assert (date_.date_from, date_.date_to) == (date(2019, 3, 1), date(2019, 3, 31))


def test_days_outside_of_what_is_written_are_refused(mali):
    date_ = InstrumentDate(
        instrument=make_instrument(mali), event="signed", date_as_written="March 2019",
        date_from=date(2019, 4, 1), date_to=date(2019, 4, 1), source=make_source(),
    )  # fmt: skip

    with pytest.raises(ValidationError, match="not the date that was written"):
        date_.full_clean()


def test_words_that_are_no_date_need_no_days(mali):
    plan = make_instrument(mali, period_as_written="31 April 2018")
    plan.full_clean()

    assert plan.period_from is None


def test_an_instrument_is_named_by_its_signature_as_precisely_as_a_source_gives_it(mali):
    instrument = make_instrument(mali)
    for event, text in [("issued", "2018"), ("signed", "2019"), ("signed", "March 2019")]:
        date_ = InstrumentDate(
            instrument=instrument, event=event, date_as_written=text, source=make_source()
        )
        date_.full_clean()
        date_.save()

    assert instrument.main_date.date_as_written == "March 2019"
    assert instrument.disputed_events == set()


def test_a_contradiction_says_what_it_contradicts(mali):
    instrument, source = make_instrument(mali), make_source()

    with pytest.raises(IntegrityError), transaction.atomic():
        InstrumentDate.objects.create(
            instrument=instrument, event="signed", source=source, contradicts=True
        )
    InstrumentDate.objects.create(
        instrument=instrument, event="signed", source=source, contradicts=True, note="Not signed."
    )
    assert instrument.disputed_events == {"signed"}


@pytest.mark.parametrize("word", ["table", "text", "add", "edit", "history", "indicators"])
def test_a_reference_is_never_the_address_of_another_page(word, mali):
    with pytest.raises(ValidationError, match="address of another page"):
        Commitment(instrument=make_instrument(mali), reference=word, title="T").full_clean()


def test_a_reference_is_written_in_small_letters_and_shown_in_capitals(mali):
    instrument = make_instrument(mali)
    with pytest.raises(ValidationError):
        Commitment(instrument=instrument, reference="A2", title="T").full_clean()

    assert make_commitment(instrument=instrument, reference="a2").code == "A2"


def test_an_area_belongs_to_the_same_instrument(mali):
    commitment = make_commitment(mali)
    commitment.area = make_area(make_instrument(mali))

    with pytest.raises(ValidationError, match="another instrument"):
        commitment.full_clean()


def test_one_address_leads_to_one_instrument(mali, veloria):
    for country in (mali, veloria, None):
        make_instrument(country, slug="plan")
    for country in (mali, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_instrument(country, slug="plan")

    assert Instrument.objects.at("international").get().country is None
    assert Instrument.objects.at("mali").get().country == mali


def test_a_part_has_a_whole_and_no_whole_is_zero(mali):
    indicator = make_indicator(mali)
    for wrong in ({"numerator": 3}, {"numerator": 0, "denominator": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Measurement.objects.create(indicator=indicator, source=indicator.source, **wrong)

    make_measurement(indicator, numerator=3, denominator=10)


def test_an_indicator_of_a_commitment_names_its_instrument(mali):
    commitment = make_commitment(mali)
    right = make_indicator(mali, instrument=commitment.instrument, commitment=commitment)
    right.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_indicator(mali, commitment=commitment)

    right.instrument = make_instrument(mali)
    with pytest.raises(ValidationError, match="another instrument"):
        right.full_clean()
    assert Indicator.objects.count() == 1


@pytest.mark.parametrize("name", ["supersedes", "implements"])
def test_instruments_that_rest_on_one_another_make_no_ring(name, mali, veloria):
    first = make_instrument(mali)
    second = make_instrument(mali, **{name: first})
    third = make_instrument(mali, **{name: second})
    for above in (second, third):
        setattr(first, name, above)
        with pytest.raises(ValidationError, match="close a ring"):
            first.full_clean()

    abroad = Instrument.objects.get(pk=first.pk)
    setattr(abroad, name, make_instrument(veloria))
    with pytest.raises(ValidationError, match="another country"):
        abroad.full_clean()
    setattr(abroad, name, make_instrument())
    abroad.full_clean()
    third.full_clean()


def test_who_resolved_a_date_is_told(mali, wpa_mali, focal_point, reader):
    given = {"due_from": date(2020, 6, 1), "due_to": date(2020, 6, 30)}
    commitment = make_commitment(mali, due_as_written="by the 40th meeting")
    for person, days in ((focal_point, given), (wpa_mali, {})):
        commitment = Commitment.objects.get(pk=commitment.pk)
        commitment._history_user = person
        for name, day in days.items():
            setattr(commitment, name, day)
        commitment.summary = f"Of {person}"
        commitment.full_clean()
        commitment.save()
    clear = make_commitment(mali, due_as_written="2020")
    clear.full_clean()
    clear.save()

    found = resolved([commitment, clear], ["due"], wpa_mali)

    assert [(row.text, row.who) for row in found[commitment.pk]] == [
        ("by the 40th meeting", "Focal point in Mali")
    ]
    assert clear.pk not in found
    assert (
        resolved([commitment], ["due"], reader)[commitment.pk][0].who == focal_point.duty_station
    )


def test_the_page_says_who_gave_the_days(client, mali, wpa_mali):
    commitment = make_commitment(mali)
    client.force_login(wpa_mali)
    data = {
        "reference": commitment.reference, "title": "A law", "version": commitment.version,
        "due_as_written": "31 April 2018", "due_from": "2018-04-30", "due_to": "2018-04-30",
    }  # fmt: skip
    assert client.post(commitment.address("commitment_edit"), data).status_code == 302

    page = client.get(commitment.get_absolute_url()).content.decode()

    assert "read as 30 April 2018" in page
    assert "“31 April 2018” were given by Adviser in Mali on" in page
