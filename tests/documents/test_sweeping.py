"""What a killed upload leaves behind is removed; what a document refers to is not."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from foundation.documents.storage import PrivateStorage


@pytest.fixture
def store(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path
    return tmp_path


def old(path):
    day_before = time.time() - 2 * 24 * 60 * 60
    os.utime(path, (day_before, day_before))


@pytest.mark.django_db
def test_only_old_files_that_nothing_refers_to_are_removed(store, monkeypatch):
    for name in ("orphan", "young", "referred"):
        (store / name).write_bytes(b"x")
    old(store / "orphan")
    old(store / "referred")
    module = "foundation.documents.management.commands.sweep_documents"
    monkeypatch.setattr(f"{module}.referred_to", lambda: {"referred"})

    call_command("sweep_documents")

    assert {path.name for path in store.iterdir()} == {"young", "referred"}


def test_a_stored_file_has_no_public_address_and_is_for_its_owner_alone(tmp_path, settings):
    settings.DOCUMENTS_ROOT = tmp_path
    storage = PrivateStorage()
    name = storage.save("ab/abc", ContentFile(b"secret"))
    with pytest.raises(ValueError):
        storage.url(name)
    assert (tmp_path / name).stat().st_mode & 0o077 == 0
