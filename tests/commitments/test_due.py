"""Due soon, overdue, gone quiet: of what, for whom, on the page, on the home page, by mail."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from commitments import due
from commitments.models import Action, Commitment, CommitmentReminder
from commitments.reminders import send_reminders
from foundation.audit.models import Event
from overview.needs import needs
from tests.commitments.factories import make_action, make_commitment, make_instrument, report
from tests.factories import give_role, make_organisation, make_source, make_user

DAY = date(2021, 5, 1)


@pytest.fixture(autouse=True)
def at(settings):
    settings.SITE_URL = "https://register.example.org"
    with time_machine.travel("2021-05-01T08:00:00Z") as now:
        yield now


def until(day):
    return {"due_as_written": str(day), "due_from": day, "due_to": day}


@pytest.fixture
def plan(mali, wpa_mali):
    """A commitment without news, one heard of, and four actions; no date but of the actions."""
    commitment = make_commitment(mali, title="Open the hidden office", reference="a1")
    recent = make_commitment(instrument=commitment.instrument, title="Heard of lately")
    report(recent, wpa_mali, as_of=date(2020, 5, 1))
    for title, day in (
        ("Was due yesterday", DAY - timedelta(1)), ("Is due today", DAY),
        ("Is due in a month", DAY + timedelta(30)), ("Is due later", DAY + timedelta(31)),
    ):  # fmt: skip
        make_action(commitment, title=title, **until(day))
    return commitment


def titles(rows):
    return sorted(row.title for row in rows)


def test_each_stands_in_the_most_pressing_group_alone(plan, wpa_mali):
    steps = due.waiting(due.of(Action, wpa_mali, "update"), DAY)
    promised = due.waiting(due.of(Commitment, wpa_mali, "update"), DAY)

    assert titles(steps.overdue) == ["Was due yesterday"]
    assert titles(steps.soon) == ["Is due in a month", "Is due today"]
    assert titles(steps.quiet) == ["Is due later"]
    assert titles(promised.quiet) == ["Open the hidden office"]
    assert due.mine(wpa_mali, DAY) == (1, 2, 2)


@pytest.mark.parametrize(("as_of", "quiet"), [(date(2020, 5, 1), 0), (date(2020, 4, 30), 1)])
def test_quiet_is_what_nobody_has_spoken_of_for_so_many_months(mali, wpa_mali, as_of, quiet):
    report(make_commitment(mali), wpa_mali, as_of=as_of, classification="confidential")

    assert due.mine(wpa_mali, DAY) == (0, 0, quiet)


def test_what_is_done_waits_for_nobody(mali, wpa_mali):
    done = make_commitment(mali, **until(date(2020, 1, 1)))
    report(done, wpa_mali, "implemented", date(2019, 1, 1), evidence="A copy.")

    assert due.mine(wpa_mali, DAY) == (0, 0, 0)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_months_before_a_day_is_that_day_or_the_end_of_a_shorter_month(day, months):
    before = due.months_before(day, months)

    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day == day.day or (before + timedelta(1)).day == 1


def page(client, query=""):
    answer = client.get(f"/commitments/due/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_begins_with_what_one_reports_on(client, plan, mali, veloria, wpa_mali):
    make_action(make_commitment(veloria), title="Of another country", **until(date(2020, 1, 1)))
    give_role(wpa_mali, "reader", veloria)
    make_instrument(veloria)
    client.force_login(wpa_mali)

    mine, everything = page(client), page(client, "?whose=all")

    assert "Was due yesterday" in mine
    assert "Of another country" not in mine
    assert "Of another country" in everything
    assert "Heard of lately" not in everything


def test_a_reader_sees_what_is_open_and_is_offered_no_choice_of_whose(client, plan, reader):
    hidden = make_source(classification="internal")
    make_action(plan, title="Known to few", source=hidden, **until(date(2020, 1, 1)))
    client.force_login(reader)

    shown = page(client)

    assert "Was due yesterday" in shown
    assert "Known to few" not in shown
    assert "Those I report on" not in shown


def test_by_lead_and_by_country(client, plan, reader):
    ministry = make_organisation("ministry", name_en="A ministry")
    plan.actions.get(title="Is due today").responsible.add(ministry)
    client.force_login(reader)

    shown = page(client, "?lead=ministry&country=mali")

    assert "Is due today" in shown
    assert "Was due yesterday" not in shown
    assert "Select a valid choice" in page(client, "?lead=nobody")


def test_the_home_page_has_a_row_for_each_and_leads_here(plan, wpa_mali, reader, reviewer):
    rows = {need.word: need for need in needs(wpa_mali)}

    assert rows["Due soon"].title == "2 commitments and actions"
    assert rows["Quiet"].href == "/commitments/due/#quiet"
    for person in (reader, reviewer):
        assert not {"Due soon", "Quiet"} & {need.word for need in needs(person)}


def test_the_whole_mail_says_that_and_where_never_what(plan, wpa_mali):
    assert send_reminders().sent == 1

    (message,) = mail.outbox
    assert message.subject == "Commitments due"
    assert message.to == [wpa_mali.email]
    assert message.body == (
        "1 commitment or action is overdue.\n"
        "2 are due within 30 days.\n"
        "Of 2 nothing has been heard for 12 months.\n"
        "\n"
        "The list, once you have signed in:\n"
        "https://register.example.org/commitments/due/\n"
        "\n"
        "How often this mail comes is one of your settings:\n"
        "https://register.example.org/account/\n"
        "\n"
        "The register sends no attachments and never asks for a password by e-mail.\n"
    )
    whole = message.message().as_string()
    for word in ("hidden", "office", "Mali", "mali/", "a1", plan.instrument.short_title):
        assert word not in whole
    assert Event.objects.filter(verb="created").last().details["overdue"] == 1


def test_in_the_language_of_the_person(plan, wpa_mali):
    wpa_mali.language = "fr"
    wpa_mali.save()
    send_reminders()

    assert "https://register.example.org/fr/commitments/due/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("wish", "days"), [("daily", [0, 1, 2, 6, 7]), ("weekly", [0, 7]), ("none", [])]
)
def test_one_mail_for_a_person_and_a_day_as_often_as_wished(plan, wpa_mali, at, wish, days):
    wpa_mali.reminders = wish
    wpa_mali.save()
    for day in (0, 1, 2, 6, 7):
        at.move_to(f"2021-05-0{1 + day}T08:00:00Z")
        send_reminders()
        assert send_reminders().sent == 0
    sent = [(row.day - DAY).days for row in CommitmentReminder.objects.order_by("day")]
    assert sent == days


def test_of_one_person_and_one_day_there_is_one_row(wpa_mali):
    CommitmentReminder.objects.create(person=wpa_mali, day=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitmentReminder.objects.create(person=wpa_mali, day=DAY)


def test_only_who_reports_where_something_waits(
    plan, mali, wpa_mali, focal_point, wpa_veloria, reviewer, reader, donor, auditor,
    administrator, stranger,
):  # fmt: skip
    make_user("wpa", mali, is_active=False)
    give_role(make_user(), "wpa", everywhere=True, ends=date(2021, 4, 30))
    send_reminders()

    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        [wpa_mali.email, focal_point.email]
    )


def test_a_mail_that_fails_stops_no_other_and_is_tried_again(
    plan, wpa_mali, focal_point, monkeypatch
):
    send = mail.EmailMessage.send

    def fails_once(message, *args, **kwargs):
        if message.to == [wpa_mali.email]:
            raise OSError("No route to host")
        return send(message, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMessage, "send", fails_once)
    with pytest.raises(CommandError, match="tries them again"):
        call_command("send_commitment_reminders")
    assert [message.to for message in mail.outbox] == [[focal_point.email]]
    monkeypatch.undo()
    call_command("send_commitment_reminders")
    assert [message.to for message in mail.outbox] == [[focal_point.email], [wpa_mali.email]]


def test_without_an_address_of_the_register_nothing_is_sent(plan, wpa_mali, settings):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("send_commitment_reminders")
