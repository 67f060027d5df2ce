"""The index as pages show it: one edition, one year, some areas, as cells and findings."""

import math
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
from veivalg.web.ui.tables import Cell, Column

MANY = 0.7
"""Seven of ten signs, four of five: what a page calls many."""
DEFAULT_EDITION = "viken-2019"


@lru_cache(maxsize=512)
def _table(data: "ByIdentity", edition_id: str, areas: tuple[Area, ...]) -> IndexTable:
    return index.compute(data.data, load.editions()[edition_id], load.indicators(), areas=areas)


@dataclass(frozen=True)
class ByIdentity:
    """A data set is known by its checksum, so that results can be kept."""

    sha256: str
    data: DataSet

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.sha256 == self.sha256


def index_table(data: DataSet, edition_id: str, areas: Sequence[Area]) -> IndexTable:
    """The computed index; the last few tables are kept, never the pages."""
    return _table(ByIdentity(data.sha256, data), edition_id, tuple(areas))


def national_table(data: DataSet, edition_id: str) -> IndexTable:
    """The same for every municipality."""
    return index_table(data, edition_id, index.municipality_areas(data))


def language() -> str:
    """The reader's language, as the definitions name it."""
    return get_language() or "nb"


@dataclass(frozen=True)
class Line:
    """One area's score and its indicators."""

    name: str
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

    @property
    def score_cell(self) -> Cell:
        """The score as a cell: sorted by what is certain, then by what is possible."""
        if not self.available:
            return Cell(None, "", notes=(self.detail,))
        order = self.certain + self.possible / 100
        return Cell(order, self.score, notes=(self.detail,), is_strong=True)


def available_text(available: int, count: int) -> str:
    """``9 of 10 available``."""
    return gettext("%(k)s of %(n)s available") % {"k": available, "n": count}


@dataclass(frozen=True)
class Head:
    """One indicator as a head: name, unit and limit."""

    id: str
    name: str
    unit: str
    limit: str
    caveat: str

    @property
    def column(self) -> Column:
        return Column(self.id, self.name, (self.unit, self.limit), is_marked=True, unit=self.unit)


def heads(table: IndexTable, year: int) -> list[Head]:
    """The indicators of the edition, with the limit of this year."""
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
                name=definition.name[language()],
                unit=definition.unit[language()],
                limit=limit,
                caveat=definition.caveat.get(language(), ""),
            )
        )
    return found


def line(table: IndexTable, area: int, year: int, columns: Sequence[Head] = (), *, name: str) -> Line:
    """One area's score; with columns its indicators too."""
    place = table.years.index(year)
    words = risk_words() if columns else {}
    return Line(
        name=name,
        available=int(table.available[area, place]),
        indicator_count=len(table.indicators),
        certain=int(table.certain[area, place]),
        possible=int(table.possible[area, place]),
        cells=tuple(_cell(table, (area, place, n), head, words) for n, head in enumerate(columns)),
    )


def risk_words() -> dict[str, str]:
    """What the risk marks say."""
    return {
        "yes": gettext("Risk"),
        "no": gettext("Not"),
        "uncertain": gettext("Uncertain"),
        "missing": gettext("Missing"),
    }


def is_estimate(table: IndexTable, place: tuple[int, int, int]) -> bool:
    """Whether the word *anslag* must stand beside the figure."""
    return not np.isnan(table.value[place]) and int(table.mark[place]) == int(Mark.ESTIMATE)


def _cell(table: IndexTable, place: tuple[int, int, int], head: Head, words: dict[str, str]) -> Cell:
    value, margin = float(table.value[place]), float(table.margin[place])
    risk = index.RISK_WORDS[table.risk[place]]
    estimate = is_estimate(table, place)
    if np.isnan(value):
        shown = ""
    elif head.id == "net_migration":
        shown = numbers.signed(value)
    else:
        shown = numbers.number(value, _decimals(table, place) if estimate else 1)
    notes = []
    if not np.isnan(margin):
        told = f"< {numbers.number(1)}" if margin < 1 else numbers.number(margin)
        notes.append(gettext("margin %(number)s") % {"number": told})
    reason = reason_text(REASONS[table.reason[place]])
    if reason:
        notes.append(reason)
    return Cell(
        None if np.isnan(value) else round(value, 4),
        shown,
        risk=risk,
        word=words[risk],
        is_estimate=estimate,
        notes=tuple(notes),
    )


def _decimals(table: IndexTable, place: tuple[int, int, int]) -> int:
    """An estimated rate is printed whole when its interval spans more than one: a decimal would pretend to know."""
    low, high = float(table.low[place]), float(table.high[place])
    return 0 if high - low > 1 else 1


def reason_text(reason: MissingReason | None) -> str:
    """Why a figure is missing, in words."""
    return {
        None: "",
        MissingReason.NOT_PUBLISHED: gettext("The source has no figure here."),
        MissingReason.NOT_COLLECTED: gettext("Not in our data set."),
        MissingReason.BOUNDARY_CHANGE: gettext("Borders have changed."),
        MissingReason.SPLIT: gettext("The municipality has been split."),
        MissingReason.NO_THRESHOLD: gettext("There is no national figure to compare with."),
        MissingReason.NOT_ADDITIVE: gettext("Cannot be added up for several municipalities."),
    }[reason]


def finding(table: IndexTable, year: int) -> str:
    """The page's title: what the figures say about these areas."""
    place = table.years.index(year)
    whole = table.available[:, place] == len(table.indicators)
    many = math.ceil(MANY * len(table.indicators))
    count, total = int((table.certain[whole, place] >= many).sum()), int(whole.sum())
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
        "many": many,
    }


def crossings(table: IndexTable, year: int) -> list[str]:
    """For each threshold, how many municipalities cross it: whether it tells places apart at all."""
    place = table.years.index(year)
    lines = []
    for n, id in enumerate(table.indicators):
        given = int((table.risk[:, place, n] != index.MISSING).sum())
        if given:
            lines.append(
                gettext("%(name)s: %(count)s of %(total)s")
                % {
                    "name": load.indicators()[id].name[language()],
                    "count": int(table.on_risky_side[:, place, n].sum()),
                    "total": given,
                }
            )
    return lines
