import pytest
from django.http import QueryDict

from foundation.exports import gate
from foundation.exports.reports import REPORTS


@pytest.fixture(autouse=True)
def files_of_their_own(tmp_path, settings):
    """What a test takes out lies in its own folder, and is gone with it."""
    from foundation.exports.models import Export

    storage = Export._meta.get_field("file").storage
    before = storage.__dict__.get("_location"), storage.__dict__.pop("base_location", None)
    storage.__dict__.pop("location", None)
    storage._location = str(tmp_path)
    yield tmp_path
    storage._location = before[0]
    storage.__dict__.pop("base_location", None)
    storage.__dict__.pop("location", None)


@pytest.fixture
def take():
    """Take a report out as somebody: the export and the bytes of its file."""

    def run(slug, user, ending="csv", query="", **more):
        export = gate.ask(REPORTS[slug], QueryDict(query), by=user, ending=ending, **more)
        if not export.is_ready:
            return export, b""
        with gate.open_file(export, by=user) as file:
            return export, file.read()

    return run
