"""The folder of upstream files, and the municipalities that its figures must belong to."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics.dataset import REASONS, CodeChange, Municipality
from veivalg.statistics.importer.reading import BadInput, Row, Table

NOT_COLLECTED = REASONS.index(MissingReason.NOT_COLLECTED)
NOT_PUBLISHED = REASONS.index(MissingReason.NOT_PUBLISHED)
BOUNDARY_CHANGE = REASONS.index(MissingReason.BOUNDARY_CHANGE)

SEXES = ("female", "male")
AGES = (*(f"{low}-{low + 4}" for low in range(0, 105, 5)), "105+")
POSSIBLE_YEARS = {str(year): year for year in range(1951, 2101)}
MOST_PEOPLE = 20_000_000

Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]


class Folder:
    """Opens the files, remembers their checksums, and knows municipalities old and new."""

    def __init__(
        self,
        directory: Path,
        municipalities: Sequence[Municipality] = (),
        history: Sequence[CodeChange] = (),
    ) -> None:
        self.directory = directory
        self.codes = tuple(place.code for place in municipalities)
        self.row_of = {code: row for row, code in enumerate(self.codes)}
        self.counties = tuple(sorted({place.county_code for place in municipalities}))
        self.history = history
        self.names = {place.code: place.name for place in municipalities}
        self.tables: list[Table] = []

    def table(self, name: str, columns: Sequence[str]) -> Table:
        """A file of the folder, to be read once; a line on stderr says so."""
        print(f"reading {name} …", file=sys.stderr, flush=True)
        table = Table(self.directory, name, columns)
        self.tables.append(table)
        return table

    def municipality(self, row: Row, column: int = 0) -> int:
        """The row number of a municipality; an outdated number is refused with its successors."""
        code = row.texts[column]
        place = self.row_of.get(code)
        if place is None:
            later = sorted({change.new for change in self.history if change.old == code})
            if later:
                became = ", ".join(f"{new} {self.names.get(new, '')}".strip() for new in later)
                raise row.refuse(
                    column,
                    f"the municipality number {code!r} is outdated; it became {became}.",
                    "Use the numbers of the division in kommuner.csv.",
                )
            raise row.refuse(
                column,
                f"the municipality number {code[:20]!r} is unknown; it is not in kommuner.csv.",
                "Use the numbers there: four digits, with a leading zero.",
            )
        return place


def marks_over_time(folder: Folder, years: Sequence[str], otherwise: Mark) -> Bytes:
    """OFFICIAL where today's number was in use alone that year, so that nothing was moved; else ``otherwise``.

    Municipality × year. From the newest row of the code history on, everything is as published.
    """
    result = np.full((len(folder.codes), len(years)), int(otherwise), dtype=np.uint8)
    last = max((change.year_to for change in folder.history), default=0)
    sources: dict[str, list[CodeChange]] = {code: [] for code in folder.codes}
    for change in folder.history:
        sources[change.new].append(change)
    for row, code in enumerate(folder.codes):
        for column, year in enumerate(years):
            when = min(int(year), last)
            then = [change for change in sources[code] if change.year_from <= when <= change.year_to]
            if then and all(change.old == code and change.weight == 1 for change in then):
                result[row, column] = int(Mark.OFFICIAL)
    return result


def span(years: Iterable[int]) -> tuple[str, ...]:
    """All years from the first to the last, as codes."""
    found = set(years)
    return tuple(str(year) for year in range(min(found), max(found) + 1))


def reasons_for(values: Floats, reason: int) -> Bytes:
    """The same reason wherever a value is missing."""
    return np.where(np.isnan(values), reason, 0).astype(np.uint8)


def one_mark(values: npt.NDArray[np.float64], mark: Mark) -> Bytes:
    """The same mark on every figure."""
    return np.full((1,) * values.ndim, int(mark), dtype=np.uint8)


def require_folder(directory: Path) -> None:
    """Raises BadInput when there is no folder there."""
    if not directory.is_dir():
        raise BadInput(
            str(directory),
            "there is no such folder, so there is nothing to import.",
            "Give the folder that holds the upstream files; docs/data lists them.",
        )
