"""The agreement as a file: Word and PDF for people, JSON for programs."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial

import docx
from django.http import HttpResponse
from django.utils.translation import gettext, override
from docx.oxml.ns import qn
from docx.table import Table

from veivalg.web.agreements import pdf
from veivalg.web.agreements.content import AgreementContent, as_plain
from veivalg.web.agreements.showing import (
    ShareLine,
    legal_person_words,
    majority_words,
    months_words,
    share_lines,
    shown_clauses,
)
from veivalg.web.files.cleaning import clean

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}
KINDS = (("docx", "Word"), ("pdf", "PDF"), ("json", "JSON"))
KEPT = 16
"""Files that are kept until others are asked for."""
LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a file holds, in the words of one language."""

    title: str
    standing: str
    """Whether it is in force, and from when."""
    language: str
    clauses: tuple[tuple[str, tuple[str, ...]], ...]
    """Heading with its number, and paragraphs."""
    facts: tuple[tuple[str, str], ...]
    shares_title: str
    heads: tuple[str, ...]
    shares: tuple[tuple[str, ...], ...]
    adopted_title: str
    adopted: tuple[str, ...]
    """By whom it was adopted; nothing for a text that has not been."""


def document(content: AgreementContent, *, standing: str, language: str, adopted: tuple[str, ...] = ()) -> Document:
    """The content as a document. Called in the language that it is to be written in."""
    has_liability = content.liability_whole is not None
    heads = [gettext("Participant"), gettext("Seats"), gettext("Owns")]
    heads += [gettext("Share of the debt")] if has_liability else []
    return Document(
        title=gettext("Cooperation agreement for %(council)s") % {"council": content.name},
        standing=standing,
        language=language,
        clauses=tuple(
            (f"{each.number}. {each.clause.heading}", tuple(each.paragraphs)) for each in shown_clauses(content)
        ),
        facts=_facts(content),
        shares_title=gettext("Seats and shares"),
        heads=tuple(heads),
        shares=tuple(_cells(line, has_liability=has_liability) for line in share_lines(content)),
        adopted_title=gettext("Who adopted it"),
        adopted=adopted,
    )


@lru_cache(maxsize=KEPT)
def written(
    content: AgreementContent, kind: str, *, standing: str, language: str, adopted: tuple[str, ...] = ()
) -> bytes:
    """The file's content in a language; `adopted` says by whom, where it has been. Raises KeyError for other kinds.

    Equal content gives the same file, so the last ones are kept: setting a long text takes seconds.
    """
    words = partial(document, content, standing=standing, language=language, adopted=adopted)
    writers: dict[str, Callable[[], bytes]] = {
        "docx": lambda: as_word(words()),
        "pdf": lambda: pdf.as_pdf(words()),
        "json": lambda: (json.dumps(as_plain(content), ensure_ascii=False, indent=1) + "\n").encode(),
    }
    with override(language):
        return writers[kind]()


def response(content: bytes, kind: str, *, name: str) -> HttpResponse:
    """For a browser to save."""
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def as_word(given: Document) -> bytes:
    """The document as .docx, with headings and a real table, and the language that a screen reader reads it in."""
    made = docx.Document()
    properties = made.core_properties
    properties.title = _text(given.title)[:250]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = LANGUAGES.get(given.language, "nb-NO")
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    for mark in made.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), properties.language)
    made.add_heading(_text(given.title), level=1)
    made.add_paragraph(_text(given.standing))
    for heading, paragraphs in given.clauses:
        made.add_heading(_text(heading), level=2)
        for text in paragraphs:
            made.add_paragraph(_text(text))
    made.add_heading(_text(given.shares_title), level=2)
    for name, value in given.facts:
        # The facts stand between the heading and the table: without this the table may begin a page of its own.
        made.add_paragraph(_text(f"{name}: {value}")).paragraph_format.keep_with_next = bool(given.shares)
    if given.shares:
        table = made.add_table(rows=1, cols=len(given.heads))
        table.style = "Table Grid"
        for cell, text in zip(table.rows[0].cells, given.heads, strict=True):
            cell.paragraphs[0].add_run(_text(text)).bold = True
        head = table.rows[0]._tr
        head.get_or_add_trPr().append(head.makeelement(qn("w:tblHeader"), {}))
        for row in given.shares:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.paragraphs[0].add_run(_text(text))
        _keep_together(table)
    if given.adopted:
        made.add_heading(_text(given.adopted_title), level=2)
        for text in given.adopted:
            made.add_paragraph(_text(text), style="List Bullet")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _keep_together(table: Table) -> None:
    """No line of a table is parted from itself, and its head stays with its first line."""
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:cantSplit"), {}))
    for row in table.rows[:1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _facts(content: AgreementContent) -> tuple[tuple[str, str], ...]:
    """What is said beside the clauses. What nobody has filled in is left out: a clause may say it, and a signed
    paper does not contradict itself."""
    facts = [(gettext("What the act leaves to the agreement is changed by"), majority_words(content))]
    if content.leaving_months is not None:
        facts.insert(0, (gettext("Notice before leaving"), months_words(content.leaving_months)))
    if content.is_own_legal_person is not None:
        facts.insert(0, (gettext("Legal person"), legal_person_words(content.is_own_legal_person)))
    return tuple(facts)


def _cells(line: ShareLine, *, has_liability: bool) -> tuple[str, ...]:
    cells = (line.name, str(line.seats), f"{line.ownership} ({line.ownership_percent})")
    return (*cells, f"{line.liability} ({line.liability_percent})") if has_liability else cells


def _text(text: str) -> str:
    return clean(text)[0]
