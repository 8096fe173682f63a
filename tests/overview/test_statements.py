"""What sources say on one point: edited with it, each as closed as its source."""

import pytest
from django.urls import reverse

from foundation.audit.models import Event, Verb
from overview.models import Difference, Statement
from tests.factories import make_source
from tests.overview.factories import make_difference


@pytest.fixture
def point(mali):
    return make_difference(mali, topic="Cases of one year")


@pytest.fixture
def open_statement(point):
    return Statement.objects.create(difference=point, source=make_source(), says="27 cases")


@pytest.fixture
def closed_statement(point):
    source = make_source(classification="strict", short_title="Closed note")
    return Statement.objects.create(difference=point, source=source, says="91 of them")


@pytest.fixture
def as_adviser(client, wpa_mali):
    client.force_login(wpa_mali)
    return client


def address(point):
    return reverse("overview:difference_edit", args=["mali", point.pk])


def data_of(point, *statements, **changes):
    data = {
        "country": point.country_id, "reference": point.reference, "topic": point.topic,
        "kind": point.kind, "explanation": point.explanation, "shown": "", "reason": "",
        "path": "", "classification": "public", "version": point.version,
        "statements-TOTAL_FORMS": len(statements), "statements-INITIAL_FORMS": len(statements),
    }  # fmt: skip
    for number, row in enumerate(statements):
        for name, value in {
            "id": row.pk, "difference": point.pk, "source": row.source_id, "says": row.says,
            "page": row.page,
        }.items():  # fmt: skip
            data[f"statements-{number}-{name}"] = value
    return {**data, **changes}


def test_a_statement_of_a_source_above_ones_ceiling_is_not_in_the_form(
    as_adviser, point, open_statement, closed_statement
):
    page = as_adviser.get(address(point)).text
    assert "27 cases" in page
    assert "91 of them" not in page
    assert "Closed note" not in page


def test_nor_can_it_be_changed_or_taken_away_by_its_number(
    as_adviser, point, open_statement, closed_statement
):
    taken = data_of(point, open_statement, closed_statement)
    taken |= {"statements-1-says": "none", "statements-1-source": open_statement.source_id}
    assert as_adviser.post(address(point), taken).status_code == 422
    as_adviser.post(address(point), {**taken, "statements-1-DELETE": "on"})
    closed_statement.refresh_from_db()
    assert closed_statement.says == "91 of them"


def test_a_reviewer_may_edit_it(client, reviewer, point, closed_statement):
    client.force_login(reviewer)
    assert "91 of them" in client.get(address(point)).text


def test_the_audit_row_tells_how_many_statements_changed_and_not_what_they_say(
    as_adviser, point, open_statement
):
    data = data_of(point, open_statement, **{"statements-0-says": "28 cases"})
    assert as_adviser.post(address(point), data).status_code == 302
    event = Event.objects.get(verb=Verb.CHANGED)
    assert event.details == {"fields": [], "statements": 1}


def test_the_second_of_two_editors_gets_both_versions_of_a_statement_and_can_save(
    as_adviser, point, open_statement
):
    data = data_of(point, open_statement)
    assert (
        as_adviser.post(address(point), {**data, "statements-0-says": "first"}).status_code == 302
    )

    second = as_adviser.post(address(point), {**data, "statements-0-says": "second"})

    assert second.status_code == 409
    saved, typed = next((row.theirs, row.yours) for row in second.context["differences"])
    assert "first" in saved
    assert "second" in typed
    assert 'name="statements-0-says" value="second"' in second.text
    assert 'name="statements-TOTAL_FORMS"' in second.text
    assert "not kept" in second.text  # what a source said before; it was not empty
    again = {**data, "version": 2, "statements-0-says": "both"}
    assert as_adviser.post(address(point), again).status_code == 302
    open_statement.refresh_from_db()
    assert open_statement.says == "both"


@pytest.mark.parametrize(
    "path",
    ["/\\evil.example/", "//evil.example/", "/\t/evil.example/", "https://evil.example/", "x"],
)
def test_a_path_that_a_browser_reads_as_another_host_is_refused(as_adviser, point, path):
    response = as_adviser.post(address(point), data_of(point, path=path))
    assert response.status_code == 422
    assert "path" in response.context["form"].errors


def test_a_path_is_given_in_the_language_of_the_reader(as_adviser, point):
    Difference.objects.update(path="/incidents/compare/?country=mali&year=2019#x")
    url = reverse("overview:differences", args=["mali"])
    assert 'href="/incidents/compare/?country=mali&amp;year=2019#x"' in as_adviser.get(url).text
    assert 'href="/fr/incidents/compare/?country=mali' in as_adviser.get(f"/fr{url}").text


def test_only_classifications_up_to_ones_own_ceiling_are_offered(as_adviser, point):
    response = as_adviser.post(address(point), data_of(point, classification="strict"))
    assert response.status_code == 422
    assert "classification" in response.context["form"].errors
    assert point.topic in response.text
