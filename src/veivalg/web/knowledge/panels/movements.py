"""Births, deaths and moves: why the number of inhabitants changes."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext

from veivalg.facts import load
from veivalg.rules.provenance import Mark
from veivalg.statistics.dataset import REASONS
from veivalg.web.knowledge.panels.panel import Panel, Subject, estimate_word, source_line
from veivalg.web.knowledge.scores import reason_text
from veivalg.web.ui import numbers
from veivalg.web.ui.charts import Point, Series, lines
from veivalg.web.ui.tables import Cell, Column, Table, words

TELEMARK = "40"


@dataclass(frozen=True)
class _Year:
    value: float | None
    is_estimate: bool
    reason: str


def births_and_deaths(subject: Subject) -> Panel:
    """Born and died per year (fødte og døde); derived figures are estimates."""
    births, deaths = _yearly(subject, "births"), _yearly(subject, "deaths")
    both = [y for y in births if births[y].value is not None and deaths[y].value is not None]
    surplus = sum((births[y].value or 0) - (deaths[y].value or 0) for y in both)
    is_estimate = any(found.is_estimate for found in (*births.values(), *deaths.values()))
    if not both:
        title = gettext("There are no figures of births and deaths in %(name)s") % {"name": subject.name}
    else:
        told = {"number": numbers.number(abs(surplus)), "years": _span(both)}
        if surplus > 0:
            title = gettext("%(number)s more were born than died in %(years)s") % told
        elif surplus < 0:
            title = gettext("%(number)s more died than were born in %(years)s") % told
        else:
            title = gettext("As many were born as died in %(years)s") % told
        title += estimate_word() if is_estimate else ""
    notes = []
    if is_estimate:
        errors = {id: load.indicators()[id].derivation_error for id in ("births", "deaths")}
        notes = [
            gettext("Hollow points are estimates."),
            gettext("Where it can be checked, in Telemark, they miss by %(births)s born and %(deaths)s died a year.")
            % {"births": numbers.number(errors["births"], 1), "deaths": numbers.number(errors["deaths"], 1)},
        ]
    rows = []
    for year in reversed([y for y in births if births[y].value is not None or deaths[y].value is not None]):
        born, died = births[year], deaths[year]
        whole = born.value is not None and died.value is not None
        change = (born.value or 0) - (died.value or 0)
        rows.append(
            (
                words(str(year), value=year),
                _cell(born),
                _cell(died),
                Cell(
                    change if whole else None,
                    numbers.signed(change) if whole else "",
                    is_estimate=whole and (born.is_estimate or died.is_estimate),
                ),
            )
        )
    return Panel(
        id="fodte-og-dode",
        name=gettext("Born and died"),
        title=title,
        summary=gettext("The lines show how many were born and how many died each year."),
        table=Table(
            caption=gettext("Born and died per year, persons"),
            columns=(
                Column("year", gettext("Year")),
                Column("births", gettext("Born"), is_number=True, unit="persons"),
                Column("deaths", gettext("Died"), is_number=True, unit="persons"),
                Column("surplus", gettext("Born minus died"), is_number=True, unit="persons"),
            ),
            rows=tuple(rows),
        ),
        source=source_line(subject, *_origins([*births.values(), *deaths.values()])),
        spec=lines(
            [Series(gettext("born"), _points(births)), Series(gettext("died"), _points(deaths), "other")],
            unit=gettext("persons per year"),
        )
        if both
        else None,
        notes=tuple(notes),
    )


def migration(subject: Subject) -> Panel:
    """Net migration per year (nettoinnflytting), moves within Norway and across its borders together."""
    moves = _yearly(subject, "net_migration")
    known = [year for year, found in moves.items() if found.value is not None]
    total = sum(moves[year].value or 0 for year in known)
    told = {"number": numbers.number(abs(total)), "years": _span(known), "name": subject.name}
    if not known:
        title = gettext("There are no figures of moves to and from %(name)s") % told
    elif total > 0:
        title = gettext("%(number)s more moved in than out in %(years)s") % told
    elif total < 0:
        title = gettext("%(number)s more moved out than in in %(years)s") % told
    else:
        title = gettext("As many moved in as out in %(years)s") % told
    return Panel(
        id="flytting",
        name=gettext("Moves"),
        title=title,
        summary=gettext("The line shows moves in minus moves out each year, abroad included."),
        table=Table(
            caption=gettext("Moves in minus moves out per year, persons"),
            columns=(
                Column("year", gettext("Year")),
                Column("net_migration", gettext("Net migration"), is_number=True, unit="persons"),
            ),
            rows=tuple(
                (words(str(year), value=year), Cell(moves[year].value, numbers.signed(moves[year].value)))
                for year in reversed(known)
            ),
        ),
        source=source_line(subject, *_origins_of_moves(subject)),
        spec=lines([Series(gettext("net migration"), _points(moves))], unit=gettext("persons per year"))
        if known
        else None,
    )


def _yearly(subject: Subject, name: str) -> dict[int, _Year]:
    """One cube summed over the subject's rows; a year that a member lacks is missing, with the reason."""
    cube = subject.data.cubes[name]
    rows = list(subject.rows)
    values = cube.values[rows].sum(axis=0)
    estimated = (np.broadcast_to(cube.marks, cube.values.shape)[rows] == int(Mark.ESTIMATE)).any(axis=0)
    reasons = np.broadcast_to(cube.reasons, cube.values.shape)[rows].max(axis=0)
    return {
        int(year): _Year(
            None if np.isnan(value) else float(value),
            bool(estimate and not np.isnan(value)),
            reason_text(REASONS[reason]) if np.isnan(value) else "",
        )
        for year, value, estimate, reason in zip(cube.codes("year"), values, estimated, reasons, strict=True)
    }


def _origins_of_moves(subject: Subject) -> list[str]:
    """Telemark's moves are from a table of their own; the rest from the area profiles."""
    counties = {subject.data.municipalities[row].county_code for row in subject.rows}
    return (["ssb-01222"] if TELEMARK in counties else []) + (["ssb-area-migration"] if counties - {TELEMARK} else [])


def _origins(found: list[_Year]) -> list[str]:
    """What is derived and what is published, each only when it is there."""
    given = [one for one in found if one.value is not None]
    derived = ["derived"] if any(one.is_estimate for one in given) else []
    return derived + (["ssb-01222"] if any(not one.is_estimate for one in given) else [])


def _cell(found: _Year) -> Cell:
    if found.value is None:
        return Cell(None, "", notes=(found.reason,) if found.reason else ())
    return Cell(found.value, numbers.number(found.value), is_estimate=found.is_estimate)


def _points(found: dict[int, _Year]) -> tuple[Point, ...]:
    return tuple(Point(year, one.value, one.is_estimate) for year, one in found.items())


def _span(years: list[int]) -> str:
    """``2016–2023``; with a gap, how many years it is."""
    if not years:
        return ""
    first, last = min(years), max(years)
    text = str(first) if first == last else f"{first}–{last}"
    if len(years) < last - first + 1:
        return gettext("%(years)s (%(count)s years with figures)") % {"years": text, "count": len(years)}
    return text
