"""Writes tables as workbooks and text files that ``reading`` gives back as they were.

Strings never become formulas or links, whatever they begin with. What was written is read back equal, except: what
``cleaning`` removes is gone, numbers keep fifteen digits, and text files give numbers and days as texts that ``values``
understands.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import isfinite

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from veivalg.web.files.cleaning import clean, guarded
from veivalg.web.files.limits import LIMITS
from veivalg.web.files.workbook import Cell, address

_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31
_FIRST_YEAR = 1900
_LARGEST_WHOLE = 10**15


class CannotWrite(ValueError):
    """A table holds what no spreadsheet can. For developers: check tables before they come here."""


@dataclass(frozen=True)
class TableSheet:
    """A sheet to write: its name, its rows, and how many of them are heads (bold, and always in view)."""

    name: str
    rows: Sequence[Sequence[Cell]]
    head_rows: int = 1


def write_workbook(sheets: Sequence[TableSheet], *, title: str, about: Sequence[str] = ()) -> bytes:
    """An Excel workbook with these sheets in order, and last one about them when there is something to say.

    ``title`` becomes the document's title, and heads the last sheet. Names of sheets are cut and numbered where Excel
    asks for it. The same input gives the same bytes.

    Raises:
        CannotWrite: no sheet, a text or number that is too large for a cell, or a day before 1900.
    """
    if not sheets:
        raise CannotWrite("a workbook needs at least one sheet")
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    # A moment that does not change, so that equal content gives equal files.
    book.set_properties({"title": clean(title)[0], "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    forms = _Forms(
        strong=book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        day=book.add_format({"num_format": "dd.mm.yyyy"}),
        moment=book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"}),
    )
    names = _sheet_names([sheet.name for sheet in sheets])
    for sheet, name in zip(sheets, names, strict=True):
        page = book.add_worksheet(name)
        page.freeze_panes(sheet.head_rows, 0)
        width = max((len(row) for row in sheet.rows), default=0)
        if width:
            page.set_column(0, width - 1, 18)
        for line, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                _write(page, line, column, cell, forms=forms, is_head=line < sheet.head_rows)
    if about:
        page = book.add_worksheet(_sheet_names([*names, "Om"])[-1])
        page.set_column(0, 0, 100)
        for line, text in enumerate((title, *about)):
            page.write_string(line, 0, _text(text, line, 0), forms.strong if line == 0 else forms.wrapped)
    book.close()
    return buffer.getvalue()


def write_csv(rows: Sequence[Sequence[Cell]], *, separator: str = ";", has_mark: bool = True) -> bytes:
    """The rows as a text file (UTF-8; texts in quotation marks, days as 2026-06-05, truth as 1 or 0).

    ``has_mark`` puts the byte order mark first, without which Excel does not see that it is UTF-8. Texts that begin
    like a formula get an apostrophe, which ``read_sheets`` takes away again.

    Raises:
        CannotWrite: a text that is longer than a cell may be, or a number that is none.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    for line, row in enumerate(rows):
        writer.writerow([_plain(cell, line, column) for column, cell in enumerate(row)])
    return buffer.getvalue().encode("utf-8-sig" if has_mark else "utf-8")


@dataclass(frozen=True)
class _Forms:
    strong: Format
    wrapped: Format
    day: Format
    moment: Format


def _write(page: Worksheet, line: int, column: int, cell: Cell, *, forms: _Forms, is_head: bool) -> None:
    match cell:
        case None | "":
            return
        case bool():
            page.write_boolean(line, column, cell)
        case int() | float():
            _check_number(cell, line, column)
            page.write_number(line, column, cell)
        case date():
            if cell.year < _FIRST_YEAR or (isinstance(cell, datetime) and cell.tzinfo is not None):
                raise CannotWrite(f"{address(line, column)}: no spreadsheet has the moment {cell}")
            page.write_datetime(line, column, cell, forms.moment if isinstance(cell, datetime) else forms.day)
        case _:
            page.write_string(line, column, _text(cell, line, column), forms.strong if is_head else None)


def _plain(cell: Cell, line: int, column: int) -> str | int | float:
    match cell:
        case None:
            return ""
        case bool():
            return int(cell)
        case int() | float():
            _check_number(cell, line, column)
            return cell
        case date():
            return cell.isoformat()
        case _:
            return guarded(_text(cell, line, column))


def _text(text: str, line: int, column: int) -> str:
    cleaned = clean(text)[0]
    if len(cleaned) > LIMITS.cell_characters:
        raise CannotWrite(f"{address(line, column)}: {len(cleaned)} characters, at most {LIMITS.cell_characters}")
    return cleaned


def _check_number(number: float, line: int, column: int) -> None:
    # Spreadsheets keep 15 digits: a longer whole number would come back as another one.
    if not isfinite(number) or (isinstance(number, int) and abs(number) >= _LARGEST_WHOLE):
        raise CannotWrite(f"{address(line, column)}: {number} does not fit in a cell; write it as text")


def _sheet_names(wanted: Sequence[str]) -> list[str]:
    """The names made such that Excel takes them: no forbidden signs, at most 31 characters, no two alike."""
    names: list[str] = []
    taken: set[str] = {"history"}
    for n, name in enumerate(wanted, start=1):
        base = clean(name)[0].translate(_FORBIDDEN_IN_NAMES).replace("\n", " ").strip(" '") or f"Ark {n}"
        base = clean(base[:_LONGEST_NAME])[0].strip(" '")
        found, number = base, 2
        while found.lower() in taken:
            ending = f" {number}"
            found, number = base[: _LONGEST_NAME - len(ending)].rstrip() + ending, number + 1
        taken.add(found.lower())
        names.append(found)
    return names
