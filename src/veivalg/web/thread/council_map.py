"""The map of the front page: which municipality takes part in which council, as far as it is confirmed."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.translation import gettext, ngettext

from veivalg.statistics import geometry
from veivalg.statistics.dataset import DataSet
from veivalg.web.councils.models import Council
from veivalg.web.knowledge import map
from veivalg.web.knowledge.map import Map, Place
from veivalg.web.knowledge.map_file import as_svg
from veivalg.web.knowledge.panels import Panel
from veivalg.web.knowledge.panels.panel import collected
from veivalg.web.ui.tables import Column, Table, words

_TINTS = ("k2", "k3", "k4", "k1")
"""The colours only keep neighbours apart; they mean nothing else."""


def draw(councils: Sequence[Council]) -> Map:
    """Every real council's confirmed members, in tints that differ between neighbours."""
    membership: dict[str, Council] = {}
    for council in councils:
        if council.is_demo:
            continue
        for member in council.confirmed_members:
            membership.setdefault(member.municipality.code, council)
    tints = _tints(tuple(sorted((code, council.slug) for code, council in membership.items())))
    members = {m.municipality.code: m.municipality for c in councils for m in c.confirmed_members}
    places = [
        Place(
            code=code,
            name=council.short_name,
            url=council.get_absolute_url(),
            text=members[code].name,
            kind=tints[council.slug],
        )
        for code, council in sorted(membership.items())
    ]
    return map.draw(places, whole_country=True)


def panel(councils: Sequence[Council], data: DataSet) -> Panel:
    """The same as a table, to be had as files: each confirmed member with its council."""
    rows = tuple(
        (
            words(council.short_name, url=council.get_absolute_url()),
            words(member.municipality.code),
            words(member.municipality.name),
            words(_seen_at(council)),
        )
        for council in councils
        if not council.is_demo
        for member in council.confirmed_members
    )
    confirmed = len({row[0].text for row in rows})
    return Panel(
        id="radskart",
        name=gettext("Map of the regional councils"),
        title=heading(confirmed),
        table=Table(
            caption=gettext("A starter list from public pages. Only confirmed members are shown as facts."),
            columns=(
                Column("council", gettext("Regional council")),
                Column("number", gettext("Number")),
                Column("municipality", gettext("Municipality")),
                Column("seen_at", gettext("Seen at")),
            ),
            rows=rows,
        ),
        source=gettext("Collected %(date)s from the councils' public pages.") % {"date": collected(data)},
    )


def _seen_at(council: Council) -> str:
    if council.is_set_up:
        return gettext("the council itself")
    return f"{council.source} {council.source_year}".strip()


def heading(confirmed: int) -> str:
    """The finding: how many councils have confirmed members."""
    text = ngettext("%(number)s council has confirmed members", "%(number)s councils have confirmed members", confirmed)
    return text % {"number": confirmed}


def drawing(councils: Sequence[Council], panel: Panel) -> str:
    """The map as a drawing that stands alone."""
    note = gettext("Coloured: municipalities whose council is confirmed. The colours only keep councils apart.")
    about = " ".join((note, panel.source, gettext("Map: © Kartverket, CC BY 4.0.")))
    return as_svg(draw(councils), title=panel.title, about=about, key=[])


@lru_cache(maxsize=4)
def _tints(membership: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """A tint for each council that none of its neighbours has, when four are enough; else the least used one."""
    council_of = dict(membership)
    beside: dict[str, set[str]] = {slug: set() for slug in council_of.values()}
    for code, slug in membership:
        beside[slug] |= {council_of[n] for n in geometry.neighbours().get(code, ()) if n in council_of} - {slug}
    tints: dict[str, str] = {}
    for slug in sorted(beside, key=lambda slug: (-len(beside[slug]), slug)):
        used = [tints[other] for other in beside[slug] if other in tints]
        tints[slug] = min(_TINTS, key=lambda tint: (used.count(tint), _TINTS.index(tint)))
    return tints
