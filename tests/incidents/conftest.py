import pytest

from tests.factories import make_user


@pytest.fixture
def second_reviewer(db):
    return make_user("reviewer", everywhere=True, name="Second reviewer")


@pytest.fixture
def second_wpa(mali):
    return make_user("wpa", mali, name="Second adviser in Mali")


@pytest.fixture
def root(db):
    """Break-glass: passes every permission, and still reviews nothing of its own."""
    return make_user(name="Root", is_superuser=True)
