"""The cast. One person per role and country; every test is told with them.

wpa_mali works on Mali, wpa_veloria on the fictional sample country: whatever one may do at home,
the other must not even know about. The others hold their role everywhere, focal_point in Mali.
"""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from commitments.append_only import DISPUTES, STATUS_CHANGES, TARGETS
from foundation.audit.append_only import AUDIT_TRAIL
from foundation.reference.models import Country
from incidents.append_only import EXPLANATIONS, MAIN_FIGURES, RELEASE_TABLES
from projects.append_only import LEDGER, LIFE_STEPS
from tests.factories import make_user

# How long an example takes is the machine's business: no test is about time.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

APPEND_ONLY = (
    AUDIT_TRAIL, STATUS_CHANGES, DISPUTES, TARGETS, MAIN_FIGURES, EXPLANATIONS, LEDGER, LIFE_STEPS,
    *RELEASE_TABLES,
)  # fmt: skip
_empty_database = TransactionTestCase._fixture_teardown


def _empty_past_the_triggers(self):
    """Emptying a test database is the one thing that may remove such rows."""
    for table in APPEND_ONLY:
        table.unprotect(connection)
    try:
        _empty_database(self)
    finally:
        for table in APPEND_ONLY:
            table.protect(connection)


TransactionTestCase._fixture_teardown = _empty_past_the_triggers


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A browser's journey keeps a session of its own; PostgreSQL drops no database with one."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def in_english():
    """A page in French leaves its language behind; each test begins in that of the site."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def mali(db):
    """The row of the demo where a module loads it."""
    defaults = {"iso3": "MLI", "slug": "mali", "name_en": "Mali", "name_fr": "Mali"}
    return Country.objects.get_or_create(iso2="ML", defaults={**defaults, "is_followed": True})[0]


@pytest.fixture
def veloria(db):
    """The fictional country of all invented data."""
    defaults = {"iso3": "XVE", "slug": "veloria", "name_en": "Veloria", "name_fr": "Vélorie"}
    more = {"is_sample": True, "is_followed": True}
    return Country.objects.get_or_create(iso2="XV", defaults={**defaults, **more})[0]


@pytest.fixture
def programme_officer(db):
    return make_user("programme-officer", everywhere=True, name="Programme officer")


@pytest.fixture
def wpa_mali(mali):
    return make_user("wpa", mali, name="Adviser in Mali")


@pytest.fixture
def wpa_veloria(veloria):
    return make_user("wpa", veloria, name="Adviser in Veloria")


@pytest.fixture
def reviewer(db):
    return make_user("reviewer", everywhere=True, name="Reviewer")


@pytest.fixture
def focal_point(mali):
    return make_user("focal-point", mali, name="Focal point in Mali")


@pytest.fixture
def reader(db):
    return make_user("reader", everywhere=True, name="Reader")


@pytest.fixture
def donor(db):
    return make_user("donor", everywhere=True, name="Donor")


@pytest.fixture
def auditor(db):
    return make_user("auditor", everywhere=True, name="Auditor")


@pytest.fixture
def administrator(db):
    return make_user("administrator", everywhere=True, name="Administrator")


@pytest.fixture
def anonymous():
    return AnonymousUser()


@pytest.fixture
def stranger(db):
    """Signed in, without any role."""
    return make_user(name="Stranger")


CAST = [
    "programme_officer", "wpa_mali", "wpa_veloria", "reviewer", "focal_point",
    "reader", "donor", "auditor", "administrator", "stranger",
]  # fmt: skip


@pytest.fixture
def cast(request):
    """Everybody, by name."""
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo: Mali, the sample country and one account per role, once for a module.

    It lies in a transaction that is rolled back at the end; each test rolls back to it.
    """
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("DEMO_PASSWORD", "demo password")
                call_command("load_demo", verbosity=0)
            yield
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


@pytest.fixture
def demo_cast(demo, db):
    """The demo's people by the name before the @."""
    users = get_user_model().objects.filter(email__endswith="@demo.example")
    return {user.email.partition("@")[0]: user for user in users}
