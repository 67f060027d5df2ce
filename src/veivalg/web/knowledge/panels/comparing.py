"""Municipalities side by side: a region's members, and municipalities that are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext

from veivalg.facts import load
from veivalg.statistics import similar
from veivalg.statistics.dataset import DataSet
from veivalg.statistics.index import IndexTable
from veivalg.web.knowledge import figures, scores
from veivalg.web.knowledge.editions import OwnFigures
from veivalg.web.knowledge.panels import own
from veivalg.web.knowledge.panels.describing import value_cell
from veivalg.web.knowledge.panels.panel import Panel, Subject, estimate_word, source_line
from veivalg.web.ui.tables import Cell, Column, Table, words

SHOWN = ("population", "growth_10", "share_65", "women_20_39", "net_migration_5", "centrality")
HOW_MANY = 5
_ORIGINS = ("ssb-07459", "ssb-area-migration", "klass-centrality", "derived")


@dataclass(frozen=True)
class Place:
    """One municipality in a comparison."""

    name: str
    row: int
    url: str
    note: str = ""
    code: str = ""
    """The municipality's own number, for figures that its council has given."""


def members(
    subject: Subject, places: Sequence[Place], table: IndexTable, sum_table: IndexTable, year: int, given: OwnFigures
) -> Panel:
    """A region's members side by side (deltakerne), in alphabetical order, and the region as one.

    ``given`` are the council's own indicators: each has a column, after the official figures.
    """
    every = figures.of_every_municipality(subject.data)
    together = figures.of_area(subject.data, subject.area)
    rows = [
        (
            words(place.name, url=place.url, notes=(place.note,)),
            *(_figure(every, place.row, id) for id in SHOWN),
            *own.newest(given, subject.codes, place.code),
            scores.line(table, n, year, name=place.name).score_cell,
        )
        for n, place in enumerate(places)
    ]
    foot = (
        words(gettext("The region as one")),
        *(_figure(together, 0, id) for id in SHOWN),
        *own.newest_of_region(given, subject.codes),
        scores.line(sum_table, 0, year, name=subject.name).score_cell,
    )
    return Panel(
        id="deltakere",
        name=gettext("The members"),
        title=_members_finding(subject, places),
        table=Table(
            caption=gettext("In alphabetical order, not ranked. The signs are those of %(year)s.") % {"year": year},
            columns=_columns(gettext("Municipality"), every.period, own.columns(given, subject.codes)),
            rows=tuple(rows),
            foot=(foot,),
            css="vv-ix",
        ),
        source=source_line(subject, *_ORIGINS, own=own.sources(given)),
    )


def alike(subject: Subject, places: Sequence[Place], table: IndexTable, year: int) -> Panel:
    """The municipality itself and those most like it in size and centrality (lignende kommuner)."""
    every = figures.of_every_municipality(subject.data)
    rows = [
        (
            words(place.name, url=place.url, notes=(place.note,)),
            *(_figure(every, place.row, id) for id in SHOWN),
            scores.line(table, place.row, year, name=place.name).score_cell,
        )
        for place in places
    ]
    return Panel(
        id="lignende",
        name=gettext("Similar municipalities"),
        title=_alike_finding(subject, [place.row for place in places]),
        table=Table(
            caption=gettext("The municipalities most like it in population and centrality, not ranked."),
            columns=_columns(gettext("Municipality"), every.period),
            rows=tuple(rows),
            css="vv-ix",
        ),
        source=source_line(subject, *_ORIGINS),
    )


def twins(subject: Subject, pairs: Sequence[tuple[Place, Place]]) -> Panel:
    """Each member beside the municipality outside the region that is most like it."""
    every = figures.of_every_municipality(subject.data)
    rows = []
    for mine, other in pairs:
        cells: list[Cell] = [
            words(mine.name, url=mine.url, notes=(mine.note,)),
            words(other.name, url=other.url),
        ]
        for id in ("population", "growth_10", "share_65"):
            cells += [_figure(every, mine.row, id), _figure(every, other.row, id)]
        rows.append(tuple(cells))
    columns = [Column("municipality", gettext("Municipality")), Column("similar", gettext("Most similar elsewhere"))]
    for id in ("population", "growth_10", "share_65"):
        definition = load.key_figures()[id]
        unit = definition.unit[scores.language()]
        name = definition.name[scores.language()]
        columns += [
            Column(id, name, (unit, gettext("here")), is_number=True, unit=unit),
            Column(f"{id}_similar", name, (unit, gettext("the similar one")), is_number=True, unit=unit),
        ]
    return Panel(
        id="lignende",
        name=gettext("Similar municipalities"),
        title=_twins_finding(subject.data, pairs),
        table=Table(
            caption=gettext(
                "Each member beside the municipality outside the region most like it in size and centrality."
            ),
            columns=tuple(columns),
            rows=tuple(rows),
            css="vv-ix",
        ),
        source=source_line(subject, "ssb-07459", "klass-centrality"),
    )


def rows_alike(data: DataSet, row: int) -> tuple[int, ...]:
    """Rows of the municipalities most like one."""
    return similar.nearest(data, row, count=HOW_MANY)


def row_alike(data: DataSet, row: int, region: Sequence[int]) -> int:
    """The row most like one outside its region."""
    return similar.nearest(data, row, count=1, leave_out=region)[0]


def _columns(first: str, periods: Sequence[str], given: Sequence[Column] = ()) -> tuple[Column, ...]:
    order = list(load.key_figures())
    columns = [Column("municipality", first)]
    for id in SHOWN:
        definition = load.key_figures()[id]
        unit = definition.unit[scores.language()]
        notes = (unit, periods[order.index(id)])
        columns.append(Column(id, definition.name[scores.language()], notes, is_number=True, unit=unit))
    return (*columns, *given, Column("signs", gettext("Signs"), unit="signs"))


def _figure(table: figures.KeyFigureTable, area: int, id: str) -> Cell:
    return value_cell(table, area, table.figures.index(id), load.key_figures()[id])


def _growth(data: DataSet, rows: Sequence[int]) -> np.ndarray:
    table = figures.of_every_municipality(data)
    return table.value[list(rows), table.figures.index("growth_10")]


def _suffix(data: DataSet, rows: Sequence[int]) -> str:
    """*Anslag* when any of the growth figures is one."""
    table = figures.of_every_municipality(data)
    rests = table.estimated[list(rows), table.figures.index("growth_10")].any()
    return estimate_word() if rests else ""


def _members_finding(subject: Subject, places: Sequence[Place]) -> str:
    growth = _growth(subject.data, [place.row for place in places])
    told = {"growing": int((growth > 0).sum()), "count": len(places)}
    if told["growing"] == told["count"]:
        text = gettext("All %(count)s members have grown in ten years") % told
    elif told["growing"] == 0:
        text = gettext("None of the %(count)s members has grown in ten years") % told
    else:
        text = gettext("%(growing)s of %(count)s members have grown in ten years") % told
    return text + _suffix(subject.data, [place.row for place in places])


def _alike_finding(subject: Subject, rows: Sequence[int]) -> str:
    own = _growth(subject.data, subject.rows[:1])[0]
    others = _growth(subject.data, [row for row in rows if row not in subject.rows])
    told = {"fewer": int((others < own).sum()), "count": len(others), "name": subject.name}
    text = gettext("%(fewer)s of %(count)s similar municipalities have grown less than %(name)s in ten years") % told
    return text + _suffix(subject.data, [*subject.rows, *rows])


def _twins_finding(data: DataSet, pairs: Sequence[tuple[Place, Place]]) -> str:
    ahead = sum(bool(_growth(data, [mine.row])[0] > _growth(data, [other.row])[0]) for mine, other in pairs)
    text = gettext(
        "%(ahead)s of %(count)s members have grown more in ten years than a similar municipality elsewhere"
    ) % {"ahead": ahead, "count": len(pairs)}
    return text + _suffix(data, [place.row for pair in pairs for place in pair])
