"""What if the last five years went on (hva om): a projection that is marked as one, with the errors it has had."""

import numpy as np
from django.utils.translation import gettext

from veivalg.statistics.what_if import STEP, Level, NoProjection, WhatIf, estimated, what_if
from veivalg.statistics.what_if_backtest import error_spread, size_band
from veivalg.web.knowledge.panels.panel import Panel, Subject, estimate_word, source_line
from veivalg.web.ui import numbers
from veivalg.web.ui.charts import Point, Series, lines
from veivalg.web.ui.tables import Cell, Column, Table, words

HORIZON = 10
SHOWN = ("total", "0-19", "20-64", "65+")
_SAME = 0.5
"""Percent over ten years: less than this is called as many."""


def going_on(subject: Subject) -> Panel | None:
    """The panel; None when there are no figures to go on from."""
    try:
        found = what_if(subject.data, subject.area, horizon=HORIZON)
    except NoProjection:
        return None
    now_estimated = bool(estimated(subject.data)[list(subject.rows), -1].any())
    rows = tuple(
        (
            words(str(step.year), value=step.year),
            *(_cell(step.persons(group), is_expected=n > 0, is_estimate=n > 0 or now_estimated) for group in SHOWN),
        )
        for n, step in enumerate((found.now, *found.steps))
    )
    return Panel(
        id="hva-om",
        name=gettext("What if it went on?"),
        title=_finding(found),
        summary=gettext("The dashed line is what happens if deaths and moves go on as in %(first)s–%(last)s.")
        % {"first": found.now.year - STEP, "last": found.now.year},
        table=Table(
            caption=gettext("A what-if, not a forecast: inhabitants on 1 January, persons"),
            columns=(
                Column("year", gettext("Year")),
                Column("inhabitants", gettext("Inhabitants"), is_number=True, unit="persons"),
                Column("age_0_19", gettext("0–19 years"), is_number=True, unit="persons"),
                Column("age_20_64", gettext("20–64 years"), is_number=True, unit="persons"),
                Column("age_65_plus", gettext("65 and over"), is_number=True, unit="persons"),
            ),
            rows=rows,
        ),
        source=source_line(subject, "ssb-07459"),
        spec=lines(_series(subject, found), unit=gettext("persons of 65 and over")),
        notes=tuple(_notes(subject, found)),
    )


def _cell(value: float, *, is_expected: bool, is_estimate: bool) -> Cell:
    """Expected persons are told in tens: the method knows no better."""
    shown = round(value, -1) if is_expected and value >= 100 else round(value)
    return Cell(shown, numbers.number(shown), is_estimate=is_estimate)


def _finding(found: WhatIf) -> str:
    """What happens to those of 65 and over: that is where the method is of use; for the total it seldom is."""
    now, then = found.now.persons("65+"), found.steps[-1].persons("65+")
    change = 100 * (then / now - 1) if now else 0.0
    told = {"percent": numbers.percent(abs(change), 0), "year": found.steps[-1].year}
    if change > _SAME:
        text = gettext("If the last five years went on, %(percent)s more would be 65 and over in %(year)s")
    elif change < -_SAME:
        text = gettext("If the last five years went on, %(percent)s fewer would be 65 and over in %(year)s")
    else:
        text = gettext("If the last five years went on, as many would be 65 and over in %(year)s")
    return text % told + estimate_word()


def _series(subject: Subject, found: WhatIf) -> list[Series]:
    """Those of 65 and over, counted and then expected."""
    cube = subject.data.cubes["population"]
    first = cube.positions["age"]["65-69"]
    old = cube.values[list(subject.rows)][..., first:].sum(axis=(0, 2, 3))
    unsure = estimated(subject.data)[list(subject.rows)].any(axis=0)
    known = tuple(
        Point(int(year), None if np.isnan(count) else float(count), bool(flag and not np.isnan(count)))
        for year, count, flag in zip(cube.codes("year"), old, unsure, strict=True)
    )
    expected = tuple(Point(step.year, step.persons("65+"), True) for step in (found.now, *found.steps))
    return [Series(gettext("until now"), known), Series(gettext("what if"), expected, "what_if")]


def _notes(subject: Subject, found: WhatIf) -> list[str]:
    notes = []
    band = size_band(found.now.persons())
    everyone = error_spread(subject.data, HORIZON, band=band)
    old = error_spread(subject.data, HORIZON, group="65+", band=band)
    if everyone is not None and old is not None:
        told = {"off": numbers.percent(old.method.median), "unchanged": numbers.percent(old.unchanged.median)}
        notes.append(
            gettext("Half of such projections were less than %(off)s off after ten years in places like this.") % told
        )
        notes.append(gettext("To guess that nothing changed was %(unchanged)s off.") % told)
        if everyone.is_better_than_unchanged:
            notes.append(gettext("For the number of inhabitants it is less sure."))
        else:
            notes.append(gettext("For the number of inhabitants it was no better than guessing that nothing changes."))
    if found.borders_moved:
        notes.append(gettext("Borders have moved here, so the last years tell less about the next ones."))
    band = size_band(found.now.persons())
    everyone = error_spread(subject.data, HORIZON, band=band)
    old = error_spread(subject.data, HORIZON, group="65+", band=band)
    if everyone is not None and old is not None:
        told = {
            "total": numbers.percent(everyone.method.median),
            "unchanged": numbers.percent(everyone.unchanged.median),
            "old": numbers.percent(old.method.median),
            "old_unchanged": numbers.percent(old.unchanged.median),
        }
        notes.append(
            gettext("In municipalities of this size half of the errors after ten years were over %(total)s.") % told
        )
        notes.append(gettext("To guess that nothing changes gave %(unchanged)s.") % told)
        notes.append(
            gettext("For those of 65 and over it was %(old)s, against %(old_unchanged)s if nothing changed.") % told
        )
    if found.ratios_are_borrowed:
        lender = gettext("its county") if found.ratios_from.level is Level.COUNTY else gettext("the country")
        notes.append(
            gettext("Some age groups are small, so the rates of change are those of %(lender)s.") % {"lender": lender}
        )
    notes.append(gettext("Where Statistics Norway has a projection, use that one for planning."))
    return notes
