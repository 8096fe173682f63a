"""Who may know of a record, who may read its counts, and what lifts or lowers that."""

import pytest

from foundation.audit.models import Event
from incidents.counts import show, show_caseloads
from incidents.models import Cell, JusticeCaseload, MainFigure, Status, Submission, Tabulation
from tests.factories import give_role, make_source, make_user
from tests.incidents.factories import (
    CELL_MARKER,
    MARKER,
    make_caseload,
    make_draft,
    make_published,
    make_submission,
    make_submitted,
    make_table,
)


def seen(person):
    return set(Submission.objects.for_user(person))


def exact(person):
    return set(Submission.objects.exact_for(person))


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "withdrawn"])
def test_what_is_not_approved_is_known_only_to_the_cleared_of_the_country(
    mali, wpa_mali, reviewer, cast, status
):
    record = make_draft(
        mali, wpa_mali, status=status, return_reason="Why.", withdrawn_reason="Why.",
        classification="public",
    )  # fmt: skip

    knowing = {name for name, person in cast.items() if record in seen(person)}
    assert knowing == {"wpa_mali", "reviewer"}
    assert {name for name, person in cast.items() if record in exact(person)} == knowing


def test_an_approved_record_is_known_within_scope_and_ceiling_and_read_by_the_cleared(mali, cast):
    levels = {
        "public": {
            "programme_officer", "wpa_mali", "reviewer", "focal_point", "reader", "donor",
            "auditor",
        },
        "internal": {"programme_officer", "wpa_mali", "reviewer", "focal_point", "auditor"},
        "confidential": {"programme_officer", "wpa_mali", "reviewer", "auditor"},
        "strict": {"reviewer", "auditor"},
    }  # fmt: skip
    for classification, expected in levels.items():
        record = make_submission(mali, classification=classification)
        assert {name for name, who in cast.items() if record in seen(who)} == expected
        cleared = expected & {"wpa_mali", "reviewer"}
        assert {name for name, who in cast.items() if record in exact(who)} == cleared


def test_what_a_public_document_prints_is_read_by_everybody_in_scope(mali, cast):
    record = make_published(mali)

    reading = {name for name, person in cast.items() if record in exact(person)}
    assert reading == set(cast) - {"wpa_veloria", "administrator", "stranger"}


def test_a_source_that_is_no_longer_public_closes_what_it_printed(mali, reader, reviewer):
    record = make_published(mali)
    assert record in exact(reader)

    type(record.source).objects.filter(pk=record.source.pk).update(classification="internal")

    assert record not in seen(reader)
    assert record not in exact(reader)
    officer = make_user("programme-officer", mali)
    assert record in seen(officer)
    assert record not in exact(officer)
    assert record in exact(reviewer)


def test_clearance_in_one_country_opens_nothing_in_another(mali, veloria, wpa_mali, wpa_veloria):
    there = make_submission(veloria)

    assert there not in seen(wpa_mali)
    assert there in exact(wpa_veloria)


def test_a_reader_everywhere_who_is_adviser_somewhere_is_cleared_there_alone(
    mali, veloria, reader
):
    give_role(reader, "wpa", veloria)
    here, there = make_submission(mali), make_submission(veloria)

    assert {here, there} <= seen(reader)
    assert exact(reader) == {there}


def test_a_record_that_was_withdrawn_is_no_longer_read_though_it_was_printed(mali, reader):
    record = make_submission(mali, status=Status.WITHDRAWN, withdrawn_reason="Why.")

    assert record not in seen(reader)


def test_tables_and_main_figures_follow_their_record_and_cells_the_clearance(
    mali, wpa_mali, reader, reviewer
):
    open_one, draft = make_published(mali), make_draft(mali, wpa_mali, classification="public")
    tables = [make_table(open_one), make_table(draft)]
    MainFigure.objects.create(
        country=mali, submission=draft, reason="Why.", unit="cases", verification="verified"
    )

    assert set(Tabulation.objects.for_user(reader)) == {tables[0]}
    assert set(Tabulation.objects.for_user(reviewer)) == set(tables)
    assert not MainFigure.objects.for_user(reader).exists()
    assert MainFigure.objects.for_user(reviewer).exists()
    assert not Cell.objects.for_user(reader).exists()
    assert Cell.objects.for_user(wpa_mali).count() == 2


def test_shown_carries_the_numbers_or_nothing(mali, reader, reviewer):
    record = make_submission(mali)
    make_table(record)

    (hidden,) = show([record], reader)
    assert not hidden.released
    assert str(MARKER) not in repr(hidden)
    assert str(CELL_MARKER) not in repr(hidden)
    assert (hidden.total.value, hidden.total.state) == (None, "not_released")
    assert hidden.kept_back == ("Survivors",)
    assert hidden.findings() == []
    with pytest.raises(ValueError):
        hidden.figures()

    (told,) = show([record], reviewer)
    assert told.total.value == MARKER
    assert told.tables[0].rows[0].count.value == CELL_MARKER


def test_the_sight_of_exact_counts_is_recorded_by_number_and_of_printed_ones_is_not(
    mali, reader, reviewer
):
    printed = make_published(mali)
    show([printed], reviewer)
    show([printed], reader)
    assert not Event.objects.exists()

    records = [make_submission(mali), make_submission(mali)]
    show(records, reader)
    assert not Event.objects.exists()
    show(records[:1], reviewer)
    show([*records, printed], reviewer)

    one, several = Event.objects.order_by("id")
    assert (one.verb, one.target_id) == ("saw-exact", str(records[0].pk))
    assert several.details == {"records": sorted(record.pk for record in records)}


def test_what_is_shown_is_asked_again_whatever_is_handed_in(mali, wpa_mali, reader):
    draft = make_draft(mali, wpa_mali)

    assert show([draft], reader) == []
    assert show([draft.pk], reader) == []


def test_current_leaves_out_what_an_approved_correction_replaced(mali, wpa_mali):
    old = make_published(mali)
    correction = make_submitted(mali, wpa_mali, supersedes=old)
    assert set(Submission.objects.current()) == {old}

    Submission.objects.filter(pk=correction.pk).update(status="approved", reviewed_by=None,
                                                       author=None)  # fmt: skip

    assert set(Submission.objects.current()) == {correction}


def test_numbers_of_court_cases_are_read_as_printed_or_by_the_cleared(mali, cast):
    row = make_caseload(mali)
    hidden = make_caseload(mali, make_source(classification="internal"), classification="internal")
    JusticeCaseload.objects.filter(pk=row.pk).update(
        as_published=True, as_published_reason="Printed."
    )
    rows = JusticeCaseload.objects.filter(country=mali)

    told = {
        name: [shown.count.value is not None for shown in show_caseloads(rows, person)]
        for name, person in cast.items()
    }

    assert told["reader"] == told["donor"] == [True]
    assert told["programme_officer"] == told["focal_point"] == told["auditor"] == [True, False]
    assert told["wpa_mali"] == told["reviewer"] == [True, True]
    assert told["wpa_veloria"] == told["administrator"] == told["stranger"] == []
    events = Event.objects.filter(verb="saw-exact")
    assert [event.details for event in events] == [{"caseloads": [hidden.pk]}] * 2
