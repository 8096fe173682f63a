"""Targets are kept, and values are reviewed by another person than the one who reported them."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction
from django.urls import reverse

from commitments.indicator_chart import chart_of
from commitments.measurements import accept_measurement, report_measurement, send_back_measurement
from commitments.models import Indicator, Measurement, Target
from commitments.readings import Track
from commitments.target_status import Standing
from commitments.targets import set_target
from foundation.access.roles import ROLES
from foundation.audit.models import Event
from tests.commitments.factories import make_indicator, make_measurement, make_target
from tests.factories import give_role, make_source, make_user


def track(indicator, user):
    return Track(Indicator.objects.with_values(user).get(pk=indicator.pk))


def replacing(old, **fields):
    more = {"value": 20, "reason": "A later year.", "source": old.source, **fields}
    return Target(indicator=old.indicator, stage=old.stage, supersedes=old, **more)


def test_a_new_target_takes_the_place_and_the_old_one_stays(mali, wpa_mali):
    old = make_target(make_indicator(mali), value=25, by_as_written="2025")

    new = set_target(replacing(old, by_as_written="2026"), by=wpa_mali)

    shown = track(old.indicator, wpa_mali)
    assert [t.pk for t in shown.targets] == [new.pk]
    assert Target.objects.count() == 2
    assert (new.set_by, new.by_to.isoformat()) == (wpa_mali, "2026-12-31")
    event = Event.objects.filter(target_type="commitments.Target").latest("pk")
    assert event.details["replaces"] == old.pk


@pytest.mark.parametrize(
    ("change", "field"),
    [({"reason": ""}, "reason"), ({"stage": "intermediate"}, "__all__"), ({"value": None}, None)],
)
def test_what_a_replacement_needs(mali, wpa_mali, change, field):
    old = make_target(make_indicator(mali), value=25)
    target = replacing(old)
    for name, value in change.items():
        setattr(target, name, value)

    with pytest.raises(ValidationError) as refused:
        set_target(target, by=wpa_mali)

    assert field is None or field == "__all__" or field in refused.value.message_dict
    assert Target.objects.count() == 1


def test_one_final_target_stands_and_none_is_replaced_twice(mali, wpa_mali):
    old = make_target(make_indicator(mali), value=25)
    with pytest.raises(ValidationError, match="Replace it"):
        make_target(old.indicator, value=26)
    set_target(replacing(old), by=wpa_mali)
    with pytest.raises(ValidationError, match="Somebody else replaced"):
        set_target(replacing(old, value=21), by=wpa_mali)


def test_the_database_refuses_to_change_or_remove_a_target(mali):
    target = make_target(make_indicator(mali), value=25)
    for act in (
        lambda: Target.objects.filter(pk=target.pk).update(value=1),
        lambda: Target.objects.filter(pk=target.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            act()


def test_who_may_set_a_target(mali, wpa_veloria, focal_point, reviewer):
    indicator = make_indicator(mali)
    for person in (wpa_veloria, focal_point, reviewer):
        with pytest.raises(PermissionDenied):
            make_target(indicator, value=5, by=person)


def test_the_right_to_add_targets_is_not_the_right_to_change_this_indicator(
    mali, wpa_mali, monkeypatch
):
    role = replace(ROLES["reader"], slug="adder", permissions=frozenset(
        {*ROLES["reader"].permissions, "commitments.add_target"}
    ))  # fmt: skip
    monkeypatch.setitem(ROLES, "adder", role)
    indicator = make_indicator(mali)

    with pytest.raises(PermissionDenied):
        make_target(indicator, value=5, by=make_user("adder", mali))

    assert make_target(indicator, value=5, by=wpa_mali).set_by == wpa_mali


def test_a_target_changed_after_a_value_judges_it_anew_and_both_are_kept(mali, wpa_mali):
    old = make_target(make_indicator(mali), value=25)
    make_measurement(old.indicator, value=26, date_as_written="2020")
    assert track(old.indicator, wpa_mali).status.standing == Standing.MET

    set_target(replacing(old, value=40, reason="Raised."), by=wpa_mali)

    assert track(old.indicator, wpa_mali).status.standing == Standing.NOT_MET
    assert sorted(Target.objects.values_list("value", flat=True)) == [25, 40]


def test_a_target_of_a_closed_source_is_not_seen_nor_that_it_replaced_one(mali, reader, wpa_mali):
    old = make_target(make_indicator(mali), value=25)
    set_target(replacing(old, source=make_source(classification="internal")), by=wpa_mali)

    assert track(old.indicator, wpa_mali).target == "20\u00a0%"
    assert track(old.indicator, reader).target == "25\u00a0%"


def test_a_target_is_set_and_replaced_on_the_pages(client, mali, wpa_mali):
    indicator = make_indicator(mali)
    client.force_login(wpa_mali)
    page = indicator.get_absolute_url()
    data = {"stage": "final", "value": "30", "source": indicator.source.pk}

    assert client.post(f"{page}targets/add/", {"stage": "final"}).status_code == 422
    assert client.post(f"{page}targets/add/", data).status_code == 302
    old = Target.objects.get()
    assert client.post(f"{page}targets/add/", data).status_code == 422  # the final one stands
    replace = reverse("commitments:target_replace", args=[indicator.slug, old.pk])
    assert client.post(replace, {**data, "value": "20"}).status_code == 422  # why?
    assert client.post(replace, {**data, "value": "20", "reason": "Lowered."}).status_code == 302
    assert client.get(replace).status_code == 404  # replaced by now

    text = client.get(page).content.decode()
    assert "Lowered." in text
    assert "Replaced on" in text


def test_the_chart_draws_the_targets_as_level_lines(mali, wpa_mali):
    indicator = make_indicator(mali, baseline_value=8, baseline_as_of="2021", target=20)
    make_target(indicator, stage="intermediate", value=15, by_as_written="2024")
    for year, value in (("2021", 8), ("2022", 9)):
        make_measurement(indicator, value=value, date_as_written=year)

    lines = chart_of(track(indicator, wpa_mali)).series

    assert [(line.values, line.muted) for line in lines] == [
        ([8, 9], False), ([20, 20], True), ([15, 15], True),
    ]  # fmt: skip


def test_part_and_whole_stand_beside_a_share(client, mali, reader):
    indicator = make_indicator(mali, target=30)
    make_measurement(indicator, value=D("14.2"), numerator=426, denominator=3000)
    client.force_login(reader)
    assert "426 of 3,000" in client.get(indicator.get_absolute_url()).content.decode()


def test_a_value_is_reviewed_by_another_person(mali, focal_point, reviewer):
    indicator = make_indicator(mali)
    fields = {"indicator": indicator, "source": indicator.source, "value": 5}
    value = report_measurement(Measurement(**fields, date_as_written="2020"), by=focal_point)
    assert (value.review, value.reported_by) == ("reported", focal_point)

    with pytest.raises(PermissionDenied):
        accept_measurement(value, by=focal_point)
    with pytest.raises(ValidationError):
        send_back_measurement(value, note=" ", by=reviewer)
    accepted = accept_measurement(value, by=reviewer)
    with pytest.raises(ValidationError, match="An accepted value"):
        report_measurement(accepted, by=focal_point)
    returned = send_back_measurement(value, note="Which month?", by=reviewer)
    assert (returned.review, returned.review_note) == ("returned", "Which month?")
    assert track(indicator, reviewer).latest is None  # what is sent back does not count


def test_nobody_reviews_their_own_value(mali, reviewer):
    give_role(reviewer, "wpa", mali)
    indicator = make_indicator(mali)
    own = Measurement(indicator=indicator, source=indicator.source, value=5)
    own = report_measurement(own, by=reviewer)
    with pytest.raises(ValidationError, match="somebody else"):
        accept_measurement(own, by=reviewer)


def test_a_value_is_reviewed_on_its_page(client, mali, reviewer, focal_point):
    value = make_measurement(make_indicator(mali), value=5, date_as_written="2020")
    url = reverse("commitments:measurement_review", args=[value.indicator.slug, value.pk])
    client.force_login(focal_point)
    assert client.get(url).status_code == 403
    client.force_login(reviewer)

    assert client.get(url).status_code == 200
    assert client.post(url, {"decision": "send_back", "version": 1}).status_code == 422
    assert client.post(url, {"decision": "accept", "version": 0}).status_code == 409
    assert client.post(url, {"decision": "accept", "version": 1}).status_code == 302

    value.refresh_from_db()
    assert (value.review, value.reviewed_by) == ("accepted", reviewer)
    edit = reverse("commitments:measurement_edit", args=[value.indicator.slug, value.pk])
    client.force_login(focal_point)
    assert client.get(edit).status_code == 404
