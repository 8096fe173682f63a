"""The structure of an instrument: order, editing in the line, commitments that serve others."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments.models import Action, Area, Commitment, Serving
from commitments.ordering import at_the_end, move
from foundation.audit.models import Event
from tests.commitments.factories import make_action, make_area, make_commitment, make_instrument
from tests.factories import make_source


@pytest.fixture
def plan(mali):
    """Two areas, three commitments in the first, two actions in the first commitment."""
    instrument = make_instrument(mali)
    one, two = make_area(instrument, 1, order=1), make_area(instrument, 2, order=2)
    for number in (1, 2, 3):
        made = make_commitment(
            instrument=instrument, reference=f"a{number}", area=one, order=number
        )
    make_commitment(instrument=instrument, reference="b1", area=two, order=4)
    first = Commitment.objects.get(reference="a1")
    for number in (1, 2):
        make_action(first, title=f"Step {number}", order=number)
    return made.instrument


def url(plan, name="structure"):
    return reverse(f"commitments:{name}", args=["mali", plan.slug])


def references(plan):
    return list(Commitment.objects.filter(instrument=plan).values_list("reference", flat=True))


def test_rows_move_within_their_group_with_history_and_one_event(plan, wpa_mali):
    moved = Commitment.objects.get(reference="a1")

    assert move(moved, "down", by=wpa_mali)

    assert references(plan) == ["a2", "a1", "a3", "b1"]
    assert moved.history.first().history_user == wpa_mali
    assert Commitment.objects.get(reference="a3").history.count() == 1  # its number is the same
    event = Event.objects.latest("pk")
    assert (event.target_id, event.details["moved"]) == (str(moved.pk), "down")
    assert not move(Commitment.objects.get(reference="a3"), "down", by=wpa_mali)  # its area ends
    assert not move(Commitment.objects.get(reference="a2"), "up", by=wpa_mali)

    step = Action.objects.get(title="Step 2")
    assert move(step, "up", by=wpa_mali)
    assert [a.title for a in Action.objects.all()] == ["Step 2", "Step 1"]
    assert move(Area.objects.get(number=1), "down", by=wpa_mali)
    assert [a.number for a in Area.objects.filter(instrument=plan)] == [2, 1]


def test_what_the_person_cannot_see_keeps_its_place(plan, focal_point):
    hidden = Commitment.objects.get(reference="a2")
    hidden.source = make_source(classification="strict")
    hidden.save()

    assert move(Commitment.objects.get(reference="a3"), "up", by=focal_point)

    assert references(plan) == ["a3", "a1", "a2", "b1"]


def test_who_may_move(plan, reader, wpa_veloria, reviewer):
    for person in (reader, wpa_veloria, reviewer):
        with pytest.raises(PermissionDenied):
            move(Commitment.objects.get(reference="a1"), "down", by=person)


def test_a_new_row_stands_last(plan):
    assert at_the_end(Commitment(instrument=plan)) == 5
    assert at_the_end(Area(instrument=plan)) == 3


def test_a_button_moves_one_row(client, plan, wpa_mali):
    client.force_login(wpa_mali)
    row = Commitment.objects.get(reference="a3")

    answer = client.post(url(plan, "structure_move"), {
        "thing": f"commitment-{row.pk}", "direction": "up",
    })  # fmt: skip

    assert answer.url.endswith(f"/structure/#commitment-{row.pk}")
    assert references(plan) == ["a1", "a3", "a2", "b1"]
    text = client.get(url(plan)).content.decode()
    assert text.index("A3</a>") < text.index("A2</a>")
    assert f'id="commitment-{row.pk}" tabindex="-1"' in text  # where the address leads, focus goes
    assert client.get(url(plan, "structure_move")).status_code == 405


@pytest.mark.parametrize(
    "data",
    [
        {}, {"thing": "commitment-", "direction": "up"}, {"thing": "user-1", "direction": "up"},
        {"thing": "commitment-99999999999999999999999", "direction": "up"},
        {"thing": "commitment-0", "direction": "up"}, {"thing": "commitment-²", "direction": "up"},
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(client, plan, wpa_mali, data):
    client.force_login(wpa_mali)
    assert client.post(url(plan, "structure_move"), data).status_code == 404
    assert client.get(url(plan), {"edit": data.get("thing", "x")}).status_code == 404


def test_a_row_of_another_instrument_is_not_there(client, plan, mali, wpa_mali):
    other = make_commitment(mali)
    client.force_login(wpa_mali)
    data = {"thing": f"commitment-{other.pk}", "direction": "up"}
    assert client.post(url(plan, "structure_move"), data).status_code == 404
    assert client.get(url(plan), {"edit": f"commitment-{other.pk}"}).status_code == 404


def edit(client, plan, thing, **data):
    name = f"{thing._meta.model_name}-{thing.pk}"
    return client.post(f"{url(plan)}?edit={name}", {"version": thing.version, **data})


def test_a_commitment_is_edited_in_its_line(client, plan, wpa_mali):
    client.force_login(wpa_mali)
    thing = Commitment.objects.get(reference="a1")
    thing.due_as_written, thing.title = "2019", "As before"
    thing.full_clean()
    thing.save()
    data = {
        "reference": "a1",
        "area": thing.area_id,
        "title": "Anew",
        "due_as_written": "June 2021",
    }

    assert edit(client, plan, thing, **{**data, "title": ""}).status_code == 422
    assert edit(client, plan, thing, **data).status_code == 302
    stale = edit(client, plan, thing, **{**data, "title": "Mine"})

    assert stale.status_code == 409
    assert "Anew" in stale.content.decode()
    thing.refresh_from_db()
    assert (thing.title, thing.due_to.isoformat()) == ("Anew", "2021-06-30")
    assert thing.history.first().history_user == wpa_mali
    event = Event.objects.latest("pk")
    assert event.details["fields"] == ["due_as_written", "title"]


def test_areas_and_actions_too_and_an_area_is_added(client, plan, wpa_mali):
    client.force_login(wpa_mali)
    area, step = Area.objects.get(number=1), Action.objects.get(title="Step 1")

    assert edit(client, plan, area, number=1, title_en="Prevention").status_code == 302
    assert edit(client, plan, step, title="Step one").status_code == 302
    new = client.post(f"{url(plan)}?edit=area-new", {"number": 3, "title_en": "Justice"})
    twice = client.post(f"{url(plan)}?edit=area-new", {"number": 3, "title_en": "Justice"})

    assert (new.status_code, twice.status_code) == (302, 422)
    titles = list(Area.objects.filter(instrument=plan).values_list("title_en", flat=True))
    assert titles == ["Prevention", "Area 2", "Justice"]
    step.refresh_from_db()
    assert step.title == "Step one"


@pytest.mark.parametrize(
    ("person", "answer"),
    [("reader", 403), ("stranger", 403), ("reviewer", 403), ("wpa_veloria", 404),
     ("focal_point", 200)],
)  # fmt: skip
def test_who_may_open_it(client, request, plan, person, answer):
    client.force_login(request.getfixturevalue(person))
    assert client.get(url(plan)).status_code == answer


def test_a_focal_point_does_not_touch_areas(client, plan, focal_point):
    client.force_login(focal_point)
    area = Area.objects.get(number=1)
    assert edit(client, plan, area, number=9, title_en="Other").status_code == 404
    assert client.get(f"{url(plan)}?edit=area-new").status_code == 404


def test_more_rows_ask_no_more(client, plan, wpa_mali):
    client.force_login(wpa_mali)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url(plan)).status_code == 200
        return len(found)

    queries()
    few = queries()
    area = Area.objects.get(number=2)
    for _n in range(20):
        make_action(make_commitment(instrument=plan, area=area))
    assert queries() == few


def test_a_commitment_serves_another_with_a_reason(client, plan, mali, wpa_mali, reader):
    other = make_instrument(mali, short_title="The resolution")
    commitment = Commitment.objects.get(reference="a1")
    client.force_login(wpa_mali)
    add = commitment.address("serving_add")

    assert client.post(add, {"instrument": other.pk}).status_code == 422  # why?
    assert client.post(add, {"instrument": plan.pk, "reason": "Own."}).status_code == 422
    data = {"instrument": other.pk, "reason": "Paragraph 3 asks for it."}
    assert client.post(add, data).status_code == 302
    assert client.post(add, data).status_code == 422  # once

    client.force_login(reader)
    for page in (commitment.get_absolute_url(), other.get_absolute_url()):
        assert "Paragraph 3 asks for it." in client.get(page).content.decode()
    link = Serving.objects.get()
    client.force_login(wpa_mali)
    remove = commitment.address("serving_remove", link.pk)
    assert client.get(remove).status_code == 200
    assert client.post(remove).status_code == 302
    assert not Serving.objects.exists()
    assert Event.objects.latest("pk").verb == "deleted"


def test_a_link_is_seen_only_by_who_sees_both_ends(
    client, plan, mali, veloria, reader, wpa_veloria
):
    commitment = Commitment.objects.get(reference="a1")
    closed = make_instrument(mali, classification="internal", short_title="The closed one")
    link = Serving.objects.create(commitment=commitment, instrument=closed, reason="So.")
    assert not Serving.objects.for_user(reader).exists()
    client.force_login(reader)
    assert "The closed one" not in client.get(commitment.get_absolute_url()).content.decode()
    assert not Serving.objects.for_user(wpa_veloria).exists()
    of_the_world = make_commitment(instrument=make_instrument())
    Serving.objects.create(commitment=of_the_world, instrument=plan, reason="So.")
    assert Serving.objects.for_user(reader).count() == 1
    assert not Serving.objects.for_user(wpa_veloria).exists()  # who sees one end alone
    link.instrument = make_instrument(veloria)
    with pytest.raises(ValidationError, match="another country"):
        link.full_clean()
