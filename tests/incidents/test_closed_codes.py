"""A code that is no longer used stays where it stands, marked; it can be chosen nowhere anew."""

import pytest
from django.urls import reverse

from foundation.reference.models import Code
from incidents.counts import show
from incidents.forms import CellForm
from incidents.models import Cell

from .factories import group, make_cell, make_draft, make_table, perpetrator
from .release_factories import make_record, make_release

MARK = "(no longer used)"


@pytest.fixture
def table(mali, wpa_mali):
    """By perpetrator and survivors; the perpetrator group of its one row is closed since."""
    draft = make_draft(mali, wpa_mali)
    table = make_table(draft, [], dimensions=["perpetrator", "survivor"])
    make_cell(table, perpetrator=perpetrator("non-state"), survivor=group("women"), count=7)
    perpetrator("state-forces")
    group("girls")
    Code.objects.filter(code="non-state").update(active=False)
    return table


def typed(table, rows, **fields):
    table.submission.refresh_from_db()
    return {
        "record_version": table.submission.version, "title": "", "adds_up": "on",
        "dimensions": table.dimensions, "across": "survivor",
        "row": [perpetrator(code).pk for code in rows],
        "column": [group("women").pk, group("girls").pk], **fields,
    }  # fmt: skip


def field(one, other):
    return f"n_{perpetrator(one).pk}_{group(other).pk}"


def test_it_is_shown_where_it_stands_and_is_in_no_list_to_choose_from(client, table, wpa_mali):
    client.force_login(wpa_mali)
    (shown,) = show([table.submission], wpa_mali)
    assert shown.tables[0].rows[0].labels == (f"Non state {MARK}", "Women")
    address = reverse("incidents:tabulation_edit", args=[table.submission.reference, table.pk])
    for across in ("survivor", "none"):
        grid = client.get(f"{address}?across={across}").context["grid"]
        assert MARK in grid["rows"][0].head.label
        offered = [v.label for more in (*grid["more_rows"], *grid["more_columns"])
                   for _name, values in more.groups for v in values]  # fmt: skip
        assert "State forces" in offered
        assert not [label for label in offered if "Non state" in label]
    every = typed(table, ["state-forces"], do="rows", add_perpetrator="all")
    rows = client.post(address, every).context["grid"]["rows"]
    assert [row.head.label for row in rows if MARK in row.head.label] == [f"Non state {MARK}"]


def test_what_stands_there_can_be_corrected_and_nothing_new_beside_it(client, table, wpa_mali):
    client.force_login(wpa_mali)
    address = reverse("incidents:tabulation_edit", args=[table.submission.reference, table.pk])
    sent = typed(table, ["non-state"], **{field("non-state", "women"): "8"})
    assert client.post(address, sent).status_code == 302
    assert Cell.objects.get().count == 8
    sent = typed(table, ["non-state"], **{field("non-state", "girls"): "3"})
    answer = client.post(address, sent)
    assert (answer.status_code, Cell.objects.count()) == (422, 1)
    assert "This code is closed" in answer.content.decode()
    sent = typed(table, ["state-forces"], **{field("state-forces", "girls"): "3"})
    assert client.post(address, sent).status_code == 302
    assert Cell.objects.count() == 2


def test_a_closed_code_in_the_address_is_no_row(client, table, wpa_mali):
    Cell.objects.all().delete()
    client.force_login(wpa_mali)
    address = reverse("incidents:tabulation_edit", args=[table.submission.reference, table.pk])
    sent = typed(table, ["non-state"], **{field("non-state", "women"): "8"})
    answer = client.post(address, sent)
    assert (answer.status_code, Cell.objects.count()) == (422, 0)
    assert "in none of the lists" in answer.content.decode()


def test_the_admin_keeps_it_on_its_row_and_offers_it_on_no_other(table):
    there = CellForm(instance=Cell.objects.get(), tabulation=table)
    names = [str(label) for _value, label in there.fields["perpetrator"].choices]
    assert f"Non state {MARK}" in names
    new = CellForm(instance=Cell(tabulation=table), tabulation=table)
    assert not [n for _v, n in new.fields["perpetrator"].choices if "Non state" in str(n)]


def test_a_release_names_it_as_closed_if_the_table_uses_it(veloria, reviewer):
    record = make_record(veloria, [[30, 20, 40]] * 4, ("region", "perpetrator"))
    Code.objects.filter(code="non-state").update(active=False)
    release = make_release(record, reviewer, "perpetrator")
    (axis,) = release.prepared.tables.get().axes
    entries = {code: (english, french) for code, english, french in axis["entries"]}
    assert entries["non-state"] == ("Non state (no longer used)", "Non state (n'est plus utilisé)")
    assert entries["unidentified"][0] == "Unidentified"
