"""No page is open by accident: every address, everybody, GET and POST, own, foreign and absent."""

import re

import pytest
from django.urls import reverse

from config.policies import ADMIN, POLICIES, PUBLIC, SIGNED_IN, addresses
from foundation.access.scope import scope_of

from .life_samples import INVENTED
from .samples import MONEY, RELEASES, SHARED, absent, crossed, kwargs_for

pytestmark = pytest.mark.usefixtures("demo")

PEOPLE = [
    "programme-officer", "wpa-mali", "wpa-sample", "reviewer", "focal-point", "reader", "donor",
    "auditor", "admin",
]  # fmt: skip
ROUTES = {name: route for name, route in addresses() if name}
WITH_OBJECT = sorted(name for name, route in ROUTES.items() if "<" in route and ":" in name)
OF_A_COUNTRY = [name for name in WITH_OBJECT if name not in SHARED | {"access:why"}]
PLAIN = sorted(name for name, route in ROUTES.items() if "<" not in route)
GUARDED = sorted(name for name in ROUTES if POLICIES[name] not in {PUBLIC, SIGNED_IN, ADMIN})
HOME = {f"projects:{name}": "veloria" for name in (*MONEY, *INVENTED)}
HOME |= {f"incidents:{name}": "veloria" for name in RELEASES}
OPEN = {200, 302, 405, 409, 422}
STEPS = {
    f"incidents:{step}"
    for step in (
        "approve", "return", "publish", "submit", "withdraw", "main_figure", "record_edit",
        "tabulation_add", "tabulation_edit", "tabulation_delete", "caseload_publish",
        "record_import",
    )
}  # fmt: skip


def path(name, country=""):
    country = country or HOME.get(name, "mali")
    kwargs = {"pk": 1} if name == "access:why" else kwargs_for(name, country)
    return reverse(name, kwargs=kwargs if "<" in ROUTES[name] else None)


def path_of_nothing(name):
    return reverse(name, kwargs=absent(kwargs_for(name, "mali")))


def both(client, url):
    return {client.get(url).status_code, client.post(url, {}).status_code}


def test_each_address_has_one_policy_and_each_policy_an_address():
    assert ROUTES.keys() == POLICIES.keys()


@pytest.mark.parametrize("name", [n for n in ROUTES if POLICIES[n] != PUBLIC])
def test_signed_out_people_are_sent_to_sign_in(client, db, name):
    for response in (client.get(path(name)), client.post(path(name), {})):
        assert response.status_code == 302
        assert response.url.startswith("/account/login/")


@pytest.mark.parametrize("name", GUARDED)
def test_people_without_a_role_are_refused(client, stranger, name):
    client.force_login(stranger)
    assert both(client, path(name)) <= {403, 404, 405}
    assert 403 in both(client, path(name))


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", GUARDED)
def test_a_policy_is_kept_by_its_page(client, demo_cast, name, person):
    """403 for those who hold the permission nowhere; not for those who hold it.

    A step in a review may still be refused to its holder: by the state of the record, or because
    it is their own.
    """
    user = demo_cast[person]
    client.force_login(user)
    held = bool(scope_of(user, POLICIES[name])) and _may_let_in(user, name)

    answers = both(client, path(name))

    if held:
        assert 403 not in answers or name in STEPS
    else:
        assert answers <= {403, 405}
        assert 403 in answers


@pytest.mark.parametrize("person", ["wpa-mali", "focal-point"])
@pytest.mark.parametrize("name", OF_A_COUNTRY)
def test_another_country_answers_like_nothing_at_all(client, demo_cast, name, person):
    """People of Mali: what is in Veloria, and what was never made, give the same 404."""
    user = demo_cast[person]
    client.force_login(user)
    foreign, nothing = path(name, "veloria"), path_of_nothing(name)
    if not scope_of(user, POLICIES[name]):
        assert both(client, foreign) == both(client, nothing)
        assert both(client, foreign) <= {403, 405}
        return

    for method in (client.get, client.post):
        there, nowhere = method(foreign), method(nothing)
        assert there.status_code == nowhere.status_code
        assert there.status_code in {404, 405}
        assert _body(there, foreign) == _body(nowhere, nothing)


@pytest.mark.parametrize("name", [n for n in OF_A_COUNTRY if ROUTES[n].count("<") > 1])
def test_a_foreign_record_under_ones_own_address_is_not_there(client, demo_cast, name):
    mixed = reverse(name, kwargs=crossed(kwargs_for(name, "mali"), kwargs_for(name, "veloria")))
    client.force_login(demo_cast["wpa-mali"])
    assert both(client, mixed) <= {403, 404, 405}


@pytest.mark.parametrize("name", OF_A_COUNTRY)
def test_at_home_the_same_address_answers(client, demo_cast, name):
    """The other side of the test above: the samples exist, so its 404s prove something."""
    users = [
        demo_cast[p]
        for p in ("wpa-mali", "focal-point", "programme-officer", "reviewer", "auditor")
    ]
    statuses = set()
    for user in users:
        client.force_login(user)
        statuses.add(client.get(path(name)).status_code)
    # The demo holds no file, so there is none to take, to look at or to replace.
    expected_missing = name.endswith(
        (":document", ":document_preview", ":document_replace", ":evidence_file")
    )
    assert statuses & OPEN or expected_missing or 403 in statuses


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", PLAIN)
def test_no_page_breaks(client, demo_cast, name, person):
    client.force_login(demo_cast[person])
    for response in (client.get(path(name)), client.post(path(name), {})):
        assert response.status_code < 500


@pytest.mark.parametrize("method", ["put", "patch", "delete", "head", "options"])
@pytest.mark.parametrize("name", OF_A_COUNTRY)
def test_no_other_method_tells_anything(client, demo_cast, name, method):
    client.force_login(demo_cast["wpa-mali"])
    call = getattr(client, method)
    foreign, nothing = call(path(name, "veloria")), call(path_of_nothing(name))
    assert foreign.status_code == nothing.status_code


def _may_let_in(user, name):
    """Of imports, the sample is a ledger: it asks for the permission of its kind on top."""
    return not name.startswith("imports:") or bool(scope_of(user, "projects.add_transaction"))


def _body(response, url):
    """The page without what must differ: tokens and its own address."""
    text = response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    return re.sub(r"/fr/[^\"]*", "", text.replace(url, ""))
