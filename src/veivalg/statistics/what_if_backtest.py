"""How far off the what-if has been (etterprøving): put at an earlier year, with what was known then.

Errors are in percent of what it turned out to be; positive is too many. Beside each stands the error of assuming
that nothing changes: a method that is not better than that says nothing new.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from veivalg.rules.projection import LONGEST_HORIZON
from veivalg.statistics.dataset import DataSet
from veivalg.statistics.index import Area
from veivalg.statistics.kept import kept
from veivalg.statistics.what_if import (
    GROUPS,
    STEP,
    Flags,
    Floats,
    NoProjection,
    Source,
    Step,
    advance,
    closed,
    comparable,
    estimated,
    people_of,
    population_years,
    what_if,
)

HORIZONS = (STEP, LONGEST_HORIZON)
FEWEST_CASES = 10
"""With fewer, a median and a percentile say little."""
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class SizeBand:
    """Municipalities of about the same size: from ``low`` up to, but not including, ``high`` inhabitants."""

    low: int
    high: int | None
    """None for the largest band."""

    def holds(self, persons: float) -> bool:
        """True when a population is in the band."""
        return self.low <= persons and (self.high is None or persons < self.high)


BANDS = (
    SizeBand(low=0, high=2_000),
    SizeBand(low=2_000, high=5_000),
    SizeBand(low=5_000, high=20_000),
    SizeBand(low=20_000, high=None),
)


def size_band(persons: float) -> SizeBand:
    """The band that a population is in. Raises ValueError for a negative one."""
    for band in BANDS:
        if band.holds(persons):
            return band
    raise ValueError(f"A population of {persons} is in no size band; it is zero or more.")


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """One area, one base year, one horizon: what the method would have said, and what happened."""

    area: Area
    then: Step
    """Counted in the base year."""
    projected: Step
    actual: Step
    ratios_from: Source
    rests_on_estimates: bool
    """True when figures that went in, or the outcome, are themselves estimates."""
    borders_moved: bool
    """True when the area's borders moved between 2011 and 2025: the error is then partly that."""

    @property
    def horizon(self) -> int:
        """Years."""
        return self.projected.year - self.then.year

    def error_pct(self, group: str = "total") -> float | None:
        """The method's error in one of GROUPS; None when nobody was left to divide by."""
        return _error_pct(self.projected, self.actual, group)

    def unchanged_error_pct(self, group: str = "total") -> float | None:
        """The error of assuming that nothing changes."""
        return _error_pct(self.then, self.actual, group)


@dataclass(frozen=True, kw_only=True)
class Errors:
    """Many errors in a few numbers, all in percent."""

    count: int
    median: float
    """Of the absolute errors: half were smaller."""
    percentile_80: float
    """Of the absolute errors: four of five were smaller."""
    bias: float
    """Median of the signed errors: positive when it was mostly too many."""
    of_sum: float
    """Signed error of all the populations summed."""


@dataclass(frozen=True, kw_only=True)
class ErrorSpread:
    """How far off the method was for many municipalities."""

    horizon: int
    group: str
    band: SizeBand | None
    """None for all sizes."""
    base_years: tuple[int, ...]
    method: Errors
    unchanged: Errors
    """Of assuming that nothing changes."""
    left_out: int
    """Municipalities not counted: borders moved, or their figures are estimates."""

    @property
    def is_better_than_unchanged(self) -> bool:
        """True when the typical error is smaller than that of assuming that nothing changes; else say so."""
        return self.method.median < self.unchanged.median


@dataclass(frozen=True, kw_only=True)
class RoundErrors:
    """One of SSB's rounds (framskrivingsrunde) against the outcome, with the what-if beside it."""

    round: int
    """The year of the round, which is also the year it starts from."""
    horizon: int
    municipalities: tuple[str, ...]
    """The same for all methods. Those whose borders moved between 2011 and 2025 are left out."""
    ssb: Errors
    """Of the main alternative (MMMM)."""
    within_alternatives: int
    """Municipalities whose outcome lay between the low and the high national alternative (LLML, HHMH)."""
    what_if: Errors | None
    """None when the figures by age do not go back far enough."""
    unchanged: Errors


def backtests(data: DataSet, area: Area, *, region: Area | None = None) -> tuple[Backtest, ...]:
    """What the method would have said for an area, for each base year and horizon whose outcome is known.

    Oldest base year first; what cannot be projected or compared is left out. Raises ValueError as ``what_if`` does.
    """
    found = []
    years = population_years(data)
    people = people_of(data, area)
    unsure: Flags = np.asarray(estimated(data)[list(area.rows)].any(axis=0))
    for base_year in _base_years(years):
        try:
            result = what_if(data, area, base_year=base_year, region=region)
        except NoProjection:
            continue
        for step in result.steps:
            if step.year not in years or np.isnan(people[years.index(step.year)]).any():
                continue
            found.append(
                Backtest(
                    area=area,
                    then=result.now,
                    projected=step,
                    actual=Step(year=step.year, ages=tuple(people[years.index(step.year)].tolist())),
                    ratios_from=result.ratios_from,
                    rests_on_estimates=result.rests_on_estimates or bool(unsure[years.index(step.year)]),
                    borders_moved=result.borders_moved,
                )
            )
    return tuple(found)


def error_spread(
    data: DataSet,
    horizon: int,
    *,
    group: str = "total",
    base_years: tuple[int, ...] | None = None,
    band: SizeBand | None = None,
) -> ErrorSpread | None:
    """How far off the method was for the country's municipalities, all base years together unless some are given.

    A municipality is in a band by its size in the base year. None when there are too few cases to say. Raises
    ValueError for a horizon that is not 5 or 10 or a base year without outcome, and KeyError for an unknown group.
    """
    if horizon not in HORIZONS:
        raise ValueError(f"A horizon of {horizon} years was not tested; {HORIZONS[0]} and {HORIZONS[1]} were.")
    if group not in GROUPS:
        raise KeyError(f"No group {group!r}; there are {', '.join(GROUPS)}.")
    whole = kept(data, _country)
    possible = tuple(base for base, years in whole.cases if years == horizon)
    if base_years is not None and (unknown := sorted(set(base_years) - set(possible))):
        raise ValueError(f"No outcome {horizon} years after {unknown[0]}; there is one after {possible}.")
    chosen = tuple(base for base in possible if base_years is None or base in base_years)
    low, high = (band.low, band.high or np.inf) if band else (0, np.inf)
    parts = []
    for base in chosen:
        case = whole.cases[base, horizon]
        size = case.start["total"]
        inside = np.flatnonzero(case.counted & (size >= low) & (size < high))
        parts.append(np.stack([case.projected[group], case.start[group], case.actual[group]])[:, inside])
    if not parts:
        return None
    projected, start, actual = np.concatenate(parts, axis=1)
    method, unchanged = _errors(projected, actual), _errors(start, actual)
    if method is None or unchanged is None or method.count < FEWEST_CASES:
        return None
    return ErrorSpread(
        horizon=horizon,
        group=group,
        band=band,
        base_years=chosen,
        method=method,
        unchanged=unchanged,
        left_out=whole.left_out,
    )


def ssb_rounds(data: DataSet) -> tuple[RoundErrors, ...]:
    """SSB's rounds for Telemark's municipalities against the outcome, 5 and 10 years after each; oldest round first.

    Empty when the data set has no such projections.
    """
    return kept(data, _rounds) if "projection_telemark" in data.cubes else ()


def _error_pct(guess: Step, actual: Step, group: str) -> float | None:
    outcome = actual.persons(group)
    return 100 * (guess.persons(group) - outcome) / outcome if outcome else None


def _errors(guess: Floats, actual: Floats) -> Errors | None:
    """None when there is nothing to compare. An outcome of zero persons has no relative error and is left out."""
    known = np.isfinite(guess) & (actual > 0)
    if not known.any():
        return None
    guess, actual = guess[known], actual[known]
    errors = 100 * (guess - actual) / actual
    return Errors(
        count=len(errors),
        median=float(np.median(np.abs(errors))),
        percentile_80=float(np.percentile(np.abs(errors), 80)),
        bias=float(np.median(errors)),
        of_sum=float(100 * (guess.sum() - actual.sum()) / actual.sum()),
    )


def _base_years(years: tuple[int, ...]) -> tuple[int, ...]:
    """Steps back from the newest year, as long as there is a year to take ratios from."""
    return tuple(reversed(range(years[-1] - STEP, years[0] + STEP - 1, -STEP)))


@dataclass(frozen=True)
class _Case:
    """One base year and horizon; persons per municipality, by group."""

    start: Mapping[str, Floats]
    projected: Mapping[str, Floats]
    actual: Mapping[str, Floats]
    counted: Flags
    """Municipalities that the spread counts."""


@dataclass(frozen=True)
class _Country:
    cases: Mapping[tuple[int, int], _Case]
    left_out: int


class _Everywhere:
    """Every municipality at once, with its county and the country to borrow from."""

    def __init__(self, data: DataSet) -> None:
        self.years = population_years(data)
        self.people = closed(data.cubes["population"].values)
        county = np.array([m.county_code for m in data.municipalities])
        self.counties = np.empty_like(self.people)
        for code in np.unique(county):
            self.counties[county == code] = self.people[county == code].sum(axis=0)
        self.country = np.broadcast_to(self.people.sum(axis=0), self.people.shape)

    def projected(self, base_year: int) -> Floats:
        """Municipality × step × age from a base year."""
        levels = (self.people, self.counties, self.country)
        then, now = ([level[:, self.years.index(year)] for level in levels] for year in (base_year - STEP, base_year))
        return advance(then, now, len(HORIZONS)).people


def _country(data: DataSet) -> _Country:
    everywhere = _Everywhere(data)
    years = everywhere.years
    firm = comparable(data) & ~estimated(data).any(axis=1)
    cases = {}
    for base in _base_years(years):
        projected = everywhere.projected(base)
        for step, horizon in enumerate(HORIZONS):
            if base + horizon in years:
                cases[base, horizon] = _Case(
                    start=_by_group(everywhere.people[:, years.index(base)]),
                    projected=_by_group(projected[:, step]),
                    actual=_by_group(everywhere.people[:, years.index(base + horizon)]),
                    counted=firm,
                )
    return _Country(cases, int((~firm).sum()))


def _by_group(people: Floats) -> dict[str, Floats]:
    return {group: people[:, first:stop].sum(axis=-1) for group, (first, stop) in GROUPS.items()}


def _rounds(data: DataSet) -> tuple[RoundErrors, ...]:
    cube, total = data.cubes["projection_telemark"], data.cubes["population_total"]
    rows = [data.row[code] for code in cube.codes("municipality")]
    same_area = comparable(data)[rows]
    alternatives, years = cube.positions["alternative"], cube.positions["year"]
    counted = {year: total.values[rows, place] for year, place in total.positions["year"].items()}
    everywhere = _Everywhere(data)
    found = []
    for name, by_alternative in zip(cube.codes("round"), cube.values, strict=True):
        base = int(name)
        can = {base - STEP, base} <= set(everywhere.years)
        ours = everywhere.projected(base)[rows].sum(axis=-1) if can else None
        for step, horizon in enumerate(HORIZONS):
            year = str(base + horizon)
            if year not in years or year not in counted or name not in counted:
                continue
            outcome = counted[year]
            low, main, high = (by_alternative[:, alternatives[a], years[year]] for a in ("LLML", "MMMM", "HHMH"))
            use = same_area & np.isfinite(main) & np.isfinite(outcome) & np.isfinite(counted[name])
            if ours is not None:
                use &= np.isfinite(ours[:, step])
            ssb, unchanged = _errors(main[use], outcome[use]), _errors(counted[name][use], outcome[use])
            if ssb is None or unchanged is None:
                continue
            found.append(
                RoundErrors(
                    round=base,
                    horizon=horizon,
                    municipalities=tuple(np.array(cube.codes("municipality"))[use].tolist()),
                    ssb=ssb,
                    within_alternatives=int(((low <= outcome) & (outcome <= high))[use].sum()),
                    what_if=_errors(ours[use, step], outcome[use]) if ours is not None else None,
                    unchanged=unchanged,
                )
            )
    return tuple(found)
