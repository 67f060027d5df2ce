"""Files to save, and tables as such: CSV for machines, a workbook for people."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter
from django.http import HttpRequest, HttpResponse

from veivalg.statistics.spreadsheets import harmless
from veivalg.web.ui.tables import Cell, Column, Table

Value = float | int | str | None
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json; charset=utf-8",
}


def attachment(content: bytes | str, name: str) -> HttpResponse:
    """The answer that a browser saves as a file. `name` is our own, with an ending that tells the kind."""
    response = HttpResponse(content, content_type=_TYPES[name.rpartition(".")[2]])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def fetched_ahead(request: HttpRequest) -> bool:
    """Whether a browser fetches an address that nobody has asked for yet (prefetch)."""
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return any("prefetch" in purpose for purpose in purposes)


def not_ahead() -> HttpResponse:
    """The answer to that where a download is noted: not now, and keep nothing. The click itself fetches anew."""
    return HttpResponse(status=503, headers={"Cache-Control": "no-store"})


def csv_file(table: Table, *, source: str) -> bytes:
    """The table as CSV (UTF-8, comma, point for decimals), one row per row, sums last, the source in each.

    A column with risk marks gets ``<id>_risk`` beside it, and one with estimates ``<id>_estimate``: ``yes``, ``no``, or
    empty where the figure is missing. Cells of several figures (a score, an interval) get a column for each.
    """
    head, rows = flat(table)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*head, "source"])
    for row in rows:
        writer.writerow([*("" if value is None else harmless(value) for value in row), harmless(source)])
    return buffer.getvalue().encode()


def workbook(
    table: Table, *, title: str, about: Sequence[str], sheets: tuple[str, str] = ("Tall", "Om tallene")
) -> bytes:
    """The table as an Excel workbook: one sheet of figures, one about them."""
    head, rows = flat(table)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    book = xlsxwriter.Workbook(buffer, options)
    strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(sheets[0])
    sheet.freeze_panes(1, 1)
    names = {column.id: ", ".join((column.name, *column.notes)) for column in table.columns}
    for n, id in enumerate(head):
        sheet.write_string(0, n, names.get(id, id), strong)
    for line, row in enumerate(rows, start=1):
        for n, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, n, value)
            elif value is not None:
                sheet.write_number(line, n, value)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, max(1, len(head) - 1), 14)
    told = book.add_worksheet(sheets[1])
    told.set_column(0, 0, 100)
    for line, text in enumerate((title, table.caption, *about)):
        told.write_string(line, 0, text, strong if line == 0 else wrapped)
    book.close()
    return buffer.getvalue()


def flat(table: Table) -> tuple[list[str], list[list[Value]]]:
    """Heads and rows with one value per place: parts, risk and estimates in columns of their own."""
    every = (*table.rows, *table.foot)
    columns = [_Flat(column, [row[n] for row in every]) for n, column in enumerate(table.columns)]
    head = [name for column in columns for name in column.head]
    rows = [
        [value for n, column in enumerate(columns) for value in column.values(row[n], is_name=n == 0)] for row in every
    ]
    return head, rows


class _Flat:
    """How one column of cells becomes one or more columns of values."""

    def __init__(self, column: Column, cells: Sequence[Cell]) -> None:
        self.parts = next(([name for name, _ in cell.parts] for cell in cells if cell.parts), [])
        self.is_risky = any(cell.risk for cell in cells)
        self.is_marked = column.is_marked or any(cell.is_estimate for cell in cells)
        # A verdict that is nothing but a risk needs no column beside its risk.
        self.is_verdict = self.is_risky and all(cell.value == cell.risk for cell in cells)
        self.head = [f"{column.id}_{part}" for part in self.parts] or [column.id] * (not self.is_verdict)
        self.head += [f"{column.id}_risk"] * self.is_risky + [f"{column.id}_estimate"] * self.is_marked

    def values(self, cell: Cell, *, is_name: bool) -> list[Value]:
        """The values of one cell, as many as there are heads."""
        found: list[Value] = [dict(cell.parts).get(part) for part in self.parts]
        if not self.parts and not self.is_verdict:
            found = [cell.text if is_name else cell.value]
        if self.is_risky:
            found.append(cell.risk)
        if self.is_marked:
            found.append("" if cell.value is None else "yes" if cell.is_estimate else "no")
        return found
