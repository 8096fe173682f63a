"""Where a source counts by region and names none: a code of its own, from entry to release."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from incidents.counts import show
from incidents.forms import CellForm
from incidents.loading import _tabulation as load_table
from incidents.models import Cell

from .factories import make_cell, make_draft, make_submission, make_table
from .release_factories import make_record, make_regions, make_release, printed, released
from .test_explore import boundary_file, look, numbers, words
from .test_releases_pages import take


@pytest.fixture
def table(veloria, wpa_veloria):
    """By region, in a draft: 12 in one region, 5 where none is stated, 17 stated."""
    draft = make_draft(veloria, wpa_veloria, stated_total=17)
    table = make_table(draft, [], dimensions=["region"])
    make_cell(table, region=make_regions(veloria)[0], count=12)
    make_cell(table, region_not_stated=True, count=5)
    return table


def test_a_table_by_region_adds_up_with_it_and_a_blank_alone_is_a_slip(table, wpa_veloria):
    with pytest.raises(ValidationError, match="Choose: Region"):
        make_cell(table, count=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_cell(table, count=3, region_not_stated=True)
    (shown,) = show([table.submission], wpa_veloria)
    assert [(row.label, row.codes, row.count.value) for row in shown.tables[0].rows] == [
        ("Region XV01", ("XV01 v01-sample",), 12), ("region not stated", ("not-stated",), 5),
    ]  # fmt: skip
    assert shown.findings() == []


def test_it_is_a_row_of_the_grid_like_any_other(client, table, wpa_veloria):
    client.force_login(wpa_veloria)
    address = reverse("incidents:tabulation_edit", args=[table.submission.reference, table.pk])
    answer = client.get(address)
    assert "17 of 17 stated: it adds up." in answer.content.decode()
    sent = {
        "record_version": table.submission.version, "title": "", "adds_up": "on",
        "dimensions": ["region"], "across": "none", "row": ["none"], "n_none": "7",
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 302
    assert Cell.objects.get(region=None).count == 7
    table.cells.filter(region=None).delete()
    table.submission.refresh_from_db()
    sent |= {
        "row": [],
        "do": "rows",
        "add_region": "all",
        "record_version": table.submission.version,
    }
    rows = client.post(address, sent).context["grid"]["rows"]
    assert [row.head.label for row in rows][-1] == "region not stated"


def test_in_the_admin_what_is_there_stays_and_a_blank_makes_no_new_one(table):
    there = Cell.objects.get(region=None)
    sent = {"region": "", "count": "6", "state": "counted"}
    assert CellForm(sent, instance=there, tabulation=table).is_valid()
    first = Cell.objects.exclude(region=None).get()
    for instance in (first, Cell(tabulation=table)):
        form = CellForm(sent, instance=instance, tabulation=table)
        assert "Choose: Region" in str(form.errors)


def test_a_file_of_the_register_states_it_in_so_many_words(veloria, wpa_veloria):
    draft = make_draft(veloria, wpa_veloria)
    make_regions(veloria)
    rows = [{"region": "XV01", "count": 3}, {"region": "not-stated", "count": 2}]
    load_table(draft, 1, {"dimensions": ["region"], "cells": rows})
    assert list(Cell.objects.values_list("region__pcode", "count")) == [("XV01", 3), (None, 2)]
    with pytest.raises(ValidationError):
        load_table(draft, 2, {"dimensions": ["region"], "cells": [{"count": 2}]})


def test_a_release_lists_it_whatever_was_counted(
    client, veloria, reviewer, second_reviewer, reader
):
    record = make_record(veloria, [[30], [20], [40], [60]], ("region",))
    make_cell(record.tabulations.get(), region_not_stated=True, count=25)
    type(record).objects.filter(pk=record.pk).update(stated_total=175)
    record.refresh_from_db()
    release = released(record, reviewer, second_reviewer, "region")

    cells = printed(release)
    assert (cells[1, "not-stated"], cells[1, "all"]) == (25, 175)
    assert cells[1, "not-attributed"] is None
    file = take(client, reader, release, "csv", "released-tables-hxl").decode("utf-8-sig")
    assert "Region not stated,not-stated,25,printed" in file
    other = make_record(veloria, [[30], [20], [40], [60]], ("region",), unit="cases")
    assert (1, "not-stated") in printed(make_release(other, reviewer, "region"))


def test_it_has_a_line_in_explore_and_no_shape_on_the_map(
    client, veloria, wpa_veloria, tmp_path, settings
):
    record = make_submission(veloria, stated_total=17)
    table = make_table(record, [], dimensions=["region"])
    make_cell(table, region=make_regions(veloria)[0], count=12)
    make_cell(table, region_not_stated=True, count=5)
    boundary_file(tmp_path, settings, vintage="v01-sample")
    answer = look(client, wpa_veloria, "&rows=region")

    assert numbers(answer)["region not stated"] == [5]
    assert "region not stated" in words(answer).partition("Not drawn:")[2]
    only = look(client, wpa_veloria, "&rows=region&in_region=none")
    assert set(numbers(only)) == {"region not stated"}


def test_figures_of_no_region_alone_draw_no_map_and_say_why(
    client, veloria, wpa_veloria, tmp_path, settings
):
    record = make_submission(veloria, stated_total=5)
    make_regions(veloria)
    table = make_table(record, [], dimensions=["region"])
    make_cell(table, region_not_stated=True, count=5)
    boundary_file(tmp_path, settings, vintage="v01-sample")
    told = words(look(client, wpa_veloria, "&rows=region"))
    assert "No figure here is of a region, so there is no map." in told
    assert "by the codes of" not in told
