"""Boundary files: the outlines of the first-level regions of a country, read with suspicion.

A file is GeoJSON (RFC 7946), one polygon or multipolygon for each region, with its P-code in the
property `pcode` and, beside `features`, the `vintage` of the codes. No boundary of a real country
ships with the register: an installation puts `<iso3>.geojson` into the folder BOUNDARY_FILES.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Country
from .outlines import Outlines, Ring, draw

MOST_BYTES = 8 * 1024 * 1024
MOST_AREAS, MOST_POINTS = 200, 400_000
CODE = re.compile(r"[A-Za-z0-9-]{1,20}")
SAMPLES = Path(__file__).parent / "data" / "boundaries"


class BoundaryFileError(ValueError):
    """The file cannot be used; the text says why, in words for whoever put it there."""


@dataclass(frozen=True)
class Boundaries:
    """The areas of one file by P-code, in degrees, and the edition of the codes."""

    vintage: str
    areas: dict[str, list[Ring]]


def file_of(country: Country) -> Path | None:
    """The boundary file of a country, if there is one; the sample country brings its own."""
    if not re.fullmatch(r"[A-Z]{3}", country.iso3):
        return None
    folders = [Path(settings.BOUNDARY_FILES), *([SAMPLES] if country.is_sample else [])]
    paths = [folder / f"{country.iso3.lower()}.geojson" for folder in folders]
    return next((path for path in paths if path.is_file()), None)


def outlines_of(country: Country) -> tuple[str, Outlines] | None:
    """(vintage, outlines ready to draw) of a country; raises BoundaryFileError for a bad file."""
    path = file_of(country)
    if path is None:
        return None
    facts = path.stat()
    return _drawn(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=16)
def _drawn(path: Path, _changed: int, _size: int) -> tuple[str, Outlines]:
    boundaries = read(path)
    return boundaries.vintage, draw(boundaries.areas)


def read(path: Path, pcode: str = "pcode", vintage: str = "") -> Boundaries:
    """The areas of a file. `pcode` names the property of the code, `vintage` wins over the file's.

    Raises BoundaryFileError for whatever is no boundary file.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BoundaryFileError(
                _("The file is larger than %(n)d MB.") % {"n": MOST_BYTES // 1024**2}
            )
        data = json.loads(path.read_text("utf-8"), parse_constant=_no_number)
    except OSError as error:
        raise BoundaryFileError(error.strerror or str(error)) from error
    except BoundaryFileError:
        raise
    except (ValueError, RecursionError) as error:
        raise BoundaryFileError(_("The file is no JSON.")) from error
    return check(data, pcode, vintage)


def check(data: Any, pcode: str = "pcode", vintage: str = "") -> Boundaries:
    """The same for what has been read already."""
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise BoundaryFileError(_("The file is no GeoJSON FeatureCollection."))
    edition = vintage or data.get("vintage")
    if not isinstance(edition, str) or not 0 < len(edition) <= 20:
        raise BoundaryFileError(_("The file does not name the vintage of its codes."))
    features = data.get("features")
    if not isinstance(features, list) or not 0 < len(features) <= MOST_AREAS:
        raise BoundaryFileError(_("The file needs 1 to %(n)d areas.") % {"n": MOST_AREAS})
    areas: dict[str, list[Ring]] = {}
    left = MOST_POINTS
    for number, feature in enumerate(features, start=1):
        code = _code(feature, pcode, number)
        if code in areas:
            raise BoundaryFileError(_("%(code)s is in the file twice.") % {"code": code})
        areas[code] = list(_rings(feature.get("geometry"), code))
        left -= sum(len(ring) for ring in areas[code])
        if left < 0:
            raise BoundaryFileError(_("The file has more than %(n)d points.") % {"n": MOST_POINTS})
    _fits(areas)
    return Boundaries(edition, areas)


def _no_number(name):
    raise BoundaryFileError(_("%(name)s is no coordinate.") % {"name": name})


def _code(feature, pcode, number):
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get(pcode) if isinstance(properties, dict) else None
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise BoundaryFileError(
            _("Area %(n)d has no P-code in “%(name)s”.") % {"n": number, "name": pcode}
        )
    return code


def _rings(geometry: Any, code: str) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise BoundaryFileError(
            _("%(code)s is neither a polygon nor a multipolygon.") % {"code": code}
        )
    found = geometry.get("coordinates")
    polygons = [found] if kind == "Polygon" else found
    for polygon in _list(polygons, code):
        for ring in _list(polygon, code):
            yield _ring(ring, code)


def _ring(ring, code):
    points = [_point(point, code) for point in _list(ring, code)]
    if len(points) < 4 or points[0] != points[-1]:
        raise BoundaryFileError(_("A ring of %(code)s is not closed.") % {"code": code})
    return points


def _point(point, code):
    numbers = _list(point, code)[:2]
    good = len(numbers) == 2 and all(
        type(n) in (int, float) and math.isfinite(n) and abs(n) <= limit
        for n, limit in zip(numbers, (180, 90), strict=True)
    )
    if not good:
        raise BoundaryFileError(
            _("%(code)s has a point that is no longitude and latitude.") % {"code": code}
        )
    return float(numbers[0]), float(numbers[1])


def _list(value, code):
    if not isinstance(value, list) or not value:
        raise BoundaryFileError(_("%(code)s has no outline.") % {"code": code})
    return value


def _fits(areas):
    """One map, in one piece: not a point, and not across the 180th meridian."""
    points = [point for rings in areas.values() for ring in rings for point in ring]
    spread = [max(p[i] for p in points) - min(p[i] for p in points) for i in (0, 1)]
    if min(spread) <= 0 or spread[0] > 180:
        raise BoundaryFileError(_("These areas cannot be drawn on one map."))
