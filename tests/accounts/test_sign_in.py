"""One way to sign in, by e-mail; throttled, recorded, and silent on whether an account exists."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from foundation.audit.models import Event, Verb
from tests.factories import make_user

PASSWORD = "correct horse battery staple"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def test_the_right_password_opens_the_door_and_leaves_a_row(client, reader):
    response = sign_in(client, reader.email.upper())

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(reader.pk)
    assert Event.objects.get(verb=Verb.SIGNED_IN).actor_id == reader.pk


def test_a_person_lands_on_the_home_page_in_their_own_language(client, reader):
    assert sign_in(client, reader.email).url == "/"
    client.logout()
    reader.language = "fr"
    reader.save()
    assert sign_in(client, reader.email).url == "/fr/"


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(client, reader):
    wrong = sign_in(client, reader.email, "not the password")
    unknown = sign_in(client, "nobody@demo.example", "not the password")

    assert wrong.status_code == unknown.status_code == 200
    assert "_auth_user_id" not in client.session
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert [e.actor_id for e in Event.objects.filter(verb=Verb.SIGN_IN_FAILED).order_by("id")] == [
        reader.pk,
        None,
    ]
    assert "not the password" not in str(list(Event.objects.values()))


def test_guessing_is_throttled_and_the_right_password_waits_too(client, reader):
    for _ in range(5):
        sign_in(client, reader.email, "not the password")

    response = sign_in(client, reader.email)

    assert "_auth_user_id" not in client.session
    assert "Too many" in response.text


def test_a_disabled_account_cannot_sign_in_and_its_session_ends(client, reader):
    client.force_login(reader)
    assert client.get(reverse("accounts:profile")).status_code == 200

    reader.is_active = False
    reader.save()

    assert client.get(reverse("accounts:profile")).status_code == 302
    sign_in(client, reader.email)
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_signing_out_asks_first_and_ends_the_session(client, reader):
    client.force_login(reader)
    assert client.get("/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session

    client.post("/account/logout/")

    assert "_auth_user_id" not in client.session
    assert Event.objects.filter(verb=Verb.SIGNED_OUT, actor_id=reader.pk).exists()


@pytest.mark.django_db
def test_nobody_signs_up(client):
    response = client.get("/account/signup/")
    posted = client.post("/account/signup/", {"email": "new@demo.example", "password1": PASSWORD})
    assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert posted.status_code in {200, 302, 403, 404}
    assert not Event.objects.filter(verb=Verb.SIGNED_IN).exists()
    assert not get_user_model().objects.filter(email="new@demo.example").exists()


def test_the_admin_has_no_door_of_its_own(client, reader, administrator):
    assert client.get("/admin/").status_code == 302
    assert LOGIN in client.get("/admin/login/").url
    client.force_login(reader)
    assert client.get("/admin/", follow=True).status_code == 403
    client.force_login(administrator)
    assert client.get("/admin/").status_code == 200


def test_a_forgotten_password_is_reset_by_mail_that_tells_nothing(client, reader):
    for email in (reader.email, "nobody@demo.example"):
        response = client.post("/account/password/reset/", {"email": email})
        assert response.status_code == 302
    assert "Reader" not in mail.outbox[0].body

    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    new = "a quite new and long password"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})

    sign_in(client, reader.email, new)
    assert client.session["_auth_user_id"] == str(reader.pk)
    assert Event.objects.filter(verb=Verb.PASSWORD_CHANGED, actor_id=reader.pk).exists()


def test_a_short_password_is_refused_at_the_field(client, reader):
    client.force_login(reader)
    data = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    response = client.post("/account/password/change/", data)
    assert response.status_code == 200
    assert "15" in str(response.context["form"].errors)


def test_pages_for_signed_in_people_are_not_kept_by_the_browser(client, reader):
    client.force_login(reader)
    response = client.get(reverse("accounts:profile"))
    assert response["Cache-Control"] == "no-store, private"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_person_changes_their_own_settings_and_nothing_else(client, reader):
    client.force_login(reader)
    url = reverse("accounts:profile")
    data = {"full_name": "New name", "duty_station": "Here", "language": "fr"}

    client.post(url, {**data, "email": "other@demo.example", "is_superuser": "on"})
    reader.refresh_from_db()
    assert (reader.full_name, reader.language) == ("New name", "fr")
    assert reader.email != "other@demo.example"
    assert not reader.is_superuser

    refused = client.post(url, {**data, "full_name": ""})
    assert "Here" in refused.text
    reader.refresh_from_db()
    assert reader.full_name == "New name"


def test_why_can_i_see_this_is_answered_for_oneself_and_for_auditors(
    client, reader, auditor, stranger
):
    url = reverse("access:why", args=[reader.pk])
    for person, status in [(reader, 200), (auditor, 200), (stranger, 403)]:
        client.force_login(person)
        assert client.get(url).status_code == status
    client.force_login(reader)
    assert "overview.view_situation" in client.get(url).text
    client.force_login(stranger)
    own = client.get(reverse("access:why", args=[stranger.pk]))
    assert own.status_code == 200
    assert "overview.view_situation" not in own.text


def test_readers_see_the_duty_station_of_staff_and_staff_see_the_name(reader, reviewer, auditor):
    person = make_user("wpa", everywhere=True, name="A Name", duty_station="Gao")
    assert person.seen_by(reader) == "Gao"
    assert person.seen_by(auditor) == "A Name"
    assert person.seen_by(person) == "A Name"
