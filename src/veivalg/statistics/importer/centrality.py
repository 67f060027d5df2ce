"""SSB's centrality (sentralitet): class 1 (most central) to 6 and index 0 to 1000."""

import numpy as np

from veivalg.rules.provenance import Mark
from veivalg.statistics.dataset import Cube
from veivalg.statistics.importer.folder import NOT_PUBLISHED, Folder, one_mark, reasons_for

LOWEST_INDEX = {1: 925, 2: 870, 3: 775, 4: 670, 5: 565, 6: 0}
"""The publisher's class limits: the lowest index of each class."""


def centrality(folder: Folder) -> Cube:
    """Municipality × measure (class, index). Raises BadInput, also when an index lies outside its class."""
    table = folder.table("centrality.csv", ["kommune", "centrality_class", "centrality_index"])
    values = np.full((len(folder.codes), 2), np.nan)
    for row in table.rows():
        place = folder.municipality(row)
        if not np.isnan(values[place, 0]):
            raise row.twice(1)
        kind, index = row.whole(1, least=1, most=6), row.whole(2, least=0, most=1000)
        if not LOWEST_INDEX[kind] <= index < LOWEST_INDEX.get(kind - 1, 1001):
            raise row.refuse(
                2,
                f"the index {index} lies outside class {kind}, so one of them is wrong.",
                "Look both up at the publisher.",
            )
        values[place] = kind, index
    return Cube(
        id="centrality",
        title="Centrality",
        unit="index 0–1000",
        dimensions={"municipality": folder.codes, "measure": ("class", "index")},
        values=values,
        marks=one_mark(values, Mark.OFFICIAL),
        reasons=reasons_for(values, NOT_PUBLISHED),
        origins=("klass-centrality",),
    )
