"""Large files: checked and added by a worker, with a progress that only their sender sees."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from foundation.audit.models import Event
from foundation.imports import actions, background
from foundation.imports.kinds import KINDS
from foundation.imports.models import Batch
from foundation.jobs.models import Job
from foundation.jobs.queue import claim, work_once
from foundation.reference.models import Country
from incidents.models import Cell, Submission
from tests.factories import make_user

from .import_files import counts, long_file, make_setting, sent

ROWS = [["XV01", "women", 12], ["XV02", "girls", 5], ["XV03", "men", 1]]
URL = "/imports/submission/"


@pytest.fixture
def setting(transactional_db, monkeypatch):
    monkeypatch.setattr(type(KINDS["submission"]), "large", 2)
    country = Country.objects.create(
        iso2="XV", iso3="XVE", slug="veloria", name_en="Veloria", is_sample=True
    )
    return make_setting(country)


@pytest.fixture
def wpa(client, setting):
    client.force_login(setting.wpa)
    return client


def upload(client, *rows):
    file = SimpleUploadedFile("counts.csv", long_file(*(rows or ROWS)))
    return client.post(URL, {"file": file}).url


def seal_of(url):
    return Batch.objects.get(reference=url.split("/")[-2]).summary["seal"]


def test_a_large_file_is_checked_shown_and_added_by_a_worker(wpa):
    url = upload(wpa)
    page = wpa.get(url).text
    assert "Checking the rows" in page
    assert '<progress id="work-bar" max="100" value="0">' in page
    assert "It waits for its turn" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page

    work_once()
    page = wpa.get(url).text
    assert "3 rows can be added" in page
    assert "Northern" not in page  # what stands in the file, as it stands there
    assert page.count('<th scope="row" role="rowheader">Row') == 3
    assert not Cell.objects.exists()

    response = wpa.post(f"{url}commit/", {"seen": seal_of(url)}, follow=True)
    assert "Adding the rows" in response.text
    assert not Cell.objects.exists()
    work_once()
    page = wpa.get(url).text
    assert "3 rows were added." in page
    assert len(counts()) == 3
    batch = Batch.objects.get()
    assert (batch.state, batch.summary) == ("committed", None)
    event = Event.objects.get(verb="imported")
    assert event.details["sha256"] == batch.sha256


def test_a_page_that_waits_is_told_by_its_script_when_the_work_is_done(wpa):
    url = upload(wpa)
    assert "HX-Refresh" not in wpa.get(url, headers={"HX-Request": "true"})
    work_once()
    assert wpa.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_worker_tells_how_far_it_is(wpa):
    url = upload(wpa)
    job = claim()
    background.Reporter(background.Progress(job))(40)
    page = wpa.get(url).text
    assert 'value="40"' in page
    assert "Every row is checked" in page


def test_problems_of_a_large_file_are_shown_and_nothing_can_be_confirmed(wpa):
    url = upload(wpa, *ROWS, ["XV01", "boys", "-1"])
    work_once()
    page = wpa.get(url).text
    assert "1 row needs a correction" in page
    assert "never below zero" in page
    assert "commit/" not in page
    wpa.post(f"{url}commit/", {"seen": seal_of(url)})
    work_once()
    assert not Cell.objects.exists()
    assert "never below zero" in wpa.get(url).text
    assert b"never below zero" in wpa.get(f"{url}errors.csv").content


def test_what_changed_since_it_was_checked_is_shown_again(wpa, setting):
    url = upload(wpa)
    work_once()
    seen = seal_of(url)
    sooner = sent(setting.wpa, long_file(["XV01", "women", 7]))
    actions.commit(sooner, by=setting.wpa)
    wpa.post(f"{url}commit/", {"seen": seen})
    work_once()
    page = wpa.get(url).text
    assert "the register changed since this file was checked" in page
    assert "was 7" in page
    assert counts() == {("XV01", "women"): 7}
    wpa.post(f"{url}commit/", {"seen": seal_of(url)})
    work_once()
    assert counts()["XV01", "women"] == 12


@pytest.mark.parametrize("after", ["upload", "check", "confirm"])
def test_it_can_be_cancelled_until_it_is_added(wpa, after):
    url = upload(wpa)
    if after != "upload":
        work_once()
    if after == "confirm":
        wpa.post(f"{url}commit/", {"seen": seal_of(url)})
    assert "cancel/" in wpa.get(url).text
    wpa.post(f"{url}cancel/")
    while work_once():
        pass
    assert not Cell.objects.exists()
    assert Batch.objects.get().state == "cancelled"


def test_what_is_being_added_this_moment_is_no_longer_cancelled(wpa):
    url = upload(wpa)
    work_once()
    wpa.post(f"{url}commit/", {"seen": seal_of(url)})
    job = claim()
    assert "cancel/" not in wpa.get(url).text
    assert "being added this moment" in wpa.post(f"{url}cancel/", follow=True).text
    assert Batch.objects.get().state == "adding"
    background.add(Batch.objects.get(), background.Progress(job))
    assert len(counts()) == 3


def test_nobody_else_sees_how_far_it_is(client, wpa, setting):
    url = upload(wpa)
    assert wpa.get(url).status_code == 200
    client.force_login(make_user("wpa", setting.country))
    for address in (url, f"{url}again/", f"{url}columns/", f"{url}cancel/"):
        assert client.get(address).status_code in {404, 405}
        assert client.post(address).status_code in {404, 405}
    assert Batch.objects.get().state == "checking"


def test_work_that_failed_can_be_asked_for_again(wpa):
    url = upload(wpa)
    Job.objects.update(state="failed", ended_at=timezone.now())
    page = wpa.get(url).text
    assert "This could not be finished. Nothing was added." in page
    wpa.post(f"{url}again/")
    work_once()
    assert "3 rows can be added" in wpa.get(url).text


def test_a_worker_that_died_is_followed_by_another(wpa):
    url = upload(wpa)
    work_once()
    wpa.post(f"{url}commit/", {"seen": seal_of(url)})
    claim()  # and dies
    Job.objects.filter(state="running").update(leased_until=timezone.now() - timedelta(minutes=3))
    work_once()
    assert len(counts()) == 3
    assert Submission.objects.count() == 1


def test_a_right_that_ended_meanwhile_throws_the_file_away(wpa, setting):
    url = upload(wpa)
    work_once()
    wpa.post(f"{url}commit/", {"seen": seal_of(url)})
    setting.wpa.memberships.all().delete()
    work_once()
    assert not Cell.objects.exists()
    assert Batch.objects.get().state == "cancelled"


def test_a_small_file_waits_for_nobody(wpa):
    url = upload(wpa, *ROWS[:2])
    assert "2 rows can be added" in wpa.get(url).text
    assert not Job.objects.exists()
