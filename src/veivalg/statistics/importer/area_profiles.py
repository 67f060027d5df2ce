"""The area profiles (arealprofiler): housing, settlement, commuting, land use and low income."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics.dataset import REASONS, Cube
from veivalg.statistics.importer.reading import Table

FILE = "area_profiles.csv.gz"
# Name in the file -> our id and unit. The unit stands in the file's name of the variable.
WANTED = {
    "Andel boliger i blokk. Prosent": ("flats", "percent of dwellings"),
    "Andel leid bolig. Prosent av husholdninger": ("rented", "percent of households"),
    "Andel kommunalt disponerte boliger. Prosent": ("municipal_housing", "percent of dwellings"),
    "Boligareal per bosatt. Kvadratmeter": ("dwelling_area", "square metres per resident"),
    "Nye boliger siste 4 år": ("new_dwellings", "dwellings"),
    "Andel bosatte i tettsted. Prosent": ("urban_settlement", "percent of residents"),
    "Bosatte per kvadratkilometer tettstedsareal": ("urban_density", "residents per square kilometre"),
    "Andel personer i lavinntekthusholdning (EU60). Prosent": ("low_income", "percent of persons"),
    "Andel husholdninger bestående av eldre minst 67 år. Prosent": (
        "elderly_households",
        "percent of households",
    ),
    "Andel sysselsatte bosatt i egen kommune. Prosent": ("work_at_home", "percent of employed"),
    "Andel som arbeider i hovedsentrum i egen kommune. Prosent": ("work_in_centre", "percent of employed"),
    "Boligenes gj.avst. til arbeidsplassklynger. Km": ("distance_to_jobs", "kilometres"),
    "Boliger, gj.avst. sentrumssone. Km": ("distance_to_centre", "kilometres"),
    "Flyttinger innen kommunen per 1 000 innbyggere": ("moves_within", "per 1000 inhabitants"),
    "Næringsbyggs nærhet til sentrumssone. Kilometer": ("business_distance", "kilometres"),
    "Nye fritidsbygg siste 4 år": ("new_cabins", "buildings"),
    "Andel potensielt tilgjengelig strandsoneareal. Prosent": ("shore_access", "percent of shore area"),
    "Andel tettstedsbosatte med trygg tilgang til rekreasjonsareal. Prosent": (
        "recreation_access",
        "percent of urban residents",
    ),
    "Omdisponering av dyrket jord siste 4 år. Dekar": ("farmland_lost", "decares"),
}


def area_profiles(directory: Path, codes: Mapping[str, int]) -> list[Cube]:
    """One cube ``area_<id>`` per wanted variable, municipality × year. Raises BadInput."""
    found: dict[str, dict[tuple[int, str], float]] = {id: {} for id, _ in WANTED.values()}
    places = dict(codes)
    for row in Table(directory, FILE, ["kommune", "year", "variable", "value"]).rows():
        wanted = WANTED.get(row.texts[2])
        if wanted is None:
            continue
        place = row.choice(0, places, "municipality number")
        row.whole(1, least=1986, most=2100)
        value = row.number(3)
        if value is None:
            continue
        key = (place, row.texts[1])
        if key in found[wanted[0]]:
            raise row.refuse(0, f"{' '.join(row.texts[:3])} stands more than once.", "Remove one of the rows.")
        found[wanted[0]][key] = value
    cubes = []
    for title, (id, unit) in WANTED.items():
        years = tuple(sorted({year for _, year in found[id]}))
        values = np.full((len(codes), len(years)), np.nan)
        for (place, year), value in found[id].items():
            values[place, years.index(year)] = value
        cubes.append(
            Cube(
                id=f"area_{id}",
                title=title,
                unit=unit,
                dimensions={"municipality": tuple(codes), "year": years},
                values=values,
                marks=np.full((1, 1), int(Mark.OFFICIAL), dtype=np.uint8),
                reasons=np.where(np.isnan(values), REASONS.index(MissingReason.NOT_PUBLISHED), 0).astype(np.uint8),
                origins=("ssb-area",),
            )
        )
    return cubes
