"""What if it goes on as now (hva om): the Hamilton–Perry method on real figures, for any area.

The reference formula is ``veivalg.rules.projection``; here it is done for many areas at once, and a property test
holds the two equal. The result is always an estimate (anslag) and never replaces the agency's projection
(framskriving). How far off it has been: ``veivalg.statistics.what_if_backtest``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from veivalg.rules.projection import CAPS, LONGEST_HORIZON, SMALLEST_CELL
from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics.dataset import REASONS, DataSet
from veivalg.statistics.index import Area

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

STEP = 5
"""Years; the width of an age group."""
AGES = (*(f"{low}-{low + STEP - 1}" for low in range(0, 85, STEP)), "85+")
"""Both sexes together. Closed at 85: above it most municipalities have too few in each group."""
GROUPS = {
    "total": (0, len(AGES)),
    "0-19": (0, AGES.index("20-24")),
    "20-64": (AGES.index("20-24"), AGES.index("65-69")),
    "65+": (AGES.index("65-69"), len(AGES)),
    "80+": (AGES.index("80-84"), len(AGES)),
}
"""Groups that are shown: first and stop position in AGES. "80+" is a part of "65+"."""
PARENTS = (AGES.index("15-19"), AGES.index("40-44"))
"""First and last group of the parents' ages."""
_NOT_COLLECTED = REASONS.index(MissingReason.NOT_COLLECTED)


class NoProjection(ValueError):
    """The figures do not allow a what-if for this area and year (ingen hva om)."""

    def __init__(self, message: str, *, missing: MissingReason | None = None, year: int | None = None) -> None:
        super().__init__(message)
        self.missing = missing
        """Why a figure is missing; None when the figures are there, but too small."""
        self.year = year


class Level(StrEnum):
    """Whose ratios are used, from the smallest area to the largest."""

    OWN = "own"
    """The area's own."""
    REGION = "region"
    """The region that the caller gave, e.g. all of the council's municipalities."""
    COUNTY = "county"
    """The county, or the counties, that the area lies in (fylke)."""
    COUNTRY = "country"
    """The whole country."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """The area whose ratios are used."""

    level: Level
    area: Area


@dataclass(frozen=True, kw_only=True)
class Step:
    """A population by age on 1 January of a year, counted or projected; persons, unrounded."""

    year: int
    ages: tuple[float, ...]
    """Along AGES."""

    def persons(self, group: str = "total") -> float:
        """Persons in one of GROUPS. Raises KeyError for another."""
        first, stop = GROUPS[group]
        return sum(self.ages[first:stop])


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """What if the area's cohorts go on changing as in the last five years (hva om)."""

    area: Area
    now: Step
    """The counted population that it starts from."""
    steps: tuple[Step, ...]
    """One for each five years, the nearest first."""
    ratios_from: Source
    capped: int
    """How many cohort ratios came out beyond the caps and were cut to them."""
    rests_on_estimates: bool
    """True when population figures that went in are themselves estimates."""
    borders_moved: bool
    """True when the area's borders moved between 2011 and 2025, so that earlier figures may be of another area."""
    mark: Mark = field(default=Mark.ESTIMATE, init=False)

    @property
    def ratios_are_borrowed(self) -> bool:
        """True when an age group of the area is too small for ratios of its own."""
        return self.ratios_from.level is not Level.OWN


def what_if(
    data: DataSet,
    area: Area,
    *,
    base_year: int | None = None,
    horizon: int = LONGEST_HORIZON,
    region: Area | None = None,
) -> WhatIf:
    """The what-if of one area from ``base_year`` (the newest if None), with the change of the five years before it.

    When an age group of the area has fewer than 20 persons at either end, the ratios of a larger area are used: the
    first of ``region`` (if given), county and country that has no such group.

    Raises NoProjection when a figure is missing or no larger area will do, and ValueError for an area without rows, a
    region that does not hold the area, or a horizon that is not 5 or 10.
    """
    if not area.rows:
        raise ValueError(f"Area {area.id!r} has no municipalities, so there is nothing to project.")
    if horizon not in range(STEP, LONGEST_HORIZON + 1, STEP):
        raise ValueError(f"A horizon of {horizon} years for {area.id!r}: it is {STEP} or {LONGEST_HORIZON} years.")
    years = population_years(data)
    base_year = years[-1] if base_year is None else base_year
    sources = sources_for(data, area, region=region)
    _require_figures(data, area, (base_year - STEP, base_year))
    then, now = years.index(base_year - STEP), years.index(base_year)
    levels = [people_of(data, source.area)[None, [then, now]] for source in sources]
    found = advance([level[:, 0] for level in levels], [level[:, 1] for level in levels], horizon // STEP)
    chosen = int(found.level[0])
    if chosen < 0:
        raise NoProjection(
            f"Area {area.id!r}, {base_year - STEP}–{base_year}: an age group has fewer than {SMALLEST_CELL} persons, "
            "and so it is in every larger area, so there are no ratios to use.",
            year=base_year,
        )
    source = sources[chosen]
    used = {*area.rows, *source.area.rows}
    return WhatIf(
        area=area,
        now=Step(year=base_year, ages=tuple(levels[0][0, 1].tolist())),
        steps=tuple(
            Step(year=base_year + STEP * n, ages=tuple(ages))
            for n, ages in enumerate(found.people[0].tolist(), start=1)
        ),
        ratios_from=source,
        capped=int(found.capped[0]),
        rests_on_estimates=bool(estimated(data)[sorted(used)][:, [then, now]].any()),
        borders_moved=bool((~comparable(data))[list(area.rows)].any()),
    )


def sources_for(data: DataSet, area: Area, *, region: Area | None = None) -> tuple[Source, ...]:
    """The area itself and the larger ones it may borrow ratios from, smallest first.

    Raises ValueError when the region does not hold the area.
    """
    sources = [Source(level=Level.OWN, area=area)]
    if region is not None:
        outside = set(area.rows) - set(region.rows)
        if outside:
            codes = ", ".join(sorted(data.municipalities[row].code for row in outside))
            raise ValueError(f"Region {region.id!r} does not hold all of {area.id!r}: {codes} is outside.")
        sources.append(Source(level=Level.REGION, area=region))
    counties = sorted({data.municipalities[row].county_code for row in area.rows})
    sources.append(
        Source(
            level=Level.COUNTY,
            area=Area(
                id="+".join(counties),
                rows=tuple(row for row, m in enumerate(data.municipalities) if m.county_code in counties),
            ),
        )
    )
    everyone = Area(id="norge", rows=tuple(range(len(data.municipalities))))
    return (*sources, Source(level=Level.COUNTRY, area=everyone))


@dataclass(frozen=True)
class Advanced:
    """Many areas moved forward at once."""

    people: Floats
    """Area × step × age; NaN where it could not be done."""
    level: npt.NDArray[np.int64]
    """Which of the levels gave the ratios of each area; -1 when none would do."""
    capped: npt.NDArray[np.int64]
    """How many of its cohort ratios were cut to the caps."""


def advance(then: Sequence[Floats], now: Sequence[Floats], steps: int) -> Advanced:
    """Move areas forward by five-year steps.

    ``then`` and ``now`` hold one area × age array for each level: the areas themselves, and for each of them a larger
    area, a still larger one … Each area takes the ratios of the first level where no age group is too small.
    """
    level = np.full(len(now[0]), -1)
    ratios = np.full(now[0].shape, np.nan)
    capped = np.zeros(len(now[0]), dtype=np.int64)
    for n, (before, after) in enumerate(zip(then, now, strict=True)):
        # NaN is never "at least", so an area with a gap lends no ratios.
        takes = (level < 0) & (np.minimum(before, after) >= SMALLEST_CELL).all(axis=-1)
        ratios[takes], capped[takes] = _ratios(before[takes], after[takes])
        level[takes] = n
    ratios[np.isnan(then[0]).any(axis=-1)] = np.nan
    people = now[0]
    found = np.empty((len(people), steps, people.shape[-1]))
    for step in range(steps):
        older = people[:, :-1] * ratios[:, 1:]
        older[:, -1] = (people[:, -2] + people[:, -1]) * ratios[:, -1]
        children = ratios[:, 0] * older[:, PARENTS[0] - 1 : PARENTS[1]].sum(axis=-1)
        people = np.concatenate([children[:, None], older], axis=-1)
        found[:, step] = people
    return Advanced(found, level, capped)


def _ratios(then: Floats, now: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Per area: children per parent, the cohort ratios, the open group's; and how many were capped."""
    raw = now[:, 1:-1] / then[:, :-2]
    cohort = np.clip(raw, *CAPS)
    children = now[:, 0] / now[:, PARENTS[0] : PARENTS[1] + 1].sum(axis=-1)
    open_group = now[:, -1] / then[:, -2:].sum(axis=-1)
    return np.column_stack([children, cohort, open_group]), (raw != cohort).sum(axis=-1)


def population_years(data: DataSet) -> tuple[int, ...]:
    """The years of the population by age, oldest first."""
    return tuple(int(year) for year in data.cubes["population"].codes("year"))


def people_of(data: DataSet, area: Area) -> Floats:
    """Year × age (AGES), both sexes, the area's municipalities summed; NaN where one of them is missing."""
    return np.asarray(closed(data.cubes["population"].values[list(area.rows)]).sum(axis=0))


def closed(values: Floats) -> Floats:
    """Sexes summed and the oldest ages made one open group: municipality × year × AGES."""
    both = values.sum(axis=-2)
    top = len(AGES) - 1
    return np.concatenate([both[..., :top], both[..., top:].sum(axis=-1, keepdims=True)], axis=-1)


def estimated(data: DataSet) -> Flags:
    """Municipality × year: where the population by age is itself an estimate."""
    cube = data.cubes["population"]
    marks = np.broadcast_to(cube.marks, cube.values.shape)
    return np.asarray(marks[..., 0, 0] == int(Mark.ESTIMATE))


def comparable(data: DataSet) -> Flags:
    """Per municipality: False where borders moved between 2011 and 2025, so that early and late figures differ."""
    cube = data.cubes.get("population_sums")
    if cube is None:
        return np.ones(len(data.municipalities), dtype=bool)
    return np.asarray(cube.values[:, cube.positions["measure"]["comparable"]] != 0)


def _require_figures(data: DataSet, area: Area, wanted: Sequence[int]) -> None:
    """Raises NoProjection naming the first municipality and year that lack a figure."""
    cube = data.cubes["population"]
    years = population_years(data)
    for year in wanted:
        if year not in years:
            raise NoProjection(
                f"Area {area.id!r}: no population by age for {year}; there is {years[0]}–{years[-1]}.",
                missing=MissingReason.NOT_COLLECTED,
                year=year,
            )
        reasons = np.broadcast_to(cube.reasons, cube.values.shape)
        for row in area.rows:
            gaps = np.isnan(cube.values[row, years.index(year)])
            if gaps.any():
                reason = REASONS[int(reasons[row, years.index(year)][gaps].max()) or _NOT_COLLECTED]
                raise NoProjection(
                    f"Area {area.id!r}: the population by age of {data.municipalities[row].code} in {year} is missing "
                    f"({reason}), and a what-if needs both {wanted[0]} and {wanted[-1]}.",
                    missing=reason,
                    year=year,
                )
