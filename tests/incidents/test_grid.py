"""The page of a table: a grid of rows and columns, laid out and filled without any script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import Event
from foundation.reference.models import Code, Region
from incidents.models import Cell
from tests.incidents.factories import (
    group,
    make_cell,
    make_draft,
    make_table,
    perpetrator,
)

CODES = ["women", "girls", "men", "boys", "not-stated"]
GROUPS = ["state-forces", "non-state", "non-state-other", "unidentified"]


@pytest.fixture
def draft(mali, wpa_mali):
    return make_draft(mali, wpa_mali, stated_total=27)


@pytest.fixture
def cross(client, wpa_mali, draft):
    """An empty table by perpetrator and survivors, and the lists it chooses from."""
    for code in CODES:
        group(code)
    for code in GROUPS:
        perpetrator(code)
    client.force_login(wpa_mali)
    return make_table(draft, [], dimensions=["perpetrator", "survivor"])


def url(table):
    args = [table.submission.reference, table.pk]
    return reverse("incidents:tabulation_edit", args=args)


def typed(table, texts=(), **more):
    """What a browser sends for a cross-table; `texts` are (perpetrator, survivor, text)."""
    table.submission.refresh_from_db()
    rows = {perpetrator(one).pk for one, _other, _text in texts}
    columns = {group(other).pk for _one, other, _text in texts}
    return {
        "record_version": table.submission.version, "title": "", "adds_up": "on",
        "dimensions": table.dimensions, "across": "survivor",
        "row": sorted(rows), "column": sorted(columns),
        **{f"n_{perpetrator(one).pk}_{group(other).pk}": text for one, other, text in texts},
        **more,
    }  # fmt: skip


def counts(table):
    return {
        (cell.perpetrator.code, cell.survivor.code): cell.count if cell.count is not None
        else cell.state
        for cell in table.cells.select_related("perpetrator", "survivor")
    }  # fmt: skip


def test_rows_and_columns_are_added_several_at_once_and_nothing_is_saved(client, cross):
    sent = typed(cross, do="rows", add_perpetrator="all")
    page = client.post(url(cross), sent).context["grid"]
    assert {row.head.label for row in page["rows"]} == {str(perpetrator(code)) for code in GROUPS}

    ticked = [group("women").pk, group("not-stated").pk]
    sent = typed(cross, row=page["row_tokens"], do="columns", add_survivor=ticked)
    answer = client.post(url(cross), sent)

    assert answer.status_code == 200
    assert [head.label for head in answer.context["grid"]["heads"]] == [
        str(group("women")), str(group("not-stated")),
    ]  # fmt: skip
    assert answer.content.decode().count('inputmode="numeric"') == len(GROUPS) * 2
    cross.submission.refresh_from_db()
    assert (cross.cells.count(), cross.submission.version) == (0, 1)


def test_what_is_typed_stays_while_rows_are_added_and_the_table_is_turned(client, cross):
    texts = [("state-forces", "women", "7"), ("unidentified", "women", "no number")]
    for more in (
        {"do": "rows", "add_perpetrator": perpetrator("non-state").pk},
        {"do": "turn", "turn_to": "perpetrator"},
        {"do": "turn", "turn_to": "none"},
    ):
        answer = client.post(url(cross), typed(cross, texts, **more))
        page = answer.content.decode()
        assert (answer.status_code, 'value="7"' in page, 'value="no number"' in page) == (
            200, True, True,
        )  # fmt: skip
    assert [row.head.label for row in answer.context["grid"]["rows"]] == [
        "State forces, Women", "Unidentified, Women",
    ]  # fmt: skip
    assert cross.cells.count() == 0


def test_nothing_ticked_is_said(client, cross):
    answer = client.post(url(cross), typed(cross, do="rows"))

    assert "Choose at least one of each" in answer.content.decode()


def test_numbers_states_and_blanks_are_saved_and_blank_is_not_zero(client, cross):
    texts = [
        ("state-forces", "women", "0"), ("state-forces", "girls", ""),
        ("unidentified", "women", "1 200"), ("unidentified", "girls", "NS"),
        ("non-state", "women", "2,345"), ("non-state", "girls", "not collected"),
    ]  # fmt: skip
    answer = client.post(url(cross), typed(cross, texts))

    assert answer.status_code == 302
    assert counts(cross) == {
        ("state-forces", "women"): 0, ("unidentified", "women"): 1200,
        ("unidentified", "girls"): "not-stated", ("non-state", "women"): 2345,
        ("non-state", "girls"): "not-collected",
    }  # fmt: skip
    again = typed(cross, [("state-forces", "women", ""), ("unidentified", "girls", "3")])
    client.post(url(cross), again)
    assert counts(cross) == {
        ("unidentified", "women"): 1200, ("unidentified", "girls"): 3,
        ("non-state", "women"): 2345, ("non-state", "girls"): "not-collected",
    }  # fmt: skip
    assert Event.objects.filter(verb="changed").first().details == {"tables": 1, "rows": 2}


def test_what_is_reported_without_a_figure_has_a_sign_of_its_own_and_is_not_guessed(client, cross):
    texts = [
        ("state-forces", "women", "nn"), ("unidentified", "women", "Reported, no figure given"),
        ("non-state", "women", "4"),
    ]  # fmt: skip
    assert client.post(url(cross), typed(cross, texts)).status_code == 302
    saved = {
        ("state-forces", "women"): "mentioned", ("unidentified", "women"): "mentioned",
        ("non-state", "women"): 4,
    }  # fmt: skip
    assert counts(cross) == saved
    for guess in ("n/a", "some", "?", "x", "several"):
        answer = client.post(url(cross), typed(cross, [("state-forces", "women", guess)]))
        assert (answer.status_code, counts(cross)) == (422, saved)


def test_french_writes_its_thousands_with_spaces(client, cross):
    address = f"/fr{url(cross)}"
    sent = typed(cross, [("state-forces", "women", "1\u202f200")])
    assert client.post(address, sent).status_code == 302
    assert counts(cross) == {("state-forces", "women"): 1200}
    comma = client.post(address, typed(cross, [("state-forces", "women", "1,200")]))
    assert (comma.status_code, counts(cross)) == (422, {("state-forces", "women"): 1200})


def test_rows_without_a_number_come_back_after_saving(client, cross):
    texts = [("state-forces", "women", "7"), ("unidentified", "women", "")]
    answer = client.post(url(cross), typed(cross, texts))

    page = client.get(answer.url).context["grid"]

    assert [row.head.label for row in page["rows"]] == ["State forces", "Unidentified"]
    assert "7" not in answer.url.partition("?")[2].replace(str(perpetrator("unidentified").pk), "")


def test_sums_stand_against_the_stated_total(client, cross):
    texts = [("state-forces", "women", "20"), ("unidentified", "women", "11")]
    client.post(url(cross), typed(cross, texts))
    page = client.get(url(cross)).content.decode()

    assert "31 of 27 stated: 4 too many." in page
    assert "<output>20</output>" in page
    client.post(url(cross), typed(cross, [("state-forces", "women", "3")]))
    assert "14 of 27 stated: 13 not attributed." in client.get(url(cross)).content.decode()
    loose = typed(cross, [("state-forces", "women", "3")])
    del loose["adds_up"]
    client.post(url(cross), loose)
    page = client.get(url(cross)).content.decode()
    assert ("of 27" in page.replace("data-", "") and "<output>" in page) is False


def test_a_group_beside_its_part_and_periods_that_share_days_are_refused(client, cross, draft):
    texts = [("non-state", "women", "5"), ("non-state-other", "women", "2")]
    answer = client.post(url(cross), typed(cross, texts))
    assert answer.status_code == 422
    assert "A group and a part of it" in answer.content.decode()
    assert 'value="5"' in answer.content.decode()
    assert cross.cells.count() == 0

    table = make_table(draft, [], dimensions=["occurred"])
    months = ["20190101to20190331", "20190301to20190331"]
    sent = {
        "record_version": draft.version, "dimensions": ["occurred"], "adds_up": "on",
        "across": "none", "row": months, **{f"n_{token}": "4" for token in months},
    }  # fmt: skip
    answer = client.post(url(table), sent)
    assert (answer.status_code, table.cells.count()) == (422, 0)
    assert "share days" in answer.content.decode()
    assert client.post(url(table), {**sent, f"n_{months[1]}": ""}).status_code == 302
    assert str(table.cells.get().occurred_to) == "2019-03-31"


def test_periods_are_offered_of_the_record_and_read_as_written(client, draft, wpa_mali):
    client.force_login(wpa_mali)
    table = make_table(draft, [], dimensions=["occurred"])
    sent = {"record_version": draft.version, "dimensions": ["occurred"], "do": "rows"}
    page = client.get(url(table)).content.decode()
    assert 'value="20191001to20191231"' in page  # the last quarter

    wanted = {"add_occurred": ["20190101to20190331"], "add_periods": "April 2019, someday"}
    answer = client.post(url(table), {**sent, **wanted})

    assert answer.context["grid"]["row_tokens"] == ["20190101to20190331", "20190401to20190430"]
    assert "“someday” is no period" in answer.content.decode()


def test_the_source_s_own_words_have_room_in_one_column(client, draft, wpa_mali):
    client.force_login(wpa_mali)
    table = make_table(draft, [("women", 15)])
    pk = group("women").pk
    sent = {
        "record_version": draft.version, "dimensions": ["survivor"], "adds_up": "on",
        "across": "none", "row": [pk], f"n_{pk}": "15", f"w_{pk}": "femmes adultes",
    }  # fmt: skip
    assert client.post(url(table), sent).status_code == 302
    assert table.cells.get().as_written == "femmes adultes"
    alone = {**sent, "record_version": 2, f"n_{pk}": ""}
    answer = client.post(url(table), alone)
    assert (answer.status_code, table.cells.count()) == (422, 1)
    assert "need a number or a state" in answer.content.decode()
    long = {**sent, "record_version": 2, f"w_{pk}": "x" * 121}
    assert client.post(url(table), long).status_code == 422


def test_words_stay_where_a_cross_table_has_no_room_for_them(client, cross):
    cell = make_cell(
        cross, perpetrator=perpetrator("unidentified"), survivor=group("women"), count=3,
        as_written="unknown men",
    )  # fmt: skip
    client.post(url(cross), typed(cross, [("unidentified", "women", "4")]))

    cell.refresh_from_db()
    assert (cell.count, cell.as_written) == (4, "unknown men")


def test_a_cell_that_was_not_on_the_page_is_left_alone(client, cross):
    make_cell(cross, perpetrator=perpetrator("unidentified"), survivor=group("boys"), count=9)

    client.post(url(cross), typed(cross, [("state-forces", "women", "4")]))

    assert counts(cross) == {("unidentified", "boys"): 9, ("state-forces", "women"): 4}


def test_a_row_of_another_list_or_country_is_refused(client, cross, draft, veloria):
    foreign = Region.objects.create(
        country=veloria, pcode="XV99", vintage="v1", name_en="Elsewhere", valid_from="2000-01-01"
    )
    table = make_table(draft, [], dimensions=["region"])
    inactive = Code.objects.create(
        list=Code.List.PERPETRATOR, code="old", name_en="Old", active=False
    )
    sent = {"record_version": draft.version, "dimensions": ["region"], "across": "none",
            "row": [foreign.pk], f"n_{foreign.pk}": "5"}  # fmt: skip
    assert client.post(url(table), sent).status_code == 422
    for token in (inactive.pk, group("women").pk, "x", "1_2", "999999999"):
        sent = typed(cross, row=[token], column=[group("women").pk])
        sent[f"n_{token}_{group('women').pk}"] = "5"
        assert client.post(url(cross), sent).status_code == 422, token
    assert not Cell.objects.exists()


def test_a_page_holds_so_many_cells_and_no_more(client, cross, monkeypatch):
    monkeypatch.setattr("incidents.sheet.MOST_CELLS", 3)
    sent = typed(cross, column=[group("women").pk], do="rows", add_perpetrator="all")

    answer = client.post(url(cross), sent)

    assert "more cells than one page" in answer.content.decode()
    assert answer.context["grid"]["rows"] == []
    forged = typed(cross, row=[perpetrator(code).pk for code in GROUPS])
    assert client.post(url(cross), forged).status_code == 422


def test_more_cells_ask_no_more_questions(client, cross):
    make_cell(cross, perpetrator=perpetrator("unidentified"), survivor=group("women"), count=7)
    asked(client, url(cross))
    few = asked(client, url(cross))
    one = asked_to_save(client, cross, [("state-forces", "girls", "1")])
    for code in CODES[1:]:
        make_cell(cross, perpetrator=perpetrator("unidentified"), survivor=group(code), count=7)

    assert asked(client, url(cross)) == few
    many = [("state-forces", code, "5") for code in CODES]
    assert asked_to_save(client, cross, many) <= one + 1  # changed ones beside new ones


def asked(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def asked_to_save(client, table, texts):
    sent = typed(table, texts)
    with CaptureQueriesContext(connection) as found:
        assert client.post(url(table), sent).status_code == 302
    return len(found)
