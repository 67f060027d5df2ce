"""SSB's projections (framskrivinger): what was expected, to hold against what happened."""

import numpy as np

from veivalg.rules.provenance import Mark
from veivalg.statistics.dataset import Cube
from veivalg.statistics.importer.folder import (
    MOST_PEOPLE,
    NOT_PUBLISHED,
    POSSIBLE_YEARS,
    Folder,
    one_mark,
    reasons_for,
    span,
)

ALTERNATIVES = {"HHMH": 0, "LLML": 1, "MMMM": 2}


def projections(folder: Folder) -> list[Cube]:
    """Both cubes of projected population, summed over ages. Raises BadInput."""
    return [_telemark(folder), _county(folder)]


def _telemark(folder: Folder) -> Cube:
    """Round × municipality × alternative × year."""
    table = folder.table(
        "projections_telemark.csv.gz",
        ["round", "kommune", "alternative", "year", "age_group", "population"],
    )
    sums: dict[tuple[int, int, int, int], int] = {}
    seen: set[tuple[int, int, int, int, str]] = set()
    for row in table.rows():
        key = (
            row.choice(0, POSSIBLE_YEARS),
            folder.municipality(row, 1),
            row.choice(2, ALTERNATIVES),
            row.choice(3, POSSIBLE_YEARS),
        )
        if (*key, row.texts[4]) in seen:
            raise row.twice(5)
        seen.add((*key, row.texts[4]))
        sums[key] = sums.get(key, 0) + row.whole(5, least=0, most=MOST_PEOPLE)
    rounds = sorted({key[0] for key in sums})
    places = sorted({key[1] for key in sums})
    years = span(key[3] for key in sums)
    values = np.full((len(rounds), len(places), len(ALTERNATIVES), len(years)), np.nan)
    for (round_, place, alternative, year), total in sums.items():
        values[rounds.index(round_), places.index(place), alternative, year - int(years[0])] = total
    return Cube(
        id="projection_telemark",
        title="SSB projections, Telemark",
        unit="persons",
        dimensions={
            "round": tuple(str(round_) for round_ in rounds),
            "municipality": tuple(folder.codes[place] for place in places),
            "alternative": tuple(ALTERNATIVES),
            "year": years,
        },
        values=values,
        marks=one_mark(values, Mark.COMPUTED),
        reasons=reasons_for(values, NOT_PUBLISHED),
        origins=("ssb-projections-telemark",),
    )


def _county(folder: Folder) -> Cube:
    """County × alternative × year, the round of 2024."""
    counties = {county: n for n, county in enumerate(folder.counties)}
    table = folder.table("projections_fylke_2024.csv", ["fylke", "alternative", "year", "population"])
    found: dict[tuple[int, int, int], int] = {}
    for row in table.rows():
        key = (row.choice(0, counties), row.choice(1, ALTERNATIVES), row.choice(2, POSSIBLE_YEARS))
        if key in found:
            raise row.twice(3)
        found[key] = row.whole(3, least=0, most=MOST_PEOPLE)
    years = span(year for _, _, year in found)
    values = np.full((len(counties), len(ALTERNATIVES), len(years)), np.nan)
    for (county, alternative, year), count in found.items():
        values[county, alternative, year - int(years[0])] = count
    return Cube(
        id="projection_county",
        title="SSB projections by county, the round of 2024",
        unit="persons",
        dimensions={"county": folder.counties, "alternative": tuple(ALTERNATIVES), "year": years},
        values=values,
        marks=one_mark(values, Mark.OFFICIAL),
        reasons=reasons_for(values, NOT_PUBLISHED),
        origins=("ssb-projections-county",),
    )
