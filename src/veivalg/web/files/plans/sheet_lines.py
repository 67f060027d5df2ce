"""Turns the sheets of a workbook or a text file into lines."""

from collections.abc import Iterator
from datetime import date, datetime

from veivalg.web.files.plans.lines import Line
from veivalg.web.files.workbook import Cell, Sheet


def sheet_lines(sheet: Sheet, table: int) -> Iterator[Line]:
    """The rows of a sheet. Cells that are joined downwards are told from empty ones."""
    joined: dict[int, set[int]] = {}
    whole = set()
    width = len(sheet.rows[0]) if sheet.rows else 0
    for top, left, bottom, right in sheet.merged:
        if right - left + 1 >= max(2, width):
            whole.add(top)
        for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
            # Only the first column of a joined area can have a text, above.
            joined.setdefault(row, set()).add(left)
    for number, cells in enumerate(sheet.rows):
        yield Line(
            tuple(map(cell_text, cells)),
            number,
            sheet.name,
            table,
            frozenset(joined.get(number, ())),
            is_whole=number in whole,
        )


def cell_text(cell: Cell) -> str:
    """A cell as its sender reads it: days as 05.06.2026, whole numbers without decimals.

    >>> cell_text(date(2026, 6, 5)), cell_text(12.5), cell_text(None)
    ('05.06.2026', '12,5', '')
    """
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "ja" if cell else "nei"
        case datetime():
            return f"{cell:%d.%m.%Y %H:%M}"
        case date():
            return f"{cell:%d.%m.%Y}"
        case float():
            return f"{cell:.15g}".replace(".", ",")
        case _:
            return str(cell)
