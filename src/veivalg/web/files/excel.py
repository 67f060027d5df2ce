"""Reads workbooks (.xlsx): our own guards first, then calamine on what has passed them."""

import io
import posixpath
from datetime import date, datetime, time, timedelta
from math import isfinite

import python_calamine

from veivalg.web.files import cells
from veivalg.web.files.container import packed, unpacked
from veivalg.web.files.limits import Limits
from veivalg.web.files.notes import Change, Notes
from veivalg.web.files.parts import Findings, looked_through, place
from veivalg.web.files.refusals import Refusal, SheetRefused
from veivalg.web.files.workbook import Cell, Row, Sheet, address, rectangle

_WORKBOOK, _WORKBOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# What is kept for reading; pictures, themes, comments, printers' settings and the rest are left behind.
_READ = ("[content_types].xml", "_rels/", "xl/workbook.xml", "xl/_rels/", "xl/worksheets/", "xl/styles.xml")
_READ_TOO = ("xl/sharedstrings.xml",)
_MACRO_PARTS = ("vbaproject", "vbadata", "macrosheets/", "intlmacrosheets/", "activex/", "dialogsheets/", "customui")
_OUTSIDE_PARTS = ("externallinks/", "connections.xml", "querytables/", "xl/model/", "customdata/")
# A link to a page or a mail address is only text to us.
_HARMLESS_OUTSIDE = ("/hyperlink",)
_EXACT = 2**53


def read_excel(content: bytes, *, limits: Limits, notes: Notes) -> tuple[Sheet, ...]:
    """The sheets of a workbook, in its own order.

    Raises:
        SheetRefused: with any code but those of text files.
    """
    parts = unpacked(content, limits=limits)
    _refuse_by_name(parts)
    found: dict[str, Findings] = {}
    elements = 0
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            found[name] = looked_through(name, part, elements_before=elements, most_elements=limits.elements)
            elements = found[name].elements
    _refuse_by_contents(parts, found)
    sheets = _sheet_parts(found)
    _refuse_by_size(sheets, found, limits=limits)
    kept = {name: parts[name] for name in found if name.lower().startswith((*_READ, *_READ_TOO))}
    try:
        with python_calamine.load_workbook(io.BytesIO(packed(kept))) as book:
            return tuple(_sheets(book, sheets, limits=limits, notes=notes))
    except (python_calamine.CalamineError, ValueError, OverflowError, TypeError, OSError):
        raise SheetRefused(Refusal.DAMAGED, what="xlsx") from None
    except BaseException as error:
        # A panic of the reader's own code comes as this, which is no Exception and has no importable name.
        if type(error).__name__ != "PanicException":
            raise
        raise SheetRefused(Refusal.DAMAGED, what="xlsx") from None


def _refuse_by_name(parts: dict[str, bytes]) -> None:
    for name in parts:
        small = name.lower()
        if any(word in small for word in _MACRO_PARTS):
            raise SheetRefused(Refusal.MACROS, what=name)
        if any(word in small for word in _OUTSIDE_PARTS):
            raise SheetRefused(Refusal.EXTERNAL_LINKS, what=name)
    if any(name.lower().startswith("xl/workbook.bin") for name in parts):
        raise SheetRefused(Refusal.NOT_WHAT_ENDING_SAYS, what=".xlsx")
    for name, part in parts.items():
        # Parts with other endings are never read, and XML among them is held to the same rule all the same.
        is_xml = part.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml")
        if is_xml and not name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
            raise SheetRefused(Refusal.ENTITIES, what=name)


def _refuse_by_contents(parts: dict[str, bytes], found: dict[str, Findings]) -> None:
    for part in found.values():
        for content_type in part.content_types:
            if any(word in content_type.lower() for word in ("macroenabled", "vbaproject", "macrosheet")):
                raise SheetRefused(Refusal.MACROS, what=content_type[:60])
        for _, kind, target, is_outside in part.relationships:
            if kind.lower().endswith(("/vbaproject", "/xlmacrosheet", "/xlintlmacrosheet", "/activexcontrol")):
                raise SheetRefused(Refusal.MACROS, what=target[:60])
            if kind.lower().endswith(("/externallink", "/connections", "/externallinkpath")) or (
                is_outside and not kind.lower().endswith(_HARMLESS_OUTSIDE)
            ):
                raise SheetRefused(Refusal.EXTERNAL_LINKS, what=target[:60])
    if _WORKBOOK not in parts or _WORKBOOK_LINKS not in parts:
        raise SheetRefused(Refusal.NOT_WHAT_ENDING_SAYS, what=".xlsx")


def _sheet_parts(found: dict[str, Findings]) -> dict[str, Findings]:
    """What was found in the part of each sheet, by the sheet's name."""
    targets = {id: target for id, _, target, is_outside in found[_WORKBOOK_LINKS].relationships if not is_outside}
    by_name = {}
    for name, id in found[_WORKBOOK].sheets:
        target = targets.get(id, "")
        path = target.lstrip("/") if target.startswith(("/", "xl/")) else posixpath.normpath(f"xl/{target}")
        if path not in found or name in by_name:
            raise SheetRefused(Refusal.DAMAGED, what=name[:60] or _WORKBOOK)
        by_name[name] = found[path]
    return by_name


def _refuse_by_size(sheets: dict[str, Findings], found: dict[str, Findings], *, limits: Limits) -> None:
    if len(sheets) > limits.sheets:
        raise SheetRefused(Refusal.TOO_MANY_SHEETS, found=len(sheets), limit=limits.sheets)
    names = {part.name: name for name, part in sheets.items()}
    for part in found.values():
        name = names.get(part.name, part.name)
        cells.refuse_size(part.height, part.width, sheet=name, limits=limits)
    # A part that several sheets claim is read once for each.
    area = sum(part.height * part.width for part in sheets.values())
    if area > limits.cells:
        raise SheetRefused(Refusal.TOO_MANY_CELLS, found=area, limit=limits.cells)
    shared = [part.texts for part in found.values() if part.texts]
    pointers = [part.pointers for part in found.values() if part.pointers]
    if len(shared) > 1 or (pointers and not shared):
        raise SheetRefused(Refusal.DAMAGED, what="sharedStrings")
    lengths = shared[0] if shared else ()
    used = 0
    for part in sheets.values():
        if part.pointers and max(part.pointers) >= len(lengths):
            raise SheetRefused(Refusal.DAMAGED, what="sharedStrings")
        used += sum(lengths[number] for number in part.pointers)
    if used > limits.characters:
        raise SheetRefused(Refusal.TOO_MUCH_TEXT, found=used, limit=limits.characters)


def _sheets(
    book: python_calamine.CalamineWorkbook, parts: dict[str, Findings], *, limits: Limits, notes: Notes
) -> list[Sheet]:
    sheets = []
    for number, meta in enumerate(book.sheets_metadata):
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        part = parts.get(meta.name)
        if part is None:
            raise SheetRefused(Refusal.DAMAGED, what=meta.name[:60])
        name = cells.sheet_name(meta.name)
        is_hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
        if is_hidden:
            notes.add(Change.HIDDEN_SHEET, sheet=name)
        for change, places in (
            (Change.FORMULA, part.formulas),
            (Change.FORMULA_WITHOUT_VALUE, part.empty_formulas),
            (Change.ERROR_VALUE, part.errors),
        ):
            for cell in places:
                notes.add(change, sheet=name, cell=address(*place(cell)))
        sheet = book.get_sheet_by_index(number)
        rows = [
            _row(row, line, sheet=name, limits=limits, notes=notes)
            for line, row in enumerate(sheet.to_python(skip_empty_area=False))
        ]
        if len(rows) > part.height or any(len(row) > part.width for row in rows[:1]):
            # Two readers that disagree about one sheet: what was counted does not hold.
            raise SheetRefused(Refusal.DAMAGED, what=part.name)
        merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
        sheets.append(Sheet(name, rectangle(rows), merged, is_hidden))
    return sheets


def _row(row: list, line: int, *, sheet: str, limits: Limits, notes: Notes) -> Row:
    found: list[Cell] = []
    for column, value in enumerate(row):
        if isinstance(value, str):
            found.append(cells.text(value, line, column, sheet=sheet, limits=limits, notes=notes) if value else None)
        else:
            found.append(_value(value))
    return tuple(found)


def _value(value: float | bool | date | time | timedelta) -> Cell:
    if isinstance(value, float):
        if not isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, time):
        return value.isoformat(timespec="minutes" if value.second == value.microsecond == 0 else "seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value
