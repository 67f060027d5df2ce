"""Writes a briefing paper (saksframlegg) as a Word document: headings and paragraphs, and nothing that runs."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from veivalg.web.files.cleaning import clean

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_IN_THE_FILE = (2000, 1, 1, 0, 0, 0)
_TABLE_STYLES = ("TableNormal", "TableGrid")


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs; one without text gets an empty line to write on. `is_quote` sets it in."""

    heading: str
    paragraphs: Sequence[str] = ()
    level: int = 2
    is_quote: bool = False


@dataclass(frozen=True)
class BriefingPaper:
    """A briefing paper: its title, the facts at its head, and its sections in order."""

    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    language: str
    """nb or nn; what the spelling is checked in."""


def write_briefing_paper(paper: BriefingPaper) -> bytes:
    """The paper as .docx. Texts are only texts: no fields, no links. The same paper gives the same bytes."""
    document = docx.Document()
    _set_up(document, paper)
    document.add_heading(_text(paper.title), level=1)
    if paper.facts:
        table = document.add_table(rows=len(paper.facts), cols=2)
        table.style = "Table Grid"
        for row, (name, value) in zip(table.rows, paper.facts, strict=True):
            left, right = row.cells
            left.paragraphs[0].add_run(_text(name)).bold = True
            right.paragraphs[0].add_run(_text(value))
    for section in paper.sections:
        document.add_heading(_text(section.heading), level=section.level)
        for paragraph in section.paragraphs or ("",):
            line = document.add_paragraph(_text(paragraph))
            if section.is_quote:
                line.paragraph_format.left_indent = Mm(10)
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_moment(buffer.getvalue())


def _set_up(document: Document, paper: BriefingPaper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    document.styles["Normal"].font.size = Pt(11)
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.type == WD_STYLE_TYPE.TABLE and style.styleId not in _TABLE_STYLES:
            styles.remove(style)
    for links in (document.part.rels, document.part.package.rels):
        for id, link in list(links.items()):
            if link.reltype.endswith(("/stylesWithEffects", "/customXml", "/thumbnail")):
                links.pop(id)
    properties = document.core_properties
    properties.title = _text(paper.title)[:250]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "nn-NO" if paper.language == "nn" else "nb-NO"
    # What a screen reader reads by, and the spelling is checked in.
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), properties.language)
    properties.created = properties.modified = _ALWAYS


def _same_moment(content: bytes) -> bytes:
    """The same archive with one moment for every part, so that equal papers are equal files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _IN_THE_FILE), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _text(text: str) -> str:
    return clean(text)[0]
