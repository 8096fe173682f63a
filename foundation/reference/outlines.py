"""Outlines of areas as SVG paths: projected, drawn on a grid, in few bytes. Pure.

All points move to the nearest point of one grid, so that a border shared by two areas stays
shared. Coordinates are whole numbers, the same in every language.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Ring = Sequence[tuple[float, float]]
Points = list[tuple[int, int]]
WIDTH, TALLEST, MARGIN = 640, 640, 4


@dataclass(frozen=True)
class Outline:
    """One area: its path, a point inside it, how much room there is to write at that point."""

    code: str
    path: str
    x: int
    y: int
    room: int


@dataclass(frozen=True)
class Outlines:
    width: int
    height: int
    areas: tuple[Outline, ...]

    @property
    def viewbox(self) -> str:
        return f"0 0 {self.width} {self.height}"


class Grid:
    """From degrees to whole points and back: equal lengths in both directions at mid-latitude."""

    def __init__(self, areas: Mapping[str, Sequence[Ring]]):
        points = [point for rings in areas.values() for ring in rings for point in ring]
        longitudes, latitudes = [p[0] for p in points], [p[1] for p in points]
        self.west, self.north = min(longitudes), max(latitudes)
        self.squeeze = math.cos(math.radians((self.north + min(latitudes)) / 2)) or 1e-9
        wide = (max(longitudes) - self.west) * self.squeeze
        high = self.north - min(latitudes)
        self.scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
        self.width = round(wide * self.scale) + 2 * MARGIN
        self.height = round(high * self.scale) + 2 * MARGIN

    def point(self, longitude: float, latitude: float) -> tuple[int, int]:
        return (
            round((longitude - self.west) * self.squeeze * self.scale) + MARGIN,
            round((self.north - latitude) * self.scale) + MARGIN,
        )

    def degrees(self, x: int, y: int) -> tuple[float, float]:
        return (
            round(self.west + (x - MARGIN) / self.scale / self.squeeze, 5),
            round(self.north - (y - MARGIN) / self.scale, 5),
        )


def draw(areas: Mapping[str, Sequence[Ring]]) -> Outlines:
    grid = Grid(areas)
    drawn = tuple(_outline(code, simplified(rings, grid)) for code, rings in areas.items())
    return Outlines(grid.width, grid.height, drawn)


def simplified(rings: Sequence[Ring], grid: Grid) -> list[Points]:
    """The rings on the grid, largest first; specks are left out, but never the last ring."""
    thin = [_thin([grid.point(*point) for point in ring]) for ring in rings]
    ordered = sorted(thin, key=lambda ring: -abs(_area(ring)))
    return ordered[:1] + [ring for ring in ordered[1:] if abs(_area(ring)) >= 2]


def _thin(points: Points) -> Points:
    """Without repetitions and without points on a straight line; not closed."""
    kept: Points = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def _straight(one, two, three):
    cross = (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])
    onward = (two[0] - one[0]) * (three[0] - two[0]) + (two[1] - one[1]) * (three[1] - two[1])
    return cross == 0 and onward >= 0


def _area(ring: Points) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x * b - a * y for (x, y), (a, b) in pairs) / 2


def _outline(code, rings):
    x, y, room = _inside(rings[0])
    return Outline(code, "".join(_path(ring) for ring in rings), x, y, room)


def _path(ring):
    """Absolute start, relative steps: "M10 20l3 4-5 6z" in the spelling with blanks."""
    (x, y), steps = ring[0], []
    for a, b in ring[1:]:
        steps.append(f"{a - x} {b - y}")
        x, y = a, b
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z" if steps else f"M{x} {y}h1v1z"


def _inside(ring: Points) -> tuple[int, int, int]:
    """The middle of the widest stretch of the ring at the height of its middle."""
    ys = sorted(y for _x, y in ring)
    level = (ys[0] + ys[-1]) / 2 + 0.25  # between two lines of the grid: never on a corner
    edges = zip(ring, ring[1:] + ring[:1], strict=True)
    crossings = sorted(
        x + (level - y) / (b - y) * (a - x)
        for (x, y), (a, b) in edges
        if (y < level) != (b < level)
    )
    stretches = list(zip(crossings[::2], crossings[1::2], strict=True))
    if not stretches:
        return ring[0][0], ring[0][1], 0
    left, right = max(stretches, key=lambda pair: pair[1] - pair[0])
    return round((left + right) / 2), round(level), round(right - left)
