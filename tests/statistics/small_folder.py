"""A folder of upstream files for five municipalities, small enough to check by hand."""

import gzip
from pathlib import Path

PLACES = {
    "0301": ("Oslo", "Oslo - Oslove", "03", "Oslo-Oslove"),
    "1508": ("Ålesund", "Ålesund", "15", "Møre og Romsdal"),
    "1580": ("Haram", "Haram", "15", "Møre og Romsdal"),
    "3110": ("Hvaler", "Hvaler", "31", "Østfold"),
    "5610": ("Kárášjohka - Karasjok", "Kárá?johka - Karasjok", "56", "Finnmark-Finnmárkku"),
}
YEARS = (2019, 2023, 2024, 2025)
HISTORY = [
    ("0301", "0301", 1940, 2026, 1.0),
    ("1504", "1508", 1977, 2019, 1.0),
    ("1534", "1580", 1940, 2019, 1.0),
    ("1507", "1508", 2020, 2023, 0.862),
    ("1507", "1580", 2020, 2023, 0.138),
    ("1508", "1508", 2023, 2026, 1.0),
    ("1580", "1580", 2023, 2026, 1.0),
    ("0111", "3110", 1940, 2019, 1.0),
    ("3011", "3110", 2020, 2023, 1.0),
    ("3110", "3110", 2023, 2026, 1.0),
    ("2021", "5610", 1940, 2019, 1.0),
    ("5437", "5610", 2020, 2023, 1.0),
    ("5610", "5610", 2023, 2026, 1.0),
]


def texts() -> dict[str, str]:
    """Each file's name and its text before compression."""
    population = [
        (code, year, sex, age, 1 + age % 3)
        for code in PLACES
        for year in range(2019, 2026)
        for sex in ("female", "male")
        for age in range(106)
    ]
    derived = [
        ("0301", 2019, 40, 30, 0),
        ("0301", 2020, 40, -2, 0),
        ("1508", 2019, 12, 0, 1),
        ("1508", 2020, 12, 7, 1),
        ("3110", 2019, 8, 0, 0),
    ]
    return {
        "kommuner.csv": _csv(
            "kommune,name_no,name_official,fylke,fylke_name,lon,lat",
            [(code, *place, 10.5, 60.25) for code, place in PLACES.items()],
        ),
        "kommune_code_history.csv": _csv(
            "kommune_original,kommune,year_from,year_to,weight,note", [(*row, "") for row in HISTORY]
        ),
        "population_change_2011_2025.csv": _csv(
            "kommune,birth_surplus_2011_2025,net_migration_2011_2025,growth_2011_2025,"
            "residual_2011_2025,boundary_change,comparable",
            [(code, 5, 7, 11, -1, 0, int(code != "1580")) for code in PLACES],
        ),
        "population.csv.gz": _csv("kommune,year,sex,age,population", population),
        "population_total_1986_2026.csv.gz": _csv(
            "kommune,year,population",
            [("0301", 2019, 400), ("1580", 2019, 90), ("1580", 2020, 0), ("1508", 2020, 660), ("0301", 2021, 410)],
        ),
        "births_deaths_telemark.csv": _csv("kommune,year,births,deaths,net_migration", [("3110", 2019, 9, 4, -3)]),
        "components_derived_2016_2023.csv": _csv("kommune,year,births_proxy,deaths_implied,boundary_flag", derived),
        "net_migration_2016_2023.csv": _csv("kommune,year,net_migration", [("0301", 2019, -12), ("3110", 2019, -3)]),
        "centrality.csv": _csv("kommune,centrality_class,centrality_index", [("0301", 1, 1000), ("3110", 4, 700)]),
        "births_national.csv": _csv("year,female,male,total", [(2019, 20, 22, 42), (2020, 21, 21, 42)]),
        "mortality_national.csv.gz": _csv(
            "year,sex,age,deaths,mx",
            [
                (2019, sex, age, 0 if age == 7 else 10, 0 if age == 7 else "" if age == 110 else 0.01)
                for sex in ("female", "male")
                for age in range(111)
            ],
        ),
        "fertility_national.csv.gz": _csv("year,age,asfr", [(2019, 20, 0.05), (2019, 21, 0.06)]),
        "projections_telemark.csv.gz": _csv(
            "round,ssb_table,kommune,alternative,year,age_group,population",
            [(2018, "11668", "3110", "MMMM", year, age, 50) for year in (2019, 2020) for age in ("0-19", "20+")],
        ),
        "projections_fylke_2024.csv": _csv("fylke,alternative,year,population", [("03", "MMMM", 2024, 717000)]),
        "area_profiles.csv.gz": _csv(
            "variable,class,kommune,year,value",
            [
                ("Andel boliger i blokk. Prosent", "", "0301", 2015, 74.0),
                ("Andel boliger i blokk. Prosent", "", "0301", 2019, ""),
                ("Noe annet", "", "0301", 2019, "x"),
            ],
        ),
    }


def write(folder: Path, changed: dict[str, str | bytes] | None = None) -> Path:
    """Write the folder; ``changed`` gives other text, or other bytes as they shall lie on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**texts(), **(changed or {})}.items():
        if isinstance(text, str):
            raw = text.encode()
            text = gzip.compress(raw, mtime=0, compresslevel=1) if name.endswith(".gz") else raw
        (folder / name).write_bytes(text)
    return folder


def _csv(header: str, rows: list[tuple]) -> str:
    return "\n".join([header, *(",".join(str(cell) for cell in row) for row in rows)]) + "\n"
