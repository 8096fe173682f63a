"""Drafts save themselves: at the version that was seen, all of it or nothing, with a row each."""

import pytest
from django.urls import reverse

from foundation.audit.models import Event
from incidents.models import Submission
from tests.incidents.factories import group, make_draft, make_submitted, make_table
from tests.incidents.test_editing import grid, typed, url

BY_ITSELF = {"headers": {"X-Self-Saving": "1"}}


@pytest.fixture
def draft(client, mali, wpa_mali):
    client.force_login(wpa_mali)
    return make_draft(mali, wpa_mali)


@pytest.fixture
def table(draft):
    return make_table(draft, [("women", 15)])


def record_form(draft, **fields):
    return typed(draft.country, draft.source, version=draft.version, **fields)


def test_a_record_saves_itself_and_goes_on_from_the_new_version(client, draft):
    for version, title in ((1, "Begun"), (2, "Begun, carried on")):
        sent = record_form(draft, title=title) | {"version": version}
        answer = client.post(url(draft), sent, **BY_ITSELF)
        assert (answer.status_code, answer.json()) == (200, {"fields": {"version": version + 1}})
    draft.refresh_from_db()
    assert draft.title == "Begun, carried on"
    assert "Saved." not in client.get(draft.get_absolute_url()).content.decode()  # no toasts


def test_a_table_saves_itself(client, draft, table):
    address = url(draft, "tabulation_edit", table.pk)
    answer = client.post(address, grid(draft, [(group("women"), "16")]), **BY_ITSELF)

    assert answer.json() == {"fields": {"record_version": 2}}
    assert table.cells.get().count == 16


def test_a_table_that_is_saved_already_raises_no_version_and_leaves_no_row(client, draft, table):
    address = url(draft, "tabulation_edit", table.pk)
    answer = client.post(address, grid(draft, [(group("women"), "15")]), **BY_ITSELF)

    assert answer.json() == {"fields": {"record_version": 1}}
    draft.refresh_from_db()
    assert (draft.version, Event.objects.filter(verb="changed").count()) == (1, 0)


def test_what_cannot_be_saved_is_said_and_nothing_of_it_is_written(client, draft, table):
    sent = record_form(draft, title="New", stated_total="many")
    answer = client.post(url(draft), sent, **BY_ITSELF)
    assert answer.status_code == 422
    assert answer.json()["problems"] == ["Stated total: Enter a whole number."]

    rows = [(group("women"), "16"), (group("girls"), "few")]
    address = url(draft, "tabulation_edit", table.pk)
    answer = client.post(address, grid(draft, rows), **BY_ITSELF)
    assert answer.status_code == 422
    assert answer.json()["problems"] == ["Girls: This is no whole number."]
    draft.refresh_from_db()
    assert (draft.version, draft.title == "New", table.cells.get().count) == (1, False, 15)


def test_a_stale_version_is_answered_with_both_texts(client, draft, table):
    client.post(url(draft), record_form(draft, title="First"))
    answer = client.post(url(draft), record_form(draft, title="Second"), **BY_ITSELF)
    page = answer.content.decode()
    assert (answer.status_code, "data-conflict" in page) == (409, True)
    assert {"First", "Second"} <= set(page.replace("<", ">").split(">"))

    address = url(draft, "tabulation_edit", table.pk)
    answer = client.post(address, grid(draft, [(group("women"), "99")]), **BY_ITSELF)
    page = answer.content.decode()
    assert (answer.status_code, "data-conflict" in page, 'value="99"' in page) == (409, True, True)
    assert [table.rows[0].count.value for table in answer.context["saved"]] == [15]
    assert "self-saving.js" not in page  # from here a person decides
    draft.refresh_from_db()
    assert (draft.title, table.cells.get().count) == ("First", 15)


def test_each_save_leaves_its_row_and_the_page_tells_a_sitting_in_one_line(client, draft, table):
    address = url(draft, "tabulation_edit", table.pk)
    for count in (16, 17, 18):
        client.post(address, grid(draft, [(group("women"), str(count))]), **BY_ITSELF)
        draft.refresh_from_db()
    rows = Event.objects.filter(verb="changed", target_id=str(draft.pk))

    assert [row.details for row in rows] == [{"tables": 1, "rows": 1, "by_itself": True}] * 3
    page = client.get(draft.get_absolute_url())
    assert [str(step.what) for step in page.context["steps"]] == [
        "changed, saved by itself 3 times"
    ]


def test_a_save_that_shows_nothing_records_no_sight_and_a_page_that_shows_does(
    client, draft, table
):
    address = url(draft, "tabulation_edit", table.pk)
    sights = Event.objects.filter(verb="saw-exact")
    client.post(address, grid(draft, [(group("women"), "16")]), **BY_ITSELF)
    draft.refresh_from_db()
    client.post(url(draft), record_form(draft, title="Next"), **BY_ITSELF)
    assert not sights.exists()
    stale = client.post(address, grid(draft, [(group("women"), "17")]), **BY_ITSELF)
    assert (stale.status_code, sights.count()) == (409, 1)


def test_self_saving_opens_no_door(client, draft, table, second_wpa, wpa_veloria, reader, mali):
    """The header changes the answer, and nobody's rights."""
    address = url(draft, "tabulation_edit", table.pk)
    for person, status in ((second_wpa, 403), (wpa_veloria, 404), (reader, 403)):
        client.force_login(person)
        for page, sent in (
            (address, grid(draft, [(group("women"), "1")])),
            (url(draft), record_form(draft, title="Taken")),
        ):
            assert client.post(page, sent, **BY_ITSELF).status_code == status, person
    client.force_login(draft.author)
    sent = make_submitted(mali, draft.author)
    locked = client.post(url(sent), typed(mali, sent.source, version=1), **BY_ITSELF)
    assert locked.status_code == 403
    client.logout()
    assert client.post(address, {}, **BY_ITSELF).status_code == 302
    assert Submission.objects.get(pk=draft.pk).version == 1


def test_a_new_record_is_saved_by_its_button_first(client, draft):
    page = client.get(reverse("incidents:record_add")).content.decode()
    assert "data-self-saving" not in page
    assert "data-self-saving" in client.get(url(draft)).content.decode()
