"""The list of projects: filters, order, counts, and a cost that does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_organisation, make_source
from tests.projects.factories import (
    make_document,
    make_entry,
    make_participation,
    make_project,
)


@pytest.fixture
def listed(client, reader):
    """The codes that the list shows a reader for a query string."""
    client.force_login(reader)

    def codes(query=""):
        response = client.get(f"{reverse('projects:list')}?{query}")
        assert response.status_code == 200
        return [project.code for project in response.context["object_list"]]

    return codes


def test_filters_narrow_the_list(listed, mali, veloria):
    undp, unfpa = make_organisation("undp"), make_organisation("unfpa")
    first = make_project(
        mali, "AA1", title="Courts", status="ongoing", starts_as_written="2016",
        ends_as_written="2017",
    )  # fmt: skip
    second = make_project(veloria, "BB2", title="Clinics", register_number="00107191")
    make_participation(first, undp)
    make_participation(second, unfpa)

    assert listed() == ["AA1", "BB2"]
    assert listed("q=clinics") == ["BB2"]
    assert listed("q=00107191") == ["BB2"]
    assert listed("q=aa1+courts") == ["AA1"]
    assert listed("country=mali") == ["AA1"]
    assert listed("organisation=unfpa") == ["BB2"]
    assert listed("status=ongoing") == ["AA1"]
    assert listed("year=2017") == ["AA1"]
    assert listed("year=2018") == []


def test_an_unknown_filter_value_gives_an_empty_list_with_a_message(client, reader, mali):
    make_project(mali)
    client.force_login(reader)

    page = client.get(reverse("projects:list") + "?country=atlantis&year=abc")

    assert page.status_code == 200
    assert list(page.context["object_list"]) == []
    assert page.context["filter"].form.errors


def test_a_project_of_unifem_is_found_by_un_women(listed, mali):
    women = make_organisation("un-women", acronym="UN Women")
    before = make_organisation("unifem", acronym="UNIFEM", successor=women, ended="2010-12-31")
    make_participation(make_project(mali, "AA1"), before)

    assert listed("organisation=un-women") == ["AA1"]
    assert listed("organisation=unifem") == ["AA1"]


def test_sorting_by_dates_puts_those_without_a_date_last(listed, mali):
    make_project(mali, "AA1")
    make_project(mali, "BB2", starts_as_written="2018")
    make_project(mali, "CC3", starts_as_written="2016")

    assert listed("sort=dates") == ["CC3", "BB2", "AA1"]
    assert listed("sort=-code") == ["CC3", "BB2", "AA1"]
    assert listed("sort=nonsense") == ["AA1", "BB2", "CC3"]


def test_each_reader_counts_only_the_missing_documents_they_may_know_of(
    client, mali, reader, wpa_mali
):
    project = make_project(mali)
    make_document(project)
    make_document(project, classification="internal")
    make_document(project, state="not-expected")

    for person, expected in [(reader, 1), (wpa_mali, 2)]:
        client.force_login(person)
        (row,) = client.get(reverse("projects:list")).context["object_list"]
        assert row.missing_documents == expected


def test_filters_offer_only_what_the_reader_may_see(client, mali, veloria, wpa_mali, reader):
    known, unknown = make_organisation("known"), make_organisation("unknown")
    make_participation(make_project(mali), known)
    make_participation(make_project(veloria), unknown)
    make_participation(make_project(mali, classification="strict"), make_organisation("secret"))
    make_participation(make_project(mali), known, source=make_source(classification="strict"))

    client.force_login(wpa_mali)
    form = client.get(reverse("projects:list")).context["filter"].form
    assert list(form.fields["organisation"].queryset) == [known]
    assert list(form.fields["country"].queryset) == [mali]


def test_money_is_not_made_up(client, reader, mali):
    project = make_project(mali)
    client.force_login(reader)

    for path in (reverse("projects:list"), project.get_absolute_url()):
        assert b"no amount recorded" in client.get(path).content


def test_rows_of_the_sample_country_say_so(client, reader, mali, veloria):
    client.force_login(reader)
    make_project(mali)
    assert b'class="smp"' not in client.get(reverse("projects:list")).content
    sample = make_project(veloria)

    assert b'class="smp"' in client.get(reverse("projects:list")).content
    assert b"invented sample data" in client.get(sample.get_absolute_url()).content


def test_only_who_may_add_is_offered_to(client, programme_officer, reader, mali):
    make_project(mali)
    for person, offered in [(programme_officer, True), (reader, False)]:
        client.force_login(person)
        assert (b"/projects/add/" in client.get(reverse("projects:list")).content) is offered


def _queries(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_queries_do_not_grow_with_the_rows(client, programme_officer, mali):
    client.force_login(programme_officer)
    path = reverse("projects:list")

    def one():
        project = make_project(mali)
        make_participation(project)
        make_document(project)
        make_entry(project)

    one()
    few = _queries(client, path)
    for _ in range(4):
        one()
    assert _queries(client, path) == few
    assert few <= 16


def test_queries_of_one_project_do_not_grow_with_its_parts(client, programme_officer, mali):
    client.force_login(programme_officer)
    project = make_project(mali, starts_as_written="2016")

    def one():
        make_participation(project)
        make_document(project, listed_in=make_source())
        make_entry(project)
        make_project(mali, follows=project)

    one()
    pages = [project.get_absolute_url(), reverse("projects:register", args=[project.code])]
    few = [_queries(client, path) for path in pages]
    for _ in range(4):
        one()
    assert [_queries(client, path) for path in pages] == few
    assert max(few) <= 22


def test_a_search_of_a_thousand_words_is_answered(listed, mali):
    """Each word is a condition more, and a database takes only so many."""
    make_project(mali, "AA1")
    assert listed("q=" + "+".join(["a"] * 1500)) == ["AA1"]
