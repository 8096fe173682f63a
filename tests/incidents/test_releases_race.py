"""Of two approvals at once one counts, and of two overlapping releases the second waits."""

from functools import partial

import pytest

from foundation.audit.models import Event
from foundation.reference.models import Country
from incidents.models import Preparation, Release
from incidents.releases import actions
from incidents.releases.prepare import prepare
from tests.factories import make_user

from .release_factories import make_record, make_release
from .test_race import at_once

COUNTS = [[30], [2], [19], [45]]
ROUNDS = 50  # of the cheapest release there is: one table of one number


@pytest.fixture
def people(transactional_db):
    country = Country.objects.create(
        iso2="XV", iso3="XVE", slug="veloria", name_en="Veloria", is_sample=True
    )
    return country, [make_user("reviewer", everywhere=True, name=f"R{n}") for n in range(3)]


def approvals(release, people):
    copies = [Release.objects.get(pk=release.pk) for _person in people]
    return at_once(
        *(
            lambda copy=copy, by=by: actions.approve(copy, by=by, version=copy.version)
            for copy, by in zip(copies, people, strict=True)
        )
    )


def test_of_two_approvals_at_once_exactly_one_counts(people):
    country, (maker, *others) = people
    record = make_record(country, COUNTS, ("region",))
    total = {"tables": [], "total": True}
    for number in range(1, ROUNDS + 1):
        release = make_release(record, maker, "region", definition=total)

        assert sorted(approvals(release, others)) == ["done", "stale"]
        release.refresh_from_db()
        assert release.number == number
        named = {"verb": "approved", "target": f"release {release.pk}"}
        assert Event.objects.filter(**named).count() == 1


def test_of_two_overlapping_releases_approved_at_once_the_second_is_prepared_again(people):
    country, (maker, one, other) = people
    record = make_record(country, COUNTS, ("region",))
    for _round in range(5):
        first, second = (make_release(record, maker, "region") for _copy in range(2))
        outcomes = at_once(
            lambda first=first: actions.approve(first, by=one, version=first.version),
            lambda second=second: actions.approve(second, by=other, version=second.version),
        )
        assert sorted(outcomes) == ["done", "outdated"]
    numbers = Release.objects.approved().order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5]


def test_two_workers_at_once_write_one_preparation(people):
    country, (maker, _one, _other) = people
    record = make_record(country, COUNTS, ("region",))
    for _round in range(5):
        release = make_release(record, maker, "region", prepare=False)
        copies = [Release.objects.get(pk=release.pk) for _copy in range(2)]
        decided = prepare(release)
        at_once(*(partial(actions.keep, copy, decided) for copy in copies))
        assert Preparation.objects.filter(release=release).count() == 1
        release.refresh_from_db()
        assert release.status == "prepared"
