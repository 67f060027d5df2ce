"""The agreement as a tagged PDF (PDF/UA-1): headings, a real table, a title and a language, with our own font."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from veivalg.web.ui import charts

if TYPE_CHECKING:
    from veivalg.web.agreements.files import Document

FONTS = Path(charts.__file__).parent / "fonts"
# What people have written comes in as values and is only text to the typesetter, never its language.
_PAGE = """\
#let d = json(bytes(sys.inputs.document))
#set document(title: d.title, date: none)
#set text(font: "Inter", size: 10.5pt, lang: d.language, fallback: true, hyphenate: false)
#set page(paper: "a4", margin: (x: 25mm, y: 25mm), numbering: "1 / 1")
#set par(justify: false, leading: .7em, spacing: 1em)
#show heading.where(level: 1): set text(size: 20pt, weight: 600)
#show heading.where(level: 2): set text(size: 12.5pt, weight: 600)
#show heading.where(level: 2): set block(above: 1.8em, below: .8em, sticky: true)
#heading(level: 1, d.title)
#v(.3em)
#text(fill: rgb("#44555a"), d.standing)
#for clause in d.clauses {
  heading(level: 2, clause.at(0))
  for line in clause.at(1) { par(text(line)) }
}
#heading(level: 2, d.shares_title)
#for fact in d.facts { par(text(fact.at(0) + ": " + fact.at(1))) }
#if d.shares.len() > 0 {
  table(
    columns: (3fr, 1fr) + (2fr,) * (d.heads.len() - 2),
    stroke: (x: none, y: .5pt + rgb("#b8c2c4")),
    inset: (x: 3pt, y: 6pt),
    table.header(..d.heads.map(head => text(weight: 600, head))),
    ..d.shares.flatten().map(cell => text(cell)),
  )
}
#if d.adopted.len() > 0 {
  heading(level: 2, d.adopted_title)
  list(..d.adopted.map(line => text(line)))
}
"""


def as_pdf(given: "Document") -> bytes:
    """The document as PDF. Equal input gives equal bytes. Raises typst.TypstError for what cannot be set at all."""
    written = asdict(given) | {"language": {"nb": "nb", "nn": "nn", "en": "en"}.get(given.language, "nb")}
    values = json.dumps(written, ensure_ascii=False)
    try:
        return _compiled(values, ["ua-1"])
    except typst.TypstError:
        # A sign that our font does not have: still tagged, with a box for the sign, and no claim of PDF/UA.
        return _compiled(values, [])


def _compiled(values: str, standards: list[str]) -> bytes:
    made = typst.compile(
        _PAGE.encode(),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"document": values},
        pdf_standards=standards,
    )
    return bytes(made)
