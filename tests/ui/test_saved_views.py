"""Views that people keep of a list: their own, of lists alone, and they grant nothing."""

import pytest
from django.urls import reverse

from foundation.ui.models import MOST_VIEWS, SavedView
from tests.projects.factories import make_project

LIST = "projects:list"


def keep(client, name="Mine", query="status=ongoing", page=LIST):
    return client.post(reverse("ui:view_save"), {"list": page, "query": query, "name": name})


def test_a_view_is_kept_shown_as_a_tab_and_let_go(client, reader):
    client.force_login(reader)

    assert keep(client).url == "/projects/?status=ongoing"

    page = client.get("/projects/?status=ongoing").content.decode()
    assert '<a href="/projects/?status=ongoing" aria-current="true">Mine</a>' in page
    view = SavedView.objects.get()
    assert reverse("ui:view_remove", args=[view.pk]) in page
    assert client.post(reverse("ui:view_remove", args=[view.pk])).url == "/projects/"
    assert not SavedView.objects.exists()


def test_a_view_is_its_owners_alone(client, reader, donor):
    client.force_login(reader)
    keep(client)
    view = SavedView.objects.get()

    client.force_login(donor)
    assert "Mine" not in client.get("/projects/").content.decode()
    assert client.post(reverse("ui:view_remove", args=[view.pk])).status_code == 404
    assert SavedView.objects.count() == 1


def test_the_page_number_is_no_part_of_a_view_and_the_order_does_not_matter(client, reader):
    client.force_login(reader)
    keep(client, query="year=2017&page=3&status=ongoing&q=&csrfmiddlewaretoken=x")
    assert SavedView.objects.get().query == "status=ongoing&year=2017"
    page = client.get("/projects/?year=2017&status=ongoing&page=1").content.decode()
    assert 'aria-current="true">Mine' in page


def test_only_lists_can_be_kept(client, reader):
    client.force_login(reader)
    for page in ("projects:detail", "overview:home", "nothing:at-all", "", "admin:index"):
        assert keep(client, page=page).status_code == 404
    assert client.get(reverse("ui:view_save")).status_code == 405
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "required"), ("x" * 41, "at most 40"), ("Mine", "a view of this name already")],
)
def test_a_name_that_will_not_do_is_told_and_the_filters_kept(client, reader, name, message):
    client.force_login(reader)
    keep(client)
    answer = keep(client, name=name, query="status=pipeline")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert 'value="status=pipeline"' in page
    assert SavedView.objects.count() == 1


def test_there_is_an_end_to_tabs_and_to_filters(client, reader):
    client.force_login(reader)
    for number in range(MOST_VIEWS):
        assert keep(client, name=f"View {number}").status_code == 302
    assert "Remove one first" in keep(client, name="One more").content.decode()
    SavedView.objects.all().delete()
    assert "too long" in keep(client, query=f"q={'x' * 2000}").content.decode()
    assert not SavedView.objects.exists()


def test_a_kept_view_grants_nothing(client, wpa_mali, veloria):
    make_project(veloria, "XV900")
    client.force_login(wpa_mali)
    keep(client, query="country=veloria")
    assert "XV900" not in client.get(SavedView.objects.get().href).content.decode()


def test_columns_are_chosen_in_the_address_and_unknown_ones_ignored(client, reader, veloria):
    make_project(veloria, "XV900")
    client.force_login(reader)

    usual = client.get("/projects/").content.decode()
    few = client.get("/projects/?col=status&col=nonsense").content.decode()
    none = client.get("/projects/?col=nonsense").content.decode()

    assert 'data-l="Delivery"' in usual
    assert 'data-l="Delivery"' not in few
    assert 'data-l="Status"' in few
    assert 'data-l="Delivery"' in none
    assert '<input type="hidden" name="col" value="status">' in few
