"""Key figures of one area: the people, and what may attract residents, visitors and business."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from django.utils.translation import gettext

from veivalg.facts import load
from veivalg.rules.indicators import GROUPS, KeyFigure
from veivalg.statistics.dataset import REASONS
from veivalg.statistics.key_figures import KeyFigureTable
from veivalg.web.knowledge import figures
from veivalg.web.knowledge.panels.panel import Panel, Subject, estimate_word, source_line, told_source
from veivalg.web.knowledge.scores import language, reason_text
from veivalg.web.ui import numbers
from veivalg.web.ui.tables import Cell, Column, Table, words

_WORDS = {"people": "folk", "residents": "bosetting", "visitors": "besok", "business": "bedrift"}
_FAR = 0.8
"""A figure stands out when at least this share of the municipalities lies on one side of it."""


def key_figures(subject: Subject) -> list[Panel]:
    """One panel per group of figures (nøkkeltall)."""
    own = figures.of_area(subject.data, subject.area)
    return [_group(subject, own, group) for group in GROUPS]


def _group(subject: Subject, own: KeyFigureTable, group: str) -> Panel:
    chosen = [(n, load.key_figures()[id]) for n, id in enumerate(own.figures)]
    chosen = [(n, definition) for n, definition in chosen if definition.attracts == group]
    is_region = len(subject.rows) > 1
    every = figures.of_every_municipality(subject.data)
    columns = [
        Column("figure", gettext("Key figure")),
        Column("value", subject.name, is_number=True, is_marked=True),
        Column("comparison", gettext("To compare with"), is_number=True),
        Column("comparison_kind", gettext("Compared with")),
        Column("period", gettext("Period"), is_minor=True),
        Column("figure_source", gettext("Source"), is_minor=True),
    ]
    if is_region:
        columns[2:2] = [
            Column("lowest", gettext("Lowest member"), is_number=True),
            Column("highest", gettext("Highest member"), is_number=True),
        ]
    rows = []
    for n, definition in chosen:
        value, kind = _comparison(subject, definition)
        cells = [
            words(
                definition.name[language()],
                value=definition.id,
                notes=(f"{definition.unit[language()]}, {own.period[n]}", definition.caveat.get(language(), "")),
            ),
            value_cell(own, 0, n, definition),
            Cell(_plain(value), _shown(value, definition)),
            words(kind),
            words(own.period[n]),
            words(told_source(subject.data.origins[definition.source]))
            if definition.source in subject.data.origins
            else words(""),
        ]
        if is_region:
            cells[2:2] = [_of_member(every, subject.rows, n, definition, pick) for pick in (np.nanargmin, np.nanargmax)]
        rows.append(tuple(cells))
    return Panel(
        id=_WORDS[group],
        name=group_name(group),
        title=_finding(subject, own, every, chosen, group),
        table=Table(
            caption=gettext("Each figure is from the newest period that covers nearly every municipality.")
            + " "
            + gettext("“The middle” is the municipality that as many lie below as above."),
            columns=tuple(columns),
            rows=tuple(rows),
            css="vv-ix",
        ),
        source=source_line(subject, *dict.fromkeys(definition.source for _, definition in chosen)),
    )


def value_cell(table: KeyFigureTable, area: int, n: int, definition: KeyFigure) -> Cell:
    value = float(table.value[area, n])
    if np.isnan(value):
        return Cell(None, "", notes=(reason_text(REASONS[table.reason[area, n]]),))
    return Cell(_plain(value), _shown(value, definition), is_estimate=bool(table.estimated[area, n]))


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)


def _shown(value: float, definition: KeyFigure) -> str:
    if np.isnan(value):
        return ""
    signed = definition.formula in {"growth", "flow", "official_sum"}
    return numbers.signed(value, definition.decimals) if signed else numbers.number(value, definition.decimals)


def _comparison(subject: Subject, definition: KeyFigure) -> tuple[float, str]:
    """The country for ratios of counts, else the municipality in the middle. A sum is not held against a mean."""
    stick = figures.yardstick(subject.data)
    if definition.id in stick.country:
        return stick.country[definition.id], gettext("Norway")
    if len(subject.rows) > 1 and definition.formula in {"stock", "official_sum", "count"}:
        return float("nan"), ""
    return stick.middle.get(definition.id, float("nan")), gettext("the middle")


def _of_member(
    every: KeyFigureTable,
    rows: Sequence[int],
    n: int,
    definition: KeyFigure,
    pick: Callable[[np.ndarray], np.intp],
) -> Cell:
    """The lowest or the highest member's figure."""
    values = every.value[list(rows), n]
    return value_cell(every, rows[int(pick(values)) if np.isfinite(values).any() else 0], n, definition)


def group_name(group: str) -> str:
    """What a group of key figures is about."""
    return {
        "people": gettext("The people"),
        "residents": gettext("What may attract residents"),
        "visitors": gettext("What may attract visitors"),
        "business": gettext("What may attract business"),
    }[group]


def _finding(
    subject: Subject, own: KeyFigureTable, every: KeyFigureTable, chosen: list[tuple[int, KeyFigure]], group: str
) -> str:
    """The group's name, and the figure that is most unlike other municipalities'."""
    best, text = 0.0, ""
    for n, definition in chosen:
        value, others = float(own.value[0, n]), np.delete(every.value[:, n], list(subject.rows))
        others = others[np.isfinite(others)]
        # Counts tell how large a place is, and a region is not one of the municipalities.
        comparable = len(subject.rows) == 1 and definition.formula not in {"stock", "count", "official_sum"}
        if np.isnan(value) or not comparable or not others.size:
            continue
        below, above = float((others < value).mean()), float((others > value).mean())
        if max(below, above) < _FAR or max(below, above) <= best:
            continue
        best = max(below, above)
        told = {
            "figure": definition.name[language()],
            # Rounded down: "higher than in 100 % of the municipalities" is only said when it is so.
            "share": numbers.percent(math.floor(100 * best), 0),
            "group": group_name(group),
        }
        if below > above:
            text = gettext("%(group)s: “%(figure)s” lies above %(share)s of the other municipalities") % told
        else:
            text = gettext("%(group)s: “%(figure)s” lies below %(share)s of the other municipalities") % told
        text += estimate_word() if own.estimated[0, n] else ""
    return text or group_name(group)
