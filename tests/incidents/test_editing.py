"""Drafts and their tables: entered, corrected by their author, locked once they are sent."""

import pytest
from django.urls import reverse

from foundation.audit.models import Event
from incidents.models import Cell, Status, Submission, Tabulation
from tests.factories import make_source
from tests.incidents.factories import (
    MARKER,
    group,
    make_caseload,
    make_draft,
    make_submission,
    make_submitted,
    make_table,
)


def typed(country, source, **fields):
    return {
        "country": country.pk, "source": source.pk, "title": "Typed", "unit": "cases",
        "collecting_system": "mara", "verification": "verified", "occurred_as_written": "2019",
        "stated_total": "27", "classification": "confidential", **fields,
    }  # fmt: skip


def url(record, name="record_edit", *more):
    return reverse(f"incidents:{name}", args=[record.reference, *more])


def test_an_adviser_enters_a_draft_that_is_their_own(client, mali, wpa_mali):
    client.force_login(wpa_mali)
    answer = client.post(reverse("incidents:record_add"), typed(mali, make_source()))

    record = Submission.objects.get()
    assert answer.url == record.get_absolute_url()
    assert (record.status, record.author) == (Status.DRAFT, wpa_mali)
    assert (str(record.occurred_from), str(record.occurred_to)) == ("2019-01-01", "2019-12-31")
    event = Event.objects.get(verb="created")
    assert "stated_total" in event.details["fields"]
    assert "27" not in str(event.details)


@pytest.mark.parametrize(
    "person", ["programme_officer", "reviewer", "focal_point", "reader", "auditor", "stranger"]
)
def test_nobody_else_enters_records(client, request, mali, person):
    client.force_login(request.getfixturevalue(person))
    add = reverse("incidents:record_add")

    assert client.get(add).status_code == 403
    assert client.post(add, typed(mali, make_source())).status_code == 403
    assert not Submission.objects.exists()


def test_a_record_cannot_be_entered_for_or_moved_to_another_country(
    client, mali, veloria, wpa_mali
):
    client.force_login(wpa_mali)
    source = make_source()
    assert client.post(reverse("incidents:record_add"), typed(veloria, source)).status_code == 422
    draft = make_draft(mali, wpa_mali)
    answer = client.post(url(draft), typed(veloria, source, version=1))
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.country == mali


def test_status_and_reviewer_cannot_be_typed(client, mali, wpa_mali, reviewer):
    client.force_login(wpa_mali)
    forged = {"status": "approved", "reviewed_by": reviewer.pk, "as_published": "on",
              "author": reviewer.pk}  # fmt: skip
    client.post(reverse("incidents:record_add"), typed(mali, make_source(), **forged))

    record = Submission.objects.get()
    assert (record.status, record.reviewed_by, record.as_published) == ("draft", None, False)
    assert record.author == wpa_mali


def test_a_period_that_is_no_date_keeps_its_words_and_needs_days(client, mali, wpa_mali):
    client.force_login(wpa_mali)
    add, words = reverse("incidents:record_add"), "since the rains"
    wrong = client.post(add, typed(mali, make_source(), occurred_as_written=words))
    assert (wrong.status_code, "no date that can be read" in wrong.content.decode()) == (422, True)
    assert words in wrong.content.decode()
    days = {"occurred_from": "2019-06-01", "occurred_to": "2019-09-30"}
    client.post(add, typed(mali, make_source(), occurred_as_written=words, **days))
    assert Submission.objects.get().occurred_as_written == words


def test_a_total_below_zero_or_no_number_is_refused_and_kept(client, mali, wpa_mali):
    client.force_login(wpa_mali)
    for wrong in ("-1", "many", "9" * 5000):
        answer = client.post(
            reverse("incidents:record_add"), typed(mali, make_source(), stated_total=wrong)
        )
        assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_the_author_edits_and_nobody_else(client, mali, wpa_mali, second_wpa, wpa_veloria,
                                          reviewer):  # fmt: skip
    draft = make_draft(mali, wpa_mali)
    change = typed(mali, draft.source, version=1, title="Changed")
    for person, status in (
        (second_wpa, 403),
        (reviewer, 403),
        (wpa_veloria, 404),
        (wpa_mali, 302),
    ):
        client.force_login(person)
        assert client.post(url(draft), change).status_code == status, person
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("Changed", 2)


def test_of_two_edits_the_second_is_shown_both_texts(client, mali, wpa_mali):
    client.force_login(wpa_mali)
    draft = make_draft(mali, wpa_mali)
    client.post(url(draft), typed(mali, draft.source, version=1, title="First"))

    answer = client.post(url(draft), typed(mali, draft.source, version=1, title="Second"))

    assert answer.status_code == 409
    assert {"First", "Second"} <= set(answer.content.decode().replace("<", ">").split(">"))
    draft.refresh_from_db()
    assert draft.title == "First"


@pytest.mark.parametrize("status", ["submitted", "approved", "withdrawn"])
def test_a_locked_record_is_refused_with_a_sentence(client, mali, wpa_mali, reviewer, status):
    by = reviewer if status == "approved" else None
    record = make_draft(mali, wpa_mali, status=status, reviewed_by=by, withdrawn_reason="Why.")
    table = make_table(record)
    client.force_login(wpa_mali)
    pages = [url(record), url(record, "tabulation_add")]
    pages += [url(record, "tabulation_edit", table.pk), url(record, "tabulation_delete", table.pk)]
    for page in pages:
        for answer in (client.get(page), client.post(page, typed(mali, record.source, version=1))):
            assert answer.status_code == 403
            assert "locked" in answer.content.decode()
            assert str(MARKER) not in answer.content.decode()
    record.refresh_from_db()
    assert (record.version, record.stated_total) == (1, MARKER)


def test_a_correction_begins_without_the_figures(client, mali, wpa_mali, reviewer):
    old = make_submission(mali, author=reviewer, reviewed_by=wpa_mali)
    client.force_login(wpa_mali)

    page = client.get(f"{reverse('incidents:record_add')}?supersedes={old.reference}")

    assert page.context["form"]["supersedes"].value() == old.pk
    assert str(MARKER) not in page.content.decode()


def grid(record, rows, **fields):
    """What a browser sends for a table by survivors with these rows (group, what is typed)."""
    return {
        "record_version": record.version, "title": "", "dimensions": ["survivor"], "adds_up": "on",
        "across": "none", "row": [survivor.pk for survivor, _text in rows],
        **{f"n_{survivor.pk}": text for survivor, text in rows}, **fields,
    }  # fmt: skip


@pytest.fixture
def draft(mali, wpa_mali):
    return make_draft(mali, wpa_mali)


@pytest.fixture
def table(draft):
    return make_table(draft, [("women", 15)])


def test_a_table_is_added_and_its_rows_typed(client, draft, wpa_mali):
    client.force_login(wpa_mali)
    sent = {"record_version": 1, "dimensions": ["survivor"], "adds_up": "on"}
    answer = client.post(url(draft, "tabulation_add"), sent)
    table = Tabulation.objects.get()
    assert answer.url == url(draft, "tabulation_edit", table.pk)
    draft.refresh_from_db()

    rows = [(group("women"), "0"), (group("boys"), "ns"), (group("men"), "")]  # blank: nothing
    assert client.post(answer.url, grid(draft, rows)).status_code == 302

    assert [(cell.count, cell.state) for cell in table.cells.all()] == [
        (0, "counted"), (None, "not-stated"),
    ]  # fmt: skip
    draft.refresh_from_db()
    assert draft.version == 3
    assert Event.objects.filter(verb="changed").get().details == {"tables": 1, "rows": 2}


@pytest.mark.parametrize("wrong", ["-1", "many", "1.5", "1,20", "12 00", "9" * 5000, "٣"])
def test_what_is_no_count_is_refused_and_everything_typed_is_kept(
    client, draft, table, wpa_mali, wrong
):
    client.force_login(wpa_mali)
    sent = [(group("women"), "77"), (group("girls"), wrong)]

    answer = client.post(url(draft, "tabulation_edit", table.pk), grid(draft, sent))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="77"' in page
    assert f'value="{wrong}"' in page
    assert 'aria-invalid="true"' in page
    assert "The table is not saved" in page
    assert [cell.count for cell in table.cells.all()] == [15]


def test_a_table_opened_before_somebody_saved_writes_nothing(client, draft, table, wpa_mali):
    client.force_login(wpa_mali)
    sent = grid(draft, [(group("women"), "99")])
    address = url(draft, "tabulation_edit", table.pk)
    client.post(address, grid(draft, [(group("women"), "88")]))

    answer = client.post(address, sent)

    page = answer.content.decode()
    assert (answer.status_code, "in the meantime" in page) == (409, True)
    [saved] = answer.context["saved"]
    assert ('value="99"' in page, saved.rows[0].count.value) == (True, 88)  # both texts
    assert Cell.objects.get().count == 88
    # Saving again, with both in sight, is a decision.
    again = client.post(address, {**sent, "record_version": draft.version + 1})
    assert (again.status_code, Cell.objects.get().count) == (302, 99)
    assert f'name="record_version" value="{draft.version + 1}"' in page


def test_a_row_of_another_table_cannot_be_written_through_this_one(
    client, mali, draft, table, wpa_mali, second_wpa
):
    foreign = make_table(make_draft(mali, second_wpa), [("women", 40)]).cells.get()
    client.force_login(wpa_mali)
    client.post(url(draft, "tabulation_edit", table.pk), grid(draft, [(group("women"), "1")]))

    foreign.refresh_from_db()
    assert foreign.count == 40
    assert table.cells.get().count == 1
    other = url(draft, "tabulation_edit", foreign.tabulation_id)
    assert client.get(other).status_code == 404


def test_a_table_is_removed_only_at_the_version_that_was_seen(client, draft, table, wpa_mali):
    client.force_login(wpa_mali)
    page = url(draft, "tabulation_delete", table.pk)
    assert client.get(page).status_code == 200
    assert client.post(page, {"record_version": 9}).status_code == 409
    assert client.post(page, {"record_version": "x"}).status_code == 422
    assert Tabulation.objects.exists()
    assert client.post(page, {"record_version": 1}).status_code == 302
    assert not Tabulation.objects.exists()


def test_what_a_table_is_broken_down_by_stays_while_it_has_rows(client, draft, table, wpa_mali):
    client.force_login(wpa_mali)
    sent = grid(draft, [(group("women"), "15")], dimensions=["form"])

    assert client.post(url(draft, "tabulation_edit", table.pk), sent).status_code == 422
    table.refresh_from_db()
    assert table.dimensions == ["survivor"]


def test_court_cases_are_entered_by_advisers_and_locked_once_printed(
    client, mali, wpa_mali, reviewer, reader
):
    sent = {"country": mali.pk, "stage": "pending", "count": "7", "source": make_source().pk,
            "classification": "public", "as_of_as_written": "March 2020"}  # fmt: skip
    for person, status in ((reader, 403), (reviewer, 403), (wpa_mali, 302)):
        client.force_login(person)
        assert client.post(reverse("incidents:caseload_add"), sent).status_code == status
    row = make_caseload(mali)
    edit = reverse("incidents:caseload_edit", args=[row.pk])
    assert client.post(edit, {**sent, "version": 1}).status_code == 302
    client.force_login(reviewer)
    publish = reverse("incidents:caseload_publish", args=[row.pk])
    assert client.post(publish, {"version": 1, "reason": "Printed."}).status_code == 409
    assert client.post(publish, {"version": 2, "reason": "Printed."}).status_code == 302
    client.force_login(wpa_mali)
    assert client.post(edit, {**sent, "version": 3}).status_code == 404


def test_the_sight_of_a_form_with_counts_is_recorded(client, draft, table, wpa_mali):
    client.force_login(wpa_mali)
    for page in (url(draft), url(draft, "tabulation_edit", table.pk)):
        before = Event.objects.filter(verb="saw-exact", target_id=str(draft.pk)).count()
        client.get(page)
        assert Event.objects.filter(verb="saw-exact", target_id=str(draft.pk)).count() > before


def test_one_who_only_submits_sees_no_edit_button_on_what_is_sent(client, mali, wpa_mali):
    record = make_submitted(mali, wpa_mali)
    client.force_login(wpa_mali)
    labels = [str(label) for label, *_rest in
              client.get(record.get_absolute_url()).context["buttons"]]  # fmt: skip

    assert labels == ["Withdraw"]
