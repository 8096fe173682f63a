"""What needs a person: worked out from what that person may do."""

from datetime import date, timedelta

import pytest

from incidents.models import Submission
from overview.needs import needs
from tests.factories import give_role, make_user


def words(user):
    return {(need.word, need.title) for need in needs(user)}


@pytest.mark.usefixtures("demo")
def test_each_finds_ones_own_work_and_no_other(demo_cast):
    reviewer = [need for need in needs(demo_cast["reviewer"]) if need.word == "To review"]
    assert len(reviewer) == 1
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
    for person in demo_cast.values():
        for need in needs(person):
            if "incidents" in need.href:
                assert not totals & set(f"{need.title} {need.why}".replace(",", " ").split())


def test_an_administrator_is_told_of_people_without_a_role_and_of_roles_that_end(
    administrator, stranger, mali
):
    leaving = make_user(name="Leaving")
    give_role(leaving, "wpa", mali, ends=date.today() + timedelta(days=5))  # noqa: DTZ011

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
        glance = client.get("/").context["glance"]
        assert client.get("/projects/").context["paginator"].count == glance["projects"]
        assert client.get("/commitments/").context["paginator"].count == glance["instruments"]
