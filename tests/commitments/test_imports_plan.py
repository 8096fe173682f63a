"""A whole plan from a file: areas, commitments, actions; all or nothing; twice changes nothing."""

from decimal import Decimal

import pytest

from commitments.imports.plan import COLUMNS
from commitments.models import Action, Area, Commitment
from foundation.audit.models import Event
from foundation.imports.actions import NotReadyError, commit, keep
from foundation.imports.kinds import KINDS
from foundation.imports.plan import build
from foundation.imports.reading import read
from tests.commitments.factories import make_area, make_commitment, make_instrument
from tests.factories import make_organisation, make_source
from tests.imports.files import csv_file, xlsx_file

PLAN = KINDS["plan"]
HEADS = [column.name for column in COLUMNS]
ROWS = (
    {"instrument": "plan-2024", "area_number": "1", "area": "Prevention", "reference": "A1",
     "commitment": "A law", "text_as_signed": "Il sera adopté une loi.", "language": "fr",
     "duty_bearers": "MOJ; Ministry of Women", "commitment_due": "2026", "action": "Draft it",
     "responsible": "MOJ", "start": "2025", "due": "June 2025", "source": "XX/2024/1",
     "page": "p. 3"},
    {"instrument": "plan-2024", "area_number": "1", "reference": "a1", "action": "Adopt it",
     "responsible": "MOJ"},
    {"instrument": "plan-2024", "area_number": "2", "area": "Protection"},
    {"instrument": "plan-2024", "reference": "b1", "commitment": "Without an area"},
)  # fmt: skip


@pytest.fixture
def plan(mali):
    make_organisation("moj", acronym="MOJ", name_en="Ministry of Justice")
    make_organisation("mow", name_en="Ministry of Women")
    make_source("source", symbol="XX/2024/1")
    return make_instrument(mali, slug="plan-2024")


def cells(*rows):
    return [HEADS, *([row.get(name, "") for name in HEADS] for row in rows)]


def planned(by, *rows):
    return build(PLAN, read(csv_file(*cells(*rows)), "a.csv"), by)


def imported(by, *rows):
    return commit(keep(PLAN, csv_file(*cells(*rows)), "a.csv", by=by), by=by)


def told(plan):
    return [(p.row, p.column) for p in plan.problems]


def everything():
    return (
        list(Area.objects.values_list("number", "title_en", "order")),
        list(Commitment.objects.values_list("reference", "title", "area__number", "order")),
        list(Action.objects.values_list("commitment__reference", "title", "order")),
    )


def test_each_cell_reaches_its_field(plan, wpa_mali):
    imported(wpa_mali, *ROWS)

    assert everything() == (
        [(1, "Prevention", 1), (2, "Protection", 2)],
        [("a1", "A law", 1, 1), ("b1", "Without an area", None, 2)],
        [("a1", "Draft it", 1), ("a1", "Adopt it", 2)],
    )
    promise = Commitment.objects.get(reference="a1")
    assert {o.slug for o in promise.duty_bearers.all()} == {"moj", "mow"}
    assert (promise.text_as_signed, promise.language) == ("Il sera adopté une loi.", "fr")
    assert (promise.due_to.isoformat(), promise.source.slug) == ("2026-12-31", "source")
    assert promise.reported_status == "no-information"
    step = Action.objects.get(title="Draft it")
    assert (step.due_to.isoformat(), step.page) == ("2025-06-30", "p. 3")
    assert step.history.first().history_user == wpa_mali
    assert Action.objects.get(title="Adopt it").source is None
    event = Event.objects.get(verb="imported")
    assert (event.details["new"], event.details["unchanged"]) == (4, 0)


def test_weights_are_read_and_are_above_0(plan, wpa_mali):
    heavy = {**ROWS[0], "commitment_weight": "2,5", "weight": "40"}
    for column in ("commitment_weight", "weight"):
        for wrong in ("0", "-1", "much"):
            assert planned(wpa_mali, {**heavy, column: wrong}).problems
    imported(wpa_mali, heavy)
    assert planned(wpa_mali, heavy).unchanged

    assert Commitment.objects.get(reference="a1").weight == Decimal("2.5")
    assert Action.objects.get().weight == 40
    assert told(planned(wpa_mali, {**heavy, "weight": "41"})) == [(2, "weight")]


def test_the_same_file_twice_changes_nothing(plan, wpa_mali):
    imported(wpa_mali, *ROWS)
    before = everything(), Commitment.history.count(), Action.history.count()

    again = imported(wpa_mali, *ROWS)

    assert (len(again.new), len(again.unchanged)) == (0, 4)
    assert (everything(), Commitment.history.count(), Action.history.count()) == before


def test_a_workbook_says_the_same(plan, wpa_mali):
    data = xlsx_file(*cells(*ROWS))
    commit(keep(PLAN, data, "a.xlsx", by=wpa_mali), by=wpa_mali)
    assert Action.objects.count() == 2


def test_one_wrong_row_and_nothing_is_written(plan, wpa_mali):
    with pytest.raises(NotReadyError):
        imported(wpa_mali, *ROWS, {"instrument": "plan-2024", "reference": "NO GOOD",
                                   "commitment": "x"})  # fmt: skip
    assert everything() == ([], [], [])


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        ({"instrument": ""}, ["instrument"]),
        ({"instrument": "another"}, ["instrument"]),
        ({"area_number": ""}, ["area_number"]),
        ({"area": ""}, ["area"]),
        ({"reference": ""}, ["reference", "reference"]),
        ({"reference": "add"}, ["reference"]),
        ({"commitment": ""}, ["commitment"]),
        ({"action": ""}, ["action"]),
        ({"duty_bearers": "Nobody"}, ["duty_bearers"]),
        ({"responsible": "MOJ; Nobody"}, ["responsible"]),
        ({"source": "XX/1"}, ["source"]),
        ({"due": "2020"}, ["due"]),  # before it starts
    ],
)
def test_each_error_stands_at_its_cell(plan, wpa_mali, change, columns):
    assert told(planned(wpa_mali, {**ROWS[0], **change})) == [(2, name) for name in columns]


def test_what_is_here_already_is_not_changed(plan, wpa_mali):
    area = make_area(plan, 1, title_en="Prevention")
    make_commitment(instrument=plan, reference="a1", title="Another wording", area=area)
    assert told(planned(wpa_mali, ROWS[0])) == [
        (2, "commitment"), (2, "text_as_signed"), (2, "language"), (2, "duty_bearers"),
        (2, "commitment_due"),
    ]  # fmt: skip
    assert told(planned(wpa_mali, {**ROWS[1], "area_number": "2", "area": "New"})) == [
        (2, "area_number")
    ]


def test_rows_of_one_file_agree(plan, wpa_mali):
    other = {**ROWS[1], "area": "Otherwise", "commitment": "Otherwise"}
    assert told(planned(wpa_mali, ROWS[0], other)) == [(3, "area"), (3, "commitment")]


def test_a_row_that_says_nothing_is_told_so(plan, wpa_mali):
    assert told(planned(wpa_mali, {"instrument": "plan-2024"})) == [(2, "area")]


def test_an_instrument_out_of_reach_is_not_in_the_list(plan, veloria, wpa_mali, wpa_veloria):
    make_instrument(veloria, slug="elsewhere")
    make_instrument(slug="of-the-world")
    make_instrument(plan.country, slug="closed", classification="strict")
    for name in ("elsewhere", "of-the-world", "closed"):
        assert told(planned(wpa_mali, {**ROWS[2], "instrument": name})) == [(2, "instrument")]
    assert told(planned(wpa_veloria, ROWS[2])) == [(2, "instrument")]


@pytest.mark.parametrize(
    ("person", "answer"), [("wpa_mali", 200), ("focal_point", 403), ("reader", 403)]
)
def test_who_may_open_the_page(client, request, plan, person, answer):
    client.force_login(request.getfixturevalue(person))
    assert client.get("/imports/plan/").status_code == answer
