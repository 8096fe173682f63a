"""What stands where there is no number and no record."""

import pytest
from django.urls import reverse

from tests.incidents.factories import make_published

OVERVIEW = "/incidents/"


def test_a_total_that_the_source_does_not_give_is_not_stated(client, mali, reader):
    record = make_published(mali, stated_total=None)
    client.force_login(reader)

    for page in (record.get_absolute_url(), f"{OVERVIEW}?country={mali.slug}"):
        text = client.get(page).content.decode()
        assert ("not stated" in text, "no figure given" in text) == (True, False)


@pytest.mark.parametrize("query", ["unit=cases", "status=draft"])
def test_a_list_emptied_by_a_filter_says_so_and_leads_back(client, mali, wpa_mali, query):
    make_published(mali)
    client.force_login(wpa_mali)

    text = client.get(f"{OVERVIEW}?country={mali.slug}&year=2019&{query}").content.decode()

    found = [words in text for words in ("No record matches", "Clear filters", "No figures for")]
    assert found == [True, True, False]


def test_a_record_is_added_for_the_country_of_the_page(client, mali, veloria, wpa_mali):
    for country in (mali, veloria):
        make_published(country)
    client.force_login(wpa_mali)
    add = reverse("incidents:record_add")

    assert f"{add}?country={mali.slug}" in (
        client.get(f"{OVERVIEW}?country={mali.slug}").content.decode()
    )
    given = [client.get(f"{add}?country={c.slug}").context["form"] for c in (mali, veloria)]
    assert [form["country"].initial for form in given] == [mali, None]
