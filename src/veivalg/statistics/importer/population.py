"""Population 1 January: by sex and age, in total over a longer time, and the sums of what changed it."""

import numpy as np

from veivalg.rules.provenance import Mark
from veivalg.statistics.dataset import Cube
from veivalg.statistics.importer.folder import (
    AGES,
    BOUNDARY_CHANGE,
    MOST_PEOPLE,
    NOT_COLLECTED,
    POSSIBLE_YEARS,
    SEXES,
    Folder,
    marks_over_time,
    one_mark,
    reasons_for,
    span,
)
from veivalg.statistics.importer.reading import BadInput

# Populations that the upstream documentation itself calls estimates: municipality -> first year as published.
ESTIMATED_BEFORE = {
    "1508": 2024, "1580": 2024, "1806": 2020, "1875": 2020, "5055": 2020, "5056": 2020, "5059": 2020,
}  # fmt: skip
# Cells where the publisher's merged series holds a zero that means "no figure", or (1508 in 2020-2023) the figure of
# a larger municipality that was later split.
FALSE_FIGURES = {
    **{code: range(1986, 2020) for code in ("1806", "1875", "5055", "5056", "5059")},
    "1508": range(2020, 2024),
    "1580": range(2020, 2024),
}
SINGLE_AGES = 106
EARLIEST = 1986
LATEST = 2045


def population(folder: Folder) -> Cube:
    """Municipality × year × sex × five-year age group, summed from single years of age."""
    table = folder.table("population.csv.gz", ["kommune", "year", "sex", "age", "population"])
    years = {str(year): n for n, year in enumerate(range(EARLIEST, LATEST + 1))}
    sexes = {sex: n for n, sex in enumerate(SEXES)}
    ages = {str(age): age for age in range(SINGLE_AGES)}
    single = np.full((len(folder.codes), len(years), 2, SINGLE_AGES), -1, dtype=np.int32)
    for row in table.rows():
        place = (folder.municipality(row), row.choice(1, years), row.choice(2, sexes), row.choice(3, ages))
        if single[place] >= 0:
            raise row.twice(4)
        single[place] = row.whole(4, least=0, most=MOST_PEOPLE)
    found = np.flatnonzero((single >= 0).any(axis=(0, 2, 3)))
    window = slice(int(found[0]), int(found[-1]) + 1)
    codes = tuple(years)[window]
    single = single[:, window]
    counted = single >= 0
    whole = counted.all(axis=(2, 3))
    for bad, what in (
        (counted.any(axis=(2, 3)) & ~whole, "lacks some ages or one sex"),
        ((np.arange(len(codes)) == len(codes) - 1)[None, :] & ~whole, "is not there, though others are"),
    ):
        if bad.any():
            row_number, year = (int(n) for n in np.argwhere(bad)[0])
            raise BadInput(
                table.name,
                f"{folder.codes[row_number]} in {codes[year]} {what}; sums would be too small.",
                "The file may be cut short; fetch it anew.",
            )
    groups = np.add.reduceat(single, range(0, SINGLE_AGES, 5), axis=-1).astype(np.float64)
    groups[~whole] = np.nan
    marks = marks_over_time(folder, codes, Mark.RECODED)
    for code, first in ESTIMATED_BEFORE.items():
        if code in folder.row_of:
            marks[folder.row_of[code], [int(year) < first for year in codes]] = int(Mark.ESTIMATE)
    return Cube(
        id="population",
        title="Population 1 January",
        unit="persons",
        dimensions={"municipality": folder.codes, "year": codes, "sex": SEXES, "age": AGES},
        values=groups,
        marks=marks[:, :, None, None],
        reasons=np.where(whole, 0, NOT_COLLECTED)[:, :, None, None].astype(np.uint8),
        origins=("ssb-07459",),
    )


def population_total(folder: Folder) -> Cube:
    """Municipality × year, in the publisher's merged series; its false zeros are missing."""
    table = folder.table("population_total_1986_2026.csv.gz", ["kommune", "year", "population"])
    found: dict[tuple[int, int], int] = {}
    for row in table.rows():
        place, year = folder.municipality(row), row.choice(1, POSSIBLE_YEARS)
        if (place, year) in found:
            raise row.twice(2)
        count = row.whole(2, least=0, most=MOST_PEOPLE)
        if count == 0 and year not in FALSE_FIGURES.get(row.texts[0], ()):
            raise row.refuse(
                2,
                f"{row.texts[0]} cannot have had no inhabitants in {year}; a zero here is a gap.",
                "Leave the row out.",
            )
        found[place, year] = count
    years = span(year for _, year in found)
    values = np.full((len(folder.codes), len(years)), np.nan)
    for (place, year), count in found.items():
        values[place, year - int(years[0])] = count
    reasons = reasons_for(values, NOT_COLLECTED)
    for code, hidden in FALSE_FIGURES.items():
        columns = [n for n, year in enumerate(years) if int(year) in hidden]
        if code in folder.row_of:
            values[folder.row_of[code], columns] = np.nan
            reasons[folder.row_of[code], columns] = BOUNDARY_CHANGE
    return Cube(
        id="population_total",
        title="Total population 1 January",
        unit="persons",
        dimensions={"municipality": folder.codes, "year": years},
        values=values,
        marks=marks_over_time(folder, years, Mark.SUMMED),
        reasons=reasons,
        origins=("ssb-07459-total",),
    )


MEASURES = (
    "birth_surplus_2011_2025",
    "net_migration_2011_2025",
    "growth_2011_2025",
    "residual_2011_2025",
    "comparable",
    "boundary_change",
)


def population_sums(folder: Folder) -> Cube:
    """Fifteen-year sums of what changed the population, and whether its level can be compared over the years.

    ``comparable`` is 1 or 0: with 0, the sums stand, but population levels at the two ends are of different areas.
    """
    table = folder.table("population_change_2011_2025.csv", ["kommune", *MEASURES])
    values = np.full((len(folder.codes), len(MEASURES)), np.nan)
    for row in table.rows():
        place = folder.municipality(row)
        if not np.isnan(values[place]).all():
            raise row.twice(1)
        values[place] = [
            row.whole(n, least=0, most=1)
            if name == "comparable"
            else row.whole(n, least=-MOST_PEOPLE, most=MOST_PEOPLE)
            for n, name in enumerate(MEASURES, start=1)
        ]
        surplus, migration, growth, residual = values[place][:4]
        if growth != surplus + migration + residual:
            raise row.refuse(
                3,
                "growth is not birth surplus, net migration and residual together, as it must be.",
                "Fetch the file anew.",
            )
    return Cube(
        id="population_sums",
        title="Population changes, sums over 2011–2025",
        unit="persons",
        dimensions={"municipality": folder.codes, "measure": MEASURES},
        values=values,
        marks=one_mark(values, Mark.SUMMED),
        reasons=reasons_for(values, NOT_COLLECTED),
        origins=("ssb-06913",),
    )
