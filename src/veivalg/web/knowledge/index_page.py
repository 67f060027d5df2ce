"""What the index pages show: one edition, one year, some areas, as rows that templates and files can print."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.utils.translation import get_language, gettext, ngettext

from veivalg.facts import load
from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics import index
from veivalg.statistics.dataset import REASONS, DataSet
from veivalg.statistics.index import Area, IndexTable
from veivalg.web.ui import numbers

MANY_SIGNS = 7


@lru_cache(maxsize=64)
def _table(data: "_ByIdentity", edition_id: str, areas: tuple[Area, ...]) -> IndexTable:
    return index.compute(data.data, load.editions()[edition_id], load.indicators(), areas=areas)


@dataclass(frozen=True)
class _ByIdentity:
    """A data set is known by its checksum, so that results can be kept."""

    sha256: str
    data: DataSet

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.sha256 == self.sha256


def index_table(data: DataSet, edition_id: str, areas: Sequence[Area]) -> IndexTable:
    """The computed index; the last few tables are kept, never the pages."""
    return _table(_ByIdentity(data.sha256, data), edition_id, tuple(areas))


def national_table(data: DataSet, edition_id: str) -> IndexTable:
    """The same for every municipality."""
    return index_table(data, edition_id, index.municipality_areas(data))


@dataclass(frozen=True)
class Cell:
    """One indicator of one area, ready to print."""

    id: str
    label: str
    risk: str
    value: str
    word: str
    margin: str
    reason: str
    is_estimate: bool
    interval: str


@dataclass(frozen=True)
class Line:
    """One area's score and its indicators."""

    name: str
    url: str
    note: str
    available: int
    indicator_count: int
    certain: int
    possible: int
    cells: tuple[Cell, ...]

    @property
    def is_whole(self) -> bool:
        return self.available == self.indicator_count

    @property
    def score(self) -> str:
        """``7–8``."""
        return numbers.span(self.certain, self.possible)

    @property
    def detail(self) -> str:
        """``7 certain, 1 uncertain``, and how many are available when some are missing."""
        text = gettext("%(certain)s certain, %(uncertain)s uncertain") % {
            "certain": self.certain,
            "uncertain": self.possible - self.certain,
        }
        if self.is_whole:
            return text
        return text + ", " + available_text(self.available, self.indicator_count)


def available_text(available: int, count: int) -> str:
    """``9 of 10 available``."""
    return gettext("%(k)s of %(n)s available") % {"k": available, "n": count}


@dataclass(frozen=True)
class Head:
    """One column: name, unit and limit."""

    id: str
    name: str
    unit: str
    limit: str
    caveat: str


def heads(table: IndexTable, year: int) -> list[Head]:
    """The columns of the index table, with the limit of this year."""
    language = get_language() or "nb"
    found = []
    for n, line in enumerate(table.edition.thresholds):
        definition = load.indicators()[line.indicator]
        value = float(table.threshold[table.years.index(year), n])
        word = gettext("under") if line.risky_when == "below" else gettext("over")
        decimals = 0 if value.is_integer() and definition.formula != "share" else 1
        limit = gettext("no limit") if np.isnan(value) else f"{word} {numbers.number(value, decimals)}"
        found.append(
            Head(
                id=line.indicator,
                name=definition.name[language],
                unit=definition.unit[language],
                limit=limit,
                caveat=definition.caveat.get(language, ""),
            )
        )
    return found


def line(
    table: IndexTable, area: int, year: int, columns: Sequence[Head] = (), *, name: str, url: str = "", note: str = ""
) -> Line:
    """One row of the table; without columns only the score."""
    place = table.years.index(year)
    return Line(
        name=name,
        url=url,
        note=note,
        available=int(table.available[area, place]),
        indicator_count=len(table.indicators),
        certain=int(table.certain[area, place]),
        possible=int(table.possible[area, place]),
        cells=tuple(_cell(table, (area, place, n), head) for n, head in enumerate(columns)),
    )


def _cell(table: IndexTable, place: tuple[int, int, int], head: Head) -> Cell:
    words = {
        "yes": gettext("Risk"),
        "no": gettext("Not"),
        "uncertain": gettext("Uncertain"),
        "missing": gettext("Missing"),
    }
    value, margin = float(table.value[place]), float(table.margin[place])
    risk = index.RISK_WORDS[table.risk[place]]
    persons = head.id == "net_migration"
    shown = "" if np.isnan(value) else numbers.signed(value) if persons else numbers.number(value, 1)
    low, high = float(table.low[place]), float(table.high[place])
    return Cell(
        id=head.id,
        label=f"{head.name}, {head.limit}",
        risk=risk,
        value=shown,
        word=words[risk],
        margin="" if np.isnan(margin) else (f"< {numbers.number(1)}" if margin < 1 else numbers.number(margin)),
        reason=reason_text(REASONS[table.reason[place]]),
        is_estimate=not np.isnan(value) and int(table.mark[place]) == int(Mark.ESTIMATE),
        interval="" if np.isnan(low) else f"{numbers.number(low, 1)}–{numbers.number(high, 1)}",
    )


def reason_text(reason: MissingReason | None) -> str:
    """Why a figure is missing, in words."""
    return {
        None: "",
        MissingReason.NOT_PUBLISHED: gettext("The source has no figure here."),
        MissingReason.NOT_COLLECTED: gettext("Not in our data set."),
        MissingReason.BOUNDARY_CHANGE: gettext("Borders have changed."),
        MissingReason.SPLIT: gettext("The municipality has been split."),
        MissingReason.NO_THRESHOLD: gettext("There is no national figure to compare with."),
    }[reason]


def finding(table: IndexTable, year: int) -> str:
    """The page's title: what the figures say about these areas."""
    place = table.years.index(year)
    whole = table.available[:, place] == len(table.indicators)
    count, total = int((table.certain[whole, place] >= MANY_SIGNS).sum()), int(whole.sum())
    if total == 0:
        return gettext("Not every figure exists for %(year)s") % {"year": year}
    least = int(table.certain[whole, place].min())
    if least > 0 and total > 1 and total < 60:
        return ngettext(
            "All have at least %(count)s certain sign of vulnerability",
            "All have at least %(count)s certain signs of vulnerability",
            least,
        ) % {"count": least}
    return gettext("%(count)s of %(total)s municipalities have at least %(many)s certain signs of vulnerability") % {
        "count": count,
        "total": total,
        "many": MANY_SIGNS,
    }


def crossings(table: IndexTable, year: int) -> list[str]:
    """For each threshold, how many municipalities cross it: whether it tells places apart at all."""
    language = get_language() or "nb"
    place = table.years.index(year)
    lines = []
    for n, id in enumerate(table.indicators):
        given = int((table.risk[:, place, n] != index.MISSING).sum())
        if given:
            lines.append(
                gettext("%(name)s: %(count)s of %(total)s")
                % {
                    "name": load.indicators()[id].name[language],
                    "count": int(table.on_risky_side[:, place, n].sum()),
                    "total": given,
                }
            )
    return lines
