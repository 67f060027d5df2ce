"""The vulnerability index for all areas and all years in one call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from veivalg.rules.indicators import Edition, Indicator, poisson_interval
from veivalg.rules.indicators.poisson import EXACT_BELOW, Z
from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics.dataset import REASONS, Cube, DataSet
from veivalg.statistics.given import GivenSeries

Floats = npt.NDArray[np.float64]
NO, YES, UNCERTAIN, MISSING = range(4)
RISK_WORDS = ("no", "yes", "uncertain", "missing")
NOT_COLLECTED = REASONS.index(MissingReason.NOT_COLLECTED)
NO_THRESHOLD = REASONS.index(MissingReason.NO_THRESHOLD)
NOT_GIVEN = REASONS.index(MissingReason.NOT_GIVEN)
NOT_ADDITIVE = REASONS.index(MissingReason.NOT_ADDITIVE)


@dataclass(frozen=True, kw_only=True)
class Area:
    """One municipality, or several as one region: the rows of the data set whose counts are summed."""

    id: str
    rows: tuple[int, ...]
    codes: tuple[str, ...] = ()
    """The municipalities' own numbers, for figures that a council has given; empty where it has none to give."""


@dataclass(frozen=True, kw_only=True)
class IndexTable:
    """The index along areas, years and indicators, in that order of axes.

    ``risk`` holds NO, YES, UNCERTAIN or MISSING; ``mark`` a Mark; ``reason`` indexes dataset.REASONS;
    ``margin`` is how many persons or events separate the area from the threshold; for figures that a council has given,
    it is in the figure's own unit. Missing values are NaN.
    """

    edition: Edition
    definitions: Mapping[str, Indicator]
    """Of the edition's indicators, by id."""
    areas: tuple[str, ...]
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    value: Floats
    low: Floats
    high: Floats
    margin: Floats
    risk: npt.NDArray[np.uint8]
    on_risky_side: npt.NDArray[np.bool_]
    mark: npt.NDArray[np.uint8]
    reason: npt.NDArray[np.uint8]
    threshold: Floats
    """Year × indicator."""
    available: npt.NDArray[np.int64]
    score: npt.NDArray[np.int64]
    certain: npt.NDArray[np.int64]
    possible: npt.NDArray[np.int64]

    def default_year(self) -> int:
        """The newest year where nine of ten areas have every indicator; else the newest with most of them."""
        whole = (self.available == len(self.indicators)).mean(axis=0) if self.areas else np.zeros(len(self.years))
        complete = np.flatnonzero(whole >= 0.9)
        if complete.size:
            return self.years[int(complete[-1])]
        counts = self.available.sum(axis=0)
        return self.years[int(np.flatnonzero(counts == counts.max())[-1])]

    def crossed(self, year: int) -> Mapping[str, int]:
        """How many areas stand on the risky side of each indicator in a year."""
        return dict(
            zip(self.indicators, self.on_risky_side[:, self.years.index(year)].sum(axis=0).tolist(), strict=True)
        )


@dataclass(frozen=True)
class _Counts:
    """Numerator and denominator of one indicator, area × year; marks and reasons likewise."""

    upper: Floats
    lower: Floats
    estimated: npt.NDArray[np.bool_]
    reason: npt.NDArray[np.uint8]
    estimated_members: Floats | float = 0.0
    """How many of the area's municipalities have an estimated count of events."""


def municipality_areas(data: DataSet) -> tuple[Area, ...]:
    """Each municipality as its own area."""
    return tuple(Area(id=m.code, rows=(row,)) for row, m in enumerate(data.municipalities))


def compute(
    data: DataSet,
    edition: Edition,
    definitions: Mapping[str, Indicator],
    *,
    areas: Sequence[Area] | None = None,
    given: Mapping[str, GivenSeries] | None = None,
) -> IndexTable:
    """The whole index in one call. A region's figures are made of its members' summed counts.

    ``given`` holds the figures of indicators whose formula is ``given``. Several municipalities together have none of
    those: a limit set for one is not held against a sum.
    """
    areas = tuple(areas) if areas is not None else municipality_areas(data)
    years = tuple(int(year) for year in data.cubes["population"].codes("year"))
    counter = _Counter(data, areas, years, given or {})
    shape = (len(areas), len(years), len(edition.thresholds))
    value, low, high, margin = (np.full(shape, np.nan) for _ in range(4))
    threshold = np.full(shape[1:], np.nan)
    estimated = np.zeros(shape, dtype=bool)
    reason = np.zeros(shape, dtype=np.uint8)
    risky = np.zeros(shape, dtype=bool)
    national = counter.national() if any(line.value is None for line in edition.thresholds) else None
    for n, line in enumerate(edition.thresholds):
        definition = definitions[line.indicator]
        counts = counter.counts(definition)
        scale = {"rate": 1000.0, "sum": 1.0, "given": 1.0}.get(definition.formula, 100.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = scale * counts.upper / counts.lower
            found[~np.isfinite(found)] = np.nan
            value[..., n] = found
            if definition.formula == "rate":
                width = definition.derivation_error * (definition.period[1] - definition.period[0] + 1)
                # Errors of several municipalities partly cancel out: as independent errors they grow by the root.
                limits = _intervals(counts.upper, width * np.sqrt(counts.estimated_members))
                low[..., n], high[..., n] = (scale * limit / counts.lower for limit in limits)
        threshold[:, n] = line.value if line.value is not None else national.value(definition) if national else np.nan
        margin[..., n] = np.abs(counts.upper - threshold[:, n] * counts.lower / scale)
        risky[..., n] = (
            value[..., n] < threshold[:, n] if line.risky_when == "below" else value[..., n] > threshold[:, n]
        )
        estimated[..., n] = counts.estimated & ~np.isnan(value[..., n])
        reason[..., n] = np.where(np.isnan(value[..., n]), np.where(counts.reason > 0, counts.reason, NOT_COLLECTED), 0)
    missing = np.isnan(value) | np.isnan(threshold)[None]
    reason[missing & (reason == 0)] = NO_THRESHOLD
    risky &= ~missing
    uncertain = ~missing & (low <= threshold[None]) & (threshold[None] <= high)
    risk = np.where(missing, MISSING, np.where(uncertain, UNCERTAIN, np.where(risky, YES, NO))).astype(np.uint8)
    certain = (risk == YES).sum(axis=2)
    return IndexTable(
        edition=edition,
        definitions={line.indicator: definitions[line.indicator] for line in edition.thresholds},
        areas=tuple(area.id for area in areas),
        years=years,
        indicators=tuple(line.indicator for line in edition.thresholds),
        value=value,
        low=low,
        high=high,
        margin=margin,
        risk=risk,
        on_risky_side=risky,
        mark=np.where(estimated, int(Mark.ESTIMATE), int(Mark.COMPUTED)).astype(np.uint8),
        reason=reason,
        threshold=threshold,
        available=(~missing).sum(axis=2),
        score=risky.sum(axis=2),
        certain=certain,
        possible=certain + uncertain.sum(axis=2),
    )


class _Counter:
    """Sums of the data set per area, each taken once."""

    def __init__(
        self, data: DataSet, areas: Sequence[Area], years: tuple[int, ...], given: Mapping[str, GivenSeries]
    ) -> None:
        self.given = given
        self.data = data
        self.areas = areas
        self.years = years
        self.ages = data.cubes["population"].positions["age"]
        cube = data.cubes["population"]
        people = self._by_area(cube.values.reshape(len(data.municipalities), len(years), -1)).reshape(
            len(areas), *cube.values.shape[1:]
        )
        # Running sums over ages: any span of ages is then one subtraction.
        self.running = np.concatenate([np.zeros_like(people[..., :1]), people.cumsum(axis=-1)], axis=-1)
        self.total = self.running[..., -1].sum(axis=-1)
        marks = np.broadcast_to(cube.marks[..., 0, 0], cube.values.shape[:2]) == int(Mark.ESTIMATE)
        self.estimated = self._by_area(marks.astype(np.float64)) > 0
        self.reason = self._reasons(cube.reasons[..., 0, 0])

    def _by_area(self, values: Floats) -> Floats:
        if len(self.areas) == len(values) and all(area.rows == (n,) for n, area in enumerate(self.areas)):
            return values
        return np.stack([values[list(area.rows)].sum(axis=0) for area in self.areas]) if self.areas else values[:0]

    def _reasons(self, reasons: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        worst = [reasons[list(area.rows)].max(axis=0) for area in self.areas]
        return np.array(worst, dtype=np.uint8).reshape(len(self.areas), reasons.shape[1])

    def counts(self, definition: Indicator) -> _Counts:
        """Numerator and denominator of one indicator."""
        if definition.formula == "given":
            return self._given(self.given.get(definition.id, GivenSeries()))
        if definition.formula in {"rate", "sum"}:
            return self._flow(definition)
        first, last = definition.ages or ("0-4", "105+")
        span = self.running[..., self.ages[last] + 1] - self.running[..., self.ages[first]]
        if definition.formula == "ratio":
            upper, lower = span[..., 0], span[..., 1]
        elif definition.formula == "share":
            upper, lower = span.sum(axis=-1), self.total
        else:
            old = self.running[..., -1] - self.running[..., self.ages["65-69"]]
            upper, lower = span.sum(axis=-1), old.sum(axis=-1)
        return _Counts(upper, lower, self.estimated, self.reason)

    def _given(self, series: GivenSeries) -> _Counts:
        value, estimated = series.on([area.codes[0] if len(area.codes) == 1 else "" for area in self.areas], self.years)
        alone = np.array([len(area.rows) == 1 for area in self.areas], dtype=bool)[:, None]
        reason = np.broadcast_to(np.where(alone, NOT_GIVEN, NOT_ADDITIVE), value.shape).astype(np.uint8)
        return _Counts(value, np.ones_like(value), estimated, reason)

    def _flow(self, definition: Indicator) -> _Counts:
        cube = self.data.cubes[definition.cube]
        values, reason = self._on_years(self._by_area(cube.values), cube), self._on_years_reason(cube)
        marks = np.broadcast_to(cube.marks, cube.values.shape) == int(Mark.ESTIMATE)
        estimate = self._on_years(self._by_area(marks.astype(np.float64)), cube)
        first, last = -definition.period[0], -definition.period[1]
        upper = _window(values, first, last, np.sum)
        lower = np.ones_like(upper)
        members = np.nan_to_num(_window(np.nan_to_num(estimate), first, last, np.max))
        estimated = members > 0
        if definition.formula == "rate":
            mean = np.full_like(self.total, np.nan)
            mean[:, :-1] = (self.total[:, :-1] + self.total[:, 1:]) / 2
            lower = _window(mean, first, last, np.sum)
            estimated |= _window(self.estimated.astype(np.float64), first, last - 1, np.max) > 0
        codes = np.nan_to_num(_window(reason, first, last, np.max), nan=NOT_COLLECTED)
        return _Counts(upper, lower, estimated, codes.astype(np.uint8), members)

    def _on_years(self, values: Floats, cube: Cube) -> Floats:
        aligned = np.full((len(values), len(self.years)), np.nan)
        for place, year in enumerate(cube.codes("year")):
            if int(year) in self.years:
                aligned[:, self.years.index(int(year))] = values[:, place]
        return aligned

    def _on_years_reason(self, cube: Cube) -> Floats:
        reasons = self._reasons(np.broadcast_to(cube.reasons, cube.values.shape))
        aligned = self._on_years(reasons.astype(np.float64), cube)
        return np.nan_to_num(aligned, nan=float(NOT_COLLECTED))

    def national(self) -> "_National":
        """The whole country, for editions that measure against it."""
        everyone = Area(id="norge", rows=tuple(range(len(self.data.municipalities))))
        return _National(_Counter(self.data, [everyone], self.years, {}))


class _National:
    """The national figure of each indicator and year; NaN where the country has none."""

    def __init__(self, counter: _Counter) -> None:
        self.counter = counter

    def value(self, definition: Indicator) -> Floats:
        """One figure per year, in the indicator's unit."""
        if definition.formula != "rate":
            counts = self.counter.counts(definition)
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.asarray(100 * counts.upper[0] / counts.lower[0])
        cube = self.counter.data.cubes[f"national_{definition.cube}"]
        events = cube.values.reshape(len(cube.codes("year")), -1).sum(axis=1)[None]
        aligned = self.counter._on_years(events, cube)
        total = self.counter.total
        mean = np.full_like(total, np.nan)
        mean[:, :-1] = (total[:, :-1] + total[:, 1:]) / 2
        first, last = -definition.period[0], -definition.period[1]
        return np.asarray(1000 * _window(aligned, first, last, np.sum)[0] / _window(mean, first, last, np.sum)[0])


def _window(values: Floats, first: int, last: int, how: Callable[..., Floats]) -> Floats:
    """For each year, `how` over the years from `first` to `last` before it; NaN where the window is not covered."""
    result = np.full(values.shape, np.nan)
    width = first - last + 1
    if values.shape[1] >= width:
        views = np.lib.stride_tricks.sliding_window_view(values, width, axis=1)
        start = first
        stop = min(values.shape[1], start + views.shape[1])
        result[:, start:stop] = how(views, axis=-1)[:, : stop - start]
    return result


@lru_cache(maxsize=1)
def _small_limits() -> tuple[Floats, Floats]:
    """Exact limits for counts under EXACT_BELOW, from the reference formula."""
    limits = [poisson_interval(count) for count in range(EXACT_BELOW)]
    return np.array([low for low, _ in limits]), np.array([high for _, high in limits])


def _intervals(counts: Floats, widened_by: Floats) -> tuple[Floats, Floats]:
    """The reference's Poisson interval for whole arrays."""
    safe = np.where(counts >= EXACT_BELOW, counts, EXACT_BELOW)
    low = safe * (1 - 1 / (9 * safe) - Z / (3 * np.sqrt(safe))) ** 3
    above = safe + 1
    high = above * (1 - 1 / (9 * above) + Z / (3 * np.sqrt(above))) ** 3
    small = counts < EXACT_BELOW
    place = np.nan_to_num(counts[small]).astype(int)
    exact_low, exact_high = _small_limits()
    low[small], high[small] = exact_low[place], exact_high[place]
    gap = np.isnan(counts)
    low, high = np.maximum(0.0, low - widened_by), high + widened_by
    low[gap] = high[gap] = np.nan
    return low, high
