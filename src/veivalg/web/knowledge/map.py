"""Maps of municipalities as SVG: the score as five strengths of one colour, missing as a hatch, labels inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from veivalg.statistics import geometry
from veivalg.web.knowledge.labelling import Label, inside, place_labels

# Triangles under this many square metres cannot be seen on a map of the whole country.
NATIONAL_DETAIL = 12_000_000
WIDTH = 1000.0
CLASSES = 5


@dataclass(frozen=True)
class Shape:
    """One municipality on the map."""

    name: str
    path: str
    kind: str
    """``k1`` … ``k5``, ``km`` for missing, ``land`` for what is not the map's subject."""
    url: str
    text: str


@dataclass(frozen=True)
class Map:
    """Shapes and labels in a frame of WIDTH by ``height``; what is drawn last lies on top."""

    height: int
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...] = ()
    is_country: bool = False


@dataclass(frozen=True)
class Place:
    """What is to be drawn for one municipality; ``code`` names the geometry."""

    code: str
    name: str
    url: str
    text: str
    kind: str
    short: str = ""
    """What stands under the name on the map itself: ``7–8``."""


def class_ends(most: int) -> tuple[int, ...]:
    """The last number of signs in each of the five classes.

    >>> class_ends(10), class_ends(5)
    ((2, 4, 6, 8, 10), (1, 2, 3, 4, 5))
    """
    return tuple(round(most * n / CLASSES) for n in range(1, CLASSES + 1))


def kind_of(certain: int | None, most: int = 10) -> str:
    """The colour class of a number of certain signs out of ``most``.

    >>> kind_of(0), kind_of(5), kind_of(10), kind_of(None), kind_of(5, most=5)
    ('k1', 'k3', 'k5', 'km', 'k5')
    """
    if certain is None:
        return "km"
    return f"k{1 + sum(certain > end for end in class_ends(most)[:-1])}"


def draw(places: Sequence[Place], *, whole_country: bool) -> Map:
    """Draw the places; a region is framed and labelled, with its surroundings in grey."""
    codes = frozenset(place.code for place in places)
    frame = _frame(None if whole_country else codes)
    paths = _paths(NATIONAL_DETAIL if whole_country else 0, frame)
    height = round(WIDTH * (frame[3] - frame[1]) / (frame[2] - frame[0]))
    around = [Shape("", path, "land", "", "") for code, path in paths.items() if code not in codes]
    drawn = [place for place in places if place.code in paths]
    own = [Shape(place.name, paths[place.code], place.kind, place.url, place.text) for place in drawn]
    labels: tuple[Label, ...] = ()
    if not whole_country:
        spots = {code: _to_drawing(inside(code), frame) for code in codes if code in paths}
        labels = place_labels([(place.name, place.short, place.kind, spots[place.code]) for place in drawn])
    return Map(height=height, shapes=(*around, *own), labels=labels, is_country=whole_country)


Frame = tuple[float, float, float, float]


def _frame(codes: frozenset[str] | None) -> Frame:
    left, bottom, right, top = geometry.bounds(codes)
    margin = 0.04 * max(right - left, top - bottom)
    return left - margin, bottom - margin, right + margin, top + margin


def _to_drawing(spot: tuple[float, float, float], frame: Frame) -> tuple[float, float, float]:
    """A point in metres and the room around it, in units of the drawing, where y grows downwards."""
    scale = WIDTH / (frame[2] - frame[0])
    x, y, room = spot
    return (x - frame[0]) * scale, (frame[3] - y) * scale, room * scale


@lru_cache(maxsize=64)
def _paths(detail: float, frame: Frame) -> Mapping[str, str]:
    """Path data of every municipality that reaches into the frame, in whole units and relative steps."""
    left, bottom, right, top = frame
    scale = WIDTH / (right - left)
    found = {}
    for code, rings in geometry.shapes(int(detail)).items():
        parts = []
        for ring in rings:
            xs, ys = [x for x, _ in ring], [y for _, y in ring]
            if max(xs) < left or min(xs) > right or max(ys) < bottom or min(ys) > top:
                continue
            parts.append(_path([(round((x - left) * scale), round((top - y) * scale)) for x, y in ring[:-1]]))
        if any(parts):
            found[code] = "".join(parts)
    return found


def _path(points: list[tuple[int, int]]) -> str:
    """A closed line in relative steps; what shrinks to under three points is not seen and left out."""
    kept = [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]
    if len(kept) < 3:
        return ""
    (x, y), steps = kept[0], []
    for next_x, next_y in kept[1:]:
        steps.append(f"{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    # A minus sign separates numbers as well as a space does.
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps).replace(' -', '-')}z"
