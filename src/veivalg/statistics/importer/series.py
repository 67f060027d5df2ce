"""Each cube of the data set, from the file that holds it."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics.dataset import REASONS, CodeChange, Cube, DataSet
from veivalg.statistics.importer.area_profiles import area_profiles
from veivalg.statistics.importer.origins import COLLECTED_ON, IMPORTER_VERSION, ORIGINS
from veivalg.statistics.importer.places import code_history, municipalities
from veivalg.statistics.importer.reading import BadInput, Table

AGES = (*(f"{low}-{low + 4}" for low in range(0, 105, 5)), "105+")
SEXES = ("female", "male")
POPULATION_YEARS = tuple(str(year) for year in range(2005, 2027))
EVENT_YEARS = tuple(str(year) for year in range(2011, 2026))
DERIVED_YEARS = tuple(str(year) for year in range(2016, 2024))
NATIONAL_YEARS = tuple(str(year) for year in range(2000, 2024))

# Populations that the upstream documentation itself calls estimates: municipality -> first year as published.
ESTIMATED_BEFORE = {
    "1508": 2024, "1580": 2024, "1806": 2020, "1875": 2020, "5055": 2020, "5056": 2020, "5059": 2020,
}  # fmt: skip
# Code/year cells where the publisher's merged series holds a zero that means "no figure".
FALSE_ZERO_YEARS = {
    **{code: range(1986, 2020) for code in ("1806", "1875", "5055", "5056", "5059")},
    "1580": range(2020, 2024),
}

NOT_COLLECTED = REASONS.index(MissingReason.NOT_COLLECTED)
NOT_PUBLISHED = REASONS.index(MissingReason.NOT_PUBLISHED)
BOUNDARY_CHANGE = REASONS.index(MissingReason.BOUNDARY_CHANGE)

Floats = npt.NDArray[np.float64]
Codes = Mapping[str, int]


def import_directory(directory: Path) -> DataSet:
    """Build the data set from a folder of upstream files (see docs/data).

    Raises BadInput with file, row and column when anything is amiss; nothing is half made.
    """
    if not directory.is_dir():
        raise BadInput(str(directory), "there is no such folder.", "Give the folder that holds the upstream files.")
    places = municipalities(directory)
    _say(f"kommuner.csv: {len(places)} municipalities")
    codes = {place.code: row for row, place in enumerate(places)}
    history = code_history(directory, set(codes))
    reader = _Reader(directory, codes, history)
    cubes = [
        reader.population(),
        reader.population_total(),
        *reader.events(),
        reader.population_sums(),
        reader.centrality(),
        *reader.national(),
        reader.projections(),
        *area_profiles(directory, codes),
    ]
    return DataSet(
        municipalities=places,
        code_history=history,
        cubes={cube.id: cube for cube in cubes},
        origins=ORIGINS,
        importer_version=IMPORTER_VERSION,
        collected_on=COLLECTED_ON,
        inputs={name: Table(directory, name, []).sha256() for name in sorted(reader.read)},
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def places_of(codes: Sequence[str]) -> dict[str, int]:
    """Where each code stands."""
    return {code: place for place, code in enumerate(codes)}


def reasons_for(values: Floats, reason: int) -> npt.NDArray[np.uint8]:
    """The same reason wherever a value is missing."""
    return np.where(np.isnan(values), reason, 0).astype(np.uint8)


def one_mark(values: npt.NDArray[Any], mark: Mark) -> npt.NDArray[np.uint8]:
    """The same mark on every figure."""
    return np.full((1,) * values.ndim, int(mark), dtype=np.uint8)


class _Reader:
    def __init__(self, directory: Path, codes: Codes, history: Sequence[CodeChange]) -> None:
        self.directory = directory
        self.codes = dict(codes)
        self.history = history
        self.read = {"kommuner.csv", "kommune_code_history.csv"}
        self.municipality = {"municipality": tuple(codes)}

    def table(self, name: str, columns: Sequence[str]) -> Table:
        _say(f"reading {name} …")
        self.read.add(name)
        return Table(self.directory, name, columns)

    def municipality_of(self, row: Any) -> int:
        """The municipality of a row's first column; an outdated number is refused with its successors."""
        code = row.texts[0]
        place = self.codes.get(code)
        if place is None:
            later = sorted({change.new for change in self.history if change.old == code})
            what = f"the municipality number {code[:20]!r} is "
            raise row.refuse(
                0,
                what + (f"outdated; it became {', '.join(later)}." if later else "unknown."),
                "Use the numbers of the 2024 division.",
            )
        return place

    def fill(self, table: Table, values: Floats, dimensions: Sequence[Codes], *, least: int | None = 0) -> Floats:
        """Whole numbers by municipality and more dimensions; the last column is the number."""
        last = len(dimensions) + 1
        for row in table.rows():
            place = (
                self.municipality_of(row),
                *(row.choice(n, known, table.columns[n]) for n, known in enumerate(dimensions, start=1)),
            )
            if not np.isnan(values[place]):
                raise row.refuse(0, f"{' '.join(row.texts[:last])} stands more than once.", "Remove one of the rows.")
            values[place] = row.whole(last, least=least, most=20_000_000)
        return values

    def population(self) -> Cube:
        table = self.table("population.csv.gz", ["kommune", "year", "sex", "age", "population"])
        years, sexes = places_of(POPULATION_YEARS), places_of(SEXES)
        single = np.full((len(self.codes), len(years), 2, 106), np.nan)
        ages = {str(age): age for age in range(106)}
        self.fill(table, single, [years, sexes, ages])
        counted = ~np.isnan(single)
        whole = counted.all(axis=(2, 3))
        partly = counted.any(axis=(2, 3)) & ~whole
        if partly.any():
            row, year = (int(n) for n in np.argwhere(partly)[0])
            raise BadInput(
                table.name,
                f"{self.municipality['municipality'][row]} in {POPULATION_YEARS[year]} lacks some ages or a sex.",
                "The file may be cut short; fetch it anew.",
            )
        values = np.stack([single[..., low : low + 5].sum(axis=-1) for low in range(0, 106, 5)], axis=-1)
        marks = np.full((len(self.codes), len(years), 1, 1), int(Mark.RECODED), dtype=np.uint8)
        marks[:, years["2024"] :] = int(Mark.OFFICIAL)
        for code, first in ESTIMATED_BEFORE.items():
            if code in self.codes:
                marks[self.codes[code], : years[str(first)]] = int(Mark.ESTIMATE)
        return Cube(
            id="population",
            title="Population 1 January",
            unit="persons",
            dimensions={**self.municipality, "year": POPULATION_YEARS, "sex": SEXES, "age": AGES},
            values=values,
            marks=marks,
            reasons=np.where(whole, 0, NOT_COLLECTED)[:, :, None, None].astype(np.uint8),
            origins=("ssb-07459",),
        )

    def population_total(self) -> Cube:
        years = tuple(str(year) for year in range(1986, 2027))
        values = np.full((len(self.codes), len(years)), np.nan)
        table = self.table("population_total_1986_2026.csv.gz", ["kommune", "year", "population"])
        self.fill(table, values, [places_of(years)])
        reasons = reasons_for(values, NOT_COLLECTED)
        for code, span in FALSE_ZERO_YEARS.items():
            if code in self.codes:
                cells = (self.codes[code], [years.index(str(year)) for year in span])
                values[cells], reasons[cells] = np.nan, BOUNDARY_CHANGE
        if (values == 0).any():
            row, year = (int(n) for n in np.argwhere(values == 0)[0])
            raise BadInput(
                table.name,
                f"{self.municipality['municipality'][row]} has no inhabitants in {years[year]}; a zero here is a gap.",
                "Leave the row out.",
            )
        return Cube(
            id="population_total",
            title="Total population 1 January",
            unit="persons",
            dimensions={**self.municipality, "year": years},
            values=values,
            marks=one_mark(values, Mark.SUMMED),
            reasons=reasons,
            origins=("ssb-07459-total",),
        )

    def events(self) -> list[Cube]:
        """Births, deaths and net migration: real where we have them, else derived and marked as estimates."""
        shape = (len(self.codes), len(EVENT_YEARS))
        official = {name: np.full(shape, np.nan) for name in ("births", "deaths", "net_migration")}
        years = places_of(EVENT_YEARS)
        table = self.table("births_deaths_telemark.csv", ["kommune", "year", "births", "deaths", "net_migration"])
        for row in table.rows():
            place = (self.municipality_of(row), row.choice(1, years, "year"))
            if not np.isnan(official["births"][place]):
                raise row.refuse(0, f"{row.texts[0]} {row.texts[1]} stands more than once.", "Remove one of the rows.")
            official["births"][place] = row.whole(2, least=0, most=100_000)
            official["deaths"][place] = row.whole(3, least=0, most=100_000)
            official["net_migration"][place] = row.whole(4, least=-100_000, most=100_000)
        derived = {
            name: np.full((shape[0], len(DERIVED_YEARS)), np.nan) for name in ("births", "deaths", "net_migration")
        }
        flag = np.zeros(shape[0])
        columns = ["kommune", "year", "births_proxy", "deaths_implied", "net_migration", "boundary_flag"]
        for row in self.table("components_derived_2016_2023.csv", columns).rows():
            place = (self.municipality_of(row), row.choice(1, places_of(DERIVED_YEARS), "year"))
            if not np.isnan(derived["births"][place]):
                raise row.refuse(0, f"{row.texts[0]} {row.texts[1]} stands more than once.", "Remove one of the rows.")
            derived["births"][place] = row.whole(2, least=0, most=100_000)
            derived["deaths"][place] = row.whole(3, least=-100_000, most=100_000)
            derived["net_migration"][place] = row.whole(4, least=-100_000, most=100_000)
            flag[place[0]] = max(flag[place[0]], row.whole(5, least=0, most=1))
        cubes = []
        window = slice(years[DERIVED_YEARS[0]], years[DERIVED_YEARS[-1]] + 1)
        dimensions = {**self.municipality, "year": EVENT_YEARS}
        for name in ("births", "deaths"):
            raw = derived[name]
            impossible = (raw < 0) | ((raw <= 0) & (flag[:, None] == 1))
            usable = np.full(shape, np.nan)
            usable[:, window] = np.where(impossible, np.nan, raw)
            values = np.where(np.isnan(official[name]), usable, official[name])
            reasons = reasons_for(values, NOT_COLLECTED)
            reasons[:, window][impossible & np.isnan(values[:, window])] = BOUNDARY_CHANGE
            cubes.append(
                Cube(
                    id=name,
                    title=name.capitalize(),
                    unit="persons",
                    dimensions=dimensions,
                    values=values,
                    marks=np.where(np.isnan(official[name]), int(Mark.ESTIMATE), int(Mark.OFFICIAL)).astype(np.uint8),
                    reasons=reasons,
                    origins=("derived", "ssb-01222"),
                )
            )
            cubes.append(
                Cube(
                    id=f"{name}_derived",
                    title=f"{name.capitalize()}, derived",
                    unit="persons",
                    dimensions={**self.municipality, "year": DERIVED_YEARS},
                    values=raw,
                    marks=one_mark(raw, Mark.ESTIMATE),
                    reasons=reasons_for(raw, NOT_COLLECTED),
                    origins=("derived",),
                )
            )
        migration = official["net_migration"].copy()
        profile = self.table("net_migration_2016_2023.csv", ["kommune", "year", "net_migration"])
        from_profiles = self.fill(
            profile,
            np.full((shape[0], len(DERIVED_YEARS)), np.nan),
            [places_of(DERIVED_YEARS)],
            least=-100_000,
        )
        migration[:, window] = np.where(np.isnan(migration[:, window]), from_profiles, migration[:, window])
        cubes.append(
            Cube(
                id="net_migration",
                title="Net migration",
                unit="persons",
                dimensions=dimensions,
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
                dimensions=self.municipality,
                values=flag,
                marks=one_mark(flag, Mark.RECODED),
                reasons=np.zeros(flag.shape, dtype=np.uint8),
                origins=("ssb-06913",),
            )
        )
        return cubes

    def population_sums(self) -> Cube:
        measures = (
            "birth_surplus_2011_2025",
            "net_migration_2011_2025",
            "growth_2011_2025",
            "residual_2011_2025",
            "comparable",
        )
        table = self.table("population_change_2011_2025.csv", ["kommune", *measures])
        values = np.full((len(self.codes), len(measures)), np.nan)
        for row in table.rows():
            place = self.municipality_of(row)
            values[place] = [row.whole(n, least=-10_000_000, most=10_000_000) for n in range(1, 6)]
        return Cube(
            id="population_sums",
            title="Population changes, sums over 2011–2025",
            unit="persons",
            dimensions={**self.municipality, "measure": measures},
            values=values,
            marks=one_mark(values, Mark.SUMMED),
            reasons=reasons_for(values, NOT_COLLECTED),
            origins=("ssb-06913",),
        )

    def centrality(self) -> Cube:
        table = self.table("centrality.csv", ["kommune", "centrality_class", "centrality_index"])
        values = np.full((len(self.codes), 2), np.nan)
        for row in table.rows():
            values[self.municipality_of(row)] = (
                row.whole(1, least=1, most=6),
                row.whole(2, least=0, most=1000),
            )
        return Cube(
            id="centrality",
            title="Centrality",
            unit="index 0–1000",
            dimensions={**self.municipality, "measure": ("class", "index")},
            values=values,
            marks=one_mark(values, Mark.OFFICIAL),
            reasons=reasons_for(values, NOT_PUBLISHED),
            origins=("klass-centrality",),
        )

    def national(self) -> list[Cube]:
        years, sexes = places_of(NATIONAL_YEARS), places_of(SEXES)
        births = np.full(len(years), np.nan)
        for row in self.table("births_national.csv", ["year", "total"]).rows():
            births[row.choice(0, years, "year")] = row.whole(1, least=0)
        deaths = np.zeros((len(years), 2, len(AGES)))
        exposure = np.zeros_like(deaths)
        for row in self.table("mortality_national.csv.gz", ["year", "sex", "age", "deaths", "mx"]).rows():
            age = min(row.whole(2, least=0, most=110) // 5, len(AGES) - 1)
            place = (row.choice(0, years, "year"), row.choice(1, sexes, "sex"), age)
            count, rate = row.number(3), row.number(4)
            deaths[place] += count or 0.0
            # Where nobody died the rate is zero and says nothing of how many lived; such ages are few and small.
            exposure[place] += count / rate if count and rate else 0.0
        with np.errstate(invalid="ignore", divide="ignore"):
            rates = np.where(exposure > 0, deaths / exposure, np.nan)
        dimensions = {"year": NATIONAL_YEARS, "sex": SEXES, "age": AGES}
        cubes = [
            (
                "national_births",
                "National births",
                "persons",
                {"year": NATIONAL_YEARS},
                births,
                Mark.OFFICIAL,
            ),
            ("national_deaths", "National deaths", "persons", dimensions, deaths, Mark.OFFICIAL),
            (
                "national_mortality_rate",
                "National death rate",
                "per person-year",
                dimensions,
                rates,
                Mark.COMPUTED,
            ),
        ]
        return [
            Cube(
                id=id,
                title=title,
                unit=unit,
                dimensions=axes,
                values=values,
                marks=one_mark(values, mark),
                reasons=reasons_for(values, NOT_PUBLISHED),
                origins=("hmd",),
            )
            for id, title, unit, axes, values, mark in cubes
        ]

    def projections(self) -> Cube:
        """SSB's rounds for Telemark, summed over ages: what was expected, to hold against what happened."""
        table = self.table(
            "projections_telemark.csv.gz",
            ["kommune", "round", "alternative", "year", "age_group", "population"],
        )
        sums: dict[tuple[str, str, str, str], float] = {}
        for row in table.rows():
            self.municipality_of(row)
            code, round_, alternative, year = row.texts[:4]
            key = (round_, code, alternative, year)
            sums[key] = sums.get(key, 0.0) + row.whole(5, least=0, most=10_000_000)
        axes = [tuple(sorted({key[n] for key in sums})) for n in range(4)]
        values = np.full([len(axis) for axis in axes], np.nan)
        for key, total in sums.items():
            values[tuple(axis.index(code) for axis, code in zip(axes, key, strict=True))] = total
        return Cube(
            id="projection_telemark",
            title="SSB projections, Telemark",
            unit="persons",
            dimensions=dict(zip(("round", "municipality", "alternative", "year"), axes, strict=True)),
            values=values,
            marks=one_mark(values, Mark.SUMMED),
            reasons=reasons_for(values, NOT_PUBLISHED),
            origins=("ssb-projections-telemark",),
        )
