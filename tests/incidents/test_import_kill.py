"""A process that is killed while it writes leaves everything or nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from foundation.reference.models import Country

from .import_files import make_setting

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, ROWS = 50, 600


@pytest.fixture
def setting(transactional_db):
    return make_setting(
        Country.objects.create(
            iso2="XV", iso3="XVE", slug="veloria", name_en="Veloria", is_sample=True
        )
    )


def database_url():
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    secret = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{secret}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform cannot fork")
def test_fifty_kills_at_random_moments_leave_everything_or_nothing(setting):
    arguments = [settings.DOCUMENTS_ROOT, setting.wpa.pk, ROUNDS, ROWS]
    result = subprocess.run(
        [sys.executable, "-m", "tests.incidents.kill_imports", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "DATABASE_URL": database_url(),
             "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["wrong"] == []
    assert found["nothing"] + found["everything"] == ROUNDS
    assert found["nothing"] >= 5  # some were hit while they wrote
