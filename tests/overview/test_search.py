"""Search finds what the reader may see, and tells nothing about the rest."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.models import Submission
from overview.searching import KINDS, MOST_WORDS, find
from tests.factories import make_source
from tests.overview.factories import make_situation
from tests.projects.factories import make_project


def titles(user, words):
    return {hit.title for group in find(words, user) for hit in group.hits}


def test_a_word_is_found_where_one_may_look_and_nowhere_else(
    mali, veloria, wpa_mali, reader, stranger
):
    make_situation(mali, title="Marker of Mali", classification="public")
    make_situation(mali, title="Marker inside", classification="internal")
    make_situation(veloria, title="Marker of Veloria", classification="public")

    assert titles(wpa_mali, "marker") == {"Marker of Mali", "Marker inside"}
    assert titles(reader, "marker") == {"Marker of Mali", "Marker of Veloria"}
    assert titles(stranger, "marker") == set()


def test_every_word_must_occur_in_any_order(mali, reader):
    make_situation(mali, title="North and centre", text="Fighting goes on.")
    assert titles(reader, "centre north") == {"North and centre"}
    assert titles(reader, "north fighting") == {"North and centre"}
    assert titles(reader, "north peace") == set()


def test_a_summary_is_found_by_those_who_may_read_its_source(mali, reader, wpa_mali):
    closed = make_source(classification="internal")
    make_project(mali, "MLI081", summary="The valley school", summary_source=closed)
    make_project(mali, "MLI082", summary="The valley clinic")
    assert len(titles(wpa_mali, "valley")) == 2
    assert len(titles(reader, "valley")) == 1
    assert not titles(reader, "valley school")


@pytest.mark.parametrize("words", ["", " ", "x", "%%", "__", "'; DROP TABLE", "é" * 5000])
def test_odd_words_find_nothing_and_break_nothing(client, reader, mali, words):
    make_situation(mali, title="Something")
    client.force_login(reader)
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    assert "Something" not in response.text


def test_counts_and_titles_of_incident_records_cannot_be_searched():
    incidents = next(kind for kind in KINDS if kind.slug == "incidents")
    assert set(incidents.fields) == {"source__short_title", "source__title", "source__symbol"}


@pytest.mark.usefixtures("demo")
def test_a_number_of_a_record_is_no_way_to_find_it(demo_cast):
    hidden = Submission.objects.filter(country__slug="veloria", as_published=False)
    for record in hidden.exclude(stated_total=None):
        for person in demo_cast.values():
            found = titles(person, str(record.stated_total))
            assert str(record) not in found


def test_search_is_closed_source_by_source(reader, reviewer, db):
    make_source(
        "closed", title="Marker source", short_title="Marker source", classification="strict"
    )
    assert titles(reader, "marker") == set()
    assert titles(reviewer, "marker") == {"Marker source"}


def test_what_was_typed_is_kept_and_escaped(client, reader):
    client.force_login(reader)
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_very_long_question_asks_no_more_than_a_short_one(reader):
    with CaptureQueriesContext(connection) as asked:
        find(" ".join(f"word{number}" for number in range(200)), reader)
    fields = sum(len(kind.fields) for kind in KINDS)
    assert sum(query["sql"].count("LIKE") for query in asked) <= MOST_WORDS * fields
