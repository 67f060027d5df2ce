"""Key figures that are worked out once per data set, and kept as values."""

from functools import lru_cache

from veivalg.facts import load
from veivalg.statistics import key_figures
from veivalg.statistics.dataset import DataSet
from veivalg.statistics.index import Area
from veivalg.statistics.kept import ByIdentity
from veivalg.statistics.key_figures import KeyFigureTable, Yardstick


def of_every_municipality(data: DataSet) -> KeyFigureTable:
    """Key figures along the rows of the data set."""
    return _every(ByIdentity(data))


def of_area(data: DataSet, area: Area) -> KeyFigureTable:
    """Key figures of one area; its axis of areas has one place."""
    return _one(ByIdentity(data), area)


def yardstick(data: DataSet) -> Yardstick:
    """The country and the municipality in the middle."""
    return _yardstick(ByIdentity(data))


@lru_cache(maxsize=2)
def _every(data: ByIdentity) -> KeyFigureTable:
    return key_figures.compute(data.data, load.key_figures())


@lru_cache(maxsize=512)
def _one(data: ByIdentity, area: Area) -> KeyFigureTable:
    return key_figures.compute(data.data, load.key_figures(), areas=[area])


@lru_cache(maxsize=2)
def _yardstick(data: ByIdentity) -> Yardstick:
    return key_figures.yardstick(data.data, load.key_figures())
