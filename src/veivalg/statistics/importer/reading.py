"""Strict reading of one input file: every refusal says what, where, why and what to do next."""

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MAX_ROWS = 5_000_000
"""Three times the largest file we know; a longer one is not what its name says."""
MAX_FILE_BYTES = 200_000_000


@dataclass
class BadInput(Exception):
    """An input file cannot be used. Nothing has been written."""

    file: str
    what: str
    todo: str
    row: int | None = None
    """Line in the file, the header being line 1."""
    column: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: {self.what} {self.todo}"


class Table:
    """One CSV file (plain or gzip), read row by row.

    Raises BadInput when the file is missing, truncated, not UTF-8, lacks a column or is longer than MAX_ROWS.
    """

    def __init__(self, directory: Path, name: str, columns: Sequence[str]) -> None:
        self.path = directory / name
        self.name = name
        self.columns = tuple(columns)

    def rows(self) -> Iterator["Row"]:
        """Rows with exactly the wanted columns."""
        with self._text() as text:
            try:
                yield from self._rows(csv.reader(text, strict=True))
            except UnicodeDecodeError as error:
                raise BadInput(
                    self.name,
                    f"byte {error.start} is not UTF-8; the file may be Latin-1.",
                    "Save it as UTF-8 and import again.",
                ) from error
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise BadInput(
                    self.name, f"the compressed file is damaged or cut short ({error}).", "Fetch it anew."
                ) from error
            except csv.Error as error:
                raise BadInput(
                    self.name, f"not readable as CSV ({error}).", "Check that it is comma-separated text."
                ) from error

    def sha256(self) -> str:
        """Of the file's bytes as they lie on disk."""
        with self._open() as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()

    def _open(self) -> io.BufferedReader:
        if not self.path.is_file():
            kind = "is a folder" if self.path.is_dir() else "is not there"
            raise BadInput(self.name, f"the file {kind}.", f"Put it in {self.path.parent} and import again.")
        if self.path.stat().st_size > MAX_FILE_BYTES:
            raise BadInput(
                self.name,
                f"the file is over {MAX_FILE_BYTES} bytes.",
                "It is not the file we know; check it.",
            )
        return self.path.open("rb")

    def _text(self) -> io.TextIOWrapper:
        raw = self._open()
        magic = raw.peek(2)[:2]
        if not magic:
            raw.close()
            raise BadInput(self.name, "the file is empty.", "Fetch it anew.")
        is_gzip = magic == b"\x1f\x8b"
        if is_gzip != self.name.endswith(".gz"):
            raw.close()
            raise BadInput(
                self.name,
                "the content is compressed but the name does not end in .gz."
                if is_gzip
                else "the name ends in .gz but the content is not gzip.",
                "Fetch it anew, or give it its right name.",
            )
        stream = gzip.GzipFile(fileobj=raw) if is_gzip else raw
        return io.TextIOWrapper(stream, encoding="utf-8", newline="")

    def _rows(self, reader: Iterator[list[str]]) -> Iterator["Row"]:
        header = next(reader, None) or []
        if header:
            header[0] = header[0].removeprefix("\ufeff")
        missing = [column for column in self.columns if column not in header]
        if missing:
            raise BadInput(
                self.name,
                f"the column {', '.join(missing)} is missing; found {', '.join(header)[:200]}.",
                "Check that the file is what its name says.",
                row=1,
            )
        repeated = {column for column in header if header.count(column) > 1}
        if repeated:
            raise BadInput(self.name, f"the column {sorted(repeated)} stands twice.", "Remove one of them.", row=1)
        places = [header.index(column) for column in self.columns]
        for line, fields in enumerate(reader, start=2):
            if line > MAX_ROWS:
                raise BadInput(
                    self.name,
                    f"more than {MAX_ROWS} rows.",
                    "It is not the file we know; check it.",
                    row=line,
                )
            if len(fields) != len(header):
                raise BadInput(
                    self.name,
                    f"{len(fields)} fields where the header has {len(header)}; the file may be cut short.",
                    "Fetch it anew.",
                    row=line,
                )
            yield Row(self, line, [fields[place] for place in places])


class Row:
    """One row: its texts by position, with checks that name the place when they fail."""

    __slots__ = ("line", "table", "texts")

    def __init__(self, table: Table, line: int, texts: list[str]) -> None:
        self.table = table
        self.line = line
        self.texts = texts

    def refuse(self, column: int, what: str, todo: str) -> BadInput:
        """The error for one cell of this row."""
        return BadInput(self.table.name, what, todo, row=self.line, column=self.table.columns[column])

    def whole(self, column: int, *, least: int | None = None, most: int | None = None) -> int:
        """A whole number within limits."""
        text = self.texts[column]
        try:
            number = int(text)
        except ValueError:
            raise self.refuse(column, f"{text[:40]!r} is not a whole number.", "Correct the cell.") from None
        if (least is not None and number < least) or (most is not None and number > most):
            raise self.refuse(
                column, f"{number} is outside {least} to {most}.", "A count cannot be so; correct the cell."
            )
        return number

    def number(self, column: int) -> float | None:
        """A finite decimal number, or None when the cell is empty."""
        text = self.texts[column]
        if text == "":
            return None
        try:
            number = float(text)
        except ValueError:
            raise self.refuse(
                column, f"{text[:40]!r} is not a number.", "Correct the cell; use a point for decimals."
            ) from None
        if not abs(number) < 1e12:
            raise self.refuse(column, f"{text[:40]!r} is not a finite number.", "Correct the cell.")
        return number

    def choice(self, column: int, places: Mapping[str, int], name: str) -> int:
        """The place of a known code."""
        place = places.get(self.texts[column])
        if place is None:
            raise self.refuse(
                column,
                f"{self.texts[column][:40]!r} is not a known {name}.",
                f"Known are {', '.join(list(places)[:5])} … ({len(places)} in all).",
            )
        return place
