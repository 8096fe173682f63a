"""What needs a person: worked out from what that person may do."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from incidents.models import Submission
from overview.needs import needs
from tests.factories import give_role, make_user


def words(user):
    return {(need.word, need.title) for need in needs(user)}


@pytest.mark.usefixtures("demo")
def test_each_finds_ones_own_work_and_no_other(demo_cast):
    reviewer = needs(demo_cast["reviewer"])
    records = [need for need in reviewer if need.word == "To review" and "incidents" in need.href]
    assert len(records) == 1
    assert {"To accept", "To decide", "To review"} <= {need.word for need in reviewer}
    officer = {need.word for need in needs(demo_cast["programme-officer"])}
    assert {"Overdue", "No receipt recorded", "Missing", "Check date"} <= officer
    adviser = {need.word for need in needs(demo_cast["wpa-sample"])}
    assert {"Draft", "Sent back", "Overdue"} <= adviser
    assert "To review" not in adviser
    for person in ("reader", "donor", "auditor"):
        assert needs(demo_cast[person]) == []


@pytest.mark.usefixtures("demo")
def test_an_adviser_of_mali_hears_nothing_of_veloria(demo_cast):
    for need in needs(demo_cast["wpa-mali"]) + needs(demo_cast["focal-point"]):
        assert "veloria" not in need.href.lower()
        assert "sample" not in need.title.lower()


@pytest.mark.usefixtures("demo")
def test_the_list_says_that_and_where_never_a_count(demo_cast):
    stated = Submission.objects.exclude(stated_total=None).values_list("stated_total", flat=True)
    totals = {str(total) for total in stated}
    sent = date_format(timezone.localdate())  # the day it was loaded is no count
    for person in demo_cast.values():
        for need in needs(person):
            if "incidents" in need.href:
                said = f"{need.title} {need.why}".replace(sent, "").replace(",", " ")
                assert not totals & set(said.split())


def test_an_administrator_is_told_of_people_without_a_role_and_of_roles_that_end(
    administrator, stranger, mali
):
    leaving = make_user(name="Leaving")
    give_role(leaving, "wpa", mali, ends=date.today() + timedelta(days=5))  # noqa: DTZ011 - the product compares with local days as well

    found = {word for word, _title in words(administrator)}

    assert found == {"No role", "Ends soon"}
    assert ("No role", "Stranger") in words(administrator)


def test_somebody_without_a_role_is_told_so(client, stranger):
    client.force_login(stranger)
    page = client.get("/")
    assert page.status_code == 200
    assert "You hold no role yet" in page.text


@pytest.mark.usefixtures("demo")
def test_a_number_on_the_page_is_the_number_of_its_list(client, demo_cast):
    for person in ("reader", "wpa-mali", "programme-officer"):
        client.force_login(demo_cast[person])
        glance = {item.href: item.number for item in client.get("/").context["glance"]}
        for url in ("/projects/", "/commitments/"):
            assert client.get(url).context["paginator"].count == glance[url]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("url", ["/", "/countries/mali/", "/fr/countries/mali/"])
def test_no_link_on_a_page_leads_where_its_reader_may_not_go(client, demo_cast, url):
    for name, person in demo_cast.items():
        client.force_login(person)
        page = client.get(url)
        if name == "wpa-sample" and "mali" in url:
            assert page.status_code == 404
            continue
        assert page.status_code == 200
        found = set(re.findall(r'<a [^>]*href="(/[^"#]*)', page.text))
        dead = [link for link in found if client.get(unescape(link)).status_code >= 400]
        assert not dead, (name, dead)


@pytest.mark.usefixtures("demo")
def test_a_role_to_which_nothing_is_open_is_told_so_and_not_that_nothing_is_recorded(
    client, demo_cast
):
    client.force_login(demo_cast["admin"])
    page = client.get("/countries/mali/").text
    assert "Nothing here is open to your role" in page
    assert "is recorded yet" not in page
    assert client.get("/").context["glance"] == []
