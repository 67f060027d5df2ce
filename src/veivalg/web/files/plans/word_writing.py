"""Writes a plan as a Word document: a table for each goal, as plans are printed."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tc
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from veivalg.rules.plans import Action, Goal, Plan, written_timing
from veivalg.web.files.cleaning import clean
from veivalg.web.files.plans import words
from veivalg.web.files.plans.showing import shown_in_word
from veivalg.web.files.plans.word_lines import OUR_MARK

_PAGE = (Mm(297), Mm(210))
_MARGIN = Mm(18)
_TABLE_STYLES = ("TableNormal", "TableGrid")
# Shares of the page's width: path, action, names; and with the columns that can be left out.
_WIDTHS = {3: (30, 45, 25), 4: (26, 40, 22, 12), 5: (24, 34, 20, 10, 12)}


def write_word(
    plan: Plan, *, language: str, has_time: bool = False, statuses: Mapping[int, str] | None = None
) -> bytes:
    """The plan as .docx. The columns for time and status (by the actions' numbers) are there when asked for.

    Texts are only texts: no fields, no links. Equal input gives equal tables, not equal bytes.
    """
    plan = shown_in_word(plan, has_time=has_time)
    document = docx.Document()
    _set_up(document, plan, language)
    if plan.name:
        document.add_heading(_text(plan.name), level=1)
    for front, text in (
        (words.PERIOD_IN_FRONT, str(plan.period or "")),
        (words.VISION_IN_FRONT, plan.vision),
    ):
        if text:
            document.add_paragraph(_text(f"{front.in_language(language)} {text}"))
    focus_front = words.FOCUS_AREA_IN_FRONT.in_language(language)
    for area in plan.focus_areas:
        document.add_heading(_text(f"{focus_front} {area.name}"), level=2)
        if area.about:
            document.add_paragraph(_text(area.about))
    current: str | None = None
    for goal in plan.goals:
        if plan.focus_areas and goal.focus_area != current:
            named = f"{focus_front} {goal.focus_area}" if goal.focus_area else words.NO_FOCUS_AREA.in_language(language)
            document.add_heading(_text(named), level=2)
            current = goal.focus_area
        _add_goal(document, plan, goal, language=language, has_time=has_time, statuses=statuses)
        # Two tables that touch are one to Word.
        document.add_paragraph()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_up(document: Document, plan: Plan, language: str) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    document.styles["Normal"].font.size = Pt(10)
    _leave_out_unused_styles(document)
    properties = document.core_properties
    properties.title = _text(plan.name)[:250]
    properties.keywords = OUR_MARK
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = {"nn": "nn-NO", "en": "en-GB"}.get(language, "nb-NO")
    # What a screen reader reads by, and the spelling is checked in.
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), properties.language)
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def _leave_out_unused_styles(document: Document) -> None:
    """Takes out what the library's own template brings and nothing here uses: nine tenths of the file."""
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.type == WD_STYLE_TYPE.TABLE and style.styleId not in _TABLE_STYLES:
            styles.remove(style)
    for links in (document.part.rels, document.part.package.rels):
        for id, link in list(links.items()):
            if link.reltype.endswith(("/stylesWithEffects", "/customXml", "/thumbnail")):
                links.pop(id)


def _add_goal(
    document: Document,
    plan: Plan,
    goal: Goal,
    *,
    language: str,
    has_time: bool,
    statuses: Mapping[int, str] | None,
) -> None:
    years = f" {plan.action_period}" if plan.action_period else ""
    heads = [
        words.PATH_HEAD.in_language(language),
        words.ACTION_HEAD.in_language(language).format(years=years),
        words.NAMES_HEAD.in_language(language),
    ]
    heads += [words.TIME_HEAD.in_language(language)] if has_time else []
    heads += [words.STATUS_HEAD.in_language(language)] if statuses is not None else []
    lines: list[tuple[list[tuple[str, ...]], str]] = []
    for path in goal.paths:
        for place, action in enumerate(path.actions or (None,)):
            merge = "continue" if place else "restart" if len(path.actions) > 1 else ""
            cells = [(path.name if not place else "",)]
            cells += _action_cells(action, has_time=has_time, statuses=statuses) if action else []
            lines.append((cells + [("",)] * (len(heads) - len(cells)), merge))
    table = document.add_table(rows=len(lines) + 3, cols=len(heads))
    table.style = "Table Grid"
    table.autofit = False
    rows: list[CT_Row] = list(table._tbl.tr_lst)
    title = f"{words.GOAL_IN_FRONT.in_language(language)} {goal.name}"
    for row, text, is_strong in ((rows[0], title, True), (rows[1], goal.picture, False)):
        _across(row, table)
        _fill(row.tc_lst[0], table, (text,), is_strong=is_strong)
    for tc, text in zip(rows[2].tc_lst, heads, strict=True):
        _fill(tc, table, (text,), is_strong=True)
    # Word repeats these rows at the top of every page that the table goes on to.
    for row in rows[:3]:
        row.get_or_add_trPr().append(row.makeelement(qn("w:tblHeader"), {}))
    for row, (cells, merge) in zip(rows[3:], lines, strict=True):
        for tc, texts in zip(row.tc_lst, cells, strict=True):
            _fill(tc, table, texts)
        if merge:
            row.tc_lst[0].vMerge = merge
    _set_widths(table, rows, len(heads))


def _action_cells(action: Action, *, has_time: bool, statuses: Mapping[int, str] | None) -> list[tuple[str, ...]]:
    cells: list[tuple[str, ...]] = [(f"{action.number}. {action.text}",), action.names or ("",)]
    if has_time:
        cells.append((written_timing(action.first_year, action.last_year, action.due_on),))
    if statuses is not None:
        cells.append((statuses.get(action.number or 0, ""),))
    return cells


def _across(row: CT_Row, table: Table) -> None:
    first, *others = row.tc_lst
    for tc in others:
        row.remove(tc)
    first.grid_span = len(table.columns)


def _fill(tc: CT_Tc, table: Table, texts: tuple[str, ...], *, is_strong: bool = False) -> None:
    """One paragraph for each text."""
    for place, text in enumerate(texts):
        p = tc.p_lst[0] if place == 0 else tc.add_p()
        run = Paragraph(p, table).add_run(_text(text))
        run.bold = is_strong or None


def _set_widths(table: Table, rows: list[CT_Row], count: int) -> None:
    whole = _PAGE[0] - 2 * _MARGIN
    widths = [whole * share // 100 for share in _WIDTHS[count]]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in rows:
        for tc, width in zip(row.tc_lst, widths if len(row.tc_lst) == count else [whole], strict=True):
            tc.width = width


def _text(text: str) -> str:
    return clean(text)[0]
