"""How much of a file is read."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The most that a file may hold; what holds more is refused. The defaults fit lists of people and plans."""

    upload_bytes: int = 5_000_000
    unpacked_bytes: int = 50_000_000
    #: Parts inside a packed file.
    entries: int = 1_000
    #: Unpacked bytes for each packed byte, asked of parts above ``ratio_from_bytes``. Long honest lists reach tens.
    ratio: int = 250
    ratio_from_bytes: int = 1_000_000
    #: XML elements in all parts: each takes time, also those that say nothing. A cell with a value is two or three.
    elements: int = 4_000_000
    sheets: int = 50
    rows: int = 20_000
    columns: int = 200
    #: Rows times columns, all sheets together: a cell far down and far out costs as much as a full sheet.
    cells: int = 1_000_000
    cell_characters: int = 10_000
    #: Characters of all cells together: a text is stored once in a workbook, and may stand in every cell.
    characters: int = 20_000_000


LIMITS = Limits()
