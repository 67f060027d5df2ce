"""National births, deaths, death rates and fertility rates: what local figures are held against."""

import numpy as np
import numpy.typing as npt

from veivalg.rules.provenance import Mark
from veivalg.statistics.dataset import Cube
from veivalg.statistics.importer.folder import (
    AGES,
    MOST_PEOPLE,
    NOT_PUBLISHED,
    POSSIBLE_YEARS,
    SEXES,
    Bytes,
    Floats,
    Folder,
    one_mark,
    reasons_for,
    span,
)

OLDEST = 110


def national(folder: Folder) -> list[Cube]:
    """The four national cubes. Raises BadInput."""
    return [_births(folder), *_mortality(folder), _fertility(folder)]


def _births(folder: Folder) -> Cube:
    found: dict[int, int] = {}
    for row in folder.table("births_national.csv", ["year", "female", "male", "total"]).rows():
        year = row.choice(0, POSSIBLE_YEARS)
        if year in found:
            raise row.twice(1)
        girls, boys, total = (row.whole(column, least=0, most=MOST_PEOPLE) for column in (1, 2, 3))
        if girls + boys != total:
            raise row.refuse(3, "the total is not girls and boys together.", "Correct the row.")
        found[year] = total
    years = span(found)
    values = np.array([found.get(int(year), np.nan) for year in years], dtype=np.float64)
    return _cube("national_births", "National births", "persons", {"year": years}, values)


def _mortality(folder: Folder) -> list[Cube]:
    sexes = {sex: n for n, sex in enumerate(SEXES)}
    found: dict[tuple[int, int, int], tuple[float, float | None]] = {}
    table = folder.table("mortality_national.csv.gz", ["year", "sex", "age", "deaths", "mx"])
    for row in table.rows():
        key = (
            row.choice(0, POSSIBLE_YEARS),
            row.choice(1, sexes),
            row.whole(2, least=0, most=OLDEST),
        )
        if key in found:
            raise row.twice(3)
        died = row.number(3, least=0, most=MOST_PEOPLE)
        if died is None:
            raise row.refuse(3, "the number of deaths is empty.", "Correct the cell; no deaths is written 0.")
        found[key] = died, row.number(4, least=0, most=10)
    years = span(year for year, _, _ in found)
    deaths_by_age = np.full((len(years), 2, OLDEST + 1), np.nan)
    rate_by_age = np.full_like(deaths_by_age, np.nan)
    for (year, sex, age), (count, rate) in found.items():
        place = (year - int(years[0]), sex, age)
        deaths_by_age[place], rate_by_age[place] = count, np.nan if rate is None else rate
    deaths = _grouped(deaths_by_age)
    exposure, guessed = _exposure(deaths_by_age, rate_by_age)
    lived = _grouped(exposure)
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = np.where(lived > 0, deaths / lived, np.nan)
    marks = np.where(_grouped(guessed.astype(np.float64)) > 0, int(Mark.ESTIMATE), int(Mark.COMPUTED))
    axes = {"year": years, "sex": SEXES, "age": AGES}
    return [
        _cube("national_deaths", "National deaths", "persons", axes, deaths),
        _cube(
            "national_mortality_rate",
            "National death rate",
            "deaths per person-year",
            axes,
            rates,
            marks.astype(np.uint8),
        ),
    ]


def _exposure(deaths: Floats, rate: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Person-years lived by single age: deaths over rate, and where nobody died, between the ages beside.

    Leaving out an age in which nobody died would make the rate of its group too high. Returns the person-years and
    where they are guessed.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        lived = np.where((deaths > 0) & (rate > 0), deaths / rate, np.nan)
    guessed = np.zeros(lived.shape, dtype=np.bool_)
    ages = np.arange(lived.shape[-1])
    for place in np.ndindex(lived.shape[:-1]):
        known = ~np.isnan(lived[place])
        if known.any():
            inside = ~known & (ages > ages[known][0]) & (ages < ages[known][-1])
            lived[place][inside] = np.interp(ages[inside], ages[known], lived[place][known])
            guessed[place] = inside
    return np.nan_to_num(lived), guessed


def _grouped(by_age: Floats) -> Floats:
    """Sums over five-year groups, the last one 105 and over."""
    groups = np.add.reduceat(by_age[..., :105], range(0, 105, 5), axis=-1)
    return np.concatenate([groups, by_age[..., 105:].sum(axis=-1, keepdims=True)], axis=-1)


def _fertility(folder: Folder) -> Cube:
    found: dict[tuple[int, int], float] = {}
    for row in folder.table("fertility_national.csv.gz", ["year", "age", "asfr"]).rows():
        key = (row.choice(0, POSSIBLE_YEARS), row.whole(1, least=10, most=60))
        if key in found:
            raise row.twice(2)
        rate = row.number(2, least=0, most=2)
        if rate is None:
            raise row.refuse(2, "the rate is empty.", "Correct the cell, or leave the row out.")
        found[key] = rate
    years = span(year for year, _ in found)
    ages = span(age for _, age in found)
    values = np.full((len(years), len(ages)), np.nan)
    for (year, age), rate in found.items():
        values[year - int(years[0]), age - int(ages[0])] = rate
    axes = {"year": years, "age": ages}
    title = "National fertility rate by single age"
    return _cube("national_fertility_rate", title, "births per woman and year", axes, values, origin="hfd")


def _cube(
    id: str,
    title: str,
    unit: str,
    axes: dict[str, tuple[str, ...]],
    values: Floats,
    marks: Bytes | None = None,
    *,
    origin: str = "hmd",
) -> Cube:
    return Cube(
        id=id,
        title=title,
        unit=unit,
        dimensions=axes,
        values=values,
        marks=one_mark(values, Mark.OFFICIAL) if marks is None else marks,
        reasons=reasons_for(values, NOT_PUBLISHED),
        origins=(origin,),
    )
