"""The area profiles (arealprofiler): housing, settlement, commuting, land use and low income."""

import numpy as np

from veivalg.rules.provenance import Mark
from veivalg.statistics.dataset import Cube
from veivalg.statistics.importer.folder import NOT_PUBLISHED, POSSIBLE_YEARS, Folder, one_mark, reasons_for
from veivalg.statistics.importer.reading import BadInput

FILE = "area_profiles.csv.gz"
# Name in the file, with the class of built-up land after a colon -> our id and unit. The unit stands in the name.
_BUILT = "Andel bebygd areal etter arealbruksklasse"
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
    "Andel tettstedsbosatte med trygg tilgang til nærturterreng. Prosent": (
        "walk_access",
        "percent of urban residents",
    ),
    "Nye bygg i strandsona siste 4 år": ("shore_buildings", "buildings"),
    "Godkjent nydyrket areal. Dekar": ("farmland_gained", "decares"),
    "Antall igangsatte bygninger innen naturfareområder siste 4 år": ("hazard_buildings", "buildings"),
    f"{_BUILT}: Grønne områder, idretts- og sportsområder": ("green_areas", "percent of built-up area"),
    f"{_BUILT}: Fritidsbebyggelse": ("cabin_areas", "percent of built-up area"),
}


def area_profiles(folder: Folder) -> list[Cube]:
    """One cube ``area_<id>`` per wanted variable, municipality × year; other variables are left out.

    Years are those with figures, which need not follow on each other. Raises BadInput.
    """
    found: dict[str, dict[tuple[int, int], float | None]] = {title: {} for title in WANTED}
    table = folder.table(FILE, ["kommune", "year", "variable", "class", "value"])
    for row in table.rows():
        title = row.texts[2] + (f": {row.texts[3]}" if row.texts[3] else "")
        if title not in found:
            continue
        key = (folder.municipality(row), row.choice(1, POSSIBLE_YEARS))
        if key in found[title]:
            raise row.twice(4)
        share = WANTED[title][1].startswith("percent")
        found[title][key] = row.number(4, least=0, most=100 if share else 1e9)
    if not any(found.values()):
        raise BadInput(
            FILE,
            "none of the indicators we know is there, so there is nothing to read.",
            "Check that the names of the variables are as the publisher writes them.",
        )
    return [_cube(folder, title, found[title]) for title in WANTED if found[title]]


def _cube(folder: Folder, title: str, figures: dict[tuple[int, int], float | None]) -> Cube:
    id, unit = WANTED[title]
    years = sorted({year for _, year in figures})
    values = np.full((len(folder.codes), len(years)), np.nan)
    for (place, year), value in figures.items():
        values[place, years.index(year)] = np.nan if value is None else value
    return Cube(
        id=f"area_{id}",
        title=title,
        unit=unit,
        dimensions={"municipality": folder.codes, "year": tuple(str(year) for year in years)},
        values=values,
        marks=one_mark(values, Mark.OFFICIAL),
        reasons=reasons_for(values, NOT_PUBLISHED),
        origins=("ssb-area",),
    )
