"""What if the last five years went on (hva om): Hamilton–Perry for an area, and how far off it has been before.

Both sexes together, age groups of five years, open from 85. A small area borrows the ratios of a larger one: chance in
a group of a dozen people would otherwise be taken for a trend. Everything here is an estimate (anslag).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from veivalg.rules.projection import project, ratios
from veivalg.statistics.dataset import DataSet
from veivalg.statistics.index import Area

Floats = npt.NDArray[np.float64]
STEP = 5
STEPS = 2
SMALL_GROUP = 20.0
"""Persons: an area with a smaller age group under 85 borrows ratios."""
_OPEN = 85 // STEP
_PARENTS = (4, 7)
"""20–39 years."""


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """A projection of one area."""

    start: int
    """The year the newest figures are of, 1 January."""
    years: tuple[int, ...]
    """``start`` and each step after it."""
    groups: tuple[tuple[float, ...], ...]
    """Persons per year and five-year group, the last one open from 85."""
    borrowed_from: str
    """``county``, ``country`` or empty: whose ratios were used."""

    @property
    def totals(self) -> tuple[float, ...]:
        """All inhabitants per year."""
        return tuple(sum(groups) for groups in self.groups)

    def between(self, first_age: int, last_age: int | None) -> tuple[float, ...]:
        """Inhabitants per year from one age up to another, both included and both at the edge of a group."""
        start, stop = first_age // STEP, None if last_age is None else (last_age + 1) // STEP
        return tuple(sum(groups[start:stop]) for groups in self.groups)


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """How far off the method was when it stood in an earlier year, in percent of the true population."""

    stood_in: int
    years: tuple[int, ...]
    middle: tuple[float, ...]
    """Half of the municipalities were nearer than this, per year."""
    most: tuple[float, ...]
    """Eight of ten were nearer than this."""
    municipalities: int


@dataclass(frozen=True, kw_only=True)
class AgainstOfficial:
    """Our method and SSB's projections over the same municipalities of Telemark and the same years."""

    round: str
    year: int
    ours: float
    """Mean absolute error in percent."""
    official: float
    municipalities: int


def what_if(data: DataSet, area: Area, *, start: int | None = None) -> WhatIf | None:
    """Project an area two steps on; None when figures of now or five years ago are missing.

    ``start`` is an earlier year to stand in, for testing what would have been said then.
    """
    people = _people(data)
    years = [int(year) for year in data.cubes["population"].codes("year")]
    start = start or years[-1]
    if start - STEP not in years or start not in years:
        return None
    then, now = (people[list(area.rows), years.index(year)].sum(axis=0) for year in (start - STEP, start))
    if np.isnan(then).any() or np.isnan(now).any():
        return None
    lender, rows = _lender(data, area, people[:, years.index(start)])
    lent_then, lent_now = (np.nansum(people[list(rows), years.index(year)], axis=0) for year in (start - STEP, start))
    by = ratios(lent_then.tolist(), lent_now.tolist(), parents=_PARENTS)
    groups = [tuple(now.tolist())]
    for _ in range(STEPS):
        groups.append(project(groups[-1], by))
    return WhatIf(
        start=start,
        years=tuple(start + STEP * n for n in range(STEPS + 1)),
        groups=tuple(groups),
        borrowed_from=lender,
    )


def backtest(data: DataSet, stood_in: int) -> Backtest:
    """The method standing in an earlier year, for every municipality whose figures allow it."""
    return _backtest(_Known(data.sha256, data), stood_in)


def error_of(data: DataSet, area: Area, stood_in: int) -> tuple[float, ...]:
    """One area's error in percent per step, above zero when too many were expected; empty when it cannot be told."""
    found = what_if(data, area, start=stood_in)
    if found is None:
        return ()
    years = [int(year) for year in data.cubes["population"].codes("year")]
    people = _people(data)[list(area.rows)].sum(axis=(0, 2))
    return tuple(
        float(100 * (expected / people[years.index(year)] - 1))
        for year, expected in zip(found.years[1:], found.totals[1:], strict=True)
        if year in years
    )


def against_official(data: DataSet) -> tuple[AgainstOfficial, ...]:
    """SSB's main alternative (MMMM) in Telemark against ours, for each round that has five or ten years behind it."""
    return _against_official(_Known(data.sha256, data))


@dataclass(frozen=True)
class _Known:
    """A data set is known by its checksum, so that results can be kept."""

    sha256: str
    data: DataSet

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.sha256 == self.sha256


def _people(data: DataSet) -> Floats:
    """Municipality × year × five-year group, both sexes, the last group open."""
    both = data.cubes["population"].values.sum(axis=2)
    return np.concatenate([both[..., :_OPEN], both[..., _OPEN:].sum(axis=-1, keepdims=True)], axis=-1)


def _lender(data: DataSet, area: Area, now: Floats) -> tuple[str, tuple[int, ...]]:
    """Whose ratios to use: the area's own, its county's, or the country's."""
    if now[list(area.rows)].sum(axis=0)[:-1].min() >= SMALL_GROUP:
        return "", area.rows
    counties = {data.municipalities[row].county_code for row in area.rows}
    county = tuple(n for n, m in enumerate(data.municipalities) if m.county_code in counties)
    if np.nansum(now[list(county)], axis=0)[:-1].min() >= SMALL_GROUP and len(county) > len(area.rows):
        return "county", county
    return "country", tuple(range(len(data.municipalities)))


@lru_cache(maxsize=8)
def _backtest(known: _Known, stood_in: int) -> Backtest:
    data = known.data
    errors = [
        found
        for row in range(len(data.municipalities))
        if (found := error_of(data, Area(id="", rows=(row,)), stood_in)) and all(np.isfinite(found))
    ]
    table = np.abs(np.array(errors)) if errors else np.zeros((0, 0))
    return Backtest(
        stood_in=stood_in,
        years=tuple(stood_in + STEP * (n + 1) for n in range(table.shape[1])),
        middle=tuple(np.median(table, axis=0).tolist()),
        most=tuple(np.quantile(table, 0.8, axis=0).tolist()),
        municipalities=len(errors),
    )


@lru_cache(maxsize=2)
def _against_official(known: _Known) -> tuple[AgainstOfficial, ...]:
    data = known.data
    cube = data.cubes.get("projection_telemark")
    if cube is None:
        return ()
    codes = cube.codes("municipality")
    rows = [data.row[code] for code in codes]
    years = [int(year) for year in data.cubes["population"].codes("year")]
    actual = _people(data).sum(axis=2)
    found = []
    for n, name in enumerate(cube.codes("round")):
        base = int(name)
        for year in (base + STEP, base + 2 * STEP):
            if year not in years or str(year) not in cube.codes("year") or base - STEP not in years:
                continue
            place = cube.positions["year"][str(year)]
            official = cube.values[n, :, cube.positions["alternative"]["MMMM"], place]
            ours = np.array([_total(data, row, base, year) for row in rows])
            truth = actual[rows, years.index(year)]
            both = np.isfinite(official) & np.isfinite(ours) & np.isfinite(truth)
            if both.any():
                found.append(
                    AgainstOfficial(
                        round=name,
                        year=year,
                        ours=float(np.abs(100 * (ours[both] / truth[both] - 1)).mean()),
                        official=float(np.abs(100 * (official[both] / truth[both] - 1)).mean()),
                        municipalities=int(both.sum()),
                    )
                )
    return tuple(found)


def _total(data: DataSet, row: int, base: int, year: int) -> float:
    projected = what_if(data, Area(id="", rows=(row,)), start=base)
    return float("nan") if projected is None else projected.totals[projected.years.index(year)]
