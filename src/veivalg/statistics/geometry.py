"""The shapes of municipalities for maps, and which of them border on each other.

Coordinates are metres in EPSG:25833 (UTM zone 33): x grows eastwards and **y grows northwards**, so that a drawing
in SVG, where y grows downwards, must turn the sign. © Kartverket, CC BY 4.0.
"""

import itertools
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from veivalg.statistics.linework import simplify

Ring = tuple[tuple[int, int], ...]
"""A closed line of (east, north) in metres; the first point is also the last."""
ATTRIBUTION = "© Kartverket"
LICENCE = "CC BY 4.0"


def topology_bytes() -> bytes:
    """The map file as it is shipped (TopoJSON), to hand to a browser or a chart engine."""
    return resources.files("veivalg.statistics").joinpath("data/municipalities.topojson").read_bytes()


@lru_cache(maxsize=1)
def _topology() -> tuple[tuple[Ring, ...], Mapping[str, list[list[list[int]]]]]:
    topology = json.loads(topology_bytes())
    scale, translate = topology["transform"]["scale"][0], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for east, north in steps:
            x, y = x + east, y + north
            points.append((x * scale + translate[0], y * scale + translate[1]))
        arcs.append(tuple(points))
    geometries = topology["objects"]["municipalities"]["geometries"]
    return tuple(arcs), {geometry["properties"]["code"]: geometry["arcs"] for geometry in geometries}


@lru_cache(maxsize=4)
def shapes(smallest_triangle: int = 0) -> Mapping[str, tuple[Ring, ...]]:
    """The rings of each municipality, by code; the largest part first, holes after the part they lie in.

    Draw with the even-odd rule: then holes are holes. For a map of the whole country, give the square metres
    that no longer can be seen (5 000 000 halves the points); borders stay shared.
    """
    arcs, places = _topology()
    if smallest_triangle:
        arcs = tuple(tuple(simplify(arc, smallest_triangle)) for arc in arcs)
    result = {}
    for code, polygons in places.items():
        parts = [tuple(_ring(ring, arcs) for ring in polygon) for polygon in polygons]
        parts.sort(key=lambda rings: -area(rings[0]))
        result[code] = tuple(ring for rings in parts for ring in rings)
    return MappingProxyType(result)


@lru_cache(maxsize=1)
def neighbours() -> Mapping[str, frozenset[str]]:
    """Which municipalities share a border on the map with each; borders at sea are not on the map."""
    _, places = _topology()
    owners: dict[int, set[str]] = {}
    for code, polygons in places.items():
        for n in (n for polygon in polygons for ring in polygon for n in ring):
            owners.setdefault(n if n >= 0 else ~n, set()).add(code)
    found: dict[str, set[str]] = {code: set() for code in places}
    for codes in owners.values():
        for code in codes:
            found[code] |= codes - {code}
    return MappingProxyType({code: frozenset(others) for code, others in found.items()})


def bounds(codes: frozenset[str] | None = None) -> tuple[int, int, int, int]:
    """West, south, east and north in metres of these municipalities, or of the whole country.

    Raises KeyError for an unknown code and ValueError when there are none.
    """
    chosen = shapes() if codes is None else {code: shapes()[code] for code in codes}
    points = [point for rings in chosen.values() for ring in rings for point in ring]
    east, north = [x for x, _ in points], [y for _, y in points]
    return min(east), min(north), max(east), max(north)


def area(ring: Ring) -> float:
    """Square metres inside a ring."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))) / 2


def _ring(numbers: list[int], arcs: tuple[Ring, ...]) -> Ring:
    points: list[tuple[int, int]] = []
    for n in numbers:
        arc = arcs[n] if n >= 0 else tuple(reversed(arcs[~n]))
        # Each arc starts where the one before it ended.
        points.extend(arc if not points else arc[1:])
    return tuple(points)
