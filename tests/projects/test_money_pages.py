"""The pages of the money: who sees what, on which day, in which words; posting and correcting."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from projects import ledger
from projects.models import Project, Transaction
from tests.factories import make_organisation, make_source, make_user
from tests.projects.factories import make_project
from tests.projects.money_factories import make_category, make_funded, new_row, partner_of, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(veloria):
    return make_funded(veloria)


@pytest.fixture
def officer(client, programme_officer):
    client.force_login(programme_officer)
    return client


def url(name, project, *rest):
    return reverse(f"projects:{name}", args=[project.code, *rest])


def form_data(project, kind="expenditure", **changes):
    data = {
        "kind": kind, "organisation": partner_of(project).pk, "year": 2016, "amount": "12.50",
        "currency": "USD", "source": make_source().pk, "classification": "internal",
        "finality": "interim" if kind == "expenditure" else "",
    }  # fmt: skip
    return {**data, **changes}


# What is shown


def test_without_rows_every_page_says_that_no_amount_is_recorded(officer, mali):
    """A real project: there is no figure, and none is made up."""
    project = make_project(mali)
    for page in (officer.get(project.get_absolute_url()), officer.get(url("money", project))):
        assert "no amount recorded" in page.text
        assert "US$ " not in page.text


def test_a_reader_sees_sums_of_what_is_open_and_is_told_so(client, project, reader, reviewer):
    post(project, "expenditure", "100.00")
    post(project, "expenditure", "7.00", year=2018, classification="internal")
    post(project, "expenditure", "3.00", year=2019, source=make_source(classification="internal"))
    for person, spent in [(reader, "100.00"), (reviewer, "110.00")]:
        client.force_login(person)
        page = client.get(url("money", project)).text
        assert f">{spent}</td>" in page
        assert "Worked out from the rows open to you." in page
    client.force_login(reader)
    page = client.get(url("money", project)).text
    assert "2018" not in page
    assert "110.00" not in page


def test_a_closed_correction_closes_the_row_it_replaced(client, project, reader, reviewer):
    row = post(project, "expenditure", "100.00")
    values = {"amount": Decimal("90.00"), "classification": "internal"}
    new = ledger.correct(row, values, by=None, reason="R.")
    client.force_login(reader)
    for one in (row, new):
        assert client.get(url("transaction", project, one.pk)).status_code == 404
    assert "100.00" not in client.get(url("money", project)).text
    client.force_login(reviewer)
    assert "Corrected" in client.get(url("transaction", project, row.pk)).text


def test_the_page_of_a_row_shows_its_chain(officer, project, client, reader):
    row = post(project, "expenditure", "100.00", by=None)
    person = make_user("programme-officer", everywhere=True, name="Ann Other")
    new = ledger.correct(row, {"amount": Decimal("90.00")}, by=person, reason="Misread.")
    page = officer.get(url("transaction", project, row.pk)).text
    assert "Another row stands in its place" in page
    assert "Misread." in page
    assert "Ann Other" in page
    assert url("transaction_correct", project, row.pk) not in page
    assert (
        url("transaction_correct", project, new.pk)
        in officer.get(url("transaction", project, new.pk)).text
    )
    client.force_login(reader)
    page = client.get(url("transaction", project, new.pk)).text
    assert "Station of Ann Other" in page
    assert "Correct</a>" not in page


def test_as_known_on_a_day_counts_to_its_last_moment(officer, project, settings):
    settings.TIME_ZONE = "Africa/Bamako"
    moment = datetime(2017, 3, 31, 23, 59, 30, tzinfo=ZoneInfo("Africa/Bamako"))
    ledger.post(new_row(project, "expenditure", "55.00"), by=None, at=moment)
    ask = lambda day: officer.get(url("money", project), {"known": day}).text  # noqa: E731 - a name for one question asked of three days
    assert "55.00" not in ask("2017-03-30")
    assert "no amount recorded" in ask("2017-03-30")
    assert "55.00" in ask("2017-03-31")
    assert "As known on 31 March 2017." in ask("2017-03-31")


def test_a_day_that_is_none_or_to_come_is_told_at_its_field(officer, project):
    post(project, "expenditure", "55.00")
    for day, words in [("2017-02-31", "valid date"), ("9999-01-01", "not known yet"),
                       ("x", "valid date")]:  # fmt: skip
        response = officer.get(url("money", project), {"known": day})
        assert response.status_code == 200
        assert words in response.text
        assert "55.00" in response.text


def test_interim_is_said_wherever_the_year_is_shown(officer, project):
    with time_machine.travel("2020-03-01 12:00"):
        row = post(project, "expenditure", "55.00", year=2019, finality="final",
                   category=make_category())  # fmt: skip
    pages = [url("money", project), project.get_absolute_url(),
             url("transaction", project, row.pk)]  # fmt: skip
    for day, shown in [("2020-04-30 23:00", "Interim"), ("2020-05-01 01:00", "Final")]:
        with time_machine.travel(day):
            client = officer
            person = make_user("programme-officer", everywhere=True)
            person.memberships.update(starts=date(2010, 1, 1))
            client.force_login(person)
            for page in pages:
                assert shown in client.get(page).text
                assert ("Interim" in client.get(page).text) == (shown == "Interim")


def test_french_pages_print_money_the_french_way(officer, project):
    post(project, "expenditure", "1234567.89")
    with translation.override("en"):  # the request activates another language
        page = officer.get(f"/fr{url('money', project)}").text
    assert "1\u202f234\u202f567,89" in page.replace("\xa0", "\u202f")


def test_findings_are_told_in_words(officer, project):
    Project.objects.filter(pk=project.pk).update(status="operationally-closed")
    post(project, "budget", "1000.00", category=make_category("staff"))
    post(project, "transfer", "400.00")
    post(project, "refund", "401.00")
    post(project, "expenditure", "200.00", category=make_category("indirect"))
    post(project, "expenditure", "2000.00", year=2017, category=make_category("staff"))
    page = officer.get(url("money", project)).text
    for words in (
        "Closed with a balance", "Indirect costs above 7 per cent", "More refunded than",
        "More spent than funded", "More spent than approved", "No final figure",
    ):  # fmt: skip
        assert words in page


def test_a_long_ledger_has_pages(officer, project):
    post(project, "budget", "1000.00")
    for number in range(55):
        post(project, "transfer", "1.00", voucher=f"N{number}", organisation=partner_of(project))
    assert "1 to 50 of 56" in officer.get(url("money", project)).text
    page = officer.get(url("money", project), {"page": 2, "known": date.today().isoformat()}).text  # noqa: DTZ011 - any day of now does
    assert "51 to 56 of 56" in page


# Posting and correcting


def test_a_row_is_posted_on_the_page(officer, project):
    response = officer.post(url("transaction_add", project), form_data(project))
    assert response.url == url("money", project)
    row = Transaction.objects.get()
    assert (row.amount_usd, row.posted_by.full_name) == (Decimal("12.50"), "Programme officer")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "-1"}, "amount"), ({"amount": ""}, "amount"), ({"amount": "1.234"}, "amount"),
        ({"finality": ""}, "finality"), ({"kind": "transfer", "finality": ""}, "amount"),
        ({"currency": "eur"}, "rate"), ({"currency": "EURO"}, "currency"),
        ({"currency": "e1"}, "currency"), ({"date": "2017-01-01"}, "date"),
        ({"year": "1700"}, "year"), ({"year": "2015"}, "note"), ({"source": ""}, "source"),
        ({"kind": "gift"}, "kind"), ({"classification": "strict"}, "classification"),
        ({"date": "31/02/2016"}, "date"), ({"year": "2999"}, "year"),
        ({"amount": "NaN"}, "amount"),
    ],
)  # fmt: skip
def test_each_error_is_told_at_its_field_and_nothing_is_lost(officer, project, changes, field):
    data = form_data(project, voucher="Kept", **changes)
    response = officer.post(url("transaction_add", project), data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert 'value="Kept"' in response.text
    assert Transaction.objects.count() == 0


def test_an_organisation_that_takes_no_part_is_told_at_its_field(officer, project):
    other = make_organisation()
    data = form_data(project, organisation=other.pk)
    response = officer.post(url("transaction_add", project), data)
    assert "organisation" in response.context["form"].errors
    assert officer.post(
        url("transaction_add", project), {**data, "note": "In the annex."}
    ).status_code == 302  # fmt: skip


def test_a_row_is_corrected_on_the_page_once(officer, project):
    row = post(project, "expenditure", "12.00", finality="interim")
    correct = url("transaction_correct", project, row.pk)
    assert 'value="12.00"' in officer.get(correct).text
    data = form_data(project, amount="13.00")
    assert "reason" in officer.post(correct, data).context["form"].errors
    opened_twice = {**data, "reason": "Misread."}
    assert officer.post(correct, opened_twice).status_code == 302
    assert officer.post(correct, opened_twice).status_code == 404
    new = Transaction.objects.standing().get()
    assert (new.amount, new.supersedes) == (Decimal("13.00"), row)


def test_a_closed_project_says_that_it_takes_corrections_only(officer, project):
    row = post(project, "expenditure", "12.00")
    Project.objects.filter(pk=project.pk).update(status="financially-closed")
    response = officer.post(url("transaction_add", project), form_data(project, year=2017))
    assert "only corrections can be posted" in response.text
    data = form_data(project, amount="13.00", reason="Audit.")
    assert officer.post(url("transaction_correct", project, row.pk), data).status_code == 302


def test_what_a_person_may_not_post_on_is_not_there(client, project, mali, veloria, reader):
    row = post(project, "expenditure", "12.00")
    pages = [
        url("transaction_add", project), url("transaction_correct", project, row.pk),
        url("revision_add", project),
    ]  # fmt: skip
    for person, status in [
        (make_user("programme-officer", mali), 404), (reader, 403),
        (make_user("wpa", veloria), 403), (make_user("programme-officer", veloria), 200),
    ]:  # fmt: skip
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {status}
    assert client.get(url("transaction", make_project(veloria), row.pk)).status_code == 404


# The admin


def test_the_admin_posts_and_corrects_by_the_same_rules(officer, project):
    add = reverse("admin:projects_transaction_add")
    data = {**form_data(project, note=""), "project": project.pk}
    wrong = officer.post(add, {**data, "year": 2015})
    assert wrong.status_code == 200
    assert "note" in wrong.context["adminform"].form.errors
    assert officer.post(add, data).status_code == 302
    row = Transaction.objects.get()

    form = officer.get(f"{add}?corrects={row.pk}").text
    assert 'value="12.50"' in form
    again = {**data, "corrects": row.pk, "amount": "14.00"}
    assert "reason" in str(officer.post(add, again).context["adminform"].form.errors).lower() or (
        Transaction.objects.count() == 1
    )
    assert officer.post(add, {**again, "why": "Misread."}).status_code == 302
    assert Transaction.objects.standing().get().supersedes == row
    late = officer.post(add, {**again, "why": "Misread."})
    assert late.status_code == 200
    assert Transaction.objects.count() == 2


def test_the_admin_changes_and_deletes_nothing(officer, project):
    row = post(project, "expenditure", "12.00")
    change = reverse("admin:projects_transaction_change", args=[row.pk])
    assert officer.get(change).status_code == 200
    assert officer.post(change, {"amount": "1.00"}).status_code == 403
    delete = reverse("admin:projects_transaction_delete", args=[row.pk])
    assert officer.post(delete, {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.amount == Decimal("12.00")


def test_the_admin_hides_what_a_closed_correction_replaced(officer, project):
    row = post(project, "expenditure", "12.00")
    values = {"amount": Decimal("13.00"), "classification": "strict"}
    ledger.correct(row, values, by=None, reason="R.")
    assert "12.00" not in officer.get(reverse("admin:projects_transaction_changelist")).text
    change = reverse("admin:projects_transaction_change", args=[row.pk])
    assert officer.get(change).status_code == 302


def test_the_admin_of_another_country_is_closed(client, project, mali):
    row = post(project, "expenditure", "12.00")
    client.force_login(make_user("programme-officer", mali))
    change = reverse("admin:projects_transaction_change", args=[row.pk])
    assert client.get(change).status_code == 302
    add = reverse("admin:projects_transaction_add")
    data = {**form_data(project), "project": project.pk}
    assert "project" in client.post(add, data).context["adminform"].form.errors
    assert str(row.amount) not in client.get(f"{add}?corrects={row.pk}").text
