"""What if the last five years went on (hva om): a projection that is marked as one, with the errors it has had."""

import numpy as np
from django.utils.translation import gettext

from veivalg.statistics import what_if
from veivalg.statistics.what_if import WhatIf
from veivalg.web.knowledge.panels.panel import Panel, Subject, estimate_word, source_line
from veivalg.web.ui import numbers
from veivalg.web.ui.charts import Point, Series, lines
from veivalg.web.ui.tables import Cell, Column, Table, words

TESTED_FROM = 2016
"""The year the method is made to stand in, so that ten years can be checked."""
_SAME = 0.5
"""Percent over ten years: less than this is called as many."""


def going_on(subject: Subject) -> Panel | None:
    """The panel; None when there are no figures to go on from."""
    found = what_if.what_if(subject.data, subject.area)
    if found is None:
        return None
    columns = (found.totals, found.between(0, 19), found.between(20, 64), found.between(65, None))
    rows = tuple(
        (words(str(year), value=year), *(_cell(counts[n], is_estimate=n > 0) for counts in columns))
        for n, year in enumerate(found.years)
    )
    return Panel(
        id="hva-om",
        name=gettext("What if it went on?"),
        title=_finding(subject.name, found),
        summary=gettext("The dashed line is what happens if births, deaths and moves go on as in %(first)s–%(last)s.")
        % {"first": found.start - what_if.STEP, "last": found.start},
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
        spec=lines(_series(subject, found), unit=gettext("inhabitants")),
        notes=tuple(_notes(subject, found)),
    )


def _cell(value: float, *, is_estimate: bool) -> Cell:
    """Expected persons are told in tens: the method knows no better."""
    shown = round(value, -1) if is_estimate and value >= 100 else round(value)
    return Cell(shown, numbers.number(shown), is_estimate=is_estimate)


def _finding(name: str, found: WhatIf) -> str:
    now, then = found.totals[0], found.totals[-1]
    change = 100 * (then / now - 1)
    told = {"name": name, "percent": numbers.percent(abs(change), 0), "year": found.years[-1]}
    if change > _SAME:
        text = gettext("If the last five years went on, %(name)s would be %(percent)s larger in %(year)s") % told
    elif change < -_SAME:
        text = gettext("If the last five years went on, %(name)s would be %(percent)s smaller in %(year)s") % told
    else:
        text = gettext("If the last five years went on, %(name)s would be as large in %(year)s as now") % told
    return text + estimate_word()


def _series(subject: Subject, found: WhatIf) -> list[Series]:
    cube = subject.data.cubes["population_total"]
    totals = cube.values[list(subject.rows)].sum(axis=0)
    known = tuple(
        Point(int(year), None if np.isnan(total) else float(total))
        for year, total in zip(cube.codes("year"), totals, strict=True)
    )
    expected = tuple(Point(year, total, True) for year, total in zip(found.years, found.totals, strict=True))
    return [Series(gettext("until now"), known), Series(gettext("what if"), expected, "what_if")]


def _notes(subject: Subject, found: WhatIf) -> list[str]:
    notes = []
    test = what_if.backtest(subject.data, TESTED_FROM)
    own = what_if.error_of(subject.data, subject.area, TESTED_FROM)
    if len(own) == len(test.years):
        told = {
            "from": test.stood_in,
            "to": test.years[-1],
            "own": numbers.percent(abs(own[-1])),
            "middle": numbers.percent(test.middle[-1]),
        }
        if own[-1] > 0:
            text = gettext("Made in %(from)s for %(to)s it would have been %(own)s too high here")
        else:
            text = gettext("Made in %(from)s for %(to)s it would have been %(own)s too low here")
        half = gettext("half of all municipalities were off by more than %(middle)s")
        notes.append(f"{text % told}; {half % told}.")
    if found.borrowed_from:
        lender = gettext("its county") if found.borrowed_from == "county" else gettext("the country")
        notes.append(
            gettext("Some age groups are small, so the rates of change are those of %(lender)s.") % {"lender": lender}
        )
    notes.append(gettext("Where Statistics Norway has a projection, use that one for planning."))
    return notes
