"""Sheets as a draft keeps them: plain JSON, with no trace of the file they came in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.utils.translation import gettext

from veivalg.web.councils.importing.cells import Plain
from veivalg.web.files.limits import Limits
from veivalg.web.files.workbook import Cell, Sheet, Workbook

MOST_ROWS = 20_000
LIMITS = Limits(rows=MOST_ROWS, columns=60, sheets=15)
_NAME_CHARACTERS = 60
_MOST_NOTES = 300


class TooManyRows(Exception):
    """The sheets have more rows than one import may have. The text is translated."""


@dataclass(frozen=True)
class PlainSheet:
    """A sheet with cells that JSON can hold."""

    name: str
    rows: tuple[tuple[Plain, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            stored["name"],
            tuple(tuple(row) for row in stored["rows"]),
            tuple((a, b, c, d) for a, b, c, d in stored["merged"]),
        )


def as_json(book: Workbook, file_name: str) -> dict[str, Any]:
    """What a draft keeps of a workbook. Raises TooManyRows."""
    count = sum(len(sheet.rows) for sheet in book.sheets)
    if count > MOST_ROWS:
        told = gettext("The sheets have %(count)s rows in all. The limit is %(limit)s.")
        advice = gettext("Divide the file in two, and import them one after the other.")
        raise TooManyRows(f"{told % {'count': count, 'limit': MOST_ROWS}} {advice}")
    return {
        "file": file_name[:_NAME_CHARACTERS],
        "sheets": [_sheet(sheet) for sheet in book.sheets],
        "notes": [note.message for note in book.notes[:_MOST_NOTES]],
        "left_notes": max(0, len(book.notes) - _MOST_NOTES),
    }


def sheets_of(data: Mapping[str, Any]) -> list[PlainSheet]:
    """The sheets of a draft."""
    return [PlainSheet.of(stored) for stored in data["sheets"]]


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name[:_NAME_CHARACTERS],
        "rows": [[_plain(cell) for cell in row] for row in sheet.rows],
        "merged": [list(spot) for spot in sheet.merged],
    }


def _plain(cell: Cell) -> Plain:
    match cell:
        case bool():
            return "1" if cell else "0"
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell != cell or cell in (float("inf"), float("-inf")):
            return None
        case _:
            return cell
