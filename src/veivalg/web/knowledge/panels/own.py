"""A council's own figures (egne tall): columns beside official ones, key figures, and one indicator year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from django.utils.translation import gettext

from veivalg.rules.indicators import Indicator
from veivalg.statistics.given import GivenSeries
from veivalg.web.knowledge.editions import OwnFigures, OwnIndicatorFigures, own_word
from veivalg.web.knowledge.panels.panel import Panel, Subject, estimate_word, source_line
from veivalg.web.knowledge.scores import language, own_source
from veivalg.web.ui import numbers
from veivalg.web.ui.charts import Point, Series, lines
from veivalg.web.ui.tables import Cell, Column, Table, words


class Named(Protocol):
    """A municipality of the council, as comparisons know it."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def url(self) -> str: ...


@dataclass(frozen=True)
class Member:
    """One that may be without official figures."""

    name: str
    code: str
    url: str


def columns(given: OwnFigures, codes: Sequence[str]) -> list[Column]:
    """One head per own indicator, marked as the council's own."""
    return [_column(one.definition, _period(one.series, codes)) for one in given.indicators]


def newest(given: OwnFigures, codes: Sequence[str], code: str) -> list[Cell]:
    """One municipality's figure of each own indicator, in the year that the column is about."""
    return [_of_one(one, one.series.newest_year(codes), code) for one in given.indicators]


def newest_of_region(given: OwnFigures, codes: Sequence[str]) -> list[Cell]:
    """The sum of the members for what can be added up, and only when each of them has a figure."""
    return [_of_region(one, one.series.newest_year(codes), codes) for one in given.indicators]


def sources(given: OwnFigures) -> list[str]:
    """Where the council has each from."""
    return [own_source(one.definition) for one in given.indicators]


def key_figures(subject: Subject, places: Sequence[Named], given: OwnFigures) -> Panel | None:
    """The council's own indicators as key figures (nøkkeltall); None when there are none."""
    if not given.indicators:
        return None
    rows = []
    for one in given.indicators:
        year = one.series.newest_year(subject.codes)
        definition = one.definition
        low, high = _ends(one, year, [place.code for place in places])
        count = sum((place.code, year) in one.series.figures for place in places)
        rows.append(
            (
                words(
                    definition.name[language()],
                    value=definition.id,
                    url=one.url,
                    notes=(definition.unit[language()], own_word(), definition.caveat.get(language(), "")),
                ),
                _of_region(one, year, subject.codes),
                low,
                high,
                Cell(count, gettext("%(k)s of %(n)s available") % {"k": count, "n": len(places)}),
                words(str(year) if year is not None else ""),
                words(definition.unit[language()]),
                words(definition.own_source),
            )
        )
    return Panel(
        id="egne-tall",
        name=gettext("The council's own figures"),
        title=gettext("%(name)s's own figures") % {"name": subject.name},
        table=Table(
            caption=gettext(
                "Figures that the council has collected itself, in the newest year that most of the members have. "
                "They have not been checked by Statistics Norway."
            ),
            columns=(
                Column("figure", gettext("Own indicator")),
                Column("value", gettext("The region as one"), is_number=True, is_marked=True),
                Column("lowest", gettext("Lowest member"), is_number=True, is_marked=True),
                Column("highest", gettext("Highest member"), is_number=True, is_marked=True),
                Column("available", gettext("Available"), unit="members"),
                Column("period", gettext("Period")),
                Column("unit", gettext("Unit"), is_minor=True),
                Column("figure_source", gettext("Source"), is_minor=True),
            ),
            rows=tuple(rows),
            css="vv-ix",
        ),
        source=source_line(subject, own=sources(given)),
    )


def yearly(subject: Subject, places: Sequence[Named], one: OwnIndicatorFigures) -> Panel:
    """One own indicator: municipality by year, the newest year first, and as lines."""
    definition, series = one.definition, one.series
    codes = [place.code for place in places]
    years = series.years(codes)
    heads = [
        Column(
            str(year),
            str(year),
            (definition.unit[language()],),
            is_number=True,
            is_marked=True,
            unit=definition.unit[language()],
        )
        for year in reversed(years)
    ]
    rows = [
        (words(place.name, url=place.url), *(_of_one(one, year, place.code) for year in reversed(years)))
        for place in places
    ]
    foot = ((words(gettext("The region as one")), *(_of_region(one, year, codes) for year in reversed(years))),)
    name = definition.name[language()]
    return Panel(
        id="tall",
        name=name,
        title=_finding(one, places),
        summary=gettext("One line for each municipality. Hollow points are estimates."),
        table=Table(
            caption=f"{name}, {definition.unit[language()]} ({own_word()})",
            columns=(Column("municipality", gettext("Municipality")), *heads),
            rows=tuple(rows),
            foot=foot if series.adds_up else (),
            css="vv-ix",
        ),
        source=source_line(subject, own=[own_source(definition)]),
        spec=_lines(one, places, years),
        notes=(gettext("The figures are the council's own and are not official statistics."),),
    )


def _lines(one: OwnIndicatorFigures, places: Sequence[Named], years: Sequence[int]) -> dict[str, object] | None:
    """A line needs two years; where a year between is missing, the line is broken."""
    if len(years) < 2:
        return None
    every = range(years[0], years[-1] + 1)
    drawn = []
    for place in places:
        found = [one.series.figures.get((place.code, year)) for year in every]
        if any(found):
            points = tuple(
                Point(year, figure.value if figure else None, bool(figure and figure.is_estimate))
                for year, figure in zip(every, found, strict=True)
            )
            drawn.append(Series(place.name, points))
    # The names at the ends of the lines are moved apart, and each takes a line of text: with many it grows higher.
    height = max(200, 180 + 18 * len(drawn))
    return lines(drawn, unit=one.definition.unit[language()], height=height) if drawn else None


def _finding(one: OwnIndicatorFigures, places: Sequence[Named]) -> str:
    name = one.definition.name[language()]
    year = one.series.newest_year([place.code for place in places])
    if year is None:
        return gettext("%(name)s: no figures yet") % {"name": name}
    found = [figure for place in places if (figure := one.series.figures.get((place.code, year)))]
    low, high = (numbers.number(end(f.value for f in found), one.definition.decimals) for end in (min, max))
    told = {"name": name, "low": low, "high": high, "unit": one.definition.unit[language()], "year": year}
    if low == high:
        text = gettext("%(name)s: %(low)s %(unit)s in %(year)s") % told
    else:
        text = gettext("%(name)s: from %(low)s to %(high)s %(unit)s in %(year)s") % told
    return text + (estimate_word() if any(figure.is_estimate for figure in found) else "")


def _column(definition: Indicator, period: str) -> Column:
    unit = definition.unit[language()]
    notes = tuple(note for note in (unit, period, own_word()) if note)
    return Column(definition.id, definition.name[language()], notes, is_number=True, is_marked=True, unit=unit)


def _period(series: GivenSeries, codes: Sequence[str]) -> str:
    year = series.newest_year(codes)
    return "" if year is None else str(year)


def _of_one(one: OwnIndicatorFigures, year: int | None, code: str) -> Cell:
    found = one.series.figures.get((code, year)) if year is not None else None
    if found is None:
        return Cell(None, "", notes=(gettext("The council has not given a figure."),))
    text = numbers.number(found.value, one.definition.decimals)
    return Cell(_plain(found.value), text, is_estimate=found.is_estimate)


def _of_region(one: OwnIndicatorFigures, year: int | None, codes: Sequence[str]) -> Cell:
    if not one.series.adds_up:
        return Cell(None, "", notes=(gettext("Cannot be added up for several municipalities."),))
    value, estimated = one.series.on(codes, [year] if year is not None else [])
    if not value.size or np.isnan(value).any():
        return Cell(None, "", notes=(gettext("The council has not given a figure for every member."),))
    total = float(value.sum())
    return Cell(_plain(total), numbers.number(total, one.definition.decimals), is_estimate=bool(estimated.any()))


def _ends(one: OwnIndicatorFigures, year: int | None, codes: Sequence[str]) -> tuple[Cell, Cell]:
    """The lowest and the highest member's figure."""
    given = [code for code in codes if (code, year) in one.series.figures]
    if year is None or not given:
        empty = _of_one(one, None, "")
        return empty, empty
    given.sort(key=lambda code: one.series.figures[code, year].value)
    return _of_one(one, year, given[0]), _of_one(one, year, given[-1])


def _plain(value: float) -> float | int:
    """For files: a whole number is written as one."""
    return int(value) if value.is_integer() else round(value, 6)
