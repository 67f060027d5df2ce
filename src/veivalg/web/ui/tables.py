"""One table, written once and read everywhere: on the page, as CSV and as a workbook.

A cell keeps both its value (for files and sorting) and its words (for people). The HTML is joined here and not in a
template: tables are most of what our pages are, and a template takes ten times as long per cell.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape as _escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from veivalg.web.ui.words import norwegian_order

LIST_ON_PHONE = "vv-ix"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure or word in a table."""

    value: float | int | str | None
    """For files and for sorting; None when missing."""
    text: str
    """For people."""
    risk: str = ""
    """``yes``, ``no``, ``uncertain`` or ``missing`` when the cell carries a risk mark."""
    word: str = ""
    """What the risk mark says."""
    is_estimate: bool = False
    notes: tuple[str, ...] = ()
    url: str = ""
    is_strong: bool = False
    parts: tuple[tuple[str, float | int | str | None], ...] = ()
    """What files get instead of the value: ``(("certain", 5), ("possible", 7))`` under ``<id>_certain`` …"""


@dataclass(frozen=True, slots=True)
class Column:
    """A head: what the cells under it are."""

    id: str
    """Heads the column in files, in English and without spaces."""
    name: str
    notes: tuple[str, ...] = ()
    """Unit, limit: one line each."""
    is_number: bool = False
    """True when the column holds only numbers; they are then set to the right."""
    is_marked: bool = False
    """True when there may be estimates among the figures: files get a column ``<id>_estimate``."""
    unit: str = ""
    is_minor: bool = False
    """True for what a phone can do without, because the page says it elsewhere as well."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first cell of each row is its head. Every row has as many cells as there are columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()
    """Sums and the like: printed last, never sorted."""
    css: str = ""
    """``vv-fit`` for narrow tables, LIST_ON_PHONE for wide ones that become a list there."""

    @property
    def has_estimates(self) -> bool:
        """True when at least one figure is an estimate (anslag)."""
        return any(cell.is_estimate for row in (*self.rows, *self.foot) for cell in row)

    def only(self, columns: int) -> "Table":
        """The first columns alone."""
        cut = tuple(row[:columns] for row in self.rows)
        foot = tuple(row[:columns] for row in self.foot)
        return replace(self, columns=self.columns[:columns], rows=cut, foot=foot)

    def sorted_by(self, column: str, *, falling: bool = False) -> "Table":
        """The same rows in another order; missing values last. Raises KeyError for a column there is not."""
        place = {c.id: n for n, c in enumerate(self.columns)}[column]
        given = [row for row in self.rows if row[place].value is not None]
        missing = [row for row in self.rows if row[place].value is None]
        given.sort(key=lambda row: _sort_key(row[place].value), reverse=falling)
        return replace(self, rows=(*given, *missing))


def _sort_key(value: float | int | str | None) -> tuple[float, str]:
    return (0.0, norwegian_order(value)) if isinstance(value, str) else (float(value or 0), "")


_SPECIAL = re.compile("[&<>\"']")


def escape(text: str) -> str:
    """Text as it must stand in HTML. Most of ours has nothing to escape, and looking is cheaper than replacing."""
    return _escape(text) if _SPECIAL.search(text) else text


def words(text: str, *, value: float | int | str | None = None, url: str = "", notes: Iterable[str] = ()) -> Cell:
    """A cell of words; its value is the words themselves unless another is given."""
    return Cell(text if value is None else value, text, url=url, notes=tuple(note for note in notes if note))


def html(table: Table, *, sort_links: Sequence[tuple[str, str, str]] = ()) -> SafeString:
    """The table as HTML. ``sort_links`` gives, per column, an address, a description and the order now (or "")."""
    fixed = _fixed_parts(get_language() or "nb")
    parts = [f'<table class="vv-t {table.css}"><caption>{escape(table.caption)}</caption><thead><tr>']
    for n, column in enumerate(table.columns):
        name = escape(column.name)
        order = ""
        if sort_links:
            address, description, now = sort_links[n]
            name = f'<a href="{escape(address)}" title="{escape(description)}">{name}</a>'
            order = f' aria-sort="{now}"' if now else ""
        css = ' class="num"' if column.is_number else ""
        notes = "".join(f'<span class="lim">{escape(note)}</span>' for note in column.notes)
        parts.append(f'<th scope="col"{css}{order}>{name}{notes}</th>')
    parts.append("</tr></thead><tbody>")
    opening = [_opening(column, is_list_on_phone=LIST_ON_PHONE in table.css) for column in table.columns]
    _write_rows(parts, table.rows, opening, fixed)
    parts.append("</tbody>")
    if table.foot:
        parts.append("<tfoot>")
        _write_rows(parts, table.foot, opening, fixed)
        parts.append("</tfoot>")
    parts.append("</table>")
    return mark_safe("".join(parts))


def _opening(column: Column, *, is_list_on_phone: bool) -> tuple[str, str]:
    """The start of the column's cells: with room for a risk in the class, and without."""
    css = [word for word, is_so in (("num", column.is_number), ("minor", column.is_minor)) if is_so]
    told = ""
    if is_list_on_phone:
        label = escape(", ".join((column.name, *column.notes)))
        told = f' data-label="{label}"'.replace("%", "%%")
    marked = f'<td class="{" ".join([*css, "%s"])}"{told}>'
    plain = f'<td class="{" ".join(css)}"{told}>' if css else f"<td{told}>"
    return marked, plain.replace("%%", "%")


def _write_rows(
    parts: list[str], rows: Iterable[tuple[Cell, ...]], opening: list[tuple[str, str]], fixed: tuple[str, str]
) -> None:
    estimate, no_value = fixed
    add = parts.append
    for row in rows:
        head = row[0]
        text = escape(head.text)
        add(
            f'<tr><th scope="row"><a href="{escape(head.url)}">{text}</a>'
            if head.url
            else f'<tr><th scope="row">{text}'
        )
        if head.is_estimate:
            add(estimate)
        for note in head.notes:
            add(f'<span class="lim">{escape(note)}</span>')
        add("</th>")
        for cell, (marked, plain) in zip(row[1:], opening[1:], strict=True):
            text = no_value if cell.value is None and not cell.risk else escape(cell.text)
            if cell.url:
                text = f'<a href="{escape(cell.url)}">{text}</a>'
            if cell.is_estimate:
                text += estimate
            if not (cell.risk or cell.notes or cell.is_strong):
                add(f"{plain}{text}</td>")
                continue
            add(marked % cell.risk if cell.risk else plain)
            add(f'<span class="{"v vv-score" if cell.is_strong else "v"}">{text}</span>')
            if cell.risk:
                add(
                    f'<span class="vv-mk {cell.risk}"><svg aria-hidden="true"><use href="#m-{cell.risk}"/></svg>'
                    f"{escape(cell.word)}</span>"
                )
            for note in cell.notes:
                add(f'<span class="margin">{escape(note)}</span>')
            add("</td>")
        add("</tr>")


def estimate_word() -> str:
    """*Anslag*, as it stands beside every figure that rests on an assumption."""
    return gettext("estimate")


@lru_cache(maxsize=8)
def _fixed_parts(language: str) -> tuple[str, str]:
    """The estimate mark, and what is shown where there is no figure; ``language`` only keys the cache."""
    no_figure = gettext("missing")
    address = reverse("knowledge:about_figures") + "#anslag"
    return (
        f' <a class="vv-est" href="{address}">{escape(estimate_word())}</a>',
        f'<span class="vv-none">{escape(no_figure)}</span>',
    )
