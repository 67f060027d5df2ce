"""How many live here, and how old they are."""

import numpy as np
from django.utils.translation import gettext

from veivalg.rules.provenance import Mark
from veivalg.web.knowledge.panels.panel import Panel, Subject, estimate_word, source_line
from veivalg.web.ui import numbers
from veivalg.web.ui.charts import Point, Pyramid, Series, lines, pyramid
from veivalg.web.ui.tables import Cell, Column, Table, words

OLDEST_SHOWN = 90
_SAME_AGE = 0.5
"""Percentage points: nearer to the country than this counts as the same."""


def population(subject: Subject) -> Panel:
    """Inhabitants on 1 January since 1986 (folkemengde)."""
    years, totals, estimated = _totals(subject)
    points = tuple(
        Point(year, None if np.isnan(total) else float(total), bool(estimate and not np.isnan(total)))
        for year, total, estimate in zip(years, totals, estimated, strict=True)
    )
    known = [point for point in points if point.y is not None]
    body = []
    for n, point in enumerate(known):
        before = known[n - 1] if n and known[n - 1].x == point.x - 1 else None
        change = None if before is None or before.y is None or point.y is None else point.y - before.y
        rests = change is not None and (point.is_estimate or bool(before and before.is_estimate))
        body.append(
            (
                words(str(point.x), value=point.x),
                Cell(point.y, numbers.number(point.y), is_estimate=point.is_estimate),
                Cell(
                    change, "" if change is None else numbers.signed(change), is_estimate=rests and change is not None
                ),
            )
        )
    return Panel(
        id="befolkning",
        name=gettext("Inhabitants"),
        title=population_finding(subject.name, points),
        summary=gettext("The line shows inhabitants on 1 January from %(first)s to %(last)s.")
        % {"first": known[0].x, "last": known[-1].x}
        if known
        else "",
        table=Table(
            caption=gettext("Inhabitants on 1 January, persons"),
            columns=(
                Column("year", gettext("Year")),
                Column("inhabitants", gettext("Inhabitants"), is_number=True, unit="persons"),
                Column("change", gettext("Change from the year before"), is_number=True, unit="persons"),
            ),
            rows=tuple(reversed(body)),
        ),
        source=source_line(subject, "ssb-07459-total"),
        spec=lines([Series(subject.name, points)], unit=gettext("inhabitants")) if known else None,
        notes=_hollow(any(point.is_estimate for point in points)),
    )


def _totals(subject: Subject) -> tuple[list[int], np.ndarray, np.ndarray]:
    """Years, inhabitants, and whether they are an estimate.

    Where the long series has no total, as for municipalities that were split, the sum over ages is used: an estimate.
    """
    cube, by_age = subject.data.cubes["population_total"], subject.data.cubes["population"]
    rows = list(subject.rows)
    each = cube.values[rows].copy()
    estimated = np.array(np.broadcast_to(cube.marks, cube.values.shape)[rows] == int(Mark.ESTIMATE))
    marks = np.broadcast_to(by_age.marks, by_age.values.shape)[rows][..., 0, 0] == int(Mark.ESTIMATE)
    for n, year in enumerate(by_age.codes("year")):
        place = cube.positions["year"].get(year)
        if place is not None:
            lacking = np.isnan(each[:, place])
            each[lacking, place] = by_age.values[rows][lacking, n].sum(axis=(1, 2))
            estimated[:, place] |= marks[:, n]
    return [int(year) for year in cube.codes("year")], each.sum(axis=0), estimated.any(axis=0)


def population_finding(name: str, points: tuple[Point, ...]) -> str:
    """The finding about ten years; the last year that has a figure is "now"."""
    known = {point.x: point for point in points if point.y is not None}
    if not known:
        return gettext("There are no figures for %(name)s") % {"name": name}
    last = known[max(known)]
    first = known.get(last.x - 10)
    if first is None or first.y is None or last.y is None:
        return gettext("%(name)s has %(number)s inhabitants") % {"name": name, "number": numbers.number(last.y)}
    change = last.y - first.y
    told = {"name": name, "number": numbers.number(abs(change))}
    if change > 0:
        text = gettext("%(name)s has %(number)s more inhabitants than ten years ago") % told
    elif change < 0:
        text = gettext("%(name)s has %(number)s fewer inhabitants than ten years ago") % told
    else:
        text = gettext("%(name)s has as many inhabitants as ten years ago") % told
    return text + (estimate_word() if first.is_estimate or last.is_estimate else "")


def ages(subject: Subject) -> Panel:
    """The age pyramid (alderspyramide) beside the country's."""
    cube = subject.data.cubes["population"]
    year = cube.codes("year")[-1]
    own = _five_year_groups(cube.values[list(subject.rows), -1].sum(axis=0))
    country = _five_year_groups(np.nansum(cube.values[:, -1], axis=0))
    is_estimate = bool(
        (np.broadcast_to(cube.marks, cube.values.shape)[list(subject.rows), -1] == int(Mark.ESTIMATE)).any()
    )
    share, of_country = 100 * own / own.sum(), 100 * country / country.sum()
    names = [f"{age}–{age + 4}" for age in range(0, OLDEST_SHOWN, 5)] + [f"{OLDEST_SHOWN}+"]
    old, old_country = float(share[:, 13:].sum()), float(of_country[:, 13:].sum())
    told = {"share": numbers.percent(old), "country": numbers.percent(old_country), "name": subject.name}
    if np.isnan(old):
        title = gettext("There are no figures for %(name)s") % told
    elif old > old_country + _SAME_AGE:
        title = gettext("Older than the country: %(share)s are 65 or over, against %(country)s in Norway") % told
    elif old < old_country - _SAME_AGE:
        title = gettext("Younger than the country: %(share)s are 65 or over, against %(country)s in Norway") % told
    else:
        title = gettext("As old as the country: %(share)s are 65 or over, and %(country)s in Norway") % told
    groups = [
        Pyramid(name, *(float(value) for value in (*share[:, n], *of_country[:, n]))) for n, name in enumerate(names)
    ]
    return Panel(
        id="alder",
        name=gettext("Age"),
        title=title + (estimate_word() if is_estimate else ""),
        summary=gettext("The bars are %(name)s, 1 January %(year)s. The thin lines are Norway.")
        % {"name": subject.name, "year": year},
        table=Table(
            caption=gettext("Inhabitants by age and sex, 1 January %(year)s. Shares are of all inhabitants.")
            % {"year": year},
            columns=(
                Column("age", gettext("Age")),
                Column("women", gettext("Women"), is_number=True, unit="persons"),
                Column("men", gettext("Men"), is_number=True, unit="persons"),
                Column("share", gettext("Share"), is_number=True, unit="percent"),
                Column("share_norway", gettext("Norway"), is_number=True, unit="percent"),
            ),
            rows=tuple(
                (
                    words(name),
                    Cell(float(own[0, n]), numbers.number(own[0, n]), is_estimate=is_estimate),
                    Cell(float(own[1, n]), numbers.number(own[1, n]), is_estimate=is_estimate),
                    Cell(_rounded(share[:, n].sum()), numbers.percent(share[:, n].sum()), is_estimate=is_estimate),
                    Cell(_rounded(of_country[:, n].sum()), numbers.percent(of_country[:, n].sum())),
                )
                for n, name in enumerate(names)
            ),
        ),
        source=source_line(subject, "ssb-07459"),
        spec=None
        if np.isnan(old)
        else pyramid(groups, women=gettext("Women"), men=gettext("Men"), unit=gettext("percent of all")),
    )


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


def _five_year_groups(people: np.ndarray) -> np.ndarray:
    """Sex × age with everyone of OLDEST_SHOWN and over in one group."""
    cut = OLDEST_SHOWN // 5
    return np.concatenate([people[:, :cut], people[:, cut:].sum(axis=1, keepdims=True)], axis=1)


def _hollow(has_estimates: bool) -> tuple[str, ...]:
    return (gettext("Hollow points are estimates."),) if has_estimates else ()
