"""What holds for every cell, whatever kind of file it comes from."""

from veivalg.web.files.cleaning import clean
from veivalg.web.files.limits import Limits
from veivalg.web.files.notes import Notes
from veivalg.web.files.refusals import Refusal, SheetRefused
from veivalg.web.files.workbook import address


def text(value: str, row: int, column: int, *, sheet: str, limits: Limits, notes: Notes) -> str | None:
    """The text of a cell made clean, with notes on what was done; None when nothing is left.

    Raises:
        SheetRefused: ``cell_too_long``.
    """
    if len(value) > limits.cell_characters:
        cell = address(row, column)
        raise SheetRefused(
            Refusal.CELL_TOO_LONG, cell=cell, sheet=sheet, found=len(value), limit=limits.cell_characters
        )
    cleaned, changes = clean(value)
    for change in changes:
        notes.add(change, sheet=sheet, cell=address(row, column))
    return cleaned or None


def sheet_name(name: str) -> str:
    """The name of a sheet, made clean."""
    return clean(name)[0]


def refuse_size(height: int, width: int, *, sheet: str, limits: Limits) -> None:
    """Raises SheetRefused (``too_many_rows`` or ``too_many_columns``) when a sheet is larger than it may be."""
    if height > limits.rows:
        raise SheetRefused(Refusal.TOO_MANY_ROWS, sheet=sheet, found=height, limit=limits.rows)
    if width > limits.columns:
        raise SheetRefused(Refusal.TOO_MANY_COLUMNS, sheet=sheet, found=width, limit=limits.columns)
