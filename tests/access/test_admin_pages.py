"""What the administration pages show beside their rows: conflicts, deletions, closed accounts."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from foundation.reference.models import Source
from overview.models import Difference, Statement
from tests.factories import make_source, make_user
from tests.overview.factories import make_difference, make_situation

CHANGE = "admin:overview_situation_change"


@pytest.fixture
def as_adviser(client, wpa_mali):
    client.force_login(wpa_mali)
    return client


def data_of(situation, **changes):
    return {
        "country": situation.country_id, "source": situation.source_id, "page": "",
        "as_of": "2020-06-03", "as_of_as_written": "", "title": situation.title, "language": "en",
        "text": situation.text, "classification": "public", "version": 1, **changes,
    }  # fmt: skip


def test_the_second_of_two_editors_gets_both_texts_here_too(as_adviser, mali):
    situation = make_situation(mali)
    url = reverse(CHANGE, args=[situation.pk])
    assert as_adviser.post(url, data_of(situation, text="Theirs here.")).status_code == 302

    second = as_adviser.post(url, data_of(situation, text="Mine here."))

    assert "Theirs here." in second.text
    assert "Mine here." in second.text
    situation.refresh_from_db()
    assert situation.text == "Theirs here."


def test_no_button_leads_to_the_closed_history(as_adviser, mali):
    page = as_adviser.get(reverse(CHANGE, args=[make_situation(mali).pk])).text
    assert "/history/" not in page


def test_a_deletion_counts_what_is_deleted_and_not_what_else_hangs_on_it(reviewer, mali):
    point = make_difference(mali)
    for classification in ("public", "strict"):
        source = make_source(classification=classification)
        Statement.objects.create(difference=point, source=source, says="something")
    request = RequestFactory().get("/")
    request.user = reviewer
    page = admin.site._registry[Difference]
    texts, counts, _missing, _protected = page.get_deleted_objects([point], request)
    assert texts == [str(point)]
    assert list(counts.values()) == [1]


def test_an_administrator_cannot_take_over_a_break_glass_account(client, administrator):
    glass = make_user(name="Break glass", email="glass@demo.example", is_superuser=True)
    client.force_login(administrator)
    url = reverse("admin:accounts_user_change", args=[glass.pk])
    data = {
        "email": "mine@demo.example", "full_name": "Break glass", "language": "en",
        "is_active": "on", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert client.post(url, data).status_code == 403
    glass.refresh_from_db()
    assert glass.email == "glass@demo.example"

    client.force_login(glass)
    assert client.post(url, data).status_code == 302


def test_no_classification_above_ones_ceiling_is_offered(as_adviser):
    page = as_adviser.get(reverse("admin:reference_source_add")).text
    assert 'value="confidential"' in page
    assert 'value="strict"' not in page
    data = {"slug": "s", "title": "S", "short_title": "S", "language": "en",
            "classification": "strict"}  # fmt: skip
    response = as_adviser.post(reverse("admin:reference_source_add"), data)
    assert response.status_code == 200
    assert "classification" in response.context["adminform"].form.errors
    assert not Source.objects.filter(slug="s").exists()
