import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foundation.reference.boundaries import Boundaries, BoundaryFileError, read
from foundation.reference.models import Country, Region
from foundation.reference.outlines import Grid, simplified


class Command(BaseCommand):
    help = (
        "Checks a GeoJSON file of regional boundaries against the regions of the register;"
        " --write puts a light version of it into the folder BOUNDARY_FILES."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="The GeoJSON file.")
        parser.add_argument("--country", required=True, help="Two-letter code, such as ML.")
        parser.add_argument("--pcode", default="pcode", help="The property that holds the code.")
        parser.add_argument("--vintage", default="", help="The edition of the codes.")
        parser.add_argument("--write", action="store_true", help="Put a light version in place.")

    def handle(self, *, file, country, pcode, vintage, write, **options):
        place = Country.objects.filter(iso2=country.upper()).first()
        if place is None:
            raise CommandError(f"No country has the code {country}.")
        try:
            boundaries = read(file, pcode, vintage)
        except BoundaryFileError as error:
            raise CommandError(f"{file}: {error}") from error
        self._compare(place, boundaries)
        if write:
            self._write(place, boundaries)

    def _compare(self, place, boundaries: Boundaries):
        rows = Region.objects.filter(country=place, vintage=boundaries.vintage)
        known, drawn = set(rows.values_list("pcode", flat=True)), set(boundaries.areas)
        if not known & drawn:
            raise CommandError(
                f"No region of {place} in the edition {boundaries.vintage} is in this file."
            )
        self.stdout.write(
            f"{len(drawn)} areas, codes of {boundaries.vintage}:"
            f" {len(known & drawn)} of {len(known)} regions of {place} are drawn."
        )
        for text, codes in (
            ("Not in the file", known - drawn),
            ("Not in the register", drawn - known),
        ):
            if codes:
                self.stdout.write(f"{text}: {', '.join(sorted(codes))}.")

    def _write(self, place, boundaries: Boundaries):
        folder = Path(settings.BOUNDARY_FILES)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{place.iso3.lower()}.geojson"
        path.write_text(json.dumps(light(boundaries), separators=(",", ":")), "utf-8")
        self.stdout.write(f"Written: {path}, {path.stat().st_size} bytes.")


def light(boundaries: Boundaries) -> dict:
    """The same areas with no more points than a drawing shows."""
    grid = Grid(boundaries.areas)
    features = [
        {
            "type": "Feature",
            "properties": {"pcode": code},
            "geometry": {"type": "MultiPolygon", "coordinates": _polygons(rings, grid)},
        }
        for code, rings in boundaries.areas.items()
    ]
    return {"type": "FeatureCollection", "vintage": boundaries.vintage, "features": features}


def _polygons(rings, grid):
    """A ring each, a hole too: the drawing fills by evenness. What is too small stays."""
    thin = [ring for ring in simplified(rings, grid) if len(ring) > 2]
    closed = [[grid.degrees(*point) for point in (*ring, ring[0])] for ring in thin]
    return [[[list(point) for point in ring]] for ring in closed or rings[:1]]
