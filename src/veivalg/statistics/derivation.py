"""How good the derived births and deaths (anslag) are: held against official counts, sums and national death rates.

Nothing here changes a figure; it tells how far each may be trusted. Municipalities whose boundaries changed are kept
apart everywhere: people who got another municipality without moving are counted as dead in the one they left, and as
fewer deaths in the one they came to. The method is described in docs/methods/derived-births-and-deaths.md.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from veivalg.rules.provenance import Mark
from veivalg.statistics.dataset import Cube, DataSet

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Movement = Literal["births", "deaths"]

SIZES = (0, 2_000, 5_000, 10_000, 20_000)
"""Least mean population of each group of municipalities."""
BEYOND_CHANCE = 5.0
"""Standard deviations of a Poisson count, the square root of what is expected: further out is hardly chance."""
_TEN_PCT = 1.2816
"""How many standard deviations out the 10th and 90th percentile of a normal distribution lie."""


@dataclass(frozen=True, kw_only=True)
class DerivationError:
    """Derived counts held against official ones, in persons, over the municipality-years where both exist."""

    movement: Movement
    municipalities: tuple[str, ...]
    """Their numbers."""
    years: tuple[int, ...]
    count: int
    """Municipality-years compared."""
    total_absolute: float
    """Sum of the differences without their signs."""
    total_difference: float
    """Sum of derived less official."""
    total_official: float
    largest: float
    """The largest difference of one municipality in one year, without its sign."""
    by_municipality: tuple[float, ...]
    """Mean absolute difference a year, in the order of ``municipalities``."""

    @property
    def mean_absolute(self) -> float:
        """Persons a year and municipality; NaN when nothing could be compared."""
        return self.total_absolute / self.count if self.count else float("nan")

    @property
    def bias_pct(self) -> float:
        """Derived over official in sum, as percent too many (or, below zero, too few)."""
        return 100 * self.total_difference / self.total_official if self.total_official else float("nan")


@dataclass(frozen=True, kw_only=True)
class SurplusCheck:
    """Yearly births less deaths, summed, held against the fifteen-year sum the agency publishes."""

    municipalities: tuple[str, ...]
    differences: tuple[float, ...]
    """Our sum less the published one, persons."""


@dataclass(frozen=True, kw_only=True)
class ExpectedDeaths:
    """Deaths if people died as often as in the whole country at the same age and sex (forventede døde)."""

    years: tuple[int, ...]
    values: Floats
    """Municipality × year, in deaths."""
    people: Floats
    """Municipality × year: mean of the population on 1 January of the year and of the next."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Deaths over expected deaths for a group of municipalities, each counted once, all years summed first."""

    municipalities: int
    deaths: float
    expected: float
    low: float
    """10th percentile of the ratios."""
    median: float
    high: float
    """90th percentile."""
    chance_low: float
    """10th and 90th percentile if chance were the only reason that municipalities differ (Poisson, normal
    approximation with the group's mean variance)."""
    chance_high: float

    @property
    def ratio(self) -> float:
        """Sum over sum: large municipalities count for more; NaN when nothing is expected."""
        return self.deaths / self.expected if self.expected else float("nan")


@dataclass(frozen=True, kw_only=True)
class DeathComparison:
    """Derived deaths over expected deaths. Ratios are 1 when people die as often as in the whole country."""

    years: tuple[int, ...]
    ratio: Floats
    """Per municipality, all years with a derived count summed; NaN without any."""
    by_size: tuple[Spread, ...]
    """One for each of SIZES, without those whose boundaries changed."""
    unchanged: Spread
    """All whose boundaries did not change."""
    changed: Spread
    """Those with any boundary change 2011–2025."""
    country: Spread
    """Every municipality that has derived deaths. People moved by boundaries cancel out in its sum."""
    shown: Spread
    """The same with the deaths that pages show: official where they exist, impossible derived ones left out."""
    official: Spread
    """Official deaths, where boundaries did not change."""
    derived_beside_official: Spread
    """Derived deaths of exactly those municipality-years."""
    far_off: tuple[tuple[str, int, float, float], ...]
    """Number, year, derived and expected deaths, where one is more than double the other and chance does not explain
    it (BEYOND_CHANCE); without official deaths. Where borders changed, they are not shown."""
    far_off_unchanged: int
    """How many of those are in municipalities without boundary changes."""
    left_out: int
    """Municipality-years with a derived count that is impossible and therefore not shown."""


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """Everything this module finds in one data set."""

    births: DerivationError
    deaths: DerivationError
    deaths_where_changed: DerivationError
    surplus: SurplusCheck
    comparison: DeathComparison
    changed: int
    """Municipalities with any boundary change."""


def derivation(data: DataSet) -> Derivation:
    """All comparisons in one call: some milliseconds for the whole country."""
    return Derivation(
        births=derivation_error(data, "births"),
        deaths=derivation_error(data, "deaths"),
        deaths_where_changed=derivation_error(data, "deaths", where_boundaries_changed=True),
        surplus=surplus_check(data),
        comparison=compare_deaths(data),
        changed=int(boundaries_changed(data).sum()),
    )


def boundaries_changed(data: DataSet) -> Flags:
    """Per municipality: any boundary change 2011–2025, or not known to have had none."""
    changed: Flags = data.cubes["boundary_flag"].values != 0
    return changed


def derivation_error(data: DataSet, movement: Movement, *, where_boundaries_changed: bool = False) -> DerivationError:
    """Derived less official, where a municipality has both; without boundary changes unless asked for only those.

    In the shipped figures the official ones are those of Telemark.
    """
    years = _shared_years(data, movement, f"{movement}_derived")
    official = _official(data.cubes[movement], years)
    difference = _of(data.cubes[f"{movement}_derived"], years) - official
    difference[np.not_equal(boundaries_changed(data), where_boundaries_changed)] = np.nan
    both = ~np.isnan(difference)
    rows = np.flatnonzero(both.any(axis=1))
    absolute = np.abs(difference)
    return DerivationError(
        movement=movement,
        municipalities=tuple(data.municipalities[row].code for row in rows),
        years=tuple(year for place, year in enumerate(years) if both[:, place].any()),
        count=int(both.sum()),
        total_absolute=float(np.nansum(absolute)),
        total_difference=float(np.nansum(difference)),
        total_official=float(official[both].sum()),
        largest=float(absolute[both].max()) if both.any() else float("nan"),
        by_municipality=tuple(np.nanmean(absolute[rows], axis=1).tolist()),
    )


def surplus_check(data: DataSet) -> SurplusCheck:
    """Births less deaths 2011–2025 against the published sum, where all fifteen years are official.

    Derived figures are not put to this test: they cover eight years (2016–2023), and part of a sum says nothing
    about the whole.
    """
    years = tuple(range(2011, 2026))
    known = set(_shared_years(data, "births", "deaths"))
    sums = data.cubes["population_sums"]
    published = sums.values[:, sums.positions["measure"]["birth_surplus_2011_2025"]]
    if not known.issuperset(years):
        return SurplusCheck(municipalities=(), differences=())
    surplus = (_official(data.cubes["births"], years) - _official(data.cubes["deaths"], years)).sum(axis=1)
    difference = surplus - published
    rows = np.flatnonzero(~np.isnan(difference))
    return SurplusCheck(
        municipalities=tuple(data.municipalities[row].code for row in rows),
        differences=tuple(difference[rows].tolist()),
    )


def expected_deaths(data: DataSet) -> ExpectedDeaths:
    """National death rates by age group and sex times the mean population, for the years with derived deaths.

    A year is there when both the rate and the population at both ends of it are. Missing stays missing, but an age
    group without people needs no rate.
    """
    population, rates = data.cubes["population"], data.cubes["national_mortality_rate"]
    years = tuple(
        year
        for year in _shared_years(data, "deaths_derived", "national_mortality_rate", "population")
        if str(year + 1) in population.positions["year"]
    )
    people = (_of(population, years) + _of(population, tuple(year + 1 for year in years))) / 2
    rate = rates.values[[rates.positions["year"][str(year)] for year in years]]
    return ExpectedDeaths(
        years=years,
        values=np.where(people == 0, 0.0, people * rate).sum(axis=(2, 3)),
        people=people.sum(axis=(2, 3)),
    )


def compare_deaths(data: DataSet) -> DeathComparison:
    """Derived deaths beside those expected from national death rates."""
    expected = expected_deaths(data)
    years = expected.years
    derived = _of(data.cubes["deaths_derived"], years)
    shown = _of(data.cubes["deaths"], years)
    official = _official(data.cubes["deaths"], years)
    changed = boundaries_changed(data)
    size = expected.people.mean(axis=1) if years else np.zeros(len(changed))
    group = np.searchsorted(SIZES, size, side="right") - 1

    def spread(deaths: Floats, rows: Flags) -> Spread:
        return _spread(np.where(rows[:, None], deaths, np.nan), expected.values)

    everyone = np.ones(len(changed), dtype=bool)
    estimates = np.where(np.isnan(official) & (derived > 0), derived, np.nan)
    with np.errstate(invalid="ignore"):
        apart = (estimates > 2 * expected.values) | (estimates < expected.values / 2)
        apart &= np.abs(estimates - expected.values) > BEYOND_CHANCE * np.sqrt(expected.values)
    cells = np.argwhere(apart)
    return DeathComparison(
        years=years,
        ratio=_ratios(derived, expected.values)[0],
        by_size=tuple(spread(derived, (group == n) & ~changed) for n in range(len(SIZES))),
        unchanged=spread(derived, ~changed),
        changed=spread(derived, changed),
        country=spread(derived, everyone),
        shown=spread(shown, everyone),
        official=spread(official, ~changed),
        derived_beside_official=spread(np.where(np.isnan(official), np.nan, derived), ~changed),
        far_off=tuple(
            (
                data.municipalities[row].code,
                years[place],
                float(derived[row, place]),
                float(expected.values[row, place]),
            )
            for row, place in cells
        ),
        far_off_unchanged=int((~changed[cells[:, 0]]).sum()),
        left_out=int((np.isnan(shown) & ~np.isnan(derived)).sum()),
    )


def _shared_years(data: DataSet, *cubes: str) -> tuple[int, ...]:
    found = set.intersection(*(set(data.cubes[cube].codes("year")) for cube in cubes))
    return tuple(sorted(int(year) for year in found))


def _of(cube: Cube, years: tuple[int, ...]) -> Floats:
    """A copy of these years' values, municipality × year and what more the cube has."""
    values: Floats = cube.values[:, [cube.positions["year"][str(year)] for year in years]]
    return values


def _official(cube: Cube, years: tuple[int, ...]) -> Floats:
    """The same with everything but official figures as missing."""
    marks = np.broadcast_to(cube.marks, cube.values.shape)
    places = [cube.positions["year"][str(year)] for year in years]
    return np.where(marks[:, places] == int(Mark.OFFICIAL), cube.values[:, places], np.nan)


def _ratios(deaths: Floats, expected: Floats) -> tuple[Floats, Floats, Floats]:
    """Ratio, deaths and expected deaths per municipality, summed over the years where both are known."""
    both = ~np.isnan(deaths) & ~np.isnan(expected)
    upper, lower = (np.where(both, values, 0.0).sum(axis=1) for values in (deaths, expected))
    ratio = np.full(len(lower), np.nan)
    np.divide(upper, lower, out=ratio, where=lower > 0)
    return ratio, upper, lower


def _spread(deaths: Floats, expected: Floats) -> Spread:
    ratio, upper, lower = _ratios(deaths, expected)
    there = ~np.isnan(ratio)
    if not there.any():
        nothing = float("nan")
        low = median = high = width = nothing
    else:
        low, median, high = np.percentile(ratio[there], [10, 50, 90]).tolist()
        width = _TEN_PCT * float(np.sqrt((1 / lower[there]).mean()))
    return Spread(
        municipalities=int(there.sum()),
        deaths=float(upper[there].sum()),
        expected=float(lower[there].sum()),
        low=low,
        median=median,
        high=high,
        chance_low=1 - width,
        chance_high=1 + width,
    )
