"""Who may let rows in: one's own file, with the right at the moment of adding, and nobody else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from foundation.access.models import Membership
from foundation.audit.models import Event
from foundation.imports.actions import commit, require_kind
from foundation.imports.kinds import KINDS, ImportKind, kinds_of, register
from foundation.imports.models import Batch
from projects.models import Transaction
from tests.conftest import CAST
from tests.factories import give_role, make_user

from .ledger import budget, make_setting, sent, transfer

PAGES = ["batch", "errors", "commit", "cancel"]
MAY_IMPORT = {"programme_officer"}


@pytest.fixture
def setting(veloria):
    return make_setting(veloria)


@pytest.fixture
def batch(setting):
    """The file of somebody else in the same role."""
    return sent(make_user("programme-officer", everywhere=True), budget())


def answers(client, name, kind="ledger", reference="nowhere234"):
    url = reverse(f"imports:{name}", args=[kind, reference])
    return [call(url).status_code for call in (client.get, client.post)]


@pytest.mark.parametrize("person", CAST)
@pytest.mark.parametrize("kind", ["ledger", "projects"])
def test_only_those_who_may_add_such_rows_open_the_page(client, request, person, kind, setting):
    client.force_login(request.getfixturevalue(person))
    expected = 200 if person in MAY_IMPORT else 403
    assert client.get(f"/imports/{kind}/").status_code == expected
    assert client.post(f"/imports/{kind}/", {}).status_code == (422 if expected == 200 else 403)
    assert client.get(f"/imports/{kind}/template.csv").status_code == expected
    assert client.get("/imports/").status_code == 200


@pytest.mark.parametrize("person", CAST)
@pytest.mark.parametrize("name", PAGES)
def test_the_file_of_another_is_not_there(client, request, batch, person, name):
    """The same answers as for a file that nobody sent."""
    client.force_login(request.getfixturevalue(person))
    theirs = answers(client, name, reference=batch.reference)
    assert theirs == answers(client, name)
    assert set(theirs) <= ({404, 405} if person in MAY_IMPORT else {403, 405})
    batch.refresh_from_db()
    assert batch.waits


def test_ones_own_file_is_not_under_another_kind(client, programme_officer, setting):
    mine = sent(programme_officer, budget())
    client.force_login(programme_officer)
    assert answers(client, "batch", reference=mine.reference)[0] == 200
    assert answers(client, "batch", kind="projects", reference=mine.reference)[0] == 404
    assert answers(client, "batch", kind="nothing", reference=mine.reference)[0] == 404


def test_nobody_lets_the_file_of_another_in(batch, programme_officer):
    with pytest.raises(PermissionDenied):
        commit(batch, by=programme_officer)
    assert not Transaction.objects.exists()


def test_a_role_that_ended_meanwhile_ends_the_import(client, programme_officer, setting):
    mine = sent(programme_officer, budget())
    Membership.objects.filter(user=programme_officer).delete()
    client.force_login(programme_officer)
    assert answers(client, "commit", reference=mine.reference)[1] == 403
    assert not Transaction.objects.exists()
    assert Event.objects.filter(verb="denied").exists()


def test_a_country_that_was_lost_meanwhile_is_refused_row_by_row(client, veloria, mali, setting):
    """The same sentence as for a code that nobody ever gave."""
    user = make_user("programme-officer", veloria)
    mine = sent(user, budget(), transfer())
    Membership.objects.get(user=user).countries.set([mali])
    client.force_login(user)

    response = client.post(f"{mine.get_absolute_url()}commit/", follow=True)
    assert "Nothing was added" in response.text
    assert response.text.count("“XV900”: This is not a project you may change.") == 2
    assert not Transaction.objects.exists()


def test_a_code_out_of_reach_reads_like_one_that_does_not_exist(client, veloria, mali, setting):
    user = make_user("programme-officer", mali)
    client.force_login(user)
    page = client.get(sent(user, budget(), budget(code="NONE9")).get_absolute_url()).text
    assert page.count("This is not a project you may change.") == 4  # summary and table
    assert "Agency of Veloria" not in page


def test_a_right_held_in_one_country_adds_nothing_in_another(client, veloria, mali, setting):
    """May see both, may post in one."""
    user = make_user("programme-officer", mali)
    give_role(user, "reader", veloria)
    page_of = sent(user, budget())
    client.force_login(user)
    assert "This is not a project you may change." in client.get(page_of.get_absolute_url()).text


def test_the_list_shows_ones_own_files_alone(client, batch, programme_officer):
    sent(programme_officer, budget(), name="mine.csv")
    client.force_login(programme_officer)
    page = client.get("/imports/").text
    assert "mine.csv" in page
    assert "ledger.csv" not in page
    assert Batch.objects.for_user(programme_officer).count() == 1


def test_both_permissions_are_needed(programme_officer, wpa_mali, stranger):
    ledger = KINDS["ledger"]
    require_kind(programme_officer, ledger)
    for person in (wpa_mali, stranger):
        with pytest.raises(PermissionDenied):
            require_kind(person, ledger)
    assert [kind.slug for kind in kinds_of(wpa_mali)] == ["submission", "plan"]
    assert kinds_of(stranger) == []


def test_a_slug_is_given_to_one_kind():
    class Again(ImportKind):
        slug = "ledger"

    with pytest.raises(ValueError, match="already"):
        register(Again)


def test_each_kind_asks_for_its_own_permission(client, programme_officer, monkeypatch):
    """May import, but not this."""

    class Counts(ImportKind):
        slug, title, about, columns = "counts", "Counts", "Of others.", ()
        permission = "incidents.add_submission"

    monkeypatch.setitem(KINDS, "counts", Counts())
    client.force_login(programme_officer)
    assert client.get("/imports/counts/").status_code == 403
    assert client.get("/imports/counts/template.csv").status_code == 403
    assert "Of others." not in client.get("/imports/").text
