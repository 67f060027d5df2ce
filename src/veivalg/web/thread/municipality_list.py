"""Every municipality by county, with number, inhabitants and councils."""

from datetime import date
from itertools import groupby

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext

from veivalg.facts.starter import Certainty
from veivalg.rules.provenance import Mark
from veivalg.statistics.dataset import DataSet
from veivalg.web.councils.models import Municipality, Participant
from veivalg.web.knowledge.asking import counties
from veivalg.web.ui import numbers
from veivalg.web.ui.tables import Cell, Column, Table, words
from veivalg.web.ui.words import norwegian_order


def by_county(data: DataSet, county: str, *, on: date) -> list[tuple[str, Table]]:
    """A table per county, or of the one asked for. Raises Http404 with the counties there are."""
    known = counties()
    if county and county not in {code for code, _ in known}:
        raise Http404(
            gettext("There is no county “%(asked)s”. The counties are %(known)s.")
            % {"asked": county[:20], "known": ", ".join(f"{code} {name}" for code, name in known)}
        )
    rows = Municipality.objects.real().prefetch_related(
        Prefetch(
            "memberships",
            Participant.objects.on(on).filter(certainty=Certainty.CONFIRMED).select_related("council"),
        )
    )
    if county:
        rows = rows.filter(county_code=county)
    ordered = sorted(
        (m for m in rows if m.code in data.row), key=lambda m: (norwegian_order(m.county_name), norwegian_order(m.name))
    )
    cube = data.cubes["population"]
    people, marks = cube.values[:, -1].sum(axis=(1, 2)), cube.marks[:, -1, 0, 0]
    return [
        (name, _table([_row(m, people[data.row[m.code]], marks[data.row[m.code]]) for m in group]))
        for name, group in groupby(ordered, key=lambda m: m.county_name)
    ]


def _row(municipality: Municipality, people: float, mark: int) -> tuple[Cell, ...]:
    councils = [member.council.short_name for member in municipality.memberships.all()]
    return (
        words(municipality.name, url=municipality.get_absolute_url(), notes=(", ".join(municipality.other_names),)),
        words(municipality.code),
        Cell(float(people), numbers.number(people), is_estimate=mark == int(Mark.ESTIMATE)),
        words(numbers.listed(councils)),
    )


def _table(rows: list[tuple[Cell, ...]]) -> Table:
    return Table(
        caption=gettext("In alphabetical order, not ranked."),
        columns=(
            Column("municipality", gettext("Municipality")),
            Column("number", gettext("Number")),
            Column("inhabitants", gettext("Inhabitants"), is_number=True),
            Column("councils", gettext("Takes part in")),
        ),
        rows=tuple(rows),
        css="vv-ix",
    )
