"""Kept reports that are made by themselves: one that fails stops no other."""

from datetime import date

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from foundation.audit.models import Event, Verb
from foundation.exports import gate, schedule
from foundation.exports.models import Definition, Export
from foundation.exports.reports import REPORTS
from tests.projects.factories import make_project


@pytest.fixture
def kept(mali, donor, reader, monkeypatch):
    """One that fails, by name the first, and one of another person."""
    make_project(mali, "MAL1", title="marker-mali")
    for by, name, report in ((donor, "a", "ledger"), (reader, "b", "projects")):
        Definition.objects.create(
            by=by, name=name, report=report, ending="csv", language="en", every="day"
        )

    def fail(*anything):
        raise RuntimeError("marker-inside")

    monkeypatch.setattr(REPORTS["ledger"], "count", fail)


def test_the_others_are_made_and_the_failure_is_recorded_and_told(kept, donor, reader):
    assert schedule.run(date(2026, 11, 24)) == (1, 0, 1)
    assert [export.by for export in Export.objects.all()] == [reader]
    event = Event.objects.get(verb=Verb.DENIED)
    assert (event.actor_id, event.details["report"]) == (donor.pk, "ledger")
    assert event.details["error"] == "RuntimeError"
    told = {message.to[0]: message for message in mail.outbox}
    assert told.keys() == {donor.email, reader.email}
    assert told[donor.email].subject != told[reader.email].subject
    assert "marker" not in told[donor.email].body
    assert schedule.run(date(2026, 11, 24)) == (0, 0, 0)


def test_the_command_ends_with_an_error_after_all_are_asked_for(kept, capsys):
    with pytest.raises(CommandError):
        call_command("run_reports")
    assert "1 asked for, 0 refused, 1 failed." in capsys.readouterr().out
    assert Export.objects.count() == 1


def test_without_a_failure_it_ends_well(kept, monkeypatch, capsys):
    monkeypatch.setattr(schedule.gate, "ask", lambda *_args, **_more: Export(reference="e1"))
    call_command("run_reports")
    assert "2 asked for, 0 refused, 0 failed." in capsys.readouterr().out
    assert gate.ask
