"""A system that reports each year in a new document is followed on the page of the record."""

import pytest
from django.urls import reverse

from incidents.models import Submission
from tests.factories import make_source

from .factories import make_draft, make_submission, make_submitted

LAST_YEAR = {"occurred_from": "2018-01-01", "occurred_to": "2018-12-31"}
SENTENCE = (
    "Unusual change, by 360, from one source to the next of MARA: from 40 in 2018 to 400 in 2019"
    " (Report 2018; Report 2019). The two are followed, never added."
)


@pytest.fixture
def before(mali):
    source = make_source(short_title="Report 2018", classification="internal")
    return make_submission(mali, source, stated_total=40, collecting_system="mara",
                           classification="internal", **LAST_YEAR)  # fmt: skip


def this_year(mali, by, **fields):
    source = make_source(short_title="Report 2019", classification="internal", publisher="X")
    return make_draft(mali, by, source=source, stated_total=400,
                      **{"collecting_system": "mara", **fields})  # fmt: skip


def page(client, person, address):
    client.force_login(person)
    return " ".join(client.get(address).content.decode().split())


def test_author_and_reviewer_are_told_of_the_year_before(client, mali, before, wpa_mali, reviewer):
    draft = this_year(mali, wpa_mali)
    assert SENTENCE in page(client, wpa_mali, draft.get_absolute_url())
    Submission.objects.filter(pk=draft.pk).update(status="submitted")
    assert SENTENCE in page(client, reviewer, reverse("incidents:approve", args=[draft.reference]))


@pytest.mark.parametrize("other", [
    {"collecting_system": "gbvims"}, {"unit": "cases"}, {"verification": "verified"},
    {"collecting_system": "other"},
])  # fmt: skip
def test_another_system_unit_or_level_is_not_followed(client, mali, before, wpa_mali, other):
    draft = this_year(mali, wpa_mali, **other)
    assert "Unusual change" not in page(client, wpa_mali, draft.get_absolute_url())


def test_nothing_is_said_of_a_record_that_its_reader_may_not_count(client, mali, before, wpa_mali):
    draft = this_year(mali, wpa_mali)
    later = make_submitted(mali, None, source=before.source, stated_total=40, **LAST_YEAR)
    Submission.objects.filter(pk=before.pk).update(classification="strict")
    assert "Unusual change" not in page(client, wpa_mali, draft.get_absolute_url())
    assert later.status == "submitted"  # and what is not approved yet is held against nothing


def test_the_publisher_is_followed_where_no_system_is_named(client, mali, before, wpa_mali):
    Submission.objects.filter(pk=before.pk).update(collecting_system="not-stated")
    draft = this_year(mali, wpa_mali, collecting_system="not-stated")
    assert "Unusual change" not in page(client, wpa_mali, draft.get_absolute_url())
    type(before.source).objects.filter(pk=before.source.pk).update(publisher="X")
    told = page(client, wpa_mali, draft.get_absolute_url())
    assert "from one source to the next of X: from 40 in 2018" in told
