"""Key figures of one area: the people, and what may attract residents, visitors and business."""

import numpy as np
from django.utils.translation import gettext

from veivalg.facts import load
from veivalg.rules.indicators import GROUPS, KeyFigure
from veivalg.statistics.dataset import REASONS
from veivalg.statistics.key_figures import KeyFigureTable
from veivalg.web.knowledge import figures
from veivalg.web.knowledge.panels.panel import Panel, Subject, source_line, told_source
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
        Column("comparison_kind", gettext("Compared with"), is_minor=True),
        Column("period", gettext("Period"), is_minor=True),
        Column("source", gettext("Source"), is_minor=True),
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
            of_members = every.value[list(subject.rows), n]
            low, high = _extremes(of_members)
            cells[2:2] = [Cell(_plain(low), _shown(low, definition)), Cell(_plain(high), _shown(high, definition))]
        rows.append(tuple(cells))
    return Panel(
        id=_WORDS[group],
        name=group_name(group),
        title=_finding(subject, own, every, chosen, group),
        table=Table(
            caption=gettext("Each figure is from the newest period that covers nearly every municipality.")
            + " "
            + gettext("“The middle” is the municipality that half of the others lie below."),
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


def _extremes(values: np.ndarray) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    return (float(known.min()), float(known.max())) if known.size else (float("nan"), float("nan"))


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
    best, place, text = _FAR, 0.5, ""
    for n, definition in chosen:
        value, others = float(own.value[0, n]), every.value[:, n]
        others = others[np.isfinite(others)]
        comparable = len(subject.rows) == 1 or definition.formula in {"growth", "flow", "share", "per_hundred"}
        if np.isnan(value) or not comparable or not others.size:
            continue
        share = float((others < value).mean() + (others == value).mean() / 2)
        if max(share, 1 - share) > best:
            best, place = max(share, 1 - share), share
            told = {
                "figure": definition.name[language()],
                "share": numbers.percent(100 * best, 0),
                "group": group_name(group),
            }
            if place > 0.5:
                text = gettext("%(group)s: “%(figure)s” is higher than in %(share)s of the municipalities") % told
            else:
                text = gettext("%(group)s: “%(figure)s” is lower than in %(share)s of the municipalities") % told
    return text or gettext("%(group)s: no figure stands out among the municipalities") % {"group": group_name(group)}
