"""The admin is one more door to drafts, with the locks of the pages."""

import pytest
from django.urls import reverse

from foundation.audit.models import Event
from incidents.models import Cell, MainFigure, Status, Submission
from tests.incidents.factories import (
    MARKER,
    group,
    make_caseload,
    make_draft,
    make_submission,
    make_table,
)


def page(name, *args):
    return reverse(f"admin:incidents_{name}", args=args)


def typed(record, **fields):
    return {
        "country": record.country_id, "source": record.source_id, "title": "Typed",
        "unit": "cases", "collecting_system": "mara", "verification": "verified",
        "occurred_as_written": "2019", "stated_total": "5", "classification": "confidential",
        "version": record.version, "tabulations-TOTAL_FORMS": 0, "tabulations-INITIAL_FORMS": 0,
        **fields,
    }  # fmt: skip


def rows(table, count, **fields):
    cell = table.cells.get()
    return {
        "title": "", "dimensions": ["survivor"], "adds_up": "on",
        "record_version": table.submission.version, "cells-TOTAL_FORMS": 1,
        "cells-INITIAL_FORMS": 1, "cells-0-id": cell.pk, "cells-0-tabulation": table.pk,
        "cells-0-survivor": group("women").pk, "cells-0-count": count,
        "cells-0-state": "counted", **fields,
    }  # fmt: skip


@pytest.mark.parametrize(
    "person", ["programme_officer", "focal_point", "auditor", "administrator"]
)
def test_without_clearance_there_is_no_admin_page_of_records(client, request, mali, person):
    record = make_submission(mali)
    table = make_table(record)
    client.force_login(request.getfixturevalue(person))

    assert "incident record" not in client.get(reverse("admin:index")).content.decode().lower()
    for address in (
        page("submission_changelist"), page("submission_change", record.pk),
        page("tabulation_changelist"), page("tabulation_change", table.pk),
        page("justicecaseload_changelist"), page("submission_add"),
        page("mainfigure_changelist"),
    ):  # fmt: skip
        assert client.get(address).status_code in {302, 403}, address
        assert client.post(address, {}).status_code in {302, 403}, address


def test_an_adviser_edits_their_own_draft_and_sees_nothing_of_other_countries(
    client, mali, veloria, wpa_mali
):
    draft, foreign = make_draft(mali, wpa_mali), make_submission(veloria)
    client.force_login(wpa_mali)

    listed = client.get(page("submission_changelist")).content.decode()
    assert draft.reference in listed
    assert foreign.reference not in listed
    assert client.get(page("submission_change", foreign.pk)).status_code == 302
    assert client.get(page("submission_change", draft.pk)).status_code == 200
    assert Event.objects.filter(verb="saw-exact", target_id=str(draft.pk)).exists()

    answer = client.post(page("submission_change", draft.pk), typed(draft))
    draft.refresh_from_db()
    assert (answer.status_code, draft.stated_total, draft.version) == (302, 5, 2)


@pytest.mark.parametrize("status", ["submitted", "approved", "withdrawn"])
def test_what_is_locked_on_the_pages_is_locked_here(client, mali, wpa_mali, reviewer, status):
    by = reviewer if status == "approved" else None
    record = make_draft(mali, wpa_mali, status=status, reviewed_by=by, withdrawn_reason="Why.")
    table = make_table(record, [("women", 15)])
    client.force_login(wpa_mali)

    assert client.post(page("submission_change", record.pk), typed(record)).status_code == 403
    assert client.post(page("tabulation_change", table.pk), rows(table, 9)).status_code == 403
    for name, pk in (("submission_delete", record.pk), ("tabulation_delete", table.pk)):
        assert client.post(page(name, pk), {"post": "yes"}).status_code == 403
    record.refresh_from_db()
    assert (record.stated_total, Cell.objects.get().count) == (MARKER, 15)


def test_somebody_else_s_draft_is_read_and_not_written(client, mali, wpa_mali, second_wpa):
    draft = make_draft(mali, second_wpa)
    client.force_login(wpa_mali)

    assert client.get(page("submission_change", draft.pk)).status_code == 200
    assert client.post(page("submission_change", draft.pk), typed(draft)).status_code == 403


def test_a_status_cannot_be_typed_here(client, mali, wpa_mali, reviewer):
    draft = make_draft(mali, wpa_mali)
    client.force_login(wpa_mali)
    forged = {"status": "approved", "as_published": "on", "reviewed_by": reviewer.pk}

    client.post(page("submission_change", draft.pk), typed(draft, **forged))

    draft.refresh_from_db()
    assert (draft.status, draft.as_published, draft.reviewed_by) == (Status.DRAFT, False, None)
    assert draft.title == "Typed"


def test_rows_of_an_open_table_are_written_at_the_version_that_was_seen(client, mali, wpa_mali):
    table = make_table(make_draft(mali, wpa_mali), [("women", 15)])
    client.force_login(wpa_mali)
    address = page("tabulation_change", table.pk)
    assert client.get(address).status_code == 200

    client.post(address, rows(table, 16))
    assert Cell.objects.get().count == 16
    stale = rows(table, 17)
    Submission.objects.update(version=9)
    client.post(address, stale)
    assert Cell.objects.get().count == 16


def test_a_record_entered_here_is_a_draft_of_whoever_enters_it(client, mali, wpa_mali):
    pattern = make_draft(mali, wpa_mali)
    client.force_login(wpa_mali)
    tables = {
        "tabulations-TOTAL_FORMS": 2,
        "tabulations-0-dimensions": ["survivor"],
        "tabulations-1-dimensions": ["form"],
    }

    answer = client.post(page("submission_add"), typed(pattern, **tables))

    assert answer.status_code == 302
    record = Submission.objects.latest("pk")
    assert (record.status, record.author, record.tabulations.count()) == ("draft", wpa_mali, 2)


def test_court_cases_shown_as_printed_are_locked_here_too(client, mali, wpa_mali):
    row = make_caseload(mali, as_published=True, as_published_reason="Printed.")
    client.force_login(wpa_mali)
    address = page("justicecaseload_change", row.pk)

    assert client.get(address).status_code == 200
    assert client.post(address, {"count": 1}).status_code == 403


def choose(record, reason="The count of 4471 is better."):
    names = ["country", "occurred_from", "occurred_to", "unit", "verification"]
    return MainFigure.objects.create(
        submission=record, reason=reason, **{name: getattr(record, name) for name in names}
    )


def test_main_figures_are_read_here_and_written_on_their_page_alone(
    client, mali, veloria, wpa_mali, reviewer, second_reviewer
):
    here, there = choose(make_submission(mali)), choose(make_submission(veloria))
    client.force_login(wpa_mali)

    listed = client.get(page("mainfigure_changelist")).content.decode()
    assert here.submission.reference in listed
    assert there.submission.reference not in listed
    assert "4471" not in listed
    assert "4471" in client.get(page("mainfigure_change", here.pk)).content.decode()
    assert Event.objects.filter(
        verb="saw-exact", target_id=str(here.submission_id), actor_id=wpa_mali.pk
    ).exists()
    assert client.get(page("mainfigure_change", there.pk)).status_code == 302
    for person in (wpa_mali, reviewer):
        client.force_login(person)
        for address in (
            page("mainfigure_add"), page("mainfigure_change", here.pk),
            page("mainfigure_delete", here.pk),
        ):  # fmt: skip
            assert client.post(address, {"post": "yes", "reason": "Mine."}).status_code == 403
    here.refresh_from_db()
    assert here.reason == "The count of 4471 is better."


def test_a_reason_is_not_told_where_it_may_name_a_count_above_the_ceiling(
    client, mali, wpa_mali, reviewer
):
    choice = choose(make_submission(mali))
    make_submission(mali, classification="strict")

    for person, told in ((wpa_mali, False), (reviewer, True)):
        client.force_login(person)
        text = client.get(page("mainfigure_change", choice.pk)).content.decode()
        assert ("4471" in text) == told


@pytest.mark.parametrize("person", ["wpa_mali", "reviewer"])
def test_no_list_offers_an_action_or_a_column_of_counts(client, request, mali, person):
    make_table(make_submission(mali))
    client.force_login(request.getfixturevalue(person))

    for name in ("submission", "tabulation", "mainfigure", "justicecaseload"):
        text = client.get(page(f"{name}_changelist")).content.decode()
        assert 'name="action"' not in text
        assert not {str(MARKER), f"{MARKER:,}"} & set(text.replace("<", " ").split())


def test_the_administrator_keeps_the_lists_and_a_reader_has_no_admin(
    client, administrator, reader, reviewer, mali
):
    code = group("women")
    address = reverse("admin:reference_code_change", args=[code.pk])
    client.force_login(administrator)
    data = {"list": code.list, "code": code.code, "name_en": "Adult women", "order": 1}
    assert client.post(address, data).status_code == 302
    code.refresh_from_db()
    assert code.name_en == "Adult women"
    client.force_login(reviewer)
    assert client.get(address).status_code == 200
    assert client.post(address, {**data, "name_en": "Other"}).status_code == 403
    client.force_login(reader)
    assert client.get(address).status_code == 302
    code.refresh_from_db()
    assert code.name_en == "Adult women"
