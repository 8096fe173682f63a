"""What the database and the models refuse, whichever door it comes through."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from foundation.reference.models import Code, Region
from incidents.forms import check_overlap
from incidents.models import Cell, MainFigure, Submission, Tabulation
from tests.factories import make_code, make_organisation, make_source
from tests.incidents.factories import (
    group,
    make_cell,
    make_draft,
    make_published,
    make_submission,
    make_table,
    perpetrator,
)

DAY, LATER = date(2019, 1, 1), date(2019, 12, 31)


@pytest.mark.parametrize(
    "wrong",
    [
        {"occurred_from": LATER, "occurred_to": DAY},
        {"occurred_from": DAY, "occurred_to": None},
        {"verified_from": LATER, "verified_to": DAY},
        {"status": "returned"},
        {"status": "withdrawn"},
        {"status": "draft", "as_published": True, "as_published_reason": "Printed."},
        {"as_published": True},
        {"as_published": True, "as_published_reason": "Printed.", "classification": "internal"},
    ],
)
def test_the_database_refuses_a_record_that_cannot_be(mali, wrong):
    make_submission(mali)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_submission(mali, **wrong)


def test_the_database_refuses_one_person_in_two_parts(mali, wpa_mali, reviewer):
    for fields in (
        {"author": wpa_mali, "reviewed_by": wpa_mali},
        {"author": wpa_mali},  # approved by nobody
        {
            "author": wpa_mali, "reviewed_by": reviewer, "as_published": True,
            "as_published_reason": "Printed.", "as_published_by": wpa_mali,
        },
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            make_submission(mali, **fields)
    make_published(mali, author=wpa_mali, reviewed_by=reviewer, as_published_by=reviewer)
    make_submission(mali)  # entered by the register itself


def test_a_record_is_not_more_open_than_its_source(mali):
    source = make_source(classification="internal")
    with pytest.raises(ValidationError) as refused:
        make_submission(mali, source, classification="public").full_clean()
    assert "classification" in refused.value.message_dict
    make_submission(mali, source, classification="internal").full_clean()


def test_a_correction_is_of_an_approved_record_of_the_same_country(mali, veloria, wpa_mali):
    for wrong in (make_submission(veloria), make_draft(mali, wpa_mali)):
        with pytest.raises(ValidationError) as refused:
            make_draft(mali, wpa_mali, supersedes=wrong).full_clean()
        assert "supersedes" in refused.value.message_dict
    make_draft(mali, wpa_mali, supersedes=make_submission(mali)).full_clean()


def test_references_are_random_and_say_nothing(mali):
    references = {make_submission(mali).reference for _record in range(20)}

    assert len(references) == 20
    assert {len(reference) for reference in references} == {8}


def test_blank_is_not_zero_and_a_reason_has_no_number(mali):
    table = make_table(make_submission(mali), [])
    women = group("women")
    for fields in (
        {"state": "counted"},
        {"state": "not-stated", "count": 3},
        {"state": "mentioned", "count": 0},
    ):
        with pytest.raises(ValidationError):
            make_cell(table, survivor=women, **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            Cell.objects.create(tabulation=table, survivor=women, key="k", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(tabulation=table, survivor=women, key="k", count=-1)
    make_cell(table, survivor=women, count=0)
    make_cell(table, survivor=group("girls"), state="not-collected")


def test_a_row_is_in_a_table_once_even_with_empty_coordinates(mali):
    table = make_table(make_submission(mali), [("women", 1)])
    other = make_table(table.submission, [("women", 1)])

    assert other.cells.get().key == table.cells.get().key
    twin = Cell(tabulation=table, survivor=group("women"), count=2)
    with pytest.raises(ValidationError):
        twin.full_clean(exclude=["key"])
        twin.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_coordinates_are_those_of_the_table(mali, veloria):
    table = make_table(make_submission(mali), [], dimensions=["region", "survivor"])
    region = make_region(mali, "ML01")
    women = group("women")
    for wrong in (
        {"survivor": women},
        {"region": region},
        {"region": region, "survivor": women, "form": make_code(Code.List.VIOLENCE_FORM)},
        {"region": region, "survivor": perpetrator()},
        {"region": make_region(veloria, "XV01"), "survivor": women},
        {"region": region, "survivor": women, "occurred_from": DAY, "occurred_to": LATER},
    ):
        with pytest.raises(ValidationError):
            make_cell(table, count=1, **wrong)
    make_cell(table, count=1, region=region, survivor=women)


def test_a_group_without_a_named_party_may_stand_beside_parties(mali):
    table = make_table(make_submission(mali), [], dimensions=["perpetrator", "party"])
    make_cell(table, perpetrator=perpetrator(), state="mentioned")
    party = make_organisation(kind="armed-group")
    make_cell(table, perpetrator=perpetrator("non-state"), party=party, state="mentioned")
    alone = make_table(table.submission, [], dimensions=["party"])
    with pytest.raises(ValidationError):
        make_cell(alone, state="mentioned")


def make_region(country, pcode):
    return Region.objects.create(
        country=country, pcode=pcode, vintage="v", name_en=pcode, valid_from=DAY
    )


def test_dimensions_are_known_ones_in_their_order(mali):
    record = make_submission(mali)
    for wrong in ([], ["colour"], ["survivor", "survivor"]):
        with pytest.raises(ValidationError):
            Tabulation(submission=record, dimensions=wrong).full_clean()
    table = Tabulation(submission=record, dimensions=["survivor", "region"])
    table.full_clean()
    assert table.dimensions == ["region", "survivor"]


def test_a_group_and_a_part_of_it_do_not_add_up():
    whole = Cell(perpetrator=Code(code="non-state"))
    part = Cell(perpetrator=Code(code="non-state-other"))
    state = Cell(perpetrator=Code(code="state-forces"))

    check_overlap([whole, state])
    check_overlap([part, state])
    with pytest.raises(ValidationError):
        check_overlap([whole, part])


def test_a_main_figure_needs_a_reason(mali):
    record = make_published(mali)
    fields = {"country": mali, "submission": record, "unit": "cases", "verification": "verified"}
    with pytest.raises(IntegrityError), transaction.atomic():
        MainFigure.objects.create(reason="", **fields)
    MainFigure.objects.create(reason="Adds up.", **fields)


def test_the_database_keeps_every_choice_of_a_main_figure(mali):
    fields = {"country": mali, "unit": "cases", "verification": "verified"}
    row = MainFigure.objects.create(submission=make_published(mali), reason="Why.", **fields)
    changed = MainFigure.objects.filter(pk=row.pk)
    for change in (changed.delete, lambda: changed.update(reason="New.")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    MainFigure.objects.create(submission=make_published(mali), reason="Later.", **fields)
    assert MainFigure.objects.count() == 2


def test_nothing_here_keeps_a_history_of_values():
    models = [Submission, Tabulation, Cell, MainFigure]
    assert not any(hasattr(model, "history") for model in models)
