"""A decoded table in columns: codes as small integers, figures as numbers, symbols where there are any.

Rows are addressed by *codes*; labels are kept in a side table, because they are not unique: two municipalities are
called Herøy. A row's symbol (``status``) is kept, since an empty cell needs a reason.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt


class Row(NamedTuple):
    """One cell: a code per dimension, the figure (None when missing) and the publisher's symbol for it."""

    codes: tuple[str, ...]
    value: float | None
    status: str | None


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """What the figures are split by (dimensjon, variabel), e.g. region, sex, year."""

    id: str
    label: str
    codes: tuple[str, ...]
    """In the order of the cells, which is not always the order in the document."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Code -> name for people; different codes may share one."""
    units: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Code -> unit, number of decimals and so on, for the dimension that holds the kinds of figures."""
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Code -> the publisher's notes; the dimension's own under the empty code."""
    role: str | None = None
    """``time``, ``geo`` or ``metric`` when the publisher says so."""
    code_lists: tuple[Any, ...] = ()
    """The publisher's lists of other groupings of the codes, as they came."""
    extension: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """A table in columns: row ``r`` has code ``dimension.codes[columns[dimension.id][r]]`` and figure ``values[r]``."""

    dimensions: tuple[Dimension, ...]
    columns: Mapping[str, npt.NDArray[np.signedinteger[Any]]]
    """Dimension -> position of each row's code: one axis, the smallest integers that hold them."""
    values: npt.NDArray[np.float64]
    """NaN where the document has no figure."""
    status: Mapping[int, str] = field(default_factory=dict)
    """Row -> symbol, only for rows that have one."""
    status_of_all: str | None = None
    """A symbol that the document gives for all rows at once."""
    label: str = ""
    source: str = ""
    updated: str = ""
    """When the publisher last changed the table, as written there."""
    notes: tuple[str, ...] = ()
    extension: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.values.size)

    def __iter__(self) -> Iterator[Row]:
        """Rows one by one; for small tables and tests."""
        codes = [[d.codes[i] for i in self.columns[d.id]] for d in self.dimensions]
        for row, value in enumerate(self.values.tolist()):
            key = tuple(column[row] for column in codes)
            yield Row(key, None if math.isnan(value) else value, self.status.get(row, self.status_of_all))

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of codes in each dimension."""
        return tuple(len(dimension.codes) for dimension in self.dimensions)

    @property
    def grid(self) -> npt.NDArray[np.float64]:
        """The figures with one axis per dimension; a view, not a copy."""
        return self.values.reshape(self.shape)

    def dimension(self, id: str) -> Dimension:
        """The dimension with this id. Raises KeyError with the ids there are."""
        for dimension in self.dimensions:
            if dimension.id == id:
                return dimension
        raise KeyError(f"No dimension {id!r}; there are {', '.join(d.id for d in self.dimensions)}.")

    def select(self, **codes: str | Collection[str]) -> "Frame":
        """The rows with these codes, e.g. ``select(Region="5047", Tid=("2023", "2024"))``, in the frame's own order.

        Raises KeyError for an unknown dimension or code.
        """
        kept: list[npt.NDArray[np.intp]] = []
        dimensions = []
        wanted = {id: (given,) if isinstance(given, str) else tuple(given) for id, given in codes.items()}
        for id, given in wanted.items():
            unknown = sorted(set(given) - set(self.dimension(id).codes))
            if unknown:
                raise KeyError(f"Dimension {id!r} has no code {', '.join(unknown)}.")
        for dimension in self.dimensions:
            chosen = set(wanted.get(dimension.id, dimension.codes))
            places = [i for i, code in enumerate(dimension.codes) if code in chosen]
            kept.append(np.array(places, dtype=np.intp))
            dimensions.append(_narrowed(dimension, tuple(dimension.codes[i] for i in places)))
        rows = np.arange(len(self)).reshape(self.shape)[np.ix_(*kept)].ravel()
        new_row = dict(zip(rows.tolist(), range(rows.size), strict=True)) if self.status else {}
        return replace(
            self,
            dimensions=tuple(dimensions),
            columns=row_codes(dimensions),
            values=self.values[rows],
            status={new_row[row]: symbol for row, symbol in self.status.items() if row in new_row},
        )


def row_codes(dimensions: Collection[Dimension]) -> dict[str, npt.NDArray[np.signedinteger[Any]]]:
    """For each dimension, the position of each row's code. Row-major: the last dimension runs fastest."""
    shape = [len(dimension.codes) for dimension in dimensions]
    columns = {}
    for place, dimension in enumerate(dimensions):
        outer, inner = math.prod(shape[:place]), math.prod(shape[place + 1 :])
        positions = np.arange(shape[place], dtype=_smallest(shape[place]))
        columns[dimension.id] = np.tile(np.repeat(positions, inner), outer)
    return columns


def _smallest(count: int) -> type[np.signedinteger[Any]]:
    """Signed, as category types elsewhere expect."""
    for kind in (np.int8, np.int16):
        if count <= np.iinfo(kind).max + 1:
            return kind
    return np.int32


def _narrowed(dimension: Dimension, codes: tuple[str, ...]) -> Dimension:
    """The same dimension with fewer codes."""
    if codes == dimension.codes:
        return dimension
    return replace(
        dimension,
        codes=codes,
        labels={code: dimension.labels[code] for code in codes},
        units={code: unit for code, unit in dimension.units.items() if code in codes},
        notes={code: note for code, note in dimension.notes.items() if code in codes or not code},
    )
