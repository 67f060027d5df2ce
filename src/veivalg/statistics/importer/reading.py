"""Strict reading of one input file: every refusal says what, where, why and what to do next."""

import csv
import gzip
import hashlib
import io
import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MAX_ROWS = 3_000_000
"""Nearly twice the largest file we know; a longer one is not what its name says."""
MAX_LINE = 10_000
"""Bytes in one line; the longest we know has under 200. It bounds memory when a file has no line breaks."""

_WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,3})?", re.ASCII)


@dataclass
class BadInput(Exception):
    """An input file cannot be used. Nothing has been written."""

    file: str
    what: str
    """What is wrong and why it cannot be used."""
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
    """One CSV file (plain or gzip), read row by row in bounded memory.

    Raises BadInput when the file is missing, truncated, not UTF-8, lacks a column or is longer than MAX_ROWS.
    """

    def __init__(self, directory: Path, name: str, columns: Sequence[str]) -> None:
        self.path = directory / name
        self.name = name
        self.columns = tuple(columns)
        self.sha256 = ""
        """Of the bytes that were read; empty until ``rows`` has begun."""

    def rows(self) -> Iterator["Row"]:
        """Rows with exactly the wanted columns. At least one, else the file is refused."""
        last = 0
        try:
            with self._open() as raw, closing(self._stream(raw)) as stream:
                for row in self._rows(self._lines(stream)):
                    last = row.line
                    yield row
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BadInput(
                self.name,
                f"the compressed file is damaged or cut short ({error}).",
                "Fetch it anew.",
                row=last + 1,
            ) from error
        except csv.Error as error:
            raise BadInput(
                self.name,
                f"not readable as CSV ({error}).",
                "Check that it is comma-separated text.",
                row=last + 1,
            ) from error
        except OSError as error:
            raise BadInput(
                self.name, f"cannot be read ({error.strerror or error}).", "Check the file and its access."
            ) from error
        if last == 0:
            raise BadInput(self.name, "there are no rows under the header.", "Fetch the file anew.", row=1)

    def _open(self) -> io.BufferedReader:
        if self.path.is_symlink() or not self.path.is_file():
            kind = (
                "it is a link, and a link may point anywhere."
                if self.path.is_symlink()
                else "it is a folder."
                if self.path.is_dir()
                else "it is not an ordinary file."
                if self.path.exists()
                else "there is no such file in the folder."
            )
            raise BadInput(self.name, kind, "Put the file itself there and import again.")
        raw = self.path.open("rb")
        self.sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
        raw.seek(0)
        return raw

    def _stream(self, raw: io.BufferedReader) -> io.BufferedReader:
        magic = raw.peek(2)[:2]
        if not magic:
            raise BadInput(self.name, "the file is empty.", "Fetch it anew.")
        is_gzip = magic == b"\x1f\x8b"
        if is_gzip != self.name.endswith(".gz"):
            raise BadInput(
                self.name,
                "the content is compressed but the name does not end in .gz."
                if is_gzip
                else "the name ends in .gz but the content is not gzip.",
                "Fetch it anew, or give it its right name.",
            )
        return io.BufferedReader(gzip.GzipFile(fileobj=raw), 1 << 16) if is_gzip else raw

    def _lines(self, stream: io.BufferedReader) -> Iterator[str]:
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise BadInput(
                    self.name,
                    f"the line is over {MAX_LINE} bytes; this is not the table that was expected.",
                    "Check that the file is what its name says.",
                    row=number,
                )
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError as error:
                before = line[: error.start].count(b",")
                raise BadInput(
                    self.name,
                    f"byte {error.start + 1} of the line (field {before + 1}) is not UTF-8; "
                    "the file may be Latin-1, and then names would be garbled.",
                    "Save it as UTF-8 and import again.",
                    row=number,
                ) from error

    def _rows(self, lines: Iterator[str]) -> Iterator["Row"]:
        reader = csv.reader(lines, strict=True)
        header = next(reader, None) or []
        if header:
            header[0] = header[0].removeprefix("\ufeff")
        missing = [column for column in self.columns if column not in header]
        if missing:
            raise BadInput(
                self.name,
                f"the column {', '.join(missing)} is missing; found {', '.join(header)[:200]!r}.",
                "Check that the file is what its name says.",
                row=1,
            )
        repeated = sorted({column for column in header if header.count(column) > 1})
        if repeated:
            raise BadInput(
                self.name,
                f"the column {', '.join(repeated)[:100]!r} stands twice, and we cannot know which one counts.",
                "Remove one of them.",
                row=1,
            )
        places = [header.index(column) for column in self.columns]
        for count, fields in enumerate(reader, start=1):
            line = reader.line_num
            if count > MAX_ROWS:
                raise BadInput(
                    self.name,
                    f"more than {MAX_ROWS} rows, which is the most we read.",
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
            texts = [fields[place] for place in places]
            for column, text in zip(self.columns, texts, strict=True):
                if not text.isprintable() and _CONTROL.search(text):
                    raise BadInput(
                        self.name,
                        f"the text {text[:20]!r} has control characters in it, which no name or number has.",
                        "Remove them.",
                        row=line,
                        column=column,
                    )
            yield Row(self, line, texts)


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

    def twice(self, columns: int) -> BadInput:
        """The error for a row whose first cells have been seen before."""
        seen = " ".join(text[:40] for text in self.texts[:columns])
        return self.refuse(
            0, f"{seen} stands more than once, and we cannot know which row counts.", "Remove one of the rows."
        )

    def whole(self, column: int, *, least: int, most: int) -> int:
        """A whole number within limits."""
        text = self.texts[column]
        if not _WHOLE.fullmatch(text):
            what = "the cell is empty" if text == "" else f"{text[:40]!r} is not a whole number"
            raise self.refuse(
                column, f"{what}; a count is written with digits only.", "Correct the cell, or leave the row out."
            )
        number = int(text)
        if number < least or number > most:
            why = "a count cannot be negative" if number < 0 <= least else f"it must lie from {least} to {most}"
            raise self.refuse(column, f"{number} cannot be right: {why}.", "Correct the cell.")
        return number

    def number(self, column: int, *, least: float = -math.inf, most: float = 1e12) -> float | None:
        """A finite decimal number within limits, or None when the cell is empty."""
        text = self.texts[column]
        if text == "":
            return None
        if not _DECIMAL.fullmatch(text):
            raise self.refuse(
                column,
                f"{text[:40]!r} is not a number with a decimal point.",
                "Correct the cell; use a point for decimals.",
            )
        number = float(text)
        if not least <= number <= most:
            raise self.refuse(
                column, f"{text[:40]} cannot be right: it must lie from {least} to {most}.", "Correct the cell."
            )
        return number

    def choice(self, column: int, places: Mapping[str, int]) -> int:
        """The place of a known code."""
        place = places.get(self.texts[column])
        if place is None:
            known = list(places)
            span = f"{', '.join(known[:5])} … {known[-1]}" if len(known) > 6 else ", ".join(known)
            raise self.refuse(
                column,
                f"{self.texts[column][:40]!r} is not a known {self.table.columns[column]}.",
                f"Use one of {span}.",
            )
        return place
