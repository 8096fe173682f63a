"""French writes its own quotation marks, a space before the colon, and T1 for a quarter."""

from django.utils import translation

from incidents.models import Submission
from tests.imports.files import csv_file

from .factories import make_cell, make_draft, make_table, perpetrator
from .import_files import DESCRIBED, RECORD, make_setting, sent
from .release_factories import make_record, make_release

NBSP = "\u00a0"


def page(client, person, address):
    client.force_login(person)
    return " ".join(client.get(address).content.decode().split(" "))


def test_words_of_a_source_stand_in_the_marks_of_the_reader(client, mali, wpa_mali):
    draft = make_draft(mali, wpa_mali, stated_total=12)
    table = make_table(draft, [], dimensions=["perpetrator"])
    make_cell(table, perpetrator=perpetrator(), count=12, as_written="armed men")
    address = draft.get_absolute_url()
    assert "“armed men”" in page(client, wpa_mali, address)
    french = page(client, wpa_mali, f"/fr{address}")
    assert f"«{NBSP}armed men{NBSP}»" in french
    assert "“" not in french


def test_a_record_and_a_finding_have_the_colon_of_the_reader(client, mali, wpa_mali):
    draft = make_draft(mali, wpa_mali, stated_total=12)
    assert str(draft) == f"Reported, not verified: Incidents, {draft.reference}"
    with translation.override("fr"):
        assert f"{NBSP}: Incidents, {draft.reference}" in str(Submission.objects.get())
    make_table(draft, [("women", 5)])
    french = page(client, wpa_mali, f"/fr{draft.get_absolute_url()}")
    assert f'<span class="vh">{NBSP}: ' in french


def test_the_preview_of_a_file_has_the_signs_of_the_reader(client, veloria):
    setting = make_setting(veloria)
    data = csv_file([*DESCRIBED, "Region", "Survivors", "Count"],
                    [*RECORD, "XV01", "wommen", 3])  # fmt: skip
    batch = sent(setting.wpa, data)
    address = f"/imports/submission/{batch.reference}/"
    assert "“wommen”: This is not in the list." in page(client, setting.wpa, address)
    french = page(client, setting.wpa, f"/fr{address}")
    assert f"«{NBSP}wommen{NBSP}»{NBSP}: " in french


def test_a_quarter_of_a_release_is_named_in_both_languages(veloria, reviewer):
    record = make_record(veloria, [[30, 12, 41, 8]] * 4)
    release = make_release(record, reviewer, "occurred")
    (axis,) = release.prepared.tables.get().axes
    assert next(entry[1:] for entry in axis["entries"]) == ["2023 Q1", "T1 2023"]
