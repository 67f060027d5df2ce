"""What every kind of file is turned into before it is understood: lines of cells, in the order they are read."""

from dataclasses import dataclass

from django.utils.translation import gettext

from veivalg.web.files.workbook import address


@dataclass(frozen=True)
class Line:
    """A row of a table or a sheet, or a paragraph (``table`` is 0, and there is one cell).

    ``sheet`` is empty in documents. ``joined`` are the columns whose cell is the one above, gone on. A line is
    ``is_whole`` when one cell stands across all columns.
    """

    cells: tuple[str, ...]
    row: int
    sheet: str = ""
    table: int = 0
    joined: frozenset[int] = frozenset()
    is_whole: bool = False
    heading_level: int = 0
    """1 for the title and the highest headings; 0 for what is no heading."""

    @property
    def is_paragraph(self) -> bool:
        """Whether it is text outside tables."""
        return self.table == 0

    def where(self, column: int | None = None) -> str:
        """The place in words that its sender can find it by."""
        if self.sheet:
            return f"{self.sheet}!{address(self.row, column or 0)}"
        if self.is_paragraph:
            return gettext("paragraph %(row)s") % {"row": self.row + 1}
        return gettext("table %(table)s, row %(row)s") % {"table": self.table, "row": self.row + 1}
