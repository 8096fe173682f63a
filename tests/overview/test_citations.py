"""A source tells what cites it, an organisation what part it plays: as far as one may see."""

from datetime import date

import pytest

from foundation.reference.models import Alias, Listing
from overview.models import KeyDate
from tests.factories import make_organisation, make_source
from tests.overview.factories import make_key_date, make_key_figure, make_situation


def test_a_source_lists_what_cites_it_in_ones_own_countries(
    client, wpa_mali, reader, mali, veloria
):
    source = make_source("cited")
    make_situation(mali, title="Marker of Mali", source=source)
    make_situation(veloria, title="Marker of Veloria", source=source)
    make_key_figure(mali, label="Marker inside", source=source, classification="internal")

    client.force_login(wpa_mali)
    page = client.get("/sources/cited/").text
    assert "Marker of Mali" in page
    assert "Marker inside" in page
    assert "Marker of Veloria" not in page
    client.force_login(reader)
    page = client.get("/sources/cited/").text
    assert "Marker of Veloria" in page
    assert "Marker inside" not in page


def test_a_closed_source_is_not_there(client, reader, reviewer):
    make_source("closed", classification="strict")
    for person, status in ((reader, 404), (reviewer, 200)):
        client.force_login(person)
        assert client.get("/sources/closed/").status_code == status


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "slug", ["s-2020-487", "ieg-note-2020", "field-update-mali", "factsheet-00102004"]
)
def test_every_document_of_the_start_is_cited_and_each_citation_leads_to_its_record(
    client, demo_cast, slug
):
    client.force_login(demo_cast["reader"])
    response = client.get(f"/sources/{slug}/")
    groups = response.context["groups"]
    assert groups
    for group in groups:
        for _text, url, _page in group.rows[:3]:
            assert url
            assert client.get(url).status_code == 200, url


@pytest.mark.usefixtures("demo")
def test_an_organisation_that_became_another_says_so_and_keeps_its_name(client, demo_cast):
    client.force_login(demo_cast["reader"])
    page = client.get("/organisations/unifem/").text
    assert "UN Women" in page
    assert "UNA052" in page or "Support the development" in page


@pytest.mark.usefixtures("demo")
def test_an_armed_group_is_not_shown_with_counts(client, demo_cast):
    client.force_login(demo_cast["programme-officer"])
    page = client.get("/organisations/northern-front/")
    assert page.status_code == 200
    titles = {str(group.title) for group in page.context["groups"]}
    assert "Incident records" not in titles


def test_the_number_of_queries_does_not_grow_with_what_is_cited(
    client, reader, mali, django_assert_max_num_queries
):
    source = make_source("cited")
    client.force_login(reader)
    for number in range(2):
        make_key_date(mali, source=source, what=f"event a{number}")
    with django_assert_max_num_queries(40) as few:
        client.get("/sources/cited/")
    for number in range(20):
        make_key_date(mali, source=source, what=f"event b{number}")
    with django_assert_max_num_queries(len(few)):
        client.get("/sources/cited/")
    assert KeyDate.objects.filter(source=source).count() == 22


def test_a_spelling_and_a_listing_are_as_closed_as_the_source_that_gives_them(
    client, reader, reviewer
):
    body = make_organisation("a-body")
    closed = make_source(classification="strict", short_title="Closed note")
    Alias.objects.create(organisation=body, name="Spelled-closed", source=closed)
    Alias.objects.create(organisation=body, name="Spelled-open")
    Listing.objects.create(
        organisation=body, source=closed, year=2019, listed_from=date(2019, 1, 1)
    )
    client.force_login(reader)
    page = client.get("/organisations/a-body/").text
    assert "Spelled-open" in page
    assert "Spelled-closed" not in page
    assert "Closed note" not in page
    assert not client.get("/organisations/?q=Spelled-closed").context["object_list"]
    client.force_login(reviewer)
    page = client.get("/organisations/a-body/").text
    assert "Spelled-closed" in page
    assert "Closed note" in page
