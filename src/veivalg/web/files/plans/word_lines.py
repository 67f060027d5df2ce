"""Turns a Word document into lines: its paragraphs and the rows of its tables, in order.

Written by hand over the document's own elements, since what matters here is what a library hides: tracked changes, the
numbers that Word draws in front of paragraphs, and the difference between a cell that goes on and one that is empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from veivalg.web.files.cleaning import clean
from veivalg.web.files.limits import Limits
from veivalg.web.files.plans.lines import Line
from veivalg.web.files.plans.refusals import PlanRefused
from veivalg.web.files.plans.word_container import WordParts
from veivalg.web.files.plans.word_lists import Lists, attribute, child, local, whole
from veivalg.web.files.refusals import Refusal

#: What stands in the properties of documents that we have written.
OUR_MARK = "veivalg-plan-1"
# Content in them is read as if it stood outside.
_WRAPPERS = ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
_LEFT_OUT = ("del", "moveFrom", "pPr", "rPr", "tcPr", "tblPr", "trPr", "AlternateContent", "drawing", "pict")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


@dataclass
class WordLines:
    """The lines of a document, and what was seen besides."""

    lines: list[Line] = field(default_factory=list)
    is_ours: bool = False
    has_changes: bool = False
    has_text_boxes: bool = False


def word_lines(parts: WordParts, *, limits: Limits) -> WordLines:
    """The lines of the main part.

    Raises:
        PlanRefused: ``damaged``, or one about size.
    """
    document = _tree(parts.document, "document")
    body = child(document, "body")
    if document is None or body is None:
        raise PlanRefused(Refusal.DAMAGED, what="document")
    return _Reader(parts, limits).read(document, body)


def _tree(part: bytes, name: str) -> ElementTree.Element | None:
    if not part:
        return None
    try:
        return ElementTree.fromstring(part, parser=ElementTree.XMLParser(encoding="utf-8"))
    except (ElementTree.ParseError, ValueError, LookupError):
        raise PlanRefused(Refusal.DAMAGED, what=name) from None


class _Reader:
    def __init__(self, parts: WordParts, limits: Limits) -> None:
        self.limits = limits
        styles = _tree(parts.styles, "styles")
        self.lists = Lists(_tree(parts.numbering, "numbering"), styles)
        self.heading_levels = _heading_levels(styles)
        properties = _tree(parts.properties, "core-properties")
        self.found = WordLines(is_ours=OUR_MARK in _keywords(properties))
        self.paragraphs = self.tables = self.characters = 0

    def read(self, document: ElementTree.Element, body: ElementTree.Element) -> WordLines:
        tags = {local(element.tag) for element in document.iter()}
        self.found.has_changes = bool(tags & {"ins", "del", "moveFrom", "moveTo"})
        self.found.has_text_boxes = "txbxContent" in tags
        for element in _unwrapped(body):
            name = local(element.tag)
            if name == "p":
                self.add_paragraph(element)
            elif name == "tbl":
                self.tables += 1
                self.add_table(element)
        return self.found

    def add(self, line: Line) -> None:
        if len(self.found.lines) >= self.limits.rows:
            raise PlanRefused(Refusal.TOO_MANY_ROWS, limit=self.limits.rows)
        self.characters += sum(map(len, line.cells))
        if self.characters > self.limits.characters:
            raise PlanRefused(Refusal.TOO_MUCH_TEXT, limit=self.limits.characters)
        for column, text in enumerate(line.cells):
            if len(text) > self.limits.cell_characters:
                found, limit = len(text), self.limits.cell_characters
                raise PlanRefused(Refusal.CELL_TOO_LONG, cell=line.where(column), found=found, limit=limit)
        self.found.lines.append(line)

    def add_paragraph(self, element: ElementTree.Element) -> None:
        text = self.paragraph_text(element)
        style = attribute(child(element, "pPr", "pStyle"), "val")
        outline = attribute(child(element, "pPr", "outlineLvl"), "val")
        level = whole(outline, 9) + 1 if outline else self.heading_levels.get(style, 0)
        if text:
            self.add(Line((text,), self.paragraphs, heading_level=level if level <= 9 else 0))
        self.paragraphs += 1

    def paragraph_text(self, element: ElementTree.Element) -> str:
        marker = self.lists.marker(element, attribute(child(element, "pPr", "pStyle"), "val"))
        text = clean("".join(_texts(element)))[0]
        return f"{marker}{text}" if text else ""

    def add_table(self, element: ElementTree.Element) -> None:
        rows = [each for each in _unwrapped(element) if local(each.tag) == "tr"]
        width = 0
        read = []
        for row in rows:
            cells, joined, spans = self.row_cells(row)
            width = max(width, len(cells))
            read.append((cells, joined, spans))
        for number, (cells, joined, spans) in enumerate(read):
            filled = (*cells, *("",) * (width - len(cells)))
            self.add(Line(filled, number, "", self.tables, joined, is_whole=spans == 1 and width > 1))

    def row_cells(self, row: ElementTree.Element) -> tuple[list[str], frozenset[int], int]:
        """The texts by column, the columns that go on from above, and how many cells the row really has."""
        cells = [""] * min(whole(attribute(child(row, "trPr", "gridBefore"), "val")), self.limits.columns)
        joined = set()
        count = 0
        for cell in _unwrapped(row):
            if local(cell.tag) != "tc":
                continue
            count += 1
            merge = child(cell, "tcPr", "vMerge")
            goes_on = merge is not None and attribute(merge, "val", "continue") == "continue"
            if goes_on:
                joined.add(len(cells))
            # A cell that goes on shows nothing of its own, whatever is stored in it.
            cells.append("" if goes_on else self.cell_text(cell))
            span = whole(attribute(child(cell, "tcPr", "gridSpan"), "val"), 1)
            if len(cells) + span > self.limits.columns:
                raise PlanRefused(Refusal.TOO_MANY_COLUMNS, found=len(cells) + span - 1, limit=self.limits.columns)
            cells += [""] * (span - 1)
        return cells, frozenset(joined), count

    def cell_text(self, cell: ElementTree.Element) -> str:
        """The paragraphs of a cell, a line each; a table inside it gives its cells one after another."""
        texts = []
        waiting = list(reversed(list(_unwrapped(cell))))
        while waiting:
            element = waiting.pop()
            name = local(element.tag)
            if name == "p":
                texts.append(self.paragraph_text(element))
            elif name in ("tbl", "tr", "tc"):
                waiting += reversed(list(_unwrapped(element)))
        return "\n".join(texts).strip()


def _unwrapped(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The children, with those of content controls and of inserted text in their places."""
    waiting = list(reversed(element))
    while waiting:
        each = waiting.pop()
        name = local(each.tag)
        if name in _WRAPPERS:
            waiting += reversed(each)
        elif name not in _LEFT_OUT:
            yield each


def _texts(paragraph: ElementTree.Element) -> Iterator[str]:
    for run in _unwrapped(paragraph):
        if local(run.tag) != "r":
            continue
        for piece in _unwrapped(run):
            name = local(piece.tag)
            if name == "t":
                yield piece.text or ""
            elif name in _BREAKS:
                yield _BREAKS[name]
            elif name == "sym":
                yield "•"


def _heading_levels(styles: ElementTree.Element | None) -> dict[str, int]:
    """Which paragraph styles are headings, by the outline level that Word gives them."""
    found = {"Title": 1, "Tittel": 1, **{f"Heading{n}": n for n in range(1, 10)}}
    for style in styles if styles is not None else ():
        id = attribute(style, "styleId")
        level = attribute(child(style, "pPr", "outlineLvl"), "val")
        if level and whole(level, 9) < 9:
            found[id] = whole(level) + 1
        elif attribute(child(style, "name"), "val").lower() == "title":
            found[id] = 1
    return found


def _keywords(properties: ElementTree.Element | None) -> str:
    if properties is None:
        return ""
    return " ".join(each.text or "" for each in properties if local(each.tag) == "keywords")
