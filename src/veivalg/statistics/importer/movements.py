"""Births, deaths and net migration per year: real where we have them, else derived and marked as estimates."""

from dataclasses import dataclass, field

import numpy as np

from veivalg.rules.provenance import Mark
from veivalg.statistics.dataset import Cube
from veivalg.statistics.importer.folder import (
    BOUNDARY_CHANGE,
    NOT_COLLECTED,
    POSSIBLE_YEARS,
    Floats,
    Folder,
    one_mark,
    reasons_for,
    span,
)

MOST_A_YEAR = 200_000
NAMES = ("births", "deaths", "net_migration")
LEAST = {"births": 0, "deaths": 0, "net_migration": -MOST_A_YEAR}

Counts = dict[tuple[int, int], int]
"""Municipality row and year -> persons."""


@dataclass
class _Found:
    counts: dict[str, Counts] = field(default_factory=lambda: {name: {} for name in NAMES})
    flags: dict[int, int] = field(default_factory=dict)

    def years(self) -> tuple[str, ...]:
        return span(year for _, year in self.counts["births"])


def movements(folder: Folder, sums: Cube) -> list[Cube]:
    """The six cubes of yearly movements and the boundary flag. Raises BadInput."""
    official = _official(folder)
    derived = _derived(folder)
    profiles: Counts = {}
    table = folder.table("net_migration_2016_2023.csv", ["kommune", "year", "net_migration"])
    for row in table.rows():
        key = (folder.municipality(row), row.choice(1, POSSIBLE_YEARS))
        if key in profiles:
            raise row.twice(2)
        profiles[key] = row.whole(2, least=-MOST_A_YEAR, most=MOST_A_YEAR)
    years = span(int(year) for year in (*official.years(), *derived.years(), *span(y for _, y in profiles)))
    flag = _flags(folder, derived, sums)
    cubes = []
    for name in ("births", "deaths"):
        cubes.append(_mixed(folder, name, official.counts[name], derived.counts[name], flag, years))
        raw = _table(folder, derived.counts[name], derived.years())
        cubes.append(
            Cube(
                id=f"{name}_derived",
                title=f"{name.capitalize()}, derived",
                unit="persons",
                dimensions={"municipality": folder.codes, "year": derived.years()},
                values=raw,
                marks=one_mark(raw, Mark.ESTIMATE),
                reasons=reasons_for(raw, NOT_COLLECTED),
                origins=("derived",),
            )
        )
    migration = _table(folder, {**profiles, **official.counts["net_migration"]}, years)
    cubes.append(
        Cube(
            id="net_migration",
            title="Net migration",
            unit="persons",
            dimensions={"municipality": folder.codes, "year": years},
            values=migration,
            marks=one_mark(migration, Mark.OFFICIAL),
            reasons=reasons_for(migration, NOT_COLLECTED),
            origins=("ssb-area-migration", "ssb-01222"),
        )
    )
    cubes.append(
        Cube(
            id="boundary_flag",
            title="Any boundary change 2011–2025",
            unit="flag",
            dimensions={"municipality": folder.codes},
            values=flag,
            marks=one_mark(flag, Mark.COMPUTED),
            reasons=reasons_for(flag, NOT_COLLECTED),
            origins=("ssb-06913",),
        )
    )
    return cubes


def _official(folder: Folder) -> _Found:
    found = _Found()
    for row in folder.table("births_deaths_telemark.csv", ["kommune", "year", *NAMES]).rows():
        key = (folder.municipality(row), row.choice(1, POSSIBLE_YEARS))
        if key in found.counts["births"]:
            raise row.twice(2)
        for column, name in enumerate(NAMES, start=2):
            found.counts[name][key] = row.whole(column, least=LEAST[name], most=MOST_A_YEAR)
    return found


def _derived(folder: Folder) -> _Found:
    found = _Found()
    table = folder.table(
        "components_derived_2016_2023.csv",
        ["kommune", "year", "births_proxy", "deaths_implied", "boundary_flag"],
    )
    for row in table.rows():
        key = (folder.municipality(row), row.choice(1, POSSIBLE_YEARS))
        if key in found.counts["births"]:
            raise row.twice(2)
        found.counts["births"][key] = row.whole(2, least=0, most=MOST_A_YEAR)
        # What is derived by subtraction may come out below zero; that is judged later.
        found.counts["deaths"][key] = row.whole(3, least=-MOST_A_YEAR, most=MOST_A_YEAR)
        found.flags[key[0]] = max(found.flags.get(key[0], 0), row.whole(4, least=0, most=1))
    return found


def _flags(folder: Folder, derived: _Found, sums: Cube) -> Floats:
    """1 with any boundary change. Those without derived figures are judged by the fifteen-year sums."""
    comparable, moved = (sums.codes("measure").index(name) for name in ("comparable", "boundary_change"))
    flag = np.where(
        np.isnan(sums.values[:, comparable]),
        np.nan,
        (sums.values[:, comparable] == 0) | (sums.values[:, moved] != 0),
    ).astype(np.float64)
    for row, value in derived.flags.items():
        flag[row] = value
    return flag


def _table(folder: Folder, counts: Counts, years: tuple[str, ...]) -> Floats:
    values = np.full((len(folder.codes), len(years)), np.nan)
    for (row, year), count in counts.items():
        values[row, year - int(years[0])] = count
    return values


def _mixed(folder: Folder, name: str, official: Counts, derived: Counts, flag: Floats, years: tuple[str, ...]) -> Cube:
    """Official where there is an official figure, else derived unless the derived one is impossible."""
    real, raw = _table(folder, official, years), _table(folder, derived, years)
    impossible = (raw < 0) | ((raw <= 0) & (flag[:, None] == 1))
    values = np.where(np.isnan(real), np.where(impossible, np.nan, raw), real)
    reasons = reasons_for(values, NOT_COLLECTED)
    reasons[impossible & np.isnan(values)] = BOUNDARY_CHANGE
    return Cube(
        id=name,
        title=name.capitalize(),
        unit="persons",
        dimensions={"municipality": folder.codes, "year": years},
        values=values,
        marks=np.where(np.isnan(real), int(Mark.ESTIMATE), int(Mark.OFFICIAL)).astype(np.uint8),
        reasons=reasons,
        origins=("derived", "ssb-01222"),
    )
