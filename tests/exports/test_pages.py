"""Taking a report out in the browser: the choices, the file, what is kept, what is refused."""

import re
from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from foundation.audit.models import Event, Verb
from foundation.exports import gate, schedule
from foundation.exports.models import Definition, Export
from tests.factories import make_user
from tests.projects.factories import make_project

PAGE = "/reports/projects/"


@pytest.fixture
def projects(mali, veloria):
    make_project(mali, "MAL1", title="marker-mali")
    make_project(veloria, "VEL1", title="marker-veloria")


@pytest.fixture
def donor_client(client, donor):
    client.force_login(donor)
    return client


def body(response):
    if not response.streaming:
        return response.content
    data = b"".join(response.streaming_content)
    for close in response._resource_closers:  # closing the response would end the connection
        close()
    return data


def test_the_list_offers_what_one_may_take(client, donor, auditor, projects):
    client.force_login(donor)
    page = client.get("/reports/").content.decode()
    assert PAGE in page
    assert "/reports/audit-extract/" not in page
    client.force_login(auditor)
    page = client.get("/reports/").content.decode()
    assert PAGE not in page
    assert "/reports/audit-extract/" in page


def test_a_report_of_others_is_refused_and_an_unknown_one_is_not_there(client, auditor, projects):
    client.force_login(auditor)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"take": "csv"}).status_code == 403
    assert client.get("/reports/no-such-report/").status_code == 404


def test_the_page_says_how_many_rows_and_sends_the_file(donor_client, projects, mali):
    assert "2 rows" in donor_client.get(PAGE).content.decode()
    assert "1 row." in donor_client.get(PAGE, {"country": "mali"}).content.decode()

    response = donor_client.post(PAGE, {"take": "csv", "country": "mali", "audience": "public"})
    text = body(response).decode("utf-8-sig")
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Cache-Control"] == "no-store, private"
    assert "marker-mali" in text
    assert "marker-veloria" not in text
    assert "Country: Mali" in text


def test_a_csv_begins_with_a_mark_unless_it_is_wished_bare(donor_client, donor, projects):
    mark = "\ufeff".encode()
    assert body(donor_client.post(PAGE, {"take": "csv"})).startswith(mark)
    bare = body(donor_client.post(PAGE, {"take": "csv", "bare": "on"}))
    assert bare.startswith(b"Code")
    assert b"marker-mali" in bare
    told = {"name": "mine", "ending": "csv", "every": "day", "bare": "on"}
    donor_client.post(f"{PAGE}keep/", told)
    page = donor_client.get(Definition.objects.get().href).content.decode()
    assert re.search(r'name="bare"[^>]* checked', page)
    schedule.run(date(2026, 11, 24))
    assert "bare=on" in Export.objects.latest("pk").options
    assert 'name="bare"' not in donor_client.get("/reports/portfolio/").content.decode()


def test_choices_that_mean_nothing_are_said_where_they_are(donor_client, projects):
    response = donor_client.post(PAGE, {"take": "csv", "year": "soon", "q": "typed before"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Enter a number." in page
    assert "typed before" in page
    assert not Export.objects.exists()


def test_a_reason_is_asked_for_and_what_was_typed_stays(donor_client, projects, settings):
    settings.EXPORT_REASON_ROWS = 1
    response = donor_client.post(PAGE, {"take": "csv"})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'href="#id_reason"' in page
    assert "Say what it is for" in page
    long = donor_client.post(PAGE, {"take": "csv", "reason": "x" * 401, "country": "mali"})
    assert long.status_code == 422
    assert "x" * 401 in long.content.decode()
    assert not Export.objects.exists()
    assert b"marker-mali" in body(donor_client.post(PAGE, {"take": "csv", "reason": "Report"}))


def test_a_file_of_somebody_else_is_not_there(client, donor, reader, projects):
    client.force_login(donor)
    body(client.post(PAGE, {"take": "csv"}))
    export = Export.objects.get()
    own = reverse("exports:export", args=[export.reference])
    assert client.get(own).status_code == 200
    assert body(client.get(f"{own}file/")).startswith(b"\xef\xbb\xbfCode,")

    client.force_login(reader)
    nothing = reverse("exports:export", args=["enothing12"])
    for address in (own, nothing):
        assert client.get(address).status_code == 404
        assert client.get(f"{address}file/").status_code == 404
        assert client.post(f"{address}cancel/").status_code == 404
        assert client.post(f"{address}agree/").status_code == 404


def test_who_keeps_watch_sees_that_and_what_but_not_the_file(client, donor, auditor, projects):
    client.force_login(donor)
    body(client.post(PAGE, {"take": "csv", "country": "mali"}))
    own = reverse("exports:export", args=[Export.objects.get().reference])
    client.force_login(auditor)
    page = client.get(own).content.decode()
    assert "Mali" in page
    assert f"{own}file/" not in page
    assert client.get(f"{own}file/").status_code == 404


def test_a_second_person_decides_on_the_page(client, donor, reviewer, projects, settings):
    settings.EXPORT_SECOND_PERSON_ROWS = 1
    client.force_login(donor)
    response = client.post(PAGE, {"take": "csv", "reason": "All of it"})
    export = Export.objects.get()
    address = reverse("exports:export", args=[export.reference])
    assert response.url == address
    assert "second person agrees" in client.get(address).content.decode()

    client.force_login(reviewer)
    assert address in client.get("/reports/").content.decode()
    empty = client.post(f"{address}refuse/", {"reason": ""})
    long = client.post(f"{address}refuse/", {"reason": "x" * 401})
    assert (empty.status_code, long.status_code) == (422, 422)
    assert 'href="#id_reason"' in empty.content.decode()
    assert "x" * 401 in long.content.decode()
    export.refresh_from_db()
    assert export.state == "asked"
    page = client.post(f"{address}agree/", follow=True)
    assert page.status_code == 200
    assert "Your decision was recorded." in page.content.decode()
    assert f"{address}file/" not in page.content.decode()
    assert client.get(f"{address}file/").status_code == 404
    export.refresh_from_db()
    assert export.state == "waiting"
    client.force_login(make_user("reviewer", everywhere=True))
    assert client.get(address).status_code == 404  # nothing is left to decide


def test_a_large_file_is_made_later_and_shows_how_far(donor_client, projects, monkeypatch):
    monkeypatch.setattr(gate, "AT_ONCE_ROWS", 1)
    address = donor_client.post(PAGE, {"take": "csv"}).url
    page = donor_client.get(address).content.decode()
    assert "<progress" in page
    assert 'http-equiv="refresh"' in page
    donor_client.post(f"{address}cancel/")
    assert "<progress" not in donor_client.get(address).content.decode()


def test_a_kept_report_is_ones_own(client, donor, reader, projects):
    client.force_login(donor)
    kept = {"name": "Mali", "ending": "xlsx", "every": "week", "country": "mali"}
    assert client.post(f"{PAGE}keep/", kept).url == "/reports/"
    definition = Definition.objects.get()
    assert definition.options == "country=mali"
    assert definition.href in client.get("/reports/").content.decode()
    assert client.post(f"{PAGE}keep/", kept).status_code == 422  # the name is taken

    client.force_login(reader)
    assert "Mali" not in client.get("/reports/").content.decode()
    assert client.post(f"/reports/kept/{definition.pk}/remove/").status_code == 404
    client.force_login(donor)
    client.post(f"/reports/kept/{definition.pk}/remove/")
    assert not Definition.objects.exists()


def test_kept_reports_are_made_by_themselves_once_a_day(
    donor, projects, django_capture_on_commit_callbacks
):
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    for every in ("day", "week", "month", ""):
        Definition.objects.create(
            by=donor, name=f"each {every}", report="projects", ending="csv", language="en",
            every=every,
        )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        assert schedule.run(monday) == (2, 0, 0)
        assert schedule.run(monday) == (0, 0, 0)
        assert schedule.run(tuesday) == (1, 0, 0)
    assert Export.objects.filter(by=donor, state="waiting").count() == 3
    assert len(mail.outbox) == 3
    assert "marker" not in mail.outbox[0].body


def test_a_kept_report_above_the_limit_is_refused_and_recorded(donor, projects, settings):
    settings.EXPORT_ROWS_A_DAY = 1
    Definition.objects.create(
        by=donor, name="mine", report="projects", ending="csv", language="en", every="day"
    )
    assert schedule.run(date(2026, 11, 24)) == (0, 1, 0)
    assert Event.objects.filter(verb=Verb.DENIED, details__reason="quota").count() == 1


def test_kept_reports_end_with_the_rights_of_their_owner(projects):
    gone = make_user("donor", everywhere=True)
    Definition.objects.create(
        by=gone, name="mine", report="projects", ending="csv", language="en", every="day"
    )
    gone.memberships.all().delete()
    assert schedule.run(date(2026, 11, 24)) == (0, 1, 0)
    assert not Export.objects.exists()
    gone.is_active = False
    gone.save()
    assert schedule.run(date(2026, 11, 25)) == (0, 0, 0)


def test_what_the_register_holds_about_one(client, donor, reader):
    client.force_login(donor)
    text = body(client.post("/reports/own-data/", {"take": "json"})).decode()
    assert donor.email in text
    assert reader.email not in text


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/projects/?country=mali", "/reports/projects/?country=mali"),
        ("/projects/MAL1/", "/reports/project/?project=MAL1"),
        ("/projects/MAL1/money/", "/reports/ledger/?project=MAL1"),
        ("/projects/MAL1/documents/", "/reports/project-documents/?q=MAL1"),
        ("/projects/figures/?country=mali", "/reports/portfolio/?country=mali"),
        ("/projects/reports/?state=due", "/reports/reports-due/?state=due"),
        ("/commitments/table/?status=delayed", "/reports/commitments/?status=delayed"),
        ("/commitments/progress/?as_of=2020-01-01", "/reports/progress/?as_of=2020-01-01"),
        ("/commitments/changes/", "/reports/what-changed/"),
        ("/commitments/indicators/", "/reports/indicators/"),
        ("/countries/mali/", "/reports/country-brief/?country=mali"),
        ("/fr/countries/mali/", "/fr/reports/country-brief/?country=mali"),
    ],
)
def test_a_page_leads_to_its_file_with_its_choices(
    client, reader, auditor, projects, address, link
):
    client.force_login(reader)
    page = client.get(address).content.decode()
    assert f'href="{link}' in page.replace("&amp;", "&")
    report = link.partition("?")[0]
    client.force_login(auditor)  # sees the page and takes nothing of it out
    assert f'href="{report}' not in client.get(address).content.decode()


def test_the_audit_trail_leads_to_its_extract(client, auditor):
    client.force_login(auditor)
    assert 'href="/reports/audit-extract/"' in client.get("/audit/").content.decode()


def test_a_report_that_asks_for_something_says_so_only_when_sent(client, reader, projects):
    client.force_login(reader)
    page = client.get("/reports/country-brief/")
    assert page.status_code == 200
    assert "This field is required" not in page.content.decode()
    response = client.post("/reports/country-brief/", {"take": "json", "country": ""})
    assert response.status_code == 422
    assert "This field is required" in response.content.decode()


def test_a_file_is_found_by_its_number(client, donor, reader, auditor, projects):
    client.force_login(donor)
    body(client.post(PAGE, {"take": "csv"}))
    export = Export.objects.get()
    address = reverse("exports:export", args=[export.reference])
    for user, finds in ((donor, True), (auditor, True), (reader, False)):
        client.force_login(user)
        page = client.get("/search/", {"q": export.reference}).content.decode()
        assert (f'href="{address}"' in page) is finds


def test_choices_of_several_are_said_by_name(client, reader, projects):
    client.force_login(reader)
    asked = {"take": "json", "countries": ["mali", "veloria"], "year": "2019"}
    text = body(client.post("/reports/annual-annex/", asked)).decode()
    assert "Countries: Mali, Veloria" in text
