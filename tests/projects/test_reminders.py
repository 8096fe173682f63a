"""Reminders: to whom, how often, in which language, and with nothing in them but numbers."""

import smtplib
import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from foundation.audit.models import Event
from projects.models import Reminder
from projects.reminders import send_reminders
from tests.factories import give_role, make_user
from tests.projects.factories import make_project
from tests.projects.life_factories import make_report

DAY = date(2021, 5, 1)


@pytest.fixture(autouse=True)
def at(settings):
    settings.SITE_URL = "https://register.example.org"
    with time_machine.travel("2021-05-01T08:00:00Z") as now:
        yield now


@pytest.fixture
def project(veloria):
    project = make_project(veloria, "XV900", title="Clinics in the hidden valley")
    make_report(
        project, period_year=2018, due_on=DAY - timedelta(1), expected_since=date(2018, 1, 1)
    )
    make_report(project, "end-of-project-report", due_on=DAY + timedelta(30))
    make_report(project, "final-financial-report", due_on=DAY + timedelta(31))
    return project


@pytest.fixture
def officer(veloria):
    return make_user("programme-officer", veloria, name="Officer", email="officer@demo.example")


def addresses():
    return sorted(address for message in mail.outbox for address in message.to)


def test_the_whole_mail(project, officer):
    send_reminders()
    (message,) = mail.outbox
    assert message.subject == "Reports due"
    assert message.to == ["officer@demo.example"]
    assert message.body == (
        "1 report is overdue.\n"
        "1 report is due within 30 days.\n"
        "\n"
        "The list, once you have signed in:\n"
        "https://register.example.org/projects/reports/\n"
        "\n"
        "How often this mail comes is one of your settings:\n"
        "https://register.example.org/account/\n"
        "\n"
        "The register sends no attachments and never asks for a password by e-mail.\n"
    )
    assert message.attachments == []
    whole = message.message().as_string()
    for word in ("XV900", "hidden", "valley", "Veloria", "veloria", "2018", "report-"):
        assert word not in whole


def test_in_the_language_of_the_person(project, officer):
    officer.language = "fr"
    officer.save()
    send_reminders()
    (message,) = mail.outbox
    assert "https://register.example.org/fr/projects/reports/" in message.body
    assert message.extra_headers["Content-Language"] == "fr"


def test_twice_a_day_sends_once(project, officer, at):
    assert send_reminders().sent == 1
    assert send_reminders().sent == 0
    at.shift(timedelta(hours=10))
    assert send_reminders().sent == 0
    assert len(mail.outbox) == 1
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "days"), [("daily", [0, 1, 2, 3, 6, 7, 8]), ("weekly", [0, 7]), ("none", [])]
)
def test_as_often_as_the_person_wishes(project, officer, at, wish, days):
    officer.reminders = wish
    officer.save()
    for day in (0, 1, 2, 3, 6, 7, 8):
        at.move_to(f"2021-05-0{1 + day}T08:00:00Z")
        send_reminders()
    sent = [(row.day - DAY).days for row in Reminder.objects.order_by("day")]
    assert sent == days


def test_only_who_keeps_reports_where_they_are_due(
    project, officer, mali, reviewer, wpa_veloria, reader, donor, auditor, administrator, stranger
):
    make_user("programme-officer", mali)
    make_user("programme-officer", is_superuser=False)
    gone = make_user("programme-officer", project.country)
    gone.is_active = False
    gone.save()
    over = make_user()
    give_role(over, "programme-officer", everywhere=True, ends=date(2021, 4, 30))
    send_reminders()
    assert addresses() == ["officer@demo.example"]


def test_a_project_above_ones_ceiling_is_not_counted(project, officer):
    hidden = make_project(project.country, classification="strict")
    make_report(
        hidden, period_year=2018, due_on=DAY - timedelta(1), expected_since=date(2018, 1, 1)
    )
    send_reminders()
    assert "1 report is overdue." in mail.outbox[0].body


def test_nothing_due_sends_nothing(officer):
    assert send_reminders().sent == 0
    assert not Reminder.objects.exists()


def test_a_mail_that_fails_stops_no_other_and_is_tried_again(project, officer, monkeypatch):
    other = make_user("programme-officer", project.country, email="other@demo.example")
    send = mail.EmailMessage.send

    def fail(message, *args, **kwargs):
        if message.to == ["officer@demo.example"]:
            raise smtplib.SMTPRecipientsRefused({})
        return send(message, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMessage, "send", fail)
    with pytest.raises(CommandError, match="the next run"):
        call_command("send_reminders", verbosity=0)
    assert addresses() == ["other@demo.example"]
    assert list(Reminder.objects.values_list("person", flat=True)) == [other.pk]
    monkeypatch.undo()
    assert send_reminders().sent == 1
    assert addresses() == ["officer@demo.example", "other@demo.example"]


def test_each_mail_and_each_failure_leaves_a_line_without_a_value(project, officer, monkeypatch):
    def fail(message, *args, **kwargs):
        raise ConnectionRefusedError("no such server")

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", fail)
        send_reminders()
    send_reminders()
    lines = Event.objects.filter(target_type="projects.Reminder").order_by("pk")
    assert [(line.verb, line.details) for line in lines] == [
        ("deleted", {"error": "ConnectionRefusedError"}), ("created", {"soon": 1, "overdue": 1}),
    ]  # fmt: skip
    assert {line.target for line in lines} == {f"reminder to person {officer.pk}"}


def test_the_command_says_how_many(project, officer, capsys):
    call_command("send_reminders")
    assert "1 sent, 0 failed." in capsys.readouterr().out


def test_without_its_own_address_the_register_sends_nothing(project, officer, settings):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("send_reminders")
    assert mail.outbox == []


def test_one_sets_it_oneself(client, officer, reader):
    client.force_login(officer)
    page = client.get(reverse("accounts:profile"))
    assert 'name="reminders"' in page.text
    data = {"full_name": "Officer", "duty_station": "", "language": "en", "reminders": "none"}
    assert client.post(reverse("accounts:profile"), data).status_code == 302
    officer.refresh_from_db()
    assert officer.reminders == "none"
    assert (
        client.post(reverse("accounts:profile"), {**data, "reminders": "hourly"}).status_code
        == 200
    )
    client.force_login(reader)
    assert 'name="reminders"' not in client.get(reverse("accounts:profile")).text


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one_mail(project, officer):
    barrier, outcomes = threading.Barrier(2), []

    def run():
        try:
            barrier.wait(timeout=10)
            outcomes.append(send_reminders().sent)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == [0, 1]
    assert len(mail.outbox) == 1
