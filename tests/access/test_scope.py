"""Where a person holds a permission, and what that lets them see."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from foundation.access.models import Membership
from foundation.access.querysets import for_user, may, require_in_scope
from foundation.access.scope import Scope, scope_of
from foundation.reference.models import Country, Source
from overview.models import Situation
from tests.factories import give_role, make_source, make_user
from tests.overview.factories import make_situation

VIEW = "overview.view_situation"


def seen(user, action="view"):
    return {row.country.slug for row in Situation.objects.for_user(user, action)}


def test_an_adviser_sees_and_changes_her_own_country_and_not_the_other(mali, veloria, wpa_mali):
    here, there = make_situation(mali), make_situation(veloria)

    assert seen(wpa_mali) == {"mali"}
    assert seen(wpa_mali, "change") == {"mali"}
    assert may(wpa_mali, "change", here)
    assert not may(wpa_mali, "change", there)
    require_in_scope(wpa_mali, "change", here)
    with pytest.raises(PermissionDenied):
        require_in_scope(wpa_mali, "change", there)


def test_holding_a_permission_somewhere_is_not_holding_it_here(mali, veloria):
    """An adviser for Mali who may read everywhere changes Mali and no more."""
    make_situation(mali), make_situation(veloria)
    user = make_user("wpa", mali)
    give_role(user, "reader", everywhere=True)

    assert seen(user) == {"mali", "veloria"}
    assert seen(user, "change") == {"mali"}


def test_a_stranger_and_a_signed_out_person_see_nothing(mali, stranger, anonymous):
    make_situation(mali)

    assert scope_of(stranger, VIEW) == Scope()
    assert seen(stranger) == set()
    assert seen(anonymous) == set()


def test_a_disabled_account_holds_nothing(mali, wpa_mali):
    make_situation(mali)
    assert seen(wpa_mali) == {"mali"}

    wpa_mali.is_active = False

    assert seen(wpa_mali) == set()


@pytest.mark.parametrize(
    ("starts", "ends", "held"),
    [(-9, None, True), (-9, 0, True), (0, 0, True), (1, None, False), (-9, -1, False)],
)
def test_a_membership_holds_from_its_first_to_its_last_day(mali, starts, ends, held):
    make_situation(mali)
    today = date.today()  # noqa: DTZ011  the suite runs in UTC
    user = make_user()
    give_role(
        user, "wpa", mali, starts=today + timedelta(starts),
        ends=None if ends is None else today + timedelta(ends),
    )  # fmt: skip

    assert bool(seen(user)) is held


@pytest.mark.parametrize(
    ("role", "highest"),
    [("reader", 1), ("focal-point", 2), ("wpa", 3), ("reviewer", 4)],
)
def test_each_role_sees_up_to_its_ceiling(mali, role, highest):
    levels = ["public", "internal", "confidential", "strict"]
    for level in levels:
        make_situation(mali, classification=level)
    user = make_user(role, everywhere=True)

    found = {row.classification for row in Situation.objects.for_user(user)}

    assert found == set(levels[:highest])


def test_a_ceiling_held_in_one_country_does_not_open_another(mali, veloria):
    make_situation(mali, classification="confidential")
    make_situation(veloria, classification="confidential")
    user = make_user("wpa", mali)
    give_role(user, "reader", everywhere=True)

    assert seen(user) == {"mali"}


def test_a_record_without_a_country_is_held_against_the_ceiling_too(reader, reviewer):
    make_source("open", classification="public")
    make_source("closed", classification="strict")

    assert {s.slug for s in for_user(Source.objects.all(), reader)} == {"open"}
    assert {s.slug for s in for_user(Source.objects.all(), reviewer)} == {"open", "closed"}


def test_a_country_is_itself_in_or_out_of_scope(mali, veloria, wpa_mali, reader):
    assert list(for_user(Country.objects.all(), wpa_mali)) == [mali]
    assert set(for_user(Country.objects.all(), reader)) == {mali, veloria}


def test_a_row_reached_twice_appears_once(mali):
    make_situation(mali)
    user = make_user("wpa", mali)
    give_role(user, "focal-point", mali)

    assert Situation.objects.for_user(user).count() == 1


def test_a_break_glass_account_sees_everything(mali, veloria):
    make_situation(mali, classification="strict"), make_situation(veloria)

    assert seen(make_user(is_superuser=True)) == {"mali", "veloria"}


def test_has_perm_asks_about_the_object_and_about_its_own_model_only(mali, veloria, wpa_mali):
    here, there = make_situation(mali), make_situation(veloria)

    assert wpa_mali.has_perm("overview.change_situation")
    assert wpa_mali.has_perm("overview.change_situation", here)
    assert not wpa_mali.has_perm("overview.change_situation", there)
    assert not wpa_mali.has_perm("overview.change_keyfigure", here)
    assert not wpa_mali.has_perm("projects.change_project")


def test_nobody_gives_a_role_to_themselves(wpa_mali, administrator):
    Membership.objects.create(user=wpa_mali, role="reader", granted_by=administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=administrator, role="reviewer", granted_by=administrator)


def test_the_scope_costs_two_queries_a_request_however_many_memberships(
    mali, veloria, django_assert_num_queries
):
    user = make_user("wpa", mali)
    for country in (mali, veloria):
        give_role(user, "focal-point", country)

    with django_assert_num_queries(2):
        scope_of(user, VIEW), scope_of(user, "overview.change_situation")
