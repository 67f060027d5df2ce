"""Results that are worked out once per data set.

A data set is known by its checksum. One that was never written has none, and must not be taken for another: it is then
known by itself alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from veivalg.statistics.dataset import DataSet

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class ByIdentity:
    """A data set as a key: equal when the figures are."""

    data: DataSet

    @property
    def key(self) -> str | int:
        """The checksum, or what tells an unwritten data set from others."""
        return self.data.sha256 or id(self.data)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.key == self.key


def kept(data: DataSet, compute: Callable[[DataSet], T]) -> T:
    """What ``compute`` makes of the data set, worked out the first time; the last few results are kept."""
    result: T = _once(ByIdentity(data), compute)
    return result


@lru_cache(maxsize=16)
def _once(data: ByIdentity, compute: Callable[[DataSet], T]) -> T:
    return compute(data.data)
