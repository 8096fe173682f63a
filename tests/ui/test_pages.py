"""The pages that belong to no app, and the menu."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from foundation.ui import menu


@pytest.mark.parametrize("name", ["ui:about", "ui:accessibility"])
def test_the_plain_pages_are_open_to_everybody(client, db, name):
    html = client.get(reverse(name)).content.decode()

    assert html.count("<h1>") == 1
    assert "[c]" in html or name != "ui:about"
    assert 'aria-label="Main"' not in html


@pytest.mark.parametrize("threshold", [5, 11])
def test_the_page_about_the_data_states_the_threshold_in_use(client, db, settings, threshold):
    settings.SMALL_COUNT_THRESHOLD = threshold
    html = client.get(reverse("ui:about")).content.decode()
    assert f"fewer than {threshold}, or withheld so that a number below {threshold}" in html
    assert f"from 0 to {threshold - 1}." in html


def test_the_component_page_is_for_those_who_may_enter_the_administration(
    client, administrator, reader
):
    client.force_login(reader)
    assert client.get(reverse("ui:components")).status_code == 403

    client.force_login(administrator)
    html = client.get(reverse("ui:components")).content.decode()
    assert "invented sample data" in html


def test_a_page_that_does_not_exist_offers_the_menu_and_no_detail(client, reader):
    client.force_login(reader)
    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert "no-such-page" not in answer.content.decode().replace("/fr/no-such-page/", "")
    assert reverse("account_logout") in answer.content.decode()


def test_a_refusal_names_the_person_and_not_the_thing(client, reader):
    client.force_login(reader)
    html = client.get(reverse("ui:components")).content.decode()

    assert f"You are signed in as {reader}." in html
    assert "omponents" not in html.replace("/components/", "")


def test_the_other_language_is_the_same_page(client, reader):
    client.force_login(reader)

    assert 'href="/fr/about-the-data/?a=1"' in client.get("/about-the-data/?a=1").content.decode()
    assert 'href="/about-the-data/?a=1"' in client.get("/fr/about-the-data/?a=1").content.decode()


def test_the_menu_shows_each_person_what_they_may_open(monkeypatch, reader, stranger):
    addresses = {"overview:home": "/fr/", "projects:list": "/fr/projects/"}
    monkeypatch.setattr(menu, "address", lambda name: addresses.get(name, f"/{name}/"))

    def entries(user, path="/fr/projects/UNA046/"):
        request = RequestFactory().get(path)
        request.user = user
        return {str(link.label): link.current for link in menu.links(request)}

    assert entries(stranger) == {"Home": ""}
    assert list(entries(reader)) == ["Home", "Countries", "Projects", "Incidents", "Commitments"]
    assert entries(reader)["Projects"] == "true"
    assert entries(reader, "/fr/projects/")["Projects"] == "page"
    assert entries(reader, "/fr/")["Home"] == "page"
    assert entries(AnonymousUser()) == {}


def test_signing_in_says_the_same_for_every_failure(client, reader):
    def answer(email):
        html = client.post(
            reverse("account_login"), {"login": email, "password": "not this one, surely"}
        ).content.decode()
        return html.partition('<div class="esum"')[2].partition("</div>")[0]

    assert answer(reader.email)
    assert answer(reader.email) == answer("nobody@example.org")


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done"]
)
def test_pages_around_signing_in_render_for_everybody(client, db, name):
    html = client.get(reverse(name)).content.decode()

    assert html.count("<h1>") == 1
    assert "signup" not in html


def test_the_mail_for_a_new_password_says_nothing_of_the_register_s_content(
    client, reader, mailoutbox
):
    for email in (reader.email, "nobody@example.org"):
        client.post(reverse("account_reset_password"), {"email": email})

    assert {mail.subject for mail in mailoutbox} == {"Your password"}
    assert str(reader) not in mailoutbox[0].body
    assert "/password/reset/key/" in mailoutbox[0].body


def test_a_filter_that_cannot_be_read_does_not_say_that_nothing_is_recorded(client, auditor):
    client.force_login(auditor)
    page = client.get("/audit/?since=soon").text
    assert 'value="soon"' in page
    assert "Nothing matches" in page
    assert "Nothing is recorded" not in page
