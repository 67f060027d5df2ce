"""Similar municipalities: as many people, and as central (størrelse og sentralitet)."""

from collections.abc import Collection

import numpy as np

from veivalg.statistics.dataset import DataSet


def nearest(data: DataSet, row: int, *, count: int, leave_out: Collection[int] = ()) -> tuple[int, ...]:
    """Rows of the ``count`` municipalities most like the one in ``row``, the most similar first.

    Distance is Euclidean on the logarithm of the population and on SSB's centrality index, each in standard deviations
    of all municipalities. ``leave_out`` names rows that will not do, such as those of the same region.
    """
    people = data.cubes["population"].values[:, -1].sum(axis=(1, 2))
    centrality = data.cubes["centrality"]
    place = centrality.positions["measure"]["index"]
    axes = np.stack([np.log(people), centrality.values[:, place]])
    scaled = (axes - np.nanmean(axes, axis=1, keepdims=True)) / np.nanstd(axes, axis=1, keepdims=True)
    distance = np.sqrt(((scaled - scaled[:, row : row + 1]) ** 2).sum(axis=0))
    distance[[row, *leave_out]] = np.inf
    order = np.argsort(distance, kind="stable")
    return tuple(int(n) for n in order[:count] if np.isfinite(distance[n]))
