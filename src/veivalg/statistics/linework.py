"""Lines with fewer points: one arc of a map at a time, so that those who share it still share it afterwards."""

import heapq
import math
from collections.abc import Sequence
from typing import TypeVar

Number = TypeVar("Number", int, float)


def simplify(arc: Sequence[tuple[Number, Number]], smallest: float) -> list[tuple[Number, Number]]:
    """Visvalingam and Whyatt's line simplification: end points stay, and a closed arc keeps at least four points.

    The point with the smallest triangle goes first; a removed point's area is passed on to its neighbours, so
    that what goes later never counts for less. ``smallest`` is an area in the square of the points' unit.
    """
    keep_at_least = 4 if arc[0] == arc[-1] else 2
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    weight = [math.inf] * len(arc)
    alive = [True] * len(arc)

    def triangle(n: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = arc[before[n]], arc[n], arc[after[n]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    heap = []
    for n in range(1, len(arc) - 1):
        weight[n] = triangle(n)
        heap.append((weight[n], n))
    heapq.heapify(heap)
    left = len(arc)
    while heap and left > keep_at_least:
        area, n = heapq.heappop(heap)
        if not alive[n] or area != weight[n]:
            continue
        if area >= smallest:
            break
        alive[n] = False
        left -= 1
        after[before[n]], before[after[n]] = after[n], before[n]
        for neighbour in (before[n], after[n]):
            if 0 < neighbour < len(arc) - 1:
                weight[neighbour] = max(area, triangle(neighbour))
                heapq.heappush(heap, (weight[neighbour], neighbour))
    return [point for n, point in enumerate(arc) if alive[n]]
