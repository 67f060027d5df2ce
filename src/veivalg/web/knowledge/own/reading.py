"""Values that people write or paste: numbers as Norwegians write them, and tables of municipality and year."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext

from veivalg.web.councils.refusals import Fault
from veivalg.web.files.cleaning import guarded
from veivalg.web.files.limits import LIMITS
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.refusals import SheetRefused
from veivalg.web.files.values import as_line
from veivalg.web.files.workbook import Cell, Row

FIRST_YEAR = 1950
MOST_VALUES = 5_000
LARGEST = Decimal(10) ** 12
"""Values are smaller than this, with at most six decimals."""
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " ") | {"\u2212": "-", "\u2013": "-"})
_SIGN = r"[+-]? ?"
_NUMBER = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?: \d{{3}})+|\d+)(?:[.,]\d+)?", re.ASCII)
_DOTTED = re.compile(rf"{_SIGN}\d{{1,3}}(?:\.\d{{3}})+,\d+|{_SIGN}\d{{1,3}}(?:\.\d{{3}}){{2,}}", re.ASCII)
_ENGLISH = re.compile(rf"{_SIGN}\d{{1,3}}(?:,\d{{3}})+\.\d+", re.ASCII)
_UNCLEAR = re.compile(rf"{_SIGN}\d{{1,3}}\.\d{{3}}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_YES = frozenset({"ja", "yes", "x", "1", "anslag", "estimate"})
_NO = frozenset({"", "nei", "no", "0"})
REMOVE = frozenset({"fjern", "remove"})
_HEADS: Mapping[str, frozenset[str]] = {
    "municipality": frozenset({"kommune", "kommunenummer", "kommunenr", "municipality", "nr"}),
    "year": frozenset({"år", "aar", "year"}),
    "value": frozenset({"verdi", "tall", "value"}),
    "estimate": frozenset({"anslag", "estimate"}),
    "note": frozenset({"merknad", "note"}),
}


class NumberUnclear(ValueError):
    """The text is not a number that can be read in one way only; the message says what to write."""


@dataclass(frozen=True, kw_only=True)
class GivenCell:
    """One value that someone gives; ``value`` None takes away the one that is there."""

    code: str
    """The municipality's number."""
    year: int
    value: Decimal | None
    is_estimate: bool = False
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """What could be read, and what could not."""

    cells: tuple[GivenCell, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    """What was changed while the file was read."""


@dataclass(frozen=True)
class Places:
    """Which municipalities can be named: the council's own, and the rest so that a message can tell them apart."""

    members: Mapping[str, str]
    """Number → name."""
    others: Mapping[str, str] = field(default_factory=dict)

    def find(self, text: str) -> str:
        """The member's number. Raises LookupError with what is wrong."""
        wanted = " ".join(text.split()).casefold()
        number = wanted.split(" ")[0].split("-")[0]
        if number in self.members:
            return number
        named = [code for code, name in self.members.items() if name.casefold() == wanted]
        if len(named) == 1:
            return named[0]
        if len(named) > 1:
            raise LookupError(
                gettext("Several participants are called “%(name)s”. Write the municipality number: %(codes)s.")
                % {"name": text[:40], "codes": ", ".join(named)}
            )
        if number in self.others or wanted in {name.casefold() for name in self.others.values()}:
            raise LookupError(
                gettext("%(name)s does not take part in this council. The participants are: %(members)s.")
                % {"name": text[:40], "members": ", ".join(self.members.values())}
            )
        raise LookupError(
            gettext("There is no municipality called “%(name)s”. Write its name or its number with four digits.")
            % {"name": text[:40]}
        )


def decimal_of(text: str) -> Decimal:
    """A number as it is written in Norwegian, or plainly. Raises NumberUnclear.

    >>> decimal_of("1 234,5"), decimal_of("1.234,5"), decimal_of("−3"), decimal_of("12.25")
    (Decimal('1234.5'), Decimal('1234.5'), Decimal('-3'), Decimal('12.25'))
    """
    told = text.translate(_SPACES).strip()
    if _UNCLEAR.fullmatch(told):
        raise NumberUnclear(
            gettext("“%(text)s” can be read in two ways. Write %(whole)s or %(decimal)s.")
            % {"text": text.strip()[:40], "whole": told.replace(".", ""), "decimal": told.replace(".", ",")}
        )
    if _DOTTED.fullmatch(told):
        plain = told.replace(".", "").replace(",", ".")
    elif _ENGLISH.fullmatch(told):
        plain = told.replace(",", "")
    elif _NUMBER.fullmatch(told):
        plain = told.replace(",", ".")
    else:
        raise NumberUnclear(
            gettext("“%(text)s” is not a number. Write digits, as in 1234 or 12,5.") % {"text": text.strip()[:40]}
        )
    found = Decimal(plain.replace(" ", ""))
    if abs(found) >= LARGEST:
        raise NumberUnclear(gettext("“%(text)s” is too large. Use a larger unit.") % {"text": text.strip()[:40]})
    if found != found.quantize(Decimal("0.000001")):
        raise NumberUnclear(gettext("“%(text)s” has more than six decimals. Round it.") % {"text": text.strip()[:40]})
    return found


def read_text(text: str, *, places: Places, this_year: int) -> Reading:
    """Values from a pasted table. What is wrong comes as faults, each with its line."""
    return read_file(text.encode("utf-8", "replace"), "tabell.csv", places=places, this_year=this_year)


def read_file(content: bytes, name: str, *, places: Places, this_year: int) -> Reading:
    """Values from a spreadsheet (.xlsx or .csv), from the one sheet of it that begins with names of columns."""
    if len(content) > LIMITS.upload_bytes:
        return _only(gettext("The table is too large. Divide it, and give some years at a time."))
    if not content.strip():
        return _only(gettext("There is nothing in the table."))
    try:
        book = read_sheets(content, name)
    except SheetRefused as error:
        return _only(str(error))
    notes = tuple(note.message for note in book.notes)
    tables = [sheet for sheet in book.sheets if _is_head(_first(sheet.rows))]
    if len(tables) > 1:
        names = ", ".join(sheet.name for sheet in tables)
        return _only(
            gettext("Several sheets hold tables: %(names)s. Keep the one that is to be read.") % {"names": names[:200]}
        )
    rows = (tables or list(book.sheets[:1]))[0].rows
    return replace(read_rows(rows, places=places, this_year=this_year), notes=notes)


def _first(rows: Sequence[Row]) -> Row:
    return next((row for row in rows if any(cell is not None for cell in row)), ())


def _is_head(row: Row) -> bool:
    return any(as_line(cell).casefold() in _HEADS["municipality"] for cell in row)


def read_rows(rows: Sequence[Row], *, places: Places, this_year: int) -> Reading:
    """Values from rows of cells: one row per municipality with a column per year, or one row per value."""
    numbered = [(n, row) for n, row in enumerate(rows, start=1) if any(as_line(cell) for cell in row)]
    if not numbered:
        return _only(gettext("There is nothing in the table."))
    head = [as_line(cell).casefold() for cell in numbered[0][1]]
    columns = {word: n for word, known in _HEADS.items() for n, cell in enumerate(head) if cell in known}
    body = numbered[1:]
    if "municipality" not in columns:
        return _only(
            gettext(
                "The first line must hold the names of the columns: municipality and years, or municipality, year and "
                "value."
            )
        )
    if not body:
        return _only(gettext("There are no lines under the names of the columns."))
    reader = _Reader(places, this_year)
    if {"year", "value"} <= columns.keys():
        reader.read_long(body, columns)
    else:
        reader.read_wide(body, numbered[0], columns["municipality"])
    return reader.reading()


def faults_in(cells: Iterable[GivenCell], *, places: Places, this_year: int) -> list[Fault]:
    """What the rules say about values, wherever they came from: participants only, a year that has been, once each."""
    found = []
    seen: set[tuple[str, int]] = set()
    cells = list(cells)
    for cell in cells:
        name = places.members.get(cell.code, places.others.get(cell.code, cell.code))
        where = f"{name} {cell.year}"
        if cell.code not in places.members:
            try:
                places.find(cell.code)
            except LookupError as error:
                found.append(Fault(where, str(error)))
        if not FIRST_YEAR <= cell.year <= this_year:
            found.append(Fault(where, _outside(cell.year, this_year)))
        if (cell.code, cell.year) in seen:
            found.append(Fault(where, gettext("The same municipality and year stand here twice. Keep one of them.")))
        seen.add((cell.code, cell.year))
    if len(cells) > MOST_VALUES:
        found.append(
            Fault("", gettext("There are more than %(most)s values. Give some at a time.") % {"most": MOST_VALUES})
        )
    return found


def _outside(year: int, this_year: int) -> str:
    return gettext("The year %(year)s is outside %(first)s–%(last)s.") % {
        "year": year,
        "first": FIRST_YEAR,
        "last": this_year,
    }


def _only(message: str) -> Reading:
    return Reading(faults=(Fault("", message),))


class _Reader:
    """Goes through the lines and keeps both what it reads and what it cannot read."""

    def __init__(self, places: Places, this_year: int) -> None:
        self.places, self.this_year = places, this_year
        self.cells: list[GivenCell] = []
        self.faults: list[Fault] = []

    def reading(self) -> Reading:
        """What came of it; the rules are asked once everything has been read."""
        rest = faults_in(self.cells, places=self.places, this_year=self.this_year)
        faults = (*self.faults, *rest)
        if not self.cells and not faults:
            return _only(gettext("There is not a single value in the table."))
        return Reading(tuple(self.cells), faults)

    def read_wide(self, body: Sequence[tuple[int, Row]], head: tuple[int, Row], first: int) -> None:
        """One row per municipality, one column per year."""
        years: dict[int, int] = {}
        for n, cell in enumerate(map(as_line, head[1])):
            # A table often names municipalities twice, by number and by name.
            if n == first or not cell or cell.casefold() in _HEADS["municipality"]:
                continue
            if _YEAR.fullmatch(cell) and FIRST_YEAR <= int(cell) <= self.this_year:
                years[n] = int(cell)
            else:
                where = _line(head[0], cell)
                self.faults.append(
                    Fault(where, _outside(int(cell), self.this_year) if _YEAR.fullmatch(cell) else _not_a_year(cell))
                )
        if not years and not self.faults:
            self.faults.append(Fault(_line(head[0]), gettext("There is no column for a year.")))
        for line, row in body:
            code = self._code(line, row, first)
            if code is None:
                continue
            for n, year in years.items():
                self._add(line, str(year), code, year, row[n] if n < len(row) else None)

    def read_long(self, body: Sequence[tuple[int, Row]], columns: Mapping[str, int]) -> None:
        """One row per value."""

        def cell(row: Row, word: str) -> Cell:
            place = columns.get(word, len(row))
            return row[place] if place < len(row) else None

        for line, row in body:
            code = self._code(line, row, columns["municipality"])
            year = as_line(cell(row, "year"))
            if not _YEAR.fullmatch(year):
                self.faults.append(Fault(_line(line), _not_a_year(year)))
                continue
            told = as_line(cell(row, "estimate")).casefold()
            if told not in _YES | _NO:
                message = gettext("“%(text)s” does not say whether the value is an estimate. Write yes or no.")
                self.faults.append(Fault(_line(line), message % {"text": told[:40]}))
                continue
            if code is not None:
                note = as_line(cell(row, "note"))[:200]
                self._add(line, "", code, int(year), cell(row, "value"), is_estimate=told in _YES, note=note)

    def _code(self, line: int, row: Row, place: int) -> str | None:
        cell = row[place] if place < len(row) else None
        # A spreadsheet takes 0301 for a number and drops the zero.
        text = f"{cell:04d}" if isinstance(cell, int) and not isinstance(cell, bool) else as_line(cell)
        if not text:
            self.faults.append(Fault(_line(line), gettext("The municipality is missing.")))
            return None
        try:
            return self.places.find(text)
        except LookupError as error:
            self.faults.append(Fault(_line(line), str(error.args[0])))
            return None

    def _add(
        self, line: int, column: str, code: str, year: int, cell: Cell, *, is_estimate: bool = False, note: str = ""
    ) -> None:
        """One cell. An empty one says nothing; what is there already stays."""
        text = as_line(cell)
        if not text:
            return
        if text.casefold() in REMOVE:
            self.cells.append(GivenCell(code=code, year=year, value=None))
            return
        if text.endswith("*"):
            is_estimate, text = True, text.removesuffix("*")
        try:
            value = _number(cell) if isinstance(cell, int | float) else decimal_of(text)
        except NumberUnclear as error:
            self.faults.append(Fault(_line(line, column), str(error)))
            return
        self.cells.append(GivenCell(code=code, year=year, value=value, is_estimate=is_estimate, note=note))


def _number(cell: int | float) -> Decimal:
    """A cell that the spreadsheet itself knows as a number. It keeps noise far behind the decimals, which is cut."""
    if isinstance(cell, bool) or not abs(cell) < LARGEST:
        raise NumberUnclear(gettext("“%(text)s” is not a number. Write digits, as in 1234 or 12,5.") % {"text": cell})
    return round(Decimal(repr(cell)), 6) if isinstance(cell, float) else Decimal(cell)


def _line(line: int, column: str = "") -> str:
    text = gettext("line %(line)s") % {"line": line}
    return f"{text}, {column[:40]}" if column else text


def _not_a_year(text: str) -> str:
    return gettext("“%(text)s” is not a year with four digits.") % {"text": text[:40]}


def as_text(cells: Iterable[GivenCell]) -> str:
    """Values as a table with one row per value, which reads back as the same ones."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(["kommune", "år", "verdi", "anslag", "merknad"])
    for cell in cells:
        value = "fjern" if cell.value is None else f"{cell.value:f}".replace(".", ",")
        writer.writerow([cell.code, cell.year, value, "ja" if cell.is_estimate else "nei", guarded(cell.note)])
    return buffer.getvalue()
