"""Dates of a project: kept as written, resolved for sorting, never made up."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from projects.models import Project
from tests.projects.factories import make_fund, make_project


def test_a_clear_date_is_resolved(mali):
    project = make_project(
        mali, starts_as_written="15 September 2016", ends_as_written="Sept 2017"
    )

    assert (project.starts, project.ends) == (date(2016, 9, 15), date(2017, 9, 30))


def test_a_text_that_is_no_date_stays_as_written_and_resolves_to_nothing(mali):
    project = make_project(mali, ends_as_written="31 April 2018")

    assert project.ends_as_written == "31 April 2018"
    assert project.ends is None


def test_a_day_for_what_is_no_date_needs_a_note(mali):
    with pytest.raises(ValidationError, match="note on the dates"):
        make_project(mali, ends_as_written="31 April 2018", ends=date(2018, 4, 30))

    project = make_project(
        mali, ends_as_written="31 April 2018", ends=date(2018, 4, 30), dates_note="Thirty days."
    )
    assert project.ends == date(2018, 4, 30)


def test_a_day_outside_what_was_written_is_refused(mali):
    with pytest.raises(ValidationError, match="not the date that was written"):
        make_project(mali, starts_as_written="September 2016", starts=date(2016, 10, 1))


def test_the_end_is_not_before_the_start(mali):
    with pytest.raises(ValidationError, match="before the start"):
        make_project(mali, starts_as_written="2018", ends_as_written="2017")

    project = make_project(mali)
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(
            starts=date(2018, 1, 1), ends=date(2017, 1, 1)
        )


def test_a_project_does_not_follow_itself(mali):
    project = make_project(mali)

    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(follows=project)


@pytest.mark.parametrize("code", ["una046", "UNA 046", "1UNA"])
def test_a_code_is_capital_letters_and_digits(mali, code):
    with pytest.raises(ValidationError, match="Capital letters"):
        Project(code=code, fund=make_fund(), title="A title", country=mali).full_clean()


@pytest.mark.parametrize(
    ("year", "active"), [(2015, False), (2016, True), (2017, True), (2018, False)]
)
def test_a_project_is_active_in_the_years_it_ran(mali, year, active):
    project = make_project(mali, starts_as_written="2016", ends_as_written="2017")

    assert (project in Project.objects.active_in(year)) is active


def test_a_project_without_an_end_stays_active(mali):
    project = make_project(mali, starts_as_written="2016")

    assert project in Project.objects.active_in(2025)
