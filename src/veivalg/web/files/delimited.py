"""Reads text files with one row a line (.csv): which letters, which separator, and then the cells."""

import codecs
import csv
import io
import re
from collections.abc import Sequence

from veivalg.web.files import cells
from veivalg.web.files.cleaning import unguarded
from veivalg.web.files.limits import Limits
from veivalg.web.files.notes import Change, Notes
from veivalg.web.files.parts import leads_outside
from veivalg.web.files.refusals import Refusal, SheetRefused
from veivalg.web.files.workbook import Cell, Sheet, address, rectangle

#: In the order they are believed in, when two fit equally well. Norwegian spreadsheet programs write semicolons.
SEPARATORS = ("\t", ";", ",")
# The standard library refuses cells above 131,072 characters and does not say which. Our limit is lower, and does.
csv.field_size_limit(max(csv.field_size_limit(), 100_000_000))
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_QUOTED = re.compile(r'"[^"]*"')
_NOT_TEXT = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_NOT_TEXT_PER = 20
_SAMPLE_CHARACTERS, _SAMPLE_LINES = 65_536, 50
_SAID_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# A dash or a plus begins many honest texts; with these signs after it, it is likelier a formula.
_FORMULA = re.compile(r"[=@]|[+\-][^(!|]*[(!|]")
_NUMBER = re.compile(r"[-+][\d\s.,()/-]*%?")


def read_delimited(content: bytes, *, sheet: str, limits: Limits, notes: Notes) -> Sheet:
    """The one sheet of a text file. Every cell is a text or None: the file does not say what is a number or a day.

    Raises:
        SheetRefused: ``binary``, ``unclosed_quote``, ``external_links``, ``cell_too_long`` or one about size.
    """
    written = _decoded(content, sheet=sheet, notes=notes)
    said = _SAID_SEPARATOR.match(written)
    if said and said[1] in (*SEPARATORS, "|"):
        written, separator = written[said.end() :], said[1]
    else:
        separator = _separator(written)
    rows = []
    read = _rows(written, separator)
    last = next((number for number in range(len(read), 0, -1) if any(read[number - 1])), 0)
    cells.refuse_size(last, 0, sheet=sheet, limits=limits)
    for number, row in enumerate(read):
        if any(row[limits.columns :]):
            width = max(n for n, value in enumerate(row, start=1) if value)
            cells.refuse_size(0, width, sheet=sheet, limits=limits)
        if number < limits.rows:
            rows.append(
                [_cell(value, number, n, sheet, limits, notes) for n, value in enumerate(row[: limits.columns])]
            )
    found = rectangle(rows)
    width = len(found[0]) if found else 0
    if len(found) * width > limits.cells:
        raise SheetRefused(Refusal.TOO_MANY_CELLS, found=len(found) * width, limit=limits.cells)
    return Sheet(sheet, found)


def _decoded(content: bytes, *, sheet: str, notes: Notes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return _checked(content[len(mark) :].decode(encoding))
            except UnicodeDecodeError:
                raise SheetRefused(Refusal.BINARY) from None
    try:
        return _checked(content.decode())
    except UnicodeDecodeError:
        pass
    try:
        found = _checked(content.decode("cp1252"))
    except UnicodeDecodeError:
        found = _checked(content.decode("latin-1"))
    notes.add(Change.GUESSED_ENCODING, sheet=sheet)
    return found


def _checked(text: str) -> str:
    if "\0" in text or len(_NOT_TEXT.findall(text)) * _NOT_TEXT_PER > len(text):
        raise SheetRefused(Refusal.BINARY)
    return text


def _separator(written: str) -> str:
    """The separator that stands in most of the first lines, and equally often in each; quoted text does not count."""
    bare = _QUOTED.sub("", written[:_SAMPLE_CHARACTERS])
    lines = [line for line in bare.splitlines()[:_SAMPLE_LINES] if line.strip(" ")]

    def fits(separator: str) -> tuple[int, bool, int]:
        counts = [line.count(separator) for line in lines if separator in line]
        return len(counts), len(set(counts)) == 1, -SEPARATORS.index(separator)

    best = max(SEPARATORS, key=fits)
    return best if fits(best)[0] else ";"


def _rows(written: str, separator: str) -> list[list[str]]:
    lines = list(io.StringIO(written, newline=""))
    reader = csv.reader(lines, delimiter=separator)
    rows: list[list[str]] = []
    begins = [0]
    try:
        for row in reader:
            rows.append(row)
            begins.append(reader.line_num)
    except csv.Error:
        raise SheetRefused(Refusal.BINARY) from None
    if rows:
        _refuse_unclosed(lines[begins[-2] :], separator, row=len(rows))
    return rows


def _refuse_unclosed(lines: Sequence[str], separator: str, *, row: int) -> None:
    try:
        for _ in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise SheetRefused(Refusal.UNCLOSED_QUOTE, found=row) from None


def _cell(value: str, row: int, column: int, sheet: str, limits: Limits, notes: Notes) -> Cell:
    if not value:
        return None
    found = cells.text(unguarded(value), row, column, sheet=sheet, limits=limits, notes=notes)
    if found and not value.startswith("'") and _FORMULA.match(found) and not _NUMBER.fullmatch(found):
        if leads_outside(found):
            raise SheetRefused(Refusal.EXTERNAL_LINKS, what=found[:40])
        notes.add(Change.FORMULA_AS_TEXT, sheet=sheet, cell=address(row, column))
    return found
