"""What IATI files say of our projects: kept beside them, never over them."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse

from foundation.audit.models import Event, Verb
from foundation.imports import actions
from foundation.imports.kinds import KINDS
from foundation.imports.models import Batch
from projects.models import Project, RegisterEntry
from tests.factories import make_source, make_user

from . import standard
from .factories import make_full, make_publishable

KIND = KINDS["iati"]
EXAMPLE = standard.example("una046-una052-valid.xml")


@pytest.fixture
def register(db):
    return make_source(title="IATI file of the fund", short_title="IATI file of the fund")


@pytest.fixture
def let_in(programme_officer, register):
    """Send a file and confirm it: the plan as it was carried out."""

    def run(data, by=None, source=None):
        by = by or programme_officer
        options = {"source": (source or register).pk}
        batch = actions.keep(KIND, data, "a.xml", by=by, about={"options": options})
        return actions.commit(batch, by=by)

    return run


def file_of(code="XV001", number="XXV001", body="", status="2", **more):
    said = {
        "title": "Sample project XV001", "start": "2016-03-01", "head": "", **more,
    }  # fmt: skip
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" generated-datetime="2020-05-01T00:00:00Z">{said["head"]}
<iati-activity xml:lang="en" default-currency="USD">
<iati-identifier>XM-DAC-41401-{number}</iati-identifier>
<reporting-org ref="XM-DAC-41401" type="40"><narrative>Office</narrative></reporting-org>
<title><narrative>{said["title"]}</narrative></title>
<description><narrative>About it</narrative></description>
<participating-org role="4"><narrative>Somebody</narrative></participating-org>
<other-identifier ref="{code}" type="A9"/>
<activity-status code="{status}"/>
<activity-date type="1" iso-date="{said["start"]}"/>
<recipient-country code="ML"/>
<sector vocabulary="1" code="15180"/>
{body}
</iati-activity>
</iati-activities>""".encode()


def entries(project):
    rows = RegisterEntry.objects.filter(project=project).order_by("pk")
    return [(row.field, row.value_as_written) for row in rows]


def rows_of(project):
    return Project.objects.filter(pk=project.pk).values().get()


def test_what_a_file_says_stands_beside_the_project(veloria, let_in, register):
    project = make_publishable(veloria)
    before = rows_of(project)
    plan = let_in(file_of(title="Another title", status="3"))
    assert entries(project) == [
        ("number", "XXV001"), ("title", "Another title"), ("description", "About it"),
        ("country", "ML"), ("organisations", "Somebody"), ("starts", "2016-03-01"),
        ("status", "3 Finalisation"), ("sectors", "15180"),
    ]  # fmt: skip
    assert rows_of(project) == before
    entry = RegisterEntry.objects.get(field="title")
    assert entry.register == register
    assert entry.page == "XM-DAC-41401-XXV001, line 6"
    assert str(entry.as_of) == "2020-05-01"
    assert not entry.chosen
    differing = {row.entry.field for match in plan.matches for row in match.rows if row.kinds}
    assert differing == {"title", "country", "status"}  # Veloria is not ML


def test_a_status_in_the_words_of_iati_is_the_same_status(veloria, let_in):
    project = make_publishable(veloria)
    (match,) = let_in(file_of(status="2")).matches
    row = next(row for row in match.rows if row.entry.field == "status")
    assert (row.shown, row.kinds) == ("Ongoing", ())
    assert project.status == "ongoing"


def test_the_status_of_a_file_can_be_chosen(veloria, let_in, programme_officer):
    from projects.actions import choose_entry

    project = make_publishable(veloria, status="not-recorded")
    let_in(file_of(status="4"))
    entry = RegisterEntry.objects.get(field="status")
    choose_entry(entry, by=programme_officer, reason="The fund says so.")
    project.refresh_from_db()
    assert project.status == "financially-closed"


def test_the_same_file_twice_changes_nothing(veloria, let_in):
    project = make_publishable(veloria)
    first = let_in(file_of())
    held = entries(project)
    second = let_in(file_of())
    assert len(first.new) == len(second.unchanged) == len(held) == 8
    assert second.new == []
    assert entries(project) == held


def test_one_event_names_the_file_and_no_value(veloria, let_in):
    make_publishable(veloria)
    let_in(file_of())
    event = Event.objects.get(verb=Verb.IMPORTED)
    assert (event.details["kind"], event.details["new"]) == ("iati", 8)
    assert "Sample" not in str(event.details)


def test_an_activity_is_about_a_project_by_its_code_or_its_number(veloria, let_in):
    project = make_publishable(veloria)
    other = make_publishable(veloria, "XV002")
    assert let_in(file_of(code="else")).matches[0].project == project
    assert let_in(file_of(code="XV002", number="else")).matches[0].project == other
    assert let_in_none(let_in, file_of(code="XV002")) == 1  # its number is that of XV001
    assert let_in_none(let_in, file_of(code="else", number="else")) == 1


def let_in_none(let_in, data):
    with pytest.raises(actions.NotReadyError) as refusal:
        let_in(data)
    assert refusal.value.plan.matches == []
    return len(refusal.value.plan.unmatched)


def test_projects_out_of_reach_are_as_if_they_were_not_there(veloria, mali, let_in):
    make_publishable(veloria)
    make_publishable(mali, "MLX")
    officer = make_user("programme-officer", mali, name="Officer in Mali")
    assert let_in_none(lambda data: let_in(data, by=officer), file_of()) == 1
    assert let_in(file_of(code="MLX", number="XMLX"), by=officer).new


def test_who_may_not_keep_projects_lets_nothing_in(veloria, let_in, reader, reviewer, wpa_veloria):
    make_publishable(veloria)
    for user in (reader, reviewer, wpa_veloria):
        with pytest.raises(PermissionDenied):
            let_in(file_of(), by=user)
    assert not RegisterEntry.objects.exists()


def test_a_batch_is_of_its_sender_alone(veloria, programme_officer, register):
    make_publishable(veloria)
    other = make_user("programme-officer", everywhere=True, name="Another officer")
    batch = actions.keep(
        KIND, file_of(), "a.xml", by=programme_officer, about={"options": {"source": register.pk}}
    )
    with pytest.raises(PermissionDenied):
        actions.commit(batch, by=other)
    assert not RegisterEntry.objects.exists()


def test_a_source_that_one_may_not_see_is_no_register(veloria, let_in):
    make_publishable(veloria)
    with pytest.raises(ValidationError):
        let_in(file_of(), source=make_source(classification="strict"))
    assert not RegisterEntry.objects.exists()


def test_all_or_nothing(veloria, let_in, monkeypatch):
    make_publishable(veloria)
    saved = RegisterEntry.save

    def fail_at_status(self, **more):
        if self.field == "status":
            raise RuntimeError("The disk is full.")
        saved(self, **more)

    monkeypatch.setattr(RegisterEntry, "save", fail_at_status)
    with pytest.raises(RuntimeError):
        let_in(file_of())
    assert not RegisterEntry.objects.exists()
    assert not Event.objects.filter(verb=Verb.IMPORTED).exists()


def test_a_value_that_somebody_adds_meanwhile_leaves_all_as_it_was(veloria, let_in, monkeypatch):
    make_publishable(veloria)
    saved = RegisterEntry.save

    def twice_at_status(self, **more):
        if self.field == "status":
            raise IntegrityError("projects_entry_once")
        saved(self, **more)

    monkeypatch.setattr(RegisterEntry, "save", twice_at_status)
    with pytest.raises(actions.NotReadyError) as refusal:
        let_in(file_of())
    assert not refusal.value.plan.ready
    assert not RegisterEntry.objects.exists()
    assert Batch.objects.get().waits


@pytest.mark.parametrize("name", ["una046-una052-valid.xml", "una-finance-shape.xml"])
def test_the_examples_without_errors_are_read_without_faults(name, db):
    assert KIND.read(standard.example(name), name).faults == []


def test_in_and_out_again_without_loss(db, let_in, take, programme_officer):
    """What the register holds is the same after the round, and so is what it publishes."""
    call_command("load_reference", verbosity=0)
    call_command("load_mali", verbosity=0)
    before = list(Project.objects.values())
    rows = {model: list(model.objects.values()) for model in _kept()}
    first = take("iati", programme_officer, "iati", "country=mali")[1]

    plan = let_in(EXAMPLE)

    assert {match.project.code for match in plan.matches} == {"UNA046", "UNA052"}
    assert list(Project.objects.values()) == before
    assert {model: list(model.objects.values()) for model in _kept()} == rows
    again = take("iati", programme_officer, "iati", "country=mali")[1]
    assert standard.faults(again) == []
    assert _activities(again) == _activities(first)
    kept = {(e.project.code, e.field): e.value_as_written
            for e in RegisterEntry.objects.filter(register=plan.source)}  # fmt: skip
    assert kept["UNA052", "starts"] == "2017-10-09"
    assert kept["UNA052", "ends"] == "2018-07-31"
    assert kept["UNA052", "status"] == "4 Closed"
    assert kept["UNA046", "number"] == "00102004"


def test_what_was_published_says_nothing_new_of_its_project(veloria, let_in, take, reader):
    """A file of ours read again: every value that the page shows is found the same."""
    make_full(veloria)
    data = take("iati", reader, "iati")[1]
    plan = let_in(data)
    assert not plan.file.faults
    kinds = {row.entry.field: row.kinds for match in plan.matches for row in match.rows}
    assert kinds["number"] == kinds["starts"] == kinds["ends"] == kinds["status"] == ()


def _kept():
    from projects.models import Participation, ProjectDocument, Result, Transaction

    return [Participation, ProjectDocument, Result, Transaction]


def _activities(data):
    return data[data.index(b"<iati-activity ") :]


def test_the_pages_show_it_before_anything_is_added(veloria, client, programme_officer, register):
    project = make_publishable(veloria)
    client.force_login(programme_officer)
    assert "IATI activities" in client.get("/imports/").content.decode()
    assert 'accept=".xml"' in client.get("/imports/iati/").content.decode()
    assert client.get("/imports/iati/template/csv/").status_code == 404
    data = file_of(title="Another <title>".replace("<", "&lt;"), start="2016-04-31")
    sent = {"file": SimpleUploadedFile("a.xml", data), "source": register.pk}
    answer = client.post("/imports/iati/", sent)
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    for text in ("Another &lt;title&gt;", "XV001", "Line 11", "2016-04-31", "Add 8 entries"):
        assert text in page
    assert not RegisterEntry.objects.exists()
    batch = Batch.objects.get()
    faults = client.get(reverse("imports:errors", args=["iati", Batch.objects.get().reference]))
    assert b"2016-04-31" in b"".join(faults)
    confirm = reverse("imports:commit", args=["iati", batch.reference])
    assert client.post(confirm, {"seen": "else"}).status_code == 409
    assert not RegisterEntry.objects.exists()
    seen = re.search('name="seen" value="([0-9a-f]{64})"', page)[1]
    assert client.post(confirm, {"seen": seen}).status_code == 302
    assert RegisterEntry.objects.filter(project=project).count() == 8
    assert "8 rows were added" in client.get(batch.get_absolute_url()).content.decode()


def test_a_file_without_its_source_is_asked_for_it(veloria, client, programme_officer):
    client.force_login(programme_officer)
    answer = client.post("/imports/iati/", {"file": SimpleUploadedFile("a.xml", file_of())})
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_a_file_about_nothing_here_is_not_confirmed(db, client, programme_officer, register):
    client.force_login(programme_officer)
    sent = {"file": SimpleUploadedFile("a.xml", file_of()), "source": register.pk}
    page = client.get(client.post("/imports/iati/", sent).url).content.decode()
    assert "No activity of this file is about a project" in page
    assert "Nothing is new" in page
    assert "commit/" not in page
