"""A map of municipalities as SVG paths: the score as five strengths of one colour, missing as a hatch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from veivalg.statistics import geometry

# Triangles under this many square metres are left out of the national map, which is drawn small.
NATIONAL_DETAIL = 5_000_000
WIDTH = 1000.0
LIMITS = (2, 4, 6, 8)
"""Upper ends of the four first classes of certain signs: 0–2, 3–4, 5–6, 7–8, 9–10."""


@dataclass(frozen=True)
class Shape:
    """One municipality on the map."""

    name: str
    path: str
    kind: str
    """``k1`` … ``k5``, ``km`` for missing, ``land`` for neighbours."""
    url: str
    text: str


@dataclass(frozen=True)
class Map:
    """Shapes in a frame of WIDTH by ``height``."""

    height: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Place:
    """What is to be drawn for one municipality; ``code`` names the geometry."""

    code: str
    name: str
    url: str
    text: str
    certain: int | None


def kind_of(certain: int | None) -> str:
    """The colour class of a number of certain signs.

    >>> kind_of(0), kind_of(5), kind_of(10), kind_of(None)
    ('k1', 'k3', 'k5', 'km')
    """
    if certain is None:
        return "km"
    return f"k{1 + sum(certain > limit for limit in LIMITS)}"


def draw(places: Sequence[Place], *, whole_country: bool) -> Map:
    """Draw the places; a region is framed, with its surroundings in grey."""
    detail = NATIONAL_DETAIL if whole_country else 0
    codes = frozenset(place.code for place in places)
    frame = _frame(None if whole_country else codes)
    paths = _paths(detail, frame)
    height = round(WIDTH * (frame[3] - frame[1]) / (frame[2] - frame[0]))
    around = [Shape("", path, "land", "", "") for code, path in paths.items() if code not in codes]
    own = [
        Shape(place.name, paths[place.code], kind_of(place.certain), place.url, place.text)
        for place in places
        if place.code in paths
    ]
    return Map(height=height, shapes=(*around, *own))


Frame = tuple[float, float, float, float]


def _frame(codes: frozenset[str] | None) -> Frame:
    left, bottom, right, top = geometry.bounds(codes)
    margin = 0.04 * max(right - left, top - bottom)
    return left - margin, bottom - margin, right + margin, top + margin


@lru_cache(maxsize=64)
def _paths(detail: float, frame: Frame) -> Mapping[str, str]:
    """Path data of every municipality that reaches into the frame, in whole and half units of the drawing."""
    left, bottom, right, top = frame
    scale = WIDTH / (right - left)
    found = {}
    for code, rings in geometry.shapes(detail).items():
        parts = []
        for ring in rings:
            xs, ys = [x for x, _ in ring], [y for _, y in ring]
            if max(xs) < left or min(xs) > right or max(ys) < bottom or min(ys) > top:
                continue
            points = [f"{(x - left) * scale:.1f} {(top - y) * scale:.1f}" for x, y in ring[:-1]]
            parts.append("M" + "L".join(points) + "Z")
        if parts:
            found[code] = "".join(parts)
    return found
