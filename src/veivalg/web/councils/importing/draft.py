"""Sheets as a draft keeps them: plain JSON, with no trace of the file they came in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.utils.translation import gettext, ngettext

from veivalg.web.councils.importing.cells import Plain
from veivalg.web.files.cleaning import clean
from veivalg.web.files.limits import Limits
from veivalg.web.files.notes import Note
from veivalg.web.files.workbook import Cell, Sheet, Workbook

MOST_ROWS = 5_000
"""More people than any council has; so many are planned and stored within what a page may take."""
LIMITS = Limits(rows=MOST_ROWS, columns=60, sheets=15)
_NAME_CHARACTERS = 60
_MOST_NOTES = 300
_ELEVEN_DIGITS = re.compile(r"([0-7]\d)(\d\d)\d\d[ .-]?\d{3}[ ]?\d\d", re.ASCII)


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
    sheets, removed = _sheets(book)
    return {
        "file": clean(file_name)[0][:_NAME_CHARACTERS],
        "sheets": sheets,
        "emptied": removed,
        "notes": [note.as_json() for note in book.notes[:_MOST_NOTES]],
        "left_notes": max(0, len(book.notes) - _MOST_NOTES),
    }


def notes_of(data: Mapping[str, Any]) -> list[str]:
    """What was changed while the file was read, in the words of whoever reads it now."""
    # A draft from before the site was upgraded, an hour ago at most, has its words already.
    notes = [kept if isinstance(kept, str) else Note.of(kept).message for kept in data["notes"]]
    if removed := data.get("emptied", 0):
        told = ngettext(
            "%(count)s cell looked like a national identity number, and was emptied. They are never kept.",
            "%(count)s cells looked like national identity numbers, and were emptied. They are never kept.",
            removed,
        )
        notes.insert(0, told % {"count": removed})
    return notes


def sheets_of(data: Mapping[str, Any]) -> list[PlainSheet]:
    """The sheets of a draft."""
    return [PlainSheet.of(stored) for stored in data["sheets"]]


def _sheets(book: Workbook) -> tuple[list[dict[str, Any]], int]:
    """The sheets, and how many cells were emptied."""
    removed = 0
    sheets = []
    for sheet in book.sheets:
        rows = [[_plain(cell) for cell in row] for row in sheet.rows]
        for row in rows:
            for place, cell in enumerate(row):
                if cell is not None and is_identity_number(cell):
                    row[place], removed = None, removed + 1
        sheets.append(_sheet(sheet, rows))
    return sheets, removed


def is_identity_number(cell: Plain) -> bool:
    """Whether a cell has eleven digits that begin like a day: a national identity number, or near enough.

    D-numbers have 4 added to the first digit, and synthetic ones 4 or 8 to the third.

    >>> is_identity_number("010190 12345"), is_identity_number("+4799887766"), is_identity_number(41818012345)
    (True, False, True)
    """
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    found = _ELEVEN_DIGITS.fullmatch(text.zfill(11) if isinstance(cell, int | float) and len(text) == 10 else text)
    if found is None:
        return False
    return 1 <= int(found[1]) % 40 <= 31 and 1 <= int(found[2]) % 40 <= 12


def _sheet(sheet: Sheet, rows: list[list[Plain]]) -> dict[str, Any]:
    return {
        "name": sheet.name[:_NAME_CHARACTERS],
        "rows": rows,
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
