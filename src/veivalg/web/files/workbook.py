"""What a spreadsheet holds once it has been read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from veivalg.web.files.notes import Note

#: A moment is a ``datetime``, which is a date too. Times of day and lengths of time are text.
Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet. All rows have the same width; row 0 and column 0 are those of cell A1; the end has no empty ones.

    ``merged`` are joined cells as (first row, first column, last row, last column), counted from 0; only the first
    cell of such a range has a value.
    """

    name: str
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file, and what was changed while it was read."""

    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()


def rectangle(rows: Sequence[Sequence[Cell]]) -> tuple[Row, ...]:
    """The rows made equally wide, without the empty ones and the empty columns at the end."""
    width = height = 0
    for number, row in enumerate(rows, start=1):
        filled = next((n for n in range(len(row), 0, -1) if row[n - 1] is not None), 0)
        width = max(width, filled)
        height = number if filled else height
    return tuple((*row[:width], *(None,) * (width - len(row))) for row in rows[:height])


def address(row: int, column: int) -> str:
    """The cell's name in a spreadsheet.

    >>> address(0, 0), address(6, 27)
    ('A1', 'AB7')
    """
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
