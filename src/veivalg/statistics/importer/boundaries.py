"""Municipal boundaries for maps: projected, simplified with shared borders kept, and rounded to a grid.

The upstream file is TopoJSON: a border between two municipalities is one arc that both refer to. Each arc is
simplified once with its end points fixed, so that neighbours still meet without gaps or overlaps.
"""

import itertools
import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from veivalg.statistics.importer.projection import utm33
from veivalg.statistics.importer.reading import BadInput
from veivalg.statistics.linework import simplify

FILE = "kommuner-s.topojson"
MAX_BYTES = 50_000_000
GRID = 20
"""Metres between the lines of the grid that points are rounded to."""
SMALLEST_TRIANGLE = 400_000.0
"""Square metres: a point whose triangle with its neighbours is smaller is left out."""
SMALLEST_ISLAND = 1_000_000.0
"""Square metres: smaller islands are left out, unless it is the municipality's largest part."""

Point = tuple[float, float]
Arc = list[Point]
Polygon = list[list[int]]
"""Rings of arc numbers, the outer ring first; ~n is arc n walked backwards, as in TopoJSON."""


def simplified_map(directory: Path, codes: Sequence[str]) -> bytes:
    """The map of these municipalities as our own TopoJSON (see docs/data).

    Raises BadInput when the file cannot be read, or a municipality is missing, unknown or there twice.
    """
    topology = _load(directory / FILE)
    try:
        arcs = [[utm33(longitude, latitude) for longitude, latitude in arc] for arc in topology["arcs"]]
        places = {
            geometry["properties"]["kommunenummer"]: _polygons(geometry)
            for geometry in topology["objects"]["Kommuner"]["geometries"]
        }
        count = len(topology["objects"]["Kommuner"]["geometries"])
        used = Counter(_plain(n) for polygons in places.values() for n in _arcs_of(polygons))
        if any(n >= len(arcs) for n in used):
            raise ValueError("a ring refers to an arc that is not there")
        if not all(math.isfinite(value) for arc in arcs for point in arc for value in point):
            raise ValueError("a coordinate is not a finite number")
        if min((len(arc) for arc in arcs), default=0) < 2:
            raise ValueError("an arc has fewer than two points")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(
            FILE,
            f"not the boundaries that were expected ({type(error).__name__}: {error}).",
            "The file must be TopoJSON in degrees with the object Kommuner; fetch it anew.",
        ) from error
    for title, wrong in (
        ("is not on the map", sorted(set(codes) - set(places))),
        ("is on the map but not in kommuner.csv", sorted(set(places) - set(codes))),
    ):
        if wrong:
            raise BadInput(FILE, f"{', '.join(wrong[:5])} {title}.", "Use files of the same division.")
    if count != len(places):
        raise BadInput(FILE, "a municipality is on the map more than once.", "Fetch the file anew.")
    kept = {code: _without_islets(polygons, arcs, used) for code, polygons in places.items()}
    return _write(kept, arcs)


def _load(path: Path) -> Any:
    try:
        if path.is_symlink() or not path.is_file():
            raise BadInput(FILE, "there is no such file in the folder.", "Put it there and import again.")
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(FILE, f"the file is over {MAX_BYTES} bytes.", "It is not the file we know; check it.")
        return json.loads(path.read_bytes().decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(FILE, f"cannot be read as JSON ({error}).", "Fetch it anew.") from error


def _polygons(geometry: Any) -> list[Polygon]:
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a municipality of the kind {geometry['type']!r}")
    arcs = geometry["arcs"]
    polygons: list[Polygon] = [arcs] if geometry["type"] == "Polygon" else arcs
    if not polygons or not all(type(n) is int for polygon in polygons for ring in polygon for n in ring):
        raise ValueError("a municipality without rings")
    return polygons


def _plain(number: int) -> int:
    return number if number >= 0 else ~number


def _arcs_of(polygons: Sequence[Polygon]) -> Iterator[int]:
    return (n for polygon in polygons for ring in polygon for n in ring)


def _ring(numbers: Sequence[int], arcs: Sequence[Arc]) -> Arc:
    points: Arc = []
    for n in numbers:
        points += arcs[n] if n >= 0 else reversed(arcs[~n])
    return points


def _area(points: Sequence[Point]) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(points))) / 2


def _without_islets(polygons: list[Polygon], arcs: Sequence[Arc], used: Counter[int]) -> list[Polygon]:
    """The largest part, every part that borders on another municipality, and every island of some size."""
    areas = [_area(_ring(polygon[0], arcs)) for polygon in polygons]
    return [
        polygon
        for polygon, area in zip(polygons, areas, strict=True)
        if area == max(areas) or area >= SMALLEST_ISLAND or any(used[_plain(n)] > 1 for ring in polygon for n in ring)
    ]


def _write(places: dict[str, list[Polygon]], arcs: Sequence[Arc]) -> bytes:
    """TopoJSON with arcs as steps on the grid; arcs that nobody refers to any more are left out."""
    wanted = sorted({_plain(n) for polygons in places.values() for n in _arcs_of(polygons)})
    number = {old: new for new, old in enumerate(wanted)}
    west = min(x for n in wanted for x, _ in arcs[n])
    south = min(y for n in wanted for _, y in arcs[n])
    translate = [math.floor(west / GRID) * GRID, math.floor(south / GRID) * GRID]
    steps = [_steps(arcs[n], translate) for n in wanted]
    renamed = {
        code: [[[number[n] if n >= 0 else ~number[~n] for n in ring] for ring in polygon] for polygon in polygons]
        for code, polygons in places.items()
    }
    topology = {
        "type": "Topology",
        "attribution": "© Kartverket",
        "licence": "CC BY 4.0",
        "crs": "EPSG:25833",
        "transform": {"scale": [GRID, GRID], "translate": translate},
        "objects": {
            "municipalities": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "MultiPolygon", "properties": {"code": code}, "arcs": renamed[code]}
                    for code in sorted(renamed)
                ],
            }
        },
        "arcs": steps,
    }
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _steps(arc: Arc, translate: Sequence[float]) -> list[list[int]]:
    grid = [
        (round((x - translate[0]) / GRID), round((y - translate[1]) / GRID))
        for x, y in simplify(arc, SMALLEST_TRIANGLE)
    ]
    steps = [list(grid[0])]
    for (x1, y1), (x2, y2) in itertools.pairwise(grid):
        if (x1, y1) != (x2, y2):
            steps.append([x2 - x1, y2 - y1])
    # A line needs two points even when both fall on the same crossing of the grid.
    return steps if len(steps) > 1 else [*steps, [0, 0]]
