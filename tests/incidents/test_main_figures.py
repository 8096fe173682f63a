"""The figure shown first: chosen once, said on its record, its reason kept with the counts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from incidents import actions
from incidents.models import MainFigure, Status, Submission
from tests.incidents.factories import make_published, make_submission

LATE = {"verified_from": date(2020, 1, 1), "verified_to": date(2020, 12, 31)}
REASON = "Not the 31 of the other"


def compared(client, mali, year=""):
    return client.get(reverse("incidents:compare"), {
        "country": mali.slug, "year": year, "measure": "reported-incidents-20190101-20191231",
    }).content.decode()  # fmt: skip


def test_a_figure_is_not_chosen_twice_in_a_row(client, mali, reviewer):
    one, other = make_published(mali), make_published(mali)
    client.force_login(reviewer)
    page = reverse("incidents:main_figure", args=[one.reference])

    assert client.post(page, {"reason": "Adds up."}).status_code == 302
    again = client.post(page, {"reason": "Adds up."})
    assert (again.status_code, "already" in again.content.decode()) == (422, True)
    assert MainFigure.objects.count() == 1

    actions.choose_main_figure(other, by=reviewer, reason="Later.")
    actions.choose_main_figure(one, by=reviewer, reason="After all.")
    with pytest.raises(ValidationError, match="already"):
        actions.choose_main_figure(one, by=reviewer, reason="Again.")


def test_a_record_says_that_it_is_the_main_figure(client, mali, reviewer, reader):
    one, other = make_published(mali), make_published(mali)
    actions.choose_main_figure(one, by=reviewer, reason="Adds up.")

    for person in (reader, reviewer):
        client.force_login(person)
        pages = [client.get(record.get_absolute_url()) for record in (one, other)]
        assert [page.context["is_main"] for page in pages] == [True, False]
        labels = [[str(label) for label, *_ in page.context["buttons"]] for page in pages]
        assert ["Choose as main figure" in found for found in labels] == [
            False,
            person == reviewer,
        ]

    Submission.objects.filter(pk=one.pk).update(
        status=Status.WITHDRAWN, withdrawn_reason="Wrong.", as_published=False
    )
    client.force_login(reviewer)
    assert client.get(one.get_absolute_url()).context["is_main"] is False


def test_a_reason_is_kept_where_the_rival_is_not_on_the_page(client, mali, reviewer, reader):
    """In a year of verification only one of the two stands on the page."""
    printed = make_published(mali, **LATE)
    make_submission(mali)
    actions.choose_main_figure(printed, by=reviewer, reason=REASON)

    for year in ("", "2019", "2020"):
        client.force_login(reader)
        assert "Main figure chosen by" in compared(client, mali, year)
        assert REASON not in compared(client, mali, year)
        client.force_login(reviewer)
        assert REASON in compared(client, mali, year)


@pytest.mark.parametrize(
    "rival",
    [
        {"classification": "confidential"},
        {"status": Status.WITHDRAWN, "withdrawn_reason": "Why."},
    ],
)
def test_a_reason_is_kept_from_who_may_not_even_know_of_the_rival(
    client, mali, reviewer, reader, rival
):
    printed = make_published(mali)
    make_submission(mali, **rival)
    actions.choose_main_figure(printed, by=reviewer, reason=REASON)

    client.force_login(reader)
    assert REASON not in compared(client, mali)
    client.force_login(reviewer)
    assert REASON in compared(client, mali)


def test_a_reason_about_printed_figures_is_read_by_everybody(client, mali, reviewer, reader):
    printed = make_published(mali)
    make_published(mali)
    make_submission(mali, unit="cases")  # another measure
    actions.choose_main_figure(printed, by=reviewer, reason="Adds up.")

    client.force_login(reader)
    assert "Adds up." in compared(client, mali)
