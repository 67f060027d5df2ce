"""Takes away derived deaths that are made of people who got a new municipality without moving."""

from dataclasses import replace

import numpy as np

from veivalg.statistics.dataset import DataSet
from veivalg.statistics.derivation import compare_deaths
from veivalg.statistics.importer.folder import BOUNDARY_CHANGE


def without_moved_borders(data: DataSet) -> DataSet:
    """The data set where such counts are missing, reason *grenseendring*; the raw ones stay in ``deaths_derived``.

    A border that moves makes the count impossible on one side (below zero: left out already) and far too high on the
    other. Where the borders changed, a count that is more than double or less than half of what national death rates
    give, and beyond chance, is therefore no count of deaths. See docs/decisions/0009.
    """
    cube = data.cubes["deaths"]
    changed = data.cubes["boundary_flag"].values == 1
    values = cube.values.copy()
    reasons = np.broadcast_to(cube.reasons, values.shape).copy()
    for code, year, _deaths, _expected in compare_deaths(data).far_off:
        row = data.row[code]
        if changed[row]:
            place = row, cube.positions["year"][str(year)]
            values[place] = np.nan
            reasons[place] = BOUNDARY_CHANGE
    return replace(data, cubes={**data.cubes, "deaths": replace(cube, values=values, reasons=reasons)})
