"""Word documents put together for tests, with what people do in them."""

import io
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(
    *rows: tuple[str, ...], before: tuple[tuple[str, int], ...] = (), change: Callable[[Document], None] | None = None
) -> bytes:
    """A document with paragraphs (text, and level of heading or 0) and one table. Lines of a cell are paragraphs.

    A cell that is ``<`` is one with the cell to the left, and ``^`` with the one above.
    """
    made = docx.Document()
    for text, level in before:
        if level:
            made.add_heading(text, level)
        else:
            made.add_paragraph(text)
    if rows:
        add_table(made, *rows)
    if change:
        change(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def add_table(made: Document, *rows: tuple[str, ...]) -> None:
    width = len(rows[0])
    table = made.add_table(len(rows), width)
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = table.cell(line, column)
            if text == "<":
                table.cell(line, column - 1).merge(cell)
            elif text == "^":
                table.cell(line - 1, column).merge(cell)
            else:
                first, *more = text.split("\n")
                cell.paragraphs[0].add_run(first)
                for each in more:
                    cell.add_paragraph(each)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    return packed(parts_of(content) | {name: part})


def with_body(content: bytes, old: str, new: str) -> bytes:
    """The document with a piece of its main part put in place of another."""
    parts = parts_of(content)
    body = parts["word/document.xml"].decode()
    assert old in body
    return packed(parts | {"word/document.xml": body.replace(old, new, 1).encode()})


def with_link(content: bytes, kind: str, target: str, *, mode: str = ' TargetMode="External"') -> bytes:
    """The document with one more relationship of its main part."""
    parts = parts_of(content)
    links = parts["word/_rels/document.xml.rels"].decode()
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    extra = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}"{mode}/></Relationships>'
    return packed(parts | {"word/_rels/document.xml.rels": links.replace("</Relationships>", extra).encode()})
