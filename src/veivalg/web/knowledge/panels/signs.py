"""The index of one area: its signs in one year, and how the score has moved."""

from dataclasses import replace

import numpy as np
from django.utils.translation import gettext

from veivalg.statistics.index import IndexTable
from veivalg.web.knowledge import scores
from veivalg.web.knowledge.panels.panel import Panel, Subject, estimate_word, source_line
from veivalg.web.ui import numbers
from veivalg.web.ui.charts import Band, Interval, bands, intervals
from veivalg.web.ui.tables import Cell, Column, Table, words


def signs(subject: Subject, table: IndexTable, year: int) -> Panel:
    """Each indicator against its limit, with the interval that chance allows."""
    heads = scores.heads(table, year)
    place = table.years.index(year)
    line = scores.line(table, 0, year, heads, name=subject.name)
    rows = []
    for n, (head, cell) in enumerate(zip(heads, line.cells, strict=True)):
        low, high = float(table.low[0, place, n]), float(table.high[0, place, n])
        interval = "" if np.isnan(low) else f"{numbers.number(low, 1)}–{numbers.number(high, 1)}"
        margin = next((note for note in cell.notes), "")
        rows.append(
            (
                words(head.name, value=head.id, notes=(head.unit, head.period, *head.own_notes, head.caveat)),
                replace(cell, notes=(), risk="", word=""),
                Cell(head.limit, head.limit, parts=(("value", head.threshold),)),
                replace(cell, value=cell.risk, text="", notes=(margin,) if margin else (), is_estimate=False),
                Cell(interval, interval, parts=(("low", _plain(low)), ("high", _plain(high)))),
            )
        )
    return Panel(
        id="tegn",
        name=gettext("Signs of vulnerability"),
        title=_finding(subject.name, line, year),
        summary=gettext(
            "The bars show how far chance, and errors of estimates, may move births and deaths. Upright: limits."
        ),
        table=Table(
            caption=scores.margin_text(table),
            columns=(
                Column("indicator", gettext("Indicator")),
                Column("value", gettext("Value"), is_marked=True),
                Column("limit", gettext("Limit")),
                Column("says", gettext("What it says")),
                Column("interval", gettext("Interval")),
            ),
            rows=tuple(rows),
            css="vv-ix",
        ),
        source=source_line(subject, *scores.origins(table, range(1)), own=scores.own_sources(table)),
        spec=_intervals(table, place),
    )


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)


def _finding(name: str, line: scores.Line, year: int) -> str:
    if not line.available:
        return gettext("The index has no figures for %(name)s in %(year)s") % {"name": name, "year": year}
    told = {"name": name, "score": line.score, "year": year, "count": line.indicator_count}
    if not line.is_whole:
        text = gettext("%(name)s shows %(score)s signs in %(year)s; some figures are missing") % told
    else:
        text = gettext("%(name)s shows %(score)s of %(count)s signs of vulnerability in %(year)s") % told
    return text + (estimate_word() if line.is_estimate else "")


def _intervals(table: IndexTable, place: int) -> dict[str, object] | None:
    rows = []
    for n, id in enumerate(table.indicators):
        low, value = float(table.low[0, place, n]), float(table.value[0, place, n])
        if np.isnan(low):
            continue
        limit = float(table.threshold[place, n])
        rows.append(
            Interval(
                table.definitions[id].name[scores.language()],
                value,
                low,
                float(table.high[0, place, n]),
                None if np.isnan(limit) else limit,
                scores.is_estimate(table, (0, place, n)),
            )
        )
    return intervals(rows, unit=gettext("per 1000 inhabitants and year"), limit=gettext("limit")) if rows else None


def history(subject: Subject, table: IndexTable) -> Panel:
    """The score year by year, within one edition."""
    count = len(table.indicators)
    whole = [n for n in range(len(table.years)) if table.available[0, n] == count]
    rows = []
    for n in reversed(range(len(table.years))):
        if table.available[0, n]:
            rows.append(
                (
                    words(str(table.years[n]), value=table.years[n]),
                    _count(table.certain, table, n),
                    _count(table.possible, table, n),
                    Cell(
                        int(table.available[0, n]),
                        scores.available_text(int(table.available[0, n]), count),
                    ),
                )
            )
    return Panel(
        id="historie",
        name=gettext("How the signs have moved"),
        title=_movement(table, whole),
        summary=gettext("Strong colour is certain signs, weak colour is possible ones. Only whole years are drawn."),
        table=Table(
            caption=gettext("Signs per year in the same edition. Compare only years where as many are available."),
            columns=(
                Column("year", gettext("Year")),
                Column("score_certain", gettext("Certain"), is_number=True, unit="signs"),
                Column("score_possible", gettext("Possible"), is_number=True, unit="signs"),
                Column("available", gettext("Available"), unit="indicators"),
            ),
            rows=tuple(rows),
        ),
        source=source_line(subject, *scores.origins(table, range(1)), own=scores.own_sources(table)),
        spec=bands(
            [Band(table.years[n], int(table.certain[0, n]), int(table.possible[0, n])) for n in whole],
            unit=gettext("signs"),
            most=count,
        )
        if whole
        else None,
    )


def _count(counts: np.ndarray, table: IndexTable, place: int) -> Cell:
    """A number of signs in one year."""
    value = int(counts[0, place])
    return Cell(value, numbers.number(value), is_estimate=scores.rests_on_estimates(table, 0, place))


def _movement(table: IndexTable, whole: list[int]) -> str:
    if len(whole) < 2:
        return gettext("There are not enough whole years to see how the score has moved")
    first, last = whole[0], whole[-1]
    before, now = int(table.certain[0, first]), int(table.certain[0, last])
    told = {"before": before, "first": table.years[first], "now": now, "last": table.years[last]}
    if now > before:
        text = gettext("Certain signs have risen from %(before)s in %(first)s to %(now)s in %(last)s") % told
    elif now < before:
        text = gettext("Certain signs have fallen from %(before)s in %(first)s to %(now)s in %(last)s") % told
    else:
        text = gettext("Certain signs were %(before)s in %(first)s and are %(now)s in %(last)s") % told
    return text + (estimate_word() if any(scores.rests_on_estimates(table, 0, n) for n in (first, last)) else "")
