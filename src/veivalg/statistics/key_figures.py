"""Key figures (nøkkeltall) of many areas at once, from the cubes of the data set.

A region's figures are made of its members' summed counts. Shares and means that others have published cannot be
added, so a region has none of those: the page shows its members' lowest and highest instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from veivalg.rules.indicators import KeyFigure
from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics.dataset import REASONS, Cube, DataSet
from veivalg.statistics.index import Area, municipality_areas

Floats = npt.NDArray[np.float64]
_Kind = TypeVar("_Kind", bound=np.generic)
ENOUGH = 0.9
"""A period is used when at least this share of the municipalities has a figure in it."""
RATIOS = frozenset({"growth", "flow", "share", "per_hundred", "women_per_men"})
_NOT_COLLECTED = REASONS.index(MissingReason.NOT_COLLECTED)
_NOT_PUBLISHED = REASONS.index(MissingReason.NOT_PUBLISHED)
_NOT_ADDITIVE = REASONS.index(MissingReason.NOT_ADDITIVE)
_BOUNDARY = REASONS.index(MissingReason.BOUNDARY_CHANGE)


@dataclass(frozen=True, kw_only=True)
class KeyFigureTable:
    """Key figures along areas and definitions, in that order of axes. Missing values are NaN, with a reason."""

    areas: tuple[str, ...]
    figures: tuple[str, ...]
    """Ids of KeyFigure."""
    period: tuple[str, ...]
    """Per figure: ``2026``, ``2021–2026`` or ``2019–2023``; the same for all areas."""
    value: Floats
    estimated: npt.NDArray[np.bool_]
    reason: npt.NDArray[np.uint8]
    """Indexes dataset.REASONS."""


@dataclass(frozen=True, kw_only=True)
class Yardstick:
    """What key figures are held against, by id of KeyFigure."""

    country: Mapping[str, float]
    """The whole country, for ratios of counts; what the country has none of is left out."""
    middle: Mapping[str, float]
    """The municipality in the middle (medianen) of those that have a figure."""


@dataclass(frozen=True)
class _Column:
    value: Floats
    period: str
    estimated: npt.NDArray[np.bool_]
    reason: npt.NDArray[np.uint8]


def compute(
    data: DataSet, definitions: Mapping[str, KeyFigure], *, areas: Sequence[Area] | None = None
) -> KeyFigureTable:
    """Every key figure of every area, in its newest period that covers nine of ten municipalities."""
    areas = tuple(areas) if areas is not None else municipality_areas(data)
    maker = _Maker(data, areas)
    columns = [maker.column(definition) for definition in definitions.values()]
    return KeyFigureTable(
        areas=tuple(area.id for area in areas),
        figures=tuple(definitions),
        period=tuple(column.period for column in columns),
        value=_stack([column.value for column in columns]),
        estimated=_stack([column.estimated for column in columns]),
        reason=_stack([column.reason for column in columns]),
    )


def yardstick(data: DataSet, definitions: Mapping[str, KeyFigure]) -> Yardstick:
    """The country and the municipality in the middle. Municipalities without a figure are left out of the sums."""
    country = _Maker(data, [Area(id="country", rows=tuple(range(len(data.municipalities))))])
    # A country's number of dwellings tells a municipality nothing: only ratios of counts are compared.
    ratios = {id: d for id, d in definitions.items() if d.formula in RATIOS}
    columns = {id: country.column(definition, tolerant=True) for id, definition in ratios.items()}
    values = compute(data, definitions).value
    return Yardstick(
        country={id: float(column.value[0]) for id, column in columns.items() if np.isfinite(column.value[0])},
        middle={
            id: float(np.nanmedian(values[:, n])) for n, id in enumerate(definitions) if np.isfinite(values[:, n]).any()
        },
    )


def _stack(columns: list[npt.NDArray[_Kind]]) -> npt.NDArray[_Kind]:
    return np.stack(columns, axis=1)


class _Maker:
    """Works out one figure for all its areas."""

    def __init__(self, data: DataSet, areas: Sequence[Area]) -> None:
        self.data = data
        self.areas = areas
        self.many = np.array([len(area.rows) > 1 for area in areas], dtype=bool)
        self.ages = data.cubes["population"].positions["age"]
        self.year = int(data.cubes["population"].codes("year")[-1])

    def column(self, definition: KeyFigure, *, tolerant: bool = False) -> _Column:
        """One figure of every area. ``tolerant`` leaves members without a figure out of the sum (the country)."""
        how: Mapping[str, Callable[..., _Column]] = {
            "stock": self._stock,
            "growth": self._growth,
            "flow": self._flow,
            "official_sum": self._official_sum,
            "share": self._share,
            "per_hundred": self._per_hundred,
            "women_per_men": self._women_per_men,
            "count": self._count,
            "profile": self._profile,
            "centrality": self._centrality,
        }
        with np.errstate(divide="ignore", invalid="ignore"):
            column = how[definition.formula](definition.parameters, tolerant)
        lacking = ~np.isfinite(column.value)
        value = np.where(lacking, np.nan, column.value)
        reason = np.where(lacking, np.where(column.reason > 0, column.reason, _NOT_COLLECTED), 0)
        return _Column(value, column.period, column.estimated & ~lacking, reason.astype(np.uint8))

    def _sum(self, values: Floats, *, tolerant: bool = False) -> Floats:
        """Sums over each area's members along the first axis."""
        add = np.nansum if tolerant else np.sum
        return np.stack([add(values[list(area.rows)], axis=0) for area in self.areas]) if self.areas else values[:0]

    def _any(self, flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        return np.array([bool(flags[list(area.rows)].any()) for area in self.areas], dtype=bool)

    def _worst(self, reasons: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        return np.array([reasons[list(area.rows)].max() for area in self.areas], dtype=np.uint8)

    def _plain(self, value: Floats, period: str) -> _Column:
        none = np.zeros(len(self.areas), dtype=bool)
        return _Column(value, period, none, none.astype(np.uint8))

    def _total(self, year: int, *, tolerant: bool) -> tuple[Floats, npt.NDArray[np.bool_], npt.NDArray[np.uint8]]:
        cube = self.data.cubes["population"]
        place = cube.positions["year"][str(year)]
        people = self._sum(cube.values[:, place].sum(axis=(1, 2)), tolerant=tolerant)
        marks = np.broadcast_to(cube.marks, cube.values.shape)[:, place, 0, 0]
        reasons = np.broadcast_to(cube.reasons, cube.values.shape)[:, place, 0, 0]
        # What is estimated is how people are shared between neighbours; the country's sum is not touched by it.
        estimated = self._any(marks == int(Mark.ESTIMATE)) & (not tolerant)
        return people, estimated, self._worst(reasons)

    def _people(self, year: int) -> Floats:
        """Every municipality's inhabitants on 1 January."""
        cube = self.data.cubes["population"]
        return np.asarray(cube.values[:, cube.positions["year"][str(year)]].sum(axis=(1, 2)))

    def _stock(self, parameters: Mapping[str, object], tolerant: bool) -> _Column:
        people, estimated, reason = self._total(self.year, tolerant=tolerant)
        return _Column(people, str(self.year), estimated, reason)

    def _growth(self, parameters: Mapping[str, object], tolerant: bool) -> _Column:
        first = self.year - int(str(parameters["years"]))
        now, estimated_now, _ = self._total(self.year, tolerant=tolerant)
        then, estimated_then, reason = self._total(first, tolerant=tolerant)
        return _Column(100 * (now - then) / then, f"{first}–{self.year}", estimated_now | estimated_then, reason)

    def _flow(self, parameters: Mapping[str, object], tolerant: bool) -> _Column:
        """Events per 1000 inhabitants and year in the newest run of years that covers nine of ten municipalities."""
        names = [str(name) for name in _list(parameters["cubes"])]
        length = int(str(parameters["years"]))
        cubes = [self.data.cubes[name.removeprefix("-")] for name in names]
        years = cubes[0].codes("year")
        known = np.all([np.isfinite(cube.values) for cube in cubes], axis=0).mean(axis=0) >= ENOUGH
        last = next(
            (n for n in range(len(years) - 1, length - 2, -1) if known[n - length + 1 : n + 1].all()), len(years) - 1
        )
        span = slice(last - length + 1, last + 1)
        first_year, last_year = int(years[span.start]), int(years[last])
        events = np.zeros(len(self.areas))
        estimated = np.zeros(len(self.areas), dtype=bool)
        reason = np.zeros(len(self.areas), dtype=np.uint8)
        for name, cube in zip(names, cubes, strict=True):
            national = self.data.cubes.get(f"national_{name.removeprefix('-')}") if tolerant else None
            sign = -1 if name.startswith("-") else 1
            if national is not None:
                events += sign * _between(national, first_year, last_year)
                continue
            events += sign * self._sum(cube.values[:, span], tolerant=tolerant).sum(axis=1)
            marks = np.broadcast_to(cube.marks, cube.values.shape)[:, span]
            estimated |= self._any((marks == int(Mark.ESTIMATE)).any(axis=1))
            reasons = np.broadcast_to(cube.reasons, cube.values.shape)[:, span]
            reason = np.maximum(reason, self._worst(reasons.max(axis=1)))
        exposure = np.zeros(len(self.areas))
        for year in range(first_year, last_year + 1):
            people = self._people(year) + self._people(year + 1)
            if tolerant and not all(f"national_{name.removeprefix('-')}" in self.data.cubes for name in names):
                # Only those whose events are known: a sum of some is not held against all.
                known_events = np.all([np.isfinite(cube.values[:, span]).all(axis=1) for cube in cubes], axis=0)
                people = np.where(known_events, people, np.nan)
            exposure += self._sum(people, tolerant=tolerant) / 2
        return _Column(1000 * events / exposure, f"{first_year}–{last_year}", estimated, reason)

    def _official_sum(self, parameters: Mapping[str, object], tolerant: bool) -> _Column:
        cube = self.data.cubes["population_sums"]
        column = cube.values[:, cube.positions["measure"][str(parameters["measure"])]]
        comparable = cube.values[:, cube.positions["measure"]["comparable"]] > 0
        value = self._sum(np.where(comparable, column, np.nan), tolerant=tolerant)
        reason = self._worst(np.where(comparable, 0, _BOUNDARY).astype(np.uint8))
        return _Column(value, "2011–2025", np.zeros(len(self.areas), dtype=bool), reason)

    def _span(self, ages: object, *, tolerant: bool = False) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Persons of each sex (women first) between two age groups, both included, in the newest year."""
        first, last = (str(age) for age in _list(ages))
        cube = self.data.cubes["population"]
        newest = cube.values[:, -1, :, self.ages[first] : self.ages[last] + 1]
        marks = np.broadcast_to(cube.marks, cube.values.shape)[:, -1, 0, 0]
        return self._sum(newest.sum(axis=2), tolerant=tolerant), self._any(marks == int(Mark.ESTIMATE))

    def _share(self, parameters: Mapping[str, object], tolerant: bool) -> _Column:
        persons, estimated = self._span(parameters["ages"], tolerant=tolerant)
        everyone, _, reason = self._total(self.year, tolerant=tolerant)
        return _Column(100 * persons.sum(axis=1) / everyone, str(self.year), estimated, reason)

    def _per_hundred(self, parameters: Mapping[str, object], tolerant: bool) -> _Column:
        upper, estimated = self._span(parameters["ages"], tolerant=tolerant)
        lower, _ = self._span(parameters["against"], tolerant=tolerant)
        none = np.zeros(len(self.areas), dtype=np.uint8)
        return _Column(100 * upper.sum(axis=1) / lower.sum(axis=1), str(self.year), estimated, none)

    def _women_per_men(self, parameters: Mapping[str, object], tolerant: bool) -> _Column:
        persons, estimated = self._span(parameters["ages"], tolerant=tolerant)
        none = np.zeros(len(self.areas), dtype=np.uint8)
        return _Column(100 * persons[:, 0] / persons[:, 1], str(self.year), estimated, none)

    def _newest(self, parameters: Mapping[str, object]) -> tuple[Floats, str]:
        """The newest year of a published series that as good as every municipality that ever has one, has."""
        cube = self.data.cubes[str(parameters["cube"])]
        given = np.isfinite(cube.values).sum(axis=0)
        place = int(np.flatnonzero(given >= ENOUGH * given.max())[-1])
        return cube.values[:, place], cube.codes("year")[place]

    def _count(self, parameters: Mapping[str, object], tolerant: bool) -> _Column:
        """A published count; with ``years``, of so many years that end with the one it is published for."""
        values, year = self._newest(parameters)
        years = int(str(parameters.get("years", 1)))
        period = year if years == 1 else f"{int(year) - years + 1}–{year}"
        none = np.zeros(len(self.areas), dtype=bool)
        reason = np.full(len(self.areas), _NOT_PUBLISHED, dtype=np.uint8)
        return _Column(self._sum(values, tolerant=tolerant), period, none, reason)

    def _profile(self, parameters: Mapping[str, object], tolerant: bool) -> _Column:
        values, year = self._newest(parameters)
        return self._only_single(values, year)

    def _centrality(self, parameters: Mapping[str, object], tolerant: bool) -> _Column:
        cube = self.data.cubes["centrality"]
        return self._only_single(cube.values[:, cube.positions["measure"][str(parameters["measure"])]], "2024")

    def _only_single(self, values: Floats, period: str) -> _Column:
        value = np.array([values[area.rows[0]] if len(area.rows) == 1 else np.nan for area in self.areas])
        reason = np.where(self.many, _NOT_ADDITIVE, _NOT_PUBLISHED).astype(np.uint8)
        return _Column(value, period, np.zeros(len(self.areas), dtype=bool), reason)


def _between(cube: Cube, first: int, last: int) -> float:
    """The sum over some years of a national series; NaN when a year is not there."""
    by_year = cube.values.reshape(len(cube.codes("year")), -1).sum(axis=1)
    places = cube.positions["year"]
    return sum(float(by_year[places[str(y)]]) if str(y) in places else float("nan") for y in range(first, last + 1))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list in a key figure's parameters, found {value!r}")
    return value
