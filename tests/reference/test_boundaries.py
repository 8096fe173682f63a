"""Boundary files come from outside: whatever is wrong with one is said, and nothing breaks."""

import json
import os
import re

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from foundation.reference.boundaries import (
    SAMPLES,
    BoundaryFileError,
    check,
    file_of,
    outlines_of,
    read,
)
from foundation.reference.loading import load_reference
from foundation.reference.models import Country
from foundation.reference.outlines import Grid, draw, simplified

SQUARE = [[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]


def area(code="AA01", coordinates=None, kind="Polygon", **properties):
    geometry = {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates}
    return {"type": "Feature", "properties": {"pcode": code, **properties}, "geometry": geometry}


def collection(*features, **more):
    return {"type": "FeatureCollection", "vintage": "v01", "features": list(features), **more}


def test_a_good_file_is_read():
    east = [[1, 0], [1, 1], [2, 1], [2, 0], [1, 0]]
    found = check(collection(area(), area("AA02", [[east]], "MultiPolygon")))

    assert (found.vintage, set(found.areas)) == ("v01", {"AA01", "AA02"})
    assert check(collection(area(), vintage=None), vintage="v09").vintage == "v09"
    assert set(check(collection(area(ADM1="ML01")), "ADM1").areas) == {"ML01"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ([], "no GeoJSON"), ("text", "no GeoJSON"), ({"type": "Feature"}, "no GeoJSON"),
        (collection(area(), vintage=""), "vintage"), (collection(area(), vintage=3), "vintage"),
        (collection(area(), vintage="v" * 30), "vintage"),
        (collection(), "1 to 200 areas"),
        (collection(*[area(f"A{n}") for n in range(201)]), "1 to 200 areas"),
        ({**collection(), "features": {"a": 1}}, "1 to 200 areas"),
        (collection(None), "Area 1 has no P-code"), (collection(area(7)), "Area 1 has no P-code"),
        (collection(area('"><script>')), "Area 1 has no P-code"),
        (collection({"type": "Feature", "properties": []}), "Area 1 has no P-code"),
        (collection(area(), area()), "AA01 is in the file twice"),
        (collection(area(kind="Point", coordinates=[1, 2])), "neither a polygon"),
        (collection({**area(), "geometry": None}), "neither a polygon"),
        (collection(area(coordinates=[])), "no outline"),
        (collection(area(coordinates={"a": 1})), "no outline"),
        (collection(area(coordinates=[[]])), "no outline"),
        (collection(area(coordinates=[[5, 6]])), "no outline"),
        (collection(area(coordinates=[SQUARE[:3]])), "not closed"),
        (collection(area(coordinates=[SQUARE[:4]])), "not closed"),
        (collection(area(coordinates=[[[0, 0], ["x", 1], [1, 1], [0, 0]]])), "no longitude"),
        (collection(area(coordinates=[[[0, 0], [True, 1], [1, 1], [0, 0]]])), "no longitude"),
        (collection(area(coordinates=[[[0, 0], [181, 1], [1, 1], [0, 0]]])), "no longitude"),
        (collection(area(coordinates=[[[0, 0], [1, -91], [1, 1], [0, 0]]])), "no longitude"),
        (collection(area(coordinates=[[[0, 0], [1], [1, 1], [0, 0]]])), "no longitude"),
        (collection(area(coordinates=[[[0, 0], [float("inf"), 1], [1, 1], [0, 0]]])),
         "no longitude"),
        (collection(area(coordinates=[[[5, 5]] * 4])), "cannot be drawn"),
        (collection(area(coordinates=[[[-179, 0], [179, 1], [179, 0], [-179, 0]]])),
         "cannot be drawn"),
    ],
)  # fmt: skip
def test_what_is_no_boundary_file_is_refused_with_the_reason(data, why):
    with pytest.raises(BoundaryFileError, match=why):
        check(data)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no JSON"), ("{", "no JSON"), ("[" * 100_000, "no JSON"), ("NaN", "NaN"),
        ('{"a": -Infinity}', "Infinity"), ("1" * 5000, "no JSON"), ("\udcff", "no JSON"),
    ],
)  # fmt: skip
def test_a_hostile_file_ends_in_a_sentence(tmp_path, text, why):
    path = tmp_path / "xve.geojson"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(BoundaryFileError, match=why):
        read(path)


def test_too_many_points_or_bytes_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "xve.geojson"
    path.write_text(json.dumps(collection(area())), "utf-8")
    monkeypatch.setattr("foundation.reference.boundaries.MOST_POINTS", 4)
    with pytest.raises(BoundaryFileError, match="more than 4 points"):
        read(path)
    monkeypatch.setattr("foundation.reference.boundaries.MOST_BYTES", 10)
    with pytest.raises(BoundaryFileError, match="larger than"):
        read(path)
    with pytest.raises(BoundaryFileError, match="No such file"):
        read(tmp_path / "absent.geojson")


def test_the_file_of_the_installation_wins_and_only_the_sample_brings_one(
    tmp_path, settings, mali, veloria
):
    settings.BOUNDARY_FILES = tmp_path
    assert file_of(mali) is None
    assert outlines_of(mali) is None
    assert file_of(veloria) == SAMPLES / "xve.geojson"
    (tmp_path / "xve.geojson").write_text(json.dumps(collection(area())), "utf-8")
    assert file_of(veloria) == tmp_path / "xve.geojson"
    assert outlines_of(veloria)[0] == "v01"
    assert file_of(Country(iso3="../")) is None


def test_a_file_that_was_changed_is_read_again(tmp_path, settings, veloria):
    settings.BOUNDARY_FILES = tmp_path
    path = tmp_path / "xve.geojson"
    for number, edition in enumerate(("v01", "v02")):
        path.write_text(json.dumps(collection(area(), vintage=edition)), "utf-8")
        os.utime(path, (number, number))
        assert outlines_of(veloria)[0] == edition


# Drawing


def test_a_border_that_is_shared_stays_shared():
    border = [[1, 0], [1.0004, 0.3], [0.9, 0.6], [1, 1]]
    west = [[0, 0], *border, [0, 1], [0, 0]]
    east = [*border[::-1], [2, 0], [2, 1], border[-1]]
    areas = check(collection(area(coordinates=[west]), area("AA02", [east]))).areas
    grid = Grid(areas)

    points = [set(simplified(rings, grid)[0]) for rings in areas.values()]
    assert {grid.point(*point) for point in border} <= points[0] & points[1]


def test_paths_are_whole_numbers_with_relative_steps_inside_the_picture():
    boundaries = read(SAMPLES / "xve.geojson")
    outlines = draw(boundaries.areas)

    assert len(outlines.areas) == 5
    for outline in outlines.areas:
        assert re.fullmatch(r"M\d+ \d+l-?\d+( -?\d+)+z", outline.path)
        assert 0 < outline.x < outlines.width
        assert 0 < outline.y < outlines.height
        assert outline.room > 30


@given(
    st.lists(
        st.tuples(st.floats(-170, 170), st.floats(-80, 80)), min_size=3, max_size=12, unique=True
    )
)
def test_any_outline_that_passes_can_be_drawn(points):
    ring = [list(point) for point in (*points, points[0])]
    try:
        boundaries = check(collection(area(coordinates=[ring])))
    except BoundaryFileError:
        return
    outlines = draw(boundaries.areas)

    (outline,) = outlines.areas
    assert outline.path.endswith("z")
    assert re.fullmatch(r"[Ml\d vhz-]+", outline.path)
    assert max(outlines.width, outlines.height) <= 649


# The command


def test_the_command_checks_and_writes_a_light_file(tmp_path, settings, db, capsys):
    load_reference()
    settings.BOUNDARY_FILES = tmp_path / "boundaries"
    source = tmp_path / "download.json"
    wavy = [[n / 500, 14 + (n % 2) / 10_000] for n in range(1000)]
    ring = [*wavy, [2, 10], [0, 10], wavy[0]]
    source.write_text(
        json.dumps(collection(area("x", [ring], ADM1_PCODE="XV01"), area("y", ADM1_PCODE="XV99"))),
        "utf-8",
    )

    call_command(
        "boundaries", str(source), country="XV", pcode="ADM1_PCODE", vintage="v01-sample",
        write=True,
    )  # fmt: skip

    out = capsys.readouterr().out
    assert "2 areas, codes of v01-sample: 1 of 5 regions of Veloria are drawn." in out
    assert "Not in the file: XV02, XV03, XV04, XV05." in out
    assert "Not in the register: XV99." in out
    written = settings.BOUNDARY_FILES / "xve.geojson"
    assert written.stat().st_size < source.stat().st_size / 10
    assert set(read(written).areas) == {"XV01", "XV99"}


def test_the_command_says_what_is_wrong(tmp_path, db):
    load_reference()
    path = tmp_path / "file.geojson"
    path.write_text(json.dumps(collection(area())), "utf-8")
    for country, why in (("ZZ", "No country"), ("XV", "No region of Veloria in the edition v01")):
        with pytest.raises(CommandError, match=why):
            call_command("boundaries", str(path), country=country)
    path.write_text("{", "utf-8")
    with pytest.raises(CommandError, match="no JSON"):
        call_command("boundaries", str(path), country="XV")
