"""The rows of a pivot as a map, where the boundaries of the country are at hand."""

import logging
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.reference.boundaries import BoundaryFileError, outlines_of
from foundation.reference.models import Region
from foundation.ui.maps import Area, AreaMap

from .answer import Exploration
from .drawing import finding, uncounted
from .drawn import DrawnPivot

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DrawnMap:
    """A map, or the reason why there is none."""

    chart: AreaMap | None = None
    reason: str = ""


def draw_map(exploration: Exploration, pivot: DrawnPivot) -> DrawnMap | None:
    """Only for regions, one figure each, all of the edition whose boundaries are there."""
    turned = exploration.turned
    if turned.rows != "region" or (pivot.heads and not turned.adds_up):
        return None
    try:
        found = outlines_of(exploration.country)
    except BoundaryFileError as error:
        log.warning("Boundary file of %s: %s", exploration.country.iso3, error)
        words = _("The boundary file of this country cannot be used: %(why)s")
        return DrawnMap(reason=words % {"why": error})
    if found is None:
        return DrawnMap(
            reason=_("There is no boundary file for this country, so there is no map.")
        )
    vintage, outlines = found
    editions = {place.edition for place in turned.places["region"]} - {""}
    if not editions:
        return DrawnMap(reason=_("No figure here is of a region, so there is no map."))
    if editions != {vintage}:
        words = _(
            "The figures are by the codes of %(figures)s, the boundaries by those of %(file)s: the"
            " same code can mean another place, so there is no map."
        )
        return DrawnMap(reason=words % {"figures": ", ".join(sorted(editions)), "file": vintage})
    return DrawnMap(_chart(exploration, pivot, vintage, outlines))


def _chart(exploration, pivot, vintage, outlines):
    turned = exploration.turned
    codes = {place.key: place.code for place in turned.places["region"]}
    told = [(line.label, line.total or line.cells[0]) for line in pivot.lines]
    cells = {codes[line.key]: cell for line, (_label, cell) in zip(pivot.lines, told, strict=True)}
    rows = Region.objects.filter(country=exploration.country, vintage=vintage)
    names = {region.pcode: region.name for region in rows}
    asked = {codes[key] for key in turned.filters["region"]}
    areas = [
        _area(
            outline,
            names.get(outline.code, outline.code),
            cells.get(outline.code),
            left_out=bool(asked) and outline.code not in asked,
        )
        for outline in outlines.areas
    ]
    note = _("Codes and boundaries: %(vintage)s.") % {"vintage": vintage}
    missing = [line.label for line in pivot.lines if codes[line.key] not in _codes(outlines)]
    if missing:
        note += " " + _("Not drawn: %(names)s.") % {"names": ", ".join(missing)}
    return AreaMap(
        finding(pivot),
        exploration.caption,
        outlines.viewbox,
        areas,
        unit=exploration.unit,
        head=pivot.corner,
        source=exploration.source_line,
        note=f"{uncounted(told)} {note}".strip(),
    )


def _area(outline, name, cell, *, left_out):
    given = cell is not None and not cell.is_empty
    return Area(
        name,
        cell.count if given else None,
        outline.path,
        outline.x,
        outline.y,
        outline.room,
        cell.href if given else "",
        left_out,
    )


def _codes(outlines):
    return {outline.code for outline in outlines.areas}
