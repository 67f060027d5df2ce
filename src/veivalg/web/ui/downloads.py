"""Tables as files: CSV for machines, a workbook for people."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from veivalg.web.ui.tables import Cell, Column, Table

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Value = float | int | str | None


def csv_file(table: Table, *, source: str) -> bytes:
    """The table as CSV (UTF-8, comma, point for decimals), one row per row, sums last, the source in each.

    A column with risk marks gets ``<id>_risk`` beside it, and one with estimates ``<id>_basis``: ``official``,
    ``estimate``, or empty where the figure is missing.
    """
    head, rows = flat(table)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*head, "source"])
    for row in rows:
        writer.writerow([*("" if value is None else _harmless(value) for value in row), source])
    return buffer.getvalue().encode()


def workbook(table: Table, *, title: str, about: Sequence[str]) -> bytes:
    """The table as an Excel workbook: one sheet of figures, one about them."""
    head, rows = flat(table)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    book = xlsxwriter.Workbook(buffer, options)
    strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Tall")
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
    told = book.add_worksheet("Om tallene")
    told.set_column(0, 0, 100)
    for line, text in enumerate((title, table.caption, *about)):
        told.write_string(line, 0, text, strong if line == 0 else wrapped)
    book.close()
    return buffer.getvalue()


def flat(table: Table) -> tuple[list[str], list[list[Value]]]:
    """Heads and rows with one value per place: risk and basis in columns of their own."""
    every = (*table.rows, *table.foot)
    marked = [_is_marked(column, [row[n] for row in every]) for n, column in enumerate(table.columns)]
    risky = [any(row[n].risk for row in every) for n in range(len(table.columns))]
    head = []
    for n, column in enumerate(table.columns):
        head += [column.id] + [f"{column.id}_risk"] * risky[n] + [f"{column.id}_basis"] * marked[n]
    rows: list[list[Value]] = []
    for row in every:
        line: list[Value] = []
        for n, cell in enumerate(row):
            line.append(cell.text if n == 0 else cell.value)
            if risky[n]:
                line.append(cell.risk)
            if marked[n]:
                line.append("" if cell.value is None else "estimate" if cell.is_estimate else "official")
        rows.append(line)
    return head, rows


def _is_marked(column: Column, cells: Sequence[Cell]) -> bool:
    return column.is_marked or any(cell.is_estimate for cell in cells)


def _harmless(value: Value) -> Value:
    """Words that a spreadsheet would take for a formula get an apostrophe first."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
