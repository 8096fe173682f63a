"""Adding and changing what a country page shows: scope, versions, bad input."""

import pytest
from django.urls import reverse

from foundation.audit.models import Event, Verb
from overview.models import Difference, KeyDate, KeyFigure, Situation
from tests.factories import make_source
from tests.overview.factories import make_difference, make_key_figure, make_situation


@pytest.fixture
def source(db):
    return make_source("a-source")


def situation_data(country, source, **changes):
    return {
        "country": country.pk, "source": source.pk, "page": "p. 2", "as_of": "2021-05-01",
        "as_of_as_written": "1 May 2021", "title": "A new analysis", "text": "One.\n\nTwo.",
        "language": "en", "classification": "internal", "version": 1, **changes,
    }  # fmt: skip


def test_an_adviser_adds_to_her_country_and_to_no_other(client, wpa_mali, mali, veloria, source):
    client.force_login(wpa_mali)
    url = reverse("overview:situation_add", args=["mali"])

    assert client.get(url).status_code == 200
    assert client.post(url, situation_data(mali, source)).status_code == 302
    made = Situation.objects.get()
    assert made.paragraphs == ["One.", "Two."]
    event = Event.objects.get(verb=Verb.CREATED)
    assert "text" in event.details["fields"]
    assert "One." not in str(event.details)

    assert client.post(url, situation_data(veloria, source)).status_code == 422
    assert client.get(reverse("overview:situation_add", args=["veloria"])).status_code == 404
    assert Situation.objects.count() == 1


@pytest.mark.parametrize("person", ["reader", "donor", "focal_point", "auditor", "stranger"])
def test_others_may_not_add(client, request, mali, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(reverse("overview:situation_add", args=["mali"])).status_code == 403
    assert client.post(reverse("overview:date_add", args=["mali"]), {}).status_code == 403


def test_bad_input_says_so_at_the_field_and_keeps_what_was_typed(client, wpa_mali, mali, source):
    client.force_login(wpa_mali)
    url = reverse("overview:situation_add", args=["mali"])

    response = client.post(url, situation_data(mali, source, as_of="31 April 2021", title=""))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"as_of", "title"}
    assert "31 April 2021" in response.text
    assert "One.\n\nTwo." in response.text
    assert not Situation.objects.exists()


def test_the_second_of_two_editors_gets_both_texts(client, wpa_mali, mali, source):
    situation = make_situation(mali, source=source, text="As it was.")
    client.force_login(wpa_mali)
    url = reverse("overview:situation_edit", args=["mali", situation.pk])
    data = situation_data(mali, source, classification="public")
    assert client.post(url, {**data, "text": "First."}).status_code == 302

    second = client.post(url, {**data, "text": "Second."})

    assert second.status_code == 409
    for text in ("As it was.", "First.", "Second."):
        assert text in second.text
    situation.refresh_from_db()
    assert situation.text == "First."
    again = {**data, "text": "Both.", "version": second.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    situation.refresh_from_db()
    assert (situation.text, situation.version) == ("Both.", 3)


def test_an_edit_cannot_lift_a_record_out_of_ones_own_sight(
    client, wpa_mali, mali, source, monkeypatch
):
    situation = make_situation(mali, source=source)
    client.force_login(wpa_mali)
    url = reverse("overview:situation_edit", args=["mali", situation.pk])
    lifted = situation_data(mali, source, classification="strict")

    assert client.post(url, lifted).status_code == 422
    # Saving asks again, should a form ever offer too much.
    monkeypatch.setattr("foundation.ui.pages.limit_choices", lambda form, *_: form)
    assert client.post(url, lifted).status_code == 403
    situation.refresh_from_db()
    assert situation.classification == "public"
    assert situation.version == 1


def test_a_date_is_read_as_written_and_refused_when_it_is_none(client, wpa_mali, mali, source):
    client.force_login(wpa_mali)
    url = reverse("overview:date_add", args=["mali"])
    data = {
        "country": mali.pk, "source": source.pk, "what": "Something", "page": "p. 1",
        "classification": "public", "date_as_written": "March 2019",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    made = KeyDate.objects.get()
    assert (made.date_from.isoformat(), made.date_to.isoformat()) == ("2019-03-01", "2019-03-31")

    refused = client.post(url, {**data, "date_as_written": "31 April 2018"})
    assert refused.status_code == 422
    assert "is no date" in refused.text
    assert "31 April 2018" in refused.text


def test_a_figure_needs_unit_period_and_source(client, programme_officer, mali, source):
    client.force_login(programme_officer)
    url = reverse("overview:figure_add", args=["mali"])
    response = client.post(url, {"country": mali.pk, "label": "something"})
    assert {"value_as_written", "unit", "period_as_written", "source"} <= set(
        response.context["form"].errors
    )
    assert not KeyFigure.objects.exists()


def test_a_difference_and_what_each_source_says_are_saved_together_or_not_at_all(
    client, programme_officer, mali, source
):
    client.force_login(programme_officer)
    url = reverse("overview:difference_add", args=["mali"])
    data = {
        "country": mali.pk, "reference": "X1", "topic": "A topic", "kind": "value",
        "explanation": "They differ.", "shown": "", "reason": "", "path": "/projects/",
        "classification": "public", "statements-TOTAL_FORMS": 2, "statements-INITIAL_FORMS": 0,
        "statements-MIN_NUM_FORMS": 0, "statements-MAX_NUM_FORMS": 1000,
        "statements-0-source": source.pk, "statements-0-says": "one thing",
        "statements-0-page": "p. 1",
        "statements-1-source": "", "statements-1-says": "another thing",
    }  # fmt: skip
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert "another thing" in refused.text
    assert not Difference.objects.exists()

    saved = client.post(url, {**data, "statements-1-source": source.pk})
    assert saved.status_code == 302
    assert Difference.objects.get().statements.count() == 2


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "javascript:x", "x"])
def test_a_link_of_a_difference_leads_nowhere_outside(client, programme_officer, mali, path):
    difference = make_difference(mali)
    client.force_login(programme_officer)
    url = reverse("overview:difference_edit", args=["mali", difference.pk])
    response = client.post(url, {"path": path, "version": 1})
    assert "path" in response.context["form"].errors


def test_choosing_what_to_show_needs_a_reason_and_names_who_decided(
    client, reviewer, mali, source
):
    difference = make_difference(mali)
    client.force_login(reviewer)
    url = reverse("overview:difference_edit", args=["mali", difference.pk])
    data = {
        "country": mali.pk, "reference": difference.reference, "topic": difference.topic,
        "kind": "value", "explanation": "They differ.", "shown": "27", "reason": "", "path": "",
        "classification": "public", "version": 1, "statements-TOTAL_FORMS": 0,
        "statements-INITIAL_FORMS": 0, "statements-MIN_NUM_FORMS": 0,
        "statements-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    assert client.post(url, data).status_code == 422

    assert client.post(url, {**data, "reason": "It adds up."}).status_code == 302
    difference.refresh_from_db()
    assert difference.decided_by == reviewer


def test_the_history_shows_old_and_new_to_staff_and_leaves_a_row(
    client, wpa_mali, reader, mali, source
):
    situation = make_situation(mali, source=source, title="Old title")
    client.force_login(wpa_mali)
    edit = reverse("overview:situation_edit", args=["mali", situation.pk])
    client.post(edit, situation_data(mali, source, title="New title", classification="public"))

    url = reverse("overview:situation_history", args=["mali", situation.pk])
    page = client.get(url)
    assert "Old title" in page.text
    assert "New title" in page.text
    assert "Adviser in Mali" in page.text
    assert Event.objects.filter(verb=Verb.SAW_HISTORY, actor_id=wpa_mali.pk).exists()

    client.force_login(reader)
    assert client.get(url).status_code == 403


def test_a_closed_source_closes_what_cites_it(client, reader, reviewer, mali):
    closed = make_source(classification="strict")
    make_key_figure(mali, label="marker-figure", source=closed, classification="public")
    make_situation(mali, title="marker-situation", source=closed, classification="public")

    client.force_login(reader)
    page = client.get("/countries/mali/").text
    assert "marker-" not in page
    client.force_login(reviewer)
    page = client.get("/countries/mali/").text
    assert "marker-figure" in page
