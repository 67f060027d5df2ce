"""Small data sets, built by hand, that read the same every time."""

import numpy as np

from veivalg.rules.provenance import Mark, Origin
from veivalg.statistics.dataset import Cube, DataSet, Municipality

AGES = (*(f"{low}-{low + 4}" for low in range(0, 105, 5)), "105+")
YEARS = tuple(str(year) for year in range(2005, 2027))
EVENT_YEARS = tuple(str(year) for year in range(2011, 2026))
NAMES = {"9001": "Avik", "9002": "Bøvik", "9003": "Cvik", "9004": "Dvik", "9005": "Evik", "9006": "Fvik"}


def a_cube(id: str, dimensions: dict[str, tuple[str, ...]], values, *, mark=Mark.OFFICIAL, reasons=None) -> Cube:
    """A cube with one mark everywhere, and reasons where a value is missing."""
    values = np.array(values, dtype=np.float64)
    if reasons is None:
        reasons = np.where(np.isnan(values), 2, 0)
    return Cube(
        id=id,
        unit="persons",
        dimensions=dimensions,
        values=values,
        marks=np.full((1,) * values.ndim, int(mark), dtype=np.uint8),
        reasons=np.asarray(reasons, dtype=np.uint8),
        origins=("test",),
    )


def a_small_country(codes: tuple[str, ...] = tuple(NAMES)) -> DataSet:
    """Six municipalities, each age group ten persons per sex times the municipality's number in the list."""
    size = np.arange(1, len(codes) + 1, dtype=np.float64)
    population = np.broadcast_to(size[:, None, None, None] * 10, (len(codes), len(YEARS), 2, len(AGES))).copy()
    events = np.broadcast_to(size[:, None] * 4, (len(codes), len(EVENT_YEARS)))
    municipality = {"municipality": codes}
    cubes = [
        a_cube("population", {**municipality, "year": YEARS, "sex": ("female", "male"), "age": AGES}, population),
        a_cube("births", {**municipality, "year": EVENT_YEARS}, events),
        a_cube("deaths", {**municipality, "year": EVENT_YEARS}, events + 1),
        a_cube("net_migration", {**municipality, "year": EVENT_YEARS}, events - 5),
    ]
    return DataSet(
        municipalities=tuple(
            Municipality(
                code=code,
                name=NAMES.get(code, code),
                names={"nb": NAMES.get(code, code)},
                county_code="90",
                county_name="Testfylket",
                longitude=10.0,
                latitude=63.0,
            )
            for code in codes
        ),
        code_history=(),
        cubes={cube.id: cube for cube in cubes},
        origins={
            "test": Origin(
                id="test",
                title="Invented figures",
                producer="The tests",
                table="00000",
                licence="CC0",
                attribution="Invented",
                chain=("written by hand",),
            )
        },
        importer_version="0",
        collected_on="2026-01-01",
    )
