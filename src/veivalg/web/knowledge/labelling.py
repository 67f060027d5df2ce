"""Where on a map a name can stand: well inside its municipality, and clear of other names."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from veivalg.statistics import geometry

NAME_SIZE, SCORE_SIZE = 24, 30
"""Heights of letters in units of the drawing, which is 1000 wide."""
_LETTER = 0.56
"""A letter's width as part of its height."""
_GRID = 24


@dataclass(frozen=True)
class Label:
    """A name and a short text under it, both centred on x; the name is left out where there is no room."""

    x: int
    y: int
    name: str
    short: str
    kind: str
    """Of the ground under it, which decides the colour of the letters."""


@lru_cache(maxsize=512)
def inside(code: str) -> tuple[float, float, float]:
    """East and north in metres of a point deep inside the largest part of a municipality, and the room around it.

    A grid over the part, then a finer one around the best point: near enough for a label.
    """
    ring = geometry.shapes(5_000_000)[code][0]
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    best = (sum(xs) / len(xs), sum(ys) / len(ys), 0.0)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    middle = (min(xs) + width / 2, min(ys) + height / 2)
    for _ in range(2):
        for i in range(_GRID + 1):
            for j in range(_GRID + 1):
                x = middle[0] + (i / _GRID - 0.5) * width
                y = middle[1] + (j / _GRID - 0.5) * height
                room = _room(x, y, ring)
                if room > best[2]:
                    best = (x, y, room)
        middle, width, height = best[:2], width / _GRID * 2, height / _GRID * 2
    return best


def place_labels(wanted: Sequence[tuple[str, str, str, tuple[float, float, float]]]) -> tuple[Label, ...]:
    """Labels for (name, short text, kind, (x, y, room)): the roomiest first, none over another."""
    taken: list[tuple[float, float, float, float]] = []
    placed = []
    for name, short, kind, (x, y, _room_there) in sorted(wanted, key=lambda one: -one[3][2]):
        for shown in (name, ""):
            half = max(len(shown) * NAME_SIZE, len(short) * SCORE_SIZE) * _LETTER / 2
            tall = (NAME_SIZE if shown else 0) + SCORE_SIZE
            spot = _free_spot(x, y, half, tall, taken)
            if spot is not None:
                taken.append((spot[0] - half, spot[1] - tall / 2, spot[0] + half, spot[1] + tall / 2))
                placed.append(Label(round(spot[0]), round(spot[1]), shown, short, kind))
                break
    return tuple(placed)


def _free_spot(
    x: float, y: float, half: float, tall: float, taken: list[tuple[float, float, float, float]]
) -> tuple[float, float] | None:
    """The spot itself, or one a little above or below it, where nothing stands already."""
    for shift in (0, -tall / 2, tall / 2):
        box = (x - half, y + shift - tall / 2, x + half, y + shift + tall / 2)
        if not any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken):
            return x, y + shift
    return None


def _room(x: float, y: float, ring: geometry.Ring) -> float:
    """Metres from a point to the line around it; negative outside."""
    within, nearest = False, math.inf
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
        nearest = min(nearest, _squared_distance(x, y, x1, y1, x2, y2))
    return math.sqrt(nearest) * (1 if within else -1)


def _squared_distance(x: float, y: float, x1: float, y1: float, x2: float, y2: float) -> float:
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length)) if length else 0.0
    return (x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2
