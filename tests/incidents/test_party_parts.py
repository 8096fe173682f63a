"""Parties that belong to one another: never added, never a way round what is withheld."""

import pytest
from django.core.exceptions import ValidationError

from foundation.reference.models import Organisation, wholes_of
from incidents.forms import check_overlap
from incidents.models import Cell
from incidents.releases.actions import approve
from incidents.releases.definition import Chosen, Definition
from incidents.releases.universe import Shape, Universe
from tests.factories import make_organisation, make_source
from tests.protection.attacker import Attack

from .factories import make_cell, make_submission
from .release_factories import YEAR, make_release, printed

SMALL = {"front-south": 2, "no-named-party": 0}


@pytest.fixture
def front(veloria):
    """A front, its two wings, and a unit of one of them."""
    whole = make_organisation("front", kind="armed-group", country=veloria)
    wings = [
        make_organisation(slug, kind="armed-group", country=veloria, parent=whole)
        for slug in ("front-north", "front-south")
    ]
    unit = make_organisation("unit", kind="armed-group", country=veloria, parent=wings[0])
    return whole, *wings, unit


def test_what_a_party_belongs_to_is_known_through_every_level(front, django_assert_num_queries):
    whole, north, south, unit = front
    with django_assert_num_queries(2):
        found = wholes_of([unit.pk, south.pk])
    assert found == {unit.pk: {north.pk, whole.pk}, south.pk: {whole.pk}}
    assert wholes_of([]) == {}


def test_a_ring_of_parties_ends(front):
    whole, north, _south, unit = front
    Organisation.objects.filter(pk=whole.pk).update(parent=unit)
    assert wholes_of([north.pk]) == {north.pk: {whole.pk, unit.pk}}


def test_a_party_and_one_that_belongs_to_it_do_not_add_up(front):
    whole, north, south, unit = front
    other = make_organisation(kind="forces")
    for apart in ([whole, other], [north, south, other], [unit, south]):
        check_overlap([Cell(party=party) for party in apart])
    for both in ([whole, north], [north, unit], [whole, unit]):
        with pytest.raises(ValidationError, match="belongs to it"):
            check_overlap([Cell(party=party) for party in both])


def record_of(country, *tables):
    """A record of a year with a table by party for each {slug: count}."""
    record = make_submission(country, make_source(classification="internal"), stated_total=None,
                             occurred_from=YEAR[0], occurred_to=YEAR[1])  # fmt: skip
    for order, counts in enumerate(tables, start=1):
        table = record.tabulations.create(order=order, dimensions=["party"])
        for slug, count in counts.items():
            make_cell(table, party=Organisation.objects.get(slug=slug), count=count)
    return record


def release_of(record, author, *orders):
    chosen = tuple(Chosen(order, ("party",)) for order in orders)
    return make_release(record, author, definition=Definition(chosen).as_json())


@pytest.mark.parametrize(
    ("used", "listed"),
    [
        ({"front": 30}, {"army", "front"}),
        ({"front-north": 30}, {"army", "front-north", "front-south"}),
        ({"unit": 30}, {"army", "front-south", "unit"}),
        ({"army": 30}, {"army", "front-south", "unit"}),
    ],
)
def test_a_release_lists_a_party_or_those_that_belong_to_it(
    veloria, reviewer, front, used, listed
):
    make_organisation("army", kind="forces", country=veloria)
    release = release_of(record_of(veloria, used), reviewer, 1)
    assert {codes[1] for codes in printed(release)} == {*listed, "no-named-party", "all"}


@pytest.mark.parametrize("order", [[[1, 2]], [[1], [2]], [[2], [1]]])
def test_what_is_printed_of_a_party_tells_nothing_of_those_that_belong_to_it(
    veloria, reviewer, second_reviewer, front, order
):
    """30 by the front: 28 by the one wing, 2 by the other."""
    Organisation.objects.get(slug="unit").delete()
    for slug in ("army", "guard"):
        make_organisation(slug, kind="forces", country=veloria)
    others = {"army": 40, "guard": 12}
    record = record_of(
        veloria, {"front": 30, **others}, {"front-north": 28, "front-south": 2, **others}
    )
    told = {}
    for orders in order:
        release = release_of(record, reviewer, *orders)
        assert release.status == "prepared", release.prepared.report
        approve(release, by=second_reviewer)
        for (_table, code), count in printed(release).items():
            told[code] = count if told.get(code) is None else told[code]

    assert told["all"] == 82
    assert told["front"] is None or told["front-north"] is None
    wings = {"front": ["front-north", "front-south"]}
    every = {"all": ["front", "army", "guard", "no-named-party"], **wings}
    attack = Attack([{"groups": every}], [[code, count] for code, count in told.items()])
    for code in SMALL:
        assert told[code] is None
        assert attack.end([code], 1) == 0
        assert attack.end([code], -1) >= 4


def test_a_party_is_the_sum_of_those_right_below_it():
    lists = [("front",), ("front-north", "front-south"), ("unit", "front-south"), ("army",)]
    shapes = [Shape(YEAR, (("party", codes),), False) for codes in lists]
    belongs = {"front-north": {"front"}, "front-south": {"front"},
               "unit": {"front", "front-north", "not-listed"}}  # fmt: skip
    assert Universe(shapes, belongs).dimensions["party"].groups == {
        "front": ("front-north", "front-south"), "front-north": ("unit",),
        "all": ("army", "front"),
    }  # fmt: skip
